"""Verdicts: whether a block of an event may act, judged once and kept."""

import json
from collections.abc import Iterable

from schoolbell.store.database import Connection
from schoolbell.store.rows import VerdictRow


def of_events(conn: Connection, rowids: Iterable[int]) -> dict[tuple[int, str], VerdictRow]:
    """Return (rowid, block) → verdict for the events that were judged."""
    found = conn.execute(
        "SELECT event, block, allowed, basis FROM verdict WHERE event IN (SELECT value FROM json_each(?))",
        (json.dumps(list(rowids)),),
    )
    return {(row[0], row[1]): VerdictRow(row[0], row[1], bool(row[2]), row[3]) for row in found}


def put(conn: Connection, verdicts: Iterable[VerdictRow]) -> None:
    """Keep verdicts; one that differs from what was kept raises the event's rev."""
    for verdict in verdicts:
        cursor = conn.execute(
            "INSERT INTO verdict (event, block, allowed, basis) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (event, block) DO UPDATE SET allowed = excluded.allowed, basis = excluded.basis"
            " WHERE allowed != excluded.allowed",
            (verdict.rowid, verdict.block, int(verdict.allowed), verdict.basis),
        )
        if cursor.rowcount > 0:
            conn.execute("UPDATE event SET rev = rev + 1 WHERE id = ?", (verdict.rowid,))


def forget_room(conn: Connection, room: int) -> None:
    """Forget a room's verdicts: older power levels became known, they are judged again."""
    conn.execute(
        "DELETE FROM verdict WHERE event IN"
        " (SELECT v.event FROM verdict v CROSS JOIN event e ON e.id = v.event WHERE e.room = ?)",
        (room,),
    )
