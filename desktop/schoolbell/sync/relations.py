"""Fetches what relates to events of which some reactions may have been missed, one request at a time."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from random import Random
from typing import Any, Protocol

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.pages import decode_messages
from schoolbell.matrix.wire import decode_object
from schoolbell.store.database import Connection, Database
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.changes import Changes

log = logging.getLogger(__name__)

_MOST_PAGES = 10  # of 400 each
_REFUSED = frozenset({ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.BAD_REQUEST})


class Follower(Protocol):
    """Whoever counts on knowing everything that relates to some events."""

    @property
    def name(self) -> str:
        """The key in Changes.projections."""
        ...

    def doubt(self, conn: Connection, rooms: Collection[str]) -> None:
        """Something may have been missed in `rooms`; inside the transaction that stored what did come."""
        ...

    def incomplete(self, conn: Connection) -> list[tuple[str, str]]:
        """Return (room id, event id) of what is to be fetched, most urgent first."""
        ...

    def take(self, conn: Connection, room_id: str, event_id: str, found: Sequence[dict[str, Any]]) -> bool:
        """Take in all that relates to an event now; return whether that differs from what was known."""
        ...


class Relations:
    """Keeps a follower's events complete while the connection stands. Belongs to the loop's thread."""

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        clock: Clock,
        random: Random,
        follower: Follower | None,
        *,
        committed: Callable[[Changes], Awaitable[None]],
    ) -> None:
        self._client = client
        self._cache = cache
        self._clock = clock
        self._follower = follower
        self._committed = committed
        self._backoff = Backoff(random)
        self._tasks = TaskOwner("relations")
        self._refused: set[str] = set()
        self._running = self._again = self._live = False

    def doubt(self, conn: Connection, rooms: Collection[str]) -> None:
        """Note, on the writer thread, that something may have been missed in `rooms`."""
        if self._follower is not None and rooms:
            self._follower.doubt(conn, rooms)

    def look(self) -> None:
        """Something may be incomplete now: fetch it while the server is there."""
        if self._follower is None or not self._live:
            return
        self._again = True
        if not self._running:
            self._running = True
            self._tasks.run(self._fill(self._follower), name="fill")

    def resume(self) -> None:
        """The server is there (again)."""
        self._live = True
        self._backoff.reset()
        self.look()

    def pause(self) -> None:
        """The server is not there: `resume` goes on."""
        self._live = False

    async def stop(self) -> None:
        """Fetch nothing any more."""
        self._live = False
        await self._tasks.cancel_all()

    async def _fill(self, follower: Follower) -> None:
        try:
            while self._again and self._live:
                self._again = False
                wanted = await self._cache.read(follower.incomplete)
                for room_id, event_id in wanted:
                    if event_id not in self._refused and not self._paused():
                        await self._fetch(follower, room_id, event_id)
        finally:
            self._running = False

    def _paused(self) -> bool:
        return not self._live

    async def _fetch(self, follower: Follower, room_id: str, event_id: str) -> None:
        found: list[dict[str, Any]] = []
        token: str | None = None
        try:
            for _ in range(_MOST_PAGES):
                page = decode_messages(await self._client.relations(room_id, event_id, from_=token))
                found += [event for event in map(decode_object, page.chunk) if event]
                token = page.next_batch
                if token is None:
                    break
        except KnownError as error:
            if error.code in _REFUSED:
                self._refused.add(event_id)
                return
            log.info("relations could not be fetched: %s", error.code)
            self._again = True
            await self._clock.sleep(self._backoff.after(error))
            return
        self._backoff.reset()
        if await self._cache.write(lambda conn: follower.take(conn, room_id, event_id, found)):
            rooms = frozenset({room_id})
            await self._committed(Changes(timelines=rooms, projections={follower.name: True}))
