"""Reading the two databases of a profile, as every feature does it: protocols."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Reads(Protocol):
    """Reading one database: `fn` gets a connection and must not keep it."""

    async def read(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` on a reader thread."""
        ...

    def read_here(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread, which is a reader thread of the other database."""
        ...

    def read_now(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread: the first paint only."""
        ...


class ChatReader(Protocol):
    """The two databases of a profile."""

    @property
    def cache(self) -> Reads:
        """What came from the server (may be rebuilt)."""
        ...

    @property
    def local(self) -> Reads:
        """What exists only here: outbox, drafts."""
        ...


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
        self._reader = reader
        self._things = things

    @property
    def cache(self) -> Reads:
        """What came from the server (may be rebuilt)."""
        return _Patient(self._reader.cache, self._things)

    @property
    def local(self) -> Reads:
        """What exists only here: outbox, drafts."""
        return _Patient(self._reader.local, self._things)
