"""The fault proxy does what its plan says to client and server, and the same for the same seed."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from tests.faults.http1 import BrokenMessageError, read_message
from tests.faults.plan import POLL_FAULTS, Fault, Plan
from tests.faults.proxy import FaultProxy
from tests.sync.world import until

SEND = "/_matrix/client/v3/rooms/!a/send/m.room.message/t1"
SYNC = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
BODY = {"msgtype": "m.text", "body": "word " * 200}


class Server:
    """Takes whole requests and answers with their number; `gate` holds the answers back."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.broken = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await read_message(reader)) is not None:
                self.taken.append((request.path, request.body))
                await self.gate.wait()
                body = b'{"event_id": "$%d"}' % len(self.taken)
                chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
                head = (
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                )
                writer.write(head + chunked)
                await writer.drain()
        except BrokenMessageError:
            self.broken += 1
        finally:
            writer.transport.abort()

    @asynccontextmanager
    async def behind(self, plan: Plan | None) -> AsyncIterator[tuple[FaultProxy, httpx.AsyncClient]]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        proxy = FaultProxy("127.0.0.1", server.sockets[0].getsockname()[1], plan)
        await proxy.start()
        try:
            async with httpx.AsyncClient(base_url=proxy.base_url, trust_env=False) as http:
                yield proxy, http
        finally:
            await proxy.cut()
            server.close()

    async def has_taken(self, count: int) -> None:
        await until(lambda: len(self.taken) >= count, f"{count} requests taken")


def only(fault: Fault) -> Plan:
    return Plan(1, {"send": 1.0, "sync": 1.0}, longest_seconds=0.05, only=(fault,))


@pytest.fixture
async def server() -> Server:
    return Server()


async def test_without_a_plan_everything_passes_unchanged(server: Server) -> None:
    async with server.behind(None) as (proxy, http):
        for number in range(1, 4):
            answer = await http.put(SEND, json=BODY)
            assert answer.json() == {"event_id": f"${number}"}
        assert (await http.get("/.well-known/matrix/client")).json() == {
            "m.homeserver": {"base_url": proxy.base_url}
        }
    assert [path for path, _ in server.taken] == [SEND] * 3
    assert proxy.passed == Counter(send=3)
    assert not proxy.hits


@pytest.mark.parametrize(
    ("fault", "error", "taken"),
    [
        (Fault.DROP, httpx.RemoteProtocolError, 0),
        (Fault.GHOST, httpx.RemoteProtocolError, 1),
        (Fault.CUT_REQUEST, httpx.RemoteProtocolError, 0),
        (Fault.CUT_ANSWER, httpx.RemoteProtocolError, 1),
        (Fault.LOSE_ANSWER, httpx.RemoteProtocolError, 1),
        (Fault.RESET, httpx.ReadError, 0),
        (Fault.RESET_ANSWER, httpx.ReadError, 1),
    ],
)
async def test_a_connection_ends_before_or_after_the_server_took_it(
    server: Server, fault: Fault, error: type[Exception], taken: int
) -> None:
    async with server.behind(only(fault)) as (proxy, http):
        with pytest.raises(error):
            await http.put(SEND, json=BODY)
        await server.has_taken(taken)
        assert proxy.hits == {("send", fault): 1}
        proxy.plan = None
        answer = await http.put(SEND, json=BODY)
        assert answer.json() == {"event_id": f"${taken + 1}"}
    assert len(server.taken) == taken + 1
    assert server.broken == (fault is Fault.CUT_REQUEST)


@pytest.mark.parametrize(
    ("fault", "statuses", "taken"),
    [
        (Fault.DELAY, {200}, 1),
        (Fault.LATE_ANSWER, {200}, 1),
        (Fault.LIMIT, {429}, 0),
        (Fault.FAIL, {500, 502, 503, 504}, 0),
        (Fault.FAIL_AFTER, {502, 504}, 1),
        (Fault.PORTAL, {200}, 0),
        (Fault.TWICE, {200}, 2),
    ],
)
async def test_an_answer_comes_all_the_same(
    server: Server, fault: Fault, statuses: set[int], taken: int
) -> None:
    async with server.behind(only(fault)) as (_, http):
        answer = await http.put(SEND, json=BODY)
    assert answer.status_code in statuses
    assert len(server.taken) == taken
    html = fault in (Fault.FAIL, Fault.FAIL_AFTER, Fault.PORTAL)
    assert answer.headers["content-type"].startswith("text/html") is html
    if fault is Fault.LIMIT:
        assert answer.json()["errcode"] == "M_LIMIT_EXCEEDED"
        assert answer.json()["retry_after_ms"] > 0


async def test_a_client_that_goes_away_ends_its_poll_but_not_what_it_sent(server: Server) -> None:
    server.gate.clear()
    async with server.behind(None) as (_, http):
        for count, (method, path) in enumerate((("POST", SYNC), ("PUT", SEND)), start=1):
            with pytest.raises(httpx.ReadTimeout):
                await http.request(method, path, json=BODY, timeout=0.1)
            await server.has_taken(count)
        server.gate.set()
        assert (await http.put(SEND, json=BODY)).json() == {"event_id": "$3"}


async def test_an_outage_refuses_and_the_address_stays(server: Server) -> None:
    async with server.behind(None) as (proxy, http):
        await proxy.cut()
        with pytest.raises(httpx.ConnectError):
            await http.put(SEND, json=BODY)
        await proxy.start()
        assert (await http.put(SEND, json=BODY)).status_code == 200


def test_the_same_seed_does_the_same_and_every_fault_comes() -> None:
    def draws(seed: int, kind: str) -> list[object]:
        plan = Plan(seed)
        return [plan.draw(kind) for _ in range(600)]

    assert draws(1, "send") == draws(1, "send")
    assert draws(1, "send") != draws(2, "send")
    plan = Plan(1)
    mixed = [plan.draw(kind) for _, kind in zip(range(1200), itertools.cycle(["send", "sync"]), strict=False)]
    assert mixed[::2] == draws(1, "send"), "how much is polled changes nothing for what is sent"
    hits = [hit for hit in draws(1, "send") if hit is not None]
    assert {hit.fault for hit in hits} == set(Fault)  # type: ignore[attr-defined]
    assert 100 < len(hits) < 200
    polled = {hit.fault for hit in draws(1, "sync") if hit is not None}  # type: ignore[attr-defined]
    assert polled <= set(POLL_FAULTS)
