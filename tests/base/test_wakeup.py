"""A worker is woken by a change or by the end of its pause, and by nothing else."""

import asyncio

import pytest

from schoolbell.base.tasks import TaskOwner
from schoolbell.base.wakeup import Wakeup


class Sleeps:
    """A clock whose pauses end when they are let go."""

    def __init__(self):
        self.asked = []
        self.over = asyncio.Event()

    async def sleep(self, seconds):
        self.asked.append(seconds)
        await self.over.wait()


@pytest.fixture
async def owner():
    made = TaskOwner("worker")
    yield made
    await made.cancel_all()


async def begun(wakeup, seconds=None):
    waiting = asyncio.ensure_future(wakeup.wait(seconds))
    for _ in range(3):
        await asyncio.sleep(0)
    return waiting


async def test_without_a_pause_only_a_change_wakes(owner):
    clock = Sleeps()
    wakeup = Wakeup(clock, owner)
    waiting = await begun(wakeup)
    assert not waiting.done()
    wakeup.set()
    await asyncio.wait_for(waiting, 1)
    assert clock.asked == []


async def test_the_end_of_the_pause_wakes_and_counts_as_a_change(owner):
    clock = Sleeps()
    wakeup = Wakeup(clock, owner)
    waiting = await begun(wakeup, 5.0)
    assert not waiting.done()
    assert not wakeup.is_set
    clock.over.set()
    await asyncio.wait_for(waiting, 1)
    assert clock.asked == [5.0]
    assert wakeup.is_set


async def test_a_change_during_the_pause_ends_it_and_its_timer(owner):
    clock = Sleeps()
    wakeup = Wakeup(clock, owner)
    waiting = await begun(wakeup, 5.0)
    wakeup.set()
    await asyncio.wait_for(waiting, 1)
    wakeup.clear()
    clock.over.set()
    for _ in range(3):
        await asyncio.sleep(0)
    assert not wakeup.is_set, "the timer of an earlier pause wakes nobody"


async def test_what_changed_before_is_not_missed_and_a_pause_is_never_negative(owner):
    clock = Sleeps()
    wakeup = Wakeup(clock, owner)
    wakeup.set()
    await asyncio.wait_for(wakeup.wait(-3.0), 1)
    wakeup.clear()
    waiting = await begun(wakeup, -3.0)
    assert clock.asked[-1] == 0.0
    waiting.cancel()
