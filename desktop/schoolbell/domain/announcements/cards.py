"""What the card of a notice shows: its words, my own standing, and for the sender how far it is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.addressed import addressed_copies, asked, word_counts
from schoolbell.domain.announcements.audience import counts_for, family_of
from schoolbell.domain.announcements.blocks import Confirm, Kind, read_block
from schoolbell.domain.announcements.files import files_of
from schoolbell.domain.announcements.formatting import readable
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.chat.items import NoticeCount, NoticeFacts, NoticeFile, RoomKind
from schoolbell.domain.names import one_line
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import announcements, rooms
from schoolbell.store.database import Connection

Counted = Callable[[str], NoticeCount | None]  # an own notice's key → how far it is
_NONE: Mapping[str, int] = {}
_NAME_LIMIT = 40
_TITLE_LIMIT = 60  # of the text, where a notice has no title
_MOST_NAMES = 12


def not_counted(_key: str) -> NoticeCount | None:
    """Nothing is counted yet."""
    return None


def in_room(
    conn: Connection,
    knowledge: SchoolKnowledge,
    me: str,
    event_ids: Iterable[str],
    pending: Mapping[str, int] = _NONE,
    counted: Counted = not_counted,
) -> dict[str, NoticeFacts]:
    """Return event id → card for those of `event_ids` that are notices which act.

    `pending` are copies (event id → ms) under which my word stands in the outbox.
    """
    found: dict[str, NoticeFacts] = {}
    for event_id, copy in announcements.at(conn, event_ids).items():
        if copy.kind != Kind.NOTICE:
            continue
        one = loading.load(conn, knowledge.authority, Kind.NOTICE, copy.sender, copy.id)
        if one is not None:
            found[event_id] = facts(conn, knowledge, me, one, copy.room_id, pending, counted)
    return found


def facts(
    conn: Connection,
    knowledge: SchoolKnowledge,
    me: str,
    one: Announcement,
    room_id: str,
    pending: Mapping[str, int] = _NONE,
    counted: Counted = not_counted,
) -> NoticeFacts:
    """Return the card of a notice as it stands in `room_id`."""
    block, own = one.block, one.sender == me
    confirmed_ts, done_by, done_ts = (0, "", 0) if own else _words(conn, knowledge, me, one, pending)
    wanted = (
        not own
        and block.confirm is not Confirm.NONE
        and not (confirmed_ts or done_ts or one.withdrawn_ts)
        and not knowledge.authority.is_office(me)
        and asked(knowledge, one, me)
        and bool(addressed_copies(conn, one, me))
        and word_counts(conn, knowledge, one, me)
    )
    return NoticeFacts(
        key=one.key,
        title=block.title or one_line(block.text, _TITLE_LIMIT),
        text=block.text,
        html=readable(block.html),
        confirm=block.confirm.value,
        ts=one.ts,
        scope=scope_of(knowledge, room_id),
        deadline=block.deadline,
        edited=one.edited,
        withdrawn=bool(one.withdrawn_ts),
        wanted=wanted,
        confirmed_ts=confirmed_ts,
        done_by=done_by,
        done_ts=done_ts,
        files=tuple(
            NoticeFile(file.file.name, file.file.size, file.attachment, file.event_id)
            for file in files_of(conn, one)
        ),
        also=_also(conn, knowledge, one, room_id) if own else (),
        copies=len(one.copies),
        n=max(block.n, len(one.copies)),
        count=counted(one.key) if own else None,
    )


def unsent(
    content: Mapping[str, Any], knowledge: SchoolKnowledge, room_id: str, ts: int
) -> NoticeFacts | None:
    """Return the card of an own copy that is still in the outbox, None for what is no notice."""
    block = read_block(Kind.NOTICE, content)
    if block is None:
        return None
    files = tuple(NoticeFile(file.name, file.size) for file in block.attachments)
    return NoticeFacts(
        "", block.title, block.text, block.confirm.value, ts, scope_of(knowledge, room_id), block.deadline,
        files=files, n=block.n, html=readable(block.html),
    )  # fmt: skip


def scope_of(knowledge: SchoolKnowledge, room_id: str) -> str:
    """Return whether a room's notices are a class's, the school's, or the bureau's."""
    authority = knowledge.authority
    if authority.class_of(room_id):
        return "class"
    return "bureau" if authority.kind_of(room_id) is RoomKind.REPORTS else "school"


def _words(
    conn: Connection, knowledge: SchoolKnowledge, me: str, one: Announcement, pending: Mapping[str, int]
) -> tuple[int, str, int]:
    """Return (ms of my word, who of my family gave the word that counts, ms of it).

    Where a signature is asked for, a ✅ alone is no word.
    """
    copies = [copy.event_id for copy in one.copies]
    family = family_of(knowledge, me)
    sign = one.block.confirm is Confirm.SIGN
    mine, done_by, done_ts = 0, "", 0
    for word in announcements.words(conn, copies, (me, *family)):
        if sign and word.type != announcements.SIGN:
            continue
        if word.user_id == me:
            mine = mine or word.ts
        elif not done_ts and counts_for(knowledge, word.user_id, one.block.counts):
            done_by = knowledge.directory.person(word.user_id, one.copies[0].room_id).name
            done_ts = word.ts
    mine = mine or next((pending[copy] for copy in copies if copy in pending), 0)
    return mine, done_by, done_ts


def _also(conn: Connection, knowledge: SchoolKnowledge, one: Announcement, room_id: str) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for copy in one.copies:
        if copy.room_id != room_id:
            names[place_name(conn, knowledge, copy.room_id)] = None
    return tuple(names)[:_MOST_NAMES]


def place_name(conn: Connection, knowledge: SchoolKnowledge, room_id: str) -> str:
    """Return what a copy's place is called: its class, its school, else its room."""
    authority = knowledge.authority
    room = authority.school_room(room_id)
    about = authority.class_of(room_id)
    if not about and room is not None and room.kind is RoomKind.REPORTS:
        about = room.anchor
    row = rooms.summary(conn, about or room_id)
    return one_line(row.name, _NAME_LIMIT) if row is not None else ""
