"""Which rooms must be asked again for everybody: a hole in what was delivered hides changes."""

import json
from collections.abc import Iterable

from schoolbell.store.database import Connection

# room.members_complete: if as many as the server counts; yes; no, ask for them again
COUNTED, COMPLETE, DOUBTFUL = 0, 1, 2


def forget_members(conn: Connection, room_ids: Iterable[str], *, counted: bool = False) -> None:
    """Take the member lists of these rooms for incomplete until they are fetched anew.

    `counted`: also those that were complete by their number only; one may have left and another joined.
    """
    conn.execute(
        f"UPDATE room SET members_complete = {DOUBTFUL} WHERE members_complete IN (?, ?)"
        " AND room_id IN (SELECT value FROM json_each(?))",
        (COMPLETE, COUNTED if counted else COMPLETE, json.dumps(list(room_ids))),
    )


def forget_receipts(conn: Connection, room_ids: Iterable[str]) -> None:
    """Take the receipts of these rooms for incomplete."""
    conn.execute(
        "UPDATE room SET receipts_complete = 0 WHERE receipts_complete = 1"
        " AND room_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(room_ids)),),
    )
