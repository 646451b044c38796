"""Where the copies of a DING go: class rooms, families' desks, staff rooms, direct chats; each person once.

- A class: its group, everybody in it (where I am not in the group: its notices).
- A role, or single people of families: the family's desk, naming who is addressed; siblings are one family,
  one desk is enough where it has all of them. Where I am in no desk of a class whose role is addressed: the
  class's room, naming them.
- Colleagues: the staff's room, naming them; all of them: everybody in it.
- Who is in none of these: a direct chat that we have, where it is an ordinary message (no block acts in a
  chat); else nobody can be told, and the plan lists them.

Only rooms that I am joined to and where my level lets a DING act, but for direct chats.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schoolbell.domain.announcements.audience import families_of
from schoolbell.domain.announcements.roll import Roll
from schoolbell.domain.authority import RULES
from schoolbell.domain.chat.items import Role, RoomKind
from schoolbell.domain.ding.items import Target
from schoolbell.store import reach
from schoolbell.store.database import Connection

MOST_MENTIONS = 100  # of one copy
MENTION_BYTES = 8 << 10  # of the user ids of one copy: it stays under 16 KiB with text and files

_ROLES = {"students": Role.STUDENT, "guardians": Role.GUARDIAN, "teachers": Role.TEACHER}


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rooms I am joined to, direct chats by user, who is known to be gone from a room."""

    joined: frozenset[str] = frozenset()
    direct: dict[str, str] = field(default_factory=dict)
    absent: frozenset[tuple[str, str]] = frozenset()


def load_reach(conn: Connection, roll: Roll) -> Reach:
    """Read it from the cache."""
    named = [
        room.room_id
        for room in roll.knowledge.authority.rooms.values()
        if room.kind in (RoomKind.DESK, RoomKind.STAFF_ALL, RoomKind.STAFF)
    ]
    return Reach(reach.joined(conn), reach.direct(conn), reach.absent(conn, named))


@dataclass(frozen=True, slots=True)
class Place:
    """Where one copy goes. Without `mentions` everybody there is addressed."""

    room_id: str
    mentions: tuple[str, ...] = ()
    private: bool = False

    @property
    def to_room(self) -> bool:
        """Whether everybody in the room is addressed."""
        return not self.mentions


@dataclass(frozen=True, slots=True)
class Route:
    """All copies of one DING; `people` are reached, each once."""

    places: tuple[Place, ...] = ()
    people: tuple[str, ...] = ()
    unreachable: tuple[str, ...] = ()

    @property
    def private(self) -> bool:
        """Whether a copy goes to a direct chat."""
        return any(place.private for place in self.places)


class Rooms:
    """Which of the school's rooms a DING of mine acts in now."""

    def __init__(self, roll: Roll, reached: Reach) -> None:
        self.roll = roll
        self.reach = reached
        self._class_rooms: dict[str, str] = {}
        self._staff: dict[str, str] = {}  # class space → its teachers' room
        self.staff_all = ""
        self.school_notices = ""
        self._desks: dict[str, str] = {}  # student → room
        authority, rule = roll.knowledge.authority, RULES["ding"]
        for room in authority.rooms.values():
            if room.room_id not in reached.joined or room.kind not in rule.kinds:
                continue
            if authority.level(room.room_id, roll.me) < rule.level:
                continue
            space = authority.class_of(room.room_id)
            if room.kind is RoomKind.DESK:
                student = room.label.get("student")
                if isinstance(student, str):
                    self._desks.setdefault(student, room.room_id)
            elif room.kind is RoomKind.STAFF_ALL:
                self.staff_all = self.staff_all or room.room_id
            elif room.kind is RoomKind.NOTICES and not space:
                self.school_notices = self.school_notices or room.room_id
            elif room.kind is RoomKind.STAFF:
                self._staff.setdefault(space, room.room_id)
            elif room.kind is RoomKind.GROUP and space:
                self._class_rooms[space] = room.room_id
            elif room.kind is RoomKind.NOTICES:
                self._class_rooms.setdefault(space, room.room_id)

    def of_class(self, space: str) -> str:
        """Return the room that all families of a class are in, "" when I may not DING there."""
        return self._class_rooms.get(space, "")

    def of_teachers(self, space: str) -> str:
        """Return the room of a class's teachers, or ""."""
        return self._staff.get(space, "")

    def of_record(self, room_id: str) -> str:
        """Return the staff room that is told of an appointment: of the copy's class, else of the school."""
        space = self.roll.knowledge.authority.class_of(room_id)
        return self.of_teachers(space) or self.staff_all

    def desk(self, student: str) -> str:
        """Return a student's desk, or ""."""
        return self._desks.get(student, "")

    def in_desk(self, student: str, user: str) -> bool:
        """Whether `user` is at the student's desk, as far as is known."""
        room = self.desk(student)
        if not room or (room, user) in self.reach.absent:
            return False
        return user == student or student in self.roll.knowledge.directory.children_of(user)

    @property
    def anywhere(self) -> bool:
        """Whether there is any room where a DING of mine acts."""
        return bool(self._class_rooms or self._desks or self._staff or self.staff_all)

    @property
    def whole_school(self) -> bool:
        """Whether I may address all families: I lead the school's notices, and am in every class known."""
        classes = self.roll.classes
        return bool(self.school_notices and classes) and all(self.of_class(space) for space in classes)


def people_of(target: Target, roll: Roll) -> tuple[str, ...]:
    """Return whom one chip of the recipients' field stands for."""
    if target.kind in ("person", "people"):
        users = (target.key,) if target.kind == "person" else target.users
        return tuple(user for user in dict.fromkeys(users) if user.startswith("@") and user != roll.me)
    if target.kind == "class":
        return roll.families(target.key)
    if target.kind in _ROLES:
        return roll.of_class(target.key, _ROLES[target.kind])
    if target.kind == "staff":
        return roll.staff
    if target.kind == "school":
        return tuple(dict.fromkeys(user for space in roll.classes for user in roll.families(space)))
    return ()


def route(targets: Iterable[Target], rooms: Rooms) -> Route:
    """Return where the copies for `targets` go."""
    return _Router(rooms).route(tuple(targets))


class _Router:
    """One computation; whom a copy reaches is in `_reached` and gets no other."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._roll = rooms.roll
        self._places: list[Place] = []
        self._reached: dict[str, None] = {}
        self._class_of_role: dict[str, str] = {}  # user → class whose role was chosen

    def route(self, targets: tuple[Target, ...]) -> Route:
        if not self._rooms.whole_school:
            targets = tuple(target for target in targets if target.kind != "school")
        wanted: dict[str, None] = {}
        for target in targets:
            wanted.update(dict.fromkeys(people_of(target, self._roll)))
            if target.kind in ("students", "guardians", "class"):
                for user in people_of(target, self._roll):
                    self._class_of_role.setdefault(user, target.key)
        self._whole_rooms(targets)
        left = [user for user in wanted if user not in self._reached]
        self._desks([user for user in left if self._roll.is_family(user)])
        self._class_mentions([user for user in left if user not in self._reached])
        self._colleagues([user for user in left if user not in self._reached])
        self._directs([user for user in left if user not in self._reached])
        return Route(
            tuple(self._places),
            tuple(self._reached),
            tuple(user for user in wanted if user not in self._reached),
        )

    def _whole_rooms(self, targets: Sequence[Target]) -> None:
        spaces: dict[str, None] = {}
        for target in targets:
            if target.kind == "class":
                spaces[target.key] = None
            elif target.kind == "school":
                spaces.update(dict.fromkeys(self._roll.classes))
            elif target.kind == "staff" and self._rooms.staff_all:
                gone = self._rooms.reach.absent
                room = self._rooms.staff_all
                self._add(Place(room), (user for user in self._roll.staff if (room, user) not in gone))
        for space in spaces:
            room = self._rooms.of_class(space)
            if room:
                self._add(Place(room), self._roll.families(space))

    def _add(self, place: Place, reached: Iterable[str]) -> None:
        if place not in self._places:
            self._places.append(place)
        self._reached.update(dict.fromkeys(reached))

    def _desks(self, users: Sequence[str]) -> None:
        for children, members in families_of(self._roll.knowledge, users):
            left = list(members)
            while left:
                best = max(self._desks_of(children, left), key=lambda pair: len(pair[1]), default=("", []))
                if not best[1]:
                    break
                for mentions in chunks(best[1]):
                    self._add(Place(best[0], mentions), mentions)
                left = [user for user in left if user not in self._reached]

    def _desks_of(self, children: Sequence[str], users: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Desks of a family with those of `users` who are there; of a class that was chosen first."""
        chosen = {self._class_of_role.get(user) for user in users}
        authority = self._roll.knowledge.authority
        found = [
            (self._rooms.desk(child), [user for user in users if self._rooms.in_desk(child, user)])
            for child in children
            if self._rooms.desk(child)
        ]
        found.sort(key=lambda pair: authority.class_of(pair[0]) not in chosen)
        return found

    def _class_mentions(self, users: Sequence[str]) -> None:
        by_room: dict[str, list[str]] = {}
        for user in users:
            room = self._rooms.of_class(self._class_of_role.get(user, ""))
            if room:
                by_room.setdefault(room, []).append(user)
        for room, named in by_room.items():
            for mentions in chunks(named):
                self._add(Place(room, mentions), mentions)

    def _colleagues(self, users: Sequence[str]) -> None:
        """Into the staff's room; where I am not in it, into that of a class's teachers."""
        directory, gone = self._roll.knowledge.directory, self._rooms.reach.absent
        staff = frozenset(self._roll.staff)
        by_room: dict[str, list[str]] = {}
        for user in users:
            if user not in staff:
                continue
            rooms = (self._rooms.staff_all, *map(self._rooms.of_teachers, directory.classes_of(user)))
            room = next((room for room in rooms if room and (room, user) not in gone), "")
            if room:
                by_room.setdefault(room, []).append(user)
        for room, named in by_room.items():
            for mentions in chunks(named):
                self._add(Place(room, mentions), mentions)

    def _directs(self, users: Sequence[str]) -> None:
        for user in users:
            room = self._rooms.reach.direct.get(user)
            if room:
                self._add(Place(room, (user,), private=True), (user,))


def chunks(users: Sequence[str]) -> list[tuple[str, ...]]:
    """Return `users` in runs that one copy can name."""
    found: list[list[str]] = []
    size = 0
    for user in users:
        bytes_ = len(json.dumps(user, ensure_ascii=False).encode("utf-8", "surrogatepass")) + 1
        if not found or len(found[-1]) >= MOST_MENTIONS or size + bytes_ > MENTION_BYTES:
            found.append([])
            size = 0
        found[-1].append(user)
        size += bytes_
    return [tuple(run) for run in found]
