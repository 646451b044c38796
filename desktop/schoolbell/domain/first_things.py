"""Whose turn it is when a person waits for something: that first, then what is sent, then all other reads."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from schoolbell.domain.reading import ChatReader, Reads

T = TypeVar("T")

_LONGEST_SECONDS = 0.25
_FRAME_SECONDS = 0.006
_SENDING_SECONDS = 0.02


class FirstThingsFirst:
    """While something that a person waits for is read and painted, everything else waits for its `turn`.

    When a message is written, the lists of all panes want to read and the outbox to send it: they took the
    interpreter from the one read that brings it to the screen. Nobody waits for longer than a quarter of a
    second.
    """

    def __init__(self) -> None:
        self._first = 0
        self._over = asyncio.Event()

    @contextlib.contextmanager
    def first(self) -> Iterator[None]:
        """What is read and flushed inside goes first, and the frame after it."""
        self._first += 1
        self._over.clear()
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(_FRAME_SECONDS, self._end)

    def _end(self) -> None:
        self._first -= 1
        if not self._first:
            self._over.set()

    async def turn(self) -> None:
        """Wait until nothing goes first any more, but not for long."""
        if self._first:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), _LONGEST_SECONDS)

    async def last(self) -> None:
        """Wait for the turn, and then for what is sent in it."""
        if self._first:
            await self.turn()
            await asyncio.sleep(_SENDING_SECONDS)


class _Patient:
    """Reads of one database that wait for their turn."""

    def __init__(self, reads: Reads, things: FirstThingsFirst) -> None:
        self._reads = reads
        self._things = things

    async def read(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` on a reader thread when nothing goes before it any more."""
        await self._things.last()
        return await self._reads.read(fn)

    def read_here(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread."""
        return self._reads.read_here(fn)

    def read_now(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread: the first paint only."""
        return self._reads.read_now(fn)


class PatientReader:
    """A ChatReader for what is not in front of the person's eyes."""

    def __init__(self, reader: ChatReader, things: FirstThingsFirst) -> None:
        self.cache: Reads = _Patient(reader.cache, things)
        self.local: Reads = _Patient(reader.local, things)
