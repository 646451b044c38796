"""What wakes a worker of its own: that something has changed, or that its pause is over."""

import asyncio

from schoolbell.base.clock import Clock
from schoolbell.base.tasks import TaskOwner


class Wakeup:
    """An event for one worker: it clears, looks what there is to do, and waits. Of the loop's thread."""

    def __init__(self, clock: Clock, tasks: TaskOwner) -> None:
        self._clock = clock
        self._tasks = tasks
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake the worker, now or as soon as it waits."""
        self._event.set()

    def clear(self) -> None:
        """From here on a change is one that the worker has not seen."""
        self._event.clear()

    @property
    def is_set(self) -> bool:
        """Whether something has changed since `clear`."""
        return self._event.is_set()

    async def wait(self, seconds: float | None = None) -> None:
        """Wait until something changes, at most `seconds` of the owner's clock."""
        if seconds is None:
            await self._event.wait()
            return
        timer = self._tasks.run(self._ring(max(0.0, seconds)), name="pause")
        try:
            await self._event.wait()
        finally:
            timer.cancel()

    async def _ring(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._event.set()
