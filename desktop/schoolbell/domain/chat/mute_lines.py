"""Lines about mutes: what a change of the levels did, with the end that its mute event says.

The levels are the server's word, so that an event without them says nothing; beside them it says until when.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from schoolbell.domain.chat.content import mapping
from schoolbell.domain.chat.state_lines import StateLine
from schoolbell.domain.mute_levels import POWER_TYPE, is_closed, muted_in
from schoolbell.domain.mutes import MUTE_TYPE, Mute, acting_in, read_mute, was_lifted
from schoolbell.store import power, timeline
from schoolbell.store.database import Connection
from schoolbell.store.rows import EventRow, json_object

TYPES = frozenset({POWER_TYPE, MUTE_TYPE})
_TOGETHER_MS = 60_000  # between a mute's event and its levels
_MOST = 20  # people of one line


def lines(conn: Connection, room_id: str, rows: Sequence[EventRow]) -> dict[int, tuple[StateLine, ...]]:
    """Return rowid → lines of those `rows` that are of TYPES and say something."""
    changes = [row for row in rows if row.type == POWER_TYPE and row.state_key == ""]
    acting = acting_in(conn, room_id) if any(row.type in TYPES for row in rows) else []
    said = [(event, mute) for event in acting if (mute := read_mute(event)) is not None]
    found = {row.rowid: _of_levels(row, _ends(conn, room_id, row, said)) for row in changes}
    here = {row.rowid for row in rows}
    events = [(event, mute) for event, mute in said if event.rowid in here]
    bases = power.at_many(conn, room_id, [event.rowid for event, _ in events]) if events else {}
    lowered = timeline.by_ids(conn, {basis for basis, _ in bases.values() if basis})
    for event, mute in events:
        basis, levels = bases.get(event.rowid, ("", {}))
        if mute.user_id not in muted_in(levels):
            continue  # the levels that follow say it
        by = lowered.get(basis)
        if by is not None and _together(by, event) and mute.user_id in _newly(by):
            continue  # they have said it
        found[event.rowid] = (StateLine("muted", (event.sender, mute.user_id), until=mute.until),)
    return {rowid: says for rowid, says in found.items() if says}


def _before(row: EventRow) -> Mapping[str, Any]:
    return mapping(mapping(json_object(row.raw).get("unsigned")).get("prev_content"))


def _newly(row: EventRow) -> frozenset[str]:
    return muted_in(row.content) - muted_in(_before(row))


def _together(change: EventRow, event: EventRow) -> bool:
    return change.sender == event.sender and abs(change.ts - event.ts) < _TOGETHER_MS


def _ends(
    conn: Connection, room_id: str, row: EventRow, said: Iterable[tuple[EventRow, Mute]]
) -> dict[str, int]:
    """Return user id → until when (ms), of those whom these levels mute and an event beside them names."""
    newly = _newly(row)
    return {
        mute.user_id: mute.until
        for event, mute in said
        if mute.user_id in newly
        and _together(row, event)
        and not was_lifted(conn, room_id, mute, through=row.position)
    }


def _of_levels(row: EventRow, untils: Mapping[str, int]) -> tuple[StateLine, ...]:
    before, after = _before(row), row.content
    if not before:
        return ()  # the first levels come with the room and are no news
    found: list[StateLine] = []
    ends: dict[int, list[str]] = {}
    for user in sorted(_newly(row))[:_MOST]:
        ends.setdefault(untils.get(user, 0), []).append(user)
    found.extend(StateLine("muted", (row.sender, *users), until=until) for until, users in ends.items())
    freed = sorted(muted_in(before) - muted_in(after))[:_MOST]
    if freed:
        found.append(StateLine("unmuted", (row.sender, *freed)))
    if is_closed(before) != is_closed(after):
        found.append(StateLine("closed" if is_closed(after) else "opened", (row.sender,)))
    return tuple(found)
