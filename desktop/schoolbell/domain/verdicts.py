"""Judges the blocks of stored events once, by the power levels in force at each event."""

from collections.abc import Mapping, Sequence

from schoolbell.domain.authority import PREFIX, Authority
from schoolbell.store import power, verdicts
from schoolbell.store.database import Connection
from schoolbell.store.rows import EventRow, VerdictRow


def blocks_of(event: EventRow) -> tuple[str, ...]:
    """Return the blocks an event carries (without prefix): those of a message, or its own type."""
    if event.type.startswith(PREFIX):
        return (event.type.removeprefix(PREFIX),)
    if event.type != "m.room.message":
        return ()
    content = event.content
    return tuple(
        key.removeprefix(PREFIX)
        for key, block in content.items()
        if key.startswith(PREFIX) and isinstance(block, dict) and block.get("v") == 1
    )


def judge(
    conn: Connection, authority: Authority, room_id: str, events: Sequence[EventRow]
) -> Mapping[tuple[int, str], bool]:
    """Return (rowid, block) → whether it acts, for every block of `events` (all of one room).

    What was judged before stays as it was, even if its sender has lost the power since; the rest is judged
    now and kept. Call it inside a write transaction. Outside school rooms nothing acts and nothing is kept:
    the room may become known as the school's later.
    """
    carried = {event.rowid: blocks_of(event) for event in events}
    wanted = [event for event in events if carried[event.rowid]]
    if authority.school_room(room_id) is None:
        return {(event.rowid, block): False for event in wanted for block in carried[event.rowid]}
    kept = verdicts.of_events(conn, [event.rowid for event in wanted])
    found = {place: row.allowed for place, row in kept.items()}
    levels = power.at_many(conn, room_id, [event.rowid for event in wanted])
    new: list[VerdictRow] = []
    for event in wanted:
        basis, content = levels.get(event.rowid, ("", None))
        for block in carried[event.rowid]:
            if (event.rowid, block) in found:
                continue
            allowed = authority.may(block, room_id, event.sender, content)
            found[event.rowid, block] = allowed
            if content is not None:
                new.append(VerdictRow(event.rowid, block, allowed, basis))
    verdicts.put(conn, new)
    return {
        (event.rowid, block): found[event.rowid, block] for event in wanted for block in carried[event.rowid]
    }
