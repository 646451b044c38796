"""Lifts timed mutes: at their time, from the power levels that the server has then, never from older ones."""

import logging
from collections.abc import Mapping
from typing import Any

from schoolbell.base.clock import Clock
from schoolbell.domain.mutes import LONGEST_MS, MUTE, Mute, newest
from schoolbell.store import timeline, verdicts
from schoolbell.store.database import Connection, Database
from schoolbell.store.rows import EventRow
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Ledger

log = logging.getLogger(__name__)

KIND = "mute"


def timed(conn: Connection, since_ms: int) -> list[tuple[str, Mute, bool]]:
    """Return (room id, mute, nothing missing after it) of the timed mutes that count."""
    rows = verdicts.acting_since(conn, MUTE, since_ms)
    events = {event.rowid: event for event in timeline.rows_of(conn, rows)}
    found: list[tuple[str, Mute, bool]] = []
    for room_id, here in verdicts.by_room(conn, events).items():
        for mute in newest(_in_order(events, here)).values():
            if mute.until:
                found.append((room_id, mute, timeline.leads_to_live(conn, mute.event)))
    return found


def _in_order(events: Mapping[int, EventRow], rowids: list[int]) -> list[EventRow]:
    return sorted((events[rowid] for rowid in rowids), key=lambda event: event.position)


def lifted(levels: Mapping[str, Any], user_id: str) -> dict[str, Any] | None:
    """Return the levels without the mute of `user_id`, None when there is none (any more)."""
    users = levels.get("users")
    if not isinstance(users, Mapping):
        return None
    level = users.get(user_id)
    if type(level) is not int or level >= 0:
        return None
    return {**levels, "users": {user: value for user, value in users.items() if user != user_id}}


class Mutes:
    """Belongs to the loop's thread."""

    def __init__(self, cache: Database, ledger: Ledger, hands: Hands, clock: Clock) -> None:
        self._cache = cache
        self._ledger = ledger
        self._hands = hands
        self._clock = clock

    async def run(self) -> int | None:
        """Lift what is over; return when (ms) the next one is, None when there is none."""
        now = self._clock.now_ms()
        found = await self._cache.read(lambda conn: timed(conn, now - LONGEST_MS))
        done = await self._ledger.done(KIND, [mute.event_id for _, mute, _ in found])
        left = [one for one in found if one[1].event_id not in done]
        await self._ledger.expect(KIND, [(mute.event_id, mute.until) for _, mute, _ in left])
        wake = [mute.until for _, mute, _ in left if mute.until > now]
        for room_id, mute, whole in left:
            if mute.until > now:
                continue
            if not whole:  # another mute of the same person may stand in what is missing
                if await self._hands.fill([room_id]):
                    wake.append(now)
                continue
            levels = lifted(await self._hands.levels(room_id), mute.user_id)
            if levels is not None:
                await self._hands.set_levels(room_id, levels)
                log.info("a timed mute is over")
            await self._ledger.settle(KIND, mute.event_id, mute.until)
        return min(wake, default=None)
