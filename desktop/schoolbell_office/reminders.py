"""Reminds of DINGs: when which number is due, and one event for each copy's room that has somebody open.

Number n is due at start + n · every; numbers that are late collapse into the newest. Quiet hours postpone.
What was sent is seen in the rooms' own events, so that nothing is counted twice; the ledger holds the next
due time. A reminder that the sender sends by hand takes a number like any other, and its turn.
"""

import logging

from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.domain.announcements.blocks import REMIND_TYPE, remind_content
from schoolbell.domain.announcements.items import Announcement
from schoolbell.store.database import Database
from schoolbell_office import cases
from schoolbell_office.cases import World
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Ledger
from schoolbell_office.rules import MINUTE_MS, Rules

log = logging.getLogger(__name__)

KIND = "remind"
LEAST_PAUSE_MS = 5 * MINUTE_MS  # after a reminder that somebody sent by hand


class Due(Struct, frozen=True):
    """Reminder number `seq` may go out from `at` (ms) on; 0: nothing is due yet. At `next_at` look again."""

    seq: int = 0
    at: int = 0
    next_at: int | None = None


def due(one: Announcement, rules: Rules, now_ms: int) -> Due:
    """Return what is due of a DING now, or when something will be."""
    remind = one.block.remind
    if remind is None or cases.over(one, now_ms):
        return Due()
    every = max(remind.every, rules.least_minutes) * MINUTE_MS
    most = min(remind.max, rules.most)
    deadline = one.block.deadline or 1 << 53
    seq = min(most, (now_ms - one.ts) // every)
    while seq > 0 and one.ts + seq * every >= deadline:
        seq -= 1
    seq = max(0, seq)
    following = one.ts + (seq + 1) * every
    further = seq < most and following < deadline
    next_at = rules.open_from(following) if further else None
    if not seq:
        return Due(next_at=next_at)
    earlier = [reminder.ts for reminder in one.reminders if reminder.seq < seq]
    at = max(one.ts + seq * every, *(ts + LEAST_PAUSE_MS for ts in earlier), 0)
    at = rules.open_from(max(at, now_ms))
    if at >= deadline:
        return Due()
    return Due(seq, at, next_at)


class Reminders:
    """Sends what is due. Belongs to the loop's thread."""

    def __init__(self, cache: Database, ledger: Ledger, hands: Hands, clock: Clock) -> None:
        self._cache = cache
        self._ledger = ledger
        self._hands = hands
        self._clock = clock

    async def run(self, world: World) -> int | None:
        """Do what is due; return when (ms) to look again, None when there is nothing to wait for."""
        wake: list[int] = []
        expected: list[tuple[str, int]] = []
        for one in world.dings:
            found = due(one, world.rules, self._clock.now_ms())
            if found.next_at is not None:
                wake.append(found.next_at)
                expected.append((f"{one.key}/{found.seq + 1}", found.next_at))
            if found.seq and found.at > self._clock.now_ms():
                wake.append(found.at)
            elif found.seq:
                again = await self._remind(world, one, found)
                wake += [again] if again is not None else []
        await self._ledger.expect(KIND, expected)
        return min(wake, default=None)

    async def _remind(self, world: World, one: Announcement, found: Due) -> int | None:
        authority = world.knowledge.authority
        sent = await self._cache.read(lambda conn: cases.reminded(conn, authority, one))
        if all(sent.get(copy.room_id, 0) >= found.seq for copy in one.copies):
            return None
        seen = await self._cache.read(lambda conn: cases.look(conn, world.knowledge, one))
        if not seen.whole:
            moved = await self._hands.fill(seen.gaps)
            moved |= await self._hands.list_members(seen.unlisted)
            return self._clock.now_ms() if moved else None
        content = remind_content(one.sender, one.id, found.seq)
        for room_id in seen.rooms:
            if sent.get(room_id, 0) < found.seq:
                await self._hands.send(room_id, REMIND_TYPE, content, KIND, one.sender, one.id, found.seq)
        await self._ledger.settle(KIND, f"{one.key}/{found.seq}", found.at)
        return None
