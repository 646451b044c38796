"""Reads announcements from the store: copies put together, edited, withdrawn; reminders counted."""

from collections.abc import Iterable, Mapping, Sequence

from schoolbell.domain import late_edits
from schoolbell.domain.announcements.blocks import Block, Kind, mentioned, read_block
from schoolbell.domain.announcements.items import Announcement, Copy, Reminder
from schoolbell.domain.authority import Authority
from schoolbell.store import announcements, timeline
from schoolbell.store.announcements import CopyRow, NoteRow
from schoolbell.store.database import Connection
from schoolbell.store.rows import content_of

_HORIZON_MS = 180 * 86_400_000


def load(conn: Connection, authority: Authority, kind: Kind, sender: str, id: str) -> Announcement | None:
    """Return one announcement; None when no copy of it acts."""
    return assembled(conn, authority, announcements.of(conn, kind, sender, id))


def load_recent(conn: Connection, authority: Authority, kind: Kind, now_ms: int) -> list[Announcement]:
    """Return all announcements of a kind of the last 180 days, newest first."""
    groups: dict[tuple[str, str], list[CopyRow]] = {}
    for copy in announcements.since(conn, kind, now_ms - _HORIZON_MS):
        groups.setdefault(copy.identity, []).append(copy)
    found = (assembled(conn, authority, copies) for copies in groups.values())
    return sorted((one for one in found if one is not None), key=lambda one: (-one.ts, one.key))


def assembled(conn: Connection, authority: Authority, copies: Sequence[CopyRow]) -> Announcement | None:
    """Put the copies of one announcement (oldest first) together."""
    if not copies:
        return None
    first = copies[0]
    kind = Kind(first.kind)
    block, edited = _newest(kind, copies, _in_time(conn, copies))
    if block is None:
        return None
    notes = announcements.notes(conn, kind, first.sender, first.id)
    mentions: dict[str, None] = {}
    for copy in copies:
        mentions.update(dict.fromkeys(mentioned(content_of(copy.raw))))
    return Announcement(
        kind=kind,
        sender=first.sender,
        block=block,
        ts=first.ts,
        copies=tuple(Copy(copy.room_id, copy.event_id, copy.ts) for copy in copies),
        mentions=tuple(mentions),
        edited=edited,
        withdrawn_ts=_withdrawn(notes, first.sender),
        reminders=_reminders(notes, first.sender, authority),
    )


def _in_time(conn: Connection, copies: Iterable[CopyRow]) -> dict[int, bytes]:
    """Return copy → the edit (raw) that acts, of those with a newer one that came too late."""
    overruled = [copy.event for copy in copies if copy.overruled]
    if not overruled:
        return {}
    found = late_edits.of_events(conn, timeline.rows_of(conn, overruled))
    return {event: late.acting.raw for event, late in found.items() if late.acting is not None}


def _newest(
    kind: Kind, copies: Iterable[CopyRow], in_time: Mapping[int, bytes]
) -> tuple[Block | None, bool]:
    """Return the block as last edited, and whether it was: edits go to all copies, the newest counts.

    `in_time` are the edits that act where a later one does not.
    """
    original: Block | None = None
    newest: tuple[int, Block] | None = None
    for copy in copies:
        if original is None:
            original = read_block(kind, content_of(copy.raw))
        edit = copy.edit or in_time.get(copy.event)
        if edit is None:
            continue
        content = content_of(edit).get("m.new_content")
        block = read_block(kind, content) if isinstance(content, dict) else None
        ts = _ts(edit)
        if block is not None and block.id == copy.id and (newest is None or ts > newest[0]):
            newest = ts, block
    return (newest[1], True) if newest is not None else (original, False)


def _ts(raw: bytes) -> int:
    from schoolbell.store.rows import json_object

    found = json_object(raw).get("origin_server_ts")
    return found if type(found) is int else 0


def _withdrawn(notes: Iterable[NoteRow], sender: str) -> int:
    found = (note.ts for note in notes if note.type == announcements.WITHDRAW and note.sender == sender)
    return min(found, default=0)


def _reminders(notes: Iterable[NoteRow], sender: str, authority: Authority) -> tuple[Reminder, ...]:
    """Each number once, the earliest; only from the sender (allowed there) or an office account."""
    found: dict[int, Reminder] = {}
    for note in notes:
        if note.type != announcements.REMIND or note.seq in found:
            continue
        if authority.is_office(note.sender) or (note.sender == sender and note.judged):
            found[note.seq] = Reminder(note.seq, note.ts, note.sender)
    return tuple(found[seq] for seq in sorted(found))
