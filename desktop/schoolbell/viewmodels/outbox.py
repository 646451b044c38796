"""What the outbox page talks to: the unsent items of all rooms."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import KnownError
from schoolbell.domain.chat.outbox_list import OutboxList
from schoolbell.domain.chat.ports import ChatEngine, ChatReader
from schoolbell.viewmodels.bridge import Bridge


class OutboxPresenter(QObject):
    """`changed` carries a tuple of OutboxItem, in the order of sending."""

    changed = Signal(object)
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(
        self,
        reader: ChatReader,
        name_of: Callable[[str], str],
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._engine: ChatEngine | None = None
        self._list = OutboxList(reader, name_of, lambda refresh: bridge.run(refresh, self._failed))
        self._list.items.subscribe(self.changed.emit)

    def attach_engine(self, engine: ChatEngine) -> None:
        """Follow the engine's changes."""
        self._engine = engine
        engine.changes.subscribe(self._list.on_changes)

    def retry(self, local_id: str) -> None:
        """Try a refused item of any room again."""
        if self._engine is not None:
            self._bridge.run(self._engine.retry(local_id), self._failed)

    def delete(self, local_id: str) -> None:
        """Give up an item of any room."""
        if self._engine is not None:
            self._bridge.run(self._engine.delete(local_id), self._failed)

    def _failed(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))

    def refresh(self) -> None:
        """Read the outbox again."""
        self._list.refresh()

    def stop(self) -> None:
        """Read no more."""
        self._list.close()
