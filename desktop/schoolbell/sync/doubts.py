"""Takes for incomplete what a hole in the delivery made doubtful: member lists, receipts."""

from schoolbell.matrix.sliding import SlidingSyncResponse
from schoolbell.store import completeness
from schoolbell.store.database import Connection


def forget_doubtful(conn: Connection, response: SlidingSyncResponse) -> frozenset[str]:
    """Take for incomplete what a hole in the delivery made doubtful; return the rooms.

    Joins and leaves may hide in a gap; a room that is sent anew may have missed receipts too. A deeper look
    into a room that is followed already hides nothing.
    """
    anew = [room_id for room_id, room in response.rooms.items() if room.initial]
    limited = [
        room_id
        for room_id, room in response.rooms.items()
        if room.limited and not room.unstable_expanded_timeline
    ]
    doubtful = frozenset((*anew, *limited))
    completeness.forget_members(conn, doubtful)
    completeness.forget_members(conn, doubtful.difference(anew), counted=True)
    completeness.forget_receipts(conn, anew)
    return doubtful
