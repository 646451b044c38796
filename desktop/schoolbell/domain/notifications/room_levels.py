"""The level of each room as the account's push rules say, and a way to choose another one."""

from schoolbell.base.observable import Observable
from schoolbell.domain.notifications import levels
from schoolbell.domain.notifications.levels import Level, PushRules
from schoolbell.domain.notifications.notifications import Reads
from schoolbell.domain.notifications.reading import RULES_TYPE
from schoolbell.store import account_data, rooms
from schoolbell.store.database import Connection
from schoolbell.sync.changes import Changes


class RoomLevels:
    """Belongs to the loop's thread. `changed` names a room whose level was chosen here, or "" for any."""

    def __init__(self, cache: Reads, server: PushRules) -> None:
        self.changed: Observable[str] = Observable()
        self._cache = cache
        self._server = server
        self._chosen: dict[str, Level] = {}  # on the server, not yet heard back

    def on_changes(self, changes: Changes) -> None:
        """Hear that the push rules are others now."""
        if RULES_TYPE in changes.account_data:
            self._chosen.clear()
            self.changed.emit("")

    async def level(self, room_id: str) -> Level:
        """Return what of a room is told. Raises KnownError."""
        rules, members = await self._read(room_id)
        return self._chosen.get(room_id) or levels.level_of(rules, room_id, members)

    async def choose(self, room_id: str, level: Level) -> None:
        """Set it on the server, so that it counts on phones too. Raises KnownError; then all is as before."""
        rules, members = await self._read(room_id)
        await levels.write(self._server, rules, room_id, members, level)
        self._chosen[room_id] = level
        self.changed.emit(room_id)

    async def _read(self, room_id: str) -> tuple[object, int]:
        def read(conn: Connection) -> tuple[object, int]:
            row = rooms.summary(conn, room_id)
            return account_data.get(conn, RULES_TYPE), row.joined_count if row is not None else 0

        return await self._cache.read(read)
