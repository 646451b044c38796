"""Drafts and unsent read markers: small per-room rows of local.db."""

from msgspec import Struct

from schoolbell.store.database import Connection


class DraftRow(Struct, frozen=True):
    """What stands unsent in a room's composer."""

    room_id: str
    text: str
    reply_to: str  # event id, "" for none
    saved_ms: int


def get(conn: Connection, room_id: str) -> DraftRow | None:
    """Return the draft of `room_id`."""
    row = conn.execute(
        "SELECT room_id, text, reply_to, saved_ms FROM draft WHERE room_id = ?", (room_id,)
    ).fetchone()
    return None if row is None else DraftRow(*row)


def all_of(conn: Connection) -> list[DraftRow]:
    """Return every draft, for the previews of the room list."""
    return [
        DraftRow(*row) for row in conn.execute("SELECT room_id, text, reply_to, saved_ms FROM draft")
    ]


def put(conn: Connection, room_id: str, text: str, reply_to: str, now_ms: int) -> bool:
    """Keep the draft of `room_id`, an empty one is removed; return whether anything changed."""
    before = get(conn, room_id)
    if not text.strip() and not reply_to:
        clear(conn, room_id)
        return before is not None
    if before is not None and (before.text, before.reply_to) == (text, reply_to):
        return False
    conn.execute(
        "INSERT INTO draft (room_id, text, reply_to, saved_ms) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (room_id) DO UPDATE SET"
        " text = excluded.text, reply_to = excluded.reply_to, saved_ms = excluded.saved_ms",
        (room_id, text, reply_to, now_ms),
    )
    return True


def clear(conn: Connection, room_id: str) -> None:
    """Remove the draft of `room_id`."""
    conn.execute("DELETE FROM draft WHERE room_id = ?", (room_id,))


def put_read(conn: Connection, room_id: str, event_id: str, now_ms: int) -> None:
    """Remember that `room_id` was read up to `event_id`; the latest wins."""
    conn.execute(
        "INSERT INTO pending_read (room_id, event_id, saved_ms) VALUES (?, ?, ?)"
        " ON CONFLICT (room_id) DO UPDATE SET event_id = excluded.event_id, saved_ms = excluded.saved_ms",
        (room_id, event_id, now_ms),
    )


def pending_reads(conn: Connection) -> list[tuple[str, str]]:
    """Return (room id, event id) of read markers the server has not heard of, oldest first."""
    return [
        (room_id, event_id)
        for room_id, event_id in conn.execute(
            "SELECT room_id, event_id FROM pending_read ORDER BY saved_ms, room_id"
        )
    ]


def drop_read(conn: Connection, room_id: str, event_id: str) -> None:
    """Forget the read marker if it is still the one that was told to the server."""
    conn.execute("DELETE FROM pending_read WHERE room_id = ? AND event_id = ?", (room_id, event_id))
