"""Whether an announcement is addressed to me, by which copies, and whether my word is wanted."""

from schoolbell.domain.announcements.audience import asks
from schoolbell.domain.announcements.items import Announcement
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
    """Return whether my word is wanted, not only my attention."""
    if not one.block.to_room or me in one.mentions:
        return True
    return any(asks(knowledge, copy.room_id, me) for copy in one.copies)


def member_name(conn: Connection, room_id: str, user: str) -> str:
    """Return the name that somebody has in a room, "" when not known."""
    member = members.get(conn, room_id, user)
    return member.name if member is not None else ""
