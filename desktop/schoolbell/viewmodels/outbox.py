"""What the outbox page talks to: the unsent items of all rooms."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from schoolbell.domain.chat.outbox_list import OutboxList
from schoolbell.domain.chat.ports import ChatEngine, ChatReader
from schoolbell.viewmodels.bridge import Bridge


class OutboxPresenter(QObject):
    """`changed` carries a tuple of OutboxItem, in the order of sending."""

    changed = Signal(object)

    def __init__(
        self,
        reader: ChatReader,
        name_of: Callable[[str], str],
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._list = OutboxList(reader, name_of, bridge.run)
        self._list.items.subscribe(self.changed.emit)

    def attach_engine(self, engine: ChatEngine) -> None:
        """Follow the engine's changes."""
        engine.changes.subscribe(self._list.on_changes)

    def refresh(self) -> None:
        """Read the outbox again."""
        self._list.refresh()

    def stop(self) -> None:
        """Read no more."""
        self._list.close()
