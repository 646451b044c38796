"""The record of a DING or notice that the server will send later, so that others can see that it did.

`org.schoolbell.scheduled` `{"v":1,"kind":"ding|notice","id","due":ms,"rooms":["!…",…]}`, left by the sender
in one staff room (of a class, or of the school) when the delayed events are made: which places get a copy,
and when, but not what it says. `rooms` [] takes it back. The newest one for (sender, kind, id) counts. An
event in a staff room and not account data, since nobody but the sender could read that.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from schoolbell.domain.announcements.blocks import Kind, is_id
from schoolbell.store.rows import EventRow

SCHEDULED = "scheduled"
SCHEDULED_TYPE = "org.schoolbell.scheduled"
_MOST_ROOMS = 1000
_LATEST = 1 << 48  # ms


class Scheduled(Struct, frozen=True):
    """What is to arrive where, and when; `event_id` is the record's own."""

    event_id: str
    kind: Kind
    sender: str
    id: str
    due: int  # ms
    rooms: tuple[str, ...]


def scheduled_content(kind: Kind, id: str, due: int, rooms: Sequence[str]) -> dict[str, Any]:
    """Return the content of a record; no `rooms`: it is taken back."""
    return {"v": 1, "kind": kind.value, "id": id, "due": due, "rooms": list(rooms)[:_MOST_ROOMS]}


def read_scheduled(event: EventRow) -> Scheduled | None:
    """Return the record that an event of any quality is, None when it is none."""
    content = event.content
    if event.type != SCHEDULED_TYPE or content.get("v") != 1 or content["v"] is True:
        return None
    try:
        kind = Kind(str(content.get("kind")))
    except ValueError:
        return None
    id, due, rooms = content.get("id"), content.get("due"), content.get("rooms")
    if not is_id(id) or type(due) is not int or not 0 < due <= _LATEST or not isinstance(rooms, list):
        return None
    places = dict.fromkeys(room for room in rooms[:_MOST_ROOMS] if isinstance(room, str))
    return Scheduled(event.event_id, kind, event.sender, str(id), due, tuple(places))
