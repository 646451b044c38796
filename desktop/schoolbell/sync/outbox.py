"""Sends what was written here: stored first, in order per room, refused rows set aside, nothing lost."""

import logging
from collections.abc import Awaitable, Callable, Collection

from msgspec.structs import replace

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.wakeup import Wakeup
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import drafts, echoes, outbox, uploads
from schoolbell.store.database import Connection, Database
from schoolbell.store.outbox import NewRow, OutboxRow
from schoolbell.sync.batches import Batches, Queue
from schoolbell.sync.changes import Changes
from schoolbell.sync.holds import Holds
from schoolbell.sync.known import KnownRow
from schoolbell.sync.pauses import Pauses
from schoolbell.sync.recalls import Recalls
from schoolbell.sync.resend import find_earlier

log = logging.getLogger(__name__)

# Sends at the same time, each in another room: a fan-out moves on, the server is not flooded.
_AT_ONCE = 4
# Held rows are looked at again at least this often: the wall clock may jump.
_LONGEST_HOLD = 60.0

_SIGNED_OUT = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT})


class Outbox:
    """The queue of one account. All methods belong to the loop's thread."""

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        local: Database,
        clock: Clock,
        pauses: Pauses,
        *,
        publish: Callable[[Changes], None],
        counted: Callable[[], None],
        signed_out: Callable[[], None],
        give_way: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._client = client
        self._cache = cache
        self._local = local
        self._clock = clock
        self._publish = publish
        self._counted = counted
        self._signed_out = signed_out
        self._give_way = give_way
        self._tasks = TaskOwner("outbox")
        self._wake = Wakeup(clock, self._tasks)
        self._known: dict[str, KnownRow] = {}
        self._in_flight: dict[str, str] = {}  # room id → local id
        self._dropped: set[str] = set()  # deleted by the user while in flight
        self._leaving: set[str] = set()  # being deleted: not to be begun
        self._pauses = pauses
        self._stopped_by_token = False
        self._ready = False  # begun to send
        self._newest = 0  # highest row id seen: rows may be heard of in another order than written
        self._round = 0
        self._holds = Holds(clock)
        self._recalls = Recalls(client, cache, local, clock, queued=self._queued)
        self.batches = Batches(
            Queue(local, self._holds, self._known, self._leaving, self._changed_together, client)
        )

    @property
    def waiting(self) -> int:
        """Rows that are not acknowledged yet."""
        return sum(known.state == outbox.WAITING for known in self._known.values())

    @property
    def wedged(self) -> int:
        """Rows that the server refused."""
        return sum(known.state == outbox.WEDGED for known in self._known.values())

    async def start(self) -> None:
        """Take up what an earlier run left, without what the cache has already; begin to send."""
        rows = await self._local.read(outbox.everything)
        now = self._clock.monotonic()
        self._holds.take(rows)
        for row in rows:  # something may have been written already, while we began
            known = KnownRow(row.room_id, row.state, row.event_id, 0, now, not row.upload, not row.upload)
            self._known.setdefault(row.local_id, known)
            self._newest = max(self._newest, row.id)
        await self._recalls.start()
        await self.settle({known.room_id for known in self._known.values()})
        self._counted()
        self._ready = True
        self._tasks.run(self._dispatch(), name="dispatch")

    async def stop(self) -> None:
        """Stop sending; rows stay."""
        self._ready = False
        await self._recalls.stop()
        await self._tasks.cancel_all()

    # -- writing ----------------------------------------------------------------------------------
    async def add(self, row: NewRow, *, clear_draft: bool) -> str:
        """Queue `row` and clear the room's draft in one transaction; return its local id."""
        added = None
        while added is None:
            added = await self._try_add(await self._with_event_id(row), clear_draft)
        self._pauses.hurry()
        self._queued(added)
        return added.local_id

    def _queued(self, row: OutboxRow) -> None:
        """A row was written: show and send it."""
        self._holds.take([row])
        follows, self._newest = row.id == self._newest + 1, max(self._newest, row.id)
        is_new = row.local_id not in self._known
        alone = all(
            known.room_id != row.room_id or known.state == outbox.SENT for known in self._known.values()
        )
        if is_new:
            self._known[row.local_id] = KnownRow(row.room_id, row.state, attempted=False)
        self._changed(row.room_id)  # first: the echo is read while the request is made
        if is_new and follows and alone and self._may_go(row):
            self._begin(row)
        self._wake.set()

    def _may_go(self, row: OutboxRow) -> bool:
        """Whether a row just written need not wait for a look into the file: nothing is before it."""
        now = self._clock.monotonic()
        return (
            self._ready
            and not self._stopped_by_token
            and len(self._in_flight) < _AT_ONCE
            and row.room_id not in self._in_flight
            and self._pauses.until(row.room_id) <= now
            and row.state == outbox.WAITING
            and row.depends_on is None
            and row.upload == uploads.NONE
            and not self._holds.holds(row)
        )

    def _begin(self, row: OutboxRow) -> None:
        known = self._known[row.local_id]
        known.attempted_before, known.attempted = known.attempted, True
        self._in_flight[row.room_id] = row.local_id
        self._tasks.run(self._send(row), name="send")

    async def _try_add(self, row: NewRow, clear_draft: bool) -> OutboxRow | None:
        """Write `row`; None when its target's echo came meanwhile, so that its event id is to be had."""
        unsent_target = row.target if row.target in self._known else None
        row = replace(row, device=self._client.device_id)

        def write(conn: Connection) -> OutboxRow | None:
            if unsent_target is not None and outbox.get(conn, unsent_target) is None:
                return None
            added = outbox.add(conn, row)
            if clear_draft:
                drafts.clear(conn, row.room_id)
            return added

        added = await self._local.write(write)
        if added is None and unsent_target is not None:
            self._known.pop(unsent_target, None)
        return added

    async def _with_event_id(self, row: NewRow) -> NewRow:
        """Turn a target that is a local id of an event already in the cache into its event id.

        A reply to what was taken back unsent answers nothing. Raises KnownError(NOT_FOUND) for the rest.
        """
        target = row.target
        if target is None or target in self._known:
            return row
        found = await self._cache.read(lambda conn: echoes.find(conn, [target]))
        if target in found:
            return outbox.retargeted(row, found[target])
        return row if target.startswith("$") else outbox.detached(row)

    def look(self) -> None:
        """Rows may go now that waited for their files."""
        self._wake.set()

    async def retry(self, local_id: str) -> None:
        """Put a wedged row back in the queue."""
        room_id = await self._local.write(lambda conn: outbox.retry(conn, local_id))
        if room_id is None:
            return
        if known := self._known.get(local_id):
            known.state = outbox.WAITING
        self._pauses.end_room(room_id)
        self._changed(room_id)
        self._wake.set()

    async def delete(self, local_id: str) -> None:
        """Take back a row that is not acknowledged, and its dependants.

        One that is on its way right now, or whose answer was lost, is redacted when the server turns out to
        have it.
        """
        if on_its_way := local_id in self._in_flight.values():
            self._dropped.add(local_id)
        known = self._known.get(local_id)
        doubtful = known is None or known.doubtful
        self._leaving.add(local_id)
        try:
            gone = await self._local.write(lambda conn: outbox.delete(conn, local_id, doubtful=doubtful))
        finally:
            self._leaving.discard(local_id)
            self._wake.set()
        if not gone and on_its_way and known is not None and known.event_id:  # the answer was quicker
            await self._recalls.arrived({local_id: known.event_id}, known.room_id)
        for row in gone:
            self._known.pop(row.local_id, None)
            if doubtful and row.local_id == local_id and row.type != outbox.REDACTION:
                self._recalls.remember(row)
            self._changed(row.room_id)
        self._wake.set()

    def untouched(self, local_id: str) -> bool:
        """Whether the row is here and certainly not at the server."""
        known = self._known.get(local_id)
        return known is not None and known.untouched

    # -- from the connection ------------------------------------------------------------------------
    def resume(self, *, impatient: bool = False) -> None:
        """The server is there again, or (`impatient`) somebody does not want to wait."""
        self._stopped_by_token = False
        self._pauses.end(impatient=impatient)
        self._wake.set()
        self._recalls.resume()

    async def settle(self, rooms: Collection[str], *, complete: bool = False) -> frozenset[str]:
        """Remove rows whose event is in the cache now; return rooms that changed.

        Called after each committed response with the rooms it touched, before its changes are published,
        so that nobody sees an event twice. `complete` tells that the response left no room out.
        """
        self._round += complete
        await self._recalls.settle(rooms)
        own = {key: known.event_id or "" for key, known in self._known.items() if known.room_id in rooms}
        arrived: dict[str, str] = {}
        if own:
            found = await self._cache.read(lambda conn: echoes.find(conn, own, filter(None, own.values())))
            arrived = {
                local_id: event_id
                for local_id, acknowledged in own.items()
                if (event_id := found.get(local_id) or found.get(acknowledged))
            }
        now = self._clock.monotonic()
        for local_id, known in self._known.items():
            if known.event_id and local_id not in arrived and known.settled(self._round, now):
                arrived[local_id] = known.event_id
        if not arrived:
            return frozenset()

        def write(conn: Connection) -> None:
            for local_id, event_id in arrived.items():
                outbox.arrived(conn, local_id, event_id)

        await self._local.write(write)
        gone = [row for local_id in arrived if (row := self._known.pop(local_id, None)) is not None]
        self._counted()
        return frozenset(row.room_id for row in gone)

    # -- sending ------------------------------------------------------------------------------------
    async def _dispatch(self) -> None:
        while True:
            self._wake.clear()
            try:
                pause = await self._start_ready()
            except KnownError as error:  # the local file cannot be read now
                log.warning("outbox cannot be read: %s", error.code)
                pause = self._pauses.next()
            await self._wake.wait(pause)

    async def _start_ready(self) -> float | None:
        """Start what may be sent; return seconds until something else is due."""
        now = self._clock.monotonic()
        if self._stopped_by_token or len(self._in_flight) >= _AT_ONCE:
            return None
        hold = self._pauses.until() - now
        if hold > 0:
            return hold
        if not self._known:
            return None
        paused = self._pauses.rooms(now)
        busy = frozenset(self._in_flight) | frozenset(paused)
        wall, held = self._clock.now_ms(), self._holds.held()

        def read(conn: Connection) -> tuple[list[OutboxRow], int | None]:
            return outbox.heads(conn, wall, busy, held), outbox.next_due_ms(conn, wall)

        rows, due = await self._local.read(read)
        for row in rows:
            if len(self._in_flight) >= _AT_ONCE:
                break
            known = self._known.get(row.local_id)
            if known is None or known.state != outbox.WAITING or row.room_id in self._in_flight:
                continue
            if row.local_id in self._leaving or self._holds.holds(row):  # of while the file was read
                continue
            self._begin(row)
        waits = [until - now for until in paused.values()]
        if (pause := self._holds.next_end()) is not None:
            waits.append(pause)
        if due is not None:
            waits.append(min(_LONGEST_HOLD, (due - wall) / 1000))
        return min(waits, default=None)

    async def _send(self, row: OutboxRow) -> None:
        try:
            try:
                event_id = await self._put(row)
            except KnownError as error:
                await self._failed(row, error)
            else:
                await self._acknowledged(row, event_id)
        except KnownError as error:  # our own disk: the same transaction id will be sent again
            log.warning("outbox cannot be written: %s", error.code)
            self._pauses.pause_all(self._clock.monotonic())
        except Exception:
            log.exception("sending failed by a bug; the row is set aside")
            await self.wedge(row.local_id, ErrorCode.BAD_REQUEST)
        finally:
            self._in_flight.pop(row.room_id, None)
            self._dropped.discard(row.local_id)
            self._wake.set()

    async def _put(self, row: OutboxRow) -> str:
        content = row.decoded()
        if self._give_way is not None:
            await self._give_way()
        known = self._known.get(row.local_id)
        if known is not None and known.attempted_before:
            found = await find_earlier(
                self._client, self._cache, self._local, row, content, self._clock.now_ms()
            )
            if found is not None:
                return found
        if row.type == outbox.REDACTION:
            reason = content.get("reason")
            return await self._client.redact(
                row.room_id, row.target or "", row.local_id, reason if isinstance(reason, str) else None
            )
        return await self._client.send(row.room_id, row.type, row.local_id, content)

    async def _acknowledged(self, row: OutboxRow, event_id: str) -> None:
        self._pauses.succeeded(row.room_id)
        if row.local_id in self._dropped:
            if row.type != outbox.REDACTION:
                await self._recalls.arrived({row.local_id: event_id}, row.room_id)
            return
        await self._local.write(lambda conn: outbox.acknowledge(conn, row.local_id, event_id))
        if known := self._known.get(row.local_id):
            known.state, known.event_id = outbox.SENT, event_id
            known.round, known.acknowledged = self._round, self._clock.monotonic()
            await self.settle({row.room_id})  # the echo may have come before the answer
        self._changed(row.room_id)

    async def _failed(self, row: OutboxRow, error: KnownError) -> None:
        if error.code in _SIGNED_OUT:
            self._stopped_by_token = True
            self._signed_out()
        elif getattr(error, "errcode", "") == "M_DUPLICATE_ANNOTATION":
            for gone in await self._local.write(lambda conn: outbox.done(conn, row.local_id)):
                self._known.pop(gone.local_id, None)
            self._changed(row.room_id)
        elif not self._pauses.failed(row.room_id, error, self._clock.monotonic()):
            await self.wedge(row.local_id, error.code)

    async def wedge(self, local_id: str, code: ErrorCode) -> None:
        """Set a row aside that cannot be sent, so that those behind it go on."""
        await self._local.write(lambda conn: outbox.wedge(conn, local_id, code.value))
        if known := self._known.get(local_id):
            known.state = outbox.WEDGED
            self._changed(known.room_id)
            self._wake.set()

    def _changed(self, *room_ids: str) -> None:
        rooms = frozenset(room_ids)
        self._publish(Changes(timelines=rooms, rooms=rooms, outbox=rooms))
        self._counted()

    def _changed_together(self, room_ids: Collection[str]) -> None:
        """Rows of a batch are different: tell it once, send what may go."""
        self._changed(*room_ids)
        self._wake.set()
