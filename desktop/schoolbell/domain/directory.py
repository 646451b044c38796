"""Who is who: roster entries of the school and its classes turned into names, roles, classes and families.

The roster (`org.schoolbell.member`) is a label, never a power. Only acknowledged spaces are read.
principal, office, officer and head_teacher count only from the school space.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from schoolbell.domain.authority import Authority
from schoolbell.domain.chat.items import Person, Role, RoomKind
from schoolbell.domain.names import clean_name, hue_of, localpart, person_initials

ROSTER_TYPE = "org.schoolbell.member"
_CLASS_ROLES = frozenset({Role.STUDENT, Role.GUARDIAN, Role.TEACHER})
# A teacher of the class who is more than that keeps the higher badge there.
_HIGHER = frozenset({Role.PRINCIPAL, Role.HEAD_TEACHER})
_INITIALS_LIMIT = 16
# How a guardian is called after the child, by the language of the school's texts.
_RELATIONS: Mapping[str, Mapping[str, str]] = {
    "zh_CN": {
        "father": "{child}爸爸",
        "mother": "{child}妈妈",
        "grandfather": "{child}爷爷",
        "grandmother": "{child}奶奶",
        "guardian": "{child}家长",
    },
    "zh_TW": {
        "father": "{child}爸爸",
        "mother": "{child}媽媽",
        "grandfather": "{child}爺爺",
        "grandmother": "{child}奶奶",
        "guardian": "{child}家長",
    },
    "en": {
        "father": "{child}’s father",
        "mother": "{child}’s mother",
        "grandfather": "{child}’s grandfather",
        "grandmother": "{child}’s grandmother",
        "guardian": "{child}’s guardian",
    },
}


class Entry(Struct, frozen=True):
    """One readable roster entry."""

    user_id: str
    space: str
    role: Role
    name: str
    initials: str = ""  # pinyin initials, lower case, for search
    number: str = ""
    subject: str = ""
    children: tuple[str, ...] = ()
    relation: str = ""


def read_entry(space: str, kind: RoomKind, state_key: str, content: object) -> Entry | None:
    """Return the entry of one state event, None when it is empty, unreadable or claims too much.

    `state_key` is the user id without the leading "@": with it, only that user could have written it.
    """
    if not isinstance(content, Mapping) or not state_key or state_key.startswith("@") or ":" not in state_key:
        return None
    if content.get("v") != 1:
        return None
    try:
        role = Role(str(content.get("role", "")))
    except ValueError:
        return None
    if role is Role.NONE or (kind is not RoomKind.SCHOOL and role not in _CLASS_ROLES):
        return None
    children = content.get("children")
    return Entry(
        user_id="@" + state_key,
        space=space,
        role=role,
        name=clean_name(content.get("name")),
        initials=clean_name(content.get("initials"), _INITIALS_LIMIT).lower(),
        number=clean_name(content.get("number"), 32),
        subject=clean_name(content.get("subject"), 32),
        children=tuple(child for child in children if isinstance(child, str) and child.startswith("@"))[:16]
        if isinstance(children, Sequence) and not isinstance(children, str)
        else (),
        relation=clean_name(content.get("relation"), 16),
    )


class Directory:
    """Everybody the roster names, and a fallback for everybody else; build a new one when the roster changes.

    `states` are (space id, state key, content) of `org.schoolbell.member`; `class_names` the names of class
    spaces by id; `language` that of the school's texts (zh_CN, zh_TW, en).
    """

    def __init__(
        self,
        authority: Authority,
        states: Iterable[tuple[str, str, object]],
        class_names: Mapping[str, str] | None = None,
        language: str = "",
    ) -> None:
        self._authority = authority
        self._language = language
        self._entries: dict[str, list[Entry]] = {}
        self._class_names = {space: clean_name(name) for space, name in (class_names or {}).items()}
        for space, state_key, content in states:
            kind = authority.kind_of(space)
            if kind is not RoomKind.SCHOOL and kind is not RoomKind.CLASS:
                continue
            entry = read_entry(space, kind, state_key, content)
            if entry is not None:
                self._entries.setdefault(entry.user_id, []).append(entry)
        for entries in self._entries.values():
            entries.sort(
                key=lambda entry: (authority.kind_of(entry.space) is not RoomKind.SCHOOL, entry.space)
            )
        self._cache: dict[tuple[str, str, str], Person] = {}
        self._guardians: dict[str, list[str]] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def everybody(self) -> tuple[str, ...]:
        """Return the user ids that the roster names."""
        return tuple(self._entries)

    def entry(self, user_id: str, room_id: str = "") -> Entry | None:
        """Return the entry that counts in `room_id`: the class's own, else the school's, else any."""
        entries = self._entries.get(user_id)
        if not entries:
            return None
        class_space = self._authority.class_of(room_id) if room_id else ""
        first = entries[0]
        own = next((entry for entry in entries if entry.space == class_space), None)
        if own is None:
            return first
        if own.role is Role.TEACHER and first.role in _HIGHER:
            return replace(own, role=first.role)
        return own

    def person(self, user_id: str, room_id: str = "", member_name: str = "") -> Person:
        """Return how somebody is shown in `room_id`; outside the roster by `member_name`, role NONE."""
        cache_key = (user_id, self._authority.class_of(room_id) if room_id else "", member_name)
        known = self._cache.get(cache_key)
        if known is None:
            known = self._cache[cache_key] = self._make_person(user_id, room_id, member_name)
        return known

    def _make_person(self, user_id: str, room_id: str, member_name: str) -> Person:
        entry = self.entry(user_id, room_id)
        name, avatar_name, role = "", "", Role.NONE
        if entry is not None:
            role = entry.role
            name = avatar_name = entry.name
            child = self._child_name(entry, room_id)
            if role is Role.GUARDIAN and child:
                avatar_name = child
                name = guardian_name(child, entry.relation, self._language) or name
        name = name or clean_name(member_name) or clean_name(localpart(user_id)) or "?"
        initials = person_initials(avatar_name or name)
        return Person(user_id, name, role, hue_of(user_id), initials)

    def _child_name(self, guardian: Entry, room_id: str) -> str:
        """The child of the room's class comes first; a child counts only as a student of the roster."""
        class_space = self._authority.class_of(room_id) if room_id else ""
        first = ""
        for child in guardian.children:
            for entry in self._entries.get(child, ()):
                if entry.role is not Role.STUDENT or not entry.name:
                    continue
                if entry.space == class_space:
                    return entry.name
                first = first or entry.name
        return first

    def children_of(self, user_id: str) -> tuple[str, ...]:
        """Return the students of the roster whom the roster calls this guardian's children."""
        found: dict[str, None] = {}
        for entry in self._entries.get(user_id, ()):
            if entry.role is Role.GUARDIAN:
                found.update(dict.fromkeys(child for child in entry.children if self.is_student(child)))
        return tuple(found)

    def guardians_of(self, child: str) -> tuple[str, ...]:
        """Return the guardians of a student, in the order of the roster."""
        if self._guardians is None:
            self._guardians = {}
            for user_id in self._entries:
                for one in self.children_of(user_id):
                    self._guardians.setdefault(one, []).append(user_id)
        return tuple(self._guardians.get(child, ()))

    def is_student(self, user_id: str) -> bool:
        """Return whether the roster has somebody as a student."""
        return any(entry.role is Role.STUDENT for entry in self._entries.get(user_id, ()))

    def role_of(self, user_id: str, room_id: str = "") -> Role:
        """Return the role of somebody in `room_id`, NONE outside the roster."""
        entry = self.entry(user_id, room_id)
        return entry.role if entry is not None else Role.NONE

    def classes_of(self, user_id: str) -> tuple[str, ...]:
        """Return the class spaces that somebody's entries stand in."""
        return tuple(
            entry.space
            for entry in self._entries.get(user_id, ())
            if self._authority.kind_of(entry.space) is RoomKind.CLASS
        )

    def class_name(self, user_id: str, room_id: str = "") -> str:
        """Return the name of the class that somebody is listed under in `room_id`, or ""."""
        classes = self.classes_of(user_id)
        own = self._authority.class_of(room_id) if room_id else ""
        if own in classes:
            return self._class_names.get(own, "")
        return self._class_names.get(classes[0], "") if classes else ""

    def matches(self, user_id: str, prefix: str, room_id: str = "", member_name: str = "") -> bool:
        """Whether `prefix` stands in somebody's shown name or begins the pinyin initials (any case)."""
        wanted = prefix.casefold()
        if not wanted:
            return True
        if wanted in self.person(user_id, room_id, member_name).name.casefold():
            return True
        entry = self.entry(user_id, room_id)
        if entry is None:
            return False
        return entry.initials.startswith(wanted) or entry.name.casefold().startswith(wanted)


def guardian_name(child: str, relation: str, language: str = "") -> str:
    """Return "李明爸爸" for a child and a relation (its code, or free words), "" without a relation.

    `language` is that of the school's texts; a name in Latin letters is English in any school.
    """
    if not relation:
        return ""
    if child.isascii():
        language = "en"
    pattern = _RELATIONS.get(language, _RELATIONS["zh_CN"]).get(relation)
    if pattern is not None:
        return clean_name(pattern.format(child=child))
    return clean_name(f"{child} · {relation}" if relation.isascii() else child + relation)
