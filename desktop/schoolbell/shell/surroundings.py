"""What every account of the running program shares, and the two files that each has of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import schoolbell.store
from schoolbell.base.clock import Clock
from schoolbell.shell.browser import open_in_browser
from schoolbell.store.database import Database
from schoolbell.system.paths import Paths, ProfilePaths
from schoolbell.system.policy import Policy
from schoolbell.system.secrets import SecretStore, open_secrets
from schoolbell.system.settings import Settings
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every session needs and none owns."""

    paths: Paths
    settings: Settings
    policy: Policy
    clock: Clock
    theme: Theme
    crash: Callable[[BaseException], None]
    plaintext_session: bool
    open_url: Callable[[str], bool] = open_in_browser

    async def open_secrets(self) -> SecretStore:
        """Return where sessions are kept on this computer (asks the keyring in a thread)."""
        return await open_secrets(
            self.paths,
            plaintext=self.plaintext_session,
            plaintext_allowed=self.policy.plaintext_session_allowed,
        )

    async def make_http(self) -> "httpx.AsyncClient":
        """Import and make the HTTP client in a thread: it takes as long as the first paint."""
        from schoolbell.shell.desktop_proxy import desktop_proxy
        from schoolbell.system.http import make_client

        with ThreadPoolExecutor(1, thread_name_prefix="http") as worker:
            return await asyncio.get_running_loop().run_in_executor(
                worker, lambda: make_client(self.policy.proxy, desktop=desktop_proxy)
            )


@dataclass(frozen=True, slots=True)
class Databases:
    """The two databases of a profile (a ChatReader)."""

    cache: Database
    local: Database

    @staticmethod
    def of(paths: ProfilePaths, clock: Clock, damaged: Callable[[str], None]) -> "Databases":
        """Return both, not open; `damaged` is told the name of one that is found corrupt, in any thread."""
        migrations = Path(schoolbell.store.__file__).parent / "migrations"
        cache, local = paths.cache_db, paths.local_db
        return Databases(
            cache=Database(
                cache, migrations / "cache", durable=False, clock=clock, damaged=lambda: damaged(cache.name)
            ),
            local=Database(
                local, migrations / "local", durable=True, clock=clock, damaged=lambda: damaged(local.name)
            ),
        )
