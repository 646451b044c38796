"""Fetches missing history: for the open room by itself, elsewhere what somebody scrolls or jumps to."""

import logging
from collections.abc import Awaitable, Callable

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import gaps, timeline
from schoolbell.store.database import Connection, Database
from schoolbell.sync.changes import Changes
from schoolbell.sync.ingest import Ingest
from schoolbell.sync.single import SingleFlight

log = logging.getLogger(__name__)

_SCROLL_PAGE = 50
_CONTEXT = 60  # events around one that was jumped to
_FILL_PAGE = 100
# The newest rows of an open room are kept free of gaps; more comes when it is scrolled to.
_ROWS_WITHOUT_GAPS = 60
_PAGES_AT_ONCE = 10
_FILTER = {"lazy_load_members": True}


class History:
    """Pages of history, one request per gap at a time. Belongs to the loop's thread."""

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
        self._flights = SingleFlight("history")
        self._tasks = TaskOwner("gaps")
        self._open: str | None = None
        self._filling: dict[str, bool] = {}  # room id → something came while it was looked at

    async def stop(self) -> None:
        """Cancel what runs; a page that is not stored is fetched again when needed."""
        await self._tasks.cancel_all()
        await self._flights.stop()

    async def fill(self, room_id: str, chunk: int) -> bool:
        """Fetch one large page before `chunk`; return whether it brought anything. Raises KnownError."""
        return await self._fetch(room_id, chunk, _FILL_PAGE)

    async def paginate(self, room_id: str, chunk: int | None = None) -> None:
        """Fetch one page before `chunk`, None for the gap nearest to the live end. Raises KnownError."""
        if chunk is None:
            chunk = await self._cache.read(lambda conn: timeline.newest_gap(conn, room_id))
        if chunk is not None:
            await self._fetch(room_id, chunk, _SCROLL_PAGE)

    async def paginate_forward(self, room_id: str, chunk: int) -> bool:
        """Fetch one page behind the last event of `chunk`; False when it cannot be had. Raises KnownError."""
        moved: bool = await self._flights.run(
            (room_id, chunk, "f"), lambda: self._page_forward(room_id, chunk, _SCROLL_PAGE)
        )
        return moved

    async def cross(self, room_id: str, chunk: int) -> None:
        """Fetch one page into the gap before `chunk` from its older side, where one looks from; from the
        newer one where that side cannot be gone on from. Raises KnownError.
        """
        older = await self._cache.read(lambda conn: gaps.older_side(conn, chunk))
        if older is None or not await self.paginate_forward(room_id, older):
            await self.paginate(room_id, chunk)

    async def land(self, room_id: str, event_id: str) -> None:
        """Have an event in the cache, with what stands around it. Raises KnownError."""
        await self._flights.run((room_id, event_id), lambda: self._context(room_id, event_id))

    async def find(self, room_id: str, ts: int) -> str:
        """Ask the server for the first event that is not older than `ts` (ms), "" when there is none.

        Raises KnownError.
        """
        try:
            return await self._client.timestamp_to_event(room_id, ts)
        except KnownError as error:
            if error.code is ErrorCode.NOT_FOUND:
                return ""
            raise

    def watch(self, room_id: str | None) -> None:
        """Keep the newest rows of this room free of gaps from now on."""
        self._open = room_id
        self.touched(frozenset(() if room_id is None else (room_id,)))

    def touched(self, rooms: frozenset[str]) -> None:
        """Something was committed for `rooms`: look whether the open one has a gap."""
        room_id = self._open
        if room_id is None or room_id not in rooms:
            return
        if room_id in self._filling:
            self._filling[room_id] = True
            return
        self._filling[room_id] = False
        self._tasks.run(self._fill(room_id), name="fill")

    async def _fill(self, room_id: str) -> None:
        try:
            await self._fill_pages(room_id)
        finally:
            del self._filling[room_id]

    async def _fill_pages(self, room_id: str) -> None:
        for _ in range(_PAGES_AT_ONCE):
            if self._open != room_id:
                return
            self._filling[room_id] = False
            chunk = await self._cache.read(lambda conn: _near_gap(conn, room_id))
            if chunk is None:
                if self._filling[room_id]:
                    continue  # a response came meanwhile and may have brought a gap
                return
            try:
                if not await self._fetch(room_id, chunk, _FILL_PAGE):
                    return  # no answer, or one that says nothing: asking again at once would get the same
            except KnownError as error:
                # The gap stays visible as a row; the next response or scrolling tries again.
                log.info("a gap could not be filled: %s", error.code)
                return

    async def _fetch(self, room_id: str, chunk: int, limit: int) -> bool:
        moved: bool = await self._flights.run((room_id, chunk), lambda: self._page(room_id, chunk, limit))
        return moved

    async def _page(self, room_id: str, chunk: int, limit: int) -> bool:
        """Fetch one page; return whether anything is different now."""
        where = await self._cache.read(lambda conn: timeline.token_of(conn, chunk))
        if where is None:
            return True  # filled meanwhile
        body = await self._client.messages(room_id, where[1], "b", limit, _FILTER)
        changes = await self._cache.write(lambda conn: self._ingest.page(conn, room_id, chunk, body))
        await self._committed(changes)
        return bool(changes)

    async def _page_forward(self, room_id: str, chunk: int, limit: int) -> bool:
        where = await self._cache.read(lambda conn: gaps.forward_token(conn, chunk))
        if where is None:
            return False
        body = await self._client.messages(room_id, where[0], "f", limit, _FILTER)
        changes = await self._cache.write(lambda conn: self._ingest.page_forward(conn, room_id, chunk, body))
        await self._committed(changes)
        return bool(changes)

    async def _context(self, room_id: str, event_id: str) -> None:
        body = await self._client.context(room_id, event_id, _CONTEXT, _FILTER)
        changes = await self._cache.write(lambda conn: self._ingest.context(conn, room_id, event_id, body))
        await self._committed(changes)


def _near_gap(conn: Connection, room_id: str) -> int | None:
    """Return the newest gap if it lies within the newest rows."""
    window = timeline.window(conn, room_id, before=_ROWS_WITHOUT_GAPS, after=0)
    if window.gaps:
        return window.gaps[-1].chunk
    if len(window.rows) < _ROWS_WITHOUT_GAPS:
        return window.gap_before
    return None
