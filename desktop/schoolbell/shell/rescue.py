"""The drafts that the disk did not take while their session lived: written at the next opening."""

from collections.abc import Mapping
from dataclasses import dataclass

from schoolbell.domain.chat.drafts import Draft
from schoolbell.store import drafts
from schoolbell.store.database import Connection


@dataclass(frozen=True, slots=True)
class Rescued:
    """Drafts by room id."""

    drafts: Mapping[str, Draft]

    def write(self, conn: Connection, now_ms: int) -> None:
        """Keep them in local.db."""
        for room_id, draft in self.drafts.items():
            drafts.put(conn, room_id, draft.text, draft.reply_to, now_ms)
