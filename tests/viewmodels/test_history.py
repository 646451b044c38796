"""What the pane hears about jumps: arrivals, words, counts; the last wish counts."""

import asyncio

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI
from tests.fakes.domain_engine import START
from tests.viewmodels.test_messages import pane

__all__ = ["pane"]

HOUR = 3_600_000


@pytest.fixture
def said(pane):
    """Everything the history presenter said."""
    heard = {name: [] for name in ("arrived", "told", "unread_above_changed", "busy_changed")}
    for name, values in heard.items():
        getattr(pane.presenter.history, name).connect(lambda *args, values=values: values.append(args))
    return heard


async def say(engine, count, *, last, read=0):
    sent = [engine.text(f"m{n}", CHEN, ts=START + n * HOUR) for n in range(1, count + 1)]
    if read:
        await engine.receive(GROUP, t1001=sent[read - 1]["event_id"])
    await engine.history.know(GROUP, sent, last)
    return sent


async def test_unread_messages_above_are_told_with_the_room(pane, engine, said):
    await say(engine, 100, last=30, read=20)
    await pane.live()
    assert said["unread_above_changed"][-1] == (30, True)
    pane.presenter.history.jump_to_unread()
    await pane.settle()
    assert pane.message("m21").key == said["arrived"][-1][0]
    assert said["unread_above_changed"][-1] == (0, False)
    assert said["busy_changed"][-1] == (False,)
    assert said["told"] == []


async def test_another_room_takes_the_count_away(pane, engine, said):
    await say(engine, 100, last=30, read=20)
    await pane.live()
    pane.presenter.open_room(CHAT)
    await pane.settle()
    assert said["unread_above_changed"][-1] == (0, False)


async def test_a_jump_that_is_overtaken_by_another_wish_does_not_arrive(pane, engine, said):
    sent = await say(engine, 300, last=30)
    await pane.live()
    held = asyncio.Event()
    land = engine.history.land

    async def slowly(room_id, event_id):
        await held.wait()
        await land(room_id, event_id)

    engine.history.land = slowly
    pane.presenter.jump_to(sent[10]["event_id"])
    await asyncio.sleep(0)
    pane.presenter.jump_to(sent[-2]["event_id"])
    held.set()
    await pane.settle()
    assert [key for (key,) in said["arrived"]] == [sent[-2]["event_id"]]


async def test_a_jump_does_not_reach_into_a_room_opened_meanwhile(pane, engine, said):
    sent = await say(engine, 300, last=30)
    await engine.deliver(CHAT, engine.text("hello", LI))
    await pane.live()
    pane.presenter.jump_to(sent[10]["event_id"])
    pane.presenter.open_room(CHAT)
    await pane.settle()
    assert said["arrived"] == []
    assert pane.texts == ["hello"]


async def test_what_cannot_be_had_is_an_error_with_words(pane, engine, said):
    await say(engine, 60, last=30)
    await pane.live()
    engine.history.refuse = KnownError(ErrorCode.NETWORK)
    pane.presenter.jump_to("$elsewhere")
    await pane.settle()
    assert pane.last("failed") == ("network", {})
    assert said["busy_changed"][-1] == (False,)
    assert said["arrived"] == []


async def test_a_day_is_the_readers_own(pane, engine, said):
    """Shanghai's October 12 begins at 16:00 UTC the day before."""
    await say(engine, 200, last=200)
    await pane.live()
    pane.presenter.history.jump_to_date(2025, 10, 12)
    await pane.settle()
    assert said["arrived"][-1] == (pane.message("m56").key,)


async def test_scrolling_is_activity_and_what_arrives_is_not(pane, engine):
    await say(engine, 60, last=30)
    await pane.live()
    keys = [item.key for item in pane.presenter.timeline.items()]
    engine.asked.clear()
    pane.presenter.visible_changed(keys[-1], False)
    assert not engine.said("active")
    pane.presenter.visible_changed(keys[10], False)
    assert engine.said("active")
