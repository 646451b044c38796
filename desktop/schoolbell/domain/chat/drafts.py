"""What stands unsent in a room's composer."""

from dataclasses import dataclass

from schoolbell.store import drafts
from schoolbell.store.database import Connection


@dataclass(frozen=True, slots=True)
class Draft:
    """`reply_to` is the event id that the draft answers, or ""."""

    text: str = ""
    reply_to: str = ""


def load_draft(conn: Connection, room_id: str) -> Draft:
    """Return the draft of a room from local.db, an empty one when there is none."""
    row = drafts.get(conn, room_id)
    return Draft(row.text, row.reply_to) if row is not None else Draft()
