"""Read receipts of everybody, and who has read what: position first, time only where there is none."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from schoolbell.store import members, rooms
from schoolbell.store.database import Connection
from schoolbell.store.rows import POSITION_BIAS, MemberRow, ReaderRow, ReceiptRow

READ, PRIVATE, SPOKE = 0, 1, 2
# Receipts "in" a thread say nothing about messages outside it (client-server API, "Threaded read receipts").
_MAIN = "main"

_PLACE = f"SELECT (c.ord << 32) + e.idx + {POSITION_BIAS} FROM event e JOIN chunk c ON c.id = e.chunk"
_EVENTS = (
    f"SELECT e.id, e.sender, e.ts, (c.ord << 32) + e.idx + {POSITION_BIAS},"
    " CASE WHEN e.rel_type = 'm.thread' THEN e.relates_to ELSE 'main' END FROM event e"
    " JOIN chunk c ON c.id = e.chunk WHERE e.id IN (SELECT value FROM json_each(?)) AND e.room = ?"
)


class NewReceipt(Struct, frozen=True):
    """One receipt to store; `kind` READ, PRIVATE or SPOKE (the person's own message)."""

    user_id: str
    kind: int
    thread: str  # "" for the whole room, "main", or a thread root
    event_id: str
    ts: int


def _further(one: ReceiptRow, other: ReceiptRow) -> bool:
    if one.position is not None and other.position is not None:
        return one.position > other.position
    return one.ts > other.ts


def _furthest(conn: Connection, room: int, thread: str = _MAIN) -> dict[str, ReceiptRow]:
    """Return how far each person has read what is in `thread` (its root's event id, or _MAIN)."""
    found: dict[str, ReceiptRow] = {}
    for row in conn.execute(
        "SELECT user_id, event_id, ts, position FROM receipt WHERE room = ? AND thread IN ('', ?)",
        (room, thread),
    ):
        receipt = ReceiptRow(*row)
        known = found.get(receipt.user_id)
        if known is None or _further(receipt, known):
            found[receipt.user_id] = receipt
    return found


def of_room(conn: Connection, room_id: str) -> list[ReceiptRow]:
    """Return how far each person has read, one row per person, by user id."""
    room = rooms.number(conn, room_id)
    if room is None:
        return []
    furthest = _furthest(conn, room)
    return [furthest[user] for user in sorted(furthest)]


def of_user(conn: Connection, room_id: str, user_id: str) -> ReceiptRow | None:
    """Return how far one person (me, for the "new" divider) has read, None when never."""
    room = rooms.number(conn, room_id)
    return furthest_of(conn, room, user_id) if room is not None else None


def furthest_of(conn: Connection, room: int, user_id: str) -> ReceiptRow | None:
    """Return the same as `of_user` for the room with this number."""
    best: ReceiptRow | None = None
    for row in conn.execute(
        "SELECT user_id, event_id, ts, position FROM receipt WHERE room = ? AND user_id = ?"
        " AND thread IN ('', ?)",
        (room, user_id, _MAIN),
    ):
        receipt = ReceiptRow(*row)
        if best is None or _further(receipt, best):
            best = receipt
    return best


def is_complete(conn: Connection, room_id: str) -> bool:
    """Return whether the room's receipts were fetched once (initially only those of events sent
    along come).
    """
    row = conn.execute("SELECT receipts_complete FROM room WHERE room_id = ?", (room_id,)).fetchone()
    return bool(row and row[0])


def _has_read(receipt: ReceiptRow | None, position: int, ts: int) -> bool:
    if receipt is None:
        return False
    if receipt.position is not None:
        return receipt.position >= position
    return receipt.ts >= ts


def readers(conn: Connection, room_id: str, event_rowid: int, excluded: set[str]) -> list[ReaderRow]:
    """Return the denominator of one event's read list, by user id: who was joined at it, and
    whether they read it.

    The sender and `excluded` (the office accounts) are not in it.
    """
    room = rooms.number(conn, room_id)
    if room is None:
        return []
    event = conn.execute(_EVENTS, (json.dumps([event_rowid]), room)).fetchone()
    if event is None:
        return []
    _, sender, ts, position, thread = event
    furthest = _furthest(conn, room, thread)
    steps = members.steps(conn, room)
    found = []
    for member in members.everybody(conn, room_id):
        user = member.user_id
        if user == sender or user in excluded:
            continue
        if not members.was_joined(steps.get(user), member.membership == "join", position, ts):
            continue
        receipt = furthest.get(user)
        read = _has_read(receipt, position, ts)
        about = receipt is not None and receipt.position is None
        found.append(ReaderRow(user, member.name, read, receipt.ts if receipt and read else 0, about))
    return found


def reading(
    conn: Connection, room_id: str, event_rowid: int, users: Sequence[str]
) -> dict[str, tuple[bool, int, bool]]:
    """Return user id → (read, ms of what shows it, compared by time) for those of whom anything is known.

    The denominator is the caller's: members need not be here.
    """
    room = rooms.number(conn, room_id)
    event = None if room is None else conn.execute(_EVENTS, (json.dumps([event_rowid]), room)).fetchone()
    if room is None or event is None:
        return {}
    _, _, ts, position, thread = event
    furthest = _furthest(conn, room, thread)
    found = {}
    for user in users:
        receipt = furthest.get(user)
        if receipt is not None:
            read = _has_read(receipt, position, ts)
            found[user] = (read, receipt.ts if read else 0, receipt.position is None)
    return found


def unread_counts(
    conn: Connection, room_id: str, event_rowids: Sequence[int], me: str, excluded: set[str]
) -> dict[int, int]:
    """Return rowid → how many have not read it, for those of the events that I (`me`) sent.

    Empty while the room's members are not all known. Cost: one pass over members and receipts, then a
    bisection
    per event (people who joined or left between the events are looked at one by one).
    """
    room = rooms.number(conn, room_id)
    if room is None or not event_rowids or not members.is_complete(conn, room_id):
        return {}
    threads: dict[str, list[tuple[Any, ...]]] = {}
    for row in conn.execute(_EVENTS, (json.dumps(list(event_rowids)), room)):
        if row[1] == me:
            threads.setdefault(row[4], []).append(row)
    counts: dict[int, int] = {}
    for thread, events in threads.items():
        counts |= _unread_in(conn, room_id, room, thread, events, me, excluded)
    return counts


def _unread_in(
    conn: Connection,
    room_id: str,
    room: int,
    thread: str,
    events: list[tuple[Any, ...]],
    me: str,
    excluded: set[str],
) -> dict[int, int]:
    """Return `unread_counts` for the events of one thread."""
    first_position, first_ts = min(row[3] for row in events), min(row[2] for row in events)
    furthest = _furthest(conn, room, thread)
    steps = members.steps(conn, room)
    positions: list[int] = []
    times: list[int] = []
    never = 0
    varying: list[MemberRow] = []
    for member in members.everybody(conn, room_id):
        user = member.user_id
        if user == me or user in excluded:
            continue
        now_joined = member.membership == "join"
        history = steps.get(user)
        if history and not (now_joined and _all_before(history, first_position, first_ts)):
            varying.append(member)
            continue
        if not now_joined:
            continue
        receipt = furthest.get(user)
        if receipt is None:
            never += 1
        elif receipt.position is not None:
            positions.append(receipt.position)
        else:
            times.append(receipt.ts)
    positions.sort()
    times.sort()
    counts = {}
    for rowid, _, ts, position, _ in events:
        unread = never + bisect_left(positions, position) + bisect_left(times, ts)
        for member in varying:
            user = member.user_id
            if members.was_joined(steps[user], member.membership == "join", position, ts):
                unread += not _has_read(furthest.get(user), position, ts)
        counts[rowid] = unread
    return counts


def _all_before(history: list[members.Step], position: int, ts: int) -> bool:
    return (
        all(step.position <= position if step.position is not None else step.ts <= ts for step in history)
        and history[-1].joined
    )


# -- writing --


def put(conn: Connection, room: int, receipts: Iterable[NewReceipt]) -> set[str]:
    """Store receipts that go further than what is known; return whose did."""
    moved = set()
    for new in receipts:
        place = conn.execute(f"{_PLACE} WHERE e.event_id = ? AND e.room = ?", (new.event_id, room)).fetchone()
        position = place[0] if place else None
        cursor = conn.execute(
            "INSERT INTO receipt (room, user_id, kind, thread, event_id, ts, position) VALUES (?,"
            " ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (room, user_id, kind, thread) DO UPDATE SET event_id = excluded.event_id,"
            " ts = excluded.ts, position = excluded.position WHERE event_id != excluded.event_id AND"
            " CASE WHEN position IS NOT NULL AND excluded.position IS NOT NULL"
            " THEN excluded.position > position ELSE excluded.ts >= ts END",
            (room, new.user_id, new.kind, new.thread, new.event_id, new.ts, position),
        )
        if cursor.rowcount > 0:
            moved.add(new.user_id)
    return moved


def put_spoken(conn: Connection, room: int, spoken: Iterable[tuple[str, str, int, int]]) -> None:
    """Remember (user, event id, ts, position) of people's own messages where they are the newest."""
    conn.executemany(
        "INSERT INTO receipt (room, user_id, kind, thread, event_id, ts, position) VALUES (?, ?,"
        " 2, '', ?, ?, ?)"
        " ON CONFLICT (room, user_id, kind, thread) DO UPDATE SET event_id = excluded.event_id,"
        " ts = excluded.ts,"
        " position = excluded.position WHERE excluded.position > position",
        [(room, *one) for one in spoken],
    )


def resolve(conn: Connection, room: int, event_ids: Iterable[str]) -> bool:
    """Give receipts for events that were not stored until now their position; return whether any was."""
    waiting = conn.execute(
        "SELECT 1 FROM receipt WHERE room = ? AND position IS NULL LIMIT 1", (room,)
    ).fetchone()
    if waiting is None:
        return False
    cursor = conn.execute(
        f"UPDATE receipt SET position = ({_PLACE} WHERE e.event_id = receipt.event_id)"
        " WHERE room = ? AND position IS NULL AND event_id IN (SELECT value FROM json_each(?))",
        (room, json.dumps(list(event_ids))),
    )
    return cursor.rowcount > 0


def recompute(conn: Connection, room: int) -> None:
    """Work out every position of a room again (its chunks were put into another order)."""
    conn.execute(
        f"UPDATE receipt SET position = ({_PLACE} WHERE e.event_id = receipt.event_id AND e.room ="
        " receipt.room)"
        " WHERE room = ?",
        (room,),
    )
