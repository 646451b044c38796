"""Where the unread messages of an open room begin: the divider, and how many stand above what is seen."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from schoolbell.store import first_unread, timeline
from schoolbell.store.database import Connection
from schoolbell.store.first_unread import ReadMark
from schoolbell.store.rows import MESSAGE, EventRow, Window


class UnreadMark(Struct, frozen=True):
    """How far a room was read when it was opened, and what that means for its rows now."""

    read: ReadMark
    new_before: int | None = None  # rowid that the "new messages" divider stands before
    settled: bool = False  # nothing unread can be missing before it
    count: int = 0
    floor: bool = False  # at least so many
    position: int | None = None  # of the divider's row as the room's order stands now


def look(
    conn: Connection, room_id: str, me: str, window: Window, known: UnreadMark | None, *, anew: bool = False
) -> UnreadMark:
    """Return what is unread; `known` is what an earlier look found since the room was opened.

    The place is worked out again as long as history may be missing there. `anew`: what came while nothing
    was connected belongs to what was unread at the opening.
    """
    if known is not None and anew:
        newest = first_unread.mark_of(conn, room_id, me).newest
        unread = known.count or known.floor
        known = replace(known, read=replace(known.read, newest=newest), settled=False) if unread else None
    if known is not None and known.settled:
        return _placed(conn, known)
    read = known.read if known is not None else first_unread.mark_of(conn, room_id, me)
    found = first_unread.since(conn, room_id, read)
    mark = UnreadMark(read, None, found.certain, found.count, found.floor)
    if found.certain:
        return _placed(conn, replace(mark, new_before=found.rowid))
    position = timeline.position(conn, read.event_id) if read.event_id else None
    shown = _first_in(window.rows, me, position, found.count)
    if shown is None and known is not None:
        shown = known.new_before
    return replace(mark, new_before=shown)


def _placed(conn: Connection, mark: UnreadMark) -> UnreadMark:
    """Return `mark` with the position of its row: pieces of history that come between move it."""
    rowid = mark.new_before
    return replace(mark, position=first_unread.position_of(conn, rowid) if rowid is not None else None)


def _first_in(rows: Sequence[EventRow], me: str, read: int | None, unread: int) -> int | None:
    """Return the rowid of the first message by others behind the read position, None outside `rows`.

    Without a position (`read` None) the `unread` newest messages of others count.
    """
    others = [row for row in rows if row.shown == MESSAGE and row.sender != me]
    if read is not None:
        new = [row for row in others if row.position > read]
        return new[0].rowid if new and new[0] is not rows[0] else None
    return others[-unread].rowid if 0 < unread <= len(others) else None
