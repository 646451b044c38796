"""Signing in by a bare number against a server with limits: one try each, and the told wait is enough."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from schoolbell.domain.signin import SignIn
from schoolbell.system.http import make_client
from schoolbell.system.paths import Paths
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import MemorySecrets
from schoolbell.ui.signin.page import SignInPage
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.signin import SignInPresenter
from schoolbell_demo.homeserver import Synapse
from tests import servers

pytestmark = pytest.mark.synapse


@pytest.fixture
def fresh_limits(tmp_path: Path) -> Iterator[Synapse]:
    """Give a server with Synapse's own limits that nobody has signed in to yet."""
    server = Synapse(tmp_path / "server", test_limits=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def short_limits(tmp_path: Path) -> Iterator[Synapse]:
    """Give a server that makes people wait for seconds instead of minutes."""
    limits = {"failed_attempts": {"per_second": 0.4, "burst_count": 2}}
    server = Synapse(tmp_path / "server", test_limits=True, extra_config={"rc_login": limits})
    server.start()
    yield server
    server.stop()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Return the light theme."""
    return Theme(qapp, "light", "zh_CN")


class Desk:
    """One computer: the real page, presenter and service; what they ask the server is counted."""

    def __init__(self, qtbot: Any, theme: Theme, http: httpx.AsyncClient, folder: Path) -> None:
        self.logins = 0
        self.told: list[tuple[str, dict[str, Any]] | str] = []
        http.event_hooks = {"request": [self._count]}
        service = SignIn(http, Profiles(Paths(folder)), MemorySecrets())
        self.presenter = SignInPresenter(service, lambda error: pytest.fail(repr(error)))  # type: ignore[arg-type]
        self.presenter.signed_in.connect(lambda done: self.told.append(done.profile.user_id))
        self.presenter.failed.connect(lambda code, details: self.told.append((code, details)))
        self.page = SignInPage(theme, self.presenter)
        self._qtbot = qtbot
        qtbot.addWidget(self.page)
        self.page.show()

    async def _count(self, request: httpx.Request) -> None:
        self.logins += request.method == "POST" and request.url.path.endswith("/login")

    async def sign_in(self, server: Synapse, number: str, role: str, password: str) -> Any:
        """Type and press Enter, as a person does; return what the page was told."""
        before = len(self.told)
        if not self.page.card.isVisible():
            self.page.start_with(server.base_url)
            await self._until(self.page.card.isVisible)
        self.page.account.setText(number)
        self._qtbot.mouseClick(self.page.roles.choices[role], Qt.MouseButton.LeftButton)
        self.page.password.setText(password)
        self._qtbot.keyClick(self.page.password, Qt.Key.Key_Return)
        await self._until(lambda: len(self.told) > before)
        return self.told[-1]

    async def _until(self, condition: Any) -> None:
        async with asyncio.timeout(30):
            while not condition():  # noqa: ASYNC110 (a condition of widgets)
                await asyncio.sleep(0.02)


async def test_five_people_behind_one_address_sign_in_by_their_numbers(
    qtbot: Any, theme: Theme, fresh_limits: Synapse, tmp_path: Path
) -> None:
    people = [servers.new_user(fresh_limits, role) for role in ("g", "g", "t", "s", "g")]
    for number, account in enumerate(people):
        async with make_client() as http:
            desk = Desk(qtbot, theme, http, tmp_path / str(number))
            told = await desk.sign_in(
                fresh_limits, account.localpart[1:], account.localpart[0], account.password
            )
            assert told == account.user_id
            assert desk.logins == 1
            await desk.presenter.stop()


async def test_after_wrong_passwords_the_told_wait_is_enough(
    qtbot: Any, theme: Theme, short_limits: Synapse, tmp_path: Path
) -> None:
    account = servers.new_user(short_limits, "g")
    number = account.localpart[1:]
    async with make_client() as http:
        desk = Desk(qtbot, theme, http, tmp_path / "desk")
        for _ in range(2):
            code, _details = await desk.sign_in(short_limits, number, "g", "not it")
            assert code == "wrong_password"
        code, details = await desk.sign_in(short_limits, number, "g", account.password)
        assert code == "rate_limited"
        assert desk.logins == 3, "one try each"
        submit = desk.page.findChild(object, "signInButton")
        assert not submit.isEnabled()
        assert submit.text().startswith("Try again in 0:0")
        assert 0 < details["retry_after_ms"] <= 5000
        await asyncio.sleep(details["retry_after_ms"] / 1000)
        while not submit.isEnabled():
            desk.page._count_down()  # no event loop of Qt runs its seconds here
        desk.page.password.setText(account.password)
        assert await desk.sign_in(short_limits, number, "g", account.password) == account.user_id
        assert desk.logins == 4
        await desk.presenter.stop()
