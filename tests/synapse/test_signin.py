"""Signing in to a real homeserver: slip, stored session, waits, first password, renewal, soft logout."""

import asyncio
import json
import logging
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from schoolbell.base import slipcode
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.signin import SignIn, resume
from schoolbell.matrix.auth import Session
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.discovery import SCHOOL
from schoolbell.matrix.login import Credentials, password_login
from schoolbell.matrix.pages import decode_room_receipts
from schoolbell.matrix.sliding import ListRequest, SlidingSyncRequest, decode_sync
from schoolbell.matrix.transport import MatrixError, Transport
from schoolbell.matrix.wire import decode_event
from schoolbell.shell.event_loop import EventLoop
from schoolbell.system.http import make_client
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets, MemorySecrets
from schoolbell_demo.homeserver import Account, Synapse
from tests import servers
from tests.matrix.old_server import OLD_HOMESERVER, PAGE, serving

pytestmark = pytest.mark.synapse
SPACE = "!school:school.test"
OTHER = "!another:school.test"


@pytest_asyncio.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with make_client() as client:
        yield client


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


def set_school(homeserver: Synapse, account: Account, **content: object) -> None:
    path = f"/_matrix/client/v3/user/{account.user_id}/account_data/{SCHOOL}"
    homeserver.call("PUT", path, {"v": 1, **content}, token=account.access_token)


def get_school(homeserver: Synapse, account: Account) -> dict[str, Any]:
    path = f"/_matrix/client/v3/user/{account.user_id}/account_data/{SCHOOL}"
    return homeserver.call("GET", path, token=account.access_token)


def devices(homeserver: Synapse, account: Account) -> dict[str, Any]:
    answer = homeserver.call("GET", "/_matrix/client/v3/devices", token=account.access_token)
    return {device["device_id"]: device for device in answer["devices"]}  # type: ignore[attr-defined]


async def sign_in(signing: SignIn, homeserver: Synapse, account: Account, **more: Any) -> Any:
    await signing.find_server(homeserver.base_url)
    return await signing.sign_in(account.localpart, account.password, **more)


async def test_a_slip_leads_to_a_stored_session_that_a_restart_finds(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    teacher = new_user("t", name="王老师")
    set_school(homeserver, teacher, anchors=[SPACE], office="http://127.0.0.1:9/", first_sign_in=False)
    slip = slipcode.encode(homeserver.base_url, teacher.localpart, teacher.password)
    signing = SignIn(http, Profiles(paths), FileSecrets(paths))

    read = signing.read_slip(slipcode.QR_PREFIX + slip.lower())
    found = await signing.find_server(read.server)
    assert found.password_login
    done = await signing.sign_in(read.localpart, read.password)

    assert not done.first_sign_in
    assert (done.anchors, done.profile.anchor_source) == ((SPACE,), "account")
    assert done.profile.display_name == "王老师"
    assert done.profile.server_name == "school.test"
    shown = devices(homeserver, teacher)[done.credentials.device_id]["display_name"]
    assert shown == "Schoolbell (Linux)"
    file = paths.profile(done.profile.id).session_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert done.credentials.access_token not in paths.profiles_file.read_text()

    current = Profiles(paths).current()
    assert current is not None
    client, _session = await resume(http, current, FileSecrets(paths))
    assert (await client.whoami()).user_id == teacher.user_id


async def test_a_wrong_password_leaves_nothing_behind(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    account = new_user()
    signing = SignIn(http, Profiles(paths), MemorySecrets())
    await signing.find_server(homeserver.base_url)
    with pytest.raises(KnownError) as fault:
        await signing.sign_in(account.localpart, "not it")
    assert fault.value.code is ErrorCode.WRONG_PASSWORD
    assert Profiles(paths).all() == []
    assert list(devices(homeserver, account)) == [account.device_id]
    assert "not it" not in repr(fault.value)


async def test_too_many_tries_say_how_long_to_wait(
    http: httpx.AsyncClient, strict_homeserver: Synapse, paths: Paths
) -> None:
    account = servers.new_user(strict_homeserver)
    signing = SignIn(http, Profiles(paths), MemorySecrets())
    await signing.find_server(strict_homeserver.base_url)
    codes = []
    wait: object = None
    for _ in range(10):
        with pytest.raises(KnownError) as fault:
            await signing.sign_in(account.localpart, "not it")
        codes.append(fault.value.code)
        if fault.value.code is ErrorCode.RATE_LIMITED:
            wait = fault.value.details["retry_after_ms"]
            break
    assert set(codes) <= {ErrorCode.WRONG_PASSWORD, ErrorCode.RATE_LIMITED}
    assert isinstance(wait, int)
    assert 1_000 < wait < 3_600_000


async def test_the_first_sign_in_asks_for_an_own_password_before_anything_is_stored(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    student = new_user("s")
    set_school(homeserver, student, anchors=[SPACE], office="https://o.test/", first_sign_in=True)
    signing = SignIn(http, Profiles(paths), FileSecrets(paths))
    begun = await sign_in(signing, homeserver, student)
    assert begun.first_sign_in
    assert Profiles(paths).all() == []

    with pytest.raises(KnownError) as fault:
        await signing.change_password("not it", "my own words 9")
    assert fault.value.code is ErrorCode.WRONG_PASSWORD
    with pytest.raises(KnownError) as fault:
        await signing.change_password(student.password, student.password)
    assert fault.value.code is ErrorCode.WEAK_PASSWORD

    done = await signing.change_password(student.password, "my own words 9")
    assert not done.first_sign_in
    assert get_school(homeserver, student) == {
        "v": 1,
        "anchors": [SPACE],
        "office": "https://o.test/",
        "first_sign_in": False,
    }  # read with the token of another device: it is still signed in
    assert Profiles(paths).current() == done.profile
    client, _session = await resume(http, done.profile, FileSecrets(paths))
    assert (await client.whoami()).device_id == done.credentials.device_id
    with pytest.raises(KnownError):
        await password_login(Transport(http, homeserver.base_url), student.localpart, student.password, "x")
    again = SignIn(http, Profiles(paths), FileSecrets(paths))
    await again.find_server(homeserver.base_url)
    assert not (await again.sign_in(student.localpart, "my own words 9")).first_sign_in


class LossyTransport(httpx.AsyncBaseTransport):
    """Carries requests, but loses the answers to those whose path ends as told, so many times."""

    def __init__(self, ending: str, losses: int) -> None:
        self.inner = httpx.AsyncHTTPTransport()
        self.ending = ending
        self.losses = losses

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.inner.handle_async_request(request)
        await response.aread()
        if request.url.path.endswith(self.ending) and response.status_code == 200 and self.losses:
            self.losses -= 1
            raise httpx.ReadError("the answer was lost", request=request)
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    async def aclose(self) -> None:
        await self.inner.aclose()


@pytest.mark.parametrize("ending", ["/account/password", f"/account_data/{SCHOOL}"])
async def test_a_first_change_whose_answer_was_lost_can_be_repeated(
    ending: str, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    student = new_user("s")
    set_school(homeserver, student, anchors=[SPACE], first_sign_in=True)
    lossy = LossyTransport(ending, 0)
    async with httpx.AsyncClient(transport=lossy) as client:
        signing = SignIn(client, Profiles(paths), MemorySecrets())
        await sign_in(signing, homeserver, student)
        lossy.losses = 1
        with pytest.raises(KnownError) as fault:
            await signing.change_password(student.password, "first try 1")
        assert fault.value.transient
        done = await signing.change_password(student.password, "second try 2")
        assert not done.first_sign_in
        assert get_school(homeserver, student)["first_sign_in"] is False
        transport = Transport(client, homeserver.base_url)
        found = await password_login(transport, student.localpart, "second try 2", "x")
        assert found.user_id == student.user_id


async def test_a_number_is_enough_of_a_name_where_somebody_of_the_role_signed_in_last(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    for account, as_typed in ((new_user("t"), False), (new_user("t"), True)):
        signing = SignIn(http, Profiles(paths), MemorySecrets())
        await signing.find_server(homeserver.base_url)
        typed = " ".join(account.localpart[1:]) if as_typed else account.localpart
        done = await signing.sign_in(typed, account.password)
        assert done.profile.user_id == account.user_id


async def test_no_log_ever_holds_a_token_or_password(
    homeserver: Synapse, new_user: Callable[..., Account], paths: Paths, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "httpx", "httpcore"):  # also where a program that ran in this process has quieted them
        caplog.set_level(logging.DEBUG, name)
    student = new_user("s")
    set_school(homeserver, student, anchors=[SPACE], first_sign_in=True)
    async with make_client() as client:
        signing = SignIn(client, Profiles(paths), FileSecrets(paths))
        await sign_in(signing, homeserver, student)
        done = await signing.change_password(student.password, "my own words 9")
        matrix, session = await resume(client, done.profile, done.secrets)
        await session.refresh(session.access_token())
        await matrix.whoami()
    assert "Schoolbell" in caplog.text or "HTTP" in caplog.text
    assert {"httpx", "schoolbell.matrix.auth"} <= {record.name for record in caplog.records}
    used = [done.credentials, session.credentials]
    tokens = [token for pair in used for token in (pair.access_token, pair.refresh_token) if token]
    assert len(set(tokens)) == 4
    shown = caplog.text + repr(done) + repr(session) + repr(signing) + repr(matrix)
    assert not [secret for secret in [*tokens, student.password, "my own words 9"] if secret in shown]


async def test_giving_up_the_first_change_removes_the_device(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    student = new_user("s")
    set_school(homeserver, student, anchors=[SPACE], first_sign_in=True)
    signing = SignIn(http, Profiles(paths), MemorySecrets())
    await sign_in(signing, homeserver, student)
    assert len(devices(homeserver, student)) == 2
    await signing.cancel()
    assert list(devices(homeserver, student)) == [student.device_id]


async def test_another_school_behind_the_account_is_never_taken_silently(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    account = new_user()
    set_school(homeserver, account, anchors=[SPACE], first_sign_in=False)
    profiles, secrets = Profiles(paths), MemorySecrets()
    await sign_in(SignIn(http, profiles, secrets), homeserver, account)

    set_school(homeserver, account, anchors=[OTHER], first_sign_in=False)
    with pytest.raises(KnownError) as fault:
        await sign_in(SignIn(http, profiles, secrets), homeserver, account)
    assert fault.value.code is ErrorCode.ANCHOR_CHANGED
    pinned = profiles.current()
    assert pinned is not None
    assert pinned.anchors == (SPACE,)

    agreed = await sign_in(SignIn(http, profiles, secrets), homeserver, account, accept_new_anchors=True)
    assert agreed.anchors == (OTHER,)
    policy = Policy(anchors=(SPACE,))
    signing = SignIn(http, Profiles(Paths(paths.data / "b")), MemorySecrets(), policy)
    assert (await sign_in(signing, homeserver, account)).anchors == (SPACE,)


async def test_signing_in_again_keeps_the_device(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    account = new_user()
    profiles, secrets = Profiles(paths), MemorySecrets()
    first = await sign_in(SignIn(http, profiles, secrets), homeserver, account)
    second = await sign_in(SignIn(http, profiles, secrets), homeserver, account)
    assert first.credentials.device_id == second.credentials.device_id
    assert first.profile.id == second.profile.id


async def test_servers_that_cannot_do_are_refused_clearly(http: httpx.AsyncClient, paths: Paths) -> None:
    signing = SignIn(http, Profiles(paths), MemorySecrets())

    async def refusal(address: str) -> ErrorCode:
        with pytest.raises(KnownError) as fault:
            await signing.find_server(address)
        return fault.value.code

    with serving(OLD_HOMESERVER) as url:
        assert await refusal(url) is ErrorCode.NO_SLIDING_SYNC
        assert await refusal(url.replace("http:", "https:")) is ErrorCode.TLS
    with serving({}, PAGE) as url:
        assert await refusal(url) is ErrorCode.NOT_HOMESERVER
    with serving({}) as url:
        assert await refusal(url) is ErrorCode.NOT_HOMESERVER
    assert await refusal("nowhere.invalid") is ErrorCode.NO_SUCH_HOST
    assert await refusal(url) is ErrorCode.NETWORK


class Shelf:
    """Keeps every saved pair in order."""

    def __init__(self) -> None:
        self.saved: list[Credentials] = []

    async def save(self, credentials: Credentials) -> None:
        self.saved.append(credentials)


async def expiring(tmp_path: Path) -> AsyncIterator[Synapse]:
    server = Synapse(tmp_path, extra_config={"refreshable_access_token_lifetime": "1s"})
    await asyncio.to_thread(server.start)
    try:
        yield server
    finally:
        await asyncio.to_thread(server.stop)


@pytest_asyncio.fixture
async def impatient(tmp_path: Path) -> AsyncIterator[Synapse]:
    """Return a homeserver whose access tokens live for one second."""
    async for server in expiring(tmp_path / "impatient"):
        yield server


async def until_expired(transport: Transport, token: str) -> MatrixError:
    """Wait for the homeserver to call a token expired."""
    async with asyncio.timeout(20):
        while True:
            try:
                await transport.request("GET", "/_matrix/client/v3/account/whoami", token=token)
            except MatrixError as error:
                return error
            await asyncio.sleep(0.1)


async def test_expired_tokens_are_renewed_once_for_all_who_wait_and_rotate(
    http: httpx.AsyncClient, impatient: Synapse
) -> None:
    account = impatient.register("t1", "pass word 1")
    transport = Transport(http, impatient.base_url)
    first = await password_login(transport, "t1", account.password, "test")
    assert first.refresh_token
    shelf = Shelf()
    session = Session(transport, first, shelf.save)
    client = MatrixClient(transport.with_tokens(session), first.user_id)
    error = await until_expired(transport, first.access_token)
    assert error.code is ErrorCode.SOFT_LOGOUT

    people = await asyncio.gather(*(client.whoami() for _ in range(5)))
    assert {person.user_id for person in people} == {first.user_id}
    assert len(shelf.saved) == 1
    second = shelf.saved[0]
    assert second.refresh_token not in (None, first.refresh_token)

    await until_expired(transport, second.access_token)
    await client.whoami()
    assert len(shelf.saved) == 2

    # a process that died before saving still holds the old pair: reuse of what rotated away is refused
    stale = Session(transport, first, shelf.save)
    with pytest.raises(MatrixError) as fault:
        await stale.refresh(first.access_token)
    assert fault.value.code in (ErrorCode.SOFT_LOGOUT, ErrorCode.SIGNED_OUT)


async def test_after_a_soft_logout_the_password_brings_everything_back(
    http: httpx.AsyncClient, tmp_path: Path, paths: Paths
) -> None:
    short = {"refreshable_access_token_lifetime": "1s", "refresh_token_lifetime": "1s"}
    server = Synapse(tmp_path / "forgetful", extra_config=short)
    await asyncio.to_thread(server.start)
    try:
        account = server.register("t1", "pass word 1")
        profiles, secrets = Profiles(paths), FileSecrets(paths)
        done = await sign_in(SignIn(http, profiles, secrets), server, account)
        draft = paths.profile(done.profile.id).local_db
        draft.write_bytes(b"a draft")
        client, session = await resume(http, done.profile, secrets)
        await until_expired(Transport(http, server.base_url), done.credentials.access_token)
        for _ in range(2):
            with pytest.raises(KnownError) as fault:
                await client.whoami()
            assert fault.value.code is ErrorCode.SOFT_LOGOUT
        assert profiles.current() == done.profile
        assert session.credentials == done.credentials

        again = await sign_in(SignIn(http, profiles, secrets), server, account)
        assert again.profile.id == done.profile.id
        assert again.credentials.device_id == done.credentials.device_id
        assert draft.read_bytes() == b"a draft"
    finally:
        await asyncio.to_thread(server.stop)


def test_the_event_loop_of_qt_carries_it_too(
    qapp: object, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    account = new_user()

    async def whole_way() -> str:
        async with make_client() as client:
            signing = SignIn(client, Profiles(paths), FileSecrets(paths))
            done = await sign_in(signing, homeserver, account)
            matrix, session = await resume(client, done.profile, done.secrets)
            stale = session.access_token()
            tokens = await asyncio.gather(*(session.refresh(stale) for _ in range(3)))
            assert len({stale, *tokens}) == 2
            with pytest.raises(KnownError):
                await signing.find_server("nowhere.invalid")
            return (await matrix.whoami()).user_id

    with EventLoop(qapp) as loop:
        assert loop.run_until_complete(whole_way()) == account.user_id


async def test_dying_between_renewal_and_saving_loses_nothing(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account]
) -> None:
    account = new_user()
    transport = Transport(http, homeserver.base_url)
    first = await password_login(transport, account.localpart, account.password, "test")

    async def die(_renewed: Credentials) -> None:
        raise KnownError(ErrorCode.DISK_FULL)

    with pytest.raises(KnownError):
        await Session(transport, first, die).refresh(first.access_token)
    shelf = Shelf()
    again = Session(transport, first, shelf.save)  # the next process reads the old pair
    await again.refresh(first.access_token)
    client = MatrixClient(transport.with_tokens(again), first.user_id)
    assert (await client.whoami()).device_id == first.device_id


async def test_a_device_removed_elsewhere_is_signed_out(
    http: httpx.AsyncClient, homeserver: Synapse, new_user: Callable[..., Account], paths: Paths
) -> None:
    account = new_user()
    secrets = MemorySecrets()
    done = await sign_in(SignIn(http, Profiles(paths), secrets), homeserver, account)
    homeserver.call("POST", "/_matrix/client/v3/logout/all", {}, token=account.access_token)
    client, _session = await resume(http, done.profile, secrets)
    with pytest.raises(KnownError) as fault:
        await client.whoami()
    assert fault.value.code is ErrorCode.SIGNED_OUT


async def test_the_client_reads_and_writes_a_room(
    http: httpx.AsyncClient,
    homeserver: Synapse,
    new_user: Callable[..., Account],
    new_room: Callable[..., str],
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student], name="三年二班")
    clients = []
    for account in (teacher, student):
        transport = Transport(http, homeserver.base_url)
        credentials = await password_login(transport, account.localpart, account.password, "test")
        session = Session(transport, credentials, Shelf().save)
        clients.append(MatrixClient(transport.with_tokens(session), account.user_id))
    ours, theirs = clients

    text = {"msgtype": "m.text", "body": "明天带字典"}
    event_id = await ours.send(room, "m.room.message", "txn/1 ?", text)
    assert await ours.send(room, "m.room.message", "txn/1 ?", text) == event_id

    wanted = ListRequest(required_state=[("m.room.name", "")], timeline_limit=5, ranges=[(0, 9)])
    request = SlidingSyncRequest(conn_id="chats", lists={"rooms": wanted})
    response = decode_sync(await theirs.sync(request, None, 0))
    events = [decode_event(raw) for raw in response.rooms[room].timeline]
    last = events[-1]
    assert last is not None
    assert (last.event_id, last.sender, last.content) == (event_id, teacher.user_id, text)
    assert response.rooms[room].name == "三年二班"
    with pytest.raises(MatrixError) as fault:
        await theirs.sync(request, "9/nonsense", 0)
    assert fault.value.code is ErrorCode.UNKNOWN_POSITION

    await theirs.read_receipt(room, event_id)
    receipts = decode_room_receipts(await ours.room_receipts(room), room)
    assert (student.user_id, event_id) in {(receipt.user_id, receipt.event_id) for receipt in receipts}
    await theirs.typing(room, True)
    assert await ours.state_event(room, "m.room.topic") is None
    limit = await ours.media_config()
    assert limit == 100 << 20
    picture = b"\x00\xff" * 50_000
    mxc = await ours.upload(picture, "application/octet-stream", "字 ?.bin")
    got = b"".join([piece async for piece in theirs.download(mxc)])
    assert got == picture
    direct = await ours.create_direct(student.user_id)
    assert await ours.account_data("m.direct") == {student.user_id: [direct]}
    assert await theirs.join(direct) == direct
    redaction = await ours.redact(room, event_id, "txn2", "撤回")
    again = decode_event(await theirs.event(room, event_id))
    assert again is not None
    assert again.redacted
    assert json.dumps(again.unsigned).count(redaction) >= 1
