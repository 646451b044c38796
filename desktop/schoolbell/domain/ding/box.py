"""DINGs received, sent and popping up, kept in step with the store; answers to them (a `ports.DingBox`)."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements import answers
from schoolbell.domain.announcements.blocks import Kind, Signature
from schoolbell.domain.announcements.items import Announcement, Tally
from schoolbell.domain.announcements.marks import marked
from schoolbell.domain.announcements.projection import NAME
from schoolbell.domain.announcements.sent import Sent, complete
from schoolbell.domain.announcements.signins import SIGNINS_TYPE
from schoolbell.domain.announcements.tally import open_rooms
from schoolbell.domain.announcements.unsent import Unsent, load_unsent
from schoolbell.domain.ding import received, sent
from schoolbell.domain.ding.items import (
    LEAST_PAUSE_MS,
    Lists,
    Popup,
    ReceivedDetail,
    ReceivedRow,
    SentDetail,
    SentRow,
    Written,
)
from schoolbell.domain.ding.ports import DingEngine, Knowledge
from schoolbell.domain.reading import ChatReader
from schoolbell.domain.refresher import Refresher
from schoolbell.store import popups
from schoolbell.store.database import Connection
from schoolbell.sync.changes import Changes

_POPUP_MS = 14 * 86_400_000  # an older one waits in the list only
_MOST_POPUPS = 200
_LONGEST_NAP = 60.0  # seconds: the wall clock may be set meanwhile
_OWN_STATE = frozenset({"org.schoolbell.room", "m.space.child", "org.schoolbell.member", SIGNINS_TYPE})

Run = Callable[[Coroutine[Any, Any, Any]], object]
Writer = Callable[[Callable[[Connection], Any]], Coroutine[Any, Any, Any]]


class Box:
    """What the DING pane shows of one account. Belongs to the loop's thread.

    `written` reads drafts, held and scheduled ones out of local.db; `office` is the URL of the school's
    office or None; `write` writes to local.db; `run` starts an owned task.
    """

    def __init__(
        self,
        reader: ChatReader,
        engine: DingEngine,
        write: Writer,
        knowledge: Knowledge,
        me: str,
        clock: Clock,
        *,
        texts: Callable[[], Texts],
        office: Callable[[], str | None],
        written: Callable[[Connection], Written],
        run: Run,
    ) -> None:
        self.lists_changed: Observable[Lists] = Observable()
        self.detail_changed: Observable[ReceivedDetail | SentDetail | None] = Observable()
        self.popups_changed: Observable[tuple[Popup, ...]] = Observable()
        self._reader = reader
        self._engine = engine
        self._write = write
        self._knowledge = knowledge
        self._me = me
        self._clock = clock
        self._texts = texts
        self._office = office
        self._written = written
        self._run = run
        self._sent = Sent(Kind.DING, me)
        self._dirty: set[str] | None = None  # rooms to count again; None: all
        self._generation = -1
        self._received: dict[str, tuple[Announcement, ReceivedRow]] = {}
        self._own: dict[str, tuple[Announcement, Tally]] = {}
        self._opened = ""
        self._presenting = False
        self._popups: tuple[Popup, ...] = ()
        self._detail: ReceivedDetail | SentDetail | None = None
        self._ended = False
        self._tasks = TaskOwner("ding")
        self._alarm: asyncio.Task[None] | None = None
        self._refresher = Refresher(self._refresh, run)
        self._subscriptions: list[Subscription] = [engine.changes.subscribe(self._on_changes)]
        self.lists = Lists()
        self._refresher.poke()

    async def stop(self) -> None:
        """Follow nothing any more."""
        self._ended = True
        for subscription in self._subscriptions:
            subscription.cancel()
        self._refresher.end()
        await self._tasks.cancel_all()

    def look(self) -> None:
        """Read again: drafts were kept or sent, the day is another."""
        self._refresher.poke()

    def set_presenting(self, presenting: bool) -> None:
        """While others see the screen nothing pops up; the count stays."""
        if presenting != self._presenting:
            self._presenting = presenting
            self._refresher.poke()

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
        unsent, written, asides = await self._reader.local.read(self._read_local)

        def read(conn: Connection) -> tuple[Any, Any]:
            return (
                received.received(conn, knowledge, self._me, now, unsent.pending),
                self._sent.load(conn, knowledge, now),
            )

        found, own = await self._reader.cache.read(read)
        self._received = {one.key: (one, row) for one, row in found}
        self._own = {one.key: (one, counted) for one, counted in own}
        lists = Lists(
            received=tuple(row for _, row in found),
            sent=self._sent_rows(own, written.held, unsent),
            scheduled=written.scheduled,
            drafts=written.drafts,
        )
        if lists != self.lists:
            self.lists = lists
            self.lists_changed.emit(lists)
        await self._tell_detail()
        await self._tell_popups(asides, now)

    def _read_local(self, conn: Connection) -> tuple[Unsent, Written, Any]:
        """Return what is in the outbox, what was written, pop-ups put aside."""
        return load_unsent(conn), self._written(conn), popups.everything(conn)

    def _sent_rows(
        self,
        own: Sequence[tuple[Announcement, Tally]],
        held: Sequence[SentRow],
        unsent: Unsent,
    ) -> tuple[SentRow, ...]:
        here = {one.id for one, _ in own}
        rows = [row for row in held if row.id not in here]
        for one, counted in own:
            rows.append(sent.sent_row(one, counted, *unsent.of(one.id)))
        return tuple(rows)

    def open(self, key: str) -> None:
        """Follow one DING; "" ends it. Members and receipts it is counted from are fetched."""
        self._opened = key
        self._detail = None
        if not key:
            self.detail_changed.emit(None)
            return
        self._refresher.poke()
        if key in self._own:
            self._run(complete(self._engine, self._own[key][0], lambda: self._opened == key))

    async def _tell_detail(self) -> None:
        key = self._opened
        found: ReceivedDetail | SentDetail | None = None
        if key in self._received:
            pair = self._received[key]
            found = await self._reader.cache.read(lambda conn: received.detail(conn, pair, self._me))
        elif key in self._own:
            one, counted = self._own[key]
            row = next(row for row in self.lists.sent if row.key == key)
            office, authority = self._office() is not None, self._knowledge().authority
            found = await self._reader.cache.read(
                lambda conn: sent.sent_detail(
                    conn, one, marked(conn, authority, one, counted), row, office=office
                )
            )
        if key == self._opened and found != self._detail:
            self._detail = found
            self.detail_changed.emit(found)

    # -- pop-ups --------------------------------------------------------------------------------------

    async def _tell_popups(self, asides: dict[tuple[str, str], popups.PopupRow], now: int) -> None:
        wanted: list[tuple[Announcement, ReceivedRow]] = []
        next_due = 0
        for one, row in self._received.values():
            if not (row.waiting or row.to_see) or now - sent.last_call(one) > _POPUP_MS:
                continue
            aside = asides.get((one.sender, one.id))
            until = aside.aside_until_ms if aside is not None else 0
            if until > now:
                next_due = min(next_due or until, until)
            else:
                wanted.append((one, row))
        self._set_alarm((next_due - now) / 1000 if next_due else None)
        chosen = [] if self._presenting else wanted[:_MOST_POPUPS]

        def read(conn: Connection) -> tuple[Popup, ...]:
            return tuple(
                replace(popup, heard=seen is not None and seen.seq >= popup.seq)
                for pair in chosen
                for popup in [received.detail(conn, pair, self._me)]
                for seen in [asides.get((pair[0].sender, pair[0].id))]
            )

        found = await self._reader.cache.read(read) if chosen else ()
        if found != self._popups and not self._ended:
            self._popups = found
            self.popups_changed.emit(found)

    def _set_alarm(self, seconds: float | None) -> None:
        """Look again when the first pop-up that was put aside is due."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if seconds is not None and not self._ended:
            self._alarm = self._tasks.run(self._look_after(min(seconds, _LONGEST_NAP)), name="alarm")

    async def _look_after(self, seconds: float) -> None:
        await self._clock.sleep(max(0.0, seconds))
        self._alarm = None
        self._refresher.poke()

    def pops_up(self, key: str) -> None:
        """A pop-up is on the screen with its newest reminder."""
        popup = next((popup for popup in self._popups if popup.row.key == key), None)
        if popup is not None:
            one = popup.announcement
            self._run(self._write(partial(popups.seen, sender=one.sender, id=one.id, seq=popup.seq)))

    # -- answers --------------------------------------------------------------------------------------

    async def confirm(self, key: str, signature: Signature | None = None) -> None:
        """Say that a received DING arrived: a ✅ under one of its copies, once."""
        pair = self._received.get(key)
        if pair is None or pair[1].confirmed_ts:
            return
        opened = await self._reader.cache.read(lambda conn: received.detail(conn, pair, self._me))
        rows = answers.confirmation(pair[0], opened.room_id, opened.event_id, signature, self._clock.now_ms())
        await self._engine.send_together(rows, lambda _: None)
        self._refresher.poke()

    async def put_aside(self, keys: Sequence[str], ms: int) -> None:
        """Close pop-ups for `ms`; they come back until confirmed, after a restart too."""
        dings = [
            (pair[0].sender, pair[0].id) for key in keys if (pair := self._received.get(key)) is not None
        ]
        until = self._clock.now_ms() + ms
        await self._write(lambda conn: popups.put_aside(conn, dings, until))
        self._refresher.poke()

    async def remind(self, key: str) -> None:
        """Remind those who have not confirmed. Raises KnownError(RATE_LIMITED) within five minutes."""
        pair = self._own.get(key)
        if pair is None or pair[0].withdrawn_ts or pair[1].done:
            return
        one, counted = pair
        now = self._clock.now_ms()
        if now < sent.last_call(one) + LEAST_PAUSE_MS:
            raise KnownError(ErrorCode.RATE_LIMITED)
        rooms = await self._reader.cache.read(lambda conn: open_rooms(conn, one, counted))
        await self._engine.send_together(answers.reminder(one, rooms, now), lambda _: None)

    async def withdraw(self, key: str) -> None:
        """Take an own DING back everywhere."""
        pair = self._own.get(key)
        if pair is not None and not pair[0].withdrawn_ts:
            rows = answers.withdrawal(pair[0], self._texts(), self._clock.now_ms())
            await self._engine.send_together(rows, lambda _: None)
