"""Lifts timed mutes: at their time, from the power levels that the server has then, never from older ones."""

import logging

from schoolbell.base.clock import Clock
from schoolbell.domain.mute_levels import lifted
from schoolbell.domain.mutes import LONGEST_MS, timed
from schoolbell.store.database import Database
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Ledger

log = logging.getLogger(__name__)

KIND = "mute"


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
