"""My unread counts, counted here: the server's are always 0."""

import json
from collections.abc import Iterable, Mapping

from schoolbell.store import receipts, rooms, timeline
from schoolbell.store.database import Connection

# Counting further helps nobody and costs time at every message.
_MOST = 1000
# A first sign-in finds hundreds of rooms whose newest rows only say who joined: the server is spared them.
_MOST_IN_DOUBT = 50
COUNT = "SELECT count(*) FROM (SELECT 1 FROM event WHERE chunk = ? AND idx > ? AND counts = 1 LIMIT ?)"
MENTIONS = "SELECT count(*) FROM event WHERE chunk = ? AND idx > ? AND mention = 1"
# "20+" says enough; "1+" does not.
_PLENTY = 20
_BIAS = 1 << 31
_LOWEST = -(1 << 62)


def recount(conn: Connection, room: int, me: str) -> bool:
    """Count messages by others after my read position; return whether the summary changed.

    Without any receipt of mine it counts from my own join. The count is a floor ("20+") when a gap lies
    between the live end and that position, or at 1000; a floor of 0 says that nothing is known.
    """
    mine = receipts.furthest_of(conn, room, me)
    read_ts = None
    position = mine.position if mine is not None else None
    if position is None:
        read_ts = mine.ts if mine is not None else _joined_ts(conn, room, me)
    total = mentions = 0
    floor = False
    chunks = conn.execute(
        "SELECT id, ord, prev, start FROM chunk WHERE room = ? ORDER BY ord DESC", (room,)
    ).fetchall()
    for chunk, ord_, prev, start in chunks:
        lowest, reached = _LOWEST, False
        if position is not None:
            read_ord = position >> 32
            if ord_ < read_ord:
                break
            if ord_ == read_ord:
                lowest, reached = (position & 0xFFFFFFFF) - _BIAS, True
        elif read_ts is not None:
            lowest, reached = after_time(conn, chunk, read_ts)
        total += conn.execute(COUNT, (chunk, lowest, _MOST - total)).fetchone()[0]
        mentions += conn.execute(MENTIONS, (chunk, lowest)).fetchone()[0]
        if total >= _MOST:
            floor = True
            break
        if reached:
            break
        if prev is None and not start:
            floor = True
            if position is None:
                break
    return rooms.set_fields(conn, room, {"unread": total, "unread_floor": int(floor), "mentions": mentions})


def in_doubt(conn: Connection, room_ids: Iterable[str] | None) -> dict[str, int]:
    """Return room id → chunk before which to look, for rooms that count few or nothing but have a gap.

    Among `room_ids`, None for all; the newest 50. Not desks: hundreds of them would be asked for one by one.
    """
    where, wanted = "", list[object]()
    if room_ids is not None:
        where, wanted = " AND r.room_id IN (SELECT value FROM json_each(?))", [json.dumps(list(room_ids))]
    found = conn.execute(
        "SELECT r.room_id, (SELECT c.id FROM chunk c WHERE c.room = r.id AND c.prev IS NULL AND c.start = 0"
        " ORDER BY c.ord DESC LIMIT 1) FROM room r WHERE r.unread < ? AND r.unread_floor = 1"
        f" AND r.membership = 'join' AND r.room_type = ''{where}"
        " ORDER BY r.bump_stamp DESC, r.id DESC LIMIT ?",
        [_PLENTY, *wanted, _MOST_IN_DOUBT],
    )
    return {room_id: chunk for room_id, chunk in found if chunk is not None}


def any_floor(conn: Connection) -> bool:
    """Return whether anything unread may lie behind a gap of any room."""
    return conn.execute("SELECT 1 FROM room WHERE unread_floor = 1 LIMIT 1").fetchone() is not None


def missing(conn: Connection, events: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return room id → chunk before which to look for those of `events` (room id → ids) not stored here."""
    found = {}
    for room_id, ids in events.items():
        wanted = frozenset(ids)
        chunk = timeline.newest_gap(conn, room_id)
        if chunk is not None and timeline.known_ids(conn, event_ids=wanted) != wanted:
            found[room_id] = chunk
    return found


def counted(conn: Connection, chunk: int, after: int, upto: int) -> int:
    """Return how many messages of others a chunk has behind index `after`, up to `upto`; 1000 at most."""
    return int(
        conn.execute(
            "SELECT count(*) FROM (SELECT 1 FROM event WHERE chunk = ? AND idx > ? AND idx <= ?"
            " AND counts = 1 LIMIT ?)",
            (chunk, after, upto, _MOST),
        ).fetchone()[0]
    )


def joined_ts(conn: Connection, room_id: str, me: str) -> int | None:
    """Return when I joined last (ms), None when that is not known."""
    room = rooms.number(conn, room_id)
    return _joined_ts(conn, room, me) if room is not None else None


def _joined_ts(conn: Connection, room: int, me: str) -> int | None:
    row = conn.execute(
        "SELECT ts FROM membership WHERE room = ? AND user_id = ? AND joined = 1 ORDER BY ts DESC LIMIT 1",
        (room, me),
    ).fetchone()
    return row[0] if row else None


def after_time(conn: Connection, chunk: int, ts: int) -> tuple[int, bool]:
    """Return the index of the newest event of the chunk that is not later than `ts`, and whether
    there is one.
    """
    row = conn.execute(
        "SELECT idx FROM event WHERE chunk = ? AND ts <= ? ORDER BY idx DESC LIMIT 1", (chunk, ts)
    ).fetchone()
    return (row[0], True) if row else (_LOWEST, False)
