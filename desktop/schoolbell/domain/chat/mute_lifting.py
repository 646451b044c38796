"""Lifts own timed mutes from this computer, where the school has no office that does it.

What is due is read from the rooms' events, so that a restart goes on. A mute that somebody lifted meanwhile
is over, also if the same person was muted again without a word about until when. One is lifted when the
levels come back without it, so what somebody else overwrote is lifted again.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.wakeup import Wakeup
from schoolbell.domain.chat.mute_order import MuteOrder
from schoolbell.domain.chat.muting import Levels
from schoolbell.domain.chat.ports import Changes, SyncState, SyncStatus
from schoolbell.domain.mute_levels import POWER_TYPE, lifted
from schoolbell.domain.mutes import LONGEST_MS, Timed, timed
from schoolbell.domain.reading import ChatReader
from schoolbell.store.database import Connection

log = logging.getLogger(__name__)

_SETTLE = 5.0  # seconds after the connection stands: what was changed meanwhile is heard first
_LONGEST_NAP = 60.0  # the wall clock may be set meanwhile
_AFTER_TROUBLE = 30.0
_DATE_MS = 999  # what a server leaves out that tells its time in seconds


class LiftingEngine(Protocol):
    """The part of the engine that is used here."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...


class MuteLifting:
    """Belongs to the loop's thread. `office` is the address of the school's office, None without one."""

    def __init__(
        self,
        reader: ChatReader,
        engine: LiftingEngine,
        levels: Levels,
        me: str,
        clock: Clock,
        office: Callable[[], str | None],
        order: MuteOrder,
    ) -> None:
        self._reader = reader
        self._engine = engine
        self._levels = levels
        self._me = me
        self._clock = clock
        self._office = office
        self._order = order
        self._refused: set[str] = set()  # event ids, since the program began
        self._ahead_ms = 0  # how far this computer's clock is before the server's, where that is known
        self._live = False
        self._since = 0.0  # monotonic seconds since which the connection stands
        self._tasks = TaskOwner("mutes")
        self._wake = Wakeup(clock, self._tasks)
        self._subscriptions: list[Subscription] = []

    def start(self) -> None:
        """Follow the connection and the rooms' levels."""
        self._subscriptions = [
            self._engine.status.subscribe(self._on_status),
            self._engine.changes.subscribe(self._on_changes),
            self._order.said.subscribe(lambda _: self.look()),
        ]
        self._on_status(self._engine.current_status)
        self._tasks.run(self._work(), name="work")

    async def stop(self) -> None:
        """Lift nothing any more; the next start goes on."""
        for subscription in self._subscriptions:
            subscription.cancel()
        await self._tasks.cancel_all()

    def look(self) -> None:
        """Something is muted now, or the office is another."""
        self._wake.set()

    def _on_status(self, status: SyncStatus) -> None:
        live = status.state is SyncState.LIVE
        if live and not self._live:
            self._since = self._clock.monotonic()
            self._wake.set()
        self._live = live

    def _on_changes(self, changes: Changes) -> None:
        if any(event_type == POWER_TYPE for _, event_type in changes.state):
            self._wake.set()

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            pause: float | None = None
            if self._live:
                pause = self._since + _SETTLE - self._clock.monotonic()
                if pause <= 0:
                    pause = await self._round()
            await self._wake.wait(None if pause is None else min(pause, _LONGEST_NAP))

    async def _round(self) -> float | None:
        try:
            next_ms = await self.lift_due()
        except KnownError as error:
            log.info("a mute cannot be lifted now: %s", brief(error))
            return _AFTER_TROUBLE
        if not next_ms:
            return None
        left = (next_ms - self._now()) / 1000
        return max(0.5, left) if left > 0 else _AFTER_TROUBLE

    async def lift_due(self) -> int:
        """Lift what is over; return when (ms) the next one is, 0 for never. Raises KnownError."""
        if self._office() is not None:
            return 0
        own, coming = await self._reader.cache.read(
            lambda conn: (self._own(conn), self._order.on_their_way(conn))
        )
        nexts = [self._now()] if coming else []
        for one in own:
            if one.mute.event_id in self._refused:
                continue
            # In what is missing another mute of the same person may stand.
            if one.mute.until > self._now() or not one.whole or not await self._lifted(one):
                nexts.append(one.mute.until)
        return min(nexts, default=0)

    def _own(self, conn: Connection) -> list[Timed]:
        since = self._now() - LONGEST_MS
        return [one for one in timed(conn, since) if one.mute.sender == self._me and one.stands]

    def _now(self) -> int:
        return max(self._clock.now_ms() - self._ahead_ms, self._levels.server_ms())

    async def _lifted(self, due: Timed) -> bool:
        """Lift what is due, if it still is when nothing else changes; False: look again."""
        room_id, user_id = due.room_id, due.mute.user_id

        def still(conn: Connection) -> bool:
            return due in self._own(conn) and (room_id, user_id) not in self._order.on_their_way(conn)

        async with self._order.turn:
            if not await self._reader.cache.read(still):
                return False
            try:
                after = lifted(await self._levels.state_event(room_id, POWER_TYPE) or {}, user_id)
                told = self._levels.server_ms()
                self._ahead_ms = self._clock.now_ms() - told - _DATE_MS if told else 0
                if due.mute.until > self._now():
                    return False
                if after is not None:
                    await self._levels.send_state(room_id, POWER_TYPE, "", after)
                    log.info("a timed mute is over")
            except KnownError as error:
                if error.transient:
                    raise
                log.info("the server refuses to lift a mute: %s", brief(error))
                self._refused.add(due.mute.event_id)
        return True
