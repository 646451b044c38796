"""The engine's one face: what domain objects call, what they subscribe to, how the parts are wired."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random
from typing import Any

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.base.observable import Observable
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.sliding import decode_sync
from schoolbell.store import drafts, meta, outbox, receipts, rooms, timeline, unread
from schoolbell.store.database import Connection, Database
from schoolbell.store.outbox import NewRow
from schoolbell.store.uploads import NewUpload
from schoolbell.sync.backfill import Backfill
from schoolbell.sync.batches import Also
from schoolbell.sync.beginning import Beginning
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.details import RoomDetails
from schoolbell.sync.gaps import History
from schoolbell.sync.ingest import Ingest
from schoolbell.sync.loop import Applied, Position, SyncLoop
from schoolbell.sync.outage import Outage
from schoolbell.sync.outbox import Outbox
from schoolbell.sync.pauses import Pauses
from schoolbell.sync.projection import Judge, Projection, bring_up_to_date
from schoolbell.sync.receipts import ReadMarkers
from schoolbell.sync.reindex import fill_search
from schoolbell.sync.relations import Follower, Relations
from schoolbell.sync.requests import CHATS, DESKS, ChatsPlan, DesksPlan
from schoolbell.sync.states import SyncEvent, combined
from schoolbell.sync.unread import HiddenUnread

log = logging.getLogger(__name__)


class Engine:
    """One account's connection to its homeserver. Everything here belongs to the loop's thread.

    `changes` are published after commit only; `status` whenever the connection or the outbox moves,
    `hurried` when somebody does not want to wait. Before something is sent, `give_way` is awaited: what was
    written is shown first.
    Methods that write return after their local transaction; those that fetch raise KnownError.
    """

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        local: Database,
        clock: Clock,
        projections: Sequence[Projection],
        me: str,
        *,
        random: Random | None = None,
        judge: Judge | None = None,
        follower: Follower | None = None,
        give_way: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.changes: Observable[Changes] = Observable()
        self.status: Observable[SyncStatus] = Observable()
        self.hurried: Observable[None] = Observable()
        self._client = client
        self._cache = cache
        self._local = local
        self._clock = clock
        self._me = me
        self._derived = (*projections, judge) if judge is not None else tuple(projections)
        self._ingest = Ingest(me, projections, clock, judge)
        self._tasks = TaskOwner("engine")
        chance = random or Random()
        self.outage = Outage(chance, of=(CHATS, DESKS))
        self._chats_plan = ChatsPlan()
        self._chats, self._desks = (
            SyncLoop(
                plan, client, clock, chance, self.outage,
                apply=self._apply, position=self._stored_position, moved=self._moved,
            )
            for plan in (self._chats_plan, DesksPlan())
        )  # fmt: skip
        self._outbox = Outbox(
            client, cache, local, clock, Pauses(chance, self.outage),
            publish=self.changes.emit, counted=self._emit_status, signed_out=self.lost_token,
            give_way=give_way,
        )  # fmt: skip
        self._markers = ReadMarkers(client, local, clock, chance, self.outage, signed_out=self.lost_token)
        self._details = RoomDetails(client, cache, self._ingest, committed=self._committed)
        self._history = History(client, cache, self._ingest, committed=self._committed)
        self.backfill = Backfill(client, cache, clock, chance, self._history, ready=self._all_told)
        self._relations = Relations(client, cache, clock, chance, follower, committed=self._committed)
        self._hidden = HiddenUnread(client, cache, clock, chance, fetch=self._history.fill)
        self._beginning = Beginning(
            self._bring_up_to_date, self._outbox.start, self._markers.start,
            self._chats.start, self._desks.start,
        )  # fmt: skip
        self._status = SyncStatus(SyncState.STOPPED)
        for loop in (self._chats, self._desks):
            self.outage.turned.subscribe(loop.postpone)
        self.outage.seen.subscribe(lambda _: self._ask_again())

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        return self._status

    @property
    def caught_up(self) -> bool:
        """Whether the server has named every chat since the connection stands."""
        return self._chats.state is SyncState.LIVE and self._chats.complete

    @property
    def queue(self) -> Outbox:
        """The outbox, for what brings its rows' files to the server."""
        return self._outbox

    @property
    def history(self) -> History:
        """What fetches events that are not here."""
        return self._history

    def active(self) -> None:
        """Somebody reads or writes: what is done in the background waits a little."""
        self.backfill.active()

    # -- life ---------------------------------------------------------------------------------------
    async def start(self) -> None:
        """Take up the outbox and begin to sync from where the cache stands; returns before any answer.

        Raises KnownError when this computer's disk refuses; a later call goes on from there.
        """
        await self._beginning.go_on()

    async def _bring_up_to_date(self) -> None:
        await self._cache.write(lambda conn: bring_up_to_date(conn, self._derived))
        self._tasks.run(fill_search(self._cache, self._clock), name="search")

    async def stop(self) -> None:
        """End all requests; nothing is lost, the databases stay open (they are the caller's)."""
        for part in (
            self._chats, self._desks, self.backfill, self._hidden, self._history, self._markers, self._outbox,
            self._details, self._relations,
        ):  # fmt: skip
            await part.stop()
        await self._tasks.cancel_all()

    def retry_now(self) -> None:
        """Do not wait for the next try."""
        self._ask_again()
        self._outbox.resume(impatient=True)
        self._markers.resume()
        self.hurried.emit(None)

    def _ask_again(self) -> None:
        for loop in (self._chats, self._desks):
            loop.signal(SyncEvent.RETRY)

    # -- from the connections -------------------------------------------------------------------------
    async def _stored_position(self, name: str) -> Position:
        def read(conn: Connection) -> Position:
            return Position(meta.position(conn, name), meta.to_device_since(conn, CHATS))

        return await self._cache.read(read)

    async def _apply(self, name: str, body: bytes, fresh: bool) -> Applied:
        doubtful: set[str] = set()

        def write(conn: Connection) -> Applied:
            response = decode_sync(body)
            if fresh:
                meta.clear_position(conn, name)
            changes = self._ingest.sync(conn, name, response)
            doubtful.update(self._details.note(conn, response, changes))
            self._relations.doubt(conn, doubtful)
            position = Position(response.pos, meta.to_device_since(conn, CHATS))
            counts = {key: value.count for key, value in response.lists.items()}
            return Applied(changes, position, counts)

        applied = await self._cache.write(write)
        await self._committed(applied.changes, complete=name == CHATS and self._chats.asks_for_all)
        self._details.doubt(doubtful, self._chats_plan.open_rooms)
        return applied

    async def _committed(self, changes: Changes, *, complete: bool = False) -> None:
        """Publish what the cache has now, after the outbox gave up its copies of it."""
        try:
            settled = await self._outbox.settle(changes.timelines, complete=complete)
            changes = changes.merged(Changes(timelines=settled, rooms=settled, outbox=settled))
        except KnownError as error:  # the rows go at the next commit
            log.warning("the outbox could not be cleared: %s", error.code)
        if changes:
            self.changes.emit(changes)
        self._history.touched(changes.timelines)
        self.backfill.touched(changes.timelines)
        self._hidden.touched(changes.timelines)
        if changes.timelines:
            self._relations.look()

    def _moved(self, loop: SyncLoop, before: SyncState) -> None:
        other = self._desks if loop is self._chats else self._chats
        if loop.state is SyncState.OFFLINE:
            self._relations.pause()
        if loop.state is SyncState.LIVE and before is SyncState.CONNECTING:
            self._outbox.resume()
            self._markers.resume()
            self._hidden.resume()
            self.backfill.resume()
            self._relations.resume()
            if other.state is SyncState.OFFLINE:
                other.signal(SyncEvent.RETRY)
        elif loop.state is SyncState.SIGNED_OUT and other.state is not SyncState.SIGNED_OUT:
            other.signal(SyncEvent.SIGNED_OUT)
        self._emit_status()

    def _all_told(self) -> bool:
        """Whether the server has named every chat and nothing waits to be sent."""
        return self.caught_up and not self._outbox.waiting

    def lost_token(self) -> None:
        """Somebody was told that this device is signed out."""
        for loop in (self._chats, self._desks):
            loop.signal(SyncEvent.SIGNED_OUT)

    def _emit_status(self) -> None:
        state = combined(self._chats.state, self._desks.state)
        error, retry_at = None, 0.0
        if state is SyncState.SIGNED_OUT:
            error = ErrorCode.SIGNED_OUT
        elif state in (SyncState.OFFLINE, SyncState.REFUSED):
            loop = self._chats if self._chats.state is state else self._desks
            error = loop.error
            retry_at = loop.retry_at if state is SyncState.OFFLINE else 0.0
        status = SyncStatus(state, error, retry_at, self._outbox.waiting, self._outbox.wedged)
        if status != self._status:
            self._status = status
            self.status.emit(status)

    # -- open room ------------------------------------------------------------------------------------
    def open_room(self, room_id: str) -> None:
        """Sync this room deeper and keep its newest rows free of gaps; one room is open at a time."""
        if self._chats_plan.open_rooms != (room_id,):
            self._chats_plan.open_rooms = (room_id,)
            self._chats.request_changed()
        self._history.watch(room_id)
        self.backfill.open_room(room_id)

    def close_room(self, room_id: str) -> None:
        """The room is not open any more; another one that was opened since stays so."""
        if self._chats_plan.open_rooms == (room_id,):
            self._chats_plan.open_rooms = ()
            self._history.watch(None)
            self.backfill.open_room(None)

    async def paginate(self, room_id: str, chunk: int | None = None) -> None:
        """Fetch one page of history before `chunk`, None for the gap nearest to the live end."""
        await self._history.paginate(room_id, chunk)

    async def load_members(self, room_id: str) -> None:
        """Have the whole member list in the cache; asks the server once per room."""
        await self._details.load_members(room_id)

    async def load_receipts(self, room_id: str) -> None:
        """Have everybody's receipts in the cache; asks the server once per room."""
        await self._details.load_receipts(room_id)

    # -- writing --------------------------------------------------------------------------------------
    async def send(
        self,
        room_id: str,
        event_type: str,
        content: Mapping[str, Any],
        *,
        txn_id: str | None = None,
        priority: int = 0,
        not_before_ms: int = 0,
        batch: str | None = None,
        clear_draft: bool = True,
        upload: NewUpload | None = None,
    ) -> str:
        """Queue an event and clear the room's draft in one local transaction; return its local id.

        `priority` higher goes first (DING before chat); `not_before_ms` holds the row until that wall time
        without holding others; rows of one `batch` can be taken back together. A relation or reply to an
        event that is itself unsent names its local id and waits for it. `upload` is a file that is brought to
        the server first.
        """
        row = NewRow(
            local_id=txn_id or new_txn_id(),
            room_id=room_id,
            type=event_type,
            content=content,
            target=outbox.related(content),
            priority=priority,
            created_ms=self._clock.now_ms(),
            not_before_ms=not_before_ms,
            batch=batch,
            upload=upload,
        )
        self.backfill.active()
        return await self._outbox.add(row, clear_draft=clear_draft)

    async def edit(self, room_id: str, target: str, content: Mapping[str, Any]) -> str:
        """Queue an edit of the own message `target` (event id or local id); `content` is the new content."""
        new = {key: value for key, value in content.items() if key != "m.relates_to"}
        body = new.get("body")
        outer = {**new, "body": f"* {body if isinstance(body, str) else ''}", "m.new_content": new}
        formatted = new.get("formatted_body")
        if isinstance(formatted, str):
            outer["formatted_body"] = f"* {formatted}"
        outer["m.relates_to"] = {"rel_type": "m.replace", "event_id": target}
        return await self.send(room_id, "m.room.message", outer, clear_draft=False)

    async def react(self, room_id: str, target: str, symbol: str) -> str:
        """Queue the reaction `symbol` to `target` (event id or local id)."""
        relation = {"rel_type": "m.annotation", "event_id": target, "key": symbol}
        return await self.send(room_id, "m.reaction", {"m.relates_to": relation}, clear_draft=False)

    async def redact(self, room_id: str, target: str, reason: str = "") -> str:
        """Queue a redaction of `target`; what certainly never left this machine is just taken back."""
        if self._outbox.untouched(target):
            await self._outbox.delete(target)
            return target
        row = NewRow(
            local_id=new_txn_id(),
            room_id=room_id,
            type=outbox.REDACTION,
            content={"reason": reason} if reason else {},
            target=target,
            created_ms=self._clock.now_ms(),
        )
        return await self._outbox.add(row, clear_draft=False)

    async def retry(self, local_id: str) -> None:
        """Try a wedged row again."""
        await self._outbox.retry(local_id)

    async def delete(self, local_id: str) -> None:
        """Drop a row that is not acknowledged, and what depends on it."""
        await self._outbox.delete(local_id)

    async def send_together(self, rows: Sequence[NewRow], also: Also) -> None:
        """Queue all `rows` and do `also` in one local transaction: all of it, or on a full disk nothing."""
        self.backfill.active()
        await self._outbox.batches.add(rows, also)

    async def take_back(self, batch: str, also: Also) -> bool:
        """Remove a held batch and do `also` in one local transaction; False when any of it is on its way."""
        return await self._outbox.batches.take_back(batch, also)

    async def release(self, batch: str) -> None:
        """Send a held batch now."""
        await self._outbox.batches.release(batch)

    async def save_draft(self, room_id: str, text: str, reply_to: str) -> None:
        """Keep the draft of a room; an empty one is removed."""
        now = self._clock.now_ms()
        if await self._local.write(lambda conn: drafts.put(conn, room_id, text, reply_to, now)):
            self.changes.emit(Changes(rooms=frozenset({room_id})))

    async def mark_read(self, room_id: str, event_id: str) -> None:
        """Count the room as read up to `event_id` here and now; the server hears of it when it can.

        Never moves backwards: what was read already, here or elsewhere, stays read.
        """
        now = self._clock.now_ms()

        def write(conn: Connection) -> tuple[bool, bool]:
            """Return whether it is news, and whether the room looks different for it."""
            mine = receipts.of_user(conn, room_id, self._me)
            place = timeline.position(conn, event_id)
            if place is not None and mine is not None and (mine.position or place) > place:
                return False, False
            room = rooms.number(conn, room_id)
            if room is None:
                return True, False
            read = receipts.NewReceipt(self._me, receipts.READ, "", event_id, now)
            moved = receipts.put(conn, room, [read])
            return True, unread.recount(conn, room, self._me) or bool(moved)

        # Asked and written in one go by the one writer: calls that overlap stay in their order.
        is_news, differs = await self._cache.write(write)
        if differs:
            changed = frozenset({room_id})
            self.changes.emit(Changes(rooms=changed, receipts=changed))
        if is_news:
            await self._markers.mark(room_id, event_id)

    def set_typing(self, room_id: str, typing: bool) -> None:
        """Tell the room whether I am typing; nobody misses it when that fails."""
        self.backfill.active()
        self._tasks.run(
            self._client.typing(room_id, typing),
            name="typing",
            on_error=lambda error: log.debug("typing was not told: %s", brief(error)),
        )
