"""What new events do to others: edits, reactions and redactions take effect, search follows."""

from collections.abc import Sequence
from typing import Any

import msgspec

from schoolbell.store import relations, search
from schoolbell.store.database import Connection
from schoolbell.store.placement import Inserted
from schoolbell.store.rows import MESSAGE, content_of, json_object, to_json

REDACTION = "redaction"
REPLACE = "m.replace"
_REBUILD_STEP = 5000

# Client-server API, "Redactions" (room version 11 and later): content that survives.
_KEPT: dict[str, tuple[str, ...] | None] = {
    "m.room.member": ("membership", "join_authorised_via_users_server"),
    "m.room.create": None,
    "m.room.join_rules": ("join_rule", "allow"),
    "m.room.power_levels": None,
    "m.room.history_visibility": ("history_visibility",),
    "m.room.redaction": ("redacts",),
}


def message_text(type_: str, content: dict[str, Any]) -> str:
    """Return what search finds a message by: its body, and a file's name; "" for everything else."""
    if type_ != "m.room.message":
        return ""
    body, name = content.get("body"), content.get("filename")
    parts = [part for part in (body, name if name != body else None) if isinstance(part, str)]
    return " ".join(parts).replace("\x00", " ").strip()


def edited_content(raw: bytes) -> dict[str, Any]:
    """Return `m.new_content` of a raw edit, {} when malformed."""
    content = content_of(raw).get("m.new_content")
    return content if isinstance(content, dict) else {}


def apply(conn: Connection, room: int, inserted: Sequence[Inserted], index: search.Queue) -> set[int]:
    """Let the inserted events act on others and others on them; return rowids of stored events
    that look different.

    Index first, then change what relations touch, so that text goes in and out of search exactly once.
    """
    for one in inserted:
        if one.event.text:
            index.put(one.rowid, one.event.text, room)
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


def _indexed(conn: Connection, rowid: int) -> str:
    """Return the text by which search knows an event now."""
    type_, raw, edit, shown, redacted_by = conn.execute(
        "SELECT e.type, e.raw, x.raw, e.shown, e.redacted_by FROM event e"
        " LEFT JOIN event x ON x.id = e.edit WHERE e.id = ?",
        (rowid,),
    ).fetchone()
    if redacted_by is not None or shown != MESSAGE:
        return ""
    return message_text(type_, edited_content(edit) if edit is not None else content_of(raw))


def _edit(conn: Connection, room: int, event_id: str, index: search.Queue) -> int | None:
    """Let the edit that counts now count; return the target's rowid."""
    row = conn.execute(
        "SELECT id, edit FROM event WHERE event_id = ? AND room = ?", (event_id, room)
    ).fetchone()
    if row is None:
        return None
    found = relations.newest_edit(conn, event_id)
    edit = found[0] if found is not None and edited_content(found[1]) else None
    if edit != row[1]:
        old = _indexed(conn, row[0])
        conn.execute("UPDATE event SET edit = ? WHERE id = ?", (edit, row[0]))
        index.replace(conn, row[0], old, _indexed(conn, row[0]), room)
    rowid: int = row[0]
    return rowid


def _redact(conn: Connection, room: int, rowid: int, event_id: str, index: search.Queue) -> set[int]:
    """Take the content of an event away; return other events that look different for it."""
    by = conn.execute(
        "SELECT event_id, raw FROM event WHERE relates_to = ? AND rel_type = ? AND room = ? ORDER"
        " BY id LIMIT 1",
        (event_id, REDACTION, room),
    ).fetchone()
    if by is None:
        return set()
    old = _indexed(conn, rowid)
    type_, raw, rel_type, relates_to = conn.execute(
        "SELECT type, raw, rel_type, relates_to FROM event WHERE id = ?", (rowid,)
    ).fetchone()
    conn.execute(
        "UPDATE event SET redacted_by = ?, edit = NULL, counts = 0, mention = 0 WHERE id = ?", (by[0], rowid)
    )
    index.replace(conn, rowid, old, "", room)
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


def rebuild_search(conn: Connection) -> None:
    """Empty the index and fill it again from what is stored."""
    conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
    last = 0
    while True:
        rows = conn.execute(
            "SELECT id, room FROM event WHERE id > ? ORDER BY id LIMIT ?", (last, _REBUILD_STEP)
        ).fetchall()
        if not rows:
            return
        texts = [(rowid, _indexed(conn, rowid), room) for rowid, room in rows]
        search.add(conn, [row for row in texts if row[1]])
        last = rows[-1][0]
