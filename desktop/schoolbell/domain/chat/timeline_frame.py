"""What all rows of one timeline share: names, levels, cards; and the marks under and inside a message."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from schoolbell.domain.authority import Creation, level_of, needed_level
from schoolbell.domain.chat.content import Parsed, parse
from schoolbell.domain.chat.items import NoticeFacts, Person, Reaction
from schoolbell.domain.late_edits import LateEdit
from schoolbell.domain.names import one_line
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store.rows import EventRow, ReactionRow

_REACTIONS_LIMIT = 40  # different ones shown under a message: own ones and the most frequent


class RoomFrame(Struct, frozen=True):
    """What all items of one build share."""

    room_id: str
    me: str
    knowledge: SchoolKnowledge
    names: Mapping[str, str]
    creation: Creation | None
    power: Mapping[str, Any] | None
    notices: Mapping[str, NoticeFacts]  # by event id, or local id of what is unsent

    def person(self, user_id: str) -> Person:
        """Return somebody as shown here."""
        return self.knowledge.directory.person(user_id, self.room_id, self.names.get(user_id, ""))

    def level(self, user_id: str) -> float:
        """Return the level of somebody now."""
        return level_of(self.creation, self.power, user_id) if self.creation is not None else 0

    def may_redact(self, own: bool) -> bool:
        """Own messages: may send a redaction at all; others': reach the room's redact level as well."""
        mine = self.level(self.me)
        if mine < needed_level(self.power, "m.room.redaction"):
            return False
        redact = self.power.get("redact", 50) if self.power is not None else 50
        return own or (isinstance(redact, int) and mine >= redact)


def reactions_of(
    stored: Iterable[ReactionRow], pending: Iterable[str], taken_back: frozenset[str]
) -> tuple[Reaction, ...]:
    """Return the reactions to show: stored ones and those on their way, without those being taken back."""
    found: dict[str, Reaction] = {}
    for row in stored:
        own = row.own is not None and row.own not in taken_back
        count = row.count - (row.own is not None and not own)
        if count > 0:
            found[row.key] = Reaction(one_line(row.key, 16) or "?", count, own)
    for symbol in pending:
        known = found.get(symbol)
        if known is None:
            found[symbol] = Reaction(one_line(symbol, 16) or "?", 1, True)
        elif not known.own:
            found[symbol] = replace(known, count=known.count + 1, own=True)
    if len(found) <= _REACTIONS_LIMIT:
        return tuple(found.values())
    chosen = sorted(found.values(), key=lambda one: (not one.own, -one.count))[:_REACTIONS_LIMIT]
    return tuple(chosen)


def chips_of(parsed: Parsed, room: RoomFrame) -> tuple[str, ...]:
    """Return the names that stand as "@name" in a message."""
    names = dict.fromkeys([*parsed.labels, *(room.person(user).name for user in parsed.mentions)])
    return tuple(name for name in names if name and "@" + name in parsed.body)


def later_words(row: EventRow, edit: LateEdit) -> str:
    """Return the words of an edit that came too late."""
    return parse(row.type, row.content, edit.late.content).body
