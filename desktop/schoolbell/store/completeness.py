"""Which rooms must be asked again for everybody: a hole in what was delivered hides changes."""

import json
from collections.abc import Iterable

from schoolbell.store.database import Connection


def forget_members(conn: Connection, room_ids: Iterable[str]) -> None:
    """Take the member lists of these rooms for incomplete."""
    conn.execute(
        "UPDATE room SET members_complete = 0 WHERE members_complete = 1"
        " AND room_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(room_ids)),),
    )


def forget_receipts(conn: Connection, room_ids: Iterable[str]) -> None:
    """Take the receipts of these rooms for incomplete."""
    conn.execute(
        "UPDATE room SET receipts_complete = 0 WHERE receipts_complete = 1"
        " AND room_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(room_ids)),),
    )
