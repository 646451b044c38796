"""Runs one refresh at a time; whatever changes meanwhile leads to exactly one more."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

Run = Callable[[Coroutine[Any, Any, Any]], object]


class Refresher:
    """`run` starts an owned task; an error of `refresh` goes there and the next `poke` starts afresh."""

    def __init__(self, refresh: Callable[[], Awaitable[None]], run: Run) -> None:
        self._refresh = refresh
        self._run = run
        self._wanted = False
        self._running = False
        self._ended = False

    def poke(self) -> None:
        """Ask for a refresh."""
        self._wanted = True
        if not self._running and not self._ended:
            self._running = True
            self._run(self._loop())

    def end(self) -> None:
        """Start no refresh any more."""
        self._ended = True

    async def _loop(self) -> None:
        try:
            while self._wanted and not self._ended:
                self._wanted = False
                await self._refresh()
        finally:
            self._running = False
