"""Watches whether the account still belongs to the pinned school; only a person's decision pins another."""

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.school_knowledge import ACCOUNT_TYPE
from schoolbell.domain.signin import check_school
from schoolbell.store import account_data
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profile

if TYPE_CHECKING:
    from schoolbell.matrix.client import MatrixClient
    from schoolbell.store.database import Database
    from schoolbell.sync.engine import Engine

log = logging.getLogger(__name__)

_Content = Mapping[str, Any] | None


def watch(
    engine: "Engine",
    client: "MatrixClient",
    cache: "Database",
    profile: Profile,
    policy: Policy,
    *,
    pin: Callable[[Profile], None],
    differs: Callable[[bool], None],
    run: Callable[[Coroutine[Any, Any, None]], object],
) -> None:
    """Begin to watch an account through its engine, client and cache."""
    made = SchoolWatch(
        profile,
        policy,
        ask=lambda: client.account_data(ACCOUNT_TYPE),
        read=lambda: cache.read(lambda conn: account_data.get(conn, ACCOUNT_TYPE)),
        pin=pin,
        differs=differs,
        run=run,
    )
    engine.changes.subscribe(made.on_changes)
    engine.status.subscribe(made.on_status)
    made.start()


class SchoolWatch:
    """Compares at start, at the first connection and whenever the account data change.

    `ask` asks the server, `read` reads what sync brought; both return the content of the account data. The
    session goes on with what is pinned. `pin` takes the profile of an account that had no school until now,
    `differs` is told whether what is said now is another school than the pinned one.
    """

    def __init__(
        self,
        profile: Profile,
        policy: Policy,
        *,
        ask: Callable[[], Awaitable[_Content]],
        read: Callable[[], Awaitable[_Content]],
        pin: Callable[[Profile], None],
        differs: Callable[[bool], None],
        run: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._profile = profile
        self._policy = policy
        self._ask = ask
        self._read = read
        self._pin = pin
        self._differs = differs
        self._run = run
        self._asked = False
        self._told = False

    def start(self) -> None:
        """Check what this computer's policy says; the account is asked once there is a connection."""
        if self._policy.anchors:
            self._compare(None)

    def on_status(self, status: SyncStatus) -> None:
        """Ask the server at the first connection."""
        if status.state is SyncState.LIVE and not self._asked:
            self._asked = True
            self._run(self._look(self._ask))

    def on_changes(self, changes: Changes) -> None:
        """Look again when sync brought other account data."""
        if ACCOUNT_TYPE in changes.account_data:
            self._run(self._look(self._read))

    async def _look(self, source: Callable[[], Awaitable[_Content]]) -> None:
        try:
            told = await source()
        except KnownError as error:
            self._asked = False  # at the next connection
            log.info("the account's school is not known: %s", error.code)
            return
        self._compare(told)

    def _compare(self, told: _Content) -> None:
        try:
            checked = check_school(self._profile, self._policy, told)
        except KnownError as error:
            if error.code is not ErrorCode.ANCHOR_CHANGED:
                raise
            self._tell(True)
            return
        self._tell(False)
        if checked != self._profile:
            self._profile = checked
            self._pin(checked)

    def _tell(self, differs: bool) -> None:
        if differs == self._told:
            return
        self._told = differs
        if differs:
            log.warning("the account names another school than the pinned one")
        self._differs(differs)
