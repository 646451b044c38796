"""The demo with a display: its window, the running school, and Schoolbell opened as the people chosen."""

import asyncio
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
from schoolbell_demo.client import program
from schoolbell_demo.line import Account, SchoolLine, first
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.running import running_school
from schoolbell_demo.window import DemoWindow

log = logging.getLogger(__name__)


def run_desktop(data: Path | None) -> int:
    """Show the demo's window until it is closed; return the exit code."""
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    languages = Languages(app)
    theme = Theme(app, language=languages.use(""))
    window = DemoWindow(theme)
    window.show()
    with EndedBySignals(window.close), qasync.QEventLoop(app) as loop:
        return int(loop.run_until_complete(_Demo(window, data).run()))


class _Demo:
    def __init__(self, window: DemoWindow, data: Path | None) -> None:
        self._window = window
        self._data = data
        self._tasks = TaskOwner("demo", on_error=self._failed)
        self._clients: list[Process] = []
        self._closed = asyncio.Event()
        window.closed.connect(self._closed.set)

    async def run(self) -> int:
        work = self._tasks.run(self._work(), name="school")
        await self._closed.wait()
        for client in self._clients:
            if client.returncode is None:
                client.terminate()
        await asyncio.gather(*(client.wait() for client in self._clients))
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await self._tasks.cancel_all()
        return 0

    async def _work(self) -> None:
        async with running_school(self._data, self._window.reported.emit) as school:
            with tempfile.TemporaryDirectory(prefix="schoolbell-homes-") as homes:
                self._window.open_as.connect(
                    lambda account: self._tasks.run(self._open(school, account, Path(homes)), name="open")
                )
                people = people_to_be(school)
                self._window.show_people(people)
                await self._open(school, people[0][1], Path(homes))
                await self._closed.wait()

    async def _open(self, school: SchoolLine, account: Account, homes: Path) -> None:
        """Sign `account` in and start Schoolbell with its own data folder."""
        home = homes / account.user_id[1:].partition(":")[0]
        if not home.exists():
            await sign_in_profile(home, school.homeserver, account)
        self._clients.append(
            await asyncio.create_subprocess_exec(
                *program(), "--plaintext-session", "--home", str(home), env=dict(os.environ)
            )
        )

    def _failed(self, error: BaseException) -> None:
        log.error("the demo failed", exc_info=error)
        self._window.show_failure(
            QCoreApplication.translate(
                "DemoWindow",
                "The demo school could not be started. The window of the command has the details.",
            )
        )


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
