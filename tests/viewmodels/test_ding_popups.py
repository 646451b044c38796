"""The stack of pop-ups without a window: what is new sounds once, what others settled says so and goes."""

import asyncio

import pytest
from msgspec.structs import replace

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding_popups import PopupPresenter
from tests.fakes import ding as school
from tests.fakes.ding import FakeBox

FIRST, SECOND = (school.received_detail(row) for row in school.LISTS.received[:2])


class Stack:
    def __init__(self):
        self.bridge = Bridge(lambda error: pytest.fail(repr(error)))
        self.box = FakeBox()
        self.presenter = PopupPresenter(self.bridge)
        self.sounds = 0
        self.failures = []
        self.presenter.sounded.connect(self.sound)
        self.presenter.failed.connect(lambda code, _details: self.failures.append(code))
        self.presenter.attach(self.box)

    def sound(self):
        self.sounds += 1

    async def settle(self):
        while pending := [one for one in self.bridge._tasks._tasks if one is not asyncio.current_task()]:
            await asyncio.wait(pending)
        self.bridge.flush()

    async def pop_up(self, *popups):
        self.box.pop_up(*popups)
        await self.settle()

    @property
    def shown(self):
        return [(item.key, item.state) for item in self.presenter.items]


@pytest.fixture
async def stack(qapp):
    made = Stack()
    yield made
    made.presenter.stop()
    await made.bridge.stop()


async def test_what_is_new_sounds_once_and_is_remembered(stack):
    await stack.pop_up(FIRST, SECOND)
    await stack.pop_up(FIRST, SECOND, school.received_detail(school.LISTS.received[2]))
    assert stack.sounds == 2
    assert stack.box.shown == ["r1", "r2", "r3"]


async def test_what_was_heard_before_a_restart_is_silent(stack):
    await stack.pop_up(replace(FIRST, heard=True))
    assert stack.sounds == 0
    assert stack.shown == [("r1", "open")]


async def test_a_reminder_sounds_again(stack):
    await stack.pop_up(FIRST)
    await stack.pop_up(replace(FIRST, seq=1))
    assert stack.sounds == 2


async def test_two_hundred_at_once_are_one_sound(stack):
    many = [replace(FIRST, row=replace(FIRST.row, key=f"k{n}")) for n in range(200)]
    await stack.pop_up(*many)
    assert stack.sounds == 1
    assert len(stack.shown) == 200


async def test_confirmed_it_goes_at_once(stack):
    await stack.pop_up(FIRST, SECOND)
    stack.presenter.confirm("r1")
    await stack.settle()
    assert stack.shown == [("r2", "open")]
    assert stack.box.done == [("confirm", "r1", None)]


async def test_when_the_disk_refuses_it_stays(stack):
    await stack.pop_up(FIRST)
    stack.box.fail = KnownError(ErrorCode.DISK_FULL)
    stack.presenter.confirm("r1")
    await stack.settle()
    assert stack.shown == [("r1", "open")]
    assert stack.failures == ["disk_full"]


async def test_put_aside_it_comes_back(stack):
    await stack.pop_up(FIRST, SECOND)
    stack.presenter.put_aside(["r1", "r2"])
    await stack.settle()
    assert stack.shown == []
    assert stack.box.done == [("aside", ("r1", "r2"), 300_000)]
    await stack.pop_up(FIRST)
    assert stack.shown == [("r1", "open")]


async def test_somebody_of_the_family_confirmed(stack):
    await stack.pop_up(FIRST, SECOND)
    stack.box.family_confirms("r1", "李明爸爸", school.at(15, 11, 28))
    await stack.settle()
    assert stack.shown == [("r1", "done"), ("r2", "open")]
    assert stack.presenter.items[0].row.done_by == "李明爸爸"
    stack.presenter._timer.stop()
    stack.presenter._timer.timeout.emit()  # three seconds later
    assert stack.shown == [("r2", "open")]


async def test_it_can_be_closed_before_its_three_seconds_are_over(stack):
    await stack.pop_up(FIRST)
    stack.box.family_confirms("r1", "李明爸爸", school.at(15, 11, 28))
    await stack.settle()
    stack.presenter.dismiss("r1")
    assert stack.shown == []


async def test_taken_back_it_says_so(stack):
    await stack.pop_up(FIRST)
    rows = (replace(FIRST.row, waiting=False, withdrawn=True), *school.LISTS.received[1:])
    stack.box.tell(replace(stack.box.lists, received=rows))
    stack.box.pop_up()
    await stack.settle()
    assert stack.shown == [("r1", "withdrawn")]


async def test_while_somebody_presents_they_just_go(stack):
    await stack.pop_up(FIRST)
    await stack.pop_up()
    assert stack.shown == []


async def test_a_reply_names_room_and_message(stack):
    replies = []
    stack.presenter.reply_wanted.connect(lambda *what: replies.append(what))
    await stack.pop_up(FIRST)
    stack.presenter.reply("r1")
    assert replies == [("!room:x", "$r1")]


async def test_stopped_nothing_stays_on_the_screen(stack):
    await stack.pop_up(FIRST)
    stack.presenter.stop()
    assert stack.shown == []
