"""Refreshes run one at a time, and whoever waits for one is told when it is done."""

import asyncio

import pytest

from schoolbell.domain.refresher import Refresher


class Desk:
    """A refresh that ends when it is let go, and what it was asked."""

    def __init__(self):
        self.begun = 0
        self.gate = asyncio.Semaphore(0)
        self.fails = False
        self.tasks = []
        self.refresher = Refresher(self.refresh, self.run)

    def run(self, coroutine):
        self.tasks.append(asyncio.ensure_future(coroutine))

    async def refresh(self):
        self.begun += 1
        await self.gate.acquire()
        if self.fails:
            raise OSError

    async def wait(self):
        waiting = asyncio.ensure_future(self.refresher.settled())
        await asyncio.sleep(0)
        return waiting

    async def let_go(self):
        self.gate.release()
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
async def desk():
    made = Desk()
    yield made
    made.refresher.end()
    for task in made.tasks:
        task.cancel()
    await asyncio.gather(*made.tasks, return_exceptions=True)


async def test_nobody_waits_where_nothing_was_asked(desk):
    await asyncio.wait_for(desk.refresher.settled(), 1)
    assert desk.begun == 0


async def test_what_changes_meanwhile_leads_to_exactly_one_more(desk):
    desk.refresher.poke()
    await asyncio.sleep(0)
    for _ in range(3):
        desk.refresher.poke()
    await desk.let_go()
    assert desk.begun == 2
    await desk.let_go()
    assert desk.begun == 2
    assert desk.tasks[0].done()


async def test_the_pass_under_way_serves_who_asked_before_it(desk):
    desk.refresher.poke()
    await asyncio.sleep(0)
    waiting = await desk.wait()
    desk.refresher.poke()  # what is asked for meanwhile delays nobody
    assert not waiting.done()
    await desk.let_go()
    assert waiting.done()
    assert desk.begun == 2


async def test_the_pass_under_way_does_not_serve_who_asked_after_it_began(desk):
    desk.refresher.poke()
    await asyncio.sleep(0)
    desk.refresher.poke()
    waiting = await desk.wait()
    await desk.let_go()
    assert not waiting.done()
    await desk.let_go()
    assert waiting.done()


@pytest.mark.parametrize("how", ["fails", "ends", "is cancelled"])
async def test_nobody_waits_for_ever(desk, how):
    desk.refresher.poke()
    await asyncio.sleep(0)
    first = await desk.wait()
    desk.refresher.poke()
    second = await desk.wait()
    if how == "fails":
        desk.fails = True
        await desk.let_go()
        assert isinstance(desk.tasks[0].exception(), OSError)
    elif how == "ends":
        desk.refresher.end()
    else:
        desk.tasks[0].cancel()
    await asyncio.wait_for(asyncio.gather(first, second), 1)


async def test_who_went_away_is_not_told(desk):
    desk.refresher.poke()
    await asyncio.sleep(0)
    gone, waiting = await desk.wait(), await desk.wait()
    gone.cancel()
    await desk.let_go()
    assert gone.cancelled()
    assert waiting.done()
