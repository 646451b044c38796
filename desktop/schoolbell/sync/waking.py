"""Notices that the computer slept or that its clock was set, by two clocks that drift apart."""

import logging
from collections.abc import Awaitable, Callable

from schoolbell.base.clock import Clock

log = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0
_GAP_SECONDS = 20.0  # more than any loaded machine lets a timer wait


class WakeWatch:
    """Calls `woke` after every gap: connections that were open before it may be dead without knowing.

    Most systems stop the monotonic clock while they sleep, some do not; a wall clock that was set looks like
    a sleep and is treated as one: a connection that a wrong date had refused works again.
    """

    def __init__(self, clock: Clock, woke: Callable[[], Awaitable[None]]) -> None:
        self._clock = clock
        self._woke = woke

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            wall, steady = self._clock.now_ms(), self._clock.monotonic()
            await self._clock.sleep(_LOOK_SECONDS)
            by_wall = (self._clock.now_ms() - wall) / 1000 - _LOOK_SECONDS
            by_steady = self._clock.monotonic() - steady - _LOOK_SECONDS
            if max(abs(by_wall), by_steady) >= _GAP_SECONDS:
                log.info("a gap of %.0f s by the wall clock, %.0f s by the other", by_wall, by_steady)
                await self._woke()
