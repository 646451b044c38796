"""Members of rooms: who they are now, and since when they were joined."""

import json
from collections.abc import Iterable

from msgspec import Struct

from schoolbell.store import rooms
from schoolbell.store.completeness import COMPLETE
from schoolbell.store.database import Connection
from schoolbell.store.rows import POSITION_BIAS, MemberRow

_FROM = (
    "SELECT m.user_id, m.membership, m.name, m.avatar, m.ts FROM member m"
    " WHERE m.room = (SELECT id FROM room WHERE room_id = ?)"
)
_STEPS = (
    f"SELECT s.user_id, s.joined, s.ts, (c.ord << 32) + e.idx + {POSITION_BIAS} FROM membership s"
    " LEFT JOIN event e ON e.event_id = s.event_id LEFT JOIN chunk c ON c.id = e.chunk"
    " WHERE s.room = ? ORDER BY s.user_id, s.ts"
)


class NewMember(Struct, frozen=True):
    """One m.room.member event; `before` is the membership it replaced, None when not known."""

    user_id: str
    membership: str
    name: str
    avatar: str
    event_id: str
    ts: int
    before: str | None


class Step(Struct, frozen=True):
    """Somebody joined or ceased to be joined."""

    joined: bool
    ts: int
    position: int | None


def joined(conn: Connection, room_id: str) -> list[MemberRow]:
    """Return who is joined, by user id. Lazy: complete only after `is_complete`."""
    return [
        MemberRow(*row)
        for row in conn.execute(f"{_FROM} AND m.membership = 'join' ORDER BY m.user_id", (room_id,))
    ]


def everybody(conn: Connection, room_id: str) -> list[MemberRow]:
    """Return all known members whatever their membership (names for old messages)."""
    return [MemberRow(*row) for row in conn.execute(f"{_FROM} ORDER BY m.user_id", (room_id,))]


def people(conn: Connection) -> list[tuple[str, str]]:
    """Return (user id, a name) of everybody joined anywhere. Reads all memberships: not per key press."""
    found = conn.execute("SELECT user_id, max(name) FROM member WHERE membership = 'join' GROUP BY user_id")
    return found.fetchall()


def get(conn: Connection, room_id: str, user_id: str) -> MemberRow | None:
    """Return one person's membership, None when not known."""
    row = conn.execute(f"{_FROM} AND m.user_id = ?", (room_id, user_id)).fetchone()
    return MemberRow(*row) if row else None


def named(conn: Connection, room_id: str, user_ids: Iterable[str]) -> dict[str, MemberRow]:
    """Return those of `user_ids` that are known in the room."""
    found = conn.execute(
        f"{_FROM} AND m.user_id IN (SELECT value FROM json_each(?))", (room_id, json.dumps(list(user_ids)))
    )
    return {row[0]: MemberRow(*row) for row in found}


def joined_since(conn: Connection, room_id: str, user_id: str) -> int | None:
    """Return since when (ms) somebody is joined, 0 when it is not known; None for who is not."""
    row = conn.execute(
        "SELECT m.membership, (SELECT max(s.ts) FROM membership s WHERE s.room = m.room AND s.joined = 1"
        " AND s.user_id = m.user_id) FROM member m"
        " WHERE m.user_id = ? AND m.room = (SELECT id FROM room WHERE room_id = ?)",
        (user_id, room_id),
    ).fetchone()
    if row is None:
        room = rooms.summary(conn, room_id)
        return 0 if room is not None and room.membership == "join" else None
    return (row[1] or 0) if row[0] == "join" else None


def is_complete(conn: Connection, room_id: str) -> bool:
    """Return whether all joined members are here (loaded by /members, or as many as the server counts)."""
    row = conn.execute(
        "SELECT id, members_complete, joined_count FROM room WHERE room_id = ?", (room_id,)
    ).fetchone()
    if row is None:
        return False
    if row[1]:
        return bool(row[1] == COMPLETE)
    count = conn.execute(
        "SELECT count(*) FROM member WHERE room = ? AND membership = 'join'", (row[0],)
    ).fetchone()
    return bool(0 < row[2] <= count[0])


def steps(conn: Connection, room: int) -> dict[str, list[Step]]:
    """Return each person's joins and leaves, oldest first, for the room with this number."""
    found: dict[str, list[Step]] = {}
    for user_id, is_joined, ts, position in conn.execute(_STEPS, (room,)):
        found.setdefault(user_id, []).append(Step(bool(is_joined), ts, position))
    return found


def was_joined(history: list[Step] | None, now_joined: bool, position: int | None, ts: int) -> bool:
    """Return whether somebody was joined at (position, ts); by position where both have one, else by time."""
    if not history:
        return now_joined
    answer = not history[0].joined
    for step in history:
        if step.position is not None and position is not None:
            before = step.position <= position
        else:
            before = step.ts <= ts
        if before:
            answer = step.joined
    return answer


def put(conn: Connection, room: int, members: Iterable[NewMember], *, current: bool) -> bool:
    """Take in member events in timeline order; return whether anybody's row changed.

    `current` False is for history: it adds joins and leaves and people never heard of, and overrides nobody.
    """
    changed = False
    for member in members:
        known = conn.execute(
            "SELECT membership, event_id, name, avatar FROM member WHERE room = ? AND user_id = ?",
            (room, member.user_id),
        ).fetchone()
        same = known is not None and known[1] == member.event_id
        before = member.before
        if before is None and known is not None and current and not same:
            before = known[0]
        is_joined = member.membership == "join"
        _put_step(conn, room, member, before, seen=same)
        if same:
            continue
        values = (member.membership, member.name, member.avatar, member.event_id, member.ts)
        if known is None:
            conn.execute(
                "INSERT INTO member (membership, name, avatar, event_id, ts, room, user_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*values, room, member.user_id),
            )
            changed = True
        elif current:
            # Whoever leaves keeps the name that the room knew.
            name = member.name or (known[2] if not is_joined else "")
            avatar = member.avatar or (known[3] if not is_joined else "")
            conn.execute(
                "UPDATE member SET membership = ?, name = ?, avatar = ?, event_id = ?, ts = ?"
                " WHERE room = ? AND user_id = ?",
                (member.membership, name, avatar, member.event_id, member.ts, room, member.user_id),
            )
            changed = True
    return changed


def _put_step(conn: Connection, room: int, member: NewMember, before: str | None, *, seen: bool) -> None:
    """Keep a join or leave. Timelines say what a member event replaced, /members does not: then it
    is corrected.
    """
    joined = member.membership == "join"
    left = member.membership in ("leave", "ban")
    key = (room, member.user_id, member.ts, member.event_id)
    if (joined and before != "join") or (left and before in (None, "join")):
        if not seen:
            conn.execute(
                "INSERT OR IGNORE INTO membership (room, user_id, ts, event_id, joined) VALUES"
                " (?, ?, ?, ?, ?)",
                (*key, int(joined)),
            )
    elif before is not None:
        conn.execute("DELETE FROM membership WHERE room = ? AND user_id = ? AND ts = ? AND event_id = ?", key)


def replace_all(conn: Connection, room: int, members: Iterable[NewMember]) -> bool:
    """Take in the whole answer of /members: who is not in it is no longer joined; the list is then
    complete.
    """
    known = list(members)
    changed = put(conn, room, known, current=True)
    present = {member.user_id for member in known}
    rows = conn.execute(
        "SELECT user_id FROM member WHERE room = ? AND membership = 'join'", (room,)
    ).fetchall()
    for (user_id,) in rows:
        if user_id not in present:
            conn.execute(
                "UPDATE member SET membership = 'leave' WHERE room = ? AND user_id = ?", (room, user_id)
            )
            changed = True
    return rooms.set_fields(conn, room, {"members_complete": COMPLETE}) or changed
