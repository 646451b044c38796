"""What the row of invitations talks to: who asks, and yes or no."""

import logging
from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import KnownError
from schoolbell.domain.chat.invitations import InvitationAnswers, Invitations, PersonOf
from schoolbell.domain.chat.ports import ChatEngine, ChatReader
from schoolbell.viewmodels.bridge import Bridge

log = logging.getLogger(__name__)


class InvitationsPresenter(QObject):
    """`changed` carries a tuple of Invitation, the newest first; an answer that failed can be given again."""

    changed = Signal(object)
    failed = Signal(str, dict)  # ErrorCode value, details
    accepted = Signal(str)  # room id: the server let us in

    def __init__(
        self, reader: ChatReader, person_of: PersonOf, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._answers: InvitationAnswers | None = None
        self._invitations = Invitations(reader, person_of, self._look)
        self._invitations.items.subscribe(self.changed.emit)

    def attach(self, engine: ChatEngine, answers: InvitationAnswers) -> None:
        """Follow the engine's changes; from now on an answer reaches the server."""
        self._answers = answers
        engine.changes.subscribe(self._invitations.on_changes)
        self._invitations.refresh()

    def accept(self, room_id: str) -> None:
        """Join the room."""
        if self._answers is not None:
            self._run(self._accept(self._answers, room_id), room_id)

    def decline(self, room_id: str) -> None:
        """Refuse."""
        if self._answers is not None:
            self._run(self._answers.decline(room_id), room_id)

    def stop(self) -> None:
        """Read no more."""
        self._invitations.close()

    def _look(self, refresh: Coroutine[Any, Any, None]) -> object:
        """Read in the background: a file that cannot be read is told of by what has more to show."""
        return self._bridge.run(refresh, lambda error: log.info("invitations not read: %s", error.code))

    async def _accept(self, answers: InvitationAnswers, room_id: str) -> None:
        await answers.accept(room_id)
        self.accepted.emit(room_id)

    def _run(self, answer: Coroutine[Any, Any, None], room_id: str) -> None:
        self._bridge.run(answer, self._failed, f"invitation {room_id}")

    def _failed(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))
