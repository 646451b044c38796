"""What stands above a timeline, and who is in the room."""

from dataclasses import dataclass

from schoolbell.domain.authority import level_of, needed_level
from schoolbell.domain.chat import room_mutes
from schoolbell.domain.chat.content import parse
from schoolbell.domain.chat.items import Person, Quote, Role, RoomHeader, RoomItem, RoomKind, RoomMutes
from schoolbell.domain.names import clean_name, one_line
from schoolbell.domain.school_knowledge import SchoolKnowledge, creation_of
from schoolbell.store import members, power, rooms, state, timeline
from schoolbell.store.database import Connection

_PINNED_LIMIT = 20
_TEACHERS = frozenset({Role.TEACHER, Role.HEAD_TEACHER, Role.PRINCIPAL})


@dataclass(frozen=True, slots=True)
class RoomDetails:
    """The header of a room, its people by role and name (without office accounts), who of them is muted."""

    header: RoomHeader
    people: tuple[Person, ...]
    mutes: RoomMutes


def load(
    conn: Connection, room_id: str, me: str, knowledge: SchoolKnowledge, item: RoomItem | None
) -> RoomDetails | None:
    """Return what is known of a room; None when it was never heard of. `item` is its row of the room list."""
    row = rooms.summary(conn, room_id)
    if row is None:
        return None
    directory, authority = knowledge.directory, knowledge.authority
    joined = [
        m for m in members.joined(conn, room_id) if not authority.is_office(m.user_id) or m.user_id == me
    ]
    people = [directory.person(member.user_id, room_id, member.name) for member in joined]
    people.sort(key=lambda person: (person.role not in _TEACHERS, person.role, person.name, person.user_id))
    roles = [person.role for person in people]
    levels, creation = power.current(conn, room_id), creation_of(row)
    mine = level_of(creation, levels, me)
    kind = item.kind if item is not None else authority.kind_of(room_id)
    mutes = room_mutes.load(
        conn, room_id, me, kind, creation, levels, [person.user_id for person in people]
    )
    inside = row.membership == "join" and not row.encrypted
    complete = members.is_complete(conn, room_id)
    header = RoomHeader(
        key=room_id,
        name=item.name if item is not None else clean_name(row.name) or "?",
        kind=RoomKind.DIRECT if kind is RoomKind.CHAT and row.direct_user else kind,
        members=len(people) if complete else max(row.joined_count, len(people)),
        # Of an incomplete list only the total is true: no shares of it.
        teachers=sum(role in _TEACHERS for role in roles) if complete else 0,
        guardians=roles.count(Role.GUARDIAN) if complete else 0,
        students=roles.count(Role.STUDENT) if complete else 0,
        can_send=inside and mine >= needed_level(levels, "m.room.message"),
        encrypted=row.encrypted,
        pinned=_pinned(conn, room_id, knowledge),
        can_react=inside and mine >= needed_level(levels, "m.reaction"),
        muted_until=mutes.muted.get(me),
        closed=kind is RoomKind.GROUP and mutes.closed,
    )
    return RoomDetails(header, tuple(people), mutes)


def _pinned(conn: Connection, room_id: str, knowledge: SchoolKnowledge) -> tuple[Quote, ...]:
    row = state.get(conn, room_id, "m.room.pinned_events")
    listed = row.content.get("pinned") if row is not None else None
    wanted = (
        [one for one in listed if isinstance(one, str)][-_PINNED_LIMIT:] if isinstance(listed, list) else []
    )
    if not wanted:
        return ()
    found = timeline.by_ids(conn, wanted)
    events = [found[event_id] for event_id in wanted if event_id in found]
    names = members.named(conn, room_id, {event.sender for event in events})
    quotes = []
    for event in reversed(events):  # the newest pin first
        if event.redacted_by is not None:
            continue
        parsed = parse(event.type, event.content)
        body = one_line(parsed.body) or (parsed.attachment.name if parsed.attachment is not None else "")
        member = names.get(event.sender)
        sender = knowledge.directory.person(event.sender, room_id, member.name if member is not None else "")
        quotes.append(Quote(event.event_id, sender.name, body))
    return tuple(quotes)
