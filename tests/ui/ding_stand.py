"""A DING pane over a box and a desk in memory, on the screen; shared by the tests of the pane."""

import asyncio

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from schoolbell.ui.ding.pane import DingPane
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding import DingPresenter
from schoolbell.viewmodels.ding_compose import ComposePresenter
from tests.fakes import ding as school
from tests.fakes.clock import FakeClock
from tests.fakes.ding import FakeBox, FakeDesk


class Stand:
    def __init__(self, qtbot, theme, folder, size=(1280, 800)):
        self.qtbot = qtbot
        self.bridge = Bridge(lambda error: pytest.fail(repr(error)))
        self.clock = FakeClock(start_ms=school.NOW)
        self.box = FakeBox()
        self.desk = FakeDesk(self.box)
        self.presenter = DingPresenter(self.bridge, self.clock)
        self.compose = ComposePresenter(self.bridge, self.clock, folder)
        self.pane = DingPane(theme, self.presenter, self.compose, self.clock)
        self.window = QWidget()
        layout = QHBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pane)
        self.window.setMinimumSize(size[0] - 64, size[1])
        self.window.resize(size[0] - 64, size[1])
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        self.presenter.attach(self.box)
        self.compose.attach(self.desk)

    async def settle(self):
        """Let pauses be over, tasks end, and a frame pass."""
        turn = QTimer()
        turn.setSingleShot(True)
        for _ in range(3):
            for timer in (self.compose._plan_pause, self.compose._save_pause):
                if timer.isActive():
                    timer.stop()
                    timer.timeout.emit()
            while pending := [one for one in self.bridge._tasks._tasks if one is not asyncio.current_task()]:
                await asyncio.wait(pending)
            self.bridge.flush()
            with self.qtbot.waitSignal(turn.timeout):
                turn.start(0)

    async def open(self, key, tab="received"):
        self.pane.show_tab(tab)
        self.pane.open_row(key)
        await self.settle()

    async def write(self, text=school.TEXT, targets=school.TARGETS[:3]):
        self.pane.begin(targets, text)
        await self.settle()

    @property
    def shown(self):
        return self.pane._stack.currentWidget().objectName()

    def did(self, what):
        return [one for one in (*self.box.done, *self.desk.done) if one[0] == what]

    async def stop(self):
        self.window.hide()
        self.presenter.stop()
        self.compose.stop()
        await self.bridge.stop()
