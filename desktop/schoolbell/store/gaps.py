"""What is missing of the timelines: where to page on, which gaps matter first, what stands at a time."""

import json
from collections.abc import Iterable
from itertools import pairwise

from msgspec import Struct

from schoolbell.store import rooms
from schoolbell.store.database import Connection

_HEAD_TS = "(SELECT e.ts FROM event e WHERE e.chunk = c.id ORDER BY e.idx LIMIT 1)"
_FIRST = "SELECT id, ts FROM event WHERE chunk = ? AND idx >= ? AND shown > 0 ORDER BY idx LIMIT 1"
_LAST = "SELECT id, ts FROM event WHERE chunk = ? AND idx <= ? AND shown > 0 ORDER BY idx DESC LIMIT 1"
_LOWEST, _HIGHEST = -(1 << 62), 1 << 62


class Missing(Struct, frozen=True):
    """History that is missing before `chunk`."""

    room_id: str
    chunk: int


class Place(Struct, frozen=True):
    """A shown row near a moment. `exact`: nothing that may be missing lies between them.

    `gap` is the chunk before which something is missing in between, None when that is not known.
    """

    rowid: int
    ts: int
    exact: bool
    gap: int | None = None


class _Chunk(Struct, frozen=True):
    id: int
    prev: int | None
    start: bool


def forward_token(conn: Connection, chunk: int) -> tuple[str, int] | None:
    """Return (`from` token, rowid of the last event) to page forward from `chunk`, None when it cannot."""
    row = conn.execute(
        "SELECT c.next_token, (SELECT e.id FROM event e WHERE e.chunk = c.id ORDER BY e.idx DESC LIMIT 1)"
        " FROM chunk c WHERE c.id = ? AND c.next IS NULL AND c.next_token IS NOT NULL",
        (chunk,),
    ).fetchone()
    return (row[0], row[1]) if row and row[1] is not None else None


def end_forward(conn: Connection, chunk: int) -> None:
    """Nothing more can be had by paging forward from `chunk`."""
    conn.execute("UPDATE chunk SET next_token = NULL WHERE id = ?", (chunk,))


def older_side(conn: Connection, chunk: int) -> int | None:
    """Return the chunk on the far side of the gap before `chunk`, None when nothing is stored there."""
    row = conn.execute(
        "SELECT o.id FROM chunk c JOIN chunk o ON o.room = c.room AND o.ord < c.ord"
        " WHERE c.id = ? AND c.prev IS NULL AND c.start = 0 ORDER BY o.ord DESC LIMIT 1",
        (chunk,),
    ).fetchone()
    return row[0] if row else None


def last_of(conn: Connection, chunk: int) -> str:
    """Return the event id of the last event of a chunk, "" for an empty one."""
    row = conn.execute(
        "SELECT event_id FROM event WHERE chunk = ? ORDER BY idx DESC LIMIT 1", (chunk,)
    ).fetchone()
    return row[0] if row else ""


def most_wanted(
    conn: Connection, *, since: int | None, first: str | None, without: Iterable[int] = ()
) -> Missing | None:
    """Return the gap to fill next, None when there is none.

    `since`: only where what is missing may be as new as this time (ms); None: any. The room `first` goes
    before the others, chats before desks, rooms that spoke last before quiet ones, newer gaps before older.
    """
    row = conn.execute(
        "SELECT r.room_id, c.id FROM chunk c JOIN room r ON r.id = c.room"
        " WHERE c.prev IS NULL AND c.start = 0 AND r.membership = 'join' AND r.room_type != 'm.space'"
        " AND c.id NOT IN (SELECT value FROM json_each(?1))"
        f" AND (?2 IS NULL OR coalesce({_HEAD_TS}, ?2) >= ?2)"
        " ORDER BY r.room_id IS ?3 DESC, r.room_type != '', r.bump_stamp DESC, r.id, c.ord DESC LIMIT 1",
        (json.dumps(list(without)), since, first),
    ).fetchone()
    return Missing(*row) if row else None


def whole_since(conn: Connection, room_id: str, ts: int) -> bool:
    """Return whether nothing is missing of a room from `ts` (ms) to its live end."""
    row = conn.execute(
        "SELECT c.id FROM chunk c JOIN room r ON r.id = c.room WHERE r.room_id = ? AND c.prev IS NULL"
        " AND c.start = 0 ORDER BY c.ord DESC LIMIT 1",
        (room_id,),
    ).fetchone()
    head = _end(conn, row[0], "") if row is not None else None
    return row is None or (head is not None and head[1] <= ts)


def size_of(conn: Connection) -> int:
    """Return how many bytes the file holds, what was freed inside left out."""
    pages, free, size = (
        conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def shown_near(conn: Connection, event_id: str) -> Place | None:
    """Return the first shown row at or behind a stored event, else the last one before it."""
    row = conn.execute("SELECT chunk, idx, room FROM event WHERE event_id = ?", (event_id,)).fetchone()
    if row is None or row[0] is None:
        return None
    return _shown_from(conn, _chunks(conn, row[2]), row[0], row[1], exact=True)


def at_time(conn: Connection, room_id: str, ts: int) -> Place | None:
    """Return the first shown row not older than `ts`, else the newest; None for an empty room.

    When something may be missing there, it is the known row that is nearest in time, not `exact`.
    """
    room = rooms.number(conn, room_id)
    chunks = _chunks(conn, room) if room is not None else []
    before: _Chunk | None = None
    for chunk in chunks:
        head, tail = _end(conn, chunk.id, ""), _end(conn, chunk.id, " DESC")
        if head is None or tail is None:
            continue
        if tail[1] < ts:
            before = chunk
            continue
        if head[1] < ts:
            return _shown_from(conn, chunks, chunk.id, _first_at(conn, chunk.id, ts, head, tail), exact=True)
        if chunk.start or (before is not None and chunk.prev == before.id):
            return _shown_from(conn, chunks, chunk.id, head[0], exact=True)
        after = _shown_from(conn, chunks, chunk.id, head[0], exact=False)
        earlier = _shown(conn, _LAST, before.id, _HIGHEST) if before is not None else None
        if earlier is not None and (after is None or ts - earlier[1] < after.ts - ts):
            return Place(*earlier, False)
        return after
    return _shown_from(conn, chunks, chunks[-1].id, _HIGHEST, exact=True) if chunks else None


def _chunks(conn: Connection, room: int) -> list[_Chunk]:
    found = conn.execute("SELECT id, prev, start FROM chunk WHERE room = ? ORDER BY ord", (room,))
    return [_Chunk(id_, prev, bool(start)) for id_, prev, start in found]


def _end(conn: Connection, chunk: int, descending: str) -> tuple[int, int] | None:
    """Return (index, time) of a chunk's first or last event."""
    row: tuple[int, int] | None = conn.execute(
        f"SELECT idx, ts FROM event WHERE chunk = ? ORDER BY idx{descending} LIMIT 1", (chunk,)
    ).fetchone()
    return row


def _first_at(conn: Connection, chunk: int, ts: int, head: tuple[int, int], tail: tuple[int, int]) -> int:
    """Return the index of the first event not older than `ts`, by halving: times hardly ever go back."""
    low, high = head[0], tail[0]  # low is older than ts, high is not
    while high - low > 1:
        middle = (low + high) // 2
        row = conn.execute(
            "SELECT idx, ts FROM event WHERE chunk = ? AND idx >= ? ORDER BY idx LIMIT 1", (chunk, middle)
        ).fetchone()
        if row[1] >= ts:
            high = middle
        else:
            low = row[0]
    return high


def _shown_from(conn: Connection, chunks: list[_Chunk], chunk: int, idx: int, *, exact: bool) -> Place | None:
    at = [one.id for one in chunks].index(chunk)
    found = _shown(conn, _FIRST, chunk, idx)
    gap: int | None = None
    for before, later in pairwise(chunks[at:]):
        if found is not None:
            break
        if gap is None and later.prev != before.id:
            gap = later.id
        found = _shown(conn, _FIRST, later.id, _LOWEST)
    found = found or _shown(conn, _LAST, chunk, idx)
    for earlier in reversed(chunks[:at]):
        if found is not None:
            break
        found = _shown(conn, _LAST, earlier.id, _HIGHEST)
    return Place(*found, exact and gap is None, gap) if found is not None else None


def _shown(conn: Connection, sql: str, chunk: int, idx: int) -> tuple[int, int] | None:
    row: tuple[int, int] | None = conn.execute(sql, (chunk, idx)).fetchone()
    return row
