"""Where the unread messages of a room begin, seen from one read position kept while the room is open."""

from msgspec import Struct

from schoolbell.store import receipts, rooms, timeline, unread
from schoolbell.store.database import Connection
from schoolbell.store.rows import POSITION_BIAS

_LOWEST = -(1 << 62)
_FIRST = "SELECT id FROM event WHERE chunk = ? AND idx > ? AND counts = 1 ORDER BY idx LIMIT 1"


class ReadMark(Struct, frozen=True):
    """How far I had read when a room was opened. `event_id` "" and `ts` 0: never anything."""

    event_id: str
    ts: int
    newest: str  # event id of what was the newest then, "" for an empty room


class FirstUnread(Struct, frozen=True):
    """The first unread message that is known. `certain`: nothing unread can be missing before it."""

    rowid: int | None
    certain: bool
    placed: bool  # the event of the read position is stored, or there is none
    chunk: int | None  # what is missing follows this chunk; None: nothing is stored before it
    count: int  # unread messages known up to the mark's newest
    floor: bool  # at least so many


def mark_of(conn: Connection, room_id: str, me: str) -> ReadMark:
    """Return how far the room is read now."""
    mine = receipts.of_user(conn, room_id, me)
    newest = timeline.newest(conn, room_id)
    return ReadMark(
        mine.event_id if mine is not None else "",
        mine.ts if mine is not None else unread.joined_ts(conn, room_id, me) or 0,
        newest.event_id if newest is not None else "",
    )


def position_of(conn: Connection, rowid: int) -> int | None:
    """Return the comparable position of a stored row as the room's order stands now."""
    row = conn.execute(
        f"SELECT (c.ord << 32) + e.idx + {POSITION_BIAS} FROM event e JOIN chunk c ON c.id = e.chunk"
        " WHERE e.id = ?",
        (rowid,),
    ).fetchone()
    return row[0] if row else None


def since(conn: Connection, room_id: str, mark: ReadMark) -> FirstUnread:
    """Return what is unread behind `mark`, as far as it is known here."""
    room = rooms.number(conn, room_id)
    chunks = conn.execute(
        "SELECT id, ord, prev, start FROM chunk WHERE room = ? ORDER BY ord", (room,)
    ).fetchall()
    position = timeline.position(conn, mark.event_id) if mark.event_id else None
    at, lowest, known = _begin(conn, chunks, position, mark.ts)
    highest = timeline.position(conn, mark.newest) if mark.newest else None
    first, certain, count, floor, edge = None, known, 0, not known, None
    for place, (chunk, ord_, prev, start) in enumerate(chunks[at:]):
        if place and prev is None and not start:
            floor = True
            if first is None and certain:
                certain, edge = False, chunks[at + place - 1][0]
        if highest is not None and ord_ > highest >> 32:
            break
        low = lowest if place == 0 else _LOWEST
        high = (highest & 0xFFFFFFFF) - POSITION_BIAS if highest and ord_ == highest >> 32 else -_LOWEST
        if first is None:
            row = conn.execute(_FIRST, (chunk, low)).fetchone()
            first = row[0] if row else None
        count += unread.counted(conn, chunk, low, high)
    placed = position is not None or not mark.event_id
    return FirstUnread(first, certain and placed, placed, edge, count, floor)


def _begin(
    conn: Connection, chunks: list[tuple[int, int, int | None, int]], position: int | None, ts: int
) -> tuple[int, int, bool]:
    """Return (place in `chunks`, index there) behind which all is unread, and whether that is so for sure."""
    if position is not None:
        for at, (_, ord_, _, _) in enumerate(chunks):
            if ord_ == position >> 32:
                return at, (position & 0xFFFFFFFF) - POSITION_BIAS, True
    for at in range(len(chunks) - 1, -1, -1):
        idx, reached = unread.after_time(conn, chunks[at][0], ts)
        if reached:
            return at, idx, True
    return 0, _LOWEST, bool(chunks) and bool(chunks[0][3])
