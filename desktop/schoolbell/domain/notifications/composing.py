"""Turns what is new in rooms into few pop-ups: one per room, one for many rooms, one without words."""

from collections.abc import Sequence

import msgspec

from schoolbell.domain.notifications.items import Notification, RoomNews

MOST_ROOMS = 5  # more chats than this are told of together


def compose(found: Sequence[RoomNews], *, texts: bool, veiled: bool) -> tuple[Notification, ...]:
    """Return what to say about `found`.

    A single message says who and what; several of one room are counted. Without `texts` nothing of what was
    written is told, and `veiled` (a locked window, another account) nothing but that something came.
    """
    if not found:
        return ()
    total = sum(room.count for room in found)
    mention = any(room.mentions for room in found)
    if veiled:
        return (Notification(total, rooms=0),)
    if len(found) > MOST_ROOMS:
        return (Notification(total, rooms=len(found), mention=mention),)
    return tuple(_of_room(room, texts) for room in found)


def together(older: Notification, newer: Notification) -> Notification:
    """Return one pop-up for two of the same chat."""
    return msgspec.structs.replace(
        newer,
        count=older.count + newer.count,
        sender="",
        text="",
        mention=older.mention or newer.mention,
        event_id=older.event_id if older.mention and not newer.mention else newer.event_id,
    )


def _of_room(room: RoomNews, texts: bool) -> Notification:
    single = room.count == 1
    return Notification(
        count=room.count,
        room_id=room.room_id,
        event_id=room.event_id,
        room=room.name,
        sender=room.sender if single else "",
        text=room.text if single and texts else "",
        kind=room.kind,
        mention=room.mentions > 0,
    )
