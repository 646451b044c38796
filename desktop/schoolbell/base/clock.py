"""The one door to time: wall clock in milliseconds, monotonic seconds, sleeping."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What time it is, as a dependency, so that tests can own it."""

    def now_ms(self) -> int:
        """Return milliseconds since the Unix epoch (wall clock; may jump)."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Suspend the calling task for `seconds`."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_ms(self) -> int:
        """Return milliseconds since the Unix epoch."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Return seconds that never go backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Suspend the calling task for `seconds`."""
        await asyncio.sleep(seconds)
