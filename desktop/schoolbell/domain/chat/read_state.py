"""Who has and who has not read one event: the lists behind "n unread"."""

from schoolbell.domain import late_edits
from schoolbell.domain.chat.content import parse
from schoolbell.domain.chat.items import Reader, ReadLists, Role
from schoolbell.domain.names import one_line
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import members, receipts, relations, timeline
from schoolbell.store.database import Connection

_BODY_LIMIT = 500
_ORDER = {
    Role.GUARDIAN: 0,
    Role.STUDENT: 1,
    Role.TEACHER: 2,
    Role.HEAD_TEACHER: 2,
    Role.PRINCIPAL: 3,
}


def load(conn: Connection, room_id: str, event_id: str, knowledge: SchoolKnowledge) -> ReadLists | None:
    """Return both lists of an event; None when it is not stored.

    Counted is who was joined at the event, without its sender and the office accounts. A receipt for an event
    that is not stored is compared by time ("about"). Until the room's receipts and members were fetched once,
    who seems not to have read is marked `known` False. Read: earliest first; unread: by class, role and name.
    """
    event = timeline.by_ids(conn, [event_id]).get(event_id)
    if event is None:
        return None
    known = receipts.is_complete(conn, room_id) and members.is_complete(conn, room_id)
    excluded = set(knowledge.authority.office_accounts())
    read: list[Reader] = []
    unread: list[Reader] = []
    for row in receipts.readers(conn, room_id, event.rowid, excluded):
        person = knowledge.directory.person(row.user_id, room_id, row.name)
        reader = Reader(
            key=row.user_id,
            person=person,
            class_name=knowledge.directory.class_name(row.user_id, room_id),
            read_ts=row.ts if row.read else 0,
            about=row.about,
            known=row.read or known,
        )
        (read if row.read else unread).append(reader)
    read.sort(key=lambda reader: (reader.read_ts, reader.person.name, reader.key))
    unread.sort(
        key=lambda reader: (
            reader.class_name,
            _ORDER.get(reader.person.role, 9),
            reader.person.name,
            reader.key,
        )
    )
    summary = relations.for_events(conn, [event.rowid]).get(event.rowid)
    edit = summary.edit if summary is not None else None
    late = late_edits.of_events(conn, [event])
    edit = late[event.rowid].acting if event.rowid in late else edit
    parsed = parse(event.type, event.content, edit.content if edit is not None else None)
    body = one_line(parsed.body, _BODY_LIMIT) or (parsed.attachment.name if parsed.attachment else "")
    return ReadLists(event_id, body, event.ts, tuple(read), tuple(unread))
