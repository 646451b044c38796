"""Answers questions from the cache: rooms and people by name, messages and files by the index."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from schoolbell.domain import late_edits
from schoolbell.domain.chat.content import parse
from schoolbell.domain.chat.items import FILES, RoomItem, RoomKind
from schoolbell.domain.names import clean_name, hue_of, one_line, room_initials
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.domain.search.highlight import snippet, spans_of
from schoolbell.domain.search.items import Found, Group, MessageHit, Question, RoomHit, RoomLabel
from schoolbell.domain.search.people import People
from schoolbell.store import indexing, members, rooms, search, timeline
from schoolbell.store.database import Connection
from schoolbell.store.folding import plain
from schoolbell.store.rows import EventRow
from schoolbell.store.search import Filter

T = TypeVar("T")

_FEW = 3  # of each group when all are shown
_MOST_NAMES = 200
_LINE = 4000  # characters of a message looked at for the stretch to show


class Reads(Protocol):
    """Reading the cache on a reader thread."""

    async def read(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` with a connection."""
        ...


class Chats(Protocol):
    """What the messages pane knows already."""

    @property
    def knowledge(self) -> SchoolKnowledge:
        """Authority and directory as known now."""
        ...

    def all_rooms(self) -> Sequence[RoomItem]:
        """Every chat, whatever the filter of the list, the newest first."""
        ...


class Finder:
    """Answers one question at a time. Belongs to the loop's thread; reads happen on reader threads."""

    def __init__(self, cache: Reads, me: str, chats: Chats) -> None:
        self._cache = cache
        self._me = me
        self._chats = chats
        self._outsiders: tuple[tuple[str, str], ...] = ()
        self._people: tuple[SchoolKnowledge, People] | None = None

    async def look_around(self) -> None:
        """Read who is in the rooms (people of no roster); once when a search begins. Raises KnownError."""
        found = tuple(await self._cache.read(members.people))
        if found != self._outsiders:
            self._outsiders, self._people = found, None

    async def answer(self, question: Question) -> Found:
        """Return what is found. Raises KnownError."""
        listed = tuple(self._chats.all_rooms())
        knowledge, known, outsiders = self._chats.knowledge, self._people, self._outsiders
        people = known[1] if known is not None and known[0] is knowledge else None

        def read(conn: Connection) -> tuple[Found, People]:
            everybody = people or People(knowledge, self._me, outsiders)
            return _answer(conn, question, listed, knowledge, everybody, self._me), everybody

        found, everybody = await self._cache.read(read)
        self._people = (knowledge, everybody)
        return found


def _answer(
    conn: Connection,
    question: Question,
    listed: Sequence[RoomItem],
    knowledge: SchoolKnowledge,
    people: People,
    me: str,
) -> Found:
    words = tuple(plain(word) for word in search.typed_words(question.text))
    typed = question.text.strip()
    only, counts = question.only, dict.fromkeys(Group, 0)
    few = question.most if only is not None else _FEW
    room_hits: list[RoomHit] = []
    person_hits = []
    if not question.filtered:
        room_hits = _rooms(listed, words) if typed else [RoomHit(item) for item in listed]
        direct = {item.direct.user_id: item.key for item in listed if item.direct is not None}
        person_hits = people.find(words, direct)
        if typed:  # chats between two stand among the people
            room_hits = [hit for hit in room_hits if hit.room.kind is not RoomKind.DIRECT]
    counts[Group.ROOMS] = len(room_hits) if typed else 0
    counts[Group.PEOPLE] = len(person_hits)
    hits: dict[Group, tuple[MessageHit, ...]] = {}
    asked = bool(typed) or question.filtered or only is Group.FILES  # else only where one was last
    for group, files in ((Group.MESSAGES, False), (Group.FILES, True)) if asked else ():
        wanted = Filter(question.room_id, question.sender, files, question.since)
        counts[group] = search.count(conn, question.text, wanted)
        if only in (None, group) and counts[group]:
            rows = search.find(conn, question.text, wanted, limit=few)
            hits[group] = _hits(conn, rows, words, listed, knowledge, me)
    return Found(
        question=question,
        words=words,
        rooms=tuple(room_hits[: _MOST_NAMES if only else _FEW if typed else 8])
        if only in (None, Group.ROOMS)
        else (),
        people=tuple(person_hits[: _MOST_NAMES if only else _FEW]) if only in (None, Group.PEOPLE) else (),
        messages=hits.get(Group.MESSAGES, ()),
        files=hits.get(Group.FILES, ()),
        counts=counts,
        whole=indexing.is_whole(conn),
    )


def _rooms(listed: Iterable[RoomItem], words: Sequence[str]) -> list[RoomHit]:
    """Return the rooms with all words in their name, those that begin with the first one first."""
    found = []
    for at, item in enumerate(listed):
        name = plain(item.name)
        if words and all(word in name for word in words):
            found.append((not name.startswith(words[0]), at, RoomHit(item, spans_of(item.name, words))))
    return [hit for *_, hit in sorted(found, key=lambda one: one[:2])]


def _hits(
    conn: Connection,
    rows: Sequence[EventRow],
    words: Sequence[str],
    listed: Sequence[RoomItem],
    knowledge: SchoolKnowledge,
    me: str,
) -> tuple[MessageHit, ...]:
    where = search.room_ids(conn, [row.rowid for row in rows])
    labels = _labels(conn, set(where.values()), listed)
    edits = {row.rowid: row for row in timeline.rows_of(conn, [r.edit for r in rows if r.edit is not None])}
    names: Mapping[str, Mapping[str, str]] = {
        room_id: {
            user: member.name
            for user, member in members.named(
                conn, room_id, {row.sender for row in rows if where[row.rowid] == room_id}
            ).items()
        }
        for room_id in labels
    }
    too_late = late_edits.of_events(conn, rows)
    found = []
    for row in rows:
        room_id = where[row.rowid]
        change = edits.get(row.edit) if row.edit is not None else None
        change = too_late[row.rowid].acting if row.rowid in too_late else change
        edit = change.content if change is not None else None
        parsed = parse(row.type, row.content, edit)
        attachment = parsed.attachment if parsed.kind in FILES else None
        text, spans = snippet(one_line(parsed.body, _LINE), words)
        if attachment is not None:
            spans = spans_of(attachment.name, words)
        found.append(
            MessageHit(
                event_id=row.event_id,
                room=labels[room_id],
                sender=knowledge.directory.person(row.sender, room_id, names[room_id].get(row.sender, "")),
                own=row.sender == me,
                ts=row.ts,
                text=text,
                spans=spans,
                attachment=attachment,
            )
        )
    return tuple(found)


def _labels(conn: Connection, room_ids: set[str], listed: Sequence[RoomItem]) -> dict[str, RoomLabel]:
    labels = {
        item.key: RoomLabel(item.key, item.name, item.kind, item.hue, item.initials)
        for item in listed
        if item.key in room_ids
    }
    for room_id, row in rooms.summaries_of(conn, room_ids - labels.keys()).items():
        name = clean_name(row.name) or clean_name(room_id) or "?"
        labels[room_id] = RoomLabel(room_id, name, RoomKind.CHAT, hue_of(room_id), room_initials(name))
    return labels
