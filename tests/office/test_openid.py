"""Who asks the office: OpenID tokens checked at a real homeserver, and what is bounded about it."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable
from schoolbell.domain.office import OfficeOffers, read_offers
from schoolbell.domain.school import SCHOOL_TYPE
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.transport import Transport
from schoolbell.shell.office_watch import OfficeWatch
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.system.http import make_client
from schoolbell_demo.homeserver import Synapse
from schoolbell_office import openid
from schoolbell_office.check import check_server
from schoolbell_office.openid import OpenId, Pace, bearer
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import Files
from tests.office.on_duty import Duty, PhoneGateway, duty_at, until
from tests.synapse.test_engine import Token

GOOD = b'{"sub":"@t1:school.test"}'


class Userinfo:
    """A homeserver's one path, whose answers the test sets; counts what it was asked."""

    def __init__(self) -> None:
        self.status, self.body = 200, GOOD
        self.asked: list[str] = []


@contextmanager
def userinfo() -> Iterator[tuple[str, Userinfo]]:
    """Listen on 127.0.0.1; gives (URL, what it answers)."""
    said = Userinfo()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.asked.append(self.path)
            self.send_response(said.status)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", said
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def listening() -> Iterator[tuple[str, Userinfo]]:
    """Return a homeserver's path that can lie."""
    with userinfo() as found:
        yield found


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def test_an_answer_is_remembered_for_ten_minutes_a_refusal_for_one(
    listening: tuple[str, Userinfo], http: httpx.AsyncClient
) -> None:
    url, said = listening
    clock = FakeClock()
    identity = OpenId(http, url, "school.test", clock)
    assert [await identity.who("one") for _ in range(3)] == ["@t1:school.test"] * 3
    assert len(said.asked) == 1
    clock.advance(openid.REMEMBER_SECONDS + 1)
    said.status, said.body = 401, b'{"errcode":"M_UNKNOWN_TOKEN"}'
    assert await identity.who("one") is None, "it has expired meanwhile"
    assert await identity.who("one") is None
    assert len(said.asked) == 2
    clock.advance(openid.REFUSED_SECONDS + 1)
    said.status, said.body = 200, GOOD
    assert await identity.who("one") == "@t1:school.test"


async def test_many_at_once_with_one_token_ask_once(
    listening: tuple[str, Userinfo], http: httpx.AsyncClient
) -> None:
    url, said = listening
    identity = OpenId(http, url, "school.test", FakeClock())
    found = await asyncio.gather(*(identity.who("one") for _ in range(30)))
    assert set(found) == {"@t1:school.test"}
    assert len(said.asked) <= 8


async def test_no_more_are_remembered_than_there_is_room_for(
    listening: tuple[str, Userinfo], http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, said = listening
    monkeypatch.setattr(openid, "MOST_REMEMBERED", 3)
    identity = OpenId(http, url, "school.test", FakeClock())
    for number in range(5):
        await identity.who(f"token{number}")
    await identity.who("token4")
    assert len(said.asked) == 5
    await identity.who("token0")
    assert len(said.asked) == 6, "the oldest was forgotten"


@pytest.mark.parametrize("token", ["", " ", "a b", "a\nb", "ü", "a&b", "x" * 513, "%41"])
async def test_what_cannot_be_a_token_is_not_asked_about(
    listening: tuple[str, Userinfo], http: httpx.AsyncClient, token: str
) -> None:
    url, said = listening
    assert await OpenId(http, url, "school.test", FakeClock()).who(token) is None
    assert said.asked == []


@pytest.mark.parametrize(
    "sub", ["@t1:evil.test", "@t1:school.test:8448", "@t1:xschool.test", "@:school.test", "@t1"]
)
async def test_an_account_of_another_server_is_nobody(
    listening: tuple[str, Userinfo], http: httpx.AsyncClient, sub: str
) -> None:
    url, said = listening
    said.body = json.dumps({"sub": sub}).encode()
    assert await OpenId(http, url, "school.test", FakeClock()).who("one") is None


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (404, b"{}"), (302, b""), (200, b""), (200, b"[]"), (200, b'{"sub":7}'), (200, b"{" * 4000),
     (200, b'{"sub":"t1:school.test"}'), (200, GOOD + b" " * 5000)],
)  # fmt: skip
async def test_a_homeserver_that_talks_nonsense_says_nothing_for_good(
    listening: tuple[str, Userinfo],
    http: httpx.AsyncClient,
    allowed_logs: list[str],
    status: int,
    body: bytes,
) -> None:
    allowed_logs.append("does not say whose a token is")
    url, said = listening
    said.status, said.body = status, body
    identity = OpenId(http, url, "school.test", FakeClock())
    with pytest.raises(KnownError) as fault:
        await identity.who("one")
    assert fault.value.code is ErrorCode.SERVER
    said.status, said.body = 200, GOOD
    assert await identity.who("one") == "@t1:school.test", "asked again at once"


async def test_a_homeserver_that_is_away_is_a_fault_without_the_token(
    http: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with pytest.raises(KnownError) as fault:
        await OpenId(http, "http://127.0.0.1:9", "school.test", FakeClock()).who("secret-token")
    assert fault.value.code is ErrorCode.NETWORK
    assert "secret-token" not in caplog.text + str(fault.value)


def test_an_address_that_asks_too_often_waits() -> None:
    clock = FakeClock()
    pace = Pace(clock, burst=3, per_second=0.5)
    assert [pace.wait("a") for _ in range(3)] == [0, 0, 0]
    assert pace.wait("a") == 2
    assert pace.wait("b") == 0, "others do not wait for it"
    clock.advance(2)
    assert (pace.wait("a"), pace.wait("a") > 0) == (0, True)
    for number in range(openid.MOST_ADDRESSES + 5):
        pace.wait(str(number))
    assert len(pace._left) == openid.MOST_ADDRESSES


def test_one_bearer_header_is_read() -> None:
    assert bearer(["Bearer abc"]) == bearer(["bearer  abc "]) == "abc"
    assert bearer([]) == bearer(["Basic abc"]) == bearer(["abc"]) == bearer(["Bearer a", "Bearer b"]) == ""


def test_offers_of_any_quality_are_read() -> None:
    found = read_offers(b'{"v":1,"gateways":["call","pigeon","sms"],"x":1}')
    assert found == OfficeOffers(1, ("sms", "call"))
    for odd in (b"", b"[]", b'{"v":2,"gateways":["sms"]}', b'{"v":1,"gateways":7}', b"[" * 100_000):
        assert read_offers(odd) is None


# -- at a real homeserver ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def duty(homeserver: Synapse, tmp_path_factory: pytest.TempPathFactory) -> Duty:
    """Return a school of two families."""
    return asyncio.run(duty_at(homeserver, tmp_path_factory.mktemp("openid")))


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[PhoneGateway]:
    """Return a gateway that listens."""
    with closing(PhoneGateway(tmp_path)) as found:
        yield found


@pytest.mark.synapse
async def test_staff_is_told_of_gateways_families_and_strangers_are_not(
    duty: Duty, gateway: PhoneGateway
) -> None:
    duty.configure(gateway.table())
    tokens = {who: duty.openid(who) for who in ("t1", "t2", "s01", "g11")}
    with duty.office() as office:
        await until(lambda: duty.offered(tokens["t1"])[0] == 200, "the answer", office)
        assert duty.offered(tokens["t2"]) == (200, {"v": 1, "gateways": ["sms", "call"]})
        assert duty.offered(tokens["s01"]) == duty.offered(tokens["g11"]) == (403, {"errcode": "M_FORBIDDEN"})
        assert duty.offered() == (401, {"errcode": "M_MISSING_TOKEN"})
        unknown = (401, {"errcode": "M_UNKNOWN_TOKEN"})
        assert duty.offered("garbage") == duty.offered(tokens["t1"] + "x") == unknown
        # An access token is no OpenID token: nobody gets used to giving it away.
        access = duty.accounts["t1"].access_token
        assert duty.offered(access) == unknown
    said = duty.log.read_text()
    assert not [token for token in (*tokens.values(), access, "garbage") if token in said]


@pytest.mark.synapse
async def test_an_expired_token_and_one_for_another_servers_name_count_for_nobody(
    duty: Duty, http: httpx.AsyncClient
) -> None:
    import sqlite3

    homeserver = duty.school.homeserver
    token = duty.openid("t1")
    elsewhere = OpenId(http, homeserver.base_url, "other.test", SystemClock())
    assert await elsewhere.who(token) is None
    here = OpenId(http, homeserver.base_url, homeserver.server_name, SystemClock())
    assert await here.who(token) == duty.user("t1")
    expired = duty.openid("t1")
    with closing(sqlite3.connect(homeserver.data_dir / "homeserver.db", timeout=20)) as database, database:
        found = database.execute(
            "UPDATE open_id_tokens SET ts_valid_until_ms = 1 WHERE token = ?", (expired,)
        ).rowcount
    assert found == 1
    assert await here.who(expired) is None


@pytest.mark.synapse
async def test_the_check_looks_for_the_path(duty: Duty) -> None:
    client = make_client()
    try:
        transport = Transport(client, duty.school.homeserver.base_url)
        room_token = duty.school.config.room_token()
        found = await check_server(duty.school.config, transport, room_token)
        assert "no_openid" not in {one.key for one in found}

        class Without:
            """The same server behind a listener that lacks the resource."""

            async def request(self, method: str, path: str, **more: Any) -> bytes:
                return await transport.request(method, path.replace("/openid/", "/nothing/"), **more)

        found = await check_server(duty.school.config, Without(), room_token)
        assert "no_openid" in {one.key for one in found}
    finally:
        await client.aclose()


@pytest.mark.synapse
async def test_the_clients_of_staff_learn_the_gateways_by_it(
    duty: Duty, gateway: PhoneGateway, tmp_path: Path
) -> None:
    duty.configure(gateway.table().replace("call = true", ""))
    async with AsyncExitStack() as stack:
        stack.enter_context(duty.office())
        token = duty.openid("t1")
        await until(lambda: duty.offered(token)[0] == 200, "the office is there")
        watches: dict[str, OfficeWatch] = {}
        tasks: list[asyncio.Task[Any]] = []
        for who in ("t1", "g11"):
            http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
            account = duty.accounts[who]
            transport = Transport(http, duty.school.homeserver.base_url, Token(account.access_token))
            client = MatrixClient(transport, account.user_id)
            files = Files.make(tmp_path_of(tmp_path, who))
            stack.callback(files.close)
            url = json.dumps({"v": 1, "office": f"http://127.0.0.1:{duty.port}/"})
            await files.cache.write(
                lambda conn, url=url: conn.execute(  # type: ignore[misc]
                    "INSERT INTO account_data (room, type, content) VALUES (0, ?, ?)",
                    (SCHOOL_TYPE, url.encode()),
                )
            )
            engine = SimpleNamespace(changes=Observable[Changes](), status=Observable[SyncStatus]())
            watches[who] = OfficeWatch(
                engine, files.cache, http, client.openid_token, SystemClock(),  # type: ignore[arg-type]
                lambda coroutine: tasks.append(asyncio.ensure_future(coroutine)),
            )  # fmt: skip
            stack.callback(watches[who].stop)
            engine.status.emit(SyncStatus(SyncState.LIVE))
        while pending := [task for task in tasks if not task.done()]:
            await asyncio.wait(pending)
        assert [task.exception() for task in tasks] == [None] * len(tasks)
    assert watches["t1"].gateways == ("sms",)
    assert watches["g11"].gateways == ()
    assert watches["g11"].url is not None


def tmp_path_of(folder: Path, who: str) -> Path:
    made = folder / who
    made.mkdir()
    return made
