"""Whole member lists and receipts of rooms that somebody looks at, fetched once and again after a hole."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix import pages
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.sliding import SlidingSyncResponse
from schoolbell.store import members, receipts
from schoolbell.store.database import Connection, Database
from schoolbell.sync.changes import Changes
from schoolbell.sync.doubts import forget_doubtful
from schoolbell.sync.ingest import Ingest
from schoolbell.sync.single import SingleFlight

log = logging.getLogger(__name__)


class RoomDetails:
    """What sync sends only in part. `committed` publishes what was stored. Belongs to the loop's thread."""

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        ingest: Ingest,
        *,
        committed: Callable[[Changes], Awaitable[None]],
    ) -> None:
        self._client = client
        self._cache = cache
        self._ingest = ingest
        self._committed = committed
        self._tasks = TaskOwner("details")
        self._flights = SingleFlight("details")
        self._wanted: set[str] = set()  # rooms whose member list somebody looks at
        self._doubtful: set[str] = set()  # rooms where joins and leaves may have been missed
        self._overtaken: set[str] = set()  # rooms whose members changed since they were last asked for

    async def stop(self) -> None:
        """Cancel what runs."""
        await self._flights.stop()
        await self._tasks.cancel_all()

    def note(self, conn: Connection, response: SlidingSyncResponse, changes: Changes) -> frozenset[str]:
        """Look at a response in its own transaction; return the rooms that it made doubtful."""
        doubtful = forget_doubtful(conn, response)
        self._overtaken.update(changes.members)  # on the writer thread, as is its reading
        return doubtful

    def doubt(self, rooms: Iterable[str], open_rooms: Iterable[str]) -> None:
        """Have members and receipts of open or wanted rooms whole again after a hole in the delivery."""
        doubtful = frozenset(rooms)
        self._doubtful |= doubtful
        for room_id in doubtful.intersection((*open_rooms, *self._wanted)):
            self._tasks.run(
                self._fetch_again(room_id),
                name="again",
                on_error=lambda error: log.info("members could not be fetched: %s", brief(error)),
            )

    async def _fetch_again(self, room_id: str) -> None:
        await self.load_members(room_id)
        await self.load_receipts(room_id)

    async def load_members(self, room_id: str) -> None:
        """Have the whole member list in the cache; asks the server once per room."""
        self._wanted.add(room_id)
        await self._flights.run(("members", room_id), lambda: self._fetch_members(room_id))

    async def _fetch_members(self, room_id: str) -> None:
        complete = await self._cache.read(lambda conn: members.is_complete(conn, room_id))
        if complete and room_id not in self._doubtful:
            return
        self._doubtful.discard(room_id)
        changes = None
        try:
            for last in (False, False, True):
                self._overtaken.discard(room_id)
                body = await self._client.members(room_id)
                changes = await self._cache.write(partial(self._take_members, room_id, body, last))
                if changes is not None:
                    break
        except KnownError:
            self._doubtful.add(room_id)
            raise
        if changes is not None:
            await self._committed(changes)

    def _take_members(self, room_id: str, body: bytes, last: bool, conn: Connection) -> Changes | None:
        """Take in the answer to /members; None when sync brought newer members while it was on its way.

        Raises KnownError(SERVER) for one without anybody in it.
        """
        found = pages.decode_members(body)
        if not found:
            raise KnownError(ErrorCode.SERVER)
        if room_id in self._overtaken and not last:
            return None
        return self._ingest.members(conn, room_id, found)

    async def load_receipts(self, room_id: str) -> None:
        """Have everybody's receipts in the cache; asks the server once per room."""
        await self._flights.run(("receipts", room_id), lambda: self._fetch_receipts(room_id))

    async def _fetch_receipts(self, room_id: str) -> None:
        if await self._cache.read(lambda conn: receipts.is_complete(conn, room_id)):
            return
        body = await self._client.room_receipts(room_id)
        await self._committed(await self._cache.write(lambda conn: self._take_receipts(conn, room_id, body)))

    def _take_receipts(self, conn: Connection, room_id: str, body: bytes) -> Changes:
        """Take in all receipts of a room. Raises KnownError(SERVER) for what is no answer to /sync."""
        if "next_batch" not in pages.salvage_map(body):
            raise KnownError(ErrorCode.SERVER)
        return self._ingest.receipts(conn, room_id, pages.decode_room_receipts(body, room_id))
