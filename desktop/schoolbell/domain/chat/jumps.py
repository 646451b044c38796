"""Brings what is looked for into an open room's window: an event, a day, the first unread message."""

from enum import StrEnum

from msgspec import Struct

from schoolbell.base.errors import KnownError
from schoolbell.domain.chat.timeline import Timeline
from schoolbell.domain.chat.unread_mark import UnreadMark
from schoolbell.store import first_unread, gaps, timeline
from schoolbell.store.first_unread import FirstUnread

_STEPS = 8  # requests for one jump to the first unread message


class Note(StrEnum):
    """What there is to say about where a jump ended."""

    NONE = ""
    NEAREST = "nearest"  # what was looked for cannot be had now: the nearest that is here
    LATER = "later"  # nobody wrote that day: what came next
    EARLIER = "earlier"  # nobody has written since: the newest


class Landing(Struct, frozen=True):
    """Where a jump ended. `key` is the row's, "" when there is none; `ts` is its time in ms, 0 unknown."""

    key: str
    note: Note = Note.NONE
    ts: int = 0


async def to_date(opened: Timeline, start: int, end: int) -> Landing:
    """Show the first message of the day from `start` to `end` (ms), or the next one.

    Where history is missing the server is asked; without it the nearest row that is here is shown.
    """
    room_id, cache = opened.room_id, opened.cache
    place = await cache.read(lambda conn: gaps.at_time(conn, room_id, start))
    if place is None or not place.exact:
        try:
            found = await _ask(opened, start)
        except KnownError:
            if place is None:
                raise
        else:
            if not found:
                await opened.to_live()
                last = opened.items[-1].key if opened.items else ""
                return Landing(last, Note.EARLIER, 0)
            place = await opened.place_of(found) or place
    if place is None:
        return Landing("")
    key = await opened.show_row(place.rowid)
    if not place.exact:
        note = Note.NEAREST
    elif place.ts < start:
        note = Note.EARLIER
    else:
        note = Note.LATER if place.ts >= end else Note.NONE
    return Landing(key, note, place.ts)


async def _ask(opened: Timeline, ts: int) -> str:
    """Have the first event not older than `ts` in the cache; return its id, "" when there is none."""
    history = opened.server()
    event_id = await history.find(opened.room_id, ts)
    if event_id and not await opened.is_stored(event_id):
        await history.land(opened.room_id, event_id)
    return event_id


async def to_unread(opened: Timeline) -> Landing:
    """Show the first message that was unread when the room was opened, across whatever is missing."""
    mark = opened.unread
    if mark is None:
        return Landing("")
    room_id, tried = opened.room_id, set[str]()
    for _ in range(_STEPS):
        found = await opened.cache.read(lambda conn: first_unread.since(conn, room_id, mark.read))
        if found.certain:
            break
        try:
            if not await _come_nearer(opened, mark, found, tried):
                break
        except KnownError:
            break
    if found.rowid is None:
        await opened.to_live()
        return Landing(opened.items[-1].key if opened.items else "")
    rowid = found.rowid
    key = await opened.show_row(rowid)
    row = await opened.cache.read(lambda conn: timeline.get(conn, rowid))
    return Landing(key, Note.NONE if found.certain else Note.NEAREST, row.ts if row is not None else 0)


async def _come_nearer(opened: Timeline, mark: UnreadMark, found: FirstUnread, tried: set[str]) -> bool:
    """Fetch something of what is missing in front of the first unread message; False when nothing helps."""
    history, room_id, read = opened.server(), opened.room_id, mark.read
    if not found.placed and read.event_id not in tried:
        tried.add(read.event_id)
        try:
            await history.land(room_id, read.event_id)
            return True
        except KnownError as error:
            if error.transient:
                raise  # else the event is gone, or from before my time: its moment must do
    if found.chunk is None:
        event_id = await history.find(room_id, read.ts) if "ts" not in tried else ""
        tried.add("ts")
        if event_id:
            await history.land(room_id, event_id)
        return bool(event_id)
    chunk = found.chunk
    if await history.paginate_forward(room_id, chunk):
        return True
    last = await opened.cache.read(lambda conn: gaps.last_of(conn, chunk))
    if last in tried:
        return False
    tried.add(last)
    await history.land(room_id, last)
    return True
