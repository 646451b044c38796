"""Lifts own timed mutes from this computer, where the school has no office that does it.

What is due is read from the rooms' events, so that a restart goes on. A mute that somebody lifted meanwhile
is over, also if the same person was muted again without a word about until when.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.chat.muting import Levels
from schoolbell.domain.chat.ports import Changes, SyncState, SyncStatus
from schoolbell.domain.mute_levels import POWER_TYPE, lifted, muted_in
from schoolbell.domain.mutes import LONGEST_MS, Mute, timed
from schoolbell.domain.reading import ChatReader
from schoolbell.store import power
from schoolbell.store.database import Connection

log = logging.getLogger(__name__)

_SETTLE = 5.0  # seconds after the connection stands: what was changed meanwhile is heard first
_LONGEST_NAP = 60.0  # the wall clock may be set meanwhile
_AFTER_TROUBLE = 30.0


class LiftingEngine(Protocol):
    """The part of the engine that is used here."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...


def own_timed(conn: Connection, me: str, now_ms: int) -> list[tuple[str, Mute, bool]]:
    """Return (room id, mute, nothing missing after it) of the timed mutes of mine that are in force."""
    return [
        (room_id, mute, whole)
        for room_id, mute, whole in timed(conn, now_ms - LONGEST_MS)
        if mute.sender == me
        and mute.user_id in muted_in(power.current(conn, room_id))
        and not _was_lifted(conn, room_id, mute)
    ]


def _was_lifted(conn: Connection, room_id: str, mute: Mute) -> bool:
    """Whether levels without the mute came after some with it, since its event."""
    lowered = False
    for levels in power.since(conn, room_id, mute.event):
        muted = mute.user_id in muted_in(levels)
        if lowered and not muted:
            return True
        lowered |= muted
    return False


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
    ) -> None:
        self._reader = reader
        self._engine = engine
        self._levels = levels
        self._me = me
        self._clock = clock
        self._office = office
        self._done: set[str] = set()  # what was lifted, or refused, since the program began
        self._live = False
        self._since = 0.0  # monotonic seconds since which the connection stands
        self._wake = asyncio.Event()
        self._tasks = TaskOwner("mutes")
        self._subscriptions: list[Subscription] = []

    def start(self) -> None:
        """Follow the connection and the rooms' levels."""
        self._subscriptions = [
            self._engine.status.subscribe(self._on_status),
            self._engine.changes.subscribe(self._on_changes),
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
            if pause is None:
                await self._wake.wait()
                continue
            timer = self._tasks.run(self._ring(min(pause, _LONGEST_NAP)), name="pause")
            try:
                await self._wake.wait()
            finally:
                timer.cancel()

    async def _ring(self, seconds: float) -> None:
        await self._clock.sleep(max(0.0, seconds))
        self._wake.set()

    async def _round(self) -> float | None:
        try:
            next_ms = await self.lift_due()
        except KnownError as error:
            log.info("a mute cannot be lifted now: %s", brief(error))
            return _AFTER_TROUBLE
        if not next_ms:
            return None
        left = (next_ms - self._clock.now_ms()) / 1000
        return max(0.5, left) if left > 0 else _AFTER_TROUBLE

    async def lift_due(self) -> int:
        """Lift what is over; return when (ms) the next one is, 0 for never. Raises KnownError."""
        if self._office() is not None:
            return 0
        now = self._clock.now_ms()
        found = await self._reader.cache.read(lambda conn: own_timed(conn, self._me, now))
        nexts: list[int] = []
        for room_id, mute, whole in found:
            if mute.event_id in self._done:
                continue
            if mute.until > now or not whole:  # in what is missing another mute of the same person may stand
                nexts.append(mute.until)
                continue
            try:
                await self._lift(room_id, mute)
            except KnownError as error:
                if error.transient:
                    raise
                log.info("the server refuses to lift a mute: %s", brief(error))
            self._done.add(mute.event_id)
        return min(nexts, default=0)

    async def _lift(self, room_id: str, mute: Mute) -> None:
        after = lifted(await self._levels.state_event(room_id, POWER_TYPE) or {}, mute.user_id)
        if after is not None:
            await self._levels.send_state(room_id, POWER_TYPE, "", after)
            log.info("a timed mute is over")
