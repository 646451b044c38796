"""Looks behind the gap of a room whose newest rows do not say whether anything is unread."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.store import unread
from schoolbell.store.database import Database
from schoolbell.sync.backoff import Backoff

log = logging.getLogger(__name__)

# A notice that hundreds confirmed lies this many pages deep; what lies deeper shows when the room is opened.
_MOST_PAGES = 5


class HiddenUnread:
    """Pages back, one room after the other, until something unread or the read position is found.

    Thirty people who react to one notice push it out of what a returning client is sent; the room would
    look read. `fetch(room_id, chunk)` takes one page in. Belongs to the loop's thread.
    """

    def __init__(
        self, cache: Database, clock: Clock, random: Random, *, fetch: Callable[[str, int], Awaitable[None]]
    ) -> None:
        self._cache = cache
        self._clock = clock
        self._fetch = fetch
        self._tasks = TaskOwner("hidden")
        self._backoff = Backoff(random)
        self._waiting: dict[str, None] = {}
        self._pages: dict[str, int] = {}
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
                self._everywhere = False
                self._waiting.clear()
                doubtful = await self._cache.read(partial(unread.in_doubt, room_ids=asked))
                for room_id in self._pages.keys() & (asked or frozenset()) - doubtful.keys():
                    del self._pages[room_id]
                for room_id, chunk in doubtful.items():
                    pages = self._pages.get(room_id, 0)
                    if pages < _MOST_PAGES:
                        self._pages[room_id] = pages + 1
                        await self._fetch(room_id, chunk)
                        self._backoff.reset()
        except KnownError as error:
            log.info("unread messages behind a gap could not be looked for: %s", error.code)
            self._pages.clear()
            self._everywhere = True
            wish = getattr(error, "retry_after_ms", None)
            self._rests_until = self._clock.monotonic() + self._backoff.next(wish)
        finally:
            self._looking = False
