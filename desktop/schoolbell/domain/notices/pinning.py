"""Which notices stand on top: for the bar above a class's chats, and pinned in the room for phones."""

from collections.abc import Sequence

from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.authority import Authority
from schoolbell.domain.chat.items import RoomKind
from schoolbell.store.database import Connection
from schoolbell.sync.pins import Pins

_DAY_MS = 86_400_000
_WITHOUT_DEADLINE_MS = 7 * _DAY_MS  # a notice without one stands so long
_MOST = 5


def stands(one: Announcement, now_ms: int) -> bool:
    """Whether a notice is to stand on top now."""
    if not one.block.pin or one.withdrawn_ts:
        return False
    return now_ms < (one.block.deadline or one.ts + _WITHOUT_DEADLINE_MS)


def wanted(conn: Connection, authority: Authority, me: str, now_ms: int) -> dict[str, Pins]:
    """Return room → which copies of own notices are to be pinned there, and which no more."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for one in loading.load_recent(conn, authority, Kind.NOTICE, now_ms):
        if one.sender != me or not one.block.pin:
            continue
        for copy in one.copies:
            if authority.kind_of(copy.room_id) is RoomKind.NOTICES:
                pinned, gone = found.setdefault(copy.room_id, ([], []))
                (pinned if stands(one, now_ms) else gone).append(copy.event_id)
    return {room_id: Pins(tuple(pinned), tuple(gone)) for room_id, (pinned, gone) in found.items()}


def above(
    notices: Sequence[Announcement], authority: Authority, room_id: str, now_ms: int
) -> list[tuple[Announcement, str, str]]:
    """Return (notice, room id, event id of its copy) of what stands on top of `room_id`, newest first.

    That is above a class's chat: the class's notices, and those of the whole school.
    """
    space = authority.class_of(room_id)
    room = authority.school_room(room_id)
    if not space or room is None or room.kind is not RoomKind.GROUP:
        return []
    found = []
    for one in notices:
        if not stands(one, now_ms):
            continue
        copy = next((copy for copy in one.copies if authority.class_of(copy.room_id) == space), None)
        if copy is None:
            copy = next((copy for copy in one.copies if not authority.class_of(copy.room_id)), None)
            known = authority.school_room(copy.room_id) if copy is not None else None
            if known is None or known.kind is not RoomKind.NOTICES or known.anchor != room.anchor:
                copy = None
        if copy is not None:
            found.append((one, copy.room_id, copy.event_id))
    return found[:_MOST]
