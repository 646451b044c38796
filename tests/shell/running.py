"""The whole application in this process, offscreen: for tests of what happens between accounts."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from schoolbell.shell import options
from schoolbell.shell.application import Application
from schoolbell.system.pin import Pins
from schoolbell.system.policy import Policy


class Crash:
    def report(self, error):
        raise AssertionError("a bug was reported") from error


class Running:
    """One application; `until` turns both the asyncio loop and Qt's."""

    def __init__(self, qtbot, application):
        self.qtbot, self.app = qtbot, application
        self._turn = QTimer()
        self._turn.setSingleShot(True)

    @property
    def window(self):
        return self.app.window

    async def turn(self):
        with self.qtbot.waitSignal(self._turn.timeout):
            self._turn.start(0)
        session = self.app.session
        if session is not None and session.presenter is not None:
            session.presenter.bridge.flush()
        await asyncio.sleep(0.01)

    async def until(self, condition, what):
        for _ in range(800):
            await self.turn()
            if condition():
                return
        pytest.fail(f"{what} did not come true")

    def child(self, name):
        """The shown widget of that object name, in any window."""
        for top in QApplication.topLevelWidgets():
            for found in [top, *top.findChildren(object, name)]:
                if found.objectName() == name and found.isVisible():
                    return found
        return None

    async def seen(self, name):
        await self.until(lambda: self.child(name) is not None, name)
        return self.child(name)


def everything_said():
    """Every text that a screen reader could reach, hidden things included, and every window title."""
    shown = [top for top in QApplication.topLevelWidgets() if top.isVisible()]
    texts = []
    stack = [QAccessible.queryAccessibleInterface(top) for top in (QApplication.instance(), *shown)]
    while stack:
        interface = stack.pop()
        if interface is None or not interface.isValid():
            continue
        kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
        texts += [interface.text(kind) for kind in kinds]
        stack += [interface.child(at) for at in range(interface.childCount())]
    for top in QApplication.topLevelWidgets():
        if top.isVisible() or top.windowHandle() is not None:
            texts.append(top.windowTitle())
    return "\n".join(text for text in texts if text)


@asynccontextmanager
async def running(qtbot, qapp, paths, clock, **surroundings):
    """Give the application over `paths`, painted and alive; `surroundings` replace the real ones."""
    chosen = options.parse(["--plaintext-session", "--lang", "en", "--theme", "light"])
    application = Application(qapp, chosen, paths, Policy(), clock, Crash())
    application.accounts._around = replace(application.around, **surroundings)
    application.locking.pins = Pins(paths, clock, cost=16)
    made = Running(qtbot, application)
    application.begin()
    life = asyncio.ensure_future(application.run())
    await made.until(lambda: application.tray is not None, "the first paint")
    try:
        yield made
    finally:
        application.quit()
        await asyncio.wait_for(life, 20)
        application.languages.remove()
        application.deleteLater()
        for top in QApplication.topLevelWidgets():
            top.deleteLater()
