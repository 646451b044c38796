"""Tells the teachers of each class which families have never signed in: state in the class's staff room.

Without the admin's token the office cannot ask the server. It knows from its own database who has no
password of their own yet (the import and `status` look), and takes out whoever gives a sign of life in a
room: a receipt, a message, a ✅. What was seen is written down, so that an emptied cache puts nobody back; a
new first password begins anew.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.domain.announcements.roll import FAMILY
from schoolbell.domain.announcements.signins import SIGNINS_TYPE, signins_content
from schoolbell.domain.chat.items import RoomKind
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import activity, state
from schoolbell.store.database import Connection, Database
from schoolbell_office.cases import World
from schoolbell_office.database import AccountRow
from schoolbell_office.hands import Hands

log = logging.getLogger(__name__)

EVERY_MS = 60_000


def families(knowledge: SchoolKnowledge) -> dict[str, tuple[str, ...]]:
    """Return staff room → the students and guardians of its class."""
    authority, directory = knowledge.authority, knowledge.directory
    rooms = {
        authority.class_of(room_id): room_id
        for room_id, room in authority.rooms.items()
        if room.kind is RoomKind.STAFF
    }
    found: dict[str, list[str]] = {}
    for user in directory.everybody():
        for space in directory.classes_of(user):
            if space in rooms and directory.role_of(user, rooms[space]) in FAMILY:
                found.setdefault(rooms[space], []).append(user)
    return {room_id: tuple(users) for room_id, users in found.items()}


class Signins:
    """Belongs to the loop's thread. `accounts` reads the office's database, `seen` writes into it."""

    def __init__(
        self,
        cache: Database,
        hands: Hands,
        clock: Clock,
        accounts: Callable[[], Mapping[str, AccountRow]],
        seen: Callable[[Iterable[str], int], None],
    ) -> None:
        self._cache = cache
        self._hands = hands
        self._clock = clock
        self._accounts = accounts
        self._seen = seen
        self._next = 0
        self._told: dict[str, Mapping[str, Any]] = {}  # until it has come back

    async def run(self, world: World) -> int | None:
        """Tell what is different; return when (ms) to look again."""
        now = self._clock.now_ms()
        if self._next - EVERY_MS <= now < self._next:
            return self._next
        self._next = now + EVERY_MS
        try:
            rows = self._accounts()
        except KnownError as error:  # the import's file, not the service's own: it goes on without
            log.warning("who has never signed in is not told: %s", error.code)
        else:
            await self._tell(world, rows, now)
        return self._next

    async def _tell(self, world: World, rows: Mapping[str, AccountRow], now: int) -> None:
        unused = {user: row for user, row in rows.items() if not row.used and row.left_ms is None}
        signs = await self._cache.read(lambda conn: activity.last_signs(conn, unused))
        alive = {user for user, ts in signs.items() if ts > (unused[user].made_ms or 0)}
        if alive:
            self._seen(alive, now)
        never = unused.keys() - alive
        rooms = {
            room_id: users
            for room_id, users in families(world.knowledge).items()
            if any(user in rows for user in users)  # else the database is lost, and nothing is known
        }
        standing = await self._cache.read(lambda conn: _standing(conn, rooms))
        for room_id, users in rooms.items():
            content = signins_content(never.intersection(users))
            if standing.get(room_id) == self._told.get(room_id):
                self._told.pop(room_id, None)
            if content in (standing.get(room_id), self._told.get(room_id)):
                continue
            if await self._hands.set_state(room_id, SIGNINS_TYPE, content):
                log.info("a staff room hears that %d have never signed in", len(content["never"]))
                self._told[room_id] = content


def _standing(conn: Connection, rooms: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    found = ((room_id, state.get(conn, room_id, SIGNINS_TYPE)) for room_id in rooms)
    return {room_id: row.content for room_id, row in found if row is not None}
