"""Drives one sliding-sync connection by the table of `states`: request, commit, publish, back off."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.changes import Changes, SyncState
from schoolbell.sync.outage import Outage
from schoolbell.sync.requests import Plan
from schoolbell.sync.states import SyncAction, SyncEvent, step

log = logging.getLogger(__name__)

_LONG_POLL_MS = 30_000
# A server that keeps answering at once with nothing is not asked faster than this.
_EMPTY_ROUNDS = 3
_EMPTY_PAUSE = 1.0
_QUICK = 0.5

_NO_TOKEN = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT})
_MAY_BE_POSITION = frozenset({ErrorCode.UNKNOWN_POSITION, ErrorCode.BAD_REQUEST})
# The other end hung up, refuses, or says that it cannot: so it does to a whole school at the same moment.
_HUNG_UP = frozenset({ErrorCode.NETWORK, ErrorCode.SERVER})


@dataclass(frozen=True, slots=True)
class Position:
    """Where a connection stands: what the cache holds is in step with it."""

    pos: str | None = None
    since: str | None = None  # of to-device messages


@dataclass(frozen=True, slots=True)
class Applied:
    """One response, committed."""

    changes: Changes
    position: Position
    counts: dict[str, int] = field(default_factory=dict)  # list name → rooms in it


def classify(error: KnownError, *, had_position: bool) -> tuple[SyncEvent, ErrorCode]:
    """Return what a failed request means for the connection, and the code that people see."""
    if error.code in _MAY_BE_POSITION and had_position:
        return SyncEvent.POSITION_LOST, error.code
    if error.code in _NO_TOKEN:
        return SyncEvent.SIGNED_OUT, ErrorCode.SIGNED_OUT
    if error.code is ErrorCode.NO_SLIDING_SYNC or getattr(error, "errcode", "") == "M_UNRECOGNIZED":
        return SyncEvent.REFUSED, ErrorCode.NO_SLIDING_SYNC
    if error.code is ErrorCode.FORBIDDEN:
        return SyncEvent.REFUSED, error.code
    return SyncEvent.FAILED, error.code


class SyncLoop:
    """One connection. `position` reads where the cache stands.

    `apply(name, body, fresh)` commits and publishes a response; `fresh`: it answers a request without a
    position, so nothing of what was delivered before is continued by it.
    """

    def __init__(
        self,
        plan: Plan,
        client: MatrixClient,
        clock: Clock,
        random: Random,
        outage: Outage,
        *,
        apply: Callable[[str, bytes, bool], Awaitable[Applied]],
        position: Callable[[str], Awaitable[Position]],
        moved: Callable[["SyncLoop", SyncState], None],
    ) -> None:
        self._plan = plan
        self._client = client
        self._clock = clock
        self._apply = apply
        self._load_position = position
        self._moved = moved
        self._backoff = Backoff(random)
        self._outage = outage
        self._was_live = False  # since the start: a person who starts the program is no crowd
        self._failures = 0  # in a row
        self._hung_up = False
        self._tasks = TaskOwner(f"sync.{plan.name}")
        self._position = Position()
        self._next: SyncAction | None = None
        self._signals: list[SyncEvent] = []
        self._woken = asyncio.Event()
        self._retry_after_ms: int | None = None
        self._not_before = 0.0  # clock.monotonic(); the server's own wish
        self._empty_rounds = 0
        self._complete = False
        self.state = SyncState.STOPPED
        self.error: ErrorCode | None = None
        self.retry_at = 0.0  # clock.monotonic() of the next try while OFFLINE

    @property
    def name(self) -> str:
        """The conn_id."""
        return self._plan.name

    @property
    def complete(self) -> bool:
        """Whether a response was committed whose range covers every room."""
        return self._complete

    @property
    def asks_for_all(self) -> bool:
        """Whether the request that is on its way covers every room."""
        return self._plan.complete

    async def start(self) -> None:
        """Take the stored position and begin."""
        self._signals.clear()
        self._was_live = False
        self._position = await self._load_position(self.name)
        self._advance(SyncEvent.START)
        self._tasks.run(self._drive(), name="drive")

    async def stop(self) -> None:
        """End the connection; what was committed stays, the rest is asked for again."""
        await self._tasks.cancel_all()
        self._advance(SyncEvent.STOP)

    def signal(self, event: SyncEvent) -> None:
        """Tell what was learned elsewhere (RETRY, SIGNED_OUT).

        Nobody shortens a wait that the server asked for.
        """
        if event is SyncEvent.RETRY and self._clock.monotonic() < self._not_before:
            return
        self._signals.append(event)
        self._woken.set()

    def postpone(self, moment: float) -> None:
        """The other connection was hung up on too: wait for `moment` (clock.monotonic()) together."""
        if self._hung_up and self.state is SyncState.OFFLINE and self.retry_at < moment:
            self.retry_at = moment
            self._woken.set()

    def request_changed(self) -> None:
        """Ask again at once with the plan's new body; the server answers the same position again."""
        if self._next is SyncAction.REQUEST:
            self._woken.set()

    # -- driver -------------------------------------------------------------------------------------
    def _advance(self, event: SyncEvent) -> None:
        before = self.state
        transition = step(before, event)
        if transition.state is before and not transition.actions:
            return
        self.state = transition.state
        self._next = None
        for action in transition.actions:
            if action is SyncAction.FORGET_POSITION:
                log.info("%s: position lost, starting over", self.name)
                self._position = Position(None, self._position.since)
                self._plan.start_over()
                self._complete = False
            elif action is SyncAction.WAIT:
                self._wait()
                self._next = action
            elif action is SyncAction.REQUEST:
                self._next = action
        if self.state is not before or self.state is SyncState.OFFLINE:
            self._moved(self, before)

    def _wait(self) -> None:
        """Set when to try again; a server in trouble tells everybody the same, so nobody comes on the dot."""
        now, wish = self._clock.monotonic(), self._retry_after_ms
        wait = self._backoff.next(wish, crowd=self.error is not ErrorCode.RATE_LIMITED)
        self.retry_at = now + wait
        self._not_before = now + wish / 1000 if wish is not None else 0.0
        if self._hung_up:
            turn = self._outage.failed(self.name, now, again=self._failures > 1, wish=(wish or 0) / 1000)
            self.retry_at = turn if turn is not None else self.retry_at

    async def _drive(self) -> None:
        while True:
            if self._signals:
                self._advance(self._signals.pop(0))
            elif self._next is SyncAction.REQUEST:
                event = await self._round()
                if event is not None:
                    self._advance(event)
            elif self._next is SyncAction.WAIT:
                woken = await self._rest(self.retry_at - self._clock.monotonic())
                if not woken:
                    self._advance(SyncEvent.RETRY)
            else:
                await self._rest(None)

    async def _rest(self, seconds: float | None) -> bool:
        """Wait `seconds` (None: for ever) or until woken; return whether it was a waking."""
        if not self._signals:
            self._woken.clear()
        if seconds is None:
            return await self._woken.wait()
        sleep = self._tasks.run(self._clock.sleep(max(0.0, seconds)), name="sleep")
        return await self._until_woken(sleep)

    async def _until_woken(self, task: "asyncio.Task[object]") -> bool:
        """Wait for `task`, or cancel it when woken; return whether it was a waking."""
        waking = self._tasks.run(self._woken.wait(), name="waking")
        try:
            await asyncio.wait({task, waking}, return_when=asyncio.FIRST_COMPLETED)
            return not task.done()
        finally:
            task.cancel()
            waking.cancel()

    async def _round(self) -> SyncEvent | None:
        """One request and its commit; None when it was interrupted to ask differently."""
        self._woken.clear()
        position, started = self._position, self._clock.monotonic()
        live = self.state is SyncState.LIVE and self._plan.complete and position.pos is not None
        call = self._client.sync(self._plan.body(position.since), position.pos, _LONG_POLL_MS if live else 0)
        request = self._tasks.run(call, name="request", on_error=lambda _: None)
        if await self._until_woken(request):
            return None
        try:
            applied = await self._apply(self.name, request.result(), position.pos is None)
        except KnownError as error:
            event, self.error = classify(error, had_position=position.pos is not None)
            self._retry_after_ms = getattr(error, "retry_after_ms", None)
            self._failures += 1
            self._hung_up = self._was_live and self._is_hung_up(error)
            return event
        except Exception:
            log.exception("%s: a response could not be taken in", self.name)
            self.error, self._retry_after_ms, self._hung_up = ErrorCode.SERVER, None, False
            return SyncEvent.FAILED
        self._position = applied.position
        self._complete = self._plan.answered(applied.counts)
        self._backoff.reset()
        self.error = None
        self._was_live, self._failures, self._hung_up = True, 0, False
        self._outage.answered(self.name)
        await self._slow_down(applied, started)
        return SyncEvent.COMMITTED

    def _is_hung_up(self, error: KnownError) -> bool:
        """Whether `error` looks like a server that is away for everybody, not like this computer's own line.

        Silence is the line's, and ends each poll at a moment of its own; only when it goes on it may be the
        server's.
        """
        if error.code is ErrorCode.TIMEOUT:
            return self._failures > 1
        return error.code in _HUNG_UP and not getattr(error, "own_side", False)

    async def _slow_down(self, applied: Applied, started: float) -> None:
        """Do not spin with a server that never waits."""
        quick = self._clock.monotonic() - started < _QUICK
        idle = self.state is SyncState.LIVE and self._plan.complete and not applied.changes
        self._empty_rounds = self._empty_rounds + 1 if quick and idle else 0
        if self._empty_rounds > _EMPTY_ROUNDS:
            await self._clock.sleep(_EMPTY_PAUSE)
