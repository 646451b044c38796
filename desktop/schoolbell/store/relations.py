"""What hangs on events: edits by the same sender, reactions once per sender and key, redactions."""

import json
from collections.abc import Iterable

from schoolbell.store.database import Connection
from schoolbell.store.rooms import EVENT_COLUMNS, event_row
from schoolbell.store.rows import EventRow, ReactionRow, RelationSummary

REACTIONS = (
    "SELECT t.id, a.rel_key, a.sender, a.event_id FROM event t"
    " JOIN event a ON a.relates_to = t.event_id"
    " WHERE t.id IN (SELECT value FROM json_each(?)) AND a.rel_type = 'm.annotation' AND a.room = t.room"
    " AND a.redacted_by IS NULL AND a.rel_key IS NOT NULL ORDER BY a.id"
)


def for_events(conn: Connection, rowids: Iterable[int], me: str = "") -> dict[int, RelationSummary]:
    """Return what hangs on the events; those with nothing are left out. `me` finds my own reactions."""
    wanted = json.dumps(list(rowids))
    edits: dict[int, EventRow] = {}
    redacted: set[int] = set()
    for row in conn.execute(
        "SELECT t.id, t.redacted_by, t.edit FROM event t WHERE t.id IN (SELECT value FROM json_each(?))"
        " AND (t.redacted_by IS NOT NULL OR t.edit IS NOT NULL)",
        (wanted,),
    ).fetchall():
        if row[1] is not None:
            redacted.add(row[0])
        else:
            edit = conn.execute(
                f"SELECT {EVENT_COLUMNS} FROM event e JOIN chunk c ON c.id = e.chunk WHERE e.id = ?",
                (row[2],),
            ).fetchone()
            if edit is not None:
                edits[row[0]] = event_row(edit)
    reactions: dict[int, dict[str, dict[str, str]]] = {}
    for target, key, sender, event_id in conn.execute(REACTIONS, (wanted,)):
        reactions.setdefault(target, {}).setdefault(key, {}).setdefault(sender, event_id)
    return {
        rowid: RelationSummary(
            edits.get(rowid),
            tuple(
                ReactionRow(key, len(senders), senders.get(me), tuple(senders))
                for key, senders in reactions.get(rowid, {}).items()
            ),
            rowid in redacted,
        )
        for rowid in {*edits, *redacted, *reactions}
    }


def edits_of(conn: Connection, event_ids: Iterable[str]) -> dict[str, list[int]]:
    """Return event id → its edits (rowids, oldest first): of the same room, sender and type, not redacted."""
    found: dict[str, list[int]] = {}
    for event_id, rowid in conn.execute(
        "SELECT t.event_id, a.id FROM json_each(?) w JOIN event t ON t.event_id = w.value"
        " JOIN event a ON a.relates_to = t.event_id"
        " WHERE a.rel_type = 'm.replace' AND a.sender = t.sender AND a.type = t.type AND a.room = t.room"
        " AND a.state_key IS NULL AND t.state_key IS NULL AND a.redacted_by IS NULL"
        " AND coalesce(t.rel_type, '') != 'm.replace'"
        " ORDER BY a.ts, a.event_id",
        (json.dumps(list(event_ids)),),
    ):
        found.setdefault(event_id, []).append(rowid)
    return found


def newest_edit(conn: Connection, event_id: str) -> tuple[int, bytes] | None:
    """Return (rowid, raw) of the edit that counts: same room, sender and type, newest by time then id."""
    row = conn.execute(
        "SELECT a.id, a.raw FROM event t JOIN event a ON a.relates_to = t.event_id WHERE t.event_id = ?"
        " AND a.rel_type = 'm.replace' AND a.sender = t.sender AND a.type = t.type AND a.room = t.room"
        " AND a.state_key IS NULL AND t.state_key IS NULL AND a.redacted_by IS NULL"
        " AND coalesce(t.rel_type, '') != 'm.replace'"
        " ORDER BY a.ts DESC, a.event_id DESC LIMIT 1",
        (event_id,),
    ).fetchone()
    return (row[0], row[1]) if row else None
