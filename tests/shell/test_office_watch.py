"""What the school's office offers: asked until it answers, with pauses, and not for every change here."""

import asyncio
import json
from types import SimpleNamespace

import pytest

from schoolbell.base.observable import Observable
from schoolbell.domain.school_knowledge import ACCOUNT_TYPE
from schoolbell.shell.office_watch import OfficeWatch
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import Files
from tests.matrix.scripted import Script, answer, error
from tests.sync.world import until

OFFERS = {"v": 1, "gateways": ["sms"]}


class Watched:
    """An account whose data name an office, and how often it was asked who it is."""

    def __init__(self, folder, *steps):
        self.files = Files.make(folder)
        self.script = Script(*steps)
        self.clock = FakeClock()
        self.engine = SimpleNamespace(changes=Observable(), status=Observable())
        self.tokens = 0
        self.tasks = []
        self.put("https://office.school.test")
        self.watch = OfficeWatch(
            self.engine, self.files.cache, self.script.client(), self.token, self.clock, self.run
        )

    def put(self, url):
        content = json.dumps({"v": 1, "office": url}).encode()
        self.files.cache.write_now(
            lambda conn: conn.execute(
                "INSERT OR REPLACE INTO account_data (room, type, content) VALUES (0, ?, ?)",
                (ACCOUNT_TYPE, content),
            )
        )

    def run(self, coroutine):
        self.tasks.append(asyncio.ensure_future(coroutine))

    async def token(self):
        self.tokens += 1
        return f"token{self.tokens}"

    @property
    def asked(self):
        return len(self.script.requests)

    async def settle(self):
        for _ in range(60):
            await asyncio.sleep(0.001)

    def say(self, state, waiting=0):
        self.engine.status.emit(SyncStatus(state, waiting=waiting))

    async def close(self):
        self.watch.stop()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.files.close()


@pytest.fixture
async def watched(tmp_path):
    made = []

    def make(*steps):
        made.append(Watched(tmp_path, *steps))
        return made[0]

    yield make
    await made[0].close()


async def test_what_is_written_here_asks_nobody(watched):
    one = watched(answer(503, {}), answer(200, OFFERS))
    one.say(SyncState.LIVE)
    await until(lambda: one.clock.next_due() is not None or one.asked > 1)
    before = one.asked
    for waiting in range(20):
        one.say(SyncState.LIVE, waiting=waiting % 3)
        await one.settle()
    assert (one.asked, one.tokens) == (before, before)


@pytest.mark.parametrize(
    "trouble", [answer(503, {}, retry_after="60"), error(429, "M_LIMIT_EXCEEDED", retry_after_ms=60_000)]
)
async def test_an_office_in_trouble_is_asked_again_after_the_pause_it_wishes(watched, trouble):
    one = watched(trouble, answer(200, OFFERS))
    await until(lambda: one.clock.next_due() is not None)
    one.clock.advance(59)
    await one.settle()
    assert (one.asked, one.watch.gateways) == (1, ())
    one.clock.advance(60)
    await until(lambda: one.watch.gateways == ("sms",))
    assert (one.asked, one.tokens) == (2, 2)
    one.say(SyncState.OFFLINE)
    one.say(SyncState.LIVE)
    await one.settle()
    assert one.asked == 2, "it has answered"


async def test_it_is_asked_at_once_when_the_connection_stands_anew(watched):
    one = watched(answer(503, {}, retry_after="300"), answer(404, {}), answer(200, OFFERS))
    for asked in (1, 2):
        await until(lambda asked=asked: one.asked == asked)
        await one.settle()
        assert one.asked == asked
        one.say(SyncState.OFFLINE)
        one.say(SyncState.LIVE)
    await until(lambda: one.watch.gateways == ("sms",))


async def test_a_family_is_told_once(watched):
    one = watched(answer(403, {}))
    await until(lambda: one.asked == 1)
    one.say(SyncState.LIVE)
    one.clock.advance(3600)
    await one.settle()
    assert (one.asked, one.watch.gateways) == (1, ())
    assert one.watch.url == "https://office.school.test"


async def test_another_office_is_asked_instead(watched):
    one = watched(answer(503, {}, retry_after="300"), answer(200, OFFERS))
    await until(lambda: one.clock.next_due() is not None)
    one.put("https://other.school.test/")
    one.engine.changes.emit(Changes(account_data=frozenset({ACCOUNT_TYPE})))
    await until(lambda: one.watch.gateways == ("sms",))
    hosts = [request.url.host for request in one.script.requests]
    assert hosts == ["office.school.test", "other.school.test"]
