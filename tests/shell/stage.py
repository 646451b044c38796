"""One account's session against a homeserver, and somebody at the other end."""

import asyncio
from functools import partial

import pytest
from PySide6.QtCore import QTimer

from schoolbell.base.clock import SystemClock
from schoolbell.domain.signin import SignIn
from schoolbell.shell.session import Session, Surroundings
from schoolbell.system.http import make_client
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from schoolbell.system.settings import Settings
from tests import servers


class Stage:
    """A teacher's open session and a student at the server."""

    def __init__(self, server, teacher, student, room, around, profile, qtbot):
        self.server, self.teacher, self.student, self.room = server, teacher, student, room
        self.around, self.profile = around, profile
        self._qtbot = qtbot
        self._turn = QTimer()
        self._turn.setSingleShot(True)
        self.statuses = []
        self.session = self.make()

    def make(self):
        session = Session(self.around, self.profile)
        session.status_changed.connect(lambda status: self.statuses.append(status.state))
        return session

    async def until(self, condition, what):
        for _ in range(600):
            with self._qtbot.waitSignal(self._turn.timeout):
                self._turn.start(0)
            self.session.presenter.bridge.flush()
            if condition():
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"{what} did not come true")

    def call(self, who, method, path, body=None):
        return self.server.call(method, path, body, token=who.access_token)

    def bodies(self):
        found = self.call(
            self.student, "GET", f"/_matrix/client/v3/rooms/{self.room}/messages?dir=b&limit=20"
        )
        return [event["content"].get("body") for event in found["chunk"]]


async def make_stage(server, folder, theme, qtbot):
    """Return a stage on `server` with fresh people and a room; its data lie under `folder`."""
    teacher = await asyncio.to_thread(partial(servers.new_user, server, "t", name="周敏老师"))
    student = await asyncio.to_thread(partial(servers.new_user, server, "s", name="李明"))
    room = await asyncio.to_thread(
        partial(servers.new_room, server, teacher, [student], name="三年级2班 家校群")
    )
    return await stage_of(server, teacher, folder, theme, qtbot, student, room)


async def stage_of(server, teacher, folder, theme, qtbot, student=None, room=""):
    """Return a stage of an account that the server has; its data lie under `folder`."""
    paths = Paths(folder)
    async with make_client() as http:
        signing = SignIn(http, Profiles(paths), FileSecrets(paths))
        await signing.find_server(server.base_url)
        signed_in = await signing.sign_in(teacher.user_id, teacher.password)
        if signed_in.first_sign_in:
            signed_in = await signing.change_password(teacher.password, "own password 1")
    policy = Policy()
    around = Surroundings(
        paths=paths, settings=Settings(paths, policy), policy=policy, clock=SystemClock(), theme=theme,
        crash=lambda error: pytest.fail(repr(error)), plaintext_session=True,
    )  # fmt: skip
    return Stage(server, teacher, student, room, around, signed_in.profile, qtbot)


async def opened(stage, qtbot):
    pane = stage.session.open()
    qtbot.addWidget(pane)
    pane.resize(1216, 800)
    pane.show()
    await stage.session.start()
    return pane
