"""Current room state, without members (store.members) and with one row per (type, state key)."""

from collections.abc import Iterable
from typing import Any

from schoolbell.store.database import Connection
from schoolbell.store.rows import StateRow

_FROM = (
    "SELECT r.room_id, s.type, s.state_key, s.event_id, s.sender, s.ts, s.raw"
    " FROM state s JOIN room r ON r.id = s.room"
)


def get(conn: Connection, room_id: str, type_: str, key: str = "") -> StateRow | None:
    """Return one current state event, None when there is none."""
    row: tuple[Any, ...] | None = conn.execute(
        f"{_FROM} WHERE s.room = (SELECT id FROM room WHERE room_id = ?) AND s.type = ? AND s.state_key = ?",
        (room_id, type_, key),
    ).fetchone()
    return StateRow(*row) if row else None


def all_of(conn: Connection, room_id: str, type_: str) -> list[StateRow]:
    """Return every current state event of one type in one room, by state key."""
    return [
        StateRow(*row)
        for row in conn.execute(
            f"{_FROM} WHERE s.room = (SELECT id FROM room WHERE room_id = ?) AND s.type = ? ORDER"
            " BY s.state_key",
            (room_id, type_),
        )
    ]


def of_type(conn: Connection, type_: str) -> list[StateRow]:
    """Return every current state event of one type in all rooms (authority walks `m.space.child` with it)."""
    return [
        StateRow(*row) for row in conn.execute(f"{_FROM} WHERE s.type = ? ORDER BY s.room, s.id", (type_,))
    ]


def put(conn: Connection, room: int, events: Iterable[tuple[str, str, str, str, int, bytes]]) -> set[str]:
    """Store (type, state key, event id, sender, ts, raw) as current; return the types that changed."""
    changed = set()
    for type_, key, event_id, sender, ts, raw in events:
        cursor = conn.execute(
            "INSERT INTO state (room, type, state_key, event_id, sender, ts, raw) VALUES (?, ?,"
            " ?, ?, ?, ?, ?)"
            " ON CONFLICT (room, type, state_key) DO UPDATE SET event_id = excluded.event_id,"
            " sender = excluded.sender, ts = excluded.ts, raw = excluded.raw"
            " WHERE event_id != excluded.event_id OR raw != excluded.raw",
            (room, type_, key, event_id, sender, ts, raw),
        )
        if cursor.rowcount > 0:
            changed.add(type_)
    return changed
