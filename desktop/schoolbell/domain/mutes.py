"""Until when somebody is muted, as an event says, and whether that stands; the mute is a level below 0.

`org.schoolbell.mute` `{"v":1,"user":"@…","until":ms}`, sent in the group beside the lowered level by whoever
lowered it (level 50, judged at the event). `until` 0 or absent: until somebody lifts it by hand. The newest
one for a person counts, until the level is lifted: who is muted again without an event is so until lifted.
An event and not state: state is 100 in every room of the school, and a level that changes by itself later (a
delayed event) would undo what was changed meanwhile. The office lifts it.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Any

from msgspec import Struct

from schoolbell.domain.mute_levels import muted_in
from schoolbell.store import power, timeline, verdicts
from schoolbell.store.database import Connection
from schoolbell.store.rows import EventRow

MUTE = "mute"
MUTE_TYPE = "org.schoolbell.mute"
LONGEST_MS = 31 * 86_400_000  # what says more is taken for "until lifted"
OVERWRITTEN_MS = 10_000  # who writes levels with a mute so soon after it was lifted had read them before


class Mute(Struct, frozen=True):
    """One mute: of whom, until when (ms; 0 = until lifted), and the event that says so."""

    event: int  # rowid
    event_id: str
    user_id: str
    until: int
    sender: str = ""


class Timed(Struct, frozen=True):
    """The newest mute of somebody in a room, one with an end.

    `whole`: nothing is missing after its event. `stands`: the levels have it, and nobody lifted it meanwhile.
    """

    room_id: str
    mute: Mute
    whole: bool
    stands: bool


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


def was_lifted(conn: Connection, room_id: str, mute: Mute, through: int | None = None) -> bool:
    """Return whether levels without the mute came after some with it, since its event.

    Levels with it that come at once after those overwrote the lifting: they bring the same mute back.
    `through` is the position of the last levels that count.
    """
    lowered, lifted_ms = False, None
    for ts, levels in power.since(conn, room_id, mute.event, through):
        muted = mute.user_id in muted_in(levels)
        if not muted:
            lifted_ms = ts if lowered and lifted_ms is None else lifted_ms
        elif lifted_ms is not None and ts - lifted_ms > OVERWRITTEN_MS:
            return True
        else:
            lowered, lifted_ms = True, None
    return lifted_ms is not None


def ends(conn: Connection, room_id: str, muted: Container[str]) -> dict[str, int]:
    """Return user id → until when (ms), of those of `muted` of whom an event says it and counts."""
    return {
        user: mute.until
        for user, mute in newest(acting_in(conn, room_id)).items()
        if user in muted and mute.until and not was_lifted(conn, room_id, mute)
    }


def timed(conn: Connection, since_ms: int) -> list[Timed]:
    """Return the mutes with an end of all rooms that were said since `since_ms`."""
    rows = verdicts.acting_since(conn, MUTE, since_ms)
    events = {event.rowid: event for event in timeline.rows_of(conn, rows)}
    found: list[Timed] = []
    for room_id, here in verdicts.by_room(conn, events).items():
        muted = muted_in(power.current(conn, room_id))
        for mute in newest(_in_order(events, here)).values():
            if mute.until:
                stands = mute.user_id in muted and not was_lifted(conn, room_id, mute)
                found.append(Timed(room_id, mute, timeline.leads_to_live(conn, mute.event), stands))
    return found


def acting_in(conn: Connection, room_id: str) -> list[EventRow]:
    """Return the mute events of a room that act, in their order."""
    return timeline.rows_of(conn, verdicts.acting_in(conn, room_id, MUTE))


def _in_order(events: Mapping[int, EventRow], rowids: list[int]) -> list[EventRow]:
    return sorted((events[rowid] for rowid in rowids), key=lambda event: event.position)
