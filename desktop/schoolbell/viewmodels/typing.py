"""Tells a room that I am typing, now and then, and that I am not any more."""

from collections.abc import Callable, Coroutine
from typing import Any

from schoolbell.base.clock import Clock

_EVERY = 10.0  # seconds between two notices
_FORGOTTEN = 20.0  # seconds after which the server forgets one
_AFTER_SENDING = 0.5  # seconds: the message itself goes first


class TypingNotice:
    """`tell` says (room id, typing) to the server; `run` starts an owned coroutine."""

    def __init__(
        self,
        clock: Clock,
        tell: Callable[[str, bool], None],
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._run = run
        self._room = ""
        self._told = 0.0  # monotonic seconds of the last notice
        self._ending = False

    def typed(self, room_id: str) -> None:
        """A text was changed in `room_id`; call it at every change."""
        now = self._clock.monotonic()
        self._ending = False
        if self._room == room_id and now < self._told + _EVERY:
            return
        self._room, self._told = room_id, now
        self._tell(room_id, True)

    def stop(self) -> None:
        """Nothing is being written any more."""
        room_id, self._room = self._room, ""
        if room_id and self._clock.monotonic() < self._told + _FORGOTTEN:
            self._tell(room_id, False)

    def sent(self) -> None:
        """The text was sent: say so a moment later, unless the next one is begun by then."""
        if self._room and not self._ending:
            self._ending = True
            self._run(self._stop_soon(self._room))

    async def _stop_soon(self, room_id: str) -> None:
        await self._clock.sleep(_AFTER_SENDING)
        if self._ending and self._room == room_id:
            self._ending = False
            self.stop()
