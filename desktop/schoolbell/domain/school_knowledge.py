"""Loads what is known about the school from the store: one authority and one directory over it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from schoolbell.domain.authority import Authority, Creation, Link, RoomFacts
from schoolbell.domain.directory import ROSTER_TYPE, Directory
from schoolbell.store import account_data, power, rooms, state, timeline
from schoolbell.store.database import Connection
from schoolbell.store.rows import RoomRow, StateRow

ACCOUNT_TYPE = "org.schoolbell.school"
POLICY_TYPE = "org.schoolbell.policy"
_RELOAD = Authority.DEPENDS_ON | {ROSTER_TYPE, POLICY_TYPE, "m.room.name"}


@dataclass(frozen=True, slots=True)
class SchoolKnowledge:
    """What all features ask: who may do what, who is who. Frozen: a change makes a new one."""

    authority: Authority
    directory: Directory
    generation: int = 0  # another number, another answer: items built with the old one are built anew
    language: str = ""  # of the school's texts for others, "" when it has not said


def nothing_known() -> SchoolKnowledge:
    """Return the knowledge of an account without a school: all rooms are chats."""
    authority = Authority((), {})
    return SchoolKnowledge(authority, Directory(authority, ()))


def must_reload(changed: Iterable[tuple[str, str]], knowledge: SchoolKnowledge) -> bool:
    """Whether changed state (room id, type) may alter judgements or the roster."""
    known = knowledge.authority
    for room_id, event_type in changed:
        if event_type not in _RELOAD:
            continue
        if event_type in ("m.room.name", "m.room.power_levels") and known.school_room(room_id) is None:
            continue  # chats of no school change these all the time
        return True
    return False


def load(
    conn: Connection, anchors: Sequence[str], *, generation: int = 0, desks: bool = True
) -> SchoolKnowledge:
    """Read everything that authority and directory are built from (one snapshot of cache.db).

    Without `desks` (the first paint: a teacher has hundreds) these pass for chats until the next load.
    """
    authority, known = _judged(conn, anchors, desks=desks)
    roster = [(row.room_id, row.state_key, row.content) for row in state.of_type(conn, ROSTER_TYPE)]
    names = {room_id: room.name for room_id, room in known.items() if room.room_type == "m.space"}
    language = _language(conn, anchors)
    directory = Directory(authority, roster, names, language)
    return SchoolKnowledge(authority, directory, generation, language)


def load_authority(conn: Connection, anchors: Sequence[str]) -> Authority:
    """Read what authority alone is built from."""
    return _judged(conn, anchors, desks=True)[0]


def _judged(conn: Connection, anchors: Sequence[str], *, desks: bool) -> tuple[Authority, dict[str, RoomRow]]:
    labels = {
        row.room_id: row
        for row in state.of_type(conn, "org.schoolbell.room")
        if row.state_key == "" and (desks or row.content.get("kind") != "desk")
    }
    children: dict[str, list[StateRow]] = {}
    for row in state.of_type(conn, "m.space.child"):
        if row.state_key in labels:
            children.setdefault(row.room_id, []).append(row)
    known = rooms.summaries_of(conn, labels)  # a room without a label cannot be the school's
    facts: dict[str, RoomFacts] = {}
    for room_id, label in labels.items():
        room = known.get(room_id)
        if room is None:
            continue
        facts[room_id] = _facts(conn, room, label, children.get(room_id, ()))
    return Authority(anchors, facts), known


def creation_of(room: RoomRow) -> Creation:
    """Return what the room's create event said."""
    return Creation(room.creator, room.room_version, room.room_type, frozenset(room.creators))


def _facts(
    conn: Connection,
    room: RoomRow,
    label: StateRow,
    children: Iterable[StateRow],
) -> RoomFacts:
    creation = creation_of(room)
    current = power.current(conn, room.room_id)
    links = []
    for row in children:
        if row.content.get("via"):  # an entry without servers is a removed one
            links.append(Link(row.state_key, row.sender, _power_at(conn, creation, row, current)))
    return RoomFacts(
        creation=creation,
        label=label.content,
        label_sender=label.sender,
        label_power=_power_at(conn, creation, label, current),
        links=tuple(links),
        power=current,
    )


def _power_at(
    conn: Connection, creation: Creation, event: StateRow, current: dict[str, Any] | None
) -> dict[str, Any] | None:
    """Return the levels in force at a state event: by history where the event is stored, else now."""
    if creation.privileged and event.sender in creation.creators:
        return current  # a creator's level does not depend on them
    stored = timeline.by_ids(conn, [event.event_id]).get(event.event_id)
    if stored is not None:
        then = power.at(conn, event.room_id, stored.rowid)
        if then is not None:
            return then[1]
    return current


def _language(conn: Connection, anchors: Sequence[str]) -> str:
    for anchor in anchors:
        policy = state.get(conn, anchor, POLICY_TYPE)
        language = policy.content.get("language") if policy is not None else None
        if isinstance(language, str):
            return language
    return ""


def anchors_of_account(conn: Connection) -> tuple[str, ...]:
    """Return the anchors that account data names now: to be compared with the pinned ones."""
    content = account_data.get(conn, ACCOUNT_TYPE) or {}
    anchors = content.get("anchors")
    return tuple(a for a in anchors if isinstance(a, str)) if isinstance(anchors, list) else ()
