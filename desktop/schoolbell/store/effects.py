"""What new events do to others: edits, reactions and redactions take effect, search follows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from schoolbell.store import relations
from schoolbell.store.database import Connection
from schoolbell.store.indexing import Queue, document_of, edited_content
from schoolbell.store.placement import Inserted
from schoolbell.store.rows import json_object, to_json
from schoolbell.store.search import Document

REDACTION = "redaction"
REPLACE = "m.replace"

# Client-server API, "Redactions" (room version 11 and later): content that survives.
_KEPT: dict[str, tuple[str, ...] | None] = {
    "m.room.member": ("membership", "join_authorised_via_users_server"),
    "m.room.create": None,
    "m.room.join_rules": ("join_rule", "allow"),
    "m.room.power_levels": None,
    "m.room.history_visibility": ("history_visibility",),
    "m.room.redaction": ("redacts",),
}


def apply(conn: Connection, room: int, inserted: Sequence[Inserted], index: Queue) -> set[int]:
    """Let the inserted events act on others and others on them; return rowids of stored events
    that look different.

    Index first, then change what relations touch, so that text goes in and out of search exactly once.
    """
    for one in inserted:
        event = one.event
        if event.text:
            index.put(one.rowid, Document(event.text, room, event.sender, event.is_file))
    touched: dict[str, set[str]] = {}
    for one in inserted:
        if one.event.relates_to is not None:
            touched.setdefault(one.event.relates_to, set()).add(one.event.rel_type or "")
    ids = msgspec.json.encode([one.event.event_id for one in inserted]).decode()
    for target, rel_type in conn.execute(
        "SELECT relates_to, rel_type FROM event WHERE relates_to IN (SELECT value FROM"
        " json_each(?)) AND room = ?",
        (ids, room),
    ):
        touched.setdefault(target, set()).add(rel_type or "")
    if not touched:
        return set()
    wanted = msgspec.json.encode(list(touched)).decode()
    changed: set[int] = set()
    rows = conn.execute(
        "SELECT id, event_id, redacted_by FROM event WHERE event_id IN (SELECT value FROM"
        " json_each(?)) AND room = ?",
        (wanted, room),
    ).fetchall()
    for rowid, event_id, redacted_by in rows:
        kinds = touched[event_id]
        if redacted_by is None:
            if REDACTION in kinds:
                changed |= _redact(conn, room, rowid, event_id, index)
            elif REPLACE in kinds:
                _edit(conn, room, event_id, index)
        changed.add(rowid)
    conn.executemany("UPDATE event SET rev = rev + 1 WHERE id = ?", [(rowid,) for rowid in changed])
    return changed


def _edit(conn: Connection, room: int, event_id: str, index: Queue) -> int | None:
    """Let the edit that counts now count; return the target's rowid."""
    row = conn.execute(
        "SELECT id, edit, acting FROM event WHERE event_id = ? AND room = ?", (event_id, room)
    ).fetchone()
    if row is None:
        return None
    found = relations.newest_edit(conn, event_id)
    edit = found[0] if found is not None and edited_content(found[1]) else None
    if edit != row[1] or row[2] is not None:  # what acts of them is judged when all are here
        old = document_of(conn, row[0])
        conn.execute("UPDATE event SET edit = ?, acting = NULL WHERE id = ?", (edit, row[0]))
        index.replace(conn, row[0], old, document_of(conn, row[0]))
    rowid: int = row[0]
    return rowid


def edited_of(conn: Connection, rowids: Iterable[int]) -> list[int]:
    """Return those of the events that have an edit."""
    found = conn.execute(
        "SELECT id FROM event WHERE id IN (SELECT value FROM json_each(?)) AND edit IS NOT NULL",
        (msgspec.json.encode(list(rowids)).decode(),),
    )
    return [rowid for (rowid,) in found]


def overrule(conn: Connection, acting: Mapping[int, int | None], index: Queue) -> None:
    """Let search find events by the words that act: of an edit (rowid), 0 the first ones, None the newest."""
    for rowid, words in acting.items():
        if conn.execute("SELECT acting FROM event WHERE id = ?", (rowid,)).fetchone() == (words,):
            continue
        old = document_of(conn, rowid)
        conn.execute("UPDATE event SET acting = ? WHERE id = ?", (words, rowid))
        index.replace(conn, rowid, old, document_of(conn, rowid))


def _redact(conn: Connection, room: int, rowid: int, event_id: str, index: Queue) -> set[int]:
    """Take the content of an event away; return other events that look different for it."""
    by = conn.execute(
        "SELECT event_id, raw FROM event WHERE relates_to = ? AND rel_type = ? AND room = ? ORDER"
        " BY id LIMIT 1",
        (event_id, REDACTION, room),
    ).fetchone()
    if by is None:
        return set()
    old = document_of(conn, rowid)
    type_, raw, rel_type, relates_to = conn.execute(
        "SELECT type, raw, rel_type, relates_to FROM event WHERE id = ?", (rowid,)
    ).fetchone()
    conn.execute(
        "UPDATE event SET redacted_by = ?, edit = NULL, acting = NULL, counts = 0, mention = 0 WHERE id = ?",
        (by[0], rowid),
    )
    index.replace(conn, rowid, old, Document("", room, old.sender))
    other = None
    if relates_to is not None and rel_type == REPLACE:
        # While the edit's words can still be read: they are what search knows its target by.
        other = _edit(conn, room, relates_to, index)
    elif relates_to is not None:
        row = conn.execute(
            "SELECT id FROM event WHERE event_id = ? AND room = ?", (relates_to, room)
        ).fetchone()
        other = row[0] if row else None
    conn.execute("UPDATE event SET raw = ? WHERE id = ?", (pruned(type_, raw, by[1]), rowid))
    return {other} if other is not None else set()


def pruned(type_: str, raw: bytes, because: bytes) -> bytes:
    """Return a raw event without what a redaction takes away, with who redacted it in `unsigned`."""
    event = json_object(raw)
    content = event.get("content")
    kept = _KEPT.get(type_, ())
    if not isinstance(content, dict):
        content = {}
    elif kept is not None:
        content = {key: content[key] for key in kept if key in content}
    redaction = json_object(because)
    kept_top = ("event_id", "type", "sender", "origin_server_ts", "state_key", "room_id")
    outer: dict[str, Any] = {key: event[key] for key in kept_top if key in event}
    reason = redaction.get("content", {})
    return to_json(
        {
            **outer,
            "content": content,
            "unsigned": {
                "redacted_because": {
                    "event_id": redaction.get("event_id"),
                    "sender": redaction.get("sender"),
                    "origin_server_ts": redaction.get("origin_server_ts"),
                    "content": reason if isinstance(reason, dict) else {},
                }
            },
        }
    )
