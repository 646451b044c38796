"""What the server should hold for a roster: accounts, rooms, members and state, keyed to be compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from schoolbell.base.texts import Texts
from schoolbell.domain import school
from schoolbell.domain.school import MemberContent, RoomContent
from schoolbell_office.config import OfficeConfig
from schoolbell_office.levels import at, power_levels
from schoolbell_office.model import Guardian, Roster, SchoolClass, Staff, Student
from schoolbell_office.names import initials

StateKey: TypeAlias = tuple[str, str]
Content: TypeAlias = dict[str, object]

# State types of which the office owns every entry: what is not wanted becomes {}.
OWNED_TYPES = frozenset({"m.space.child", school.MEMBER_TYPE, school.DESK_INDEX_TYPE})


@dataclass(frozen=True, slots=True)
class WantedUser:
    """One account. `class_name` is the home class, None for who has none; `phone` never leaves the office."""

    user_id: str
    display_name: str
    role: str
    name: str
    class_name: str | None
    phone: str


@dataclass(frozen=True, slots=True)
class WantedRoom:
    """One room, named by `key`. `members` come in the order in which they join, without the creator.

    `restricted_to` are the keys of the rooms whose members may join by themselves: for desks the class's
    staff room, for a class's notices, homework and live its space (nobody but the office can remove anybody
    there; a group has no such rule, or whom a teacher removed would come back), for the school's notices the
    staff's room and the classes, because the bureau's officer, who is in the school space, has no business
    there.
    `self_joined` are who uses that way and may stay without being in `members`.
    """

    key: str
    kind: str
    name: str
    parent: str | None
    members: tuple[str, ...]
    levels: Content
    label: RoomContent
    class_number: str | None = None
    class_name: str | None = None
    restricted_to: tuple[str, ...] = ()
    self_joined: frozenset[str] = frozenset()
    roster: Mapping[str, MemberContent] = field(default_factory=dict)

    @property
    def room_type(self) -> str | None:
        """Return the type for the create event."""
        if self.kind in ("school", "class"):
            return school.SPACE_ROOM_TYPE
        return school.DESK_ROOM_TYPE if self.kind == "desk" else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The whole school as it should be. `rooms` stand in the order in which they must be made."""

    school_name: str
    creator: str
    office_accounts: tuple[str, ...]  # user ids, the creator first
    users: Mapping[str, WantedUser]
    rooms: tuple[WantedRoom, ...]
    policy: Content
    heads: Mapping[str, tuple[str, ...]]  # user id → keys of the class spaces led


def plain(content: msgspec.Struct) -> Content:
    """Return a struct as the JSON object it is on the wire."""
    made: Content = msgspec.json.decode(msgspec.json.encode(content))
    return made


class Builder:
    """Derives `Wanted` from a roster, the configuration and the school's texts."""

    def __init__(self, roster: Roster, config: OfficeConfig, texts: Texts) -> None:
        self._roster = roster
        self._config = config
        self._texts = texts
        self._names = {student.number: student for student in roster.students}
        self._class_names = {item.number: item.name for item in roster.classes}
        self._guardians = {one.localpart: one for one in roster.guardians}

    def build(self) -> Wanted:
        """Return what the server should hold."""
        creator = self._config.creator
        office = sorted(one.localpart for one in self._roster.with_role("office"))
        office.sort(key=lambda localpart: localpart != creator)
        return Wanted(
            school_name=self._roster.school_name,
            creator=self._id(creator),
            office_accounts=self._ids(office),
            users={user.user_id: user for user in self._users()},
            rooms=tuple(self._rooms()),
            policy=plain(self._config.policy),
            heads={
                self._id(one.localpart): tuple(class_key(item) for item in led)
                for one in self._roster.staff
                if (led := self._roster.head_classes(one.number))
            },
        )

    def _id(self, localpart: str) -> str:
        return self._config.user_id(localpart)

    def _ids(self, localparts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._id(localpart) for localpart in localparts)

    # accounts

    def role(self, person: Staff) -> str:
        """Return the role in the school space: a teacher who leads a class is a head teacher."""
        if person.role == "teacher" and self._roster.head_classes(person.number):
            return "head_teacher"
        return person.role

    def _users(self) -> Iterable[WantedUser]:
        for person in self._roster.staff:
            led = self._roster.head_classes(person.number)
            home = led[0].number if led else next(iter(person.classes), None)
            name = self._class_names[home] if home else None
            yield WantedUser(
                self._id(person.localpart), person.name, self.role(person), person.name, name, person.phone
            )
        for student in self._roster.students:
            class_name = self._class_names[student.class_number]
            user_id = self._id(student.localpart)
            yield WantedUser(user_id, student.name, "student", student.name, class_name, "")
        for guardian in self._roster.guardians:
            children = [self._names[number] for number in guardian.children]
            class_name = self._class_names[children[0].class_number]
            shown = self._texts.get(
                "person.guardian",
                name=guardian.name,
                children=self._texts.get("person.and").join(child.name for child in children),
                relation=self._texts.get(f"relation.{guardian.relation}"),
            )
            user_id = self._id(guardian.localpart)
            yield WantedUser(user_id, shown, "guardian", guardian.name, class_name, guardian.phone)

    # rooms

    def _rooms(self) -> Iterable[WantedRoom]:
        """Yield rooms before those whose join rules refer to them: spaces, staff rooms, the rest, desks."""
        principals = self._localparts("principal")
        office = self._localparts("office")
        teachers = self._localparts("teacher")
        everybody = (
            *teachers, *principals, *office, *self._localparts("officer"),
            *(one.localpart for one in self._roster.students),
            *(one.localpart for one in self._roster.guardians),
        )  # fmt: skip
        yield self._room("school", "school", None, everybody, {}, roster=self._staff_roster())
        yield self._room("staff_all", "staff_all", "school", (*teachers, *principals, *office), {})
        officers = self._localparts("officer")
        families = tuple(one for one in everybody if one not in officers)
        opening = ("staff_all", *(class_key(item) for item in self._roster.classes))
        yield self._room(
            "notices", "notices", "school", families, at(50, self._ids(principals)), opened_by=opening
        )
        reporting = (*principals, *office, *officers)
        yield self._room("reports", "reports", "school", reporting, {})
        for item in self._roster.classes:
            yield from self._class_rooms(item, principals, office)

    def _localparts(self, role: str) -> tuple[str, ...]:
        return tuple(one.localpart for one in self._roster.with_role(role))

    def _class_rooms(
        self, item: SchoolClass, principals: tuple[str, ...], office: tuple[str, ...]
    ) -> Iterable[WantedRoom]:
        key = class_key(item)
        teachers = tuple(one.localpart for one in self._roster.teachers_of(item.number))
        students = [one for one in self._roster.students if one.class_number == item.number]
        pupils = tuple(one.localpart for one in students)
        guardians = tuple(dict.fromkeys(guardian for one in students for guardian in one.guardians))
        led = tuple(dict.fromkeys((*teachers, *principals)))
        lead = at(50, self._ids(teachers))
        heads = at(50, self._ids(led))

        everyone = tuple(dict.fromkeys((*led, *office, *pupils, *guardians)))
        roster = self._class_roster(item, teachers, students, guardians)
        space = self._room(key, "class", "school", everyone, lead, item=item, roster=roster)
        yield space

        def room(
            kind: str, members: tuple[str, ...], users: Mapping[str, int], above: WantedRoom | None = None
        ) -> WantedRoom:
            return self._room(f"{key}/{kind}", kind, key, members, users, item=item, above=above)

        staff = room("staff", tuple(dict.fromkeys((*led, *office))), {})
        yield staff
        yield room("group", (*teachers, *pupils, *guardians), lead)
        yield room("notices", (*led, *pupils, *guardians), heads, space)
        yield room("homework", (*teachers, *pupils, *guardians), lead, space)
        yield room("live", (*teachers, *pupils), lead, space)
        for student in students:
            yield self._desk(student, item, staff, teachers)

    def _desk(
        self, student: Student, item: SchoolClass, staff: WantedRoom, teachers: tuple[str, ...]
    ) -> WantedRoom:
        family = self._ids((student.localpart, *student.guardians))
        return WantedRoom(
            key=f"desk/{student.number}",
            kind="desk",
            name=self._texts.get("room.desk", student=student.name),
            parent=class_key(item),
            members=(*self._ids(teachers), *family),
            levels=power_levels("desk", at(0, family)),
            label=RoomContent(v=1, kind="desk", key=f"desk/{student.number}", student=family[0]),
            class_number=item.number,
            class_name=item.name,
            restricted_to=(staff.key,),
            self_joined=frozenset(staff.members),
        )

    def _room(
        self,
        key: str,
        kind: str,
        parent: str | None,
        members: tuple[str, ...],
        users: Mapping[str, int],
        *,
        item: SchoolClass | None = None,
        roster: Mapping[str, MemberContent] | None = None,
        above: WantedRoom | None = None,
        opened_by: tuple[str, ...] = (),
    ) -> WantedRoom:
        text = f"class_{kind}" if item and kind == "notices" else kind
        name = self._texts.get(
            f"room.{text}", school=self._roster.school_name, name=item.name if item else ""
        )
        label = RoomContent(v=1, kind=kind, key=key)
        if kind == "class" and item:
            label = RoomContent(v=1, kind=kind, key=key, number=item.number, grade=item.grade or None)
        inside = tuple(one for one in self._ids(members) if one != self._id(self._config.creator))
        return WantedRoom(
            key=key,
            kind=kind,
            name=name,
            parent=parent,
            members=inside,
            levels=power_levels(kind, users),
            label=label,
            class_number=item.number if item else None,
            class_name=item.name if item else None,
            restricted_to=(above.key,) if above else opened_by,
            self_joined=frozenset(above.members if above else inside if opened_by else ()),
            roster=roster or {},
        )

    # roster entries

    def _staff_roster(self) -> dict[str, MemberContent]:
        return {self._id(one.localpart): self._staff_entry(one, self.role(one)) for one in self._roster.staff}

    def _staff_entry(self, person: Staff, role: str) -> MemberContent:
        return MemberContent(
            v=1,
            role=role,
            name=person.name,
            initials=initials(person.name),
            number=person.number,
            subject=person.subject or None,
        )

    def _class_roster(
        self,
        item: SchoolClass,
        teachers: tuple[str, ...],
        students: list[Student],
        guardians: tuple[str, ...],
    ) -> dict[str, MemberContent]:
        entries: dict[str, MemberContent] = {}
        for person in self._roster.teachers_of(item.number):
            entries[self._id(person.localpart)] = self._staff_entry(person, "teacher")
        for student in students:
            entries[self._id(student.localpart)] = MemberContent(
                v=1,
                role="student",
                name=student.name,
                initials=initials(student.name),
                number=student.number,
            )
        numbers = {student.number for student in students}
        for localpart in guardians:
            entries[self._id(localpart)] = self._guardian_entry(self._guardians[localpart], numbers)
        return entries

    def _guardian_entry(self, guardian: Guardian, numbers: set[str]) -> MemberContent:
        children = [self._names[number] for number in guardian.children if number in numbers]
        return MemberContent(
            v=1,
            role="guardian",
            name=guardian.name,
            initials=initials(guardian.name),
            number=guardian.number or None,
            children=self._ids(child.localpart for child in children),
            relation=guardian.relation,
        )


def class_key(item: SchoolClass) -> str:
    """Return the key of a class's space."""
    return f"class/{item.number}"


def state_of(room: WantedRoom, wanted: Wanted, ids: Mapping[str, str], via: str) -> dict[StateKey, Content]:
    """Return all state `room` should hold, as far as the rooms it refers to exist (`ids`: key → room id)."""
    state: dict[StateKey, Content] = {
        ("m.room.name", ""): {"name": room.name},
        ("m.room.power_levels", ""): room.levels,
        ("m.room.join_rules", ""): {"join_rule": "invite"},
        ("m.room.history_visibility", ""): {"history_visibility": "shared"},
        ("m.room.guest_access", ""): {"guest_access": "forbidden"},
        (school.ROOM_TYPE, ""): plain(room.label),
    }
    if opening := [ids[key] for key in room.restricted_to if key in ids]:
        allow = [{"type": "m.room_membership", "room_id": room_id} for room_id in opening]
        state["m.room.join_rules", ""] = {"join_rule": "restricted", "allow": allow}
    for child in wanted.rooms:
        if child.parent == room.key and child.key in ids:
            state["m.space.child", ids[child.key]] = {"via": [via]}
        if room.kind == "staff" and room.key in child.restricted_to and child.key in ids:
            student = str(child.label.student)
            content: Content = {"v": 1, "room": ids[child.key]}
            state[school.DESK_INDEX_TYPE, school.member_key(student)] = content
    for user, entry in room.roster.items():
        content = plain(entry)
        led = [ids[key] for key in wanted.heads.get(user, ()) if key in ids]
        if room.kind == "school" and led:
            content["classes"] = led
        state[school.MEMBER_TYPE, school.member_key(user)] = content
    if room.kind == "school":
        state[school.POLICY_TYPE, ""] = wanted.policy
    return state
