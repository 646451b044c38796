"""One open room: which rows its window holds, when it is read again, and the diffs a view gets."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from schoolbell.base.diffs import Diff, between
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable
from schoolbell.domain.chat.echoes import plain_symbol
from schoolbell.domain.chat.filling import PAGES_AT_ONCE, Filling
from schoolbell.domain.chat.items import GapItem, MessageItem, TimelineItem
from schoolbell.domain.chat.notice_cards import Counted, not_counted
from schoolbell.domain.chat.ports import Changes, ChatEngine, ChatHistory, ChatReader, Reads, SyncState
from schoolbell.domain.chat.timeline_items import Built, TimelineBuilder
from schoolbell.domain.chat.unread_mark import UnreadMark, look
from schoolbell.domain.chat.view import LIMIT, PAGE, View, view_window
from schoolbell.domain.refresher import Refresher, Run
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import gaps, outbox, timeline
from schoolbell.store.database import Connection
from schoolbell.store.outbox import OutboxRow

_CUT_OFF = (SyncState.OFFLINE, SyncState.SIGNED_OUT, SyncState.REFUSED, SyncState.STOPPED)
_PAGES_TO_A_ROW = 8  # that events without rows may fill on the way to one


class Timeline:
    """The window of one room. Belongs to the loop's thread; reads happen on reader threads.

    `diffs` are emitted in batches; `moved` after each batch and whenever `at_live` changes.
    """

    def __init__(
        self,
        room_id: str,
        reader: ChatReader,
        me: str,
        zone: tzinfo,
        knowledge: Callable[[], SchoolKnowledge],
        run: Run,
        counted: Counted = not_counted,
    ) -> None:
        self.room_id = room_id
        self.diffs: Observable[list[Diff[TimelineItem]]] = Observable()
        self.moved: Observable[bool] = Observable()  # at_live
        self._reader = reader
        self._me = me
        self._knowledge = knowledge
        self._run = run
        self._engine: ChatEngine | None = None
        self._builder = TimelineBuilder(room_id, me, zone, counted)
        self._refresher = Refresher(self._refresh, run)
        self._view = View()
        self._items: tuple[TimelineItem, ...] = ()
        self._built: Built | None = None
        self._unread: UnreadMark | None = None
        self._unread_seen = False
        self._fresh = True  # nothing has come from the server since the room was opened
        self._retake = False  # it came just now
        self._jumped = False  # one looks at old rows: gaps are crossed from their older side
        self._viewer_at_end = True
        self._filling = Filling(room_id)
        self._turn = asyncio.Lock()
        self._closed = False

    # -- what there is --------------------------------------------------------------------------------

    @property
    def items(self) -> tuple[TimelineItem, ...]:
        """The items as of the last diffs."""
        return self._items

    @property
    def at_live(self) -> bool:
        """Whether the window ends at the newest message."""
        return self._built is None or self._built.at_live

    @property
    def at_start(self) -> bool:
        """Whether the window begins at the room's beginning."""
        return self._built is not None and self._built.at_start

    @property
    def cache(self) -> Reads:
        """What came from the server."""
        return self._reader.cache

    def server(self) -> ChatHistory:
        """Return what can fetch what is not here. Raises KnownError(NETWORK) at once where nobody answers."""
        engine = self._engine
        if engine is None or engine.current_status.state in _CUT_OFF:
            raise KnownError(ErrorCode.NETWORK)
        return engine.history

    @property
    def unread(self) -> UnreadMark | None:
        """What was unread when the room was opened, None until it was read once."""
        return self._unread

    @property
    def unread_above(self) -> tuple[int, bool]:
        """How many messages were unread at opening, and whether at least so many.

        (0, False) once their beginning was seen, and while one looks at what is older than they are.
        """
        mark = self._unread
        if mark is None or self._unread_seen:
            return 0, False
        shown = self._built.positions.values() if self._built is not None else ()
        if mark.position is not None and mark.position > max(shown, default=mark.position):
            return 0, False
        return mark.count, mark.floor

    def unread_seen(self) -> None:
        """The first unread row came into view."""
        if self._unread is not None and self._unread.settled:
            self._unread_seen = True

    def message(self, key: str) -> MessageItem | None:
        """Return the message with `key` (item key or event id), None if it is not in the window."""
        for item in self._items:
            if isinstance(item, MessageItem) and key and key in (item.key, item.event_id):
                return item
        return None

    def wedged(self, key: str) -> str:
        """Return the local id of what the server refused about the message `key`, "" for nothing."""
        return self._built.wedged.get(key, "") if self._built is not None else ""

    def content_of(self, key: str) -> Mapping[str, Any]:
        """Return the content of the own message `key` as it stands now, {} when it is not in the window."""
        return self._built.own_contents.get(key, {}) if self._built is not None else {}

    async def loaded(self) -> None:
        """Wait until the room was read once."""
        if self._built is None:
            await self._refresh()

    def own_reaction(self, key: str, symbol: str) -> str:
        """Return the id of my reaction `symbol` on the message `key`, "" when there is none."""
        return (
            self._built.own_reactions.get((key, plain_symbol(symbol)), "") if self._built is not None else ""
        )

    def new_below(self, last_visible_key: str) -> int:
        """Return how many messages of others stand below the row with this key."""
        found = 0
        for item in reversed(self._items):
            if item.key == last_visible_key:
                return found
            if isinstance(item, MessageItem) and not item.own:
                found += 1
        return 0

    def readable_up_to(self, last_visible_key: str) -> str:
        """Return the event id to mark as read when this row is the last visible one, "" for nothing new."""
        if self._built is None:
            return ""
        newest = ""
        position = self._built.read_position
        for item in self._items:
            place = self._built.positions.get(item.key)
            if isinstance(item, MessageItem) and place is not None and item.event_id and not item.own:
                newest = item.event_id if position is None or place > position else ""
            if item.key == last_visible_key:
                return newest
        return ""

    # -- what to do -----------------------------------------------------------------------------------

    def show_now(self) -> None:
        """Read and build in this thread, for the first paint; no loop is needed."""
        local = self._reader.local.read_now(lambda conn: outbox.of_room(conn, self.room_id))
        built, mark = self._reader.cache.read_now(lambda conn: self._build(conn, local, self._view))
        self._take(built, mark, self._view)

    def attach(self, engine: ChatEngine) -> None:
        """From now on history can be fetched."""
        self._engine = engine
        self._fresh = engine.current_status.state is not SyncState.LIVE
        self.poke()

    def came_live(self) -> None:
        """The first answer of a connection is stored: what it brought was unread at the opening too."""
        if self._fresh:
            self._fresh, self._retake = False, True
            self.poke()

    def poke(self) -> None:
        """Read again soon."""
        self._refresher.poke()

    async def shown(self) -> None:
        """Wait until what was changed so far is among the items."""
        await self._refresher.settled()

    def close(self) -> None:
        """Read and tell no more, whatever is still under way."""
        self._closed = True
        self._refresher.end()

    def on_changes(self, changes: Changes) -> None:
        """Read again if `changes` touch this room."""
        touched = changes.timelines | changes.receipts | changes.outbox | changes.members
        if self.room_id in touched or any(room_id == self.room_id for room_id, _ in changes.state):
            self.poke()

    def viewer_at_end(self, at_end: bool) -> None:
        """Tell whether the newest rows are being looked at: then the window follows them."""
        self._viewer_at_end = at_end

    async def older(self) -> None:
        """Extend the window upwards, from the server where the cache ends. Raises KnownError."""
        for _ in range(PAGES_AT_ONCE):
            built = self._built
            if built is None or built.at_start:
                return
            if built.gap_before is None:
                await self._look(self._view_older(built))
                return
            before = built.rowids[:1]
            if not await self._fill(built.gap_before):
                return
            await self._look(self._view_older(built) if built.rowids else View())
            if self._built is None or self._built.rowids[:1] != before:
                return

    async def newer(self) -> None:
        """Extend the window downwards; at the newest message it becomes live again."""
        built = self._built
        if built is None or built.at_live or not built.rowids:
            return
        await self._look(View(built.rowids[-1], LIMIT - PAGE - 1, PAGE))

    async def to_live(self) -> None:
        """Show the newest messages."""
        self._viewer_at_end, self._jumped = True, False
        await self._look(View())

    async def show_event(self, event_id: str) -> str:
        """Bring an event into the window, from the server if it is not here; return the key of its row.

        An event without a row of its own is shown by the next one. Raises KnownError.
        """
        here = self.message(event_id)
        if here is not None:
            return here.key
        if not await self.is_stored(event_id):
            await self.server().land(self.room_id, event_id)
        place = await self.place_of(event_id)
        return await self.show_row(place.rowid) if place is not None else ""

    async def place_of(self, event_id: str) -> gaps.Place | None:
        """Return where a stored event is shown: its row, or the next one, also where that is not here yet.

        Not `exact` when what is between cannot be had now.
        """
        for _ in range(_PAGES_TO_A_ROW):
            place = await self.cache.read(lambda conn: gaps.shown_near(conn, event_id))
            if place is None or place.gap is None:
                break
            try:
                await self.server().cross(self.room_id, place.gap)
            except KnownError:
                break
        return place

    async def is_stored(self, event_id: str) -> bool:
        """Whether an event is in the cache."""
        return bool(await self.cache.read(lambda conn: timeline.by_ids(conn, [event_id])))

    async def show_row(self, rowid: int) -> str:
        """Bring a stored row into the window; return its item's key, that of the next row if it has none."""
        row = await self.cache.read(lambda conn: timeline.get(conn, rowid))
        if row is None:
            return ""
        self._jumped = True
        await self._look(View(rowid, PAGE // 2, PAGE))
        key = row.local_id or row.event_id
        built = self._built
        if built is None or any(item.key == key for item in self._items):
            return key
        shown = {item.key for item in self._items}
        after = (one for one, place in built.positions.items() if place >= row.position and one in shown)
        return next(after, "")

    def _view_older(self, built: Built) -> View:
        wanted = len(built.rowids) + PAGE
        if built.at_live and wanted <= LIMIT:
            return View(None, wanted)
        return View(built.rowids[0], PAGE, LIMIT - PAGE - 1)

    # -- reading --------------------------------------------------------------------------------------

    async def _look(self, view: View) -> None:
        self._view = view
        await self._refresh()

    async def _refresh(self) -> None:
        async with self._turn:  # the builder is used by one thread at a time
            view, retake = self._view, self._retake
            built, mark = await self._reader.local.read(lambda conn: self._read(conn, view))
            if self._closed:
                return
            if retake:
                self._retake = False
            if self._view is view:
                self._take(built, mark, view)
            else:
                self.poke()  # somebody wants to look elsewhere meanwhile
        self._fill_holes()

    def _read(self, local: Connection, view: View) -> tuple[Built, UnreadMark | None]:
        # The outbox first: a row that is committed to the cache meanwhile is then seen twice, never not.
        rows = outbox.of_room(local, self.room_id)
        return self._reader.cache.read_here(lambda conn: self._build(conn, rows, view))

    def _build(
        self, conn: Connection, local: Sequence[OutboxRow], view: View
    ) -> tuple[Built, UnreadMark | None]:
        window = view_window(conn, self.room_id, view, follows=self._viewer_at_end)
        mark = self._unread
        if window.rows:
            mark = look(conn, self.room_id, self._me, window, mark, anew=self._fresh or self._retake)
        new_before = mark.new_before if mark is not None else None
        built = self._builder.build(
            conn, window, local, self._knowledge(), new_before, frozenset(self._filling.failed)
        )
        return built, mark

    def _take(self, built: Built, mark: UnreadMark | None, view: View) -> None:
        diffs: list[Diff[TimelineItem]] = between(self._items, built.items, lambda item: item.key)
        self._unread = mark
        self._built, self._items = built, built.items
        if built.rowids:
            if built.at_live:
                # The first row stays the first while there is room, so that new messages move nothing.
                count = min(LIMIT, len(built.rowids) + PAGE // 2)
                self._view = View(None, count, 0, built.rowids[0])
            elif view.around is None:
                self._view = View(built.rowids[0], 0, LIMIT - 1)
        if diffs:
            self.diffs.emit(diffs)
        self.moved.emit(built.at_live)

    # -- history --------------------------------------------------------------------------------------

    async def _fill(self, chunk: int) -> bool:
        """Fetch one page before `chunk`; False when it cannot be had now. Raises KnownError."""
        if self._engine is None:
            return False
        cross = self._jumped and self._built is not None and chunk != self._built.gap_before
        try:
            return await self._filling.fetch(self._engine, chunk, cross=cross)
        except KnownError:
            self.poke()
            raise

    def _fill_holes(self) -> None:
        built = self._built
        if built is None or self._engine is None:
            return
        holes = list(built.gaps)
        if built.gap_before is not None and len(built.rowids) < PAGE // 4:
            holes.append(built.gap_before)
        for chunk in self._filling.unasked(holes):
            self._run(self._fill_quietly(chunk))

    async def _fill_quietly(self, chunk: int) -> None:
        try:
            await self._fill(chunk)
        except KnownError:
            return  # the gap says so itself, and is tried again when it is asked for
        if self._built is not None and not self._built.rowids:
            self.poke()

    async def load_gap(self, key: str, *, again: bool = False) -> None:
        """Fetch what is missing at the gap item `key`; one that failed only `again`. Raises KnownError."""
        gap = next((item for item in self._items if isinstance(item, GapItem) and item.key == key), None)
        built = self._built
        if gap is None or built is None or (gap.failed and not again):
            return
        top = gap.chunk == built.gap_before
        if top and not again:
            return  # whoever comes near the top asks for older rows anyway
        if gap.failed:
            self._filling.failed.discard(gap.chunk)
            self.poke()  # it says that it is loading
        if top:
            await self.older()
        elif await self._fill(gap.chunk):
            self.poke()

    def retry_gaps(self) -> None:
        """Try again what could not be fetched (the connection is back)."""
        if self._filling.retry():
            self.poke()
