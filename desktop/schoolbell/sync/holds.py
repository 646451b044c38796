"""Pauses for taking back: rows held for moments, measured by a clock that does not jump."""

from collections.abc import Iterable

from schoolbell.base.clock import Clock
from schoolbell.store import outbox
from schoolbell.store.outbox import OutboxRow

__all__ = ["Holds"]


class Holds:
    """Knows which rows wait only so that somebody can still take them back.

    A hold of up to `outbox.SHORT_HOLD_MS` is a pause: it lasts as long as it was meant to last, wherever the
    wall clock jumps meanwhile. A longer one is an appointment and follows the wall clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}  # local id → monotonic seconds

    def take(self, rows: Iterable[OutboxRow]) -> None:
        """Begin to hold those of `rows` that are held for moments, each for at most its own length.

        Of an earlier run only the wall clock is known: a pause never grows by its jumps.
        """
        now_ms, now = self._clock.now_ms(), self._clock.monotonic()
        for row in rows:
            length = row.not_before_ms - row.created_ms
            left = min(row.not_before_ms - now_ms, length)
            if 0 < length <= outbox.SHORT_HOLD_MS and left > 0:
                self._until.setdefault(row.local_id, now + left / 1000)

    def holds(self, row: OutboxRow) -> bool:
        """Whether `row` may not go yet."""
        if outbox.is_pause(row):
            return self._until.get(row.local_id, 0.0) > self._clock.monotonic()
        return row.not_before_ms > self._clock.now_ms()

    def forget(self, local_ids: Iterable[str]) -> None:
        """These are not held any more."""
        for local_id in local_ids:
            self._until.pop(local_id, None)

    def held(self) -> frozenset[str]:
        """Return the local ids that are held for moments now; forgets pauses that are over."""
        now = self._clock.monotonic()
        self._until = {local_id: until for local_id, until in self._until.items() if until > now}
        return frozenset(self._until)

    def next_end(self) -> float | None:
        """Return seconds until the next pause ends, None without one."""
        now = self._clock.monotonic()
        return min((until - now for until in self._until.values() if until > now), default=None)
