"""The table announcement_draft of local.db: what is being written, held for taking back, or appointed.

A row that is held stands for copies in the outbox (or in `delayed`): it goes when all of them are sent.
"""

from msgspec import Struct

from schoolbell.store.database import Connection

WRITTEN = 0  # stands in the drafts
HELD = 1  # its copies are in the outbox, for moments or until an appointed time
GIVEN = 2  # its copies are, or will be, with the server, to be sent at an appointed time

_COLUMNS = "id, kind, content, saved_ms, held, due_ms, people, households"


class DraftRecord(Struct, frozen=True):
    """One row; `content` is JSON of whoever writes it. `due_ms`: until when it can be taken back."""

    id: str
    kind: str
    content: bytes
    saved_ms: int
    held: int = WRITTEN
    due_ms: int = 0
    people: int = 0
    households: int = 0


class Progress(Struct, frozen=True):
    """How far the copies (and files) of one announcement are; `here` need this computer to be on."""

    waiting: int = 0
    sent: int = 0
    failed: int = 0
    given: int = 0  # the server sends them by itself
    here: int = 0


def put(conn: Connection, record: DraftRecord) -> bool:
    """Keep a draft; False, and nothing is changed, when it is on its way already."""
    return (
        conn.execute(
            f"INSERT INTO announcement_draft ({_COLUMNS}) VALUES (?, ?, ?, ?, 0, 0, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET content = excluded.content, saved_ms = excluded.saved_ms,"
            " people = excluded.people, households = excluded.households WHERE held = 0",
            (record.id, record.kind, record.content, record.saved_ms, record.people, record.households),
        ).rowcount
        > 0
    )


def hold(conn: Connection, record: DraftRecord) -> None:
    """Keep what is being sent, so that it can be taken back."""
    conn.execute(
        f"INSERT OR REPLACE INTO announcement_draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.id, record.kind, record.content, record.saved_ms, record.held, record.due_ms,
            record.people, record.households,
        ),
    )  # fmt: skip


def restore(conn: Connection, id: str, now_ms: int) -> None:
    """Make what was held a draft again."""
    conn.execute(
        "UPDATE announcement_draft SET held = 0, due_ms = 0, saved_ms = ? WHERE id = ?", (now_ms, id)
    )


def hurry(conn: Connection, id: str) -> None:
    """It is not held any longer."""
    conn.execute("UPDATE announcement_draft SET due_ms = 0 WHERE id = ? AND held <> 0", (id,))


def get(conn: Connection, id: str) -> DraftRecord | None:
    """Return one row."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM announcement_draft WHERE id = ?", (id,)).fetchone()
    return DraftRecord(*row) if row else None


def of_kind(conn: Connection, kind: str) -> list[DraftRecord]:
    """Return the rows of one kind, the newest first."""
    found = conn.execute(
        f"SELECT {_COLUMNS} FROM announcement_draft WHERE kind = ? ORDER BY saved_ms DESC, id DESC", (kind,)
    )
    return [DraftRecord(*row) for row in found]


def remove(conn: Connection, id: str) -> bool:
    """Remove a draft; False when there is none, or it is on its way."""
    return conn.execute("DELETE FROM announcement_draft WHERE id = ? AND held = 0", (id,)).rowcount > 0


def progress(conn: Connection, id: str) -> Progress:
    """Return how far the copies of one announcement are."""
    rows = dict(
        conn.execute("SELECT state, count(*) FROM outbox WHERE batch = ? GROUP BY state", (id,)).fetchall()
    )
    given, pending = conn.execute(
        "SELECT count(delay_id), count(*) - count(delay_id) FROM delayed WHERE batch = ?", (id,)
    ).fetchone()
    waiting = rows.get("waiting", 0)
    return Progress(
        waiting=waiting + pending,
        sent=rows.get("sent", 0),
        failed=rows.get("wedged", 0),
        given=given,
        here=waiting + pending,
    )


def finish(conn: Connection, kind: str) -> list[str]:
    """Remove the rows of one kind whose copies are all sent; return their ids."""
    found = conn.execute(
        "DELETE FROM announcement_draft WHERE held <> 0 AND kind = ?"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.batch = announcement_draft.id AND o.state <> 'sent')"
        " AND NOT EXISTS (SELECT 1 FROM delayed d WHERE d.batch = announcement_draft.id) RETURNING id",
        (kind,),
    )
    return [id for (id,) in found]


def any_held(conn: Connection) -> bool:
    """Whether something is on its way."""
    return bool(
        conn.execute("SELECT EXISTS (SELECT 1 FROM announcement_draft WHERE held <> 0)").fetchone()[0]
    )


def own_paths(conn: Connection) -> set[str]:
    """Return the copies of files in the profile's folder that a draft, held or not, still names."""
    found = conn.execute(
        "SELECT f.value ->> 'path' FROM announcement_draft d,"
        " json_each(CAST(d.content AS TEXT), '$.files') f WHERE f.value ->> 'own'"
    )
    return {path for (path,) in found if path}
