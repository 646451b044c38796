"""The demo with a display: its window, the running school, and Schoolbell opened as the people chosen."""

import asyncio
import contextlib
import logging
import os
import sys
import tempfile
from asyncio.subprocess import Process
from pathlib import Path

import qasync
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from schoolbell.base.tasks import TaskOwner
from schoolbell.shell.ending import EndedBySignals
from schoolbell.shell.i18n import Languages
from schoolbell.ui.theme.theme import Theme
from schoolbell_demo.client import PROBE, PROBE_VARIABLE, SOCKET_VARIABLE, program
from schoolbell_demo.line import Account, SchoolLine, first
from schoolbell_demo.probe import listen
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.running import running_school
from schoolbell_demo.window import DemoWindow

_PATIENCE = 15.0

log = logging.getLogger(__name__)


def run_desktop(data: Path | None, probes: Path | None = None) -> int:
    """Show the demo's window until it is closed; return the exit code.

    `probes` is a folder for sockets through which windows can be looked at: `demo`, and the account's name
    for each Schoolbell that is opened.
    """
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    if probes is not None:
        listen(app, str(probes / "demo"))
    languages = Languages(app)
    theme = Theme(app, language=languages.use(""))
    window = DemoWindow(theme)
    window.show()
    with EndedBySignals(window.close), qasync.QEventLoop(app) as loop:
        return int(loop.run_until_complete(_Demo(window, data, probes).run()))


class _Demo:
    def __init__(self, window: DemoWindow, data: Path | None, probes: Path | None) -> None:
        self._window = window
        self._data = data
        self._probes = probes
        self._school = TaskOwner("demo", on_error=self._failed)
        self._openings = TaskOwner("demo", on_error=self._failed)
        self._clients: list[Process] = []
        self._closed = asyncio.Event()
        window.closed.connect(self._closed.set)

    async def run(self) -> int:
        """Run until the window is closed; then end in turn what writes, what it wrote to, the homeserver."""
        self._school.run(self._work(), name="school")
        await self._closed.wait()
        await self._openings.cancel_all()
        await asyncio.gather(*(_ended(client) for client in self._clients))
        await self._school.cancel_all()
        return 0

    async def _work(self) -> None:
        async with running_school(self._data, self._window.reported.emit) as school:
            with tempfile.TemporaryDirectory(prefix="schoolbell-homes-") as homes:
                people = people_to_be(school)
                self._window.open_as.connect(
                    lambda account: self._openings.run(self._open(school, account, Path(homes)), name="open")
                )
                self._window.show_people(people)
                self._openings.run(self._open(school, people[0][1], Path(homes)), name="open")
                await asyncio.Event().wait()  # until `run` has seen the last program off

    async def _open(self, school: SchoolLine, account: Account, homes: Path) -> None:
        """Sign `account` in and start Schoolbell with its own data folder."""
        name = account.user_id[1:].partition(":")[0]
        home = homes / name
        if not home.exists():
            await sign_in_profile(home, school.homeserver, account)
        command = [*program(), "--plaintext-session", "--home", str(home)]
        environment = dict(os.environ)
        if self._probes is not None:
            command.append("--allow-probe")
            environment |= {PROBE_VARIABLE: PROBE, SOCKET_VARIABLE: str(self._probes / name)}
        self._clients.append(await asyncio.create_subprocess_exec(*command, env=environment))

    def _failed(self, error: BaseException) -> None:
        log.error("the demo failed", exc_info=error)
        self._window.show_failure(
            QCoreApplication.translate(
                "DemoWindow",
                "The demo school could not be started. The window of the command has the details.",
            )
        )


async def _ended(client: Process) -> None:
    """Ask a program to end; insist after some seconds (it may ask the person about something)."""
    with contextlib.suppress(ProcessLookupError):
        client.terminate()
    try:
        await asyncio.wait_for(client.wait(), _PATIENCE)
    except TimeoutError:
        client.kill()
        await client.wait()


def people_to_be(school: SchoolLine) -> list[tuple[str, Account]]:
    """Return whom the demo can be opened as: the class teacher first, then a student and a guardian."""
    translate = QCoreApplication.translate
    class_name = school.rooms_of("group")[0].class_
    teacher = first(school.people("head_teacher") or school.people("teacher", class_name))
    student = first(school.people("student", class_name))
    guardian = first(school.people("guardian", class_name))
    return [
        (translate("DemoWindow", "Open as the class teacher"), teacher),
        (translate("DemoWindow", "Open as a student"), student),
        (translate("DemoWindow", "Open as a guardian"), guardian),
    ]
