"""Which words a state event gets in the timeline, and whom they are about."""

from collections.abc import Container, Iterable

from msgspec import Struct

from schoolbell.domain.chat.content import mapping, text
from schoolbell.domain.names import clean_name
from schoolbell.store.rows import EventRow, json_object

_PLAIN = {
    "m.room.topic": "topic",
    "m.room.avatar": "avatar",
    "m.room.encryption": "encrypted",
    "m.room.create": "created",
}


class StateLine(Struct, frozen=True):
    """`what` as in StateItem, "" for no line; `users` are ids, `name` is a new room name."""

    what: str = ""
    users: tuple[str, ...] = ()
    name: str = ""
    until: int = 0  # of a mute


def state_line(row: EventRow) -> StateLine:
    """Return the line of a state event: who did it first, then to whom or what."""
    if row.type in _PLAIN:
        return StateLine(_PLAIN[row.type], (row.sender,))
    content = row.content
    unsigned = mapping(json_object(row.raw).get("unsigned"))
    earlier = mapping(unsigned.get("prev_content"))
    if row.type == "m.room.name":
        name = clean_name(content.get("name"))  # the first name comes with the room and is no news
        return StateLine("renamed", (row.sender,), name) if name and earlier else StateLine()
    if row.type != "m.room.member" or not row.state_key:
        return StateLine()
    person, by = row.state_key, row.sender
    before = text(earlier.get("membership"))
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


class Coming(Struct, frozen=True):
    """One line about a run of comings and goings. `events`, `people`: what it sums up, oldest first."""

    what: str
    by: str  # who did it, "" for what people did themselves
    people: tuple[str, ...]
    events: tuple[str, ...]
    ts: int  # of the first event


def comings(run: Iterable[tuple[EventRow, StateLine]], office: Container[str]) -> list[Coming]:
    """Return what a run of membership events comes to, in as few lines as there are kinds of news.

    Of each person only the last thing counts, so that an invitation that was accepted is a join. The office's
    own comings and goings and its invitations say nothing: it sets every room up.
    """
    last: dict[str, tuple[EventRow, str, str]] = {}
    for row, says in run:
        if not says.what:
            continue
        person = says.users[-1]
        by = says.users[0] if len(says.users) > 1 else ""
        if person in office or (says.what == "invited" and by in office):
            continue
        last.pop(person, None)
        last[person] = (row, says.what, by)
    found: dict[tuple[str, str], list[tuple[str, EventRow]]] = {}
    for person, (row, what, by) in last.items():
        found.setdefault((what, by), []).append((person, row))
    return [
        Coming(
            what,
            by,
            tuple(person for person, _ in entries),
            tuple(row.event_id for _, row in entries),
            entries[0][1].ts,
        )
        for (what, by), entries in found.items()
    ]
