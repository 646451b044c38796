import asyncio

import pytest

from schoolbell.base.diffs import Insert, Remove, Set
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.viewmodels.bridge import Bridge
from tests.viewmodels.test_listmodel import Item, Mirror, make


@pytest.fixture
def crashes():
    return []


@pytest.fixture
def bridge(qapp, crashes):
    made = Bridge(crashes.append)
    yield made
    made._timer.stop()


def test_fifty_batches_become_one_run_of_rows(bridge, qtbot):
    model = make()
    mirror = Mirror(model)
    for number in range(50):
        bridge.feed(model, [Insert(number, (Item(str(number)),))])
    assert model.rowCount() == 0
    qtbot.waitUntil(lambda: model.rowCount() == 50)
    assert mirror.signals == 1
    for number in range(50, 60):
        bridge.feed(model, [Insert(number, (Item(str(number)),))])
    bridge.feed(model, [Remove(0, 2)])
    bridge.feed(model, [Set(0, Item("2", 9))])
    bridge.flush()
    assert mirror.signals == 4  # removed, set, inserted
    assert mirror.rows == [Item("2", 9), *(Item(str(number)) for number in range(3, 60))]


def test_what_comes_later_under_one_name_wins(bridge):
    seen = []
    bridge.later("status", lambda: seen.append("old"))
    bridge.later("status", lambda: seen.append("new"))
    bridge.later("other", lambda: seen.append("other"))
    bridge.flush()
    assert seen == ["new", "other"]


def test_a_cleared_model_gets_nothing_of_what_was_queued(bridge):
    model = make()
    model.apply([Insert(0, (Item("a"),))])
    bridge.feed(model, [Insert(1, (Item("b"),))])
    bridge.clear(model)
    bridge.feed(model, [Insert(0, (Item("c"),))])
    bridge.flush()
    assert model.items() == (Item("c"),)


def test_showing_a_list_sends_only_the_difference(bridge):
    model = make()
    bridge.show(model, [Item("a"), Item("b")])
    bridge.show(model, [Item("a"), Item("b"), Item("c")])
    bridge.flush()
    mirror = Mirror(model)
    bridge.show(model, [Item("a"), Item("c")])
    bridge.flush()
    assert model.items() == (Item("a"), Item("c"))
    assert mirror.signals == 1


async def test_known_errors_are_told_and_bugs_reach_the_crash_hook(bridge, crashes, allowed_logs):
    allowed_logs.append("a presenter failed")
    known = []

    async def fail(error):
        raise error

    bridge.run(fail(KnownError(ErrorCode.NETWORK)), known.append)
    bridge.run(fail(ValueError("bug")), known.append)
    bridge.run(fail(KnownError(ErrorCode.TIMEOUT)))
    await asyncio.sleep(0.01)
    assert [error.code for error in known] == [ErrorCode.NETWORK]
    assert [type(crash) for crash in crashes] == [ValueError, KnownError]


def test_what_was_asked_before_the_loop_runs_in_it(bridge):
    ran = []

    async def work():
        ran.append("ran")

    bridge.run(work())
    assert ran == []

    async def main():
        bridge.start()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await bridge.stop()

    asyncio.run(main())
    assert ran == ["ran"]


async def test_a_gesture_repeated_while_it_runs_is_done_once(bridge):
    gate = asyncio.Event()
    ran = []

    async def work():
        ran.append(1)
        await gate.wait()

    bridge.run(work(), once="older")
    bridge.run(work(), once="older")
    await asyncio.sleep(0)
    gate.set()
    await asyncio.sleep(0.01)
    bridge.run(work(), once="older")
    await asyncio.sleep(0)
    assert len(ran) == 2
    await bridge.stop()


async def test_after_the_end_nothing_is_told(bridge, qtbot):
    told = []
    bridge.later("name", lambda: told.append("before"))
    await bridge.stop()
    bridge.later("name", lambda: told.append("after"))
    qtbot.waitUntil(lambda: not bridge._timer.isActive())
    await asyncio.sleep(0.05)
    assert told == []


def test_a_model_does_not_wait_for_what_another_one_was_told(bridge, qtbot):
    one, other = make(), make()
    bridge.feed(one, [Insert(0, (Item("a"),))])
    qtbot.waitUntil(lambda: one.rowCount() == 1)
    bridge.feed(other, [Insert(0, (Item("b"),))])
    assert bridge._timer.remainingTime() <= 1
    bridge.flush()
    bridge.feed(other, [Insert(1, (Item("c"),))])
    assert bridge._timer.remainingTime() > 1, "the same one waits for its frame"
    qtbot.waitUntil(lambda: other.rowCount() == 2)
