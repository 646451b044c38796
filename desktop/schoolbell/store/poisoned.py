"""Events that nothing can be done with: their bytes are kept, nobody is shown them."""

import hashlib

from schoolbell.store.database import Connection

_MOST = 1000
_LONGEST = 1 << 17  # bytes


def keep(conn: Connection, room_id: str, raw: bytes, reason: str) -> None:
    """Keep the bytes of an event, once, as long as there are not too many already."""
    digest = hashlib.sha256(room_id.encode() + b"\x00" + raw).digest()
    if (
        conn.execute("SELECT 1 FROM poisoned WHERE digest = ?", (digest,)).fetchone() is None
        and count(conn) < _MOST
    ):
        conn.execute(
            "INSERT INTO poisoned (digest, room_id, raw, reason) VALUES (?, ?, ?, ?)",
            (digest, room_id, raw[:_LONGEST], reason),
        )


def count(conn: Connection) -> int:
    """Return how many are kept (for diagnostics)."""
    found: int = conn.execute("SELECT count(*) FROM poisoned").fetchone()[0]
    return found
