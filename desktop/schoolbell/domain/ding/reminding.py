"""Reminds of own DINGs from this computer, where the school has no office that does it.

Number n is due at start + n · every; numbers that are late collapse into the newest. What was sent is read
from the rooms' events, so a restart computes the same; a number that was written here goes out once.
"""

import hashlib
import logging
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Subscription
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.wakeup import Wakeup
from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import REMIND_TYPE, Kind, remind_content
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.announcements.sending import PRIORITY
from schoolbell.domain.announcements.tally import open_rooms, tally
from schoolbell.domain.ding.items import LEAST_PAUSE_MS
from schoolbell.domain.ding.ports import DingEngine, Knowledge
from schoolbell.domain.reading import ChatReader
from schoolbell.store import outbox
from schoolbell.store.database import Connection
from schoolbell.store.outbox import NewRow
from schoolbell.sync.changes import Changes, SyncState, SyncStatus

log = logging.getLogger(__name__)

_MINUTE_MS = 60_000
_SETTLE = 5.0  # seconds after the connection stands: what was confirmed meanwhile is heard first
_LONGEST_NAP = 60.0  # the wall clock may be set meanwhile
_AFTER_TROUBLE = 30.0


class Due(Struct, frozen=True):
    """Number `seq` is to go out now (0: none); `next_ms`: when to look again, 0: never."""

    seq: int = 0
    next_ms: int = 0


def due(one: Announcement, now_ms: int, written: int = 0) -> Due:
    """Return what is due of a DING; `written` is the newest number that waits in the outbox.

    A reminder by hand counts as one; for five minutes after any other nobody is called again.
    """
    remind = one.block.remind
    end = one.block.deadline or 1 << 60
    if remind is None or one.withdrawn_ts or now_ms >= end:
        return Due()
    every = remind.every * _MINUTE_MS
    last = max((reminder.seq for reminder in one.reminders), default=0)
    last = max(last, written)
    seq = min(remind.max, max(0, now_ms - one.ts) // every)
    following = one.ts + (max(seq, last) + 1) * every
    next_ms = following if max(seq, last) < remind.max and following < end else 0
    if seq <= last:
        return Due(0, next_ms)
    called = max((reminder.ts for reminder in one.reminders), default=0)
    if now_ms < called + LEAST_PAUSE_MS:
        at = called + LEAST_PAUSE_MS
        return Due(0, at if at < end else 0)
    return Due(seq, next_ms)


class RemindingEngine(DingEngine, Protocol):
    """The part of the engine that is used here."""

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...


class Reminding:
    """Belongs to the loop's thread. `office` is the address of the school's office, None without one."""

    def __init__(
        self,
        reader: ChatReader,
        engine: RemindingEngine,
        knowledge: Knowledge,
        me: str,
        clock: Clock,
        office: Callable[[], str | None],
    ) -> None:
        self._reader = reader
        self._engine = engine
        self._knowledge = knowledge
        self._me = me
        self._clock = clock
        self._office = office
        self._live = False
        self._since = 0.0  # monotonic seconds since which the connection stands
        self._tasks = TaskOwner("remind")
        self._wake = Wakeup(clock, self._tasks)
        self._subscriptions: list[Subscription] = []

    def start(self) -> None:
        """Follow the connection and own DINGs."""
        self._subscriptions = [
            self._engine.status.subscribe(self._on_status),
            self._engine.changes.subscribe(self._on_changes),
        ]
        self._on_status(self._engine.current_status)
        self._tasks.run(self._work(), name="work")

    async def stop(self) -> None:
        """Remind nobody any more."""
        for subscription in self._subscriptions:
            subscription.cancel()
        await self._tasks.cancel_all()

    def _on_status(self, status: SyncStatus) -> None:
        live = status.state is SyncState.LIVE
        if live and not self._live:
            self._since = self._clock.monotonic()
            self._wake.set()
        self._live = live

    def _on_changes(self, changes: Changes) -> None:
        if changes.projections:
            self._wake.set()

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            pause: float | None = None
            if self._live:
                pause = self._since + _SETTLE - self._clock.monotonic()
                if pause <= 0:
                    pause = await self._round()
            await self._wake.wait(pause if pause is None else min(pause, _LONGEST_NAP))

    async def _round(self) -> float | None:
        try:
            next_ms = await self.remind_due()
        except KnownError as error:
            log.info("reminders wait: %s", brief(error))
            return _AFTER_TROUBLE
        return max(0.5, (next_ms - self._clock.now_ms()) / 1000) if next_ms else None

    async def remind_due(self) -> int:
        """Send what is due now; return when (ms) something will be, 0 for never. Raises KnownError."""
        if self._office() is not None:
            return 0
        knowledge, now = self._knowledge(), self._clock.now_ms()
        written = await self._reader.local.read(_written)
        own = await self._reader.cache.read(
            lambda conn: [
                one
                for one in loading.load_recent(conn, knowledge.authority, Kind.DING, now)
                if one.sender == self._me and one.block.remind is not None
            ]
        )
        nexts: list[int] = []
        for one in own:
            found = due(one, now, written.get(one.id, 0))
            if found.seq and await self._remind(one, found.seq):
                continue  # all have confirmed
            if found.next_ms:
                nexts.append(found.next_ms)
        return min(nexts, default=0)

    async def _remind(self, one: Announcement, seq: int) -> bool:
        """Send number `seq` where somebody is open; return whether nobody is."""
        knowledge = self._knowledge()
        if one.block.to_room:
            for copy in one.copies:
                await self._engine.load_members(copy.room_id)

        def read(conn: Connection) -> tuple[bool, list[str]]:
            counted = tally(conn, knowledge, one)
            return bool(counted.households) and counted.done, open_rooms(conn, one, counted)

        done, rooms = await self._reader.cache.read(read)
        if done or not rooms:
            return done
        now = self._clock.now_ms()
        content = remind_content(self._me, one.id, seq)
        await self._engine.send_together(
            [
                NewRow(
                    local_id=_local_id(one.id, seq, room_id), room_id=room_id, type=REMIND_TYPE,
                    content=content, priority=PRIORITY, created_ms=now,
                )
                for room_id in rooms
            ],
            lambda _: None,
        )  # fmt: skip
        return False


def _local_id(id: str, seq: int, room_id: str) -> str:
    """The same for the same reminder: written twice it is one row, sent twice one event."""
    return f"sb{id}{seq}{hashlib.sha256(room_id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _written(conn: Connection) -> dict[str, int]:
    """Return DING's id → newest reminder in the outbox (local.db)."""
    found: dict[str, int] = {}
    for row in outbox.everything(conn):
        if row.type == REMIND_TYPE:
            content = row.decoded()
            id, seq = content["ding"][1], content["seq"]
            found[id] = max(found.get(id, 0), seq)
    return found
