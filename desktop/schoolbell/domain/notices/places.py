"""Where the copies of a notice go: classes' notices, the school's notices, schools' rooms of reports.

- A class: its `notices`. The school: the school's `notices` where I may write there, else the notices of
  every class in which I may. A school of a bureau: its room of reports.
- Only rooms that I am joined to and where my level lets a notice act; one copy per room.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from schoolbell.domain.announcements.drafting import Target
from schoolbell.domain.announcements.roll import Roll, class_name, count_households
from schoolbell.domain.authority import RULES
from schoolbell.domain.chat.items import Role, RoomKind


@dataclass(frozen=True, slots=True)
class Route:
    """All copies of one notice; `people` are asked, each once, as the roster says."""

    rooms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    classes: int = 0
    schools: int = 0
    households: int = 0
    twice: int = 0
    missing: tuple[Target, ...] = ()


class Places:
    """Which rooms a notice of mine acts in now. `joined` are the rooms I am in."""

    def __init__(self, roll: Roll, joined: Iterable[str]) -> None:
        self.roll = roll
        here = frozenset(joined)
        authority, rule = roll.knowledge.authority, RULES["notice"]
        self._classes: dict[str, str] = {}
        self._staff: dict[str, str] = {}
        self._schools: dict[str, str] = {}
        self._reports: dict[str, str] = {}
        self._staff_all = ""
        for room in authority.rooms.values():
            if room.room_id not in here or authority.level(room.room_id, roll.me) < rule.level:
                continue
            space = authority.class_of(room.room_id)
            if room.kind is RoomKind.NOTICES and space:
                self._classes[space] = room.room_id
            elif room.kind is RoomKind.NOTICES:
                self._schools[room.anchor] = room.room_id
            elif room.kind is RoomKind.REPORTS:
                self._reports[room.anchor] = room.room_id
            elif room.kind is RoomKind.STAFF:
                self._staff[space] = room.room_id
            elif room.kind is RoomKind.STAFF_ALL:
                self._staff_all = self._staff_all or room.room_id
        directory = roll.knowledge.directory
        entry = directory.entry(roll.me)
        self.officer = entry is not None and directory.role_of(roll.me) is Role.OFFICER

    @property
    def anywhere(self) -> bool:
        """Whether there is any room for a notice of mine."""
        return bool(self._classes or self._schools or (self.officer and self._reports))

    def of_class(self, space: str) -> str:
        """Return the room of a class's notices, "" where I may not write."""
        return self._classes.get(space, "")

    def of_record(self, room_id: str) -> str:
        """Return the staff room that is told of an appointment, ""."""
        space = self.roll.knowledge.authority.class_of(room_id)
        return self._staff.get(space, "") or self._staff_all

    def rooms_of(self, target: Target) -> tuple[str, ...]:
        """Return the rooms that one chip stands for, () where I may not write."""
        if target.kind == "class":
            room = self.of_class(target.key)
            return (room,) if room else ()
        if target.kind == "school":
            room = self._schools.get(target.key, "")
            return (room,) if room else tuple(self._classes.values())
        if target.kind == "reports" and self.officer:
            room = self._reports.get(target.key, "")
            return (room,) if room else ()
        return ()

    def route(self, targets: Iterable[Target]) -> Route:
        """Return where the copies for `targets` go."""
        authority = self.roll.knowledge.authority
        wanted = tuple(targets)
        rooms: dict[str, None] = {}
        for target in wanted:
            rooms.update(dict.fromkeys(self.rooms_of(target)))
        whole = {room for room in rooms if room in self._schools.values()}
        anchors = {anchor for anchor, room in self._schools.items() if room in whole}
        for room in list(rooms):  # who is in the whole school needs no second copy in the class
            known = authority.school_room(room)
            notices = known is not None and known.kind is RoomKind.NOTICES and known.anchor in anchors
            if notices and room not in whole:
                del rooms[room]
        people: dict[str, None] = {}
        single = 0
        classes = 0
        for room in rooms:
            space = authority.class_of(room)
            if space:
                classes += 1
                here = self.roll.families(space)
                single += count_households(here, self.roll)
                people.update(dict.fromkeys(here))
            elif room in whole:
                spaces = self.roll.classes
                classes += len(spaces)
                for one in spaces:
                    people.update(dict.fromkeys(self.roll.families(one)))
                people.update(dict.fromkeys(self.roll.staff))
        schools = sum(room in self._reports.values() for room in rooms)
        households = count_households(people, self.roll)
        return Route(
            rooms=tuple(rooms),
            people=tuple(people),
            classes=classes,
            schools=schools,
            households=households + schools,
            twice=max(0, single - households) if single and not whole else 0,
            missing=tuple(target for target in wanted if not self.rooms_of(target)),
        )

    # -- the field ------------------------------------------------------------------------------------

    def suggest(self, text: str, names: dict[str, str], most: int) -> tuple[Target, ...]:
        """Return places whose name contains `text`, my own classes first; `names`: anchor → school's name."""
        wanted = " ".join(text.split()).casefold()
        found = [target for target in self._all(names) if wanted in target.name.casefold()]
        return tuple(found[:most])

    def _all(self, names: dict[str, str]) -> list[Target]:
        mine = [space for space in self.roll.classes if space in self.roll.mine]
        rest = [space for space in self.roll.classes if space not in self.roll.mine]
        found = [self.class_target(space) for space in (*mine, *rest) if self.of_class(space)]
        whole = [
            self._counted(Target("school", anchor, names.get(anchor, "")))
            for anchor in self.roll.knowledge.authority.anchors
            if anchor in self._schools or len(self._classes) > 1
        ]
        found = [*whole, *found] if self._schools else [*found, *whole]
        if self.officer:
            found += [
                Target("reports", anchor, names.get(anchor, ""), households=1) for anchor in self._reports
            ]
        return found

    def targets_of(self, rooms: Iterable[str], names: dict[str, str]) -> tuple[Target, ...]:
        """Return the chips for these rooms, without those where I may not write. `names`: anchor → school."""
        authority, found = self.roll.knowledge.authority, {}
        for room in rooms:
            known, space = authority.school_room(room), authority.class_of(room)
            if self.of_class(space) == room:
                found[space] = self.class_target(space)
            elif known is not None and room in (
                self._schools.get(known.anchor), self._reports.get(known.anchor)
            ):
                kind = "school" if known.kind is RoomKind.NOTICES else "reports"
                found[room] = self._counted(Target(kind, known.anchor, names.get(known.anchor, "")))
        return tuple(found.values())

    def class_target(self, space: str) -> Target:
        """Return the chip of a class."""
        return self._counted(Target("class", space, class_name(self.roll, space)))

    def _counted(self, target: Target) -> Target:
        found = self.route((target,))
        return Target(target.kind, target.key, target.name, len(found.people), found.households)
