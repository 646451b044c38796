"""Putting new events into a room's timeline: chunks, indices, links; the order is never by time."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from schoolbell.store import chunk_order, receipts
from schoolbell.store.database import Connection
from schoolbell.store.rows import NewEvent, position_of

_COUNTER_BITS = 20
DAY_MS = 86_400_000

_INSERT = (
    "INSERT INTO event (id, event_id, room, chunk, idx, type, sender, ts, state_key, rel_type,"
    " relates_to, rel_key,"
    " local_id, redacted_by, shown, counts, mention, raw)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Inserted(Struct, frozen=True, gc=False):
    """One event that was not stored before."""

    rowid: int
    position: int
    event: NewEvent


@dataclass(frozen=True, slots=True)
class Placement:
    """What placing a run did. `last` is the rowid of the run's last event, None for an empty run."""

    inserted: tuple[Inserted, ...]
    last: int | None
    changed: bool  # order, links or ids of stored events differ now


@dataclass(frozen=True, slots=True)
class Ties:
    """What is known about the ends of a run of events besides the events themselves."""

    after: int | None = None  # rowid of the stored event directly before the run
    before: int | None = None  # rowid of the stored event directly behind it
    token: str | None = None  # pages on from before the first event
    start: bool = False  # nothing is before the first event
    next_token: str | None = None  # pages on from behind the last event


class _Spot(Struct, gc=False):
    event: NewEvent | None
    rowid: int | None = None
    chunk: int = 0
    idx: int = 0

    @property
    def known(self) -> bool:
        return self.rowid is not None


@dataclass(slots=True)
class _Bounds:
    head: int
    tail: int


@dataclass(slots=True)
class _Run:
    conn: Connection
    room: int
    spots: list[_Spot]
    bounds: dict[int, _Bounds] = field(default_factory=dict)
    changed: bool = False

    def bounds_of(self, chunk: int) -> _Bounds:
        found = self.bounds.get(chunk)
        if found is None:
            head = self.conn.execute("SELECT min(idx) FROM event WHERE chunk = ?", (chunk,)).fetchone()[0]
            tail = self.conn.execute("SELECT max(idx) FROM event WHERE chunk = ?", (chunk,)).fetchone()[0]
            found = self.bounds[chunk] = _Bounds(head, tail)
        return found

    def shift(self, chunk: int, start: int, by: int) -> None:
        """Make room for `by` events at index `start`: two answers of the server disagreed about an order."""
        self.conn.execute("UPDATE event SET idx = idx + ? WHERE chunk = ? AND idx >= ?", (by, chunk, start))
        for spot in self.spots:
            if spot.chunk == chunk and spot.idx >= start:
                spot.idx += by
        self.bounds_of(chunk).tail += by
        receipts.recompute(self.conn, self.room)
        self.changed = True

    def append(self, new: list[_Spot], after: _Spot) -> None:
        """Give `new` the places directly behind `after`."""
        bounds = self.bounds_of(after.chunk)
        start = after.idx + 1
        if after.idx < bounds.tail:
            self.shift(after.chunk, start, len(new))
        else:  # what followed the old end is no place to go on from any more
            self.conn.execute(
                "UPDATE chunk SET next_token = NULL WHERE id = ? AND next_token IS NOT NULL", (after.chunk,)
            )
        for offset, spot in enumerate(new):
            spot.chunk, spot.idx = after.chunk, start + offset
        bounds.tail = max(bounds.tail, start + len(new) - 1)

    def prepend(self, new: list[_Spot], before: _Spot) -> None:
        """Give `new` the places directly in front of `before`."""
        bounds = self.bounds_of(before.chunk)
        if before.idx == bounds.head:
            start = before.idx - len(new)
            bounds.head = start
        else:
            start = before.idx
            self.shift(before.chunk, start, len(new))
        for offset, spot in enumerate(new):
            spot.chunk, spot.idx = before.chunk, start + offset

    def link(self, older: _Spot, newer: _Spot) -> None:
        """Close the gap between two chunks if these are their neighbouring ends."""
        if older.idx != self.bounds_of(older.chunk).tail or newer.idx != self.bounds_of(newer.chunk).head:
            return
        first = self.conn.execute("SELECT next, ord FROM chunk WHERE id = ?", (older.chunk,)).fetchone()
        second = self.conn.execute("SELECT prev, ord FROM chunk WHERE id = ?", (newer.chunk,)).fetchone()
        if first[0] is not None or second[0] is not None:
            return
        if first[1] > second[1]:
            chunk_order.put_before(self.conn, self.room, older.chunk, newer.chunk)
        self.conn.execute(
            "UPDATE chunk SET next = ?, next_token = NULL WHERE id = ?", (newer.chunk, older.chunk)
        )
        self.conn.execute(
            "UPDATE chunk SET prev = ?, prev_token = NULL WHERE id = ?", (older.chunk, newer.chunk)
        )
        self.changed = True

    def new_chunk(self, ts: int | None) -> int:
        """Make a chunk; `ts` None: at the live end, else where that time says."""
        if ts is None:
            ord_ = chunk_order.at_live_end(self.conn, self.room)
        else:
            ord_ = chunk_order.by_time(self.conn, self.room, ts)
        cursor = self.conn.execute("INSERT INTO chunk (room, ord) VALUES (?, ?)", (self.room, ord_))
        assert cursor.lastrowid is not None
        return cursor.lastrowid


def _spots(conn: Connection, room: int, events: Sequence[NewEvent]) -> tuple[list[_Spot], bool]:
    """Return one spot per event, known ones with their place; and whether a stored event learned
    its txn id.
    """
    ids = msgspec.json.encode([event.event_id for event in events]).decode()
    known = {
        row[0]: row
        for row in conn.execute(
            "SELECT event_id, id, room, chunk, idx, local_id FROM event"
            " WHERE event_id IN (SELECT value FROM json_each(?))",
            (ids,),
        )
    }
    spots: list[_Spot] = []
    seen: set[str] = set()
    learned = False
    for event in events:
        if event.event_id in seen:
            continue
        seen.add(event.event_id)
        row = known.get(event.event_id)
        if row is None:
            spots.append(_Spot(event))
        elif row[2] == room:  # an id that another room has is a forgery
            spots.append(_Spot(None, row[1], row[3], row[4]))
            if event.local_id is not None and row[5] is None:
                conn.execute(
                    "UPDATE event SET local_id = ?, rev = rev + 1 WHERE id = ?", (event.local_id, row[1])
                )
                learned = True
    return spots, learned


def _anchor(conn: Connection, room: int, rowid: int | None) -> _Spot | None:
    if rowid is None:
        return None
    row = conn.execute("SELECT chunk, idx FROM event WHERE id = ? AND room = ?", (rowid, room)).fetchone()
    return _Spot(None, rowid, row[0], row[1]) if row else None


def place(
    conn: Connection,
    room: int,
    events: Sequence[NewEvent],
    ties: Ties,
    *,
    live: bool = True,
    now_ms: int,
) -> Placement:
    """Store `events`, oldest first and without holes between them, where they belong.

    An event that is stored already ties the run to its chunk, and so do the neighbours that `ties` names; two
    chunks tied by one run are linked. Without any tie the run becomes a new chunk: at the live end, or (not
    `live`) among the older ones.
    """
    after, before, token, start = ties.after, ties.before, ties.token, ties.start
    spots, learned = _spots(conn, room, events)
    last_id = events[-1].event_id if events else None
    for rowid, at in ((after, 0), (before, len(spots))):
        anchor = _anchor(conn, room, rowid)
        if anchor is not None and all(spot.rowid != rowid for spot in spots):
            spots.insert(at if at == 0 else len(spots), anchor)
    if not spots:
        return Placement((), None, learned)
    run = _Run(conn, room, spots, changed=learned)
    first = next((at for at, spot in enumerate(spots) if spot.known), None)
    if first is None:
        new = spots[0].event
        chunk = run.new_chunk(None if live or new is None else new.ts)
        for idx, spot in enumerate(spots):
            spot.chunk, spot.idx = chunk, idx
        run.bounds[chunk] = _Bounds(0, len(spots) - 1)
    else:
        if first:
            run.prepend(spots[:first], spots[first])
        _walk(run, first)
    inserted = _insert(run, now_ms)
    head = spots[0]
    is_first = (after is None or head.rowid != after) and head.idx == run.bounds_of(head.chunk).head
    if (token is not None or start) and is_first:
        cursor = conn.execute(
            "UPDATE chunk SET prev_token = ?1, start = ?2 WHERE id = ?3 AND prev IS NULL AND start = 0"
            " AND (prev_token IS NOT ?1 OR start != ?2)",
            (None if start else token, int(start), head.chunk),
        )
        run.changed |= cursor.rowcount > 0
    if ties.next_token is not None:
        run.changed |= _go_on_from(run, spots[-1], before, ties.next_token)
    last = None
    if last_id is not None:
        row = conn.execute("SELECT id FROM event WHERE event_id = ? AND room = ?", (last_id, room)).fetchone()
        last = row[0] if row else None
    return Placement(tuple(inserted), last, run.changed)


def _go_on_from(run: _Run, tail: _Spot, before: int | None, token: str) -> bool:
    """Keep where to page on forward if `tail` is the end of its chunk; return whether that is news."""
    if (before is not None and tail.rowid == before) or tail.idx != run.bounds_of(tail.chunk).tail:
        return False
    cursor = run.conn.execute(
        "UPDATE chunk SET next_token = ?1 WHERE id = ?2 AND next IS NULL AND next_token IS NOT ?1",
        (token, tail.chunk),
    )
    return cursor.rowcount > 0


def _walk(run: _Run, first: int) -> None:
    cursor = run.spots[first]
    waiting: list[_Spot] = []
    for spot in run.spots[first + 1 :]:
        if not spot.known:
            waiting.append(spot)
            continue
        if waiting:
            run.append(waiting, cursor)
            cursor, waiting = waiting[-1], []
        if spot.chunk != cursor.chunk:
            run.link(cursor, spot)
        cursor = spot
    if waiting:
        run.append(waiting, cursor)


def _insert(run: _Run, now_ms: int) -> list[Inserted]:
    ids = iter(_document_ids(run.conn, [one.event for one in run.spots if one.event is not None], now_ms))
    orders: dict[int, int] = {}
    inserted = []
    rows = []
    for spot in run.spots:
        event = spot.event
        if event is None:
            continue
        ord_ = orders.get(spot.chunk)
        if ord_ is None:
            ord_ = run.conn.execute("SELECT ord FROM chunk WHERE id = ?", (spot.chunk,)).fetchone()[0]
            orders[spot.chunk] = ord_
        rowid = next(ids)
        inserted.append(Inserted(rowid, position_of(ord_, spot.idx), event))
        rows.append(
            (
                rowid, event.event_id, run.room, spot.chunk, spot.idx, event.type, event.sender, event.ts,
                event.state_key, event.rel_type, event.relates_to, event.rel_key, event.local_id,
                event.redacted_by, event.shown, event.counts, event.mention, event.raw,
            )
        )  # fmt: skip
    run.conn.executemany(_INSERT, rows)
    return inserted


def _document_ids(conn: Connection, events: list[NewEvent], now_ms: int) -> list[int]:
    """Return a free document id for each event: its time in ms << 20 | the next counter of that ms."""
    latest = now_ms + DAY_MS
    times = [min(max(event.ts, 0), latest) for event in events]
    newest: dict[int, int] = {}
    _look_up_newest(conn, set(times), newest)
    found = []
    for ms in times:
        free = newest[ms] + 1
        while free >> _COUNTER_BITS > ms:
            ms += 1  # a million events in one millisecond: a joke, but no two get one id
            if ms not in newest:
                _look_up_newest(conn, {ms}, newest)
            free = newest[ms] + 1
        newest[ms] = free
        found.append(free)
    return found


def _look_up_newest(conn: Connection, milliseconds: set[int], newest: dict[int, int]) -> None:
    """Fill in the highest document id in use for each ms, the one before its first when there is none."""
    newest.update(
        conn.execute(
            "SELECT j.value, coalesce((SELECT max(id) FROM event"
            f" WHERE id >= (j.value << {_COUNTER_BITS}) AND id < ((j.value + 1) << {_COUNTER_BITS})),"
            f" (j.value << {_COUNTER_BITS}) - 1) FROM json_each(?) j",
            (msgspec.json.encode(list(milliseconds)).decode(),),
        ).fetchall()
    )
