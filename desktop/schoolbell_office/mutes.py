"""Lifts timed mutes: at their time, from the power levels that the server has then, never from older ones.

One is done when the levels come back without it: what somebody else overwrote meanwhile is lifted again.
"""

import logging

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.domain.mute_levels import lifted
from schoolbell.domain.mutes import LONGEST_MS, Timed, timed
from schoolbell.store.database import Database
from schoolbell_office.hands import REFUSED, Hands
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
        self._refused: set[str] = set()  # event ids, since the office began

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
            if await self._lift(one):
                wake.append(now + _AGAIN_MS)
        return min(wake, default=None)

    async def _lift(self, due: Timed) -> bool:
        """Lift what is over; False when the server refuses it for good."""
        if due.mute.event_id in self._refused:
            return False
        try:
            levels = lifted(await self._hands.levels(due.room_id), due.mute.user_id)
            if levels is not None:
                await self._hands.set_levels(due.room_id, levels)
                log.info("a timed mute is over")
        except KnownError as error:
            if error.code not in REFUSED:
                raise
            log.warning("the server refuses to lift a mute: %s", error.code)
            self._refused.add(due.mute.event_id)
            return False
        return True
