"""What of own announcements and answers is still in the outbox (local.db)."""

from msgspec import Struct

from schoolbell.domain.announcements.blocks import CONFIRM
from schoolbell.store import outbox
from schoolbell.store.database import Connection


class Unsent(Struct, frozen=True):
    """`states`: batch → states of its rows; `pending`: copy (event id) → ms when my word was written."""

    states: dict[str, list[str]]
    pending: dict[str, int]

    def of(self, batch: str) -> tuple[int, int]:
        """Return how many rows of a batch wait, and how many the server refused."""
        mine = self.states.get(batch, [])
        failed = mine.count(outbox.WEDGED)
        return len(mine) - failed, failed


def load_unsent(conn: Connection) -> Unsent:
    """Read the outbox."""
    found = Unsent({}, {})
    for row in outbox.everything(conn):
        if row.batch is not None and row.state != outbox.SENT:
            found.states.setdefault(row.batch, []).append(row.state)
        if row.type == "m.reaction" and row.target is not None and row.state != outbox.WEDGED:
            relation = row.decoded().get("m.relates_to")
            if isinstance(relation, dict) and relation.get("key") == CONFIRM:
                found.pending[row.target] = row.created_ms
    return found
