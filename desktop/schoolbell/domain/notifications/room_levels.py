"""The level of each room as the account's push rules say, and a way to choose another one."""

from schoolbell.base.observable import Observable
from schoolbell.domain.notifications import levels
from schoolbell.domain.notifications.levels import Level, PushRules
from schoolbell.domain.notifications.notifications import Reads
from schoolbell.domain.notifications.reading import RULES_TYPE
from schoolbell.store import account_data, rooms
from schoolbell.store.database import Connection
from schoolbell.sync.changes import Changes

_MOST_CALLS = 3  # to write one level, each of which changes the rules


class RoomLevels:
    """Belongs to the loop's thread. `changed` names a room whose level was chosen here, or "" for any."""

    def __init__(self, cache: Reads, server: PushRules) -> None:
        self.changed: Observable[str] = Observable()
        self._cache = cache
        self._server = server
        # Written to the server and not heard back; how many changes of the rules may still be older.
        self._chosen: dict[str, tuple[Level, int]] = {}

    def on_changes(self, changes: Changes) -> None:
        """Hear that the push rules are others now."""
        if RULES_TYPE in changes.account_data:
            self._chosen = {
                room: (level, left - 1) for room, (level, left) in self._chosen.items() if left > 1
            }
            self.changed.emit("")

    async def level(self, room_id: str) -> Level:
        """Return what of a room is told. Raises KnownError."""
        rules, members = await self._read(room_id)
        told = levels.level_of(rules, room_id, members)
        chosen, _ = self._chosen.get(room_id, (told, 0))
        if chosen is told:
            self._chosen.pop(room_id, None)
        return chosen

    async def choose(self, room_id: str, level: Level) -> None:
        """Set it on the server, so that it counts on phones too. Raises KnownError; then all is as before."""
        rules, members = await self._read(room_id)
        await levels.write(self._server, rules, room_id, members, level)
        self._chosen[room_id] = (level, _MOST_CALLS)
        self.changed.emit(room_id)

    async def _read(self, room_id: str) -> tuple[object, int]:
        def read(conn: Connection) -> tuple[object, int]:
            row = rooms.summary(conn, room_id)
            return account_data.get(conn, RULES_TYPE), row.joined_count if row is not None else 0

        return await self._cache.read(read)
