"""Keeps, in the transaction that stores them, which events are announcements and which confirm them."""

from collections.abc import Sequence

import msgspec

from schoolbell.domain.announcements import blocks
from schoolbell.domain.announcements.delivery import DELIVERY_TYPE, read_delivery
from schoolbell.store import announcements, timeline, verdicts
from schoolbell.store.announcements import NewConfirmation, NewCopy, NewNote
from schoolbell.store.database import Connection
from schoolbell.store.rows import EventRow

NAME = "announcements"
_MESSAGE, _REACTION = "m.room.message", "m.reaction"


def confirmation_of(
    event_type: str, sender: str, event_id: str, ts: int, content: object
) -> NewConfirmation | None:
    """Return the confirmation that an event of any quality is, None when it is none."""
    fields = content if isinstance(content, dict) else {}
    relation = fields.get("m.relates_to")
    if not isinstance(relation, dict) or not isinstance(copy := relation.get("event_id"), str):
        return None
    if event_type == _REACTION:
        key = relation.get("key")
        if relation.get("rel_type") != "m.annotation" or not isinstance(key, str):
            return None
        if key.replace("\ufe0f", "") != blocks.CONFIRM:
            return None
        return NewConfirmation(copy, event_id, sender, ts)
    if event_type != blocks.ACK_TYPE or relation.get("rel_type") != blocks.ACK_TYPE:
        return None
    if blocks.read_note(event_type, fields) is None:
        return None
    signature = blocks.read_signature(fields)
    ink = msgspec.json.encode(fields["signature"]) if signature is not None else None
    return NewConfirmation(copy, event_id, sender, ts, announcements.SIGN, ink)


def note_of(
    event_type: str, sender: str, event_id: str, event: int | None, ts: int, content: object
) -> NewNote | None:
    """Return the reminder or withdrawal that an event is, None when it is none."""
    fields = content if isinstance(content, dict) else {}
    found = blocks.read_note(event_type, fields)
    if found is None or found.kind is None:
        return None
    type_ = event_type.removeprefix(blocks.PREFIX)
    return NewNote(event_id, event, type_, found.kind, sender, found.about or sender, found.id, found.seq, ts)


class Announcements:
    """The projection (a sync.projection.Projection); it returns only whether something is different."""

    name = NAME
    version = 1
    marks = (b"org.schoolbell.ding", b"org.schoolbell.notice")
    types = frozenset(
        {_MESSAGE, _REACTION, blocks.REMIND_TYPE, blocks.WITHDRAW_TYPE, blocks.ACK_TYPE, DELIVERY_TYPE}
    )

    def apply(self, conn: Connection, rows: Sequence[EventRow]) -> bool:
        """Take in new or changed events of one room; return whether any of them matters here."""
        room: int | None = None
        matters = False
        for row in rows:
            if row.type == DELIVERY_TYPE:
                # Found again by its verdict: what is shown of it is read from the event itself.
                matters |= row.redacted_by is not None or read_delivery(row.content) is not None
                continue
            if row.redacted_by is not None:
                matters |= (
                    announcements.drop_copy(conn, row.rowid)
                    if row.type == _MESSAGE
                    else announcements.drop_confirmation(conn, row.event_id)
                    or announcements.drop_note(conn, row.event_id)
                )
                continue
            if row.type == _MESSAGE and not any(mark in row.raw for mark in self.marks):
                continue
            if room is None:
                room = _room_of(conn, row.rowid)
            matters |= self._take(conn, room, row)
        return matters

    def _take(self, conn: Connection, room: int, row: EventRow) -> bool:
        if row.type == _MESSAGE:
            if row.rel_type == "m.replace":
                return True  # an edit of a copy, perhaps: whoever looks reads again
            found = blocks.blocks_of(row.content)
            for block in found[:1]:  # one message is one thing
                announcements.put_copy(
                    conn, room, NewCopy(row.rowid, row.event_id, row.sender, block.kind, block.id, row.ts)
                )
            return bool(found)
        confirmation = confirmation_of(row.type, row.sender, row.event_id, row.ts, row.content)
        if confirmation is not None:
            return announcements.put_confirmations(conn, room, [confirmation])
        note = note_of(row.type, row.sender, row.event_id, row.rowid, row.ts, row.content)
        if note is not None:
            announcements.put_note(conn, room, note)
        return note is not None

    def rebuild(self, conn: Connection) -> None:
        """Empty the tables and fill them from all stored events."""
        announcements.forget_all(conn)
        for mark in (blocks.PREFIX.encode(), b"m.annotation"):
            for rowids in verdicts.marked(conn, mark):
                by_room = verdicts.by_room(conn, rowids)
                for here in by_room.values():
                    rows = timeline.rows_of(conn, here)
                    self.apply(conn, [row for row in rows if row.type in self.types])


def _room_of(conn: Connection, event: int) -> int:
    found: int = conn.execute("SELECT room FROM event WHERE id = ?", (event,)).fetchone()[0]
    return found


__all__ = ["NAME", "Announcements", "confirmation_of", "note_of"]
