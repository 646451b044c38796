"""Small values that belong to the whole file: sync positions, versions of what is derived."""

from schoolbell.store.database import Connection


def get(conn: Connection, key: str) -> str | None:
    """Return the value of `key`, None when there is none."""
    row = conn.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def put(conn: Connection, key: str, value: str | None) -> None:
    """Set `key`; None removes it."""
    if value is None:
        conn.execute("DELETE FROM meta WHERE key = ?", (key,))
    else:
        conn.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value ="
            " excluded.value",
            (key, value),
        )


def position(conn: Connection, conn_id: str) -> str | None:
    """Return the sliding-sync `pos` that the next request of connection `conn_id` continues from."""
    return get(conn, f"pos/{conn_id}")


def set_position(conn: Connection, conn_id: str, pos: str) -> None:
    """Remember `pos`; the last thing an ingest writes."""
    put(conn, f"pos/{conn_id}", pos)


def clear_position(conn: Connection, conn_id: str) -> None:
    """Forget where connection `conn_id` stood: it starts over (400 M_UNKNOWN_POS)."""
    put(conn, f"pos/{conn_id}", None)
    conn.execute("DELETE FROM delivered WHERE conn_id = ?", (conn_id,))


def to_device_since(conn: Connection, conn_id: str) -> str | None:
    """Return the `since` of the to_device extension of connection `conn_id`."""
    return get(conn, f"to_device/{conn_id}")


def set_to_device_since(conn: Connection, conn_id: str, since: str) -> None:
    """Remember the last `next_batch` of the to_device extension."""
    put(conn, f"to_device/{conn_id}", since)
