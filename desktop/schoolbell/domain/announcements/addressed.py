"""Whether an announcement is addressed to me, by which copies, and whether my word counts."""

from schoolbell.domain.announcements.audience import asks, counts_for, families_of, kin_of
from schoolbell.domain.announcements.items import Announcement, Copy
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import members
from schoolbell.store.database import Connection


def addressed_copies(conn: Connection, announcement: Announcement, me: str) -> list[str]:
    """Return the event ids of the copies that are addressed to `me`, those in private rooms first."""
    if not announcement.block.to_room:
        if me not in announcement.mentions:
            return []
        return [copy.event_id for copy in announcement.copies]
    return [
        copy.event_id
        for copy in announcement.copies
        if (since := members.joined_since(conn, copy.room_id, me)) is not None and since <= copy.ts
    ]


def asked(knowledge: SchoolKnowledge, one: Announcement, me: str) -> bool:
    """Return whether I am one of those who are asked, not only told."""
    if not one.block.to_room or me in one.mentions:
        return True
    return any(asks(knowledge, copy.room_id, me) for copy in one.copies)


def word_counts(conn: Connection, knowledge: SchoolKnowledge, one: Announcement, me: str) -> bool:
    """Return whether the word of `me`, who is asked, completes the household, as `tally` counts.

    Of a family that is whose word the sender chose; where nobody of these was asked, whoever was.
    """
    counts = one.block.counts
    if counts_for(knowledge, me, counts):
        return True
    others = [user for user in kin_of(knowledge, me)[1:] if _is_asked(conn, knowledge, one, user)]
    for _, people in families_of(knowledge, (me, *others)):
        if me in people:
            return not any(counts_for(knowledge, user, counts) for user in people)
    return True


def _is_asked(conn: Connection, knowledge: SchoolKnowledge, one: Announcement, user: str) -> bool:
    if not one.block.to_room:
        return user in one.mentions
    return any(asks(knowledge, copy.room_id, user) and _is_there(conn, copy, user) for copy in one.copies)


def _is_there(conn: Connection, copy: Copy, user: str) -> bool:
    """Whether somebody was joined when the copy came; not known counts as joined."""
    since = members.joined_since(conn, copy.room_id, user)
    if since is None or since > copy.ts:
        return False
    known = members.get(conn, copy.room_id, user) is not None
    return known or not members.is_complete(conn, copy.room_id)


def member_name(conn: Connection, room_id: str, user: str) -> str:
    """Return the name that somebody has in a room, "" when not known."""
    member = members.get(conn, room_id, user)
    return member.name if member is not None else ""
