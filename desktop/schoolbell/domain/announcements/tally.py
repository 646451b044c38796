"""Who is addressed by an announcement, and who of them read and confirmed it; families count once.

Everything is computed from stored events: a ✅ on any copy confirms, receipts only tell who has read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schoolbell.domain.announcements.audience import asks, counts_for, families_of
from schoolbell.domain.announcements.blocks import Confirm, mentioned
from schoolbell.domain.announcements.items import Addressee, Announcement, Household, Standing, Tally
from schoolbell.domain.chat.items import Person, RoomKind
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import announcements, members, receipts, rooms, timeline
from schoolbell.store.database import Connection
from schoolbell.store.rows import content_of


@dataclass(slots=True)
class _Word:
    """What is known of one person, from all copies together."""

    room_id: str = ""
    name: str = ""
    read_ts: int = 0
    read: bool = False
    about: bool = False
    confirmed_ts: int = 0
    signed_ts: int = 0
    asked: bool = False  # addressed in person, or in a room where this person is asked
    schools: set[str] = field(default_factory=set)  # rooms of reports


def tally(conn: Connection, knowledge: SchoolKnowledge, announcement: Announcement) -> Tally:
    """Return who is to confirm `announcement` and how far they are."""
    words: dict[str, _Word] = {}
    known = True
    rows = announcements.at(conn, [copy.event_id for copy in announcement.copies])
    excluded = {announcement.sender, *knowledge.authority.office_accounts()}
    for copy in announcement.copies:
        row = rows.get(copy.event_id)
        if row is None:
            continue
        known &= bool(row.whole) or timeline.leads_to_live(conn, row.event)
        if announcement.block.to_room:
            known &= _room(conn, knowledge, copy.room_id, row.event, excluded, words)
        else:
            users = [user for user in mentioned(content_of(row.raw)) if user not in excluded]
            _named(conn, copy.room_id, row.event, users, words)
    for one in announcements.confirmations(conn, rows):
        word = words.get(one.user_id)
        if word is not None:
            word.confirmed_ts = min(word.confirmed_ts or one.ts, one.ts)
            if one.type == announcements.SIGN:
                word.signed_ts = min(word.signed_ts or one.ts, one.ts)
    return _put_together(conn, knowledge, announcement, words, known)


def _room(
    conn: Connection,
    knowledge: SchoolKnowledge,
    room_id: str,
    event: int,
    excluded: set[str],
    words: dict[str, _Word],
) -> bool:
    """Take in a copy for everybody in its room; return whether its members and receipts are all here."""
    reports = knowledge.authority.kind_of(room_id) is RoomKind.REPORTS
    for row in receipts.readers(conn, room_id, event, excluded):
        word = words.setdefault(row.user_id, _Word(room_id, row.name))
        _read(word, row.read, row.ts, row.about)
        word.asked |= asks(knowledge, room_id, row.user_id)
        if reports:
            word.schools.add(room_id)
    return members.is_complete(conn, room_id) and receipts.is_complete(conn, room_id)


def _named(conn: Connection, room_id: str, event: int, users: list[str], words: dict[str, _Word]) -> None:
    """Take in a copy for those whom it names."""
    names = members.named(conn, room_id, users)
    reading = receipts.reading(conn, room_id, event, users)
    for user in users:
        word = words.setdefault(user, _Word(room_id, names[user].name if user in names else ""))
        word.asked = True
        if user in reading:
            _read(word, *reading[user])


def _read(word: _Word, read: bool, ts: int, about: bool) -> None:
    if read and (not word.read or ts < word.read_ts):
        word.read, word.read_ts, word.about = True, ts, about


def _put_together(
    conn: Connection,
    knowledge: SchoolKnowledge,
    announcement: Announcement,
    words: Mapping[str, _Word],
    known: bool,
) -> Tally:
    directory = knowledge.directory
    asked = {user: word for user, word in words.items() if word.asked}
    block = announcement.block
    households: list[Household] = []
    placed: set[str] = set()
    schools = sorted({room for word in asked.values() for room in word.schools})
    for room_id in schools:
        staff = [user for user, word in asked.items() if room_id in word.schools]
        placed.update(staff)
        name = _school_name(conn, knowledge, room_id)
        people = tuple(_addressee(knowledge, user, asked[user], counts=True) for user in staff)
        households.append(_household(room_id, name, "", "", people, block.confirm))
    families = families_of(knowledge, (user for user in asked if user not in placed))
    for children, users in families:
        placed.update(users)
        people = tuple(
            _addressee(knowledge, user, asked[user], counts=counts_for(knowledge, user, block.counts))
            for user in users
        )
        if not any(one.counts for one in people):  # nobody else was asked: then who was counts
            people = tuple(_addressee(knowledge, user, asked[user], counts=True) for user in users)
        room_id = asked[users[0]].room_id
        names = [directory.person(child, room_id).name for child in children]
        first = directory.entry(children[0], room_id)
        number = first.number if first is not None else ""
        class_name = directory.class_name(children[0], room_id)
        households.append(
            _household(children[0], "、".join(names), number, class_name, people, block.confirm, children)
        )
    for user, word in asked.items():
        if user not in placed:
            one = _addressee(knowledge, user, word, counts=True)
            entry = directory.entry(user, word.room_id)
            number = entry.number if entry is not None else ""
            class_name = directory.class_name(user, word.room_id)
            households.append(_household(user, one.person.name, number, class_name, (one,), block.confirm))
    households.sort(key=lambda one: (one.class_name, not one.children, one.number, one.name, one.key))
    return Tally(tuple(households), known, bool(families))


def _addressee(knowledge: SchoolKnowledge, user: str, word: _Word, *, counts: bool) -> Addressee:
    person: Person = knowledge.directory.person(user, word.room_id, word.name)
    if word.confirmed_ts:
        return Addressee(
            person, Standing.CONFIRMED, word.confirmed_ts, signed=bool(word.signed_ts), counts=counts,
            signed_ts=word.signed_ts,
        )  # fmt: skip
    if word.read:
        return Addressee(person, Standing.READ, word.read_ts, word.about, False, counts)
    return Addressee(person, Standing.UNREAD, 0, False, False, counts)


def _household(
    key: str,
    name: str,
    number: str,
    class_name: str,
    people: tuple[Addressee, ...],
    confirm: Confirm,
    children: tuple[str, ...] = (),
) -> Household:
    counting = [one for one in people if one.counts]
    wanted = (Standing.CONFIRMED, Standing.READ) if confirm is Confirm.NONE else (Standing.CONFIRMED,)
    done = [one.ts for one in counting if one.standing in wanted]
    if done:
        standing, ts = Standing.CONFIRMED, min(done)
    else:
        read = any(one.standing is not Standing.UNREAD for one in people)
        standing, ts = Standing.READ if read else Standing.UNREAD, 0
    return Household(key, name, number, class_name, standing, people, ts, children)


def _school_name(conn: Connection, knowledge: SchoolKnowledge, room_id: str) -> str:
    room = knowledge.authority.school_room(room_id)
    row = rooms.summary(conn, room.anchor) if room is not None else None
    return row.name if row is not None and row.name else room_id


def open_rooms(conn: Connection, one: Announcement, counted: Tally) -> list[str]:
    """Return the rooms of the copies by which somebody is addressed whose household is open."""
    waiting = {
        person.person.user_id
        for household in counted.households
        if household.standing is not Standing.CONFIRMED
        for person in household.people
    }
    rows = announcements.at(conn, [copy.event_id for copy in one.copies])
    found: dict[str, None] = {}
    for copy in one.copies:
        row = rows.get(copy.event_id)
        if row is None:
            continue
        if one.block.to_room:
            here = {member.user_id for member in members.joined(conn, copy.room_id)}
        else:
            here = set(mentioned(content_of(row.raw)))
        if waiting & here:
            found[copy.room_id] = None
    return list(found)
