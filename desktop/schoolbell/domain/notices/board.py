"""Own and received notices kept in step with the store: counts, what stands on top, answers."""

from collections.abc import Callable, Coroutine
from typing import Any

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements import answers, cards, loading
from schoolbell.domain.announcements.addressed import addressed_copies
from schoolbell.domain.announcements.blocks import Confirm, Kind, Signature
from schoolbell.domain.announcements.items import Announcement, Tally
from schoolbell.domain.announcements.marks import marked
from schoolbell.domain.announcements.projection import NAME
from schoolbell.domain.announcements.sent import Sent, complete
from schoolbell.domain.announcements.signins import SIGNINS_TYPE
from schoolbell.domain.announcements.unsent import Unsent, load_unsent
from schoolbell.domain.chat.items import NoticeCount
from schoolbell.domain.notices import counting, pinning
from schoolbell.domain.notices.items import NoticeDetail, NoticeLists, NoticeRow, Pinned
from schoolbell.domain.notices.ports import Knowledge, NoticeEngine
from schoolbell.domain.reading import ChatReader
from schoolbell.domain.refresher import Refresher
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import outbox
from schoolbell.store.database import Connection
from schoolbell.sync.changes import Changes

_OWN_STATE = frozenset({"org.schoolbell.room", "m.space.child", "org.schoolbell.member", SIGNINS_TYPE})

Run = Callable[[Coroutine[Any, Any, Any]], object]


class Board:
    """A `ports.NoticeBoard`. Belongs to the loop's thread.

    `written` reads drafts, held and scheduled ones out of local.db; `look_again` has timelines build rooms
    anew whose cards changed; `run` starts an owned task.
    """

    def __init__(
        self,
        reader: ChatReader,
        engine: NoticeEngine,
        knowledge: Knowledge,
        me: str,
        clock: Clock,
        *,
        texts: Callable[[], Texts],
        written: Callable[[Connection], NoticeLists],
        look_again: Callable[[set[str]], None],
        run: Run,
    ) -> None:
        self.lists_changed: Observable[NoticeLists] = Observable()
        self.detail_changed: Observable[NoticeDetail | None] = Observable()
        self.pinned_changed: Observable[tuple[Pinned, ...]] = Observable()
        self.lists = NoticeLists()
        self._reader = reader
        self._engine = engine
        self._knowledge = knowledge
        self._me = me
        self._clock = clock
        self._texts = texts
        self._written = written
        self._look_again = look_again
        self._run = run
        self._sent = Sent(Kind.NOTICE, me)
        self._dirty: set[str] | None = None  # rooms to count again; None: all
        self._generation = -1
        self._own: dict[str, tuple[Announcement, Tally]] = {}
        self._counts: dict[str, NoticeCount] = {}
        self._room = ""
        self._pinned: tuple[Pinned, ...] = ()
        self._opened = ""
        self._detail: NoticeDetail | None = None
        self._refresher = Refresher(self._refresh, run)
        self._subscription: Subscription = engine.changes.subscribe(self._on_changes)
        self._refresher.poke()

    def stop(self) -> None:
        """Follow nothing any more."""
        self._subscription.cancel()
        self._refresher.end()

    def look(self) -> None:
        """Read again: drafts were kept or sent, the day is another."""
        self._refresher.poke()

    def count(self, key: str) -> NoticeCount | None:
        """Return how far an own notice is, None while it is not counted. Any thread."""
        return self._counts.get(key)

    # -- reading --------------------------------------------------------------------------------------

    def _on_changes(self, changes: Changes) -> None:
        rooms = changes.timelines | changes.receipts | changes.members
        if self._dirty is not None:
            self._dirty |= rooms
        followed = {copy.room_id for one, _ in self._own.values() for copy in one.copies}
        if (
            NAME in changes.projections
            or changes.outbox
            or rooms & followed
            or any(type_ in _OWN_STATE for _, type_ in changes.state)
        ):
            self._refresher.poke()

    async def _refresh(self) -> None:
        knowledge, now = self._knowledge(), self._clock.now_ms()
        dirty, self._dirty = self._dirty, set()
        if knowledge.generation != self._generation:
            self._generation, dirty = knowledge.generation, None
        self._sent.forget(dirty)
        written, unsent = await self._reader.local.read(self._read_local)
        pending = unsent.pending
        room, opened = self._room, self._opened

        def read(conn: Connection) -> tuple[Any, Any, Any]:
            own = self._sent.load(conn, knowledge, now)
            counts = {}
            for one, counted in own:
                counts[one.key] = counting.count_of(counting.demanded(one, counted), *unsent.of(one.id))
            pinned = self._read_pinned(conn, knowledge, room, now, pending, counts.get) if room else ()
            return own, counts, pinned

        own, counts, pinned = await self._reader.cache.read(read)
        before, self._counts = self._counts, counts
        self._own = {one.key: (one, counted) for one, counted in own}
        touched = {
            copy.room_id for one, _ in own if before.get(one.key) != counts[one.key] for copy in one.copies
        }
        if touched:
            self._look_again(touched)
        self._tell_lists(written)
        if room == self._room and pinned != self._pinned:
            self._pinned = pinned
            self.pinned_changed.emit(pinned)
        if opened:
            await self._tell_detail(opened, knowledge, pending)

    def _read_local(self, conn: Connection) -> tuple[NoticeLists, Unsent]:
        return self._written(conn), load_unsent(conn)

    def _read_pinned(
        self,
        conn: Connection,
        knowledge: SchoolKnowledge,
        room: str,
        now: int,
        pending: dict[str, int],
        counted: cards.Counted,
    ) -> tuple[Pinned, ...]:
        notices = loading.load_recent(conn, knowledge.authority, Kind.NOTICE, now)
        return tuple(
            Pinned(
                cards.facts(conn, knowledge, self._me, one, at, pending, counted), at, event_id,
                knowledge.directory.person(one.sender, at).name,
            )
            for one, at, event_id in pinning.above(notices, knowledge.authority, room, now)
        )  # fmt: skip

    def _tell_lists(self, written: NoticeLists) -> None:
        here = {one.id for one, _ in self._own.values()}
        rows = [row for row in written.sent if row.id not in here]
        for one, _ in self._own.values():
            count = self._counts[one.key]
            rows.append(
                NoticeRow(
                    key=one.key, id=one.id, title=one.block.title, ts=one.ts, state="sent",
                    confirm=one.block.confirm.value, total=count.total, done=count.done, read=count.read,
                    unread=count.unread, copies=len(one.copies), n=max(one.block.n, len(one.copies)),
                    waiting=count.waiting, failed=count.failed, withdrawn=bool(one.withdrawn_ts),
                )
            )  # fmt: skip
        lists = NoticeLists(tuple(rows), written.scheduled, written.drafts)
        if lists != self.lists:
            self.lists = lists
            self.lists_changed.emit(lists)

    # -- one room, one notice -------------------------------------------------------------------------

    def show_room(self, room_id: str) -> None:
        """Tell what stands on top of this room, now and whenever it changes; "" for none."""
        if room_id != self._room:
            self._room, self._pinned = room_id, ()
            self.pinned_changed.emit(())
            if room_id:
                self._refresher.poke()

    def open(self, key: str) -> None:
        """Follow one notice; "" ends it. Members and receipts an own one is counted from are fetched."""
        self._opened, self._detail = key, None
        if not key:
            self.detail_changed.emit(None)
            return
        self._refresher.poke()
        if key in self._own:
            self._run(complete(self._engine, self._own[key][0], lambda: self._opened == key))

    async def _tell_detail(self, key: str, knowledge: SchoolKnowledge, pending: dict[str, int]) -> None:
        own = self._own.get(key)
        one = own[0] if own is not None else await self._load(key)
        detail: NoticeDetail | None = None
        if one is not None:
            about = one
            facts = await self._reader.cache.read(
                lambda conn: cards.facts(
                    conn, knowledge, self._me, about, about.copies[0].room_id, pending, self._counts.get
                )
            )
            counted = Tally()
            if own is not None:
                authority, tally = knowledge.authority, counting.demanded(one, own[1])
                counted = await self._reader.cache.read(lambda conn: marked(conn, authority, about, tally))
            detail = NoticeDetail(
                facts, one, counted, counting.by_class(counted.households), own=own is not None
            )
        if key == self._opened and detail != self._detail:
            self._detail = detail
            self.detail_changed.emit(detail)

    async def _load(self, key: str) -> Announcement | None:
        kind, _, rest = key.partition("/")
        sender, _, id = rest.rpartition("/")
        if kind != Kind.NOTICE:
            return None
        authority = self._knowledge().authority
        return await self._reader.cache.read(
            lambda conn: loading.load(conn, authority, Kind.NOTICE, sender, id)
        )

    # -- answers --------------------------------------------------------------------------------------

    async def confirm(self, key: str, signature: Signature | None = None) -> None:
        """Give my word under a copy (with a signature where one is wanted), once.

        Raises KnownError(BAD_REQUEST) for a signature that is missing.
        """
        one = await self._load(key)
        if one is None or one.sender == self._me:
            return
        if one.block.confirm is Confirm.SIGN and signature is None:
            raise KnownError(ErrorCode.BAD_REQUEST)
        knowledge = self._knowledge()
        pending = (await self._reader.local.read(load_unsent)).pending

        def read(conn: Connection) -> tuple[bool, list[str]]:
            found = cards.facts(conn, knowledge, self._me, one, one.copies[0].room_id, pending)
            return bool(found.confirmed_ts), addressed_copies(conn, one, self._me)

        done, copies = await self._reader.cache.read(read)
        if done or not copies or one.block.confirm is Confirm.NONE:
            return
        copy = next(copy for copy in one.copies if copy.event_id == copies[0])
        rows = answers.confirmation(one, copy.room_id, copy.event_id, signature, self._clock.now_ms())
        await self._engine.send_together(rows, lambda _: None)
        self._refresher.poke()

    async def withdraw(self, key: str) -> None:
        """Take an own notice back everywhere."""
        pair = self._own.get(key)
        if pair is not None and not pair[0].withdrawn_ts:
            rows = answers.withdrawal(pair[0], self._texts(), self._clock.now_ms())
            await self._engine.send_together(rows, lambda _: None)

    async def retry(self, key: str) -> None:
        """Try those copies (and edits) again that the server refused."""
        id = key.rpartition("/")[2]
        rows = await self._reader.local.read(lambda conn: outbox.of_batch(conn, id))
        for row in rows:
            if row.state == outbox.WEDGED:
                await self._engine.retry(row.local_id)
        self._refresher.poke()
