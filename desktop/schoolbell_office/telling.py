"""Tells the sender of a DING what became of its SMS and calls: `org.schoolbell.delivery` in staff rooms.

What is over is put together, so that sixty families are one event and not sixty. A report is written down
with its number before it is sent, and sent until the server has it: its transaction id comes from the DING,
the number and the time it was made, so that a killed office tells nothing twice. It stands in the staff room
of a class of the person it is about, if the sender is in that room: whoever else reads it teaches that class.
"""

import logging

import msgspec

from schoolbell.base.clock import Clock
from schoolbell.domain.announcements.delivery import DELIVERY_TYPE, Result, delivery_contents
from schoolbell.domain.announcements.items import Announcement, Delivered, Outcome
from schoolbell.domain.announcements.roll import NO_STAFF
from schoolbell.domain.chat.items import RoomKind
from schoolbell.store import members
from schoolbell.store.database import Connection, Database
from schoolbell_office.cases import HORIZON_MS, World
from schoolbell_office.delivery import NO_PHONE, REFUSED
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Ended, Ledger

log = logging.getLogger(__name__)

KIND = "delivery"
PAUSE_MS = 10_000  # between two reports about one DING
PATIENCE_MS = 20_000  # so long it waits for others that are on their way


def outcome_of(state: str, reason: str) -> Outcome | None:
    """Return what became of an errand that is over, None when there is nothing to tell."""
    match state:
        case "sent":
            return Outcome.SENT
        case "failed":
            return Outcome.REFUSED if reason.startswith(REFUSED) else Outcome.FAILED
        case "dropped":
            return {NO_PHONE: Outcome.NO_NUMBER, "limit": Outcome.LIMIT}.get(reason)
    return None


def rooms_for(conn: Connection, world: World, sender: str, users: list[str]) -> dict[str, list[str]]:
    """Return user → the staff rooms in which `sender` may hear of that person, the fittest first.

    All staff hears of colleagues alone, not of somebody whom no roster names (any more). Rooms whose members
    are not all known stand in it too when the sender may be one of them.
    """
    authority, directory = world.knowledge.authority, world.knowledge.directory
    classes: dict[str, str] = {}
    school: list[str] = []
    for room_id, room in sorted(authority.rooms.items()):
        if room.kind is RoomKind.STAFF:
            classes.setdefault(authority.class_of(room_id), room_id)
        elif room.kind is RoomKind.STAFF_ALL:
            school.append(room_id)
    found: dict[str, list[str]] = {}
    for user in users:
        wanted = [classes[space] for space in directory.classes_of(user) if space in classes]
        if directory.role_of(user) not in NO_STAFF:
            wanted += school
        found[user] = [room_id for room_id in wanted if _may_be_in(conn, room_id, sender)]
    return found


def _may_be_in(conn: Connection, room_id: str, user: str) -> bool:
    known = members.get(conn, room_id, user)
    if known is not None:
        return known.membership == "join"
    return not members.is_complete(conn, room_id)


class Telling:
    """Belongs to the loop's thread."""

    def __init__(self, cache: Database, ledger: Ledger, hands: Hands, clock: Clock) -> None:
        self._cache = cache
        self._ledger = ledger
        self._hands = hands
        self._clock = clock

    async def run(self, world: World) -> int | None:
        """Tell what is over; return when (ms) to look again, None when there is nothing to wait for."""
        wake: list[int] = []
        groups: dict[tuple[str, str], list[Ended]] = {}
        for errand in await self._ledger.untold():
            groups.setdefault((errand.sender, errand.id), []).append(errand)
        busy = await self._ledger.busy() if groups else set()
        dings = {(one.sender, one.id): one for one in world.dings}
        for about, ended in groups.items():
            again = await self._gather(world, dings.get(about), ended, busy=about in busy)
            if again is not None:
                wake.append(again)
        for report in await self._ledger.unsent():
            parts = (KIND, report.sender, report.id, report.number, report.made_ms)
            await self._hands.send(report.room_id, DELIVERY_TYPE, msgspec.json.decode(report.content), *parts)
            await self._ledger.reported(report)
        return min(wake, default=None)

    async def _gather(
        self, world: World, one: Announcement | None, ended: list[Ended], *, busy: bool
    ) -> int | None:
        """Make the reports about one DING; return when (ms) to look again where it is too early."""
        keys = [errand.key for errand in ended]
        sender, id = ended[0].sender, ended[0].id
        told = {errand: outcome_of(errand.state, errand.reason) for errand in ended}
        results = [
            (errand.user_id, Delivered(errand.kind, outcome, errand.done_ms))
            for errand, outcome in told.items()
            if outcome is not None
        ]
        now = self._clock.now_ms()
        if one is None and now - ended[-1].done_ms < HORIZON_MS:
            return None  # its copies may still be fetched
        if one is None or not results:
            await self._ledger.report(sender, id, (), keys)
            return None
        early = await self._ledger.last_report(sender, id) + PAUSE_MS
        if busy:
            early = max(early, ended[0].done_ms + PATIENCE_MS)
        if now < early:
            return early
        users = list(dict.fromkeys(user for user, _ in results))
        rooms = await self._cache.read(lambda conn: rooms_for(conn, world, sender, users))
        unlisted = await self._cache.read(
            lambda conn: [
                room_id
                for room_id in dict.fromkeys(room_id for listed in rooms.values() for room_id in listed)
                if members.get(conn, room_id, sender) is None
            ]
        )
        if unlisted and await self._hands.list_members(unlisted):
            return now
        parts: dict[str, list[Result]] = {}
        for user, result in results:
            place = next((room_id for room_id in rooms[user] if room_id not in unlisted), None)
            if place is not None:
                parts.setdefault(place, []).append((user, result))
        contents = [
            (room_id, msgspec.json.encode(content))
            for room_id, part in parts.items()
            for content in delivery_contents(sender, id, part)
        ]
        await self._ledger.report(sender, id, contents, keys)
        log.info("%d results of a DING are told in %d reports", len(results), len(contents))
        return None
