"""How much of everything is stored: numbers and codes for a diagnosis, never a name or a word of anybody."""

from schoolbell.store.database import Connection, Database

_CACHE = ("room", "event", "chunk", "member", "receipt", "poisoned")
_LOCAL = ("draft", "pending_read", "upload", "recalled", "announcement_draft", "delayed")


async def figures(cache: Database, local: Database) -> dict[str, object]:
    """Return what is counted → how many, refused messages by the code they were refused with.

    Raises KnownError.
    """
    found: dict[str, object] = {"SQLite": await cache.read(_version)}
    found |= await cache.read(lambda conn: _counted(conn, _CACHE))
    found |= await local.read(lambda conn: _counted(conn, _LOCAL) | _outbox(conn))
    for database in (cache, local):
        for suffix in ("", "-wal"):
            path = database.path.with_name(database.path.name + suffix)
            found[f"{path.name} bytes"] = path.stat().st_size if path.exists() else 0
    return found


def _version(conn: Connection) -> str:
    return str(conn.execute("SELECT sqlite_version()").fetchone()[0])


def _counted(conn: Connection, tables: tuple[str, ...]) -> dict[str, int]:
    version = int(conn.execute("PRAGMA user_version").fetchone()[0])
    counts = {table: int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables}
    return {f"version of the file with {tables[0]}": version, **counts}


def _outbox(conn: Connection) -> dict[str, int]:
    rows = conn.execute("SELECT state, coalesce(error, ''), count(*) FROM outbox GROUP BY 1, 2")
    return {f"outbox {state} {error}".strip(): count for state, error, count in rows}
