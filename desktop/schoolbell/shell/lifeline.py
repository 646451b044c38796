"""Keeps an open account connected: begins when the disk allows, renews tokens in time, notices a sleep."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.login import Credentials
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.beginning import Beginning
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.sync.renewal import TokenKeeper
from schoolbell.sync.waking import WakeWatch

if TYPE_CHECKING:
    import httpx

    from schoolbell.matrix.auth import Session as Tokens
    from schoolbell.sync.engine import Engine
    from schoolbell.system.http import RenewableClient

log = logging.getLogger(__name__)

_LONGEST_WAIT = 10.0  # somebody who has made room on the disk should not have to press anything


class Lifeline:
    """`run` starts owned tasks, `show` tells people what holds it up, `keep` stores credentials.

    `then` begins what needs the engine.
    """

    def __init__(
        self,
        engine: "Engine",
        tokens: "Tokens",
        http: "RenewableClient",
        clock: Clock,
        *,
        then: Callable[[], Awaitable[None]],
        make_http: Callable[[], Awaitable["httpx.AsyncClient"]],
        keep: Callable[[Credentials], Awaitable[None]],
        show: Callable[[SyncStatus], None],
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._engine = engine
        self._tokens = tokens
        self._http = http
        self._clock = clock
        self._make_http = make_http
        self._keep = keep
        self._show = show
        self._run = run
        self._random = Random()
        self._beginning = Beginning(engine.start, then)

    async def begin(self) -> None:
        """Start the engine; what this computer's disk refuses is said and tried until it works."""
        backoff = Backoff(self._random, cap=_LONGEST_WAIT)
        self._engine.status.subscribe(self._on_status)
        while True:
            try:
                await self._beginning.go_on()
                break
            except KnownError as error:
                log.warning("the engine could not begin: %s", error.code)
                wait = backoff.next()
                self._show(SyncStatus(SyncState.OFFLINE, error.code, self._clock.monotonic() + wait))
                await self._clock.sleep(wait)
        self._run(TokenKeeper(self._tokens, self._clock, self._random).run())
        self._run(WakeWatch(self._clock, self._woke).run())

    async def _woke(self) -> None:
        """Ask again at once, on new connections: the old ones may be dead without knowing."""
        try:
            fresh = await self._make_http()
        except KnownError as error:
            log.warning("no new connections: %s", error.code)
        else:
            await self._http.replace(fresh)
        self._engine.retry_now()

    def _on_status(self, status: SyncStatus) -> None:
        if status.state is SyncState.SIGNED_OUT and self._tokens.ended is not ErrorCode.SOFT_LOGOUT:
            self._run(self._forget_device())

    async def _forget_device(self) -> None:
        """The server has deleted this device, and with it what it knew of our transaction ids.

        The next sign-in makes another one, so that the outbox looks for what arrived before it sends again.
        """
        try:
            await self._keep(msgspec.structs.replace(self._tokens.credentials, device_id=""))
        except KnownError as error:
            log.warning("the device could not be forgotten: %s", error.code)
