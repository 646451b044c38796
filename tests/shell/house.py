"""The whole program in this process, on a home that a school is in, without any server."""

import asyncio
import sqlite3

import pytest
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QApplication

from schoolbell.base.clock import SystemClock
from schoolbell.matrix.login import Credentials
from schoolbell.shell import options
from schoolbell.shell.application import Application
from schoolbell.shell.crash import CrashHook
from schoolbell.shell.trouble import TroublePage
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from schoolbell.ui.errors import error_words
from tests.shell.prepared import prepare_home


class House:
    """Open it with `begin`, end it with `end`; a bug inside fails the test."""

    def __init__(self, folder, qtbot):
        self.paths = prepare_home(folder)
        self.profile = Profiles(self.paths).current()
        self.files = self.paths.profile(self.profile.id)
        self.bugs = []
        self._qtbot = qtbot
        self._folder = folder
        self._turn = QTimer()
        self._turn.setSingleShot(True)
        self.app = None

    async def sign_in(self):
        """Have a session for a server that does not answer: what is written waits."""
        pair = Credentials(self.profile.user_id, "DEVICE", "token", "refresh")
        await FileSecrets(self.paths).save(self.profile.id, pair.to_secret())

    async def write(self, text):
        """Send a message from the pane and wait until it is in the outbox."""
        await self.until(lambda: self.pane.writing.ready and not self.pane.composer.refusal, "the composer")
        self.pane.composer.input.setPlainText(text)
        self._qtbot.keyClick(self.pane.composer.input, Qt.Key.Key_Return)
        await self.until(lambda: text in self.bodies() and not self.pane.composer.input.text(), "the echo")

    def begin(self):
        clock = SystemClock()
        chosen = options.parse(["--home", str(self._folder), "--plaintext-session", "--theme", "light"])
        crash = CrashHook(self.paths.logs, clock.now_ms, self.bugs.append)
        self.app = Application(QApplication.instance(), chosen, self.paths, Policy(), clock, crash)
        self.app.begin()
        self._running = asyncio.ensure_future(self.app.run())

    async def end(self):
        if self.app is not None:
            self.app.quit()
            await self._running
            self.app.languages.remove()
            QLocale.setDefault(QLocale.c())
            self.app.window.deleteLater()
            self.app.deleteLater()
            self.app = None
        assert self.bugs == []

    async def until(self, condition, what):
        for _ in range(500):
            with self._qtbot.waitSignal(self._turn.timeout):
                self._turn.start(0)
            if condition():
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"{what} did not come true")

    @property
    def page(self):
        pages = [page for page in self.app.window.findChildren(TroublePage) if page.isVisible()]
        return pages[0] if pages else None

    def says(self, code):
        return self.page is not None and self.page._words.accessibleName() == error_words(code).title

    @property
    def pane(self):
        session = self.app.session
        return session.pane if session is not None else None

    def bodies(self):
        return [getattr(item, "body", "") for item in self.app.session.presenter.timeline.items()]

    def local(self, statement, *arguments):
        with sqlite3.connect(self.files.local_db) as connection:
            found = connection.execute(statement, arguments).fetchall()
        connection.close()
        return found
