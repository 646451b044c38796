"""The recipients' field: whom somebody means who types a name, initials or a number; live counts."""

import re
from collections.abc import Iterator, Sequence

from schoolbell.domain.announcements.audience import families_of
from schoolbell.domain.announcements.roll import FAMILY, Roll, class_name, count_households
from schoolbell.domain.chat.items import Role
from schoolbell.domain.ding.items import Group, Target
from schoolbell.domain.ding.places import Rooms, people_of

_ROLES = ("guardians", "students", "teachers")
_KINDS = {Role.GUARDIAN: "guardians", Role.STUDENT: "students", Role.NONE: "others"}
_NUMERALS = {numeral: str(value) for value, numeral in enumerate("一二三四五六七八九", 1)}
_CLASS = re.compile(r"([一二三四五六七八九])年[级級]\s*[（(]?(\d{1,2})[)）]?\s*班")
_HAS_DIGIT = re.compile(r"\d")


def suggest(text: str, rooms: Rooms, most: int) -> tuple[Target, ...]:
    """Return recipients for what was typed, the likeliest first; for nothing typed what is near at hand."""
    if not rooms.anywhere:
        return ()
    wanted = " ".join(text.split()).casefold()
    found = _near(rooms) if not wanted else _matching(wanted, rooms)
    targets: dict[tuple[str, str], Target] = {}
    for target in found:
        targets.setdefault((target.kind, target.key), target)
        if len(targets) >= most:
            break
    return tuple(targets.values())


def _near(rooms: Rooms) -> Iterator[Target]:
    """My classes (who has none of his own: all), guardians first, then everybody; colleagues; the school."""
    roll = rooms.roll
    classes = [space for space in roll.classes if space in roll.mine] or list(roll.classes)
    if rooms.whole_school:
        yield from _whole(rooms)
    for kind in ("guardians", "class", *_ROLES[1:]) if len(classes) > 2 else ():
        yield from (_class_target(rooms, kind, space) for space in classes if _offers(rooms, kind, space))
    for space in classes if len(classes) <= 2 else ():
        for kind in (*_ROLES, "class"):
            if _offers(rooms, kind, space):
                yield _class_target(rooms, kind, space)
    yield from _whole(rooms)


def _whole(rooms: Rooms) -> Iterator[Target]:
    """All families and all colleagues, as far as I may."""
    anchor = next(iter(rooms.roll.knowledge.authority.anchors), "")
    for kind, allowed in (("school", rooms.whole_school), ("staff", bool(rooms.staff_all))):
        if allowed and anchor:
            yield counted(Target(kind, anchor, ""), rooms.roll)


def _matching(wanted: str, rooms: Rooms) -> Iterator[Target]:
    roll, directory = rooms.roll, rooms.roll.knowledge.directory
    for space in roll.classes:
        if _names_class(wanted, roll, space):
            for kind in ("class", *_ROLES):
                if _offers(rooms, kind, space):
                    yield _class_target(rooms, kind, space)
    ranked: list[tuple[tuple[bool, bool, str], str]] = []
    number = bool(_HAS_DIGIT.search(wanted))
    for user in roll.everybody:
        entry = directory.entry(user)
        by_number = number and entry is not None and entry.number.casefold().startswith(wanted)
        if by_number or directory.matches(user, wanted):
            name = entry.name if entry is not None else ""
            first = name.casefold().startswith(wanted) or by_number
            near = roll.mine.isdisjoint(directory.classes_of(user))
            ranked.append(((not first, near, name), user))
    yield from (person_target(user, roll) for _, user in sorted(ranked))


def _names_class(wanted: str, roll: Roll, space: str) -> bool:
    name = class_name(roll, space)
    if wanted in name.casefold():
        return True
    if not _HAS_DIGIT.search(wanted):
        return False
    number = roll.knowledge.authority.rooms[space].label.get("number")
    if isinstance(number, str) and number.casefold().startswith(wanted):
        return True
    short = _CLASS.search(name)
    if short is None:
        return False
    grade, which = _NUMERALS[short.group(1)], short.group(2)
    return wanted in (f"{grade}-{which}", f"{grade}{which}", f"{grade}.{which}", f"{grade}年{which}")


def _offers(rooms: Rooms, kind: str, space: str) -> bool:
    """Whether a chip of a class makes sense: somebody is meant, and there is a room for it."""
    roll = rooms.roll
    if not people_of(Target(kind, space, ""), roll):
        return False
    if kind == "teachers":
        return bool(rooms.staff_all or rooms.of_teachers(space))
    if rooms.of_class(space):
        return True
    return kind != "class" and any(rooms.desk(user) for user in roll.of_class(space, Role.STUDENT))


def _class_target(rooms: Rooms, kind: str, space: str) -> Target:
    return counted(Target(kind, space, class_name(rooms.roll, space)), rooms.roll)


def person_target(user: str, roll: Roll) -> Target:
    """Return the chip of one person."""
    directory = roll.knowledge.directory
    person = directory.person(user)
    entry = directory.entry(user)
    subject = entry.subject if entry is not None and person.role not in FAMILY else ""
    detail = subject or directory.class_name(user)
    return counted(Target("person", user, person.name, detail=detail, person=person), roll)


def counted(target: Target, roll: Roll) -> Target:
    """Return a chip with how many people and households it stands for."""
    people = people_of(target, roll)
    households = count_households(people, roll) if any(map(roll.is_family, people)) else 0
    return Target(
        target.kind, target.key, target.name, len(people), households, target.detail, target.person,
        target.users,
    )  # fmt: skip


def groups(people: Sequence[str], roll: Roll) -> tuple[Group, ...]:
    """Return who gets it by role: guardians, students, teachers, others; siblings are one household."""
    lists: dict[str, list[str]] = {"guardians": [], "students": [], "teachers": [], "others": []}
    for user in people:
        role = roll.knowledge.directory.role_of(user)
        lists[_KINDS.get(role, "teachers")].append(user)
    household = {user: members[0] for _, members in families_of(roll.knowledge, people) for user in members}
    return tuple(
        Group(kind, len(users), len({household.get(user, user) for user in users}))
        for kind, users in lists.items()
        if users
    )
