"""The installed `schoolbell` as a process of its own, started for the tour with the probe inside."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path

from schoolbell_demo.eyes import Eyes
from schoolbell_demo.screen import Screen

PROBE = "schoolbell_demo.probe:install"
PROBE_VARIABLE, SOCKET_VARIABLE = "SCHOOLBELL_PROBE", "SCHOOLBELL_PROBE_SOCKET"


def program() -> list[str]:
    """Return the command of the installed client: beside the interpreter, else as a module."""
    beside = Path(sys.executable).with_name("schoolbell")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "schoolbell.shell.main"]


class Client:
    """One client process on one screen; its data live in `home`."""

    def __init__(self, home: Path, screen: Screen, language: str, theme: str) -> None:
        self._home = home
        self._screen = screen
        self._arguments = [
            "--plaintext-session",
            "--allow-probe",
            "--home",
            str(home),
            "--lang",
            language,
            "--theme",
            theme,
        ]
        self._process: Process | None = None
        self._log = home / "client.log"
        self.desk = home / "documents"  # what the person at the client has of one's own
        self.eyes = Eyes(home / "probe", screen.frame_buffer)

    async def start(self) -> None:
        """Start the client and wait until its probe answers; raises NotSeenError when it does not."""
        self.desk.mkdir(parents=True, exist_ok=True)
        (self._home / "probe").unlink(missing_ok=True)
        environment = {
            **os.environ,
            **self._screen.environment,
            PROBE_VARIABLE: PROBE,
            SOCKET_VARIABLE: str(self._home / "probe"),
        }
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *program(),
                *self._arguments,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.eyes = Eyes(self._home / "probe", self._screen.frame_buffer)
        await self.eyes.open(self.alive)

    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process is not None and self._process.returncode is None

    def log_tail(self, lines: int = 20) -> str:
        """Return the last lines the client wrote, for the report of a failed step."""
        if not self._log.exists():
            return ""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])

    async def kill(self) -> None:
        """End the client as a power cut does."""
        await self.eyes.close()
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Ask the client to end; insist after ten seconds."""
        await self.eyes.close()
        if self._process is None or self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), 10)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
