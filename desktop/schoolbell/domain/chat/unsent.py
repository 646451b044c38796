"""What stands unsent in the rooms, for the list of chats: drafts, what is on its way, what was refused.

Copies of what went to many and their files are not among what is on its way: see `store.last_said`.
"""

from collections.abc import Collection, Mapping
from typing import Any

from msgspec import Struct

from schoolbell.domain.chat.content import mapping, replacement
from schoolbell.domain.names import one_line
from schoolbell.store import drafts, outbox
from schoolbell.store.database import Connection
from schoolbell.store.last_said import goes_to_many
from schoolbell.store.outbox import OutboxRow
from schoolbell.store.rows import json_object


class Local(Struct, frozen=True):
    """What stands unsent in one room."""

    draft: str = ""
    failed: int = 0
    waiting: str | None = None  # newest message on its way as one line


NOTHING = Local()


class Unsent(Struct, frozen=True):
    """Drafts and outbox of all rooms (few rows each), as one read of local.db has them."""

    drafts: Mapping[str, str]
    rows: tuple[tuple[OutboxRow, Mapping[str, Any]], ...]  # with their contents, {} for what is no message
    many: frozenset[str]  # batches with a copy that goes to many

    @property
    def leftover(self) -> list[str]:
        """The batches of which only files may be left: their copies are in the cache then."""
        found = {row.batch for row, _ in self.rows if row.batch is not None}
        return sorted(found - self.many)

    def by_room(self, gone: Collection[str]) -> dict[str, Local]:
        """Return room id → what stands there; `gone` are batches whose copies went to many and are out."""
        many = self.many | set(gone)
        failed: dict[str, int] = {}
        waiting: dict[str, str] = {}
        for row, content in self.rows:
            if row.state == outbox.WEDGED:
                failed[row.room_id] = failed.get(row.room_id, 0) + 1
            if content and row.batch not in many and not goes_to_many(content):
                shown = replacement(content) or content
                if mapping(content.get("m.relates_to")).get("rel_type") != "m.replace":
                    waiting[row.room_id] = one_line(shown.get("body"))
        return {
            room_id: Local(self.drafts.get(room_id, ""), failed.get(room_id, 0), waiting.get(room_id))
            for room_id in {*self.drafts, *failed, *waiting}
        }


def read(conn: Connection) -> Unsent:
    """Read drafts and outbox (local.db)."""
    texts = {draft.room_id: one_line(draft.text) for draft in drafts.all_of(conn)}
    rows = [
        (row, json_object(row.content) if row.type == "m.room.message" else {})
        for row in outbox.everything(conn)
    ]
    many = {row.batch for row, content in rows if row.batch is not None and goes_to_many(content)}
    return Unsent(texts, tuple(rows), frozenset(many))
