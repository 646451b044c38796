"""Brings the files of unsent messages to the server, part by part, and lets their outbox rows go."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol, TypeVar

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.texts import Texts
from schoolbell.base.wakeup import Wakeup
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import uploads
from schoolbell.store.database import Database
from schoolbell.store.uploads import Upload
from schoolbell.sync import file_message, upload_plan
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.file_message import SentPart
from schoolbell.sync.outage import Outage
from schoolbell.sync.transfers import Board, Direction, Transfer, TransferState
from schoolbell.sync.upload_limit import UploadLimit
from schoolbell.sync.upload_plan import Identity, Plan

T = TypeVar("T")
log = logging.getLogger(__name__)

_AT_ONCE = 2
_SIGNED_OUT = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT})
# After so many refusals by a server that is there, what was written behind a small file goes before it.
_PATIENCE = 8
_PART_TYPE = "application/octet-stream"
# What the server has of us since longer than this is looked for before another message relies on it.
_SURE_MS = 24 * 3600 * 1000


class Queue(Protocol):
    """The outbox, as far as files are concerned."""

    async def wedge(self, local_id: str, code: ErrorCode) -> None:
        """The file cannot be sent."""
        ...

    def look(self) -> None:
        """Rows may go now that waited for their files."""
        ...


class Uploads:
    """The files on their way up. Belongs to the loop's thread; reads files on `worker`.

    `texts` gives the school's words for the note that others see in place of a file in parts. `sent` hears of
    each file that is there: its bytes lie at a path, and their hash. `signed_out` is called for a lost token.
    """

    def __init__(
        self,
        client: MatrixClient,
        local: Database,
        clock: Clock,
        random: Random,
        board: Board,
        queue: Queue,
        limit: UploadLimit,
        worker: Executor,
        outage: Outage,
        *,
        texts: Callable[[], Texts],
        sent: Callable[[Upload, str], None],
        signed_out: Callable[[], None],
    ) -> None:
        self._client = client
        self._local = local
        self._clock = clock
        self._random = random
        self._board = board
        self._queue = queue
        self._limit = limit
        self._worker = worker
        self._outage = outage
        self._texts = texts
        self._sent = sent
        self._signed_out = signed_out
        self._tasks = TaskOwner("uploads")
        self._wake = Wakeup(clock, self._tasks)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._backoffs: dict[str, Backoff] = {}
        self._failures: dict[str, int] = {}
        self._until: dict[str, float] = {}  # monotonic seconds
        self._shown: set[str] = set()  # those on the board
        self._cancelling: set[str] = set()
        self._stopped_by_token = False
        self._idle = False

    def start(self) -> None:
        """Take up what waits."""
        self._tasks.run(self._dispatch(), name="dispatch")

    async def stop(self) -> None:
        """End all requests; what waits stays."""
        self._running.clear()
        await self._tasks.cancel_all()

    def look(self) -> None:
        """The outbox has changed; of interest only while there is a file in it."""
        if not self._idle:
            self._wake.set()

    def added(self) -> None:
        """A file may have come into the outbox."""
        self._idle = False
        self._wake.set()

    def resume(self) -> None:
        """The server is there again."""
        self._stopped_by_token = False
        self._until.clear()
        self._wake.set()

    async def cancel(self, local_id: str) -> None:
        """Stop one upload; its message stays, to be tried again or deleted."""
        self._cancelling.add(local_id)
        try:
            await self._stop_one(local_id)
            waiting = await self._local.read(uploads.pending)
            if any(upload.local_id == local_id for upload in waiting):
                await self._queue.wedge(local_id, ErrorCode.CANCELLED)
        finally:
            self._cancelling.discard(local_id)

    # -- which one goes -----------------------------------------------------------------------------

    async def _dispatch(self) -> None:
        while True:
            self._wake.clear()
            pause: float | None = None
            try:
                pause = await self._start_ready()
            except KnownError as error:  # the local file cannot be read now
                log.warning("uploads cannot be read: %s", error.code)
                pause = 10.0
            await self._wake.wait(pause)

    async def _start_ready(self) -> float | None:
        """Start what may go, stop what nobody wants any more; return seconds until another may go."""
        waiting, left = await self._local.read(lambda conn: (uploads.pending(conn), uploads.any_left(conn)))
        # Who called meanwhile has woken us again: what was read may be old.
        self._idle = not (left or self._shown or self._wake.is_set)
        for gone in self._shown.difference(upload.local_id for upload in waiting):
            await self._stop_one(gone)
        now = self._clock.monotonic()
        for upload in waiting:
            until = max(self._until.get(upload.local_id, 0.0), self._outage.turn)
            if upload.local_id in self._cancelling:
                continue
            if self._stopped_by_token or upload.local_id in self._running or until > now:
                continue
            if len(self._running) >= _AT_ONCE or (not upload.holds and self._large_runs(waiting)):
                self._show(upload, TransferState.WAITING)
                continue
            self._begin(upload)
        pauses = [until - now for until in (*self._until.values(), self._outage.turn) if until > now]
        return min(pauses, default=None)

    def _large_runs(self, waiting: list[Upload]) -> bool:
        """Whether a large file is on its way: a second one would only slow both down."""
        return any(not upload.holds and upload.local_id in self._running for upload in waiting)

    def _begin(self, upload: Upload) -> None:
        self._show(upload, TransferState.RUNNING)
        self._running[upload.local_id] = self._tasks.run(self._run(upload), name=upload.local_id)

    def _show(self, upload: Upload, state: TransferState) -> None:
        self._shown.add(upload.local_id)
        before = self._board.current(upload.local_id)
        done = before.done if before is not None else 0
        self._board.put(Transfer(upload.local_id, upload.room_id, Direction.UP, done, upload.size, state))

    async def _stop_one(self, local_id: str) -> None:
        task = self._running.get(local_id)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        self._forget(local_id)
        self._board.end(local_id, TransferState.FAILED, ErrorCode.CANCELLED)

    def _forget(self, local_id: str) -> None:
        self._shown.discard(local_id)
        for known in (self._backoffs, self._failures, self._until):
            known.pop(local_id, None)

    # -- one file -------------------------------------------------------------------------------------

    async def _run(self, upload: Upload) -> None:
        try:
            await self._upload(upload)
        except KnownError as error:
            await self._failed(upload, error)
        except Exception:
            log.exception("an upload failed by a bug; its message is set aside")
            await self._refuse(upload, ErrorCode.BAD_REQUEST)
        finally:
            self._running.pop(upload.local_id, None)
            self._wake.set()

    async def _upload(self, upload: Upload) -> None:
        path = Path(upload.path)
        plan = await self._planned(upload, path)
        whole = len(plan.parts) == 1
        parts: list[SentPart] = []
        done = 0
        for index, sha256 in enumerate(plan.parts):
            size = min(plan.part_size, upload.size - done)
            kind = upload.mimetype if whole else _PART_TYPE
            name = upload.name if whole else f"{upload.name}.{index + 1}"
            mxc = await self._at_server(sha256, kind)
            if mxc is None:
                content = await self._on_worker(partial(upload_plan.read_part, path, plan, index))
                mxc = await self._put(content, kind, name, partial(self._moved, upload.local_id, done))
                await self._remember(sha256, kind, mxc)
            parts.append(SentPart(mxc, size, sha256))
            done += size
            self._board.move(upload.local_id, done)
            self._failures.pop(upload.local_id, None)
            self._backoffs.pop(upload.local_id, None)
        draft = await self._local.read(lambda conn: uploads.draft(conn, upload.local_id))
        if draft is None:
            raise KnownError(ErrorCode.CANCELLED)  # deleted: whoever looks next stops this one
        if whole:
            content_of = file_message.whole(draft, parts[0].mxc, plan.sha256)
        else:
            content_of = file_message.in_parts(draft, parts, plan.sha256, self._texts())
        self._forget(upload.local_id)  # from here on a look finds it neither waiting nor given up
        if await self._local.write(lambda conn: uploads.finish(conn, upload.local_id, content_of)):
            self._queue.look()
            self._board.end(upload.local_id, TransferState.DONE)
            self._sent(upload, plan.sha256)
        else:  # deleted meanwhile
            self._board.end(upload.local_id, TransferState.FAILED, ErrorCode.CANCELLED)

    async def _put(self, content: bytes, kind: str, name: str, progress: Callable[[int], None]) -> str:
        try:
            return await self._client.upload(content, kind, name, progress=progress)
        except KnownError as error:
            if error.code is ErrorCode.TOO_LARGE and self._limit.refused(len(content)):
                raise KnownError(ErrorCode.SERVER) from error  # again, in smaller parts
            raise

    async def _planned(self, upload: Upload, path: Path) -> Plan:
        """Return what the file is made of; read through once, and again when the server takes less."""
        limit = await self._limit.ask(again=self._failures.get(upload.local_id, 0) > 0)
        cut = upload_plan.part_size(upload.size, limit)
        identity = Identity(upload.size, upload.mtime_ns)
        if upload.parts and upload.part_size == cut:
            if not upload.own and await self._on_worker(lambda: upload_plan.identify(path)) != identity:
                raise KnownError(ErrorCode.FILE_CHANGED)
            return Plan(upload.sha256, cut, upload.parts)
        plan = await self._on_worker(
            lambda: upload_plan.read_through(
                path, identity, cut, lambda: upload.local_id not in self._running
            )
        )
        await self._local.write(
            lambda conn: uploads.put_plan(conn, upload.local_id, plan.sha256, cut, plan.parts)
        )
        return plan

    async def _at_server(self, sha256: str, mimetype: str) -> str | None:
        """Return where the server has these bytes already."""
        found = await self._local.read(lambda conn: uploads.known(conn, sha256, mimetype))
        if found is None:
            return None
        mxc, since = found
        if self._clock.now_ms() - since < _SURE_MS:
            return mxc
        if await self._client.has_media(mxc):
            await self._remember(sha256, mimetype, mxc)
            return mxc
        await self._local.write(lambda conn: uploads.forget(conn, sha256, mimetype))
        return None

    async def _remember(self, sha256: str, mimetype: str, mxc: str) -> None:
        now = self._clock.now_ms()
        await self._local.write(lambda conn: uploads.remember(conn, sha256, mimetype, mxc, now))

    def _moved(self, local_id: str, before: int, moved: int) -> None:
        self._board.move(local_id, before + moved)

    async def _on_worker(self, call: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._worker.submit(call))

    # -- what goes wrong ----------------------------------------------------------------------------

    async def _failed(self, upload: Upload, error: KnownError) -> None:
        local_id = upload.local_id
        if error.code in _SIGNED_OUT:
            self._stopped_by_token = True
            self._board.end(local_id, TransferState.PAUSED, error.code)
            self._signed_out()
            return
        disk = error.code in (ErrorCode.DISK_FULL, ErrorCode.READ_ONLY)
        if not error.transient and not disk:
            await self._refuse(upload, error.code)
            return
        backoff = self._backoffs.setdefault(local_id, Backoff(self._random))
        self._until[local_id] = self._clock.monotonic() + backoff.after(error)
        self._board.end(local_id, TransferState.PAUSED, error.code)
        self._failures[local_id] = self._failures.get(local_id, 0) + 1
        if upload.holds and error.code is ErrorCode.SERVER and self._failures[local_id] >= _PATIENCE:
            await self._local.write(lambda conn: uploads.step_aside(conn, local_id))
            self._queue.look()

    async def _refuse(self, upload: Upload, code: ErrorCode) -> None:
        self._forget(upload.local_id)
        self._board.end(upload.local_id, TransferState.FAILED, code)
        await self._queue.wedge(upload.local_id, code)
