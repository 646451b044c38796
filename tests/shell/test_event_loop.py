"""The program's loop: order, moments, what is cancelled, and that Qt has its turn."""

import asyncio
import random
import time
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer

from schoolbell.shell import event_loop
from schoolbell.shell.event_loop import Callbacks, EventLoop


class Counted(Callbacks):
    """Counts how often Qt woke it."""

    def __init__(self):
        super().__init__()
        self.woken = 0

    def timerEvent(self, event):
        self.woken += 1
        super().timerEvent(event)


@pytest.fixture
def loop(qapp):
    made = EventLoop(qapp)
    made._timer = Counted()
    asyncio.set_event_loop(made)
    yield made
    asyncio.set_event_loop(None)
    if not made.is_closed():
        made.close()


def test_callbacks_come_in_the_order_they_were_asked_for(loop):
    seen = []

    async def work():
        for number in range(50):
            loop.call_soon(seen.append, number)
        await asyncio.sleep(0)
        assert seen == list(range(50))

    loop.run_until_complete(work())


def test_what_a_callback_asks_for_waits_for_the_next_round_and_qt_comes_in_between(loop, qapp):
    seen = []

    class Painted(QTimer):
        def event(self, event):
            if event.type() == QEvent.Type.User:
                seen.append("qt")
            return super().event(event)

    painted = Painted()

    async def work():
        def first():
            seen.append("first")
            loop.call_soon(seen.append, "third")
            qapp.postEvent(painted, QEvent(QEvent.Type.User))

        loop.call_soon(first)
        loop.call_soon(seen.append, "second")
        await asyncio.sleep(0.02)

    loop.run_until_complete(work())
    assert seen == ["first", "second", "qt", "third"]


def test_a_crowd_of_callbacks_does_not_keep_qt_waiting(loop):
    async def work():
        done = asyncio.Event()
        rounds = 0

        def again():
            nonlocal rounds
            rounds += 1
            if not done.is_set():
                loop.call_soon(again)

        again()
        QTimer.singleShot(20, done.set)
        await asyncio.wait_for(done.wait(), 10)
        return rounds

    assert loop.run_until_complete(work()) > 10


def test_nothing_is_called_early_and_all_in_the_order_of_their_moments(loop):
    chance = random.Random(3)
    delays = [chance.uniform(0, 0.2) for _ in range(200)] + [0.05, 0.05, 0.05]
    called = []

    async def work():
        base = loop.time()
        for number, delay in enumerate(delays):
            loop.call_at(base + delay, lambda number=number: called.append((number, loop.time() - base)))
        await asyncio.sleep(0.4)

    loop.run_until_complete(work())
    assert [number for number, _ in called] == sorted(range(len(delays)), key=lambda at: (delays[at], at))
    resolution = time.get_clock_info("monotonic").resolution
    assert all(moment >= delays[number] - resolution for number, moment in called)


def test_a_later_moment_does_not_hold_up_an_earlier_one(loop):
    async def work():
        loop.call_later(600, lambda: None)
        loop.call_later(0.01, (soon := asyncio.Event()).set)
        await asyncio.wait_for(soon.wait(), 10)

    loop.run_until_complete(work())


def test_what_was_cancelled_wakes_nobody_and_is_not_kept(loop):
    async def work():
        for _ in range(1000):
            async with asyncio.timeout(0.3):
                await asyncio.sleep(0)
        kept, before = len(loop._timer), loop._timer.woken
        await asyncio.sleep(0.6)  # all of them would have gone off by now
        return kept, loop._timer.woken - before

    kept, woken = loop.run_until_complete(work())
    assert kept < 250
    assert woken < 20


def test_what_is_cancelled_in_the_same_round_is_not_called(loop):
    seen = []

    async def work():
        second = None

        def first():
            second.cancel()

        loop.call_soon(first)
        second = loop.call_soon(seen.append, "second")
        later = loop.call_later(0.01, seen.append, "later")
        later.cancel()
        later.cancel()
        await asyncio.sleep(0.05)

    loop.run_until_complete(work())
    assert seen == []


def test_a_callback_that_fails_is_told_and_the_others_are_called(loop):
    told, seen = [], []
    loop.set_exception_handler(lambda _loop, context: told.append(context["exception"]))

    async def work():
        loop.call_soon(lambda: 1 / 0)
        loop.call_soon(seen.append, "next")
        loop.call_later(0.01, lambda: 1 / 0)
        loop.call_later(0.01, seen.append, "later")
        await asyncio.sleep(0.05)

    loop.run_until_complete(work())
    assert seen == ["next", "later"]
    assert [type(error) for error in told] == [ZeroDivisionError] * 2


def test_a_long_wait_wakes_once_and_not_early(loop):
    async def work():
        await asyncio.sleep(0.05)
        before, begun = loop._timer.woken, loop.time()
        await asyncio.sleep(1.3)
        return loop._timer.woken - before, loop.time() - begun

    woken, seconds = loop.run_until_complete(work())
    assert seconds >= 1.3
    assert woken <= 2


class Timers(Callbacks):
    """Notes for when Qt's timers were set, at a time that the test owns."""

    def __init__(self):
        super().__init__()
        self.set = []
        self.killed = 0

    def startTimer(self, ms, kind=Qt.TimerType.CoarseTimer):
        self.set.append((ms, kind))
        return len(self.set)

    def killTimer(self, number):
        self.killed += 1


@pytest.fixture
def timers(qapp, loop, monkeypatch):
    made, now = Timers(), [100.0]
    monkeypatch.setattr(event_loop, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def after(seconds, delay):
        now[0] = 100.0 + seconds
        made.at(asyncio.TimerHandle(now[0] + delay, lambda: None, (), loop))
        ms, kind = made.set[-1]
        return ms // 10 * 10, kind

    return made, after


PRECISE, COARSE = Qt.TimerType.PreciseTimer, Qt.TimerType.CoarseTimer


def test_a_short_wait_is_precise_beside_a_long_one_that_may_be_late(timers):
    made, after = timers
    assert after(0, 10) == (10_600, COARSE)  # due at 110, there at 111.2 at the latest
    assert after(1, 10) == (10_600, COARSE)  # not before the first
    assert len(made.set) == 1
    assert after(9.8, 0.5) == (200, PRECISE)  # due at 110.3: the first is on the dot now
    assert after(9.9, 0.05) == (50, PRECISE)
    assert made.killed == 2


def test_the_nearest_of_long_waits_sets_the_timer(timers):
    made, after = timers
    assert after(0, 60) == (63_600, COARSE)
    assert after(0, 5) == (5_300, COARSE)
    assert after(0, 5.001) == (5_300, COARSE)
    assert after(0, 5.5) == (5_300, COARSE)
    assert len(made.set) == 2


def test_an_idle_loop_sleeps(loop):
    async def work():
        await asyncio.sleep(0.05)
        before = loop._timer.woken
        await asyncio.sleep(0.3)
        return loop._timer.woken - before

    assert loop.run_until_complete(work()) <= 2


def test_threads_and_executors_come_back(loop):
    async def work():
        found = await asyncio.gather(*(asyncio.to_thread(pow, number, 2) for number in range(30)))
        assert found == [number**2 for number in range(30)]

    loop.run_until_complete(work())


def test_nothing_is_called_by_a_loop_that_was_closed(loop, qtbot):
    seen = []
    loop.call_soon(seen.append, "soon")
    loop.call_later(0.01, seen.append, "later")
    loop.close()
    loop.call_soon(seen.append, "after")
    qtbot.wait(20)
    assert seen == []
