"""Copies of DING and notices, who confirmed them, reminders and withdrawals: the tables of migration 4."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from schoolbell.store.database import Connection

TAP, SIGN = "tap", "sign"
REMIND, WITHDRAW = "remind", "withdraw"

_COPY = (
    "SELECT a.event, a.event_id, r.room_id, a.sender, a.kind, a.id, a.ts, a.whole, e.raw, x.raw,"
    " e.edit IS NOT NULL AND x.id IS NULL"
    " FROM announcement a JOIN room r ON r.id = a.room JOIN event e ON e.id = a.event"
    " JOIN verdict v ON v.event = a.event AND v.block = a.kind AND v.allowed = 1"
    " LEFT JOIN event x ON x.id = e.edit"
    "  AND EXISTS (SELECT 1 FROM verdict w WHERE w.event = x.id AND w.block = a.kind AND w.allowed = 1)"
)


class NewCopy(Struct, frozen=True):
    """One stored event that carries a block; whether it acts is the verdict's matter."""

    event: int  # rowid
    event_id: str
    sender: str
    kind: str
    id: str
    ts: int


class CopyRow(Struct, frozen=True):
    """One copy whose block acts. `edit` is the raw event of the edit that counts and acts."""

    event: int
    event_id: str
    room_id: str
    sender: str
    kind: str
    id: str
    ts: int
    whole: int  # 1: what relates to it was fetched and nothing missed since
    raw: bytes
    edit: bytes | None
    overruled: int = 0  # 1: the newest edit does not act; an earlier one may

    @property
    def identity(self) -> tuple[str, str]:
        """What all copies of one announcement have in common (beside the kind)."""
        return self.sender, self.id


class NewConfirmation(Struct, frozen=True):
    """One reaction or signature under a copy."""

    copy: str
    event_id: str
    user_id: str
    ts: int
    type: str = TAP
    signature: bytes | None = None


class ConfirmationRow(Struct, frozen=True):
    """The first word of one person under one copy, of each type."""

    copy: str
    user_id: str
    ts: int
    type: str
    signature: bytes | None


class NewNote(Struct, frozen=True):
    """One reminder or withdrawal."""

    event_id: str
    event: int | None
    type: str
    kind: str
    sender: str
    about: str
    id: str
    seq: int
    ts: int


class NoteRow(Struct, frozen=True):
    """One reminder or withdrawal; `judged`: its type acts where it stands (a verdict said so)."""

    event_id: str
    room_id: str
    type: str
    sender: str
    seq: int
    ts: int
    judged: int


def put_copy(conn: Connection, room: int, copy: NewCopy) -> None:
    """Keep one copy."""
    conn.execute(
        "INSERT INTO announcement (event, room, event_id, sender, kind, id, ts) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (event) DO NOTHING",
        (copy.event, room, copy.event_id, copy.sender, copy.kind, copy.id, copy.ts),
    )


def drop_copy(conn: Connection, event: int) -> bool:
    """Forget the copy that a redacted event was; return whether it was one."""
    return conn.execute("DELETE FROM announcement WHERE event = ?", (event,)).rowcount > 0


def put_confirmations(conn: Connection, room: int, found: Iterable[NewConfirmation]) -> bool:
    """Keep confirmations; return whether one is new."""
    before = conn.total_changes
    conn.executemany(
        "INSERT INTO confirmation (copy, event_id, room, user_id, ts, type, signature)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(one.copy, one.event_id, room, one.user_id, one.ts, one.type, one.signature) for one in found],
    )
    return conn.total_changes > before


def drop_confirmation(conn: Connection, event_id: str) -> bool:
    """Forget a confirmation that was redacted; return whether it was one."""
    return conn.execute("DELETE FROM confirmation WHERE event_id = ?", (event_id,)).rowcount > 0


def replace_confirmations(conn: Connection, room: int, copy: str, found: Sequence[NewConfirmation]) -> bool:
    """Take all that relates to a copy, fetched from the server; return whether anything differs."""
    kept = json.dumps([one.event_id for one in found])
    gone = conn.execute(
        "DELETE FROM confirmation WHERE copy = ? AND event_id NOT IN (SELECT value FROM json_each(?))",
        (copy, kept),
    ).rowcount
    new = put_confirmations(conn, room, found)
    conn.execute("UPDATE announcement SET whole = 1 WHERE event_id = ?", (copy,))
    return new or gone > 0


def doubt(conn: Connection, room_ids: Iterable[str]) -> None:
    """Something may have been missed in these rooms: what relates to their copies is to be fetched again."""
    conn.execute(
        "UPDATE announcement SET whole = 0 WHERE whole = 1 AND room IN"
        " (SELECT id FROM room WHERE room_id IN (SELECT value FROM json_each(?)))",
        (json.dumps(sorted(room_ids)),),
    )


def put_note(conn: Connection, room: int, note: NewNote) -> None:
    """Keep a reminder or withdrawal."""
    conn.execute(
        "INSERT INTO announcement_note (event_id, event, room, type, kind, sender, about, id, seq, ts)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (event_id) DO UPDATE SET event = coalesce(event, excluded.event)",
        (
            note.event_id, note.event, room, note.type, note.kind, note.sender, note.about, note.id,
            note.seq, note.ts,
        ),
    )  # fmt: skip


def drop_note(conn: Connection, event_id: str) -> bool:
    """Forget a redacted reminder or withdrawal; return whether it was one."""
    return conn.execute("DELETE FROM announcement_note WHERE event_id = ?", (event_id,)).rowcount > 0


def forget_all(conn: Connection) -> None:
    """Empty the tables, for a rebuild."""
    for table in ("announcement", "confirmation", "announcement_note"):
        conn.execute(f"DELETE FROM {table}")


def _copies(conn: Connection, where: str, arguments: Sequence[Any]) -> list[CopyRow]:
    return [
        CopyRow(*row)
        for row in conn.execute(f"{_COPY} WHERE {where} ORDER BY a.ts, a.event", tuple(arguments))
    ]


def since(conn: Connection, kind: str, ts: int) -> list[CopyRow]:
    """Return the acting copies not older than `ts` (ms), oldest first."""
    return _copies(conn, "a.kind = ? AND a.ts >= ?", (kind, ts))


def of(conn: Connection, kind: str, sender: str, id: str) -> list[CopyRow]:
    """Return the acting copies of one announcement, oldest first."""
    return _copies(conn, "a.sender = ? AND a.kind = ? AND a.id = ?", (sender, kind, id))


def at(conn: Connection, event_ids: Iterable[str]) -> dict[str, CopyRow]:
    """Return event id → the acting copy that it is; what is none is left out."""
    wanted = json.dumps(list(event_ids))
    found = _copies(conn, "a.event_id IN (SELECT value FROM json_each(?))", (wanted,))
    return {copy.event_id: copy for copy in found}


def confirmations(conn: Connection, copies: Iterable[str]) -> list[ConfirmationRow]:
    """Return who confirmed the copies (event ids), oldest first; only in the copy's own room."""
    return [
        ConfirmationRow(*row)
        for row in conn.execute(
            "SELECT c.copy, c.user_id, c.ts, c.type, c.signature FROM confirmation c"
            " JOIN announcement a ON a.event_id = c.copy AND a.room = c.room"
            " WHERE c.copy IN (SELECT value FROM json_each(?)) ORDER BY c.ts, c.event_id",
            (json.dumps(list(copies)),),
        )
    ]


def words(conn: Connection, copies: Iterable[str], users: Iterable[str]) -> list[ConfirmationRow]:
    """Return what `users` said under the copies (event ids), oldest first; only in the copy's own room."""
    return [
        ConfirmationRow(*row)
        for row in conn.execute(
            "SELECT c.copy, c.user_id, c.ts, c.type, NULL FROM confirmation c"
            " JOIN announcement a ON a.event_id = c.copy AND a.room = c.room"
            " WHERE c.copy IN (SELECT value FROM json_each(?))"
            " AND c.user_id IN (SELECT value FROM json_each(?)) ORDER BY c.ts, c.event_id",
            (json.dumps(list(copies)), json.dumps(list(users))),
        )
    ]


def notes(conn: Connection, kind: str, about: str, id: str) -> list[NoteRow]:
    """Return the reminders and withdrawals of one announcement, oldest first."""
    return [
        NoteRow(*row)
        for row in conn.execute(
            "SELECT n.event_id, r.room_id, n.type, n.sender, n.seq, n.ts,"
            " EXISTS (SELECT 1 FROM verdict v WHERE v.event = n.event AND v.block = n.type AND v.allowed = 1)"
            " FROM announcement_note n JOIN room r ON r.id = n.room"
            " WHERE n.about = ? AND n.kind = ? AND n.id = ? ORDER BY n.ts, n.event_id",
            (about, kind, id),
        )
    ]


def incomplete(conn: Connection, me: str, ts: int) -> list[tuple[str, str, int]]:
    """Return (room id, event id, rowid) of acting copies since `ts` whose relations were not all fetched.

    Only what somebody at this computer needs: own ones, and those that I have not confirmed.
    """
    return conn.execute(
        "SELECT r.room_id, a.event_id, a.event FROM announcement a JOIN room r ON r.id = a.room"
        " JOIN verdict v ON v.event = a.event AND v.block = a.kind AND v.allowed = 1"
        " WHERE a.whole = 0 AND a.ts >= ? AND (a.sender = ? OR NOT EXISTS (SELECT 1 FROM confirmation c"
        "  WHERE c.copy = a.event_id AND c.user_id = ?)) ORDER BY a.ts DESC",
        (ts, me, me),
    ).fetchall()


def messages_after(conn: Connection, room_id: str, sender: str, ts: int) -> list[tuple[str, bytes]]:
    """Return (event id, raw) of the messages that somebody sent within a day of `ts` (ms), oldest first."""
    return conn.execute(
        "SELECT event_id, raw FROM event WHERE id BETWEEN ? AND ? AND sender = ? AND type = 'm.room.message'"
        " AND room = (SELECT id FROM room WHERE room_id = ?) AND redacted_by IS NULL ORDER BY id",
        ((ts - 60_000) << 20, (ts + 86_400_000) << 20, sender, room_id),
    ).fetchall()


def words_of(
    conn: Connection, kind: str, users: Iterable[str], ts: int
) -> dict[tuple[str, str], dict[str, int]]:
    """Return (sender, id) → user id → ms of the first word, for `users` and copies since `ts`."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for sender, id, user, when in conn.execute(
        "SELECT a.sender, a.id, c.user_id, c.ts FROM announcement a"
        " JOIN confirmation c ON c.copy = a.event_id AND c.room = a.room"
        " WHERE a.kind = ? AND a.ts >= ? AND c.user_id IN (SELECT value FROM json_each(?))",
        (kind, ts, json.dumps(sorted(users))),
    ):
        words = found.setdefault((sender, id), {})
        words[user] = min(words.get(user, when), when)
    return found
