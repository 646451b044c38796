"""Which rows of a timeline are notices, and their cards; nothing is imported where there are none."""

from collections.abc import Callable, Mapping, Sequence

from schoolbell.domain.chat.echoes import Echoes
from schoolbell.domain.chat.items import NoticeCount, NoticeFacts
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store.database import Connection
from schoolbell.store.outbox import OutboxRow
from schoolbell.store.rows import EventRow

Counted = Callable[[str], NoticeCount | None]  # an own notice's key → how far it is
_MARK = b"org.schoolbell.notice"
_BLOCK = _MARK.decode()
_CONFIRM = "✅"


def not_counted(_key: str) -> NoticeCount | None:
    """Nothing is counted yet."""
    return None


def cards_of(
    conn: Connection,
    knowledge: SchoolKnowledge,
    me: str,
    room_id: str,
    rows: Sequence[EventRow],
    outbox: Sequence[OutboxRow],
    echoes: Echoes,
    counted: Counted,
) -> Mapping[str, NoticeFacts]:
    """Return event id, or local id of what is unsent, → card of the notices in a window."""
    stored = [row.event_id for row in rows if _MARK in row.raw]
    unsent = [echo for echo in echoes.messages if _BLOCK in echo.content]
    if not stored and not unsent:
        return {}
    from schoolbell.domain.announcements import cards

    pending = {
        event_id: row.created_ms
        for event_id in stored
        if (local_id := echoes.reactions_to(event_id).get(_CONFIRM))
        for row in outbox
        if row.local_id == local_id
    }
    found = cards.in_room(conn, knowledge, me, stored, pending, counted)
    for echo in unsent:
        card = cards.unsent(echo.content, knowledge, room_id, echo.ts)
        if card is not None:
            found[echo.local_id] = card
    return found
