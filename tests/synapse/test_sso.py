"""Signing in through the browser: a real Synapse, a CAS server of ours, a browser that follows by HTTP."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from PySide6.QtCore import Qt

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.signin import SignIn, resume
from schoolbell.matrix.discovery import SCHOOL
from schoolbell.matrix.login import token_login
from schoolbell.matrix.transport import Transport
from schoolbell.shell.event_loop import EventLoop
from schoolbell.system.http import make_client
from schoolbell.system.paths import Paths
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from schoolbell_demo.homeserver import Synapse
from tests.cas_server import CasServer, cas_server
from tests.fakes.browser import HttpBrowser
from tests.shell.running import running

pytestmark = pytest.mark.synapse
WORDS = "登录完成 <done>"


@pytest.fixture(scope="module")
def cas() -> Iterator[CasServer]:
    with cas_server() as server:
        yield server


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory, cas: CasServer) -> Iterator[Synapse]:
    config = {"cas_config": {"enabled": True, "server_url": cas.url, "idp_name": "第三小学统一登录"}}
    server = Synapse(tmp_path_factory.mktemp("sso-homeserver"), extra_config=config)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def browser() -> Iterator[HttpBrowser]:
    made = HttpBrowser()
    yield made
    made.close()


@pytest_asyncio.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with make_client() as client:
        yield client


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


async def signing_at(http: httpx.AsyncClient, paths: Paths, school: Synapse) -> SignIn:
    made = SignIn(http, Profiles(paths), FileSecrets(paths))
    found = await made.find_server(school.base_url)
    assert found.sso_login
    assert found.password_login
    assert found.sso_name == "第三小学统一登录"
    return made


async def test_the_browser_signs_in_and_again_on_the_same_device(
    http: httpx.AsyncClient, paths: Paths, school: Synapse, cas: CasServer, browser: HttpBrowser
) -> None:
    cas.person = "t100"
    signing = await signing_at(http, paths, school)
    done = await signing.sign_in_by_browser(browser.open, WORDS)
    browser.close()
    assert done.profile.user_id == "@t100:school.test"
    assert Profiles(paths).current() == done.profile
    assert "登录完成 &lt;done&gt;" in browser.last_page
    assert parse_qs(urlsplit(browser.opened[0]).query)["redirectUrl"][0].startswith("http://127.0.0.1:")
    client, _session = await resume(http, done.profile, done.secrets)
    assert (await client.whoami()).user_id == "@t100:school.test"

    again = await signing_at(http, paths, school)
    second = await again.sign_in_by_browser(browser.open, WORDS, account="t100")
    assert second.credentials.device_id == done.credentials.device_id

    # the address was good once, and nobody listens there any more
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", urlsplit(browser.came_back_to).port)


async def test_no_password_of_ones_own_is_asked_for(
    http: httpx.AsyncClient, paths: Paths, school: Synapse, cas: CasServer, browser: HttpBrowser
) -> None:
    account = school.register("s200", "first pass 2")
    path = f"/_matrix/client/v3/user/{account.user_id}/account_data/{SCHOOL}"
    school.call("PUT", path, {"v": 1, "first_sign_in": True}, token=account.access_token)
    cas.person = "s200"
    done = await (await signing_at(http, paths, school)).sign_in_by_browser(browser.open, WORDS)
    assert not done.first_sign_in
    assert Profiles(paths).current() == done.profile
    kept = school.call("GET", path, token=account.access_token)
    assert kept["first_sign_in"] is True  # the slip's password would still have to be changed


async def test_a_browser_that_does_not_open_and_a_token_that_is_refused_have_their_words(
    http: httpx.AsyncClient, paths: Paths, school: Synapse
) -> None:
    signing = await signing_at(http, paths, school)
    broken = HttpBrowser(works=False)
    with pytest.raises(KnownError) as fault:
        await signing.sign_in_by_browser(broken.open, WORDS)
    assert fault.value.code is ErrorCode.NO_BROWSER
    with pytest.raises(KnownError) as fault:
        await token_login(Transport(http, school.base_url), "no such token", "test")
    assert fault.value.code is ErrorCode.SSO_UNFINISHED
    assert Profiles(paths).all() == []


async def test_giving_up_while_the_browser_is_open_leaves_nothing(
    http: httpx.AsyncClient, paths: Paths, school: Synapse, cas: CasServer
) -> None:
    cas.person = "t300"
    browser = HttpBrowser(finishes=False)
    signing = await signing_at(http, paths, school)
    opened = asyncio.Event()

    def open_url(url: str) -> bool:
        opened.set()
        return browser.open(url)

    attempt = asyncio.ensure_future(signing.sign_in_by_browser(open_url, WORDS))
    await opened.wait()
    await asyncio.to_thread(browser.close)
    assert not attempt.done()
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert Profiles(paths).all() == []


def test_the_event_loop_of_qt_carries_it_too(
    qapp: object, paths: Paths, school: Synapse, cas: CasServer, browser: HttpBrowser
) -> None:
    cas.person = "t400"

    async def whole_way() -> str:
        async with make_client() as client:
            signing = await signing_at(client, paths, school)
            return (await signing.sign_in_by_browser(browser.open, WORDS)).profile.user_id

    with EventLoop(qapp) as loop:
        assert loop.run_until_complete(whole_way()) == "@t400:school.test"


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_the_whole_way_from_the_button_to_the_rooms(
    qtbot: Any, qapp: Any, paths: Paths, school: Synapse, cas: CasServer, browser: HttpBrowser
) -> None:
    cas.person = "t500"
    async with running(qtbot, qapp, paths, SystemClock(), open_url=browser.open) as app:
        address = await app.seen("addressField")
        address.setText(school.base_url)
        qtbot.keyClick(address, Qt.Key.Key_Return)
        button = await app.seen("browserButton")
        assert button.accessibleName() == "Sign in with 第三小学统一登录"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.app.session is not None, "the account")
        await app.until(lambda: app.window.rail.me._online, "the connection")
        assert app.app.session.profile.user_id == "@t500:school.test"
