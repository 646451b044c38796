"""Ingest: one homeserver answer into cache.db, in the caller's one transaction; returns what changed."""

import logging
from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from schoolbell.base.clock import Clock, SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.pages import decode_context, decode_messages
from schoolbell.matrix.sliding import (
    Receipt,
    RoomResult,
    SlidingSyncResponse,
    decode_account_data,
    decode_receipts,
    decode_typing,
)
from schoolbell.matrix.wire import decode_object
from schoolbell.store import account_data, gaps, members, meta, receipts, rooms, timeline
from schoolbell.store.database import Connection
from schoolbell.store.placement import Ties
from schoolbell.store.rows import to_json
from schoolbell.sync import incoming
from schoolbell.sync.changes import Changes
from schoolbell.sync.ingest_account import refresh_rooms
from schoolbell.sync.ingest_batch import Batch
from schoolbell.sync.ingest_room import RoomIngest
from schoolbell.sync.projection import Judge, Projection

log = logging.getLogger(__name__)

_ROOM_WIDE = frozenset({"m.direct", "m.push_rules"})


class Ingest:
    """Takes answers in for the account `me`. Methods run on the writer thread inside a transaction."""

    def __init__(
        self,
        me: str,
        projections: Sequence[Projection] = (),
        clock: Clock | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._me = me
        self._projections = tuple(projections)
        self._clock = clock or SystemClock()
        self._judge = judge

    def sync(self, conn: Connection, conn_id: str, response: SlidingSyncResponse) -> Changes:
        """Take in one sliding-sync response of connection `conn_id`; its position is written last.

        Idempotent: the answer to a repeated position is the same data again.
        """
        batch = self._batch(conn)
        for room_id, result in response.rooms.items():
            self._room(batch, conn_id, room_id, result)
        extensions = response.extensions
        for room_id, raw in extensions.receipts.rooms.items():
            if rooms.number(conn, room_id) is not None:
                _isolated(batch, partial(self._receipts, batch, room_id, decode_receipts(raw)))
        _isolated(batch, partial(self._account_data, batch, response))
        batch.finish()
        if extensions.to_device.next_batch is not None:
            meta.set_to_device_since(conn, conn_id, extensions.to_device.next_batch)
        meta.set_position(conn, conn_id, response.pos)
        typing = {
            room_id: tuple(user for user in decode_typing(raw) if user != self._me)
            for room_id, raw in extensions.typing.rooms.items()
        }
        return batch.changes(typing)

    def page(self, conn: Connection, room_id: str, chunk: int, body: bytes) -> Changes:
        """Take in the answer to `/messages?dir=b` asked with `timeline.token_of(chunk)`."""
        batch = self._batch(conn)
        found = decode_messages(body)
        if rooms.number(conn, room_id) is None:
            return Changes()
        if not found.chunk and found.end is None and decode_object(body).get("chunk") != []:
            return Changes()  # no answer at all: nothing says that the room begins here
        gap = timeline.token_of(conn, chunk)
        if gap is None:
            return Changes()  # filled meanwhile
        head = conn.execute("SELECT id FROM event WHERE chunk = ? ORDER BY idx LIMIT 1", (chunk,)).fetchone()
        anchored = gap[1] is not None or not found.chunk
        before = head[0] if head and anchored else None
        ties = Ties(before=before, token=found.end, start=found.end is None)
        RoomIngest(batch, room_id).history(found.chunk[::-1], found.state, ties=ties, live=before is None)
        batch.finish()
        return batch.changes({})

    def page_forward(self, conn: Connection, room_id: str, chunk: int, body: bytes) -> Changes:
        """Take in the answer to `/messages?dir=f` asked with `gaps.forward_token(chunk)`."""
        batch = self._batch(conn)
        found = decode_messages(body)
        end = gaps.forward_token(conn, chunk)
        if rooms.number(conn, room_id) is None or end is None:
            return Changes()
        if not found.chunk and found.end is None and decode_object(body).get("chunk") != []:
            return Changes()
        gaps.end_forward(conn, chunk)  # the end that is reached now has a token of its own
        ties = Ties(after=end[1], next_token=found.end)
        RoomIngest(batch, room_id).history(found.chunk, found.state, ties=ties)
        batch.finish()
        return batch.changes({})

    def context(self, conn: Connection, room_id: str, event_id: str, body: bytes) -> Changes:
        """Take in the answer to `/context`: a chunk of its own unless it overlaps what is here.

        Raises KnownError(SERVER) for an answer without the event that was asked for.
        """
        found = decode_context(body)
        asked = incoming.decode(found.event)
        if asked is None or asked.event_id != event_id:
            raise KnownError(ErrorCode.SERVER)
        if rooms.number(conn, room_id) is None:
            return Changes()
        batch = self._batch(conn)
        ties = Ties(token=found.start, next_token=found.end)
        events = [*found.before[::-1], found.event, *found.after]
        RoomIngest(batch, room_id).history(events, found.state, ties=ties)
        batch.finish()
        return batch.changes({})

    def members(self, conn: Connection, room_id: str, events: Sequence[msgspec.Raw]) -> Changes:
        """Take in the whole answer to /members."""
        room = rooms.ensure(conn, room_id)
        now = self._clock.now_ms()
        found = []
        for raw in events:
            event = incoming.decode(raw)
            if event is not None and event.type == "m.room.member":
                member = incoming.new_member(event, now)
                if member is not None:
                    found.append(member)
        members.replace_all(conn, room, found)
        return Changes(members=frozenset({room_id}))

    def receipts(self, conn: Connection, room_id: str, found: Sequence[Receipt]) -> Changes:
        """Take in all receipts of one room, fetched once."""
        batch = self._batch(conn)
        self._receipts(batch, room_id, found)
        rooms.set_fields(conn, rooms.ensure(conn, room_id), {"receipts_complete": 1})
        batch.receipts.add(room_id)
        batch.finish()
        return batch.changes({})

    def _batch(self, conn: Connection) -> Batch:
        return Batch(conn, self._me, self._clock.now_ms(), self._projections, self._judge)

    def _room(self, batch: Batch, conn_id: str, room_id: str, result: RoomResult) -> None:
        if not room_id.isprintable():
            return

        def take_in(conn: Connection) -> None:
            if result.invite_state is not None:
                RoomIngest(batch, room_id).invited(result)
            else:
                RoomIngest(batch, room_id).joined(conn_id, result)

        failure = batch.attempt(take_in)
        if failure is not None:
            # Nobody else waits for this room; what it missed becomes a gap that is filled from history.
            log.error("a room could not be taken in", exc_info=failure)
            batch.conn.execute(
                "DELETE FROM delivered WHERE conn_id = ? AND room = (SELECT id FROM room WHERE room_id = ?)",
                (conn_id, room_id),
            )

    def _receipts(self, batch: Batch, room_id: str, found: Sequence[Receipt]) -> None:
        room = batch.number(room_id)
        moved = receipts.put(
            batch.conn,
            room,
            (
                receipts.NewReceipt(
                    one.user_id,
                    receipts.PRIVATE if one.private else receipts.READ,
                    one.thread,
                    one.event_id,
                    one.ts,
                )
                for one in found
                if one.event_id.isprintable() and one.user_id.isprintable() and "\x00" not in one.thread
            ),
        )
        if moved:
            batch.receipts.add(room_id)
        if self._me in moved:
            batch.recount.add(room_id)

    def _account_data(self, batch: Batch, response: SlidingSyncResponse) -> None:
        conn = batch.conn
        found = response.extensions.account_data
        relevant = bool(batch.new_rooms)
        for raw in found.everywhere:
            decoded = decode_account_data(raw)
            if decoded is not None:
                account_data.put(conn, decoded[0], to_json(decoded[1]))
                batch.account_data.add(decoded[0])
                relevant |= decoded[0] in _ROOM_WIDE
        for room_id, events in found.rooms.items():
            if rooms.number(conn, room_id) is None:
                continue
            for raw in events:
                decoded = decode_account_data(raw)
                if decoded is not None:
                    account_data.put(conn, decoded[0], to_json(decoded[1]), batch.number(room_id))
                    batch.account_data.add(decoded[0])
        if relevant:
            batch.rooms |= refresh_rooms(conn)


def _isolated(batch: Batch, take_in: Callable[[], None]) -> None:
    """Take in a part that nobody else waits for: what breaks our own code there stops no message."""
    failure = batch.attempt(lambda _: take_in())
    if failure is not None:
        log.error("a part of an answer could not be taken in", exc_info=failure)
