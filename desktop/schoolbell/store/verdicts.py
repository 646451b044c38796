"""Verdicts: whether a block of an event may act, judged once and kept."""

import json
from collections.abc import Iterable, Iterator

from schoolbell.store.database import Connection
from schoolbell.store.rows import VerdictRow

_STEP = 5000


def of_events(conn: Connection, rowids: Iterable[int]) -> dict[tuple[int, str], VerdictRow]:
    """Return (rowid, block) → verdict for the events that were judged."""
    found = conn.execute(
        "SELECT event, block, allowed, basis FROM verdict WHERE event IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rowids)),),
    )
    return {(row[0], row[1]): VerdictRow(row[0], row[1], bool(row[2]), row[3]) for row in found}


def put(conn: Connection, verdicts: Iterable[VerdictRow]) -> set[int]:
    """Keep verdicts; raise the rev of events of which a block acts now or no longer, and return these."""
    changed = set()
    for verdict in verdicts:
        now = (int(verdict.allowed), verdict.basis)
        kept = conn.execute(
            "SELECT allowed, basis FROM verdict WHERE event = ? AND block = ?", (verdict.rowid, verdict.block)
        ).fetchone()
        if kept == now:
            continue
        conn.execute(
            "INSERT INTO verdict (event, block, allowed, basis) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (event, block) DO UPDATE SET allowed = excluded.allowed, basis = excluded.basis",
            (verdict.rowid, verdict.block, *now),
        )
        if now[0] != (kept[0] if kept is not None else 0):
            conn.execute("UPDATE event SET rev = rev + 1 WHERE id = ?", (verdict.rowid,))
            changed.add(verdict.rowid)
    return changed


def pending(conn: Connection) -> set[int]:
    """Return the events with a block that was judged without knowing the room or its power levels."""
    return {row[0] for row in conn.execute("SELECT event FROM verdict WHERE basis = ''")}


def of_room(conn: Connection, room_id: str) -> set[int]:
    """Return the judged events of a room."""
    found = conn.execute(
        "SELECT DISTINCT v.event FROM verdict v CROSS JOIN event e ON e.id = v.event"
        " WHERE e.room = (SELECT id FROM room WHERE room_id = ?)",
        (room_id,),
    )
    return {row[0] for row in found}


def by_room(conn: Connection, rowids: Iterable[int]) -> dict[str, list[int]]:
    """Return room id → those of the events that are in it."""
    found: dict[str, list[int]] = {}
    for rowid, room_id in conn.execute(
        "SELECT e.id, r.room_id FROM event e JOIN room r ON r.id = e.room"
        " WHERE e.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rowids)),),
    ):
        found.setdefault(room_id, []).append(rowid)
    return found


def acting_since(conn: Connection, block: str, ts: int) -> list[int]:
    """Return the events (rowids, oldest first) since `ts` (ms) whose block acts and that nobody redacted."""
    found = conn.execute(
        "SELECT v.event FROM verdict v JOIN event e ON e.id = v.event"
        " WHERE v.event >= ? AND v.block = ? AND v.allowed = 1 AND e.redacted_by IS NULL ORDER BY v.event",
        (max(0, ts) << 20, block),
    )
    return [row[0] for row in found]


def acting_between(conn: Connection, block: str, since: int, until: int, word: str) -> list[int]:
    """Return the events (rowids, oldest first) from `since` to `until` (ms) whose block acts.

    Only those that nobody redacted and whose bytes contain `word`.
    """
    found = conn.execute(
        "SELECT v.event FROM verdict v JOIN event e ON e.id = v.event"
        " WHERE v.event BETWEEN ? AND ? AND v.block = ? AND v.allowed = 1 AND e.redacted_by IS NULL"
        " AND instr(e.raw, ?) > 0 ORDER BY v.event",
        (max(0, since) << 20, max(0, until) << 20, block, word.encode()),
    )
    return [row[0] for row in found]


def acting_in(conn: Connection, room_id: str, block: str) -> list[int]:
    """Return the events (rowids) of a room whose block acts and that nobody redacted."""
    found = conn.execute(
        "SELECT v.event FROM verdict v CROSS JOIN event e ON e.id = v.event WHERE v.block = ?"
        " AND v.allowed = 1 AND e.redacted_by IS NULL AND e.room = (SELECT id FROM room WHERE room_id = ?)",
        (block, room_id),
    )
    return [row[0] for row in found]


def forget_all(conn: Connection) -> None:
    """Forget every verdict."""
    conn.execute("DELETE FROM verdict")


def marked(conn: Connection, mark: bytes) -> Iterator[list[int]]:
    """Yield, in steps, the events whose bytes contain `mark`: a walk over everything, for a rebuild only."""
    last = -1
    while True:
        rows = conn.execute(
            "SELECT id, instr(raw, ?) FROM event WHERE id > ? ORDER BY id LIMIT ?", (mark, last, _STEP)
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [rowid for rowid, at in rows if at]
