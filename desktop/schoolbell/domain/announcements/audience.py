"""Who is asked, whose word counts, and who is one family: families confirm once."""

from collections.abc import Iterable

from schoolbell.domain.announcements.blocks import Counts
from schoolbell.domain.chat.items import Role, RoomKind
from schoolbell.domain.school_knowledge import SchoolKnowledge

# In rooms of families their teachers are at home; they are not asked.
_OF_FAMILIES = frozenset({RoomKind.GROUP, RoomKind.NOTICES, RoomKind.HOMEWORK, RoomKind.LIVE, RoomKind.DESK})
_FAMILY = frozenset({Role.STUDENT, Role.GUARDIAN})


def asks(knowledge: SchoolKnowledge, room_id: str, user: str) -> bool:
    """Return whether an announcement to everybody in a room asks `user`: in a class only its families."""
    authority = knowledge.authority
    if authority.kind_of(room_id) in _OF_FAMILIES and authority.class_of(room_id):
        return knowledge.directory.role_of(user, room_id) in _FAMILY
    return True


def counts_for(knowledge: SchoolKnowledge, user: str, counts: Counts) -> bool:
    """Return whether the word of `user`, a student or guardian, completes the family."""
    if counts is Counts.EITHER:
        return True
    return knowledge.directory.is_student(user) == (counts is Counts.STUDENT)


def family_of(knowledge: SchoolKnowledge, user: str) -> tuple[str, ...]:
    """Return the other members of somebody's family: the children and all their guardians."""
    directory = knowledge.directory
    children = (user,) if directory.is_student(user) else directory.children_of(user)
    found: dict[str, None] = {}
    for child in children:
        found.update(dict.fromkeys((child, *directory.guardians_of(child))))
    found.pop(user, None)
    return tuple(found)


def kin_of(knowledge: SchoolKnowledge, user: str) -> tuple[str, ...]:
    """Return everybody whom children and guardians link with `user`, who comes first."""
    found = {user: None}
    open_ = [user]
    while open_:
        new = [one for one in family_of(knowledge, open_.pop()) if one not in found]
        found.update(dict.fromkeys(new))
        open_ += new
    return tuple(found)


def families_of(
    knowledge: SchoolKnowledge, users: Iterable[str]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return (children, members among `users`) of each family, who belongs to none left out.

    Children who share one of `users` as a guardian are one family: it confirms once.
    """
    directory = knowledge.directory
    wanted = dict.fromkeys(users)
    about: dict[str, tuple[str, ...]] = {}
    students = [user for user in wanted if directory.is_student(user)]
    named = set(students)
    for user in wanted:
        if user in named:
            about[user] = (user,)
            continue
        children = directory.children_of(user)
        here = tuple(child for child in children if child in named)
        if found := here or children:
            about[user] = found
    leader: dict[str, str] = {}

    def lead(child: str) -> str:
        while leader.setdefault(child, child) != child:
            child = leader[child]
        return child

    for children in about.values():
        for child in children[1:]:
            leader[lead(child)] = lead(children[0])
    groups: dict[str, tuple[dict[str, None], list[str]]] = {}
    for user, children in about.items():
        kids, people = groups.setdefault(lead(children[0]), ({}, []))
        kids.update(dict.fromkeys(children))
        people.append(user)
    return [
        (
            tuple(sorted(kids)),
            tuple(sorted(people, key=lambda user: (directory.is_student(user), user))),
        )
        for kids, people in groups.values()
    ]
