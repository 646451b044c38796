"""Knows whether the school has an office that is always on, and which channels besides the app it has."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.domain import office
from schoolbell.domain.school_knowledge import ACCOUNT_TYPE
from schoolbell.matrix.transport import Transport
from schoolbell.store import account_data
from schoolbell.sync.changes import Changes, SyncState, SyncStatus

if TYPE_CHECKING:
    from schoolbell.store.database import Database
    from schoolbell.sync.engine import Engine
    from schoolbell.system.http import RenewableClient

log = logging.getLogger(__name__)

_PLAIN = ("http://127.0.0.1", "http://localhost", "http://[::1]")  # the demo's and tests', nobody else's


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
        run: Callable[[Coroutine[Any, Any, Any]], object],
    ) -> None:
        self.url: str | None = None
        self.gateways: tuple[str, ...] = ()
        self.changed: Observable[None] = Observable()
        self._cache = cache
        self._http = http
        self._token = token
        self._run = run
        self._asked = ""
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
        if status.state is SyncState.LIVE and self.url is not None and self._asked != self.url:
            self._run(self._ask(self.url))

    async def _look(self) -> None:
        content = await self._cache.read(lambda conn: account_data.get(conn, ACCOUNT_TYPE)) or {}
        url = content.get("office")
        sound = isinstance(url, str) and url.startswith(("https://", *_PLAIN))
        found = str(url).rstrip("/") if sound else None
        if found != self.url:
            self.url, self.gateways, self._asked = found, (), ""
            self.changed.emit(None)
            if found is not None:
                await self._ask(found)

    async def _ask(self, url: str) -> None:
        self._asked = url
        try:
            token = await self._token()
            transport = Transport(self._http, url)
            offers = office.read_offers(await transport.request("GET", office.GATEWAYS_PATH, token=token))
        except KnownError as error:
            log.info("the office does not answer: %s", error.code)
            if error.code is not ErrorCode.FORBIDDEN:  # a family: it will not be otherwise in a minute
                self._asked = ""  # asked again when the connection stands anew
            return
        if url == self.url and offers is not None and offers.gateways != self.gateways:
            self.gateways = offers.gateways
            self.changed.emit(None)
