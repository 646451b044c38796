"""Fills missing history in the background, politely: what is likely to be looked at, the rest when idle."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.pages import decode_notifications
from schoolbell.matrix.wire import decode_event
from schoolbell.store import gaps, meta, rooms, timeline
from schoolbell.store.database import Connection, Database
from schoolbell.store.placement import DAY_MS
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.gaps import History

log = logging.getLogger(__name__)

QUOTA = 1 << 30  # bytes of cache.db; what is scrolled or jumped to is fetched beyond it too

_RECENT_DAYS = 30
_FIRST_PAUSE = 5.0  # seconds: what is on the screen comes first
_PAUSE = 0.5
_IDLE_PAUSE = 2.0
_NOT_READY = 3.0
_ACTIVE = 3.0  # after a key press, a scroll, a sent message
_IDLE = 60.0
_LOOK_AGAIN = 5.0  # while nobody has been idle long enough: another room may be opened
_HIGHLIGHT_PAGES = 4
_HIGHLIGHT_PAGE = 50
_HIGHLIGHTS_AGAIN = 900.0  # not asked for more often than this, however often the connection comes back
_HIGHLIGHTS_SEEN = "history/highlights"

# The server will not give this one, now or later.
_REFUSED = frozenset({ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.BAD_REQUEST, ErrorCode.TOO_LARGE})


@dataclass(slots=True)
class _Highlights:
    """What a look through /notifications has found and not fetched yet."""

    since: int  # newest time (ms) that an earlier look has dealt with
    pages: int = 0
    token: str | None = None
    complete: bool = False
    newest: int = 0
    events: list[tuple[str, str]] = field(default_factory=list)  # (room id, event id)


class Backfill:
    """One request at a time, never while somebody writes or scrolls. Belongs to the loop's thread.

    The order: the open room's last 30 days, messages that mention me, the last 30 days of all rooms, and when
    nobody has done anything for a minute whatever is older. What is done is what the cache holds, so a
    restart goes on where the last run stopped. `ready` says whether more urgent requests are done.
    """

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        clock: Clock,
        random: Random,
        history: History,
        *,
        ready: Callable[[], bool],
    ) -> None:
        self._client = client
        self._cache = cache
        self._clock = clock
        self._history = history
        self._ready = ready
        self._backoff = Backoff(random)
        self._tasks = TaskOwner("backfill")
        self._running: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._allowed = False
        self._quota = QUOTA
        self._connected = False
        self._open: str | None = None
        self._active_at = -_IDLE
        self._given_up: set[int] = set()  # chunks whose history is refused, or answered with nothing
        self._highlights: _Highlights | None = None
        self._highlights_due = False
        self._highlights_at: float | None = None

    # -- what others tell -----------------------------------------------------------------------------

    def allow(self, allowed: bool, quota: int = QUOTA) -> None:
        """Let it run, or not (a metered connection); `quota` is in bytes of the cache."""
        self._allowed, self._quota = allowed, quota
        self._set_running()

    def resume(self) -> None:
        """The server is there (again): mentions may have been missed meanwhile."""
        self._connected = True
        asked = self._highlights_at
        if asked is None or self._clock.monotonic() - asked >= _HIGHLIGHTS_AGAIN:
            self._highlights_due = True
        self._set_running()

    def open_room(self, room_id: str | None) -> None:
        """This room goes first from now on."""
        self._open = room_id
        self.active()

    def active(self) -> None:
        """Somebody types, scrolls or sends: wait a little."""
        self._active_at = self._clock.monotonic()

    def touched(self, room_ids: frozenset[str]) -> None:
        """Something was committed for `room_ids`: there may be a new gap."""
        if room_ids:
            self._woken.set()

    async def stop(self) -> None:
        """End what runs; the next start goes on."""
        self._connected = False
        self._running = None
        await self._tasks.cancel_all()

    def _set_running(self) -> None:
        wanted = self._allowed and self._connected
        if wanted and (self._running is None or self._running.done()):
            self._running = self._tasks.run(self._run(), name="run")
        elif not wanted and self._running is not None:
            self._running.cancel()
            self._running = None

    # -- the work -------------------------------------------------------------------------------------

    async def _run(self) -> None:
        await self._clock.sleep(_FIRST_PAUSE)
        while True:
            await self._until_quiet()
            self._woken.clear()
            started = self._clock.monotonic()
            try:
                pause = await self._step()
            except KnownError as error:
                if not error.transient:
                    log.info("history is not fetched in the background any more: %s", error.code)
                    return
                pause = self._backoff.after(error)
            else:
                self._backoff.reset()
            if pause is None:
                await self._woken.wait()
                pause = _PAUSE
            # A server that takes long gets as long a rest.
            await self._clock.sleep(max(pause, self._clock.monotonic() - started))

    async def _until_quiet(self) -> None:
        while True:
            if not self._ready():
                await self._clock.sleep(_NOT_READY)
                continue
            left = self._active_at + _ACTIVE - self._clock.monotonic()
            if left <= 0:
                return
            await self._clock.sleep(left)

    async def _step(self) -> float | None:
        """Do one thing; return how long to wait before the next, None for until something happens."""
        if await self._cache.read(gaps.size_of) >= self._quota:
            return None
        recent = self._clock.now_ms() - _RECENT_DAYS * DAY_MS
        found = await self._wanted(recent)
        if found is not None and found.room_id == self._open:
            return await self._fill(found, _PAUSE)
        if self._highlights_due:
            await self._look_for_highlights(recent)
            return _PAUSE
        if found is not None:
            return await self._fill(found, _PAUSE)
        found = await self._wanted(None)
        if found is None:
            return None
        idle = self._clock.monotonic() - self._active_at
        return await self._fill(found, _IDLE_PAUSE) if idle >= _IDLE else min(_IDLE - idle, _LOOK_AGAIN)

    async def _wanted(self, since: int | None) -> gaps.Missing | None:
        first, without = self._open, tuple(self._given_up)
        return await self._cache.read(
            lambda conn: gaps.most_wanted(conn, since=since, first=first, without=without)
        )

    async def _fill(self, wanted: gaps.Missing, pause: float) -> float:
        if not await self._tried(self._history.fill(wanted.room_id, wanted.chunk)):
            self._given_up.add(wanted.chunk)
        return pause

    async def _tried(self, request: Awaitable[object]) -> bool:
        """Await a request; False when it brought nothing or the server refuses it."""
        try:
            return await request is not False
        except KnownError as error:
            if error.code in _REFUSED:
                return False
            raise

    # -- highlights -----------------------------------------------------------------------------------

    async def _look_for_highlights(self, recent: int) -> None:
        """Do one request of a look at what mentions me: a page of the list, or the context of one message."""
        if self._highlights is None:
            seen = await self._cache.read(lambda conn: meta.get(conn, _HIGHLIGHTS_SEEN))
            self._highlights = _Highlights(max(recent, int(seen) if seen else 0))
        look = self._highlights
        if not look.complete:
            await self._list_highlights(look)
        elif look.events:
            await self._tried(self._history.land(*look.events[0]))
            look.events.pop(0)
        if look.complete and not look.events:
            await self._cache.write(lambda conn: meta.put(conn, _HIGHLIGHTS_SEEN, str(look.newest)))
            self._highlights, self._highlights_due = None, False
            self._highlights_at = self._clock.monotonic()

    async def _list_highlights(self, look: _Highlights) -> None:
        try:
            body = await self._client.notifications(look.token, _HIGHLIGHT_PAGE)
        except KnownError as error:
            if error.code not in _REFUSED:
                raise
            look.complete = True  # a server without such a list
            return
        page = decode_notifications(body)
        fresh = [one for one in page.notifications[:_HIGHLIGHT_PAGE] if one.ts > look.since]
        named = {
            event.event_id: one.room_id
            for one in fresh
            if (event := decode_event(one.event)) is not None and event.event_id.isprintable()
        }
        look.newest = max([look.newest, look.since, *(one.ts for one in fresh)])
        look.events += await self._cache.read(lambda conn: _not_here(conn, named))
        look.pages += 1
        look.token = page.next_token
        more = len(fresh) == len(page.notifications) and page.next_token is not None
        look.complete = not more or not fresh or look.pages >= _HIGHLIGHT_PAGES


def _not_here(conn: Connection, named: dict[str, str]) -> list[tuple[str, str]]:
    """Return (room id, event id) of those of `named` (event id → room id) that a known room lacks."""
    here = timeline.known_ids(conn, event_ids=named)
    return [
        (room_id, event_id)
        for event_id, room_id in named.items()
        if event_id not in here and rooms.number(conn, room_id) is not None
    ]
