"""The two places of the connection banner, in the conversation and without one, that say the same."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import ErrorCode
from schoolbell.domain.chat.ports import SyncStatus
from schoolbell.ui.messages.banner import ConnectionBanner


class Banners(QObject):
    """Tells all of them; `changed` when one may have come or gone."""

    changed = Signal()
    retry = Signal()
    sign_in = Signal()

    def __init__(self, banners: Sequence[ConnectionBanner], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = tuple(banners)
        for banner in self._all:
            banner.retry.connect(self.retry)
            banner.sign_in.connect(self.sign_in)
            banner.read.connect(self._read)

    def show_status(self, status: SyncStatus) -> None:
        """Follow the connection."""
        for banner in self._all:
            banner.show_status(status)
        self.changed.emit()

    def set_school_changed(self, changed: bool) -> None:
        """Say, or say no more, that the account now names another school than the pinned one."""
        for banner in self._all:
            banner.set_school_changed(changed)
        self.changed.emit()

    def say(self, code: ErrorCode | None) -> None:
        """Say once what has happened to this account's data, until somebody has read it."""
        for banner in self._all:
            banner.say(code)
        self.changed.emit()

    def _read(self) -> None:
        self.say(None)
