"""Pins: read, changed and written only where it is not so yet; others stay; what fails is tried again."""

import asyncio

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.pins import PINNED_TYPE, Pinning, Pins, merged
from tests.fakes.clock import FakeClock

ROOM, OTHER = "!one:x", "!two:x"


class Server:
    """State of two rooms; `error` is raised instead of an answer."""

    def __init__(self):
        self.state = {}
        self.error = None
        self.asked, self.written = [], []

    async def state_event(self, room_id, type_, key=""):
        assert type_ == PINNED_TYPE
        self.asked.append(room_id)
        if self.error is not None:
            raise self.error
        return self.state.get(room_id)

    async def send_state(self, room_id, type_, key, content):
        self.written.append((room_id, content["pinned"]))
        self.state[room_id] = content


class Cache:
    async def read(self, fn):
        return fn(None)


class Engine:
    def __init__(self):
        self.changes, self.status = Observable(), Observable()
        self.current_status = SyncStatus(SyncState.CONNECTING)

    def go(self, state):
        self.current_status = SyncStatus(state)
        self.status.emit(self.current_status)


@pytest.fixture
async def world():
    class World:
        server, engine, wanted, clock = Server(), Engine(), {}, FakeClock()

        def make(self):
            self.pinning = Pinning(
                self.server, Cache(), self.engine, self.clock, lambda _: dict(self.wanted), "announcements"
            )
            self.pinning.start()

        async def settle(self):
            for _ in range(20):
                await asyncio.sleep(0)

        async def again(self):
            self.engine.changes.emit(Changes(projections=frozenset({"announcements"})))
            await self.settle()

    made = World()
    made.make()
    yield made
    await made.pinning.stop()


@pytest.mark.parametrize(
    ("present", "wanted", "after"),
    [
        (None, Pins(("$a",)), ["$a"]),
        ({"pinned": ["$x"]}, Pins(("$b", "$a")), ["$x", "$a", "$b"]),
        ({"pinned": ["$x", "$a"]}, Pins(("$a",)), None),
        ({"pinned": ["$x", "$a"]}, Pins((), ("$a",)), ["$x"]),
        ({"pinned": "nonsense"}, Pins(), None),
        ({"pinned": [7, None, "$x"]}, Pins(("$a",)), ["$x", "$a"]),
        ([], Pins((), ("$a",)), None),
    ],
)
def test_others_pins_stay_and_the_same_is_not_written(present, wanted, after):
    assert merged(present, wanted) == after


def test_a_room_never_has_more_than_a_hundred():
    many = {"pinned": [f"$old{at}" for at in range(150)]}
    found = merged(many, Pins(("$new",)))
    assert (len(found), found[-1]) == (100, "$new")


async def test_it_waits_for_the_connection_and_asks_once(world):
    world.wanted = {ROOM: Pins(("$a",))}
    await world.again()
    assert world.server.asked == []
    world.engine.go(SyncState.LIVE)
    await world.settle()
    assert world.server.written == [(ROOM, ["$a"])]
    await world.again()
    assert world.server.asked == [ROOM], "nothing new: nobody is asked"


async def test_a_withdrawn_one_goes_and_a_restart_writes_nothing_twice(world):
    world.engine.go(SyncState.LIVE)
    world.wanted = {ROOM: Pins(("$a",))}
    await world.again()
    await world.pinning.stop()
    world.make()
    await world.settle()
    assert world.server.written == [(ROOM, ["$a"])]
    world.wanted = {ROOM: Pins((), ("$a",))}
    await world.again()
    assert world.server.written[-1] == (ROOM, [])


async def test_a_refusal_is_not_repeated_and_holds_up_no_other_room(world, allowed_logs):
    world.server.error = KnownError(ErrorCode.FORBIDDEN)
    world.engine.go(SyncState.LIVE)
    world.wanted = {ROOM: Pins(("$a",)), OTHER: Pins(("$b",))}
    await world.again()
    await world.again()
    assert world.server.asked == [ROOM, OTHER]


async def test_a_broken_line_is_tried_again_when_it_is_back(world):
    world.server.error = KnownError(ErrorCode.NETWORK)
    world.engine.go(SyncState.LIVE)
    world.wanted = {ROOM: Pins(("$a",))}
    await world.again()
    assert world.server.written == []
    world.server.error = None
    world.engine.go(SyncState.OFFLINE)
    world.engine.go(SyncState.LIVE)
    await world.settle()
    assert world.server.written == [(ROOM, ["$a"])]


async def test_a_server_in_trouble_is_asked_again_after_a_pause_while_the_line_stands(world):
    world.server.error = KnownError(ErrorCode.SERVER)
    world.engine.go(SyncState.LIVE)
    world.wanted = {ROOM: Pins(("$a",)), OTHER: Pins(("$b",))}
    await world.again()
    await world.settle()
    assert world.server.asked == [ROOM], "not in a row"
    for _ in range(3):
        world.clock.advance(300)
        await world.settle()
    assert world.server.asked == [ROOM] * 4
    world.server.error = None
    world.clock.advance(300)
    await world.settle()
    assert world.server.written == [(ROOM, ["$a"]), (OTHER, ["$b"])]
    assert world.clock.next_due() is None, "nothing is left to do"


async def test_away_from_the_server_nobody_is_asked(world):
    world.server.error = KnownError(ErrorCode.NETWORK)
    world.engine.go(SyncState.LIVE)
    world.wanted = {ROOM: Pins(("$a",))}
    await world.again()
    world.engine.go(SyncState.OFFLINE)
    world.clock.advance(300)
    await world.settle()
    asked = len(world.server.asked)
    world.clock.advance(3600)
    await world.settle()
    assert len(world.server.asked) == asked == 1
