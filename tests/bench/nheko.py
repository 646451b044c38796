"""The peer: nheko from Debian, signed in to the same account of the same homeserver, in its own folder."""

import asyncio
import os
import shutil
from pathlib import Path

from schoolbell_demo.hands import Hands
from schoolbell_demo.homeserver import Account
from schoolbell_demo.screen import Screen

_SETUP_OK = (1127, 761)  # "OK" of the encryption set-up at 1280×800, which it shows once per account
_RECOVERY_OK = (1224, 399)
_FIRST_SYNC_SECONDS = 12.0
_SETUP_SECONDS = 4.0


class Nheko:
    """A nheko profile in a folder of its own; `command` and `environment` start it."""

    command = ("nheko",)

    def __init__(self, home: Path, account: Account, base_url: str) -> None:
        """Raises SystemExit with a clear word where nheko is not installed."""
        if shutil.which(self.command[0]) is None:
            raise SystemExit("this bench compares with nheko, which is not here: apt install nheko")
        self._home = home
        config = home / "config" / "nheko"
        config.mkdir(parents=True)
        (config / "nheko.conf").write_text(
            "[General]\nrun_without_secure_secrets_service=true\n\n"
            f"[auth]\naccess_token={account.access_token}\ndevice_id={account.device_id}\n"
            f"home_server={base_url}\nuser_id={account.user_id}\n\n"
            "[user]\nwindow\\tray=false\nwindow\\start_in_tray=false\n",
            encoding="utf-8",
        )

    @property
    def environment(self) -> dict[str, str]:
        """Its own folders; nothing of ours."""
        return {
            **os.environ,
            "HOME": str(self._home),
            "XDG_CONFIG_HOME": str(self._home / "config"),
            "XDG_CACHE_HOME": str(self._home / "cache"),
            "XDG_DATA_HOME": str(self._home / "data"),
            "XDG_STATE_HOME": str(self._home / "state"),
        }


async def settle(peer: Nheko, screen: Screen, hands: Hands, log: Path) -> None:
    """Let it sync once and answer its one-time questions, so that every later start shows the room list."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *peer.command, env={**peer.environment, **screen.environment}, stdout=output, stderr=output
        )
    try:
        await asyncio.sleep(_FIRST_SYNC_SECONDS)
        await hands.click(*_SETUP_OK)
        await asyncio.sleep(_SETUP_SECONDS)
        await hands.click(*_RECOVERY_OK)
        await asyncio.sleep(_SETUP_SECONDS)
    finally:
        process.terminate()
        await process.wait()
