"""Owned asyncio tasks: every coroutine started here is watched and ends with its owner."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)


class TaskOwner:
    """Runs coroutines as tasks, reports their errors and cancels them together."""

    def __init__(self, name: str, on_error: Callable[[BaseException], None] | None = None) -> None:
        self._name = name
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()

    def run(
        self,
        coroutine: Coroutine[Any, Any, Any],
        *,
        name: str = "",
        on_error: Callable[[BaseException], None] | None = None,
    ) -> asyncio.Task[Any]:
        """Start `coroutine`; an exception goes to `on_error`, else the owner's, else the log."""
        task = asyncio.get_running_loop().create_task(  # allowed: the one place that creates tasks
            coroutine, name=f"{self._name}.{name or getattr(coroutine, '__name__', 'task')}"
        )
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._finished(done, on_error or self._on_error))
        return task

    def _finished(
        self, task: asyncio.Task[Any], on_error: Callable[[BaseException], None] | None
    ) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            return
        if on_error is not None:
            on_error(error)
        else:
            log.error("task %s failed", task.get_name(), exc_info=error)

    async def cancel_all(self) -> None:
        """Cancel every running task and wait until all have ended."""
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
