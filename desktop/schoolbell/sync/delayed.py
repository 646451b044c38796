"""Events at an appointed time: given to the server, looked for when due, sent from here if they did not come.

A row is in `delayed` until its event is known to be in the room. What the server does not take becomes an
appointment in the outbox (this computer must be on then).
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any, Protocol

import msgspec

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.wakeup import Wakeup
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.delayed_events import Allowed, DelayedEvents, Pending
from schoolbell.store import delayed, outbox
from schoolbell.store.database import Connection, Database
from schoolbell.store.delayed import DelayedRow
from schoolbell.store.outbox import NewRow
from schoolbell.store.uploads import NewUpload
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.resend import find_twins

log = logging.getLogger(__name__)

LOOK_MS = 5_000  # after the appointed time the event is looked for
_TOO_LATE_MS = 2_000  # before it nothing is given to the server or cancelled any more
_AGAIN_MS = 15_000  # the server has it still: it is late itself
_FORCE_MS = 60_000  # so late that it is told to send now
_LONGEST_NAP = 60.0  # seconds: the wall clock may be set meanwhile
_LONG_WAIT_MS = 60_000  # a server that asks to wait longer has too many of ours
_SKEW_MS = 3600_000  # how far the server's clock may be off
_PRIORITY = 10

Also = Callable[[Connection], None]


class DelayedEngine(Protocol):
    """The part of the engine that is used here."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...

    async def send_together(self, rows: Sequence[NewRow], also: Also) -> None:
        """Queue rows and do `also` in one local transaction."""
        ...

    async def take_back(self, batch: str, also: Also) -> bool:
        """Remove a held batch and do `also` in one local transaction."""
        ...


class FileBringer(Protocol):
    """Who uploads files."""

    async def bring(self, file: NewUpload, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Upload what is missing of a file and return the content of its message."""
        ...

    def queued(self) -> None:
        """A file came into the outbox."""
        ...


class Delayed:
    """Belongs to the loop's thread.

    `changed` tells that a row was given or is done, `missed` the batch of an event that did not come and was
    sent from here.
    """

    def __init__(
        self,
        client: MatrixClient,
        local: Database,
        clock: Clock,
        engine: DelayedEngine,
        files: FileBringer,
        random: Random | None = None,
    ) -> None:
        self.changed: Observable[None] = Observable()
        self.missed: Observable[str] = Observable()
        self._client = client
        self._server = DelayedEvents(client.transport)
        self._local = local
        self._clock = clock
        self._engine = engine
        self._files = files
        self._allowed: Allowed | None = None
        self._asked = False
        self._kept = 0  # rows that the server has or will have
        self._leaving: set[str] = set()  # batches being taken back
        self._turn = asyncio.Lock()  # one talks to the server about rows at a time
        self._live = False
        self._backoff = Backoff(random or Random())
        self._tasks = TaskOwner("delayed")
        self._wake = Wakeup(clock, self._tasks)
        self._subscription: Subscription | None = None

    # -- life -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Take up what an earlier run left, as soon as the server is there."""
        self._subscription = self._engine.status.subscribe(self._on_status)
        self._on_status(self._engine.current_status)
        self._tasks.run(self._work(), name="work")

    async def stop(self) -> None:
        """End all requests; rows stay."""
        if self._subscription is not None:
            self._subscription.cancel()
        await self._tasks.cancel_all()

    def _on_status(self, status: SyncStatus) -> None:
        live = status.state is SyncState.LIVE
        if live and not self._live:
            self._backoff.reset()
            self._wake.set()
        self._live = live

    # -- what others want -----------------------------------------------------------------------------

    def can(self, due_ms: int, events: int) -> bool:
        """Whether the server, as far as is known, takes so many events for then."""
        found = self._allowed
        return (
            found is not None
            and due_ms - self._clock.now_ms() <= found.max_delay_ms
            and self._kept + events <= found.max_scheduled
        )

    async def give(self, rows: Sequence[NewRow], due_ms: int, also: Also) -> None:
        """Keep `rows` and do `also` in one local transaction; then let the server have them."""
        kept = [
            DelayedRow(
                row.local_id, row.room_id, row.type, msgspec.json.encode(row.content), row.batch or "",
                due_ms, msgspec.json.encode(row.upload) if row.upload is not None else None,
            )
            for row in rows
        ]  # fmt: skip

        def write(conn: Connection) -> None:
            delayed.add(conn, kept)
            also(conn)

        await self._engine.send_together((), write)
        self._kept += len(kept)
        self._wake.set()

    async def take_back(self, batch: str, also: Also) -> bool:
        """Cancel all of `batch` at the server, then forget it and do `also` in one local transaction.

        False when it is too late. Raises KnownError when the server cannot be asked: then it stands (what was
        cancelled is given to the server again).
        """
        self._leaving.add(batch)
        try:
            async with self._turn:
                return await self._take_back(batch, also)
        finally:
            self._leaving.discard(batch)
            self._wake.set()

    async def _take_back(self, batch: str, also: Also) -> bool:
        rows = await self._local.read(lambda conn: delayed.of_batch(conn, batch))
        if any(row.due_ms <= self._clock.now_ms() + _TOO_LATE_MS for row in rows):
            return False
        pending: list[Pending] | None = None
        for row in rows:
            delay_id = row.delay_id
            if delay_id is None and row.tried:
                pending = await self._server.pending() if pending is None else pending
                delay_id = _found(row, pending)
            if delay_id is None:
                continue
            # One that the server has not any more was sent (its clock is ahead), or cancelled before.
            if not await self._server.cancel(delay_id) and await self._arrived(row):
                return False
            await self._local.write(partial(delayed.not_given, local_id=row.local_id))

        def write(conn: Connection) -> None:
            delayed.remove(conn, [row.local_id for row in rows])
            also(conn)

        if await self._local.read(lambda conn: outbox.of_batch(conn, batch)):
            return await self._engine.take_back(batch, write)
        if not rows:
            return False
        await self._engine.send_together((), write)
        return True

    async def hurry(self, batch: str) -> None:
        """Send all of `batch` now. Raises KnownError."""
        self._leaving.add(batch)
        try:
            async with self._turn:
                rows = await self._local.read(lambda conn: delayed.of_batch(conn, batch))
                now = self._clock.now_ms()
                for row in rows:
                    if row.delay_id is not None and await self._server.send(row.delay_id):
                        await self._forget(row)
                    elif not row.tried:
                        await self._send_here(row, now)
        finally:
            self._leaving.discard(batch)
            self._wake.set()

    # -- the work -------------------------------------------------------------------------------------

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            pause: float | None = None
            try:
                pause = await self._round() if self._live else None
            except KnownError as error:
                log.info("events for later: %s", brief(error))
                pause = self._backoff.after(error)
            await self._wake.wait(pause if pause is None else min(_LONGEST_NAP, pause))

    async def _round(self) -> float | None:
        """Do what is due; return seconds until something else is."""
        if not self._asked:
            self._allowed = await self._server.allowed()
            self._asked = True
        rows = await self._local.read(delayed.everything)
        self._kept = len(rows)
        waits: list[int] = []
        for row in rows:
            if row.batch in self._leaving:
                continue
            if row.file is not None and row.due_ms > self._clock.now_ms() + _TOO_LATE_MS:
                await self._bring(row)
            async with self._turn:
                current = await self._local.read(partial(delayed.get, local_id=row.local_id))
                if current is not None and current.batch not in self._leaving:
                    wait = await self._step(current)
                    waits += [wait] if wait is not None else []
            self._backoff.reset()
        now = self._clock.now_ms()
        return max(0.2, (min(waits) - now) / 1000) if waits else None

    async def _bring(self, row: DelayedRow) -> None:
        upload = row.upload
        if upload is None:
            return
        try:
            content = await self._files.bring(upload, row.decoded())
        except KnownError as error:
            if error.transient or error.local or error.code in (ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT):
                raise
            await self._send_here(row, row.due_ms)  # the outbox says what is wrong with the file
            return
        await self._local.write(lambda conn: delayed.file_there(conn, row.local_id, content))

    async def _step(self, row: DelayedRow) -> int | None:
        """Do the next thing for one row; return when (ms) to look at it again."""
        now = self._clock.now_ms()
        if row.delay_id is None and not row.tried:
            if row.due_ms <= now + _TOO_LATE_MS or self._allowed is None:
                await self._send_here(row, row.due_ms)
                return None
            return await self._give(row)
        if row.delay_id is None and now < row.due_ms:
            delay_id = _found(row, await self._server.pending())
            if delay_id is None:
                await self._local.write(lambda conn: delayed.not_given(conn, row.local_id))
                return now
            await self._local.write(lambda conn: delayed.given(conn, row.local_id, delay_id))
            return row.due_ms + LOOK_MS
        if now < row.due_ms + LOOK_MS:
            return row.due_ms + LOOK_MS
        return await self._verify(row, now)

    async def _give(self, row: DelayedRow) -> int | None:
        await self._local.write(lambda conn: delayed.mark_tried(conn, row.local_id))
        delay = row.due_ms - self._clock.now_ms()
        try:
            # Never the same transaction id again: the server would answer with what became of the last one.
            delay_id = await self._server.put(row.room_id, row.type, new_txn_id(), row.decoded(), delay)
        except KnownError as error:
            if error.code in (ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT):
                raise
            too_many = (getattr(error, "retry_after_ms", None) or 0) > _LONG_WAIT_MS
            if error.transient and not (error.code is ErrorCode.RATE_LIMITED and too_many):
                raise
            await self._send_here(row, row.due_ms)
            return None
        await self._local.write(lambda conn: delayed.given(conn, row.local_id, delay_id))
        self.changed.emit(None)
        return row.due_ms + LOOK_MS

    async def _verify(self, row: DelayedRow, now: int) -> int | None:
        """See that a due event came; else send it, and say so."""
        delay_id = row.delay_id or ""
        pending = await self._server.pending()
        if (row.delay_id is None and _found(row, pending)) or any(
            one.delay_id == delay_id for one in pending
        ):
            if now >= row.due_ms + _FORCE_MS and delay_id:
                await self._server.send(delay_id)
            return now + _AGAIN_MS
        if await self._arrived(row):
            await self._forget(row)
            return None
        log.info("an event that the server was to send did not come; it is sent from here")
        await self._send_here(row, 0)
        self.missed.emit(row.batch)
        return None

    async def _arrived(self, row: DelayedRow) -> bool:
        """Whether the room has the event."""
        since = row.due_ms - _SKEW_MS
        return bool(await find_twins(self._client, row.room_id, row.type, row.decoded(), since))

    async def _forget(self, row: DelayedRow) -> None:
        await self._engine.send_together((), lambda conn: delayed.remove(conn, [row.local_id]))
        self.changed.emit(None)

    async def _send_here(self, row: DelayedRow, due_ms: int) -> None:
        """Make it a row of the outbox, at once or for its time."""
        new = NewRow(
            local_id=row.local_id, room_id=row.room_id, type=row.type, content=row.decoded(),
            priority=_PRIORITY, created_ms=self._clock.now_ms(), not_before_ms=due_ms, batch=row.batch,
            upload=row.upload,
        )  # fmt: skip
        await self._engine.send_together([new], lambda conn: delayed.remove(conn, [row.local_id]))
        if new.upload is not None:
            self._files.queued()
        self.changed.emit(None)


def _found(row: DelayedRow, pending: Sequence[Pending]) -> str | None:
    """Return the delay id under which the server has a row whose answer was lost."""
    content = row.decoded()
    return next(
        (
            one.delay_id
            for one in pending
            if one.room_id == row.room_id and one.type == row.type and one.content == content
        ),
        None,
    )
