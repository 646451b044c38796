"""A clock that a test moves by hand, or that jumps over every sleep."""

import asyncio
import heapq
import itertools


class FakeClock:
    """Starts at a fixed moment. With `jumping`, a sleep ends at once and moves the time forward."""

    def __init__(self, *, jumping: bool = False, start_ms: int = 1_760_000_000_000) -> None:
        self._start_ms = start_ms
        self._seconds = 0.0
        self._set_ms = 0
        self._jumping = jumping
        self._numbers = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self.slept: list[float] = []  # every sleep that was asked for

    def now_ms(self) -> int:
        """Return the wall clock."""
        return self._start_ms + self._set_ms + round(self._seconds * 1000)

    def monotonic(self) -> float:
        """Return seconds since the clock was made."""
        return self._seconds

    async def sleep(self, seconds: float) -> None:
        """Wait until the test has moved the time by `seconds`."""
        self.slept.append(seconds)
        if self._jumping:
            await asyncio.sleep(0)
            self._seconds += max(0.0, seconds)
            return
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._seconds + seconds, next(self._numbers), future))
        await future

    def advance(self, seconds: float) -> None:
        """Move the time forward and wake who is due."""
        self._seconds += seconds
        while self._sleepers and self._sleepers[0][0] <= self._seconds:
            _, _, future = heapq.heappop(self._sleepers)
            if not future.done():
                future.set_result(None)

    def jump(self, seconds: float) -> None:
        """Set the wall clock forward or back, as a person does, or as a computer that slept finds it."""
        self._set_ms += round(seconds * 1000)

    def next_due(self) -> float | None:
        """Return seconds until the first sleep ends, None when nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] - self._seconds if self._sleepers else None

    def sleeps(self, seconds: float) -> bool:
        """Whether somebody sleeps who will wake in `seconds`, give or take a second."""
        lefts = (due - self._seconds for due, _, future in self._sleepers if not future.done())
        return any(abs(left - seconds) < 1 for left in lefts)

    @property
    def sleeping(self) -> int:
        """How many sleeps wait."""
        return sum(not future.done() for _, _, future in self._sleepers)
