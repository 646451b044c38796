"""Everything that is not sent yet, over all rooms, as items: refused ones and waiting ones."""

from collections.abc import Callable
from dataclasses import dataclass

from schoolbell.base.observable import Observable
from schoolbell.domain.chat.ports import Changes, ChatReader
from schoolbell.domain.names import one_line
from schoolbell.domain.refresher import Refresher, Run
from schoolbell.store import outbox, rooms
from schoolbell.store.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One unsent event; `body` is a reaction's symbol, "" for a recall."""

    key: str  # local id
    room_id: str
    room_name: str
    body: str
    ts: int  # ms when it was written
    wedged: bool
    error: str  # ErrorCode value when wedged


class OutboxList:
    """Emits the items in the order of sending. `name_of` gives a room's shown name, "" when unknown."""

    def __init__(self, reader: ChatReader, name_of: Callable[[str], str], run: Run) -> None:
        self.items: Observable[tuple[OutboxItem, ...]] = Observable()
        self._reader = reader
        self._name_of = name_of
        self._refresher = Refresher(self._refresh, run)
        self._shown: tuple[OutboxItem, ...] | None = None

    def on_changes(self, changes: Changes) -> None:
        """Read again when the outbox changed."""
        if changes.outbox:
            self._refresher.poke()

    def refresh(self) -> None:
        """Read again and emit in any case: who asks may not have been there before."""
        self._shown = None
        self._refresher.poke()

    def close(self) -> None:
        """Read no more."""
        self._refresher.end()

    async def _refresh(self) -> None:
        rows = await self._reader.local.read(outbox.everything)
        unsent = [row for row in rows if row.state in (outbox.WAITING, outbox.WEDGED)]
        unnamed = {row.room_id for row in unsent if not self._name_of(row.room_id)}
        found = (
            await self._reader.cache.read(lambda conn: rooms.summaries_of(conn, unnamed)) if unnamed else {}
        )
        names = {room_id: row.name for room_id, row in found.items()}
        items = tuple(
            _item(row, self._name_of(row.room_id) or names.get(row.room_id, row.room_id)) for row in unsent
        )
        if items != self._shown:
            self._shown = items
            self.items.emit(items)


def _item(row: OutboxRow, name: str) -> OutboxItem:
    content = row.decoded()
    edited, relation = content.get("m.new_content"), content.get("m.relates_to")
    body = (edited if isinstance(edited, dict) else content).get("body", "")
    if row.type == "m.reaction" and isinstance(relation, dict):
        body = relation.get("key", "")
    return OutboxItem(
        key=row.local_id,
        room_id=row.room_id,
        room_name=name,
        body=one_line(body if isinstance(body, str) else ""),
        ts=row.created_ms,
        wedged=row.state == outbox.WEDGED,
        error=row.error or "",
    )
