"""A whole school after an outage: 500 clients come back over half a minute, none before it was asked to."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import msgspec
import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.errors import MatrixError
from schoolbell.store.database import Connection, Database
from schoolbell.sync.changes import SyncState
from schoolbell.sync.engine import Engine
from schoolbell.sync.requests import CHATS, DESKS
from tests.fakes.clock import FakeClock
from tests.sync.world import MIGRATIONS

T = TypeVar("T")

CLIENTS = 500
BEGIN = 60.0  # of the outage, seconds
MOST = CLIENTS // 12  # clients in one second that still are no crowd
ROOM = "!class:school.test"
SEND = "send"  # of a message; beside the names of the two connections


class Memory:
    """Stands where a Database stands, for five hundred of them in one process: a copy of `template`."""

    def __init__(self, template: sqlite3.Connection) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        template.backup(self._connection)

    async def write(self, fn: Callable[[Connection], T]) -> T:
        self._connection.execute("BEGIN")
        try:
            result = fn(self._connection)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return result

    async def read(self, fn: Callable[[Connection], T]) -> T:
        return fn(self._connection)

    def close(self) -> None:
        self._connection.close()


@dataclass
class School:
    """The homeserver as all clients see it; `trouble` makes what they meet while it is away."""

    clock: FakeClock
    trouble: Callable[[], MatrixError]
    end: float
    asked: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    answered: dict[tuple[int, str], float] = field(default_factory=dict)  # the first time after the outage
    all_answered: list[float] = field(default_factory=list)  # whatever was asked for after it
    told: list[tuple[int, str, float, float]] = field(default_factory=list)  # who, earliest moment, next
    _not_before: dict[tuple[int, str], float] = field(default_factory=dict)
    _open: list[tuple[str, asyncio.Future[None]]] = field(default_factory=list)

    async def request(self, client: int, kind: str, *, waits: bool) -> None:
        """Take a request; return when it is answered."""
        key, now = (client, kind), self.clock.monotonic()
        self.asked.setdefault(key, []).append(now)
        if key in self._not_before:
            self.told.append((client, kind, self._not_before.pop(key), now))
        if BEGIN <= now < self.end:
            self.refuse(key)
        if now >= self.end:
            self.answered.setdefault(key, now)
            self.all_answered.append(now)
        if waits:
            poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._open.append((kind, poll))
            await poll
            self.refuse(key)

    def refuse(self, key: tuple[int, str]) -> None:
        """Raise the trouble of the outage."""
        error = self.trouble()
        if error.retry_after_ms is not None:
            self._not_before[key] = self.clock.monotonic() + error.retry_after_ms / 1000
        raise error

    def cut(self, *kinds: str) -> None:
        """The outage begins: everything that is open, or all of these kinds, ends."""
        for kind, poll in self._open:
            if not poll.done() and (not kinds or kind in kinds):
                poll.set_result(None)

    def back(self, kind: str) -> list[float]:
        """Return when each client was answered again."""
        return sorted(moment for (_, what), moment in self.answered.items() if what == kind)


class Wire:
    """Where one client's Transport would stand."""

    def __init__(self, school: School, number: int) -> None:
        self.base_url = "https://school.test"
        self._school = school
        self._number = number

    async def request(self, method: str, path: str, **options: Any) -> bytes:
        school, number = self._school, self._number
        if path.endswith("/sync") and method == "POST":
            polls = options["query"]["timeout"] != "0"
            await school.request(number, options["body"]["conn_id"], waits=polls)
            return b'{"pos": "1", "lists": {"rooms": {"count": 1}}}'
        if method == "PUT" and "/send/" in path:
            before = school.clock.monotonic() <= BEGIN
            await school.request(number, SEND, waits=before)  # it is on its way when the server goes
            return msgspec.json.encode({"event_id": f"$m{number}"})
        await school.request(number, path, waits=False)
        return b"{}"


@dataclass
class Client:
    """One engine and its two files."""

    engine: Engine
    files: tuple[Memory, Memory]

    @property
    def is_back(self) -> bool:
        status = self.engine.current_status
        return status.state is SyncState.LIVE and not status.waiting


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterable[tuple[sqlite3.Connection, ...]]:
    """Return a cache and a local file as a new account has them."""
    folder = tmp_path_factory.mktemp("template")
    made = []
    for name in ("cache", "local"):
        database = Database(folder / f"{name}.db", MIGRATIONS / name, durable=name == "local")
        database.open()
        database.close()
        made.append(sqlite3.connect(Path(folder / f"{name}.db")))
    yield tuple(made)
    for connection in made:
        connection.close()


async def settle() -> None:
    """Let every task run until all wait."""
    for _ in range(30):
        await asyncio.sleep(0)


Outage = Callable[..., Any]


@pytest.fixture
def school_of(templates: tuple[sqlite3.Connection, ...]) -> Outage:
    """Return `school_of(trouble, seconds)`: a context with the school and its clients, all connected."""

    @asynccontextmanager
    async def made(
        trouble: Callable[[], MatrixError], seconds: float, *, number: int = CLIENTS
    ) -> AsyncIterator[tuple[School, list[Client]]]:
        school = School(FakeClock(), trouble, BEGIN + seconds)
        clients = []
        for one in range(number):
            cache, local = (Memory(template) for template in templates)
            me = f"@s{one}:school.test"
            engine = Engine(
                MatrixClient(Wire(school, one), me), cache, local,  # type: ignore[arg-type]
                school.clock, (), me, random=Random(one),
            )  # fmt: skip
            clients.append(Client(engine, (cache, local)))
        try:
            for client in clients:
                await client.engine.start()
            await settle()
            assert all(client.is_back for client in clients)
            school.clock.advance(BEGIN)
            await settle()
            yield school, clients
        finally:
            for client in clients:
                await client.engine.stop()
                for file in client.files:
                    file.close()

    return made


async def pass_until(school: School, done: Callable[[], bool], longest: float) -> None:
    """Let time go by from one due moment to the next."""
    latest = school.clock.monotonic() + longest
    while not done():
        due = school.clock.next_due()
        assert due is not None, "somebody waits for nothing"
        assert school.clock.monotonic() + due < latest, "somebody does not come back"
        school.clock.advance(due)
        await settle()


async def outage(school: School, clients: list[Client], *, longest: float) -> None:
    """Everybody has just sent something when the server goes; pass the time until everybody is back."""
    for client in clients:
        await client.engine.send(ROOM, "m.room.message", {"msgtype": "m.text", "body": "handed in"})
    await settle()
    school.cut()
    await settle()
    await pass_until(school, lambda: all(client.is_back for client in clients), longest)


def refused() -> MatrixError:
    return MatrixError(ErrorCode.NETWORK)


def overloaded() -> MatrixError:
    return MatrixError(ErrorCode.SERVER, status=503, retry_after_ms=90_000)


def busiest(moments: list[float]) -> int:
    """Return how many fall into the second that has most of them, wherever it begins."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def assert_spread(moments: list[float]) -> None:
    assert len(moments) == CLIENTS
    assert moments[-1] - moments[0] >= 30.0
    assert busiest(moments) <= MOST, "no second takes a tenth of them"


@pytest.mark.parametrize("seconds", [3.0, 10.0, 30.0, 300.0])
async def test_a_school_comes_back_spread_out_however_short_the_outage(
    school_of: Outage, seconds: float
) -> None:
    async with school_of(refused, seconds) as (school, clients):
        await outage(school, clients, longest=seconds + 100.0)
        for kind in (CHATS, DESKS, SEND):
            assert_spread(school.back(kind))
        assert busiest(sorted(school.all_answered)) <= 6 * MOST, (
            "nor is it a crowd that everybody brings along"
        )
        latest = max(school.back(CHATS)[-1], school.back(SEND)[-1])
        assert latest - school.end <= 60.0, "nobody is left behind"
        for (_, kind), moments in school.asked.items():
            in_vain = [moment for moment in moments if BEGIN < moment < school.end]
            assert len(in_vain) <= 15, f"nobody hammers a server that is down: {kind}"


async def test_who_is_told_when_to_come_is_neither_earlier_nor_on_the_dot(school_of: Outage) -> None:
    async with school_of(overloaded, 120.0) as (school, clients):
        await outage(school, clients, longest=400.0)
        for kind in (CHATS, DESKS, SEND):
            assert_spread(school.back(kind))
        assert len(school.told) >= 3 * CLIENTS
        for _, kind, earliest, asked in school.told:
            assert asked >= earliest, kind


async def test_those_who_were_all_told_the_same_moment_come_at_moments_of_their_own(
    school_of: Outage,
) -> None:
    """Every poll is answered by the same 503 at the same second; the server is up when they may come."""

    def until_then() -> MatrixError:
        return MatrixError(ErrorCode.SERVER, status=503, retry_after_ms=60_000)

    async with school_of(until_then, 60.0) as (school, clients):
        await outage(school, clients, longest=400.0)
        back = school.back(CHATS)
        assert back[0] >= school.end
        assert back[-1] - back[0] >= 29.0
        assert busiest(back) <= MOST
        assert busiest(school.back(SEND)) <= MOST


async def test_impatience_shortens_no_wait_that_a_server_in_trouble_asked_for(school_of: Outage) -> None:
    async with school_of(overloaded, 10.0, number=1) as (school, clients):
        engine = clients[0].engine
        school.cut()
        await settle()
        asked = len(school.asked[0, CHATS])
        engine.retry_now()
        school.clock.advance(89.0)
        await settle()
        assert len(school.asked[0, CHATS]) == asked
        school.clock.advance(1.5)
        engine.retry_now()  # the server's wish is over, only the jitter is left: a person may go first
        await settle()
        assert len(school.asked[0, CHATS]) > asked
        assert clients[0].is_back


async def test_a_person_who_does_not_want_to_wait_goes_at_once(school_of: Outage) -> None:
    async with school_of(refused, 4.0, number=1) as (school, clients):
        school.cut()
        await settle()
        school.clock.advance(0.1)
        assert clients[0].engine.current_status.retry_at > school.clock.monotonic() + 1
        school.clock.advance(4.0)
        clients[0].engine.retry_now()
        await settle()
        assert clients[0].is_back


async def test_who_sends_something_does_not_wait_and_is_connected_again(school_of: Outage) -> None:
    async with school_of(refused, 4.0, number=1) as (school, clients):
        engine = clients[0].engine
        school.cut()
        await settle()
        assert engine.current_status.state is SyncState.OFFLINE
        await engine.send(ROOM, "m.room.message", {"msgtype": "m.text", "body": "too early"})
        await settle()
        assert len(school.asked[0, SEND]) == 1, "tried at once"
        school.clock.advance(1.5)
        await settle()
        assert len(school.asked[0, SEND]) == 1, "and then not before it is our turn"
        school.clock.advance(3.0)
        await engine.send(ROOM, "m.room.message", {"msgtype": "m.text", "body": "now"})
        await settle()
        assert clients[0].is_back, "both messages are there, and so are both connections"
        assert len(school.asked[0, SEND]) == 3


@pytest.mark.parametrize("connection", [CHATS, DESKS])
async def test_one_connection_that_ends_alone_is_back_within_a_second(
    school_of: Outage, connection: str
) -> None:
    """A reset by something in between is no outage: the other poll stands."""
    async with school_of(refused, 0.0, number=1) as (school, clients):
        school.cut(connection)
        await settle()
        assert clients[0].engine.current_status.state is SyncState.OFFLINE
        school.clock.advance(1.0)
        await settle()
        assert clients[0].is_back


async def test_a_computer_without_network_asks_again_soon(school_of: Outage) -> None:
    """The Wi-Fi is gone for a moment: nobody else comes back at the same time."""
    async with school_of(lambda: MatrixError(ErrorCode.NETWORK, own_side=True), 2.0, number=1) as (
        school,
        clients,
    ):
        school.cut()
        await settle()
        await pass_until(school, lambda: clients[0].is_back, 10.0)
        assert school.back(CHATS)[0] - school.end <= 2.0
