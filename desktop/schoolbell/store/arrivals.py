"""What arrived: messages of others that a room has behind an event that was the newest before."""

from msgspec import Struct

from schoolbell.store import rooms
from schoolbell.store.database import Connection

# Counting further helps nobody.
MOST = 1000
_NEWEST = (
    "(SELECT e.id FROM event e WHERE e.chunk = (SELECT c.id FROM chunk c WHERE c.room = r.id"
    " ORDER BY c.ord DESC LIMIT 1) ORDER BY e.idx DESC LIMIT 1)"
)


class Arrived(Struct, frozen=True):
    """One unread message of somebody else."""

    rowid: int
    mention: bool


def newest_everywhere(conn: Connection) -> dict[str, int]:
    """Return room id → rowid of the newest event, shown or not, of every room that has one."""
    found = conn.execute(f"SELECT r.room_id, {_NEWEST} FROM room r")
    return {room_id: rowid for room_id, rowid in found if rowid is not None}


def newest_of(conn: Connection, room_id: str) -> int | None:
    """Return the rowid of the newest event of one room."""
    row = conn.execute(f"SELECT {_NEWEST} FROM room r WHERE r.room_id = ?", (room_id,)).fetchone()
    return row[0] if row else None


def since(conn: Connection, room_id: str, after: int | None, unread: int) -> list[Arrived]:
    """Return the unread messages behind the event `after`, newest first.

    `unread` is the room's own count: what was read meanwhile, here or elsewhere, is not among them. With
    `after` None, or an event that is not here any more, they are all that is unread.
    """
    room = rooms.number(conn, room_id)
    if room is None or unread <= 0:
        return []
    place = conn.execute(
        "SELECT c.ord, e.idx FROM event e JOIN chunk c ON c.id = e.chunk WHERE e.id = ? AND e.room = ?",
        (after, room),
    ).fetchone()
    found: list[Arrived] = []
    left = min(unread, MOST)
    for chunk, ord_ in conn.execute(
        "SELECT id, ord FROM chunk WHERE room = ? ORDER BY ord DESC", (room,)
    ).fetchall():
        if place is not None and ord_ < place[0]:
            break
        lowest = place[1] if place is not None and ord_ == place[0] else -(1 << 62)
        for rowid, mention in conn.execute(
            "SELECT id, mention FROM event WHERE chunk = ? AND idx > ? AND counts = 1"
            " ORDER BY idx DESC LIMIT ?",
            (chunk, lowest, left - len(found)),
        ):
            found.append(Arrived(rowid, bool(mention)))
        if len(found) >= left:
            break
    return found
