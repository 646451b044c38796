"""Finds people: by name in any variant, by pinyin initials and number of the roster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schoolbell.domain.chat.items import Person
from schoolbell.domain.names import clean_name
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.domain.search.highlight import spans_of
from schoolbell.domain.search.items import PersonHit
from schoolbell.store.folding import plain


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one person is looked up by; all folded."""

    person: Person
    own_name: str
    class_name: str
    number: str
    subject: str
    names: tuple[str, ...]
    initials: str
    rest: tuple[str, ...]


class People:
    """Everybody of the roster and of the rooms, without me and office accounts. Frozen once it is built."""

    def __init__(
        self, knowledge: SchoolKnowledge, me: str, outsiders: Iterable[tuple[str, str]] = ()
    ) -> None:
        directory, authority = knowledge.directory, knowledge.authority
        known = dict.fromkeys(directory.everybody(), "")
        for user_id, name in outsiders:
            known.setdefault(user_id, name)
        self._entries: list[_Entry] = []
        for user_id, name in known.items():
            if user_id == me or authority.is_office(user_id):
                continue
            entry = directory.entry(user_id)
            person = directory.person(user_id, "", name)
            own = entry.name if entry is not None and entry.name != person.name else ""
            class_name = clean_name(directory.class_name(user_id))
            number, subject = (entry.number, entry.subject) if entry is not None else ("", "")
            self._entries.append(
                _Entry(
                    person, own, class_name, number, subject,
                    tuple(plain(one) for one in (person.name, own) if one),
                    plain(entry.initials) if entry is not None else "",
                    tuple(plain(one) for one in (class_name, subject) if one),
                )
            )  # fmt: skip

    def find(self, words: Sequence[str], chats: Mapping[str, str]) -> list[PersonHit]:
        """Return who fits all `words` (folded), the nearest first; `chats` is user id → direct chat.

        Whose name it is, then names that begin with it, initials and numbers, names with it inside.
        """
        if not words:
            return []
        found = []
        for entry in self._entries:
            rank = _rank(entry, words)
            if rank is not None:
                found.append((rank, len(entry.person.name), entry.person.name, entry))
        found.sort(key=lambda one: (*one[:3], one[3].person.user_id))
        return [_hit(entry, words, chats) for *_, entry in found]


def _rank(entry: _Entry, words: Sequence[str]) -> int | None:
    """Return how near the first word is (0 best); None when one of them does not fit at all."""
    ranks = [_rank_of(entry, word) for word in words]
    if any(rank is None for rank in ranks):
        return None
    best = [rank for rank in ranks if rank is not None and rank < 9]
    return min(best) if best else None  # a class alone names nobody


def _rank_of(entry: _Entry, word: str) -> int | None:
    names = entry.names
    if word in names:
        return 0
    if any(name.startswith(word) for name in names):
        return 1
    if entry.initials.startswith(word) or (entry.number and entry.number.casefold().startswith(word)):
        return 2
    if any(word in name for name in names):
        return 3
    return 9 if any(word in one for one in entry.rest) else None


def _hit(entry: _Entry, words: Sequence[str], chats: Mapping[str, str]) -> PersonHit:
    person = entry.person
    return PersonHit(
        person=person,
        own_name=entry.own_name,
        class_name=entry.class_name,
        number=entry.number,
        subject=entry.subject,
        room_id=chats.get(person.user_id, ""),
        spans=spans_of(person.name, words),
    )
