"""Fetches files: bounded, verified, joined from parts, taken up where an earlier try ended."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Executor
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.client import MatrixClient
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.single import SingleFlight
from schoolbell.sync.transfers import Board, Direction, FileFacts, PartFacts, Transfer, TransferState
from schoolbell.system.collected import Collected
from schoolbell.system.media_folder import MediaFolder, cache_name

T = TypeVar("T")

_LARGE_AT_ONCE = 2
_SMALL_AT_ONCE = 4
_TRIES = 5  # in a row that brought nothing new
_BUFFER = 256 << 10  # bytes handed to the disk at once
UNKNOWN_LIMIT = 256 << 20  # bytes taken of a file whose sender did not say how long it is


@dataclass(frozen=True, slots=True)
class _Whole:
    """A file that is not in parts, as its only part."""

    mxc: str
    size: int
    sha256: str


class Downloads:
    """The files on their way down. Belongs to the loop's thread; writes them on `worker`."""

    def __init__(
        self,
        client: MatrixClient,
        folder: MediaFolder,
        clock: Clock,
        random: Random,
        board: Board,
        worker: Executor,
    ) -> None:
        self._client = client
        self._folder = folder
        self._clock = clock
        self._random = random
        self._board = board
        self._worker = worker
        self._flights = SingleFlight("downloads")
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)
        self._small = asyncio.Semaphore(_SMALL_AT_ONCE)

    async def stop(self) -> None:
        """End all requests; what came of a file in parts stays."""
        await self._flights.stop()

    async def cancel(self, key: str) -> None:
        """Stop one download; who waits for it gets KnownError(CANCELLED)."""
        await self._flights.cancel(("file", key))

    async def fetch(self, file: FileFacts) -> Path:
        """Return where the file's bytes lie now. Raises KnownError."""
        if file.local_path:
            here = Path(file.local_path)
            is_there: bool = await self._on_worker(here.is_file)
            if is_there:
                return here
        name = cache_name(file.sha256, str(file.size)) if file.sha256 else cache_name("mxc", file.mxc)
        if (found := await self._find(name)) is not None:
            return found
        if not file.mxc and not file.parts:
            raise KnownError(ErrorCode.NOT_FOUND)
        path: Path = await self._flights.run(("file", file.key), lambda: self._file(file, name))
        return path

    async def thumbnail(self, file: FileFacts, width: int, height: int) -> Path:
        """Return a small picture of the file, made by the server. Raises KnownError.

        Pictures are no wider than asked for; what they show is the server's word and is not verified.
        """
        mxc = file.thumbnail_mxc or file.mxc
        if not mxc:
            raise KnownError(ErrorCode.NOT_FOUND)
        name = cache_name("thumbnail", mxc, str(width), str(height))
        if (found := await self._find(name)) is not None:
            return found
        path: Path = await self._flights.run(
            ("thumbnail", name), lambda: self._thumbnail(mxc, width, height, name)
        )
        return path

    async def _find(self, name: str) -> Path | None:
        return await self._on_worker(lambda: self._folder.find(name))

    async def _thumbnail(self, mxc: str, width: int, height: int, name: str) -> Path:
        async with self._small:
            if (found := await self._find(name)) is not None:  # it came while somebody looked for it
                return found
            picture = await self._client.thumbnail(mxc, width, height)
        return await self._on_worker(lambda: self._folder.put(name, picture))

    async def _file(self, file: FileFacts, name: str) -> Path:
        if (found := await self._find(name)) is not None:
            return found
        parts: Sequence[PartFacts] = file.parts or (_Whole(file.mxc, file.size, file.sha256),)
        self._board.put(Transfer(file.key, "", Direction.DOWN, 0, file.size, TransferState.WAITING))
        try:
            async with self._large if file.parts else self._small:
                path = await self._collect(file, parts, name)
        except asyncio.CancelledError:
            self._board.end(file.key, TransferState.FAILED, ErrorCode.CANCELLED)
            raise
        except KnownError as error:
            self._board.end(file.key, TransferState.FAILED, error.code)
            raise
        self._board.end(file.key, TransferState.DONE)
        return path

    async def _collect(self, file: FileFacts, parts: Sequence[PartFacts], name: str) -> Path:
        collected = Collected(await self._on_worker(lambda: self._folder.partial(name)))
        try:
            begun = await self._on_worker(lambda: collected.take_up(parts))
            done = sum(part.size for part in parts[:begun])
            await self._on_worker(lambda: self._folder.room_for(file.size - done))
            self._board.move(file.key, done)
            for part in parts[begun:]:
                await self._part(file, part, collected, done)
                done += part.size
            await self._on_worker(lambda: collected.finish(file.sha256))
            return await self._on_worker(lambda: self._folder.finish(name))
        finally:  # a write that nobody waits for any more finds the file closed
            await asyncio.shield(self._on_worker(partial(self._end, collected, name)))

    def _end(self, collected: Collected, name: str) -> None:
        try:
            collected.close()
        finally:
            self._folder.release(name)

    async def _part(self, file: FileFacts, part: PartFacts, collected: Collected, before: int) -> None:
        """Fetch one part, again after a fault that passes."""
        backoff, failures = Backoff(self._random), 0
        while True:
            try:
                await self._once(file, part, collected, before)
                return
            except KnownError as error:
                failures += 1
                if not error.transient or failures >= _TRIES:
                    raise
                self._board.end(file.key, TransferState.PAUSED, error.code)
                await self._on_worker(collected.begin)
                await self._clock.sleep(backoff.after(error))

    async def _once(self, file: FileFacts, part: PartFacts, collected: Collected, before: int) -> None:
        most, moved = part.size or UNKNOWN_LIMIT, 0
        async with aclosing(_gathered(self._client.download(part.mxc))) as pieces:
            async for piece in pieces:
                moved += len(piece)
                if moved > most:
                    raise KnownError(ErrorCode.FILE_DAMAGED)
                await self._on_worker(partial(collected.write, piece))
                self._board.move(file.key, before + moved)
        await self._on_worker(lambda: collected.end(part))

    async def _on_worker(self, call: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._worker.submit(call))


async def _gathered(pieces: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """Yield the same bytes in pieces that are worth a write."""
    buffer = bytearray()
    async with aclosing(pieces):
        async for piece in pieces:
            buffer += piece
            if len(buffer) >= _BUFFER:
                yield bytes(buffer)
                buffer.clear()
    if buffer:
        yield bytes(buffer)
