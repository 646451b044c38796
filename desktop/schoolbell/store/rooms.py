"""Rooms: one summary row each, all that the room list and authority need at start."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schoolbell.store import last_said
from schoolbell.store.database import Connection
from schoolbell.store.rows import POSITION_BIAS, EventRow, RoomRow

_COLUMNS = (
    "r.room_id, r.name, r.avatar, r.topic, r.room_type, r.room_version, r.creator, r.creators,"
    " r.kind, r.kind_key,"
    " r.membership, r.inviter, r.direct_user, r.encrypted, r.muted, r.joined_count,"
    " r.invited_count, r.bump_stamp,"
    " r.heroes, r.unread, r.unread_floor, r.mentions"
)
EVENT_COLUMNS = (
    "e.id, e.event_id, e.type, e.sender, e.ts, e.state_key, e.rev, e.rel_type, e.relates_to, e.local_id,"
    f" e.redacted_by, e.edit, e.chunk, (c.ord << 32) + e.idx + {POSITION_BIAS}, e.shown, e.mention, e.raw"
)
_SUMMARY = (
    f"SELECT {_COLUMNS}, x.raw, m.name, {EVENT_COLUMNS} FROM room r"
    " LEFT JOIN event e ON e.id = r.last_event LEFT JOIN chunk c ON c.id = e.chunk"
    " LEFT JOIN event x ON x.id = e.edit"
    " LEFT JOIN member m ON m.room = r.id AND m.user_id = e.sender"
)


def event_row(values: Sequence[Any]) -> EventRow:
    """Make an EventRow of the EVENT_COLUMNS."""
    return EventRow(*values)


def _pairs(text: str) -> list[Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return []
    return value if isinstance(value, list) else []


def _room_row(row: Sequence[Any]) -> RoomRow:
    creators = tuple(_pairs(row[7])) if row[7] != "[]" else ()
    heroes = tuple((hero[0], hero[1], hero[2]) for hero in _pairs(row[18])) if row[18] != "[]" else ()
    last = EventRow(*row[24:]) if row[24] is not None else None
    # fmt: off
    return RoomRow(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], creators, row[8], row[9], row[10], row[11],
        row[12],
        bool(row[13]), bool(row[14]), row[15], row[16], row[17], heroes, row[19], bool(row[20]), row[21],
        last, row[22], row[23] or "",
    )
    # fmt: on


def summaries(conn: Connection, limit: int = -1) -> list[RoomRow]:
    """Return every room that I am in, invited to, or was in; newest bump_stamp first.

    `limit` is for the first paint of a long list: the cost is per room returned.
    """
    found = conn.execute(
        f"{_SUMMARY} WHERE r.membership != '' ORDER BY r.bump_stamp DESC, r.id DESC LIMIT ?", (limit,)
    )
    return [_room_row(row) for row in found]


def invited(conn: Connection, limit: int = 50) -> list[RoomRow]:
    """Return the rooms that I am invited to, newest first."""
    found = conn.execute(
        f"{_SUMMARY} WHERE r.membership = 'invite' ORDER BY r.bump_stamp DESC, r.id DESC LIMIT ?", (limit,)
    )
    return [_room_row(row) for row in found]


def summary(conn: Connection, room_id: str) -> RoomRow | None:
    """Return one room, None when it was never heard of."""
    row = conn.execute(f"{_SUMMARY} WHERE r.room_id = ?", (room_id,)).fetchone()
    return _room_row(row) if row else None


def summaries_of(conn: Connection, room_ids: Iterable[str]) -> dict[str, RoomRow]:
    """Return the rooms among `room_ids` that are known."""
    wanted = json.dumps(list(room_ids))
    found = conn.execute(f"{_SUMMARY} WHERE r.room_id IN (SELECT value FROM json_each(?))", (wanted,))
    return {row[0]: _room_row(row) for row in found}


def direct_with(conn: Connection, user_id: str) -> str:
    """Return the chat with one person that spoke last, "" when there is none."""
    row = conn.execute(
        "SELECT room_id FROM room WHERE direct_user = ? AND membership = 'join'"
        " ORDER BY bump_stamp DESC, id DESC LIMIT 1",
        (user_id,),
    ).fetchone()
    return str(row[0]) if row else ""


def number(conn: Connection, room_id: str) -> int | None:
    """Return the room's number inside this file."""
    row = conn.execute("SELECT id FROM room WHERE room_id = ?", (room_id,)).fetchone()
    return row[0] if row else None


def ensure(conn: Connection, room_id: str) -> int:
    """Return the room's number, making a row for it if need be."""
    found = number(conn, room_id)
    if found is not None:
        return found
    cursor = conn.execute("INSERT INTO room (room_id) VALUES (?)", (room_id,))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def set_fields(conn: Connection, room: int, fields: Mapping[str, object]) -> bool:
    """Set columns of the summary; return whether any of them differed. Names come from code, never
    from outside.
    """
    if not fields:
        return False
    names = list(fields)
    values = [fields[name] for name in names]
    differs = " OR ".join(f"{name} IS NOT ?" for name in names)
    cursor = conn.execute(
        f"UPDATE room SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ? AND ({differs})",
        [*values, room, *values],
    )
    return cursor.rowcount > 0


def refresh_last(conn: Connection, room: int, me: str) -> bool:
    """Point the summary at the message that the chat was last spoken in by; return whether that changed."""
    return set_fields(conn, room, {"last_event": last_said.newest(conn, room, me)})
