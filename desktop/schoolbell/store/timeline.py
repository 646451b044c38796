"""Reading timelines: windows of shown rows across chunks, single events, gaps."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.store.rooms import EVENT_COLUMNS, event_row
from schoolbell.store.rows import LINE, POSITION_BIAS, EventRow, Gap, Window

_FROM = f"SELECT {EVENT_COLUMNS} FROM event e JOIN chunk c ON c.id = e.chunk"
OLDER = f"{_FROM} WHERE e.chunk = ? AND e.idx < ? AND e.shown > 0 ORDER BY e.idx DESC"
NEWER = f"{_FROM} WHERE e.chunk = ? AND e.idx > ? AND e.shown > 0 ORDER BY e.idx"
_LOWEST, _HIGHEST = -(1 << 62), 1 << 62

_Chunk = tuple[int, int | None, int]  # id, prev, start


def _chunks(conn: Connection, room: int) -> list[_Chunk]:
    return conn.execute("SELECT id, prev, start FROM chunk WHERE room = ? ORDER BY ord", (room,)).fetchall()


def _has_gap(chunk: _Chunk) -> bool:
    return chunk[1] is None and not chunk[2]


def window(
    conn: Connection, room_id: str, *, around: int | None = None, before: int = 50, after: int = 50
) -> Window:
    """Return up to `before` shown rows, the row `around`, and up to `after` rows behind it; oldest first.

    `around` None (or a rowid that is not in this room) means the live end. Rows on both sides of a gap are
    returned, with the gap in `gaps`; `gap_before` is set when a gap is directly above the first row.

    Lines about who came and went that stand directly behind one another count as one row, however many they
    are: the newest of them is in `rows`, those above it in `folded`. Such a run is always whole.
    """
    room = rooms.number(conn, room_id)
    chunks = _chunks(conn, room) if room is not None else []
    if not chunks:
        return Window((), None, False, True)
    anchor, place = None, None
    if around is not None:
        found = conn.execute(f"{_FROM} WHERE e.id = ? AND e.room = ?", (around, room)).fetchone()
        anchor = event_row(found) if found else None
    if anchor is not None:
        place = conn.execute("SELECT idx FROM event WHERE id = ?", (anchor.rowid,)).fetchone()[0]
    at = len(chunks) - 1 if anchor is None else [chunk[0] for chunk in chunks].index(anchor.chunk)
    here = [anchor] if anchor is not None and anchor.shown else []

    up = _collect(_upwards(conn, chunks, at, place), before, here[:1])
    down = _Stretch()
    if anchor is not None:
        down = _collect(_downwards(conn, chunks, at, place), after, here[:1])
    runs = [run[::-1] for run in reversed(up.runs)]
    if here:
        runs.append([*up.beside[::-1], *here, *down.beside])
    runs.extend(down.runs)

    rows = tuple(run[-1] for run in runs)
    gaps: dict[int, Gap] = {}  # by place: a gap whose own chunk shows nothing is one with the next
    gap_before = None
    for count, chunk in up.gaps:
        index = len(up.runs) - count
        if index <= 0:
            gap_before = chunk if gap_before is None else gap_before
        elif index < len(rows):
            gaps.setdefault(index, Gap(rows[index].rowid, chunk))
    for count, chunk in down.gaps:
        index = len(up.runs) + len(here) + count
        if index < len(rows):
            gaps[index] = Gap(rows[index].rowid, chunk)
    at_start = not up.more and bool(chunks[0][2]) and gap_before is None
    return Window(
        rows,
        gap_before,
        at_start,
        not down.more,
        tuple(gaps[index] for index in sorted(gaps)),
        {run[-1].rowid: tuple(run[:-1]) for run in runs if len(run) > 1},
    )


@dataclass(slots=True)
class _Stretch:
    """What stands in one direction of a place, nearest first."""

    beside: list[EventRow] = field(default_factory=list)  # rows of the run that the place itself is in
    runs: list[list[EventRow]] = field(default_factory=list)  # each is one row to look at
    gaps: list[tuple[int, int]] = field(default_factory=list)  # (runs in front of the gap, chunk)
    more: bool = False  # there are further rows


def _collect(steps: Iterable[EventRow | int], limit: int, start: list[EventRow]) -> _Stretch:
    """Take `limit` runs from `steps`: rows, and the number of a chunk where a gap is crossed."""
    found = _Stretch()
    last = start[0] if start else None  # what the next row may fold with
    for step in steps:
        if isinstance(step, int):
            found.gaps.append((len(found.runs), step))
            last = None
            continue
        if last is not None and _folds(last) and _folds(step):
            (found.runs[-1] if found.runs else found.beside).append(step)
        elif len(found.runs) >= limit:
            found.more = True
            break
        else:
            found.runs.append([step])
        last = step
    return found


def _folds(row: EventRow) -> bool:
    return row.shown == LINE and row.type == "m.room.member"


def _upwards(conn: Connection, chunks: list[_Chunk], at: int, index: int | None) -> Iterator[EventRow | int]:
    limit = _HIGHEST if index is None else index
    for chunk in reversed(chunks[: at + 1]):
        for row in conn.execute(OLDER, (chunk[0], limit)):
            yield event_row(row)
        if _has_gap(chunk):
            yield chunk[0]
        limit = _HIGHEST


def _downwards(
    conn: Connection, chunks: list[_Chunk], at: int, index: int | None
) -> Iterator[EventRow | int]:
    limit = _LOWEST if index is None else index
    for position, chunk in enumerate(chunks[at:], at):
        if position > at and _has_gap(chunk):
            yield chunk[0]
        for row in conn.execute(NEWER, (chunk[0], limit)):
            yield event_row(row)
        limit = _LOWEST


def get(conn: Connection, rowid: int) -> EventRow | None:
    """Return one event by its rowid."""
    row = conn.execute(f"{_FROM} WHERE e.id = ?", (rowid,)).fetchone()
    return event_row(row) if row else None


def by_ids(conn: Connection, event_ids: Iterable[str]) -> dict[str, EventRow]:
    """Return the events among `event_ids` that are stored."""
    found = conn.execute(
        f"{_FROM} WHERE e.event_id IN (SELECT value FROM json_each(?))", (json.dumps(list(event_ids)),)
    )
    return {row[1]: event_row(row) for row in found}


def revisions(conn: Connection, rowids: Iterable[int]) -> dict[int, int]:
    """Return rowid → rev: a window whose revisions are the same need not be read again."""
    found = conn.execute(
        "SELECT id, rev FROM event WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(rowids)),)
    )
    return {row[0]: row[1] for row in found}


def known_ids(conn: Connection, *, event_ids: Iterable[str] = (), local_ids: Iterable[str] = ()) -> set[str]:
    """Return which of these event ids and txn ids are stored: what the outbox may drop at start."""
    found = {
        row[0]
        for row in conn.execute(
            "SELECT event_id FROM event WHERE event_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(event_ids)),),
        )
    }
    found.update(
        row[0]
        for row in conn.execute(
            "SELECT local_id FROM event WHERE local_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(local_ids)),),
        )
    )
    return found


def token_of(conn: Connection, chunk: int) -> tuple[str, str | None] | None:
    """Return (room id, `from` token) to page back from a chunk with a gap; None when there is no
    gap (any more).

    A token None means: page from the live end.
    """
    row = conn.execute(
        "SELECT r.room_id, c.prev_token FROM chunk c JOIN room r ON r.id = c.room"
        " WHERE c.id = ? AND c.prev IS NULL AND c.start = 0",
        (chunk,),
    ).fetchone()
    return (row[0], row[1]) if row else None


def newest_gap(conn: Connection, room_id: str) -> int | None:
    """Return the chunk whose missing history is nearest to the live end, None when all is here."""
    row = conn.execute(
        "SELECT c.id FROM chunk c JOIN room r ON r.id = c.room WHERE r.room_id = ? AND c.prev IS"
        " NULL AND c.start = 0"
        " ORDER BY c.ord DESC LIMIT 1",
        (room_id,),
    ).fetchone()
    return row[0] if row else None


def newest(conn: Connection, room_id: str) -> EventRow | None:
    """Return the newest event of the room, shown or not: what a read receipt points at."""
    row = conn.execute(
        f"{_FROM} WHERE e.chunk = (SELECT k.id FROM chunk k JOIN room r ON r.id = k.room WHERE r.room_id = ?"
        " ORDER BY k.ord DESC LIMIT 1) ORDER BY e.idx DESC LIMIT 1",
        (room_id,),
    ).fetchone()
    return event_row(row) if row else None


def position(conn: Connection, event_id: str) -> int | None:
    """Return the comparable position of an event, None when it is not stored."""
    row = conn.execute(
        f"SELECT (c.ord << 32) + e.idx + {POSITION_BIAS} FROM event e JOIN chunk c ON c.id = e.chunk"
        " WHERE e.event_id = ?",
        (event_id,),
    ).fetchone()
    return row[0] if row else None


def rows_of(conn: Connection, rowids: Iterable[int]) -> list[EventRow]:
    """Return events by rowid, in timeline order within each room; those not stored are left out."""
    found = conn.execute(
        f"{_FROM} WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.room, c.ord, e.idx",
        (json.dumps(list(rowids)),),
    )
    return [event_row(row) for row in found]


def leads_to_live(conn: Connection, event: int) -> bool:
    """Return whether nothing is missing between an event and the live end of its room."""
    row = conn.execute(
        "SELECT (SELECT id FROM chunk o WHERE o.room = c.room ORDER BY o.ord DESC LIMIT 1) IN ("
        " WITH RECURSIVE after(id) AS (SELECT e.chunk UNION SELECT n.next FROM chunk n JOIN after a"
        " ON n.id = a.id WHERE n.next IS NOT NULL) SELECT id FROM after)"
        " FROM event e JOIN chunk c ON c.id = e.chunk WHERE e.id = ?",
        (event,),
    ).fetchone()
    return bool(row and row[0])
