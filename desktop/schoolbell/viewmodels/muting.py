"""What the mute menus talk to: who is muted in the open room, and mute, unmute, close, open, undo."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Subscription
from schoolbell.domain.chat.items import RoomMutes
from schoolbell.domain.chat.muting import MuteChange, Muting
from schoolbell.domain.chat.room_header import RoomDetails
from schoolbell.domain.chat.session import ChatSession
from schoolbell.viewmodels.bridge import Bridge

_NOBODY = RoomMutes("")


class MutingPresenter(QObject):
    """`changed` follows the open room. Slots never block and never raise."""

    changed = Signal(object)  # RoomMutes
    done = Signal(object)  # MuteChange of the open room: it is at the server
    undone = Signal()
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(
        self, bridge: Bridge, session: ChatSession, muting: Muting, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._session = session
        self._muting = muting
        self._last: MuteChange | None = None
        self.mutes = _NOBODY
        self._subscription: Subscription = session.details_changed.subscribe(self._on_details)
        self._on_details(session.details)

    def stop(self) -> None:
        """Follow nothing any more."""
        self._subscription.cancel()

    def name_of(self, user_id: str) -> str:
        """Return how a member of the open room is called."""
        details = self._session.details
        people = details.people if details is not None else ()
        return next((person.name for person in people if person.user_id == user_id), user_id)

    def mute(self, user_id: str, choice: str) -> None:
        """Mute a member of the open room; `choice` is one of `domain.chat.muting.CHOICES`."""
        self._do(lambda room_id: self._muting.mute(room_id, user_id, choice))

    def unmute(self, user_id: str) -> None:
        """Let a member of the open room write again."""
        self._do(lambda room_id: self._muting.unmute(room_id, user_id))

    def close(self, closed: bool) -> None:
        """Mute all of the open room but the teachers, or let all write again."""
        self._do(lambda room_id: self._muting.close(room_id, closed))

    def undo(self) -> None:
        """Bring back what was before the last change."""
        last, self._last = self._last, None
        if last is not None:
            self._bridge.run(self._undo(last), self._on_known)

    async def _undo(self, last: MuteChange) -> None:
        await self._muting.undo(last)
        self.undone.emit()

    def _do(self, change: Callable[[str], Coroutine[Any, Any, MuteChange]]) -> None:
        if self.mutes.room_id:
            self._bridge.run(self._done(self.mutes.room_id, change), self._on_known)

    async def _done(self, room_id: str, change: Callable[[str], Coroutine[Any, Any, MuteChange]]) -> None:
        done = await change(room_id)
        details = self._session.details
        if details is not None and details.header.key == room_id:  # elsewhere that person has no name
            self._last = done
            self.done.emit(done)

    def _on_known(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))

    def _on_details(self, details: RoomDetails | None) -> None:
        mutes = details.mutes if details is not None else _NOBODY
        if mutes != self.mutes:
            self.mutes = mutes
            self._bridge.later("mutes", lambda: self.changed.emit(self.mutes))
