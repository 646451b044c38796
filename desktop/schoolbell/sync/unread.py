"""Looks behind gaps: for what is unread where the newest rows do not say, and for mentions of me."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.pages import decode_notifications
from schoolbell.matrix.wire import decode_event
from schoolbell.store import unread
from schoolbell.store.database import Database
from schoolbell.sync.backoff import Backoff

log = logging.getLogger(__name__)

# A notice that hundreds confirmed lies this many pages deep; what lies deeper shows when the room is opened.
_MOST_PAGES = 5
_MOST_MENTIONS = 50


class HiddenUnread:
    """Pages back, one room after the other, until something unread or the read position is found.

    Thirty people who react to one notice push it out of what a returning client is sent; the room would
    look read. Twenty messages do the same to a mention: the server lists those (/notifications).
    `fetch(room_id, chunk)` takes one page in. Belongs to the loop's thread.
    """

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        clock: Clock,
        random: Random,
        *,
        fetch: Callable[[str, int], Awaitable[object]],
    ) -> None:
        self._client = client
        self._cache = cache
        self._clock = clock
        self._fetch = fetch
        self._tasks = TaskOwner("hidden")
        self._backoff = Backoff(random)
        self._waiting: dict[str, None] = {}
        self._pages: dict[str, int] = {}
        self._mentions: dict[str, frozenset[str]] = {}  # room → events that mention me, unread
        self._everywhere = False
        self._looking = False
        self._rests_until = 0.0  # monotonic seconds

    async def stop(self) -> None:
        """End what runs; the next start looks again."""
        await self._tasks.cancel_all()
        self._looking = False

    def resume(self) -> None:
        """The server is there again: look at every room that is in doubt."""
        self._everywhere = True
        self._begin()

    def touched(self, rooms: frozenset[str]) -> None:
        """Something was committed for `rooms`."""
        if rooms:
            self._waiting.update(dict.fromkeys(rooms))
            self._begin()

    def _begin(self) -> None:
        if not self._looking and self._clock.monotonic() >= self._rests_until:
            self._looking = True
            self._tasks.run(self._look(), name="look")

    async def _look(self) -> None:
        try:
            while self._everywhere or self._waiting:
                asked = None if self._everywhere else frozenset(self._waiting)
                if self._everywhere:
                    self._mentions = await self._unread_mentions()
                self._everywhere = False
                self._waiting.clear()
                missing = await self._cache.read(partial(unread.missing, events=self._mentions))
                self._mentions = {room_id: self._mentions[room_id] for room_id in missing}
                doubtful = missing | await self._cache.read(partial(unread.in_doubt, room_ids=asked))
                for room_id in self._pages.keys() & (asked or frozenset()) - doubtful.keys():
                    del self._pages[room_id]
                for room_id, chunk in doubtful.items():
                    pages = self._pages.get(room_id, 0)
                    if pages < _MOST_PAGES:
                        self._pages[room_id] = pages + 1
                        await self._fetch_one(room_id, chunk)
                        self._backoff.reset()
        except KnownError as error:
            log.info("unread messages behind a gap could not be looked for: %s", error.code)
            self._pages.clear()
            self._everywhere = True
            self._rests_until = self._clock.monotonic() + self._backoff.after(error)
        finally:
            self._looking = False

    async def _fetch_one(self, room_id: str, chunk: int) -> None:
        """Fetch a page; a room whose history is refused holds up no other."""
        try:
            await self._fetch(room_id, chunk)
        except KnownError as error:
            if error.transient:
                raise
            self._pages[room_id] = _MOST_PAGES

    async def _unread_mentions(self) -> dict[str, frozenset[str]]:
        """Ask the server where somebody mentioned me, if anything may lie behind a gap."""
        if not await self._cache.read(unread.any_floor):
            return {}
        try:
            body = await self._client.notifications(limit=_MOST_MENTIONS)
        except KnownError as error:
            if error.transient:
                raise
            return {}
        found: dict[str, set[str]] = {}
        for one in decode_notifications(body).notifications[:_MOST_MENTIONS]:
            event = decode_event(one.event)
            if event is not None and not one.read:
                found.setdefault(one.room_id, set()).add(event.event_id)
        return {room_id: frozenset(events) for room_id, events in found.items()}
