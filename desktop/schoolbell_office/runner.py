"""Runs many calls a few at a time; with a limit of one strictly in order, so that a run can be replayed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

Job: TypeAlias = Callable[[], Awaitable[None]]
Progress: TypeAlias = Callable[[int, int, str], None]


class Runner:
    """Runs jobs with at most `limit` in flight; the first that fails ends the others."""

    def __init__(self, limit: int, progress: Progress | None = None) -> None:
        self._limit = limit
        self._progress = progress
        self._done = 0
        self._total = 0
        self._label = ""

    def expect(self, count: int) -> None:
        """Say that `count` more counted jobs will come."""
        self._total += count

    def stage(self, label: str) -> None:
        """Name what comes next, for whoever watches."""
        self._label = label
        self._tell()

    async def counted(self, jobs: Sequence[Job]) -> None:
        """Run jobs that the progress counts."""

        def counting(job: Job) -> Job:
            async def run() -> None:
                await job()
                self._done += 1
                self._tell()

            return run

        await self.run([counting(job) for job in jobs])

    async def run(self, jobs: Sequence[Job]) -> None:
        """Run all jobs; returns when the last has ended. Jobs start in order."""
        if self._limit == 1 or len(jobs) == 1:
            for job in jobs:
                await job()
            return
        waiting = iter(jobs)

        async def worker() -> None:
            for job in waiting:
                await job()

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._limit, len(jobs))):
                    group.create_task(worker())  # allowed: the group owns it
        except BaseExceptionGroup as several:
            # One failure ends the import; its fellows only say the same.
            raise several.exceptions[0] from None

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._done, max(self._done, self._total), self._label)
