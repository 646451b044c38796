"""Answers invitations: joins or refuses at the server, and keeps the cache in step."""

from collections.abc import Callable

from schoolbell.matrix.client import MatrixClient
from schoolbell.store import rooms
from schoolbell.store.database import Connection, Database
from schoolbell.sync.changes import Changes


class Answers:
    """`changed` is told when the cache was changed. Both answers raise KnownError."""

    def __init__(
        self, client: MatrixClient, cache: Database, changed: Callable[[Changes], None]
    ) -> None:
        self._client = client
        self._cache = cache
        self._changed = changed

    async def accept(self, room_id: str) -> None:
        """Join; the room itself comes with the next sync. A chat between two is noted as one."""
        row = await self._cache.read(lambda conn: rooms.summary(conn, room_id))
        await self._client.join(room_id)
        if row is not None and row.direct_user:
            await self._client.note_direct(row.direct_user, room_id)

    async def decline(self, room_id: str) -> None:
        """Refuse, and forget the invitation here (the server says nothing more about such a room)."""
        await self._client.leave(room_id)

        def write(conn: Connection) -> bool:
            room = rooms.number(conn, room_id)
            return room is not None and rooms.set_fields(conn, room, {"membership": "leave"})

        if await self._cache.write(write):
            self._changed(Changes(rooms=frozenset({room_id})))
