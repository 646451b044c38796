"""The history of a room's power levels, so that an event is judged by the levels in force at that event."""

from typing import Any

from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.store.rows import POSITION_BIAS, json_object

_HISTORY = (
    f"SELECT p.event_id, p.ts, p.content, p.before, (c.ord << 32) + e.idx + {POSITION_BIAS}"
    " FROM power p LEFT JOIN event e ON e.event_id = p.event_id LEFT JOIN chunk c ON c.id = e.chunk"
    " WHERE p.room = ?"
)
_EVENT = (
    f"SELECT e.ts, (c.ord << 32) + e.idx + {POSITION_BIAS} FROM event e"
    " JOIN chunk c ON c.id = e.chunk WHERE e.id = ? AND e.room = ?"
)


def at(conn: Connection, room_id: str, rowid: int) -> tuple[str, dict[str, Any]] | None:
    """Return (event id, content) of the power levels in force at the event `rowid`; None when not known.

    Ordered by timeline position where both events are stored, else by the server's time. Before the first
    known ones their `prev_content` counts (the event id is then "").
    """
    return at_many(conn, room_id, [rowid]).get(rowid)


def at_many(conn: Connection, room_id: str, rowids: list[int]) -> dict[int, tuple[str, dict[str, Any]]]:
    """Return `at` for several events of one room, those without an answer left out."""
    room = rooms.number(conn, room_id)
    if room is None:
        return {}
    history = sorted(conn.execute(_HISTORY, (room,)).fetchall(), key=lambda row: (row[1], row[4] or 0))
    decoded: dict[str, dict[str, Any]] = {}
    found: dict[int, tuple[str, dict[str, Any]]] = {}
    for rowid in rowids:
        event = conn.execute(_EVENT, (rowid, room)).fetchone()
        if event is None:
            continue
        ts, position = event
        best: Any = None
        later: Any = None
        for row in history:
            if (row[4] < position) if row[4] is not None else (row[1] <= ts):
                if best is None or _after(row, best):
                    best = row
            elif later is None or _after(later, row):
                later = row
        if best is not None:
            if best[0] not in decoded:
                decoded[best[0]] = json_object(best[2])
            found[rowid] = (best[0], decoded[best[0]])
        elif later is not None and later[3] is not None:
            found[rowid] = ("", json_object(later[3]))
    return found


def _after(one: Any, other: Any) -> bool:
    if one[4] is not None and other[4] is not None:
        return bool(one[4] > other[4])
    return bool(one[1] > other[1])


def since(
    conn: Connection, room_id: str, rowid: int, through: int | None = None
) -> list[tuple[int, dict[str, Any]]]:
    """Return (ms, content) of the power levels in force at the event `rowid` and of later ones, in order.

    The time is when they were set; of the first ones when the event was sent, for they are older than it.
    `through` is the position of the last ones that are wanted.
    """
    at_event = at(conn, room_id, rowid)
    room = rooms.number(conn, room_id)
    event = conn.execute(_EVENT, (rowid, room)).fetchone() if room is not None else None
    if event is None:
        return []
    ts, position = event
    rows = sorted(conn.execute(_HISTORY, (room,)).fetchall(), key=lambda row: (row[4] or 0, row[1]))
    later = [row for row in rows if (row[4] > position if row[4] is not None else row[1] > ts)]
    if through is not None:
        later = [row for row in later if row[4] is not None and row[4] <= through]
    found = [(int(row[1]), json_object(row[2])) for row in later]
    return [(int(ts), at_event[1]), *found] if at_event is not None else found


def current(conn: Connection, room_id: str) -> dict[str, Any] | None:
    """Return the content of the power levels in force now, None when not known."""
    row = conn.execute(
        "SELECT s.raw FROM state s WHERE s.room = (SELECT id FROM room WHERE room_id = ?)"
        " AND s.type = 'm.room.power_levels' AND s.state_key = ''",
        (room_id,),
    ).fetchone()
    if row is None:
        return None
    content = json_object(row[0]).get("content")
    return content if isinstance(content, dict) else {}


def put(conn: Connection, room: int, event_id: str, ts: int, content: bytes, before: bytes | None) -> bool:
    """Remember one power_levels event; return whether it is new."""
    cursor = conn.execute(
        "INSERT INTO power (room, event_id, ts, content, before) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (room, event_id) DO UPDATE SET before = coalesce(before, excluded.before)"
        " WHERE before IS NULL AND excluded.before IS NOT NULL",
        (room, event_id, ts, content, before),
    )
    return cursor.rowcount > 0
