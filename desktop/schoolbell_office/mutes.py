"""Lifts timed mutes: at their time, from the power levels that the server has then, never from older ones.

One is done when the levels come back without it: what somebody else overwrote meanwhile is lifted again.
"""

import logging

from schoolbell.base.clock import Clock
from schoolbell.domain.mute_levels import lifted
from schoolbell.domain.mutes import LONGEST_MS, timed
from schoolbell.store.database import Database
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Ledger

log = logging.getLogger(__name__)

KIND = "mute"
_AGAIN_MS = 10_000


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
        over = {one.mute.event_id: one.mute for one in found if not one.stands and one.mute.until <= now}
        for event_id in over.keys() - await self._ledger.done(KIND, over):
            await self._ledger.settle(KIND, event_id, over[event_id].until)
        left = [one for one in found if one.stands]
        await self._ledger.expect(KIND, [(one.mute.event_id, one.mute.until) for one in left])
        wake = [one.mute.until for one in left if one.mute.until > now]
        for one in left:
            if one.mute.until > now:
                continue
            if not one.whole:  # another mute of the same person may stand in what is missing
                if await self._hands.fill([one.room_id]):
                    wake.append(now)
                continue
            levels = lifted(await self._hands.levels(one.room_id), one.mute.user_id)
            if levels is not None:
                await self._hands.set_levels(one.room_id, levels)
                log.info("a timed mute is over")
            wake.append(now + _AGAIN_MS)
        return min(wake, default=None)
