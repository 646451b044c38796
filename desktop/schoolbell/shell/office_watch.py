"""Knows whether the school has an office that is always on, and which channels besides the app it has."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from random import Random
from typing import TYPE_CHECKING, Any

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.wakeup import Wakeup
from schoolbell.domain import office
from schoolbell.domain.school_knowledge import ACCOUNT_TYPE
from schoolbell.matrix.transport import Transport
from schoolbell.store import account_data
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.changes import Changes, SyncState, SyncStatus

if TYPE_CHECKING:
    from schoolbell.store.database import Database
    from schoolbell.sync.engine import Engine
    from schoolbell.system.http import RenewableClient

log = logging.getLogger(__name__)

_PLAIN = ("http://127.0.0.1", "http://localhost", "http://[::1]")  # the demo's and tests', nobody else's
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0  # seconds after an office that is in trouble


class OfficeWatch:
    """`url` is the office that account data name, `gateways` what it offers staff. The loop's thread.

    `token` makes an OpenID token: the office learns who asks and gets nothing to act with.
    """

    def __init__(
        self,
        engine: "Engine",
        cache: "Database",
        http: "RenewableClient",
        token: Callable[[], Awaitable[str]],
        clock: Clock,
        run: Callable[[Coroutine[Any, Any, Any]], object],
    ) -> None:
        self.url: str | None = None
        self.gateways: tuple[str, ...] = ()
        self.changed: Observable[None] = Observable()
        self._cache = cache
        self._http = http
        self._token = token
        self._run = run
        self._asking = self._live = False
        self._backoff = Backoff(Random(), first=_FIRST_PAUSE, cap=_LONGEST_PAUSE)
        self._wake = Wakeup(clock, TaskOwner("office"))
        self._subscriptions: list[Subscription] = [
            engine.changes.subscribe(self._on_changes),
            engine.status.subscribe(self._on_status),
        ]
        run(self._look())

    def stop(self) -> None:
        """Follow nothing any more."""
        for subscription in self._subscriptions:
            subscription.cancel()

    def _on_changes(self, changes: Changes) -> None:
        if ACCOUNT_TYPE in changes.account_data:
            self._run(self._look())

    def _on_status(self, status: SyncStatus) -> None:
        live = status.state is SyncState.LIVE
        if live and not self._live:
            self._wake.set()
        self._live = live

    async def _look(self) -> None:
        content = await self._cache.read(lambda conn: account_data.get(conn, ACCOUNT_TYPE)) or {}
        url = content.get("office")
        sound = isinstance(url, str) and url.startswith(("https://", *_PLAIN))
        found = str(url).rstrip("/") if sound else None
        if found == self.url:
            return
        self.url, self.gateways = found, ()
        self.changed.emit(None)
        self._backoff.reset()
        self._wake.set()
        if not self._asking:
            self._asking = True
            try:
                await self._ask()
            finally:
                self._asking = False

    async def _ask(self) -> None:
        """Ask the office that is named until it has answered: after trouble with pauses, each longer.

        What will not be otherwise by itself is asked again when the connection stands anew.
        """
        while (url := self.url) is not None:
            self._wake.clear()
            try:
                token = await self._token()
                transport = Transport(self._http, url)
                body = await transport.request("GET", office.GATEWAYS_PATH, token=token)
            except KnownError as error:
                log.info("the office does not answer: %s", error.code)
                if url != self.url:
                    continue
                if error.code is ErrorCode.FORBIDDEN:
                    return  # a family
                await self._wake.wait(self._backoff.after(error) if error.transient else None)
                continue
            if url != self.url:
                continue
            offers = office.read_offers(body)
            if offers is not None and offers.gateways != self.gateways:
                self.gateways = offers.gateways
                self.changed.emit(None)
            return
