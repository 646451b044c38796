"""The outbox table of local.db: what was written here and is not yet known to be in the cache."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import uploads
from schoolbell.store.database import Connection
from schoolbell.store.uploads import NewUpload

WAITING = "waiting"
SENT = "sent"
WEDGED = "wedged"
REDACTION = "m.room.redaction"
SHORT_HOLD_MS = 60_000  # up to this a hold is a pause for taking back; a longer one is an appointment

_COLUMNS = (
    "id, local_id, room_id, type, content, target, depends_on, priority, created_ms, not_before_ms,"
    " batch, state, event_id, error, device, upload,"
    " (SELECT path FROM upload WHERE upload.local_id = outbox.local_id)"
)


class OutboxRow(Struct, frozen=True):
    """One queued event; `content` is JSON as it will be sent, for redactions only the reason."""

    id: int
    local_id: str
    room_id: str
    type: str
    content: bytes
    target: str | None  # related event: its event id, or its local id while `depends_on` is set
    depends_on: str | None
    priority: int
    created_ms: int
    not_before_ms: int
    batch: str | None
    state: str  # WAITING, SENT or WEDGED
    event_id: str | None
    error: str | None
    device: str  # where it was written: its transaction id is known to the server there only
    upload: int = uploads.NONE  # whether it waits for a file
    path: str | None = None  # of the file that is sent with it

    def decoded(self) -> dict[str, Any]:
        """Return the content as a dictionary."""
        return cast(dict[str, Any], msgspec.json.decode(self.content))


class NewRow(Struct, frozen=True):
    """What `add` needs; the rest of a row has defaults."""

    local_id: str
    room_id: str
    type: str
    content: Mapping[str, Any]
    target: str | None = None
    priority: int = 0
    created_ms: int = 0
    not_before_ms: int = 0
    batch: str | None = None
    device: str = ""
    upload: NewUpload | None = None  # the file that it waits for; `content` is filled in when it is there


class Recall(Struct, frozen=True):
    """A deleted row that the server may have nevertheless."""

    local_id: str
    room_id: str
    created_ms: int


def _rows(conn: Connection, where: str, arguments: Iterable[Any] = ()) -> list[OutboxRow]:
    found = conn.execute(f"SELECT {_COLUMNS} FROM outbox {where}", tuple(arguments))
    return [OutboxRow(*row) for row in found]


def get(conn: Connection, local_id: str) -> OutboxRow | None:
    """Return the row with `local_id`."""
    rows = _rows(conn, "WHERE local_id = ?", (local_id,))
    return rows[0] if rows else None


def of_room(conn: Connection, room_id: str) -> list[OutboxRow]:
    """Return a room's rows in the order in which they were written."""
    return _rows(conn, "WHERE room_id = ? ORDER BY id", (room_id,))


def everything(conn: Connection) -> list[OutboxRow]:
    """Return all rows in the order in which they were written."""
    return _rows(conn, "ORDER BY id")


def counts(conn: Connection) -> tuple[int, int]:
    """Return (waiting, wedged)."""
    found = dict(conn.execute("SELECT state, count(*) FROM outbox GROUP BY state"))
    return found.get(WAITING, 0), found.get(WEDGED, 0)


def wedged_by_room(conn: Connection) -> dict[str, int]:
    """Return how many rows of each room were refused, for the room list."""
    return dict(conn.execute("SELECT room_id, count(*) FROM outbox WHERE state = 'wedged' GROUP BY room_id"))


def add(conn: Connection, row: NewRow) -> OutboxRow:
    """Append `row`; adding the same local id again changes nothing.

    A target that is itself still unsent makes the row wait for it; one already acknowledged is
    replaced by its event id.
    """
    content = dict(row.content)
    target, depends_on = row.target, None
    if target is not None and (before := get(conn, target)) is not None:
        if before.event_id is None:
            depends_on = target
        else:
            content = _retarget(content, target, before.event_id)
            target = before.event_id
    conn.execute(
        "INSERT INTO outbox (local_id, room_id, type, content, target, depends_on, priority, created_ms,"
        " not_before_ms, batch, device) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (local_id) DO NOTHING",
        (
            row.local_id, row.room_id, row.type, msgspec.json.encode(content), target, depends_on,
            row.priority, row.created_ms, row.not_before_ms, row.batch, row.device,
        ),
    )  # fmt: skip
    if row.upload is not None:
        uploads.add(conn, row.local_id, row.upload)
    return _rows(conn, "WHERE local_id = ?", (row.local_id,))[0]


def related(content: Mapping[str, Any]) -> str | None:
    """Return the event (or local) id that `content` relates or replies to."""
    relation = content.get("m.relates_to")
    if not isinstance(relation, dict):
        return None
    target = relation.get("event_id")
    if not isinstance(target, str):
        reply = relation.get("m.in_reply_to")
        target = reply.get("event_id") if isinstance(reply, dict) else None
    return target if isinstance(target, str) and target else None


def _retarget(content: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """Return `content` with relations to `old` pointing to `new`."""
    relation = content.get("m.relates_to")
    if not isinstance(relation, dict):
        return content
    relation = dict(relation)
    if relation.get("event_id") == old:
        relation["event_id"] = new
    reply = relation.get("m.in_reply_to")
    if isinstance(reply, dict) and reply.get("event_id") == old:
        relation["m.in_reply_to"] = {**reply, "event_id": new}
    return {**content, "m.relates_to": relation}


def retargeted(row: NewRow, event_id: str) -> NewRow:
    """Return `row` relating to `event_id` instead of the local id that is its target."""
    if row.target is None:
        return row
    return replace(row, content=_retarget(dict(row.content), row.target, event_id), target=event_id)


def detached(row: NewRow) -> NewRow:
    """Return a reply as a message of its own. Raises KnownError(NOT_FOUND) for what is nothing by itself."""
    relation = row.content.get("m.relates_to")
    if row.type == REDACTION or not isinstance(relation, Mapping) or "event_id" in relation:
        raise KnownError(ErrorCode.NOT_FOUND)
    kept = {key: value for key, value in relation.items() if key != "m.in_reply_to"}
    content = {key: value for key, value in row.content.items() if key != "m.relates_to"}
    return replace(row, content=content | ({"m.relates_to": kept} if kept else {}), target=None)


def _resolve(conn: Connection, local_id: str, event_id: str) -> None:
    """Give the rows that waited for `local_id` its event id."""
    for row in _rows(conn, "WHERE depends_on = ?", (local_id,)):
        content = msgspec.json.encode(_retarget(row.decoded(), local_id, event_id))
        conn.execute(
            "UPDATE outbox SET content = ?, target = ?, depends_on = NULL WHERE id = ?",
            (content, event_id, row.id),
        )


def is_pause(row: OutboxRow) -> bool:
    """Whether a row is held for moments, so that it can be taken back, not until an appointed time."""
    return 0 < row.not_before_ms - row.created_ms <= SHORT_HOLD_MS


def heads(
    conn: Connection, now_ms: int, busy: frozenset[str], held: frozenset[str] = frozenset()
) -> list[OutboxRow]:
    """Return the next row of every room outside `busy`, most urgent first.

    `held` are the local ids whose pause is not over; wall time `now_ms` decides on appointments. Held rows,
    wedged rows, rows that wait for another one's event id and rows that wait for a large file do not stop
    those behind them.
    """
    paused = msgspec.json.encode(sorted(held)).decode()
    rooms = [
        room
        for (room,) in conn.execute("SELECT DISTINCT room_id FROM outbox WHERE state = 'waiting'")
        if room not in busy
    ]
    found: list[OutboxRow] = []
    for room in rooms:
        found += _rows(
            conn,
            "WHERE room_id = ? AND state = 'waiting' AND depends_on IS NULL"
            " AND (not_before_ms <= ? OR not_before_ms - created_ms <= ?)"
            " AND upload <> 1 AND local_id NOT IN (SELECT value FROM json_each(?))"
            " ORDER BY priority DESC, id LIMIT 1",
            (room, now_ms, SHORT_HOLD_MS, paused),
        )
    ready = [row for row in found if row.upload == uploads.NONE]
    return sorted(ready, key=lambda row: (-row.priority, row.id))


def next_due_ms(conn: Connection, now_ms: int) -> int | None:
    """Return when the next appointment is due (ms), None without one."""
    row = conn.execute(
        "SELECT min(not_before_ms) FROM outbox WHERE state = 'waiting' AND not_before_ms > ?"
        " AND not_before_ms - created_ms > ?",
        (now_ms, SHORT_HOLD_MS),
    ).fetchone()
    return cast("int | None", row[0])


def acknowledge(conn: Connection, local_id: str, event_id: str) -> bool:
    """Mark a row as sent and wake its dependants; return False when the row is gone."""
    cursor = conn.execute(
        "UPDATE outbox SET state = 'sent', event_id = ?, error = NULL WHERE local_id = ?",
        (event_id, local_id),
    )
    _resolve(conn, local_id, event_id)
    return cursor.rowcount == 1


def wedge(conn: Connection, local_id: str, error: str) -> None:
    """Set a row aside with the reason why the server refused it."""
    conn.execute(
        "UPDATE outbox SET state = 'wedged', error = ? WHERE local_id = ? AND state = 'waiting'",
        (error, local_id),
    )


def retry(conn: Connection, local_id: str) -> str | None:
    """Put a wedged row back in the queue, at its old place; return its room."""
    row = get(conn, local_id)
    if row is None or row.state != WEDGED:
        return None
    conn.execute("UPDATE outbox SET state = 'waiting', error = NULL WHERE id = ?", (row.id,))
    return row.room_id


def arrived(conn: Connection, local_id: str, event_id: str) -> bool:
    """Remove a row whose event is in the cache, wake its dependants; return False when it is gone."""
    _resolve(conn, local_id, event_id)
    return conn.execute("DELETE FROM outbox WHERE local_id = ?", (local_id,)).rowcount == 1


def delete(conn: Connection, local_id: str, *, doubtful: bool = False) -> list[OutboxRow]:
    """Remove a row that was not acknowledged and all that depends on it; return what was removed.

    `doubtful`: the server may have it; it is then kept as recalled.
    """
    row = get(conn, local_id)
    if row is None or row.state == SENT:
        return []
    removed = [row]
    for dependant in _rows(conn, "WHERE depends_on = ?", (local_id,)):
        removed += delete(conn, dependant.local_id)
    conn.execute("DELETE FROM outbox WHERE id = ?", (row.id,))
    if doubtful and row.type != REDACTION:
        conn.execute(
            "INSERT OR IGNORE INTO recalled (local_id, room_id, created_ms) VALUES (?, ?, ?)",
            (row.local_id, row.room_id, row.created_ms),
        )
    return removed


def recalled(conn: Connection) -> list[Recall]:
    """Return the deleted rows that the server may have, oldest first."""
    found = conn.execute("SELECT local_id, room_id, created_ms FROM recalled ORDER BY created_ms, local_id")
    return [Recall(*row) for row in found]


def forget_recall(conn: Connection, local_id: str) -> str | None:
    """Do not look for a deleted row any more; return its room, None when it was not looked for."""
    row = conn.execute("DELETE FROM recalled WHERE local_id = ? RETURNING room_id", (local_id,)).fetchone()
    return row[0] if row else None


def event_ids(conn: Connection, room_id: str) -> set[str]:
    """Return the events that rows of a room were acknowledged as."""
    found = conn.execute("SELECT event_id FROM outbox WHERE room_id = ? AND state = 'sent'", (room_id,))
    return {event_id for (event_id,) in found if event_id is not None}


def done(conn: Connection, local_id: str) -> list[OutboxRow]:
    """Remove a row that needs nothing more, and what waits for the event id that it never gets."""
    return delete(conn, local_id)


def release(conn: Connection, batch: str) -> list[OutboxRow]:
    """Let the held rows of one batch go now; return them."""
    conn.execute("UPDATE outbox SET not_before_ms = 0 WHERE batch = ? AND state = 'waiting'", (batch,))
    return of_batch(conn, batch)


def of_batch(conn: Connection, batch: str) -> list[OutboxRow]:
    """Return the rows of one batch."""
    return _rows(conn, "WHERE batch = ? ORDER BY id", (batch,))
