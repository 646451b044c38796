"""When the outbox may send again: after faults of one room, of the connection, and by the server's wish."""

from random import Random

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.outage import Outage

# Failures that may belong to one room's request; others stop the whole queue.
_ONE_ROOM = frozenset({ErrorCode.SERVER, ErrorCode.TIMEOUT})


class Pauses:
    """All moments are seconds of a monotonic clock."""

    def __init__(self, random: Random, outage: Outage) -> None:
        self._random = random
        self._outage = outage
        self._backoff = Backoff(random)
        self._all_until = 0.0
        self._limited_until = 0.0  # the server's own wish: nobody shortens it
        self._room_backoff: dict[str, Backoff] = {}
        self._room_until: dict[str, float] = {}

    def until(self, room_id: str | None = None) -> float:
        """Return until when nothing is sent at all, or nothing to `room_id`."""
        room = self._room_until.get(room_id, 0.0) if room_id is not None else 0.0
        return max(self._all_until, self._limited_until, self._outage.turn, room)

    def rooms(self, now: float) -> dict[str, float]:
        """Return the rooms that pause now, each with its end."""
        return {room: until for room, until in self._room_until.items() if until > now}

    def next(self) -> float:
        """Return the seconds to wait after one more fault of our own."""
        return self._backoff.next()

    def pause_all(self, now: float) -> None:
        """Our own disk failed: wait with everything."""
        self._all_until = now + self._backoff.next()

    def failed(self, room_id: str, error: KnownError, now: float) -> bool:
        """Pause what `error` is about; False when waiting cannot help."""
        self._outage.hold()
        wished = getattr(error, "retry_after_ms", None) is not None
        if error.code is ErrorCode.RATE_LIMITED or (wished and error.transient):
            self._limited_until = now + self._backoff.after(error)
        elif error.code in _ONE_ROOM:
            backoff = self._room_backoff.setdefault(room_id, Backoff(self._random))
            self._room_until[room_id] = now + backoff.next()
        elif error.transient or error.local:  # local: e.g. a renewed token could not be kept
            self._all_until = now + self._backoff.next()
        else:
            return False
        return True

    def succeeded(self, room_id: str) -> None:
        """A row of `room_id` went through."""
        self._backoff.reset()
        self._room_backoff.pop(room_id, None)
        self._outage.answered_otherwise()

    def hurry(self) -> None:
        """Somebody has just written something: it is tried at once."""
        self._all_until = 0.0
        self._outage.hurry()

    def end_room(self, room_id: str) -> None:
        """Somebody does not want to wait for this room."""
        self._room_until.pop(room_id, None)

    def end(self, *, impatient: bool) -> None:
        """The server is there again, or (`impatient`) somebody does not want to wait."""
        self._all_until = 0.0
        self._room_until.clear()
        if impatient:
            self._backoff.reset()
            self._outage.hurry()
