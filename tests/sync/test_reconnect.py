"""A whole school after an outage: 500 clients come back over half a minute, none before it was asked to."""

import asyncio
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.errors import MatrixError
from schoolbell.sync.changes import Changes, SyncState
from schoolbell.sync.loop import Applied, Position, SyncLoop
from schoolbell.sync.requests import ChatsPlan
from schoolbell.sync.states import SyncEvent
from tests.fakes.clock import FakeClock

CLIENTS = 500
BEGIN, END = 60.0, 360.0  # of the outage, seconds
WATCHED = END + 240.0


class School:
    """Every client's requests arrive here. `answer(seconds)` gives what they meet during the outage."""

    def __init__(self, clock: FakeClock, trouble: Callable[[], MatrixError]) -> None:
        self.clock = clock
        self.trouble = trouble
        self.asked: dict[int, list[float]] = {}
        self.back: dict[int, float] = {}
        self.told: list[tuple[int, float, float]] = []  # client, earliest moment, next request
        self._not_before: dict[int, float] = {}
        self.polls: list[asyncio.Future[None]] = []

    def arrived(self, client: int, live: bool) -> asyncio.Future[None] | None:
        """Note a request; raise what the outage answers; return what a long poll waits for."""
        now = self.clock.monotonic()
        self.asked.setdefault(client, []).append(now)
        if client in self._not_before:
            self.told.append((client, self._not_before.pop(client), now))
        if BEGIN <= now < END:
            self.refuse(client)
        if now >= END:
            self.back.setdefault(client, now)
        if not live:
            return None
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.polls.append(poll)
        return poll

    def refuse(self, client: int) -> None:
        """Raise the trouble of the outage."""
        error = self.trouble()
        if error.retry_after_ms is not None:
            self._not_before[client] = self.clock.monotonic() + error.retry_after_ms / 1000
        raise error

    def cut(self) -> None:
        """The outage begins: every open poll ends."""
        polls, self.polls = self.polls, []
        for poll in polls:
            if not poll.done():
                poll.set_result(None)


class Wire:
    """Where one client's Transport would stand."""

    def __init__(self, school: School, number: int) -> None:
        self.base_url = "https://school.test"
        self._school = school
        self._number = number

    async def request(self, method: str, path: str, **options: object) -> bytes:
        """Answer a sync request."""
        query = options["query"]
        assert isinstance(query, dict)
        poll = self._school.arrived(self._number, query["timeout"] != "0")
        if poll is not None:
            await poll
            self._school.refuse(self._number)
        return b"{}"


def make_loop(school: School, number: int) -> SyncLoop:
    async def apply(name: str, body: bytes, fresh: bool) -> Applied:
        return Applied(Changes(), Position("1"), {"rooms": 1})

    async def position(name: str) -> Position:
        return Position()

    client = MatrixClient(Wire(school, number), f"@s{number}:school.test")  # type: ignore[arg-type]
    return SyncLoop(
        ChatsPlan(), client, school.clock, Random(number),
        apply=apply, position=position, moved=lambda loop, before: None,
    )  # fmt: skip


async def settle(loops: list[SyncLoop]) -> None:
    """Let every task run until all wait."""
    for _ in range(12):
        await asyncio.sleep(0)


async def outage(trouble: Callable[[], MatrixError]) -> tuple[School, list[SyncLoop]]:
    clock = FakeClock()
    school = School(clock, trouble)
    loops = [make_loop(school, number) for number in range(CLIENTS)]
    for loop in loops:
        await loop.start()
    await settle(loops)
    assert all(loop.state is SyncState.LIVE for loop in loops)
    clock.advance(BEGIN)
    school.cut()
    await settle(loops)
    while clock.monotonic() < WATCHED and not all(loop.state is SyncState.LIVE for loop in loops):
        due = clock.next_due()
        assert due is not None, "somebody waits for nothing"
        clock.advance(due)
        await settle(loops)
    return school, loops


def refused() -> MatrixError:
    return MatrixError(ErrorCode.NETWORK)


def overloaded() -> MatrixError:
    return MatrixError(ErrorCode.SERVER, status=503, retry_after_ms=90_000)


@pytest.mark.parametrize("trouble", [refused, overloaded], ids=["unreachable", "503 with Retry-After"])
async def test_a_school_comes_back_spread_out_after_an_outage(trouble: Callable[[], MatrixError]) -> None:
    school, loops = await outage(trouble)
    assert all(loop.state is SyncState.LIVE for loop in loops), "everybody is back without being asked"
    back = sorted(school.back.values())
    assert len(back) == CLIENTS
    assert back[-1] - back[0] >= 30.0
    assert max(Counter(int(moment) for moment in back).values()) <= CLIENTS // 12, "no second takes a tenth"
    for _, earliest, asked in school.told:
        assert asked >= earliest
    assert bool(school.told) is (trouble is overloaded)
    for moments in school.asked.values():
        during = [moment for moment in moments if BEGIN < moment < END]
        assert len(during) <= 15, "nobody hammers a server that is down"
    for loop in loops:
        await loop.stop()


async def test_those_who_were_all_told_the_same_moment_come_at_moments_of_their_own() -> None:
    """Every poll is answered by the same 503 at the same second; the server is up when they may come."""
    school, loops = await outage(
        lambda: MatrixError(ErrorCode.SERVER, status=503, retry_after_ms=round((END - BEGIN) * 1000))
    )
    back = sorted(school.back.values())
    assert len(back) == CLIENTS
    assert back[0] >= END
    assert back[-1] - back[0] >= 29.0
    assert max(Counter(int(moment) for moment in back).values()) <= CLIENTS // 12
    for loop in loops:
        await loop.stop()


async def test_impatience_shortens_no_wait_that_a_server_in_trouble_asked_for() -> None:
    clock = FakeClock()
    school = School(clock, overloaded)
    loop = make_loop(school, 1)
    await loop.start()
    await settle([loop])
    clock.advance(BEGIN)
    school.cut()
    await settle([loop])
    asked = len(school.asked[1])
    loop.signal(SyncEvent.RETRY)
    clock.advance(89.0)
    await settle([loop])
    assert len(school.asked[1]) == asked
    clock.advance(1.5)
    loop.signal(SyncEvent.RETRY)  # the server's wish is over, only the jitter is left: a person may go first
    await settle([loop])
    assert len(school.asked[1]) == asked + 1
    await loop.stop()
