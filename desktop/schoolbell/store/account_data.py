"""Account data: what the account keeps on its homeserver, for itself and per room."""

from typing import Any

from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.store.rows import json_object


def get(conn: Connection, type_: str, room_id: str | None = None) -> dict[str, Any] | None:
    """Return the content of account data `type_` (of one room, or the account's own), None when
    never seen.
    """
    room = 0
    if room_id is not None:
        number = rooms.number(conn, room_id)
        if number is None:
            return None
        room = number
    row = conn.execute(
        "SELECT content FROM account_data WHERE room = ? AND type = ?", (room, type_)
    ).fetchone()
    return json_object(row[0]) if row else None


def put(conn: Connection, type_: str, content: bytes, room: int = 0) -> None:
    """Store the JSON `content`; `room` is the room's number, 0 for the account's own."""
    conn.execute(
        "INSERT INTO account_data (room, type, content) VALUES (?, ?, ?)"
        " ON CONFLICT (room, type) DO UPDATE SET content = excluded.content",
        (room, type_, content),
    )
