"""Edits that came after the end of what they change: which words act, and which came too late.

The server gives out any edit. Of a message whose block acts and has an end, the newest edit in time counts; a
later one stays readable beside it. Of plain messages, and of blocks that do not act, every edit counts.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from schoolbell.domain.authority import PREFIX
from schoolbell.domain.carried import blocks_of
from schoolbell.domain.closing import block_of, in_time
from schoolbell.store import relations, timeline, verdicts
from schoolbell.store.database import Connection
from schoolbell.store.rows import EventRow, RoomRow

_MARK = PREFIX.encode()


class LateEdit(Struct, frozen=True):
    """`acting`: the newest edit in time, None where the first words act; `late`: the newest of all."""

    acting: EventRow | None
    late: EventRow


def of_events(conn: Connection, events: Iterable[EventRow]) -> dict[int, LateEdit]:
    """Return rowid → late edit, for those of `events` that were changed after their end."""
    marked = [event for event in events if event.edit is not None and _MARK in event.raw]
    if not marked:
        return {}
    allowed = verdicts.of_events(conn, [event.rowid for event in marked])
    found: dict[int, LateEdit] = {}
    for event in marked:
        acting = [
            block
            for block in blocks_of(event)
            if (verdict := allowed.get((event.rowid, block))) is not None and verdict.allowed
        ]
        late = _of_event(conn, event, acting) if acting else None
        if late is not None:
            found[event.rowid] = late
    return found


def of_rooms(conn: Connection, rows: Iterable[RoomRow]) -> list[RoomRow]:
    """Return summaries whose last message has the edit that acts."""
    listed = list(rows)
    found = of_events(conn, [row.last for row in listed if row.last is not None])
    if not found:
        return listed
    return [
        replace(row, last_edit=late.acting.raw if late.acting is not None else None)
        if row.last is not None and (late := found.get(row.last.rowid)) is not None
        else row
        for row in listed
    ]


def _of_event(conn: Connection, event: EventRow, blocks: Iterable[str]) -> LateEdit | None:
    rowids = relations.edits_of(conn, [event.event_id]).get(event.event_id, [])
    rows = {row.rowid: row for row in timeline.rows_of(conn, rowids)}
    edits = [rows[rowid] for rowid in rowids if rowid in rows]
    late = {
        edit.rowid
        for block in blocks
        for edit in edits
        if not in_time(
            block_of(event.type, event.content, block),
            [(one.ts, block_of(one.type, one.content, block, edited=True)) for one in edits],
            edit.ts,
        )
    }
    if not edits or edits[-1].rowid not in late:
        return None
    return LateEdit(next((edit for edit in reversed(edits) if edit.rowid not in late), None), edits[-1])
