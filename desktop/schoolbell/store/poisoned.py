"""Events that nothing can be done with: their bytes are kept, nobody is shown them."""

from schoolbell.store.database import Connection

_MOST = 1000


def keep(conn: Connection, room_id: str, raw: bytes, reason: str) -> None:
    """Keep the bytes of an event, once, as long as there are not too many already."""
    if conn.execute("SELECT count(*) FROM poisoned").fetchone()[0] >= _MOST:
        return
    if (
        conn.execute("SELECT 1 FROM poisoned WHERE room_id = ? AND raw = ?", (room_id, raw)).fetchone()
        is None
    ):
        conn.execute("INSERT INTO poisoned (room_id, raw, reason) VALUES (?, ?, ?)", (room_id, raw, reason))


def count(conn: Connection) -> int:
    """Return how many are kept (for diagnostics)."""
    found: int = conn.execute("SELECT count(*) FROM poisoned").fetchone()[0]
    return found
