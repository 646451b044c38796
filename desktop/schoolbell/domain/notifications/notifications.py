"""Decides when something is told of new messages, and of which: live, after a wake-up, after quiet hours."""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from datetime import tzinfo
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.notifications import reading
from schoolbell.domain.notifications.composing import compose
from schoolbell.domain.notifications.items import Notification
from schoolbell.domain.notifications.quiet import QuietHours, of_school
from schoolbell.domain.school import POLICY_TYPE
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import arrivals
from schoolbell.sync.changes import Changes, SyncState, SyncStatus

log = logging.getLogger(__name__)

T = TypeVar("T")

_SETTLED_SECONDS = 2.0  # what follows a reconnect within this belongs to what was missed
_GAP_SECONDS = 2.0  # between two looks: ten messages in a second are one pop-up
_LOOK_AGAIN_SECONDS = 60.0  # while held; clocks are set and laptops travel


class Preferences(Struct, frozen=True):
    """What the person has chosen."""

    enabled: bool = True
    texts: bool = True
    quiet: QuietHours | None = None


class Circumstances(Protocol):
    """What is going on at this computer now."""

    @property
    def preferences(self) -> Preferences:
        """What the person has chosen."""
        ...

    @property
    def focused_room(self) -> str:
        """The room in front of the person's eyes, "" for none."""
        ...

    @property
    def veiled(self) -> bool:
        """Whether nothing of this account may be told: locked, or another account is shown."""
        ...

    @property
    def presenting(self) -> bool:
        """Whether others see the screen, or nobody may be disturbed (an exam)."""
        ...


class Reads(Protocol):
    """Reading cache.db."""

    async def read(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` on a reader thread."""
        ...


class NewsEngine(Protocol):
    """The part of the sync engine that tells of new messages."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]
    hurried: Observable[None]

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...

    @property
    def caught_up(self) -> bool:
        """Whether the server has told of every room since the last connection."""
        ...


class Notifications:
    """Emits `told` with one or few pop-ups. Belongs to the loop's thread; reads on reader threads.

    `prepare` before the engine starts: what is in the cache then is no news. Messages are looked for behind
    the newest event that was known at the last look, so that holding back (quiet hours, presenting, catching
    up) is simply not looking: what was read meanwhile, here or on a phone, is never told.
    """

    def __init__(
        self,
        cache: Reads,
        clock: Clock,
        zone: tzinfo,
        around: Circumstances,
        knowledge: Callable[[], SchoolKnowledge],
        anchors: Callable[[], Sequence[str]],
        *,
        told_elsewhere: Collection[str] = (),
        crash: Callable[[BaseException], None] | None = None,
    ) -> None:
        self.told: Observable[tuple[Notification, ...]] = Observable()
        self._cache = cache
        self._clock = clock
        self._zone = zone
        self._around = around
        self._knowledge = knowledge
        self._anchors = anchors
        self._told_elsewhere = frozenset(told_elsewhere)
        self._tasks = TaskOwner("notifications", crash)
        self._engine: NewsEngine | None = None
        self._subscriptions: list[Subscription] = []
        self._seen: dict[str, int] = {}
        self._touched: set[str] = set()
        self._school: QuietHours | None = None
        self._policy_of: tuple[str, ...] | None = None  # the anchors whose policy is known
        self._first = True  # everything is new to this computer: nothing of it is news
        self._catching_up = True
        self._last_change = 0.0  # monotonic, of what came while catching up
        self._not_before = 0.0
        self._working = False
        self._moved = asyncio.Event()

    # -- life -----------------------------------------------------------------------------------------

    async def prepare(self) -> None:
        """Remember what is here. Raises KnownError."""
        self._seen = await self._cache.read(arrivals.newest_everywhere)
        self._first = not self._seen

    def attach(self, engine: NewsEngine) -> None:
        """Follow the engine from now on."""
        self._engine = engine
        self._last_change = self._clock.monotonic()
        self._subscriptions = [
            engine.changes.subscribe(self._on_changes),
            engine.status.subscribe(self._on_status),
            engine.hurried.subscribe(lambda _: self._miss()),
        ]

    async def stop(self) -> None:
        """Tell nothing any more."""
        for subscription in self._subscriptions:
            subscription.cancel()
        self._subscriptions = []
        await self._tasks.cancel_all()

    def poke(self) -> None:
        """The circumstances are others now: look whether something that was held back may be told."""
        self._moved.set()

    # -- following ------------------------------------------------------------------------------------

    def _on_changes(self, changes: Changes) -> None:
        if any(event_type == POLICY_TYPE for _, event_type in changes.state):
            self._policy_of = None
        if not changes.timelines:
            return
        if self._catching_up and not self._touched and self._settled():
            self._catching_up = self._first = False  # nothing was missed
        self._touched |= changes.timelines
        if self._catching_up:
            self._last_change = self._clock.monotonic()
        if not self._working:
            self._working = True
            self._tasks.run(self._work(), name="look")

    def _on_status(self, status: SyncStatus) -> None:
        if status.state is not SyncState.LIVE:
            self._miss()
        self.poke()

    def _miss(self) -> None:
        """From now on it is unknown what came: it is told together."""
        self._catching_up = True
        self._last_change = self._clock.monotonic()

    def _settled(self) -> bool:
        engine = self._engine
        if engine is None or engine.current_status.state is not SyncState.LIVE or not engine.caught_up:
            return False
        return self._clock.monotonic() - self._last_change >= _SETTLED_SECONDS

    # -- telling --------------------------------------------------------------------------------------

    async def _work(self) -> None:
        try:
            while self._touched:
                self._moved.clear()
                try:
                    wait = await self._held_for()
                    if not wait:
                        await self._look()
                except KnownError as error:
                    log.info("what is new could not be read: %s", error.code)
                    wait = _LOOK_AGAIN_SECONDS
                if wait:
                    await self._rest(wait)
        finally:
            self._working = False

    async def _held_for(self) -> float:
        """Return for how many seconds nothing may be told yet; 0 when it may."""
        now = self._clock.monotonic()
        if self._catching_up and not self._settled():
            live = self._engine is not None and self._engine.current_status.state is SyncState.LIVE
            return max(0.1, self._last_change + _SETTLED_SECONDS - now) if live else _LOOK_AGAIN_SECONDS
        if self._around.presenting:
            return _LOOK_AGAIN_SECONDS
        await self._read_policy()
        wall = self._clock.now_ms()
        for hours in (self._around.preferences.quiet, self._school):
            left = hours.left(wall) if hours is not None else 0.0
            if left:
                return min(left, _LOOK_AGAIN_SECONDS)
        return max(0.0, self._not_before - now)

    async def _rest(self, seconds: float) -> None:
        """Wait, or until something moved."""
        sleep = self._tasks.run(self._clock.sleep(seconds), name="sleep")
        moving = self._tasks.run(self._moved.wait(), name="moved")
        try:
            await asyncio.wait({sleep, moving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            moving.cancel()

    async def _look(self) -> None:
        touched, self._touched = self._touched, set()
        knowledge, seen, elsewhere = self._knowledge(), self._seen, self._told_elsewhere
        silent, self._first = self._first, False
        self._catching_up = False
        try:
            found, newest = await self._cache.read(
                lambda conn: reading.news(conn, touched, seen, knowledge, elsewhere)
            )
        except BaseException:
            self._touched |= touched
            self._first = silent
            raise
        around, wishes = self._around, self._around.preferences
        if around.presenting:  # since a moment ago
            self._touched |= touched
            return
        self._seen.update(newest)
        if silent or not wishes.enabled:
            return
        veiled = around.veiled
        focused = "" if veiled else around.focused_room
        told = compose(
            [room for room in found if room.room_id != focused], texts=wishes.texts, veiled=veiled
        )  # fmt: skip
        if told:
            self._not_before = self._clock.monotonic() + _GAP_SECONDS
            self.told.emit(told)

    async def _read_policy(self) -> None:
        anchors, zone = tuple(self._anchors()), self._zone
        if self._policy_of != anchors:
            self._policy_of = anchors
            try:
                policy = await self._cache.read(lambda conn: reading.school_policy(conn, anchors))
            except BaseException:
                self._policy_of = None
                raise
            self._school = of_school(policy, zone)
