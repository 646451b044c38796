"""Who is in which class and who are colleagues, as the roster says: the lists that recipients are made of."""

from collections.abc import Iterable
from functools import cached_property

from schoolbell.domain.announcements.audience import families_of
from schoolbell.domain.chat.items import Role, RoomKind
from schoolbell.domain.school_knowledge import SchoolKnowledge

_STAFF = frozenset({Role.TEACHER, Role.HEAD_TEACHER, Role.PRINCIPAL})
FAMILY = frozenset({Role.STUDENT, Role.GUARDIAN})
NO_STAFF = FAMILY | {Role.NONE}


class Roll:
    """Lists of user ids without `me` and without the office; built once for one knowledge."""

    def __init__(self, knowledge: SchoolKnowledge, me: str) -> None:
        self.knowledge = knowledge
        self.me = me
        self._left_out = {me, *knowledge.authority.office_accounts()}

    @cached_property
    def everybody(self) -> tuple[str, ...]:
        """All whom the roster names."""
        return tuple(user for user in self.knowledge.directory.everybody() if user not in self._left_out)

    @cached_property
    def _classes(self) -> dict[str, dict[Role, list[str]]]:
        directory = self.knowledge.directory
        found: dict[str, dict[Role, list[str]]] = {}
        for user in self.everybody:
            for space in directory.classes_of(user):
                role = directory.role_of(user, space)
                role = role if role in FAMILY else Role.TEACHER
                found.setdefault(space, {}).setdefault(role, []).append(user)
        return found

    def of_class(self, space: str, *roles: Role) -> tuple[str, ...]:
        """Return those of a class who have one of `roles` (students, guardians, teachers)."""
        lists = self._classes.get(space, {})
        return tuple(dict.fromkeys(user for role in roles for user in lists.get(role, ())))

    def families(self, space: str) -> tuple[str, ...]:
        """Return the guardians and students of a class."""
        return self.of_class(space, Role.GUARDIAN, Role.STUDENT)

    @cached_property
    def staff(self) -> tuple[str, ...]:
        """All colleagues: whoever teaches a class or stands in the school's own list as one who does."""
        directory = self.knowledge.directory
        return tuple(user for user in self.everybody if directory.role_of(user) in _STAFF)

    def is_family(self, user: str) -> bool:
        """Whether somebody is reached at a desk: a student or guardian who is no colleague besides."""
        return self.knowledge.directory.role_of(user) in FAMILY

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The class spaces that are known, by number."""
        rooms = self.knowledge.authority.rooms
        spaces = [room for room in rooms.values() if room.kind is RoomKind.CLASS]
        return tuple(room.room_id for room in sorted(spaces, key=lambda room: (_number(room.key), room.key)))

    @cached_property
    def mine(self) -> frozenset[str]:
        """The classes whose list names me."""
        return frozenset(self.knowledge.directory.classes_of(self.me))


def class_name(roll: Roll, space: str) -> str:
    """Return the name of a class."""
    directory = roll.knowledge.directory
    listed = roll.of_class(space, Role.STUDENT, Role.GUARDIAN, Role.TEACHER)
    return directory.class_name(listed[0], space) if listed else ""


def count_households(people: Iterable[str], roll: Roll) -> int:
    """Return how many families (siblings once) and single colleagues `people` are."""
    listed = tuple(people)
    families = families_of(roll.knowledge, listed)
    placed = {user for _, members in families for user in members}
    return len(families) + sum(user not in placed for user in listed)


def _number(key: str) -> tuple[int, ...]:
    """The digits of "class/2026-0310" so that class 10 stands behind class 9."""
    digits = "".join(character if character.isdecimal() and character.isascii() else " " for character in key)
    return tuple(int(part[:9]) for part in digits.split())
