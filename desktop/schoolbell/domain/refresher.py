"""Runs one refresh at a time; whatever changes meanwhile leads to exactly one more."""

import asyncio
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
        self._waiting: list[asyncio.Future[None]] = []  # for the pass that begins next
        self._served: list[asyncio.Future[None]] = []  # for the one under way

    def poke(self) -> None:
        """Ask for a refresh."""
        self._wanted = True
        if not self._running and not self._ended:
            self._running = True
            self._run(self._loop())

    async def settled(self) -> None:
        """Wait until what was asked for so far is done or failed; what comes meanwhile delays nobody."""
        if self._running and not self._ended:
            done = asyncio.get_running_loop().create_future()
            (self._waiting if self._wanted else self._served).append(done)
            await done

    def end(self) -> None:
        """Start no refresh any more."""
        self._ended = True
        self._answer_all()

    async def _loop(self) -> None:
        try:
            while self._wanted and not self._ended:
                self._wanted = False
                self._served, self._waiting = self._waiting, []
                await self._refresh()
                self._answer(self._served)
        finally:
            self._running = False
            self._answer_all()

    def _answer_all(self) -> None:
        self._answer(self._served)
        self._answer(self._waiting)

    def _answer(self, waiting: list[asyncio.Future[None]]) -> None:
        for done in waiting:
            if not done.done():  # its owner may have been cancelled
                done.set_result(None)
        waiting.clear()
