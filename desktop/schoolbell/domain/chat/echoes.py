"""What the outbox does to a timeline before the server has answered: echoes, edits, reactions, recalls."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from schoolbell.domain.chat.content import Parsed, mapping, parse_unsent, text
from schoolbell.domain.chat.items import SendState
from schoolbell.store.outbox import REDACTION, SENT, WEDGED, OutboxRow
from schoolbell.store.rows import json_object

_STATES = {SENT: SendState.SENT, WEDGED: SendState.WEDGED}


class Echo(Struct, frozen=True):
    """One message that is still in the outbox."""

    local_id: str
    event_id: str
    ts: int
    state: SendState
    error: str
    content: Mapping[str, Any]
    parsed: Parsed


class Pending(Struct, frozen=True):
    """An edit, reaction or recall that is still in the outbox."""

    local_id: str
    state: SendState
    error: str
    content: Mapping[str, Any]


def plain_symbol(symbol: str) -> str:
    """Return a reaction's key without U+FE0F: with or without it means the same."""
    return symbol.replace("\ufe0f", "")


class Echoes:
    """The outbox of one room, sorted by what its rows do; `arrived` are ids already in the cache.

    Targets are event ids, or local ids of messages that are unsent themselves.
    """

    def __init__(self, rows: Sequence[OutboxRow], arrived: Collection[str | None]) -> None:
        self.messages: list[Echo] = []
        self._edits: dict[str, Pending] = {}
        self._reactions: dict[str, dict[str, str]] = {}
        self._redacted: set[str] = set()
        self._wedged: dict[str, Pending] = {}
        own_ids = {row.event_id: row.local_id for row in rows if row.event_id}
        for row in rows:
            if row.local_id in arrived or (row.event_id and row.event_id in arrived):
                continue
            self._take(row, own_ids)
        self.taken_back = frozenset(self._redacted)

    def _take(self, row: OutboxRow, own_ids: Mapping[str, str]) -> None:
        content = json_object(row.content)
        state = _STATES.get(row.state, SendState.WAITING)
        relation = mapping(content.get("m.relates_to"))
        target = row.target or text(relation.get("event_id"))
        pending = Pending(row.local_id, state, row.error or "", content)
        kind = REDACTION if row.type == REDACTION else text(relation.get("rel_type"))
        if row.type in ("m.room.message", "m.sticker") and kind != "m.replace":
            self.messages.append(
                Echo(
                    row.local_id,
                    row.event_id or "",
                    row.created_ms,
                    state,
                    row.error or "",
                    content,
                    parse_unsent(row.type, content, row.path),
                )
            )
            return
        for name in {target, own_ids.get(target, target)}:
            if state is SendState.WEDGED and kind in (REDACTION, "m.replace"):
                self._wedged[name] = pending
            elif kind == REDACTION:
                self._redacted.add(name)
            elif kind == "m.replace":
                self._edits[name] = pending
            elif kind == "m.annotation" and state is not SendState.WEDGED:
                symbol = plain_symbol(text(relation.get("key")))
                self._reactions.setdefault(name, {})[symbol] = row.local_id

    def edit_of(self, target: str) -> Pending | None:
        """Return the newest unsent edit of a message."""
        return self._edits.get(target)

    def reactions_to(self, target: str) -> Mapping[str, str]:
        """Return symbol → local id of unsent reactions to a message."""
        return {s: i for s, i in self._reactions.get(target, {}).items() if i not in self._redacted}

    def is_redacted(self, target: str) -> bool:
        """Whether a recall of the message is on its way."""
        return target in self._redacted

    def wedged_for(self, target: str) -> Pending | None:
        """Return the edit or recall of a message that the server refused."""
        return self._wedged.get(target)
