"""Where people can be reached: rooms I am joined to, direct chats, who is known to be gone from a room."""

import json
from collections.abc import Iterable

from schoolbell.store.database import Connection


def joined(conn: Connection) -> frozenset[str]:
    """Return the rooms that I am joined to."""
    return frozenset(room for (room,) in conn.execute("SELECT room_id FROM room WHERE membership = 'join'"))


def direct(conn: Connection) -> dict[str, str]:
    """Return user id → the direct chat with that person alone, of several the one used last."""
    found = conn.execute(
        "SELECT direct_user, room_id FROM room WHERE membership = 'join' AND direct_user <> ''"
        " AND encrypted = 0 ORDER BY bump_stamp, id"
    )
    return dict(found.fetchall())


def absent(conn: Connection, room_ids: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Return (room id, user id) of those who are known not to be joined; of others nothing is known."""
    found = conn.execute(
        "SELECT r.room_id, m.user_id FROM member m JOIN room r ON r.id = m.room"
        " WHERE m.membership <> 'join' AND r.room_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(room_ids)),),
    )
    return frozenset(found.fetchall())
