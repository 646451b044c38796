"""A hostile server: answers of any shape to sync, history, sign-in, discovery: a word, never a crash."""

import asyncio
import itertools
import shutil
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schoolbell.base.errors import KnownError
from schoolbell.domain.school_knowledge import anchors_of_account, load
from schoolbell.domain.signin import choose_anchors
from schoolbell.matrix import pages
from schoolbell.matrix.discovery import SCHOOL as SCHOOL_TYPE
from schoolbell.matrix.discovery import discover
from schoolbell.matrix.errors import MatrixError, from_response
from schoolbell.matrix.login import Credentials, password_login
from schoolbell.matrix.sliding import decode_sync
from schoolbell.store import timeline
from schoolbell.sync.changes import SyncState
from schoolbell.system.policy import Policy
from tests.domain.chat_school import GROUP, LI, SCHOOL
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME
from tests.fakes.transport import ScriptedServer
from tests.hostile.made import ODD, PEOPLE, TEXTS, junk, odd, one_of, runs, to_bytes
from tests.hostile.test_events import Machine, look
from tests.hostile.watching import no_sockets
from tests.matrix.scripted import Script
from tests.sync.world import World, until

relaxed = settings(
    suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)


@pytest.fixture
def machine(files):
    return Machine(files)


def but(draw, good):
    """Return an answer as it should be with some of its values, at any depth, put wrong or gone."""
    if isinstance(good, dict):
        found = {key: but(draw, value) for key, value in good.items()}
        if draw(st.integers(0, 9)) == 0 and found:
            del found[draw(st.sampled_from(sorted(found)))]
        return found
    if draw(st.integers(0, 5)) == 0:
        return draw(odd)
    if isinstance(good, list):
        return [but(draw, value) for value in good]
    return good


def spoilt(draw, body):
    """Return bytes cut, doubled, or with one byte of them changed; most of the time as they are."""
    how = draw(st.integers(0, 9))
    at = draw(st.integers(0, max(0, len(body) - 1)))
    if how == 0:
        return body[:at]
    if how == 1:
        return body[:at] + bytes([draw(st.integers(0, 255))]) + body[at + 1 :]
    if how == 2:
        return body + body[at:]
    return body


@st.composite
def sync_answers(draw):
    events = draw(runs(8))
    room = {
        "name": "群",
        "initial": True,
        "limited": True,
        "prev_batch": "t",
        "joined_count": 3,
        "invited_count": 0,
        "bump_stamp": 5,
        "heroes": [{"user_id": "@a:b", "displayname": "x", "avatar_url": "mxc://a/b"}],
        "is_dm": False,
        "num_live": 1,
        "timeline": events,
        "required_state": events[:2],
        "invite_state": None,
        "notification_count": 1,
    }
    about = {"membership": "invite", "displayname": draw(one_of(TEXTS)), "is_direct": draw(st.booleans())}
    invited = [
        {
            "type": "m.room.member",
            "sender": draw(one_of((*PEOPLE, "@\u202ex:y", "x"))),
            "state_key": ME,
            "content": about,
        },
        {"type": "m.room.member", "sender": LI, "state_key": LI, "content": about},
        {"type": "m.room.name", "sender": LI, "state_key": "", "content": {"name": draw(one_of(TEXTS))}},
        *events[:3],
    ]
    answer = {
        "pos": "p1",
        "lists": {
            "rooms": {"count": 1, "ops": [{"op": "SYNC", "range": [0, 1], "room_ids": ["!a:b"]}]},
            "x": 7,
        },
        "rooms": {GROUP: room, draw(one_of(TEXTS)): room, "!i:x": {"invite_state": invited}},
        "extensions": {
            "to_device": {"next_batch": "7", "events": events},
            "account_data": {
                "global": [{"type": "m.direct", "content": {}}, *events],
                "rooms": {GROUP: events},
            },
            "receipts": {
                "rooms": {GROUP: {"type": "m.receipt", "content": {"$x": {"m.read": {"@a:b": {"ts": 1}}}}}}
            },
            "typing": {"rooms": {GROUP: {"type": "m.typing", "content": {"user_ids": ["@a:b"]}}}},
        },
    }
    return spoilt(draw, to_bytes(but(draw, answer)))


@settings(relaxed, max_examples=100)
@given(body=sync_answers())
@pytest.mark.timeout(120)
def test_any_sync_answer_is_taken_in_or_refused_with_a_word(machine, body):
    with no_sockets():
        try:
            answer = decode_sync(body)
        except MatrixError:
            return
        machine.write(lambda conn: machine.ingest.sync(conn, "chats", answer))
        machine.read(lambda conn: look(machine, GROUP, conn))


@settings(relaxed, max_examples=100)
@given(data=st.data())
@pytest.mark.timeout(120)
def test_any_page_is_taken_in_or_empty(machine, data):
    draw = data.draw
    room_id = f"!page{next(machine.runs)}:x"
    machine.sync(
        room_id,
        [],
        room={
            "initial": True,
            "limited": True,
            "prev_batch": "t",
            "timeline": [
                {
                    "event_id": f"${room_id}",
                    "type": "m.room.message",
                    "sender": "@a:b",
                    "origin_server_ts": 1,
                    "content": {"body": "x"},
                }
            ],
        },
    )
    events = draw(runs(6))
    page = but(draw, {"chunk": events, "start": "s", "end": "e", "state": events[:2]})
    members = but(draw, {"chunk": [event for event in events if isinstance(event, dict)]})
    receipt = {"type": "m.receipt", "content": {"$x": {"m.read": {"@a:b": {"ts": 1, "thread_id": "main"}}}}}
    synced = but(
        draw, {"rooms": {"join": {room_id: {"ephemeral": {"events": [receipt]}}}}, "next_batch": "s"}
    )
    noted = but(
        draw,
        {
            "notifications": [{"room_id": room_id, "read": False, "ts": 1, "event": events[0]}],
            "next_token": "7",
        },
    )
    chunk = machine.read(lambda conn: timeline.newest_gap(conn, room_id))
    with no_sockets():
        for _ in range(2):
            sent = spoilt(draw, to_bytes(page))
            machine.write(lambda conn, sent=sent: machine.ingest.page(conn, room_id, chunk, sent))
        found = pages.decode_members(spoilt(draw, to_bytes(members)))
        machine.write(lambda conn: machine.ingest.members(conn, room_id, found))
        read = pages.decode_room_receipts(spoilt(draw, to_bytes(synced)), room_id)
        machine.write(lambda conn: machine.ingest.receipts(conn, room_id, read))
        for one in pages.decode_notifications(spoilt(draw, to_bytes(noted))).notifications:
            assert isinstance(one.room_id, str)
        machine.read(lambda conn: look(machine, room_id, conn))


@settings(relaxed, max_examples=150)
@given(
    content=junk
    | st.fixed_dictionaries({"anchors": junk | st.lists(odd | st.just(SCHOOL)), "office": odd, "v": odd}),
    direct=junk,
    rules=junk,
)
def test_any_account_data_leaves_the_rooms_readable(machine, content, direct, rules):
    data = [
        ("org.schoolbell.school", content),
        ("m.direct", direct),
        ("m.push_rules", rules),
        ("m.push_rules", {"global": rules}),
    ]
    machine.sync(GROUP, [], account_data={"global": [{"type": kind, "content": part} for kind, part in data]})
    anchors = machine.read(anchors_of_account)
    assert all(isinstance(anchor, str) for anchor in anchors)
    chosen = choose_anchors(Policy(), content, ())
    assert all(
        anchor.startswith("!") and anchor.isprintable() and len(anchor) <= 255 for anchor in chosen.rooms
    )
    machine.read(lambda conn: load(conn, anchors))
    machine.read(lambda conn: look(machine, GROUP, conn))


def answers(status, body, headers):
    """A response that says whatever it likes, as far as HTTP goes."""
    return httpx.Response(status, content=body, headers=headers)


bodies = (
    junk.map(to_bytes)
    | st.binary(max_size=30)
    | st.sampled_from((b"", b"<html>", b"{", b"[[" * 9000, b"\xff\xfe{}"))
)
hosts = st.sampled_from(
    (
        "https://matrix.school.example",
        "http://matrix.school.example",
        "https://u:p@evil.test",
        "file:///etc",
        "//evil.test",
        "https://",
        "https://127.0.0.1:1",
        "http://127.0.0.1:1",
        "https://evil.test/?x",
        "javascript:x",
        "https://[::1",
        "https://a\u202eb",
        "ftp://x",
    )
)


@settings(relaxed, max_examples=250)
@given(data=st.data())
def test_whatever_well_known_says_only_encrypted_places_are_asked(data):
    draw = data.draw
    known = {
        "m.homeserver": {"base_url": draw(hosts)},
        SCHOOL_TYPE: {"anchors": [SCHOOL, draw(odd)], "office": draw(hosts | odd)},
    }
    versions = {"versions": ["v1.11"], "unstable_features": {"org.matrix.simplified_msc3575": True}}
    pages_by_end = {
        "/.well-known/matrix/client": draw(bodies) if draw(st.booleans()) else to_bytes(but(draw, known)),
        "/versions": draw(bodies) if draw(st.integers(0, 3)) == 0 else to_bytes(but(draw, versions)),
        "/login": to_bytes(but(draw, {"flows": [{"type": "m.login.password"}, {"type": "m.login.sso"}]})),
    }
    asked = []

    def serve(request):
        asked.append(str(request.url))
        body = next(page for end, page in pages_by_end.items() if request.url.path.endswith(end))
        return answers(200, body, {"content-type": "application/json"})

    async def find():
        async with httpx.AsyncClient(transport=httpx.MockTransport(serve)) as client:
            return await discover(client, "school.example")

    try:
        found = asyncio.run(find())
    except KnownError:
        found = None
    for url in asked:
        parts = urlsplit(url)
        assert parts.scheme == "https"
        assert parts.username is None
    if found is not None:
        assert found.office is None or urlsplit(found.office).scheme in ("https", "http")
        assert all(isinstance(anchor, str) and anchor.startswith("!") for anchor in found.anchors)


@settings(relaxed, max_examples=250)
@given(data=st.data())
def test_any_answer_to_a_sign_in_is_a_session_or_a_word(data):
    draw = data.draw
    good = {
        "user_id": "@t1:x",
        "device_id": "D",
        "access_token": "A",
        "refresh_token": "R",
        "expires_in_ms": 300_000,
    }
    if draw(st.booleans()):
        good["expires_in_ms"] = draw(
            st.integers() | st.sampled_from([v for v in ODD if isinstance(v, int | float)])
        )
    body = draw(bodies) if draw(st.integers(0, 4)) == 0 else spoilt(draw, to_bytes(but(draw, good)))
    step = answers(
        draw(st.sampled_from((200, 200, 200, 201, 403, 500))), body, {"content-type": "application/json"}
    )

    async def sign_in():
        script = Script(step)
        async with script.client():
            return await password_login(script.transport(), "t1", "secret-password", "PC")

    refusal, got = None, None
    try:
        got = asyncio.run(sign_in())
    except KnownError as error:
        refusal = error
    assert "secret-password" not in repr(refusal)
    if got is None:
        return
    noted = got.noted(1_790_000_000_000)
    again = Credentials.from_secret(noted.to_secret())
    assert again is not None
    assert again.user_id == got.user_id
    if got.access_token not in got.user_id + got.device_id:
        assert got.access_token not in repr(noted) or len(got.access_token) < 5


@settings(relaxed, max_examples=400)
@given(
    status=st.integers(300, 599),
    body=bodies
    | st.fixed_dictionaries({"errcode": odd, "error": odd, "retry_after_ms": odd, "soft_logout": odd}).map(
        to_bytes
    ),
    header=st.sampled_from(
        (
            "",
            "7",
            "-1",
            "1e9",
            "99999999999999999999",
            "nan",
            "inf",
            "Wed, 21 Oct 2065 07:28:00 GMT",
            "x" * 9000,
            "０",
        )
    ),
)
def test_any_error_is_one_word_and_a_wait_that_ends(status, body, header):
    error = from_response(status, {"retry-after": header, "content-type": "application/json"}, body)
    assert error.code
    assert error.retry_after_ms is None or 0 <= error.retry_after_ms <= 24 * 3600 * 1000
    assert len(error.errcode) <= 100


class Treacherous(ScriptedServer):
    """A homeserver that answers its first requests with whatever it is given, then honestly."""

    def __init__(self, lies):
        super().__init__()
        self._lies = lies

    async def request(self, method, path, **options):
        if self._lies and (method == "GET" or path.endswith("/sync")):
            lie = self._lies.pop(0)
            await asyncio.sleep(0)
            return lie
        return await super().request(method, path, **options)


numbers = itertools.count()


@settings(relaxed, max_examples=30)
@given(lies=st.lists(sync_answers() | bodies, min_size=1, max_size=12))
@pytest.mark.timeout(150)
def test_an_engine_that_was_lied_to_shows_the_truth_when_it_comes(tmp_path, allowed_logs, lies):
    allowed_logs += ["sync.loop ERROR chats: a response", "sync.loop ERROR desks: a response"]
    folder = tmp_path / f"world{next(numbers)}"

    async def scenario():
        server = Treacherous(list(lies))
        server.room("!true:school.test")
        world = World(folder, server, server.me, clock=FakeClock(jumping=True))
        try:
            await world.engine.start()
            world.engine.open_room("!true:school.test")
            await until(lambda: not server._lies and world.state is SyncState.LIVE, "live after the lies")
            await server.post("!true:school.test", "真话")
            await until(lambda: world.texts("!true:school.test")[-1:] == ["真话"], "the truth")
        finally:
            await world.close()
            shutil.rmtree(folder, ignore_errors=True)

    with asyncio.Runner() as runner:
        runner.run(scenario())
