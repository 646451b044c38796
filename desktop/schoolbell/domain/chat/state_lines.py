"""Which words a state event gets in the timeline, and whom they are about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schoolbell.domain.chat.content import mapping, text
from schoolbell.domain.chat.items import StateItem, TimelineItem
from schoolbell.domain.names import clean_name
from schoolbell.store.rows import EventRow, json_object

_NAMES_LIMIT = 100  # names kept for one "joined" line
_PLAIN = {
    "m.room.topic": "topic",
    "m.room.avatar": "avatar",
    "m.room.encryption": "encrypted",
    "m.room.create": "created",
}


@dataclass(frozen=True, slots=True)
class StateLine:
    """`what` as in StateItem, "" for no line; `users` are ids, `name` is a new room name."""

    what: str = ""
    users: tuple[str, ...] = ()
    name: str = ""


def state_line(row: EventRow) -> StateLine:
    """Return the line of a state event: who did it first, then to whom or what."""
    if row.type in _PLAIN:
        return StateLine(_PLAIN[row.type], (row.sender,))
    content = row.content
    if row.type == "m.room.name":
        name = clean_name(content.get("name"))
        return StateLine("renamed", (row.sender,), name) if name else StateLine()
    if row.type != "m.room.member" or not row.state_key:
        return StateLine()
    person, by = row.state_key, row.sender
    unsigned = mapping(json_object(row.raw).get("unsigned"))
    before = text(mapping(unsigned.get("prev_content")).get("membership"))
    now = text(content.get("membership"))
    if now == before:
        return StateLine()  # a new name or picture
    if now == "join":
        return StateLine("joined", (person,))
    if now == "invite":
        return StateLine("invited", (by, person))
    if now == "ban":
        return StateLine("banned", (by, person))
    if now == "leave" and before in ("", "join"):
        return StateLine("left", (person,)) if person == by else StateLine("removed", (by, person))
    return StateLine()


def joined_into(items: Sequence[TimelineItem], line: StateItem) -> StateItem | None:
    """Return the last of `items` with the people of `line` added, None if it says something else."""
    last = items[-1] if items else None
    if line.what not in ("joined", "left") or not isinstance(last, StateItem) or last.what != line.what:
        return None
    if len(last.names) >= _NAMES_LIMIT or set(line.names) <= set(last.names):
        return last
    return replace(last, names=last.names + line.names)
