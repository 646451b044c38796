"""Shares one running call among all who ask for the same thing at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner


class SingleFlight:
    """Runs at most one coroutine per key; who asks meanwhile gets the same result or error."""

    def __init__(self, name: str) -> None:
        self._tasks = TaskOwner(name, on_error=lambda _: None)  # whoever asked gets the error
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def run(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """Return what `start()` returns; a caller that is cancelled does not cancel it for the others.

        Raises what it raises, KnownError(CANCELLED) when it was stopped.
        """
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = self._tasks.run(start(), name=str(key))
            task.add_done_callback(lambda _: self._running.pop(key, None))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            caller = asyncio.current_task()
            if task.cancelled() and caller is not None and not caller.cancelling():
                raise KnownError(ErrorCode.CANCELLED) from None
            raise

    async def cancel(self, key: Hashable) -> None:
        """Stop what runs under `key`; who waits for it gets KnownError(CANCELLED)."""
        task = self._running.get(key)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def stop(self) -> None:
        """Cancel what runs."""
        await self._tasks.cancel_all()
