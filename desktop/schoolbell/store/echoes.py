"""Finds in the cache what was sent from this machine: transaction id → event id."""

import json
from collections.abc import Iterable

from schoolbell.store.database import Connection


def others(conn: Connection, event_ids: Iterable[str], local_id: str) -> set[str]:
    """Return those of `event_ids` that are known to have been sent with another id than `local_id`."""
    found = conn.execute(
        "SELECT event_id FROM event WHERE event_id IN (SELECT value FROM json_each(?))"
        " AND local_id IS NOT NULL AND local_id != ?",
        (json.dumps(list(event_ids)), local_id),
    )
    return {event_id for (event_id,) in found}


def find(conn: Connection, local_ids: Iterable[str], event_ids: Iterable[str] = ()) -> dict[str, str]:
    """Return local id → event id for stored own events; stored `event_ids` map to themselves."""
    found = dict(
        conn.execute(
            "SELECT local_id, event_id FROM event WHERE local_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(local_ids)),),
        ).fetchall()
    )
    found.update(
        (event_id, event_id)
        for (event_id,) in conn.execute(
            "SELECT event_id FROM event WHERE event_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(event_ids)),),
        )
    )
    return found
