"""Which DINGs were received, which of them wait for my word, and what one looks like when it is opened."""

from collections.abc import Mapping, Sequence

from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.addressed import (
    addressed_copies,
    asked,
    member_name,
    word_counts,
)
from schoolbell.domain.announcements.audience import counts_for, family_of
from schoolbell.domain.announcements.blocks import Confirm, Kind
from schoolbell.domain.announcements.files import files_of
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.ding.items import ReceivedDetail, ReceivedRow
from schoolbell.domain.names import one_line
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import announcements, rooms
from schoolbell.store.database import Connection

TITLE_LIMIT = 120

Pending = Mapping[str, int]  # event id of a copy → ms when my word was written here, not at the server yet


def received(
    conn: Connection, knowledge: SchoolKnowledge, me: str, now_ms: int, pending: Pending
) -> list[tuple[Announcement, ReceivedRow]]:
    """Return the DINGs that are addressed to `me`: waiting ones first by deadline, then the newest first."""
    found = [
        one
        for one in loading.load_recent(conn, knowledge.authority, Kind.DING, now_ms)
        if one.sender != me and addressed_copies(conn, one, me)
    ]
    if not found or knowledge.authority.is_office(me):
        return []
    family = family_of(knowledge, me)
    words = announcements.words_of(conn, Kind.DING, (me, *family), min(one.ts for one in found))
    rows = [
        (one, _row(conn, knowledge, me, one, words.get((one.sender, one.id), {}), pending, family))
        for one in found
    ]
    rows.sort(key=lambda pair: (not pair[1].waiting, _urgency(pair[1]), -pair[1].ts, pair[1].key))
    return rows


def _urgency(row: ReceivedRow) -> int:
    return (row.deadline or 1 << 60) if row.waiting else 0


def _row(
    conn: Connection,
    knowledge: SchoolKnowledge,
    me: str,
    one: Announcement,
    words: Mapping[str, int],
    pending: Pending,
    family: Sequence[str],
) -> ReceivedRow:
    directory, block = knowledge.directory, one.block
    place = one.copies[0].room_id
    mine = words.get(me, 0) or next(
        (pending[copy.event_id] for copy in one.copies if copy.event_id in pending), 0
    )
    done_by, done_ts = "", 0
    for user in sorted(family, key=lambda user: words.get(user, 1 << 60)):
        if user in words and counts_for(knowledge, user, block.counts):
            done_by, done_ts = directory.person(user, place).name, words[user]
            break
    sender = directory.person(one.sender, place, member_name(conn, place, one.sender))
    entry = directory.entry(one.sender, place)
    stands = not mine and not done_by and not one.withdrawn_ts and asked(knowledge, one, me)
    counts = bool(stands or mine) and word_counts(conn, knowledge, one, me)
    return ReceivedRow(
        key=one.key,
        sender=sender,
        subtitle=entry.subject if entry is not None else "",
        title=one_line(block.text, TITLE_LIMIT),
        ts=one.ts,
        deadline=block.deadline,
        waiting=stands and counts,
        confirmed_ts=mine,
        done_by=done_by,
        done_ts=done_ts,
        reminders=len(one.reminders),
        withdrawn=bool(one.withdrawn_ts),
        place=_place(conn, knowledge, place, me),
        files=len(block.attachments),
        to_see=stands and not counts,
        noted=bool(mine) and not counts,
    )


def _place(conn: Connection, knowledge: SchoolKnowledge, room_id: str, me: str) -> str:
    """The class it came by; of rooms without a class their name."""
    class_space = knowledge.authority.class_of(room_id)
    row = rooms.summary(conn, class_space or room_id)
    return one_line(row.name, 64) if row is not None else ""


def detail(conn: Connection, pair: tuple[Announcement, ReceivedRow], me: str) -> ReceivedDetail:
    """Return what an opened DING and its pop-up show."""
    one, row = pair
    mine = addressed_copies(conn, one, me) or [one.copies[0].event_id]
    copy = next(copy for copy in one.copies if copy.event_id == mine[0])
    return ReceivedDetail(
        row=row,
        announcement=one,
        text=one.block.text,
        files=files_of(conn, one),
        room_id=copy.room_id,
        event_id=copy.event_id,
        sign=one.block.confirm is Confirm.SIGN and not row.to_see,
        seq=max((reminder.seq for reminder in one.reminders), default=0),
    )
