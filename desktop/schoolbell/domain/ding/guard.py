"""What speaks for another time: the school's quiet hours, which DINGs these families already have today."""

from collections.abc import Iterable, Sequence

from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.audience import families_of
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.hours import Hours
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.announcements.roll import Roll
from schoolbell.domain.chat.items import RoomKind
from schoolbell.domain.ding.items import Before, Guard
from schoolbell.domain.names import one_line
from schoolbell.store.database import Connection

_TITLE_LIMIT = 60
_MOST = 20
_CLASS_ROOMS = frozenset({RoomKind.GROUP, RoomKind.NOTICES, RoomKind.HOMEWORK, RoomKind.LIVE, RoomKind.DESK})


def guard(conn: Connection, roll: Roll, people: Sequence[str], hours: Hours, at_ms: int) -> Guard:
    """Return what speaks against telling `people` at `at_ms`; own DINGs and those of others that are here."""
    later = hours.next_morning(at_ms)
    if not people:
        return Guard(later_ms=later)
    begin, end = hours.day(at_ms)
    wanted = _households(people, roll)
    before = []
    for one in loading.load_recent(conn, roll.knowledge.authority, Kind.DING, at_ms):
        if one.ts >= end or one.withdrawn_ts:
            continue
        if one.ts < begin:
            break
        number = len(wanted & _households(addressed(one, roll), roll))
        if number:
            sender = roll.knowledge.directory.person(one.sender, one.copies[0].room_id)
            before.append(Before(one.ts, one_line(one.block.text, _TITLE_LIMIT), sender, number))
    return Guard(tuple(before[:_MOST]), hours.is_quiet(at_ms), later)


def addressed(announcement: Announcement, roll: Roll) -> tuple[str, ...]:
    """Return whom an announcement is addressed to, by the roster where it goes to a whole room."""
    if not announcement.block.to_room:
        return announcement.mentions
    authority = roll.knowledge.authority
    found: dict[str, None] = {}
    for copy in announcement.copies:
        kind, space = authority.kind_of(copy.room_id), authority.class_of(copy.room_id)
        if kind in _CLASS_ROOMS and space:
            found.update(dict.fromkeys(roll.families(space)))
        elif kind is RoomKind.STAFF_ALL:
            found.update(dict.fromkeys(roll.staff))
    return tuple(found)


def _households(people: Iterable[str], roll: Roll) -> frozenset[str]:
    """Return what tells households apart: the first child of all families that share a guardian, or oneself.

    A family is the same whichever of its members is named, so its guardians' other children belong to it.
    """
    directory = roll.knowledge.directory
    listed = tuple(people)
    found: set[str] = set()
    placed: set[str] = set()
    for children, members in families_of(roll.knowledge, listed):
        placed.update(members)
        whole = set(children)
        for child in children:
            for guardian in directory.guardians_of(child):
                whole.update(directory.children_of(guardian))
        found.add(min(whole))
    return frozenset(found | (set(listed) - placed))
