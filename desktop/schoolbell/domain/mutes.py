"""The event that says until when somebody is muted; the mute itself is a level below 0 in the group.

`org.schoolbell.mute` `{"v":1,"user":"@…","until":ms}`, sent in the group beside the lowered level by whoever
lowered it (level 50, judged at the event). `until` 0 or absent: until somebody lifts it by hand. The newest
one for a person counts. An event and not state: state is 100 in every room of the school, and a level that
changes by itself later (a delayed event) would undo what was changed meanwhile. The office lifts it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from schoolbell.store import timeline, verdicts
from schoolbell.store.database import Connection
from schoolbell.store.rows import EventRow

MUTE = "mute"
MUTE_TYPE = "org.schoolbell.mute"
LONGEST_MS = 31 * 86_400_000  # what says more is taken for "until lifted"


class Mute(Struct, frozen=True):
    """One mute: of whom, until when (ms; 0 = until lifted), and the event that says so."""

    event: int  # rowid
    event_id: str
    user_id: str
    until: int
    sender: str = ""


def mute_content(user_id: str, until: int) -> dict[str, Any]:
    """Return the content that goes with a mute of `user_id`; `until` in ms, 0 = until lifted."""
    return {"v": 1, "user": user_id, "until": until} if until else {"v": 1, "user": user_id}


def read_mute(event: EventRow) -> Mute | None:
    """Return the mute that an event of any quality says, None when it says none."""
    content: Mapping[str, Any] = event.content
    user, until = content.get("user"), content.get("until", 0)
    if event.type != MUTE_TYPE or content.get("v") != 1 or content["v"] is True:
        return None
    if not isinstance(user, str) or not user.startswith("@") or len(user) > 255:
        return None
    timed = type(until) is int and event.ts < until <= event.ts + LONGEST_MS
    return Mute(event.rowid, event.event_id, user, until if timed else 0, event.sender)


def newest(events: Iterable[EventRow]) -> dict[str, Mute]:
    """Return user id → the mute that counts, of one room's acting events in their order."""
    return {mute.user_id: mute for mute in map(read_mute, events) if mute is not None}


def timed(conn: Connection, since_ms: int) -> list[tuple[str, Mute, bool]]:
    """Return (room id, mute, nothing missing after it) of the timed mutes that count."""
    rows = verdicts.acting_since(conn, MUTE, since_ms)
    events = {event.rowid: event for event in timeline.rows_of(conn, rows)}
    found: list[tuple[str, Mute, bool]] = []
    for room_id, here in verdicts.by_room(conn, events).items():
        for mute in newest(_in_order(events, here)).values():
            if mute.until:
                found.append((room_id, mute, timeline.leads_to_live(conn, mute.event)))
    return found


def acting_in(conn: Connection, room_id: str) -> list[EventRow]:
    """Return the mute events of a room that act, in their order."""
    return timeline.rows_of(conn, verdicts.acting_in(conn, room_id, MUTE))


def _in_order(events: Mapping[int, EventRow], rowids: list[int]) -> list[EventRow]:
    return sorted((events[rowid] for rowid in rowids), key=lambda event: event.position)
