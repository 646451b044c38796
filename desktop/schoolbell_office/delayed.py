"""Looks whether what was scheduled arrived, and tells the sender where it did not.

The server drops a delayed event silently when its sender has lost the power by then. The office sees no
delay ids and cannot send in anybody's name: it compares the record that the sender left
(`org.schoolbell.scheduled`) with the copies that arrived and act. A minute after the time (the sender's own
computer, if it is on, mends it in that minute) it writes into the staff room where the record stands,
mentioning the sender.
"""

import logging

from schoolbell.base.clock import Clock
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.scheduled import SCHEDULED, Scheduled, read_scheduled
from schoolbell.store import announcements, gaps, rooms, timeline, verdicts
from schoolbell.store.database import Connection, Database
from schoolbell_office.cases import World
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Ledger

log = logging.getLogger(__name__)

KIND = "scheduled"
GRACE_MS = 60_000
LATEST_MS = 2 * 86_400_000  # later nobody is told any more
AHEAD_MS = 62 * 86_400_000  # how long ago a record may have been left


def records(conn: Connection, since_ms: int) -> list[tuple[str, Scheduled]]:
    """Return (room id, record) of the records that count: the newest for each announcement."""
    rows = timeline.rows_of(conn, verdicts.acting_since(conn, SCHEDULED, since_ms))
    where = {
        rowid: room_id
        for room_id, here in verdicts.by_room(conn, [row.rowid for row in rows]).items()
        for rowid in here
    }
    found: dict[tuple[str, str, str], tuple[str, Scheduled]] = {}
    for row in sorted(rows, key=lambda row: row.rowid):
        record = read_scheduled(row)
        if record is not None:
            found[record.sender, record.kind, record.id] = where[row.rowid], record
    return list(found.values())


def lacking(conn: Connection, record: Scheduled, known: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return (rooms without a copy that acts, rooms where that cannot be said yet).

    Only rooms in `known` (the school's) count: elsewhere the office sees nothing.
    """
    copies = announcements.of(conn, record.kind, record.sender, record.id)
    arrived = {copy.room_id for copy in copies}
    absent = [room_id for room_id in record.rooms if room_id in known and room_id not in arrived]
    unsure = [room_id for room_id in absent if not gaps.whole_since(conn, room_id, record.due)]
    return [room_id for room_id in absent if room_id not in unsure], unsure


class Delayed:
    """Belongs to the loop's thread."""

    def __init__(self, cache: Database, ledger: Ledger, hands: Hands, clock: Clock) -> None:
        self._cache = cache
        self._ledger = ledger
        self._hands = hands
        self._clock = clock

    async def run(self, world: World, texts: Texts) -> int | None:
        """Look at what is due; return when (ms) to look again, None when there is nothing to wait for."""
        now = self._clock.now_ms()
        found = await self._cache.read(lambda conn: records(conn, now - AHEAD_MS))
        found = [one for one in found if one[1].rooms and one[1].due > now - LATEST_MS]
        done = await self._ledger.done(KIND, [record.event_id for _, record in found])
        left = [one for one in found if one[1].event_id not in done]
        await self._ledger.expect(KIND, [(record.event_id, record.due + GRACE_MS) for _, record in left])
        wake = [record.due + GRACE_MS for _, record in left if record.due + GRACE_MS > now]
        known = frozenset(world.knowledge.authority.rooms)
        for room_id, record in left:
            if record.due + GRACE_MS > now:
                continue
            absent, unsure = await self._cache.read(
                lambda conn, record=record: lacking(conn, record, known)  # type: ignore[misc]
            )
            if unsure:
                if await self._hands.fill(unsure):
                    wake.append(now)
                continue
            if absent:
                names = await self._cache.read(
                    lambda conn, absent=absent: _names(conn, absent)  # type: ignore[misc]
                )
                await self._tell(world, texts, room_id, record, len(absent), names)
            await self._ledger.settle(KIND, record.event_id, record.due + GRACE_MS)
        return min(wake, default=None)

    async def _tell(
        self, world: World, texts: Texts, room_id: str, record: Scheduled, count: int, names: str
    ) -> None:
        person = world.knowledge.directory.person(record.sender, room_id)
        when = world.rules.clock_of(record.due)
        body = texts.get(
            f"scheduled.{record.kind}",
            name=person.name, when=when, count=count, total=len(record.rooms), rooms=names,
        )  # fmt: skip
        content = {
            "msgtype": "m.text",
            "body": body,
            "m.mentions": {"user_ids": [record.sender]},
        }
        await self._hands.send(room_id, "m.room.message", content, KIND, record.event_id)
        log.info("something scheduled did not arrive everywhere")


def _names(conn: Connection, room_ids: list[str]) -> str:
    """Return the names of some rooms, at most five."""
    known = rooms.summaries_of(conn, room_ids[:5])
    return ", ".join(known[room_id].name or room_id for room_id in room_ids[:5] if room_id in known)
