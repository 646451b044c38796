"""A clock that jumps by a day, a computer that sleeps: what waits for moments waits for moments."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from schoolbell.sync.changes import SyncState
from schoolbell.sync.waking import WakeWatch
from tests.fakes.clock import FakeClock
from tests.fakes.transport import ScriptedServer
from tests.sync.test_engine import A, syncs
from tests.sync.world import World, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]
DAY = 86_400.0


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[tuple[World, ScriptedServer]]:
    server = ScriptedServer()
    server.room(A)
    made = World(folder, server, server.me)
    try:
        yield made, server
    finally:
        await made.close()


async def pass_time(w: World, seconds: float) -> None:
    """Let time go by in small steps: who computed a wait just before one is late by a step only."""
    for _ in range(round(seconds / 0.5)):
        w.clock.advance(0.5)
        await asyncio.sleep(0.003)


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_the_seconds_for_taking_back_are_seconds(run: Run, tmp_path: Path, jump: float) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as (w, server):
            await w.live()
            await w.say(A, "undo me within ten seconds", not_before_ms=w.clock.now_ms() + 10_000)
            await until(lambda: w.clock.sleeps(10), "the queue's pause")
            w.clock.jump(jump)
            await w.say(A, "chat")
            await until(lambda: server.bodies(A) == ["chat"])
            await pass_time(w, 9)
            assert server.bodies(A) == ["chat"], "not earlier"
            await pass_time(w, 3)
            await until(lambda: len(server.bodies(A)) == 2, "not a day later")

    run(scenario())


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_a_pause_that_a_restart_interrupts_never_becomes_a_day(run: Run, tmp_path: Path, jump: float) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as (w, server):
            await w.say(A, "before the restart", not_before_ms=w.clock.now_ms() + 10_000)
            w.clock.jump(jump)
            await w.restart()
            await w.live()
            await pass_time(w, 13)
            await until(lambda: server.bodies(A) == ["before the restart"])

    run(scenario())


def test_an_appointment_follows_the_clock_on_the_wall(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as (w, server):
            await w.live()
            await w.say(A, "tomorrow at this time", not_before_ms=w.clock.now_ms() + round(DAY * 1000))
            await pass_time(w, 61)
            assert server.bodies(A) == []
            w.clock.jump(DAY)
            await pass_time(w, 65)  # held rows are looked at again every minute
            await until(lambda: server.bodies(A) == ["tomorrow at this time"])

    run(scenario())


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_backoff_and_countdown_do_not_follow_a_clock_that_was_set(
    run: Run, tmp_path: Path, jump: float
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as (w, server):
            await w.say(A, "while offline")
            server.fault = lambda call: "drop"
            await w.engine.start()
            await until(lambda: w.state is SyncState.OFFLINE and w.clock.sleeping > 1)
            left = w.engine.current_status.retry_at - w.clock.monotonic()
            w.clock.jump(jump)
            assert w.engine.current_status.retry_at - w.clock.monotonic() == left, "what the banner counts"
            calls = len(syncs(server))
            await asyncio.sleep(0.03)
            assert len(syncs(server)) == calls
            server.fault = lambda call: None
            await pass_time(w, left + 2)
            await until(lambda: w.state is SyncState.LIVE)
            await until(lambda: server.bodies(A) == ["while offline"])

    run(scenario())


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_messages_stand_in_the_servers_order_and_once_whatever_the_clock_says(
    run: Run, tmp_path: Path, jump: float
) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as (w, server):
            await w.live()
            await w.say(A, "one")
            await until(lambda: w.texts(A) == ["one"])
            w.clock.jump(jump)
            await server.post(A, "two")
            await w.say(A, "three")
            await until(lambda: w.texts(A) == ["one", "two", "three"] and w.outbox(A) == [])
            w.clock.jump(-jump)
            await w.say(A, "four")
            await until(lambda: w.texts(A)[-1] == "four" and w.outbox(A) == [])
            assert server.bodies(A) == ["one", "two", "three", "four"]

    run(scenario())


@pytest.mark.parametrize("stops", [True, False], ids=["the other clock stops", "the other clock runs on"])
async def test_a_computer_that_slept_is_noticed_within_seconds(stops: bool) -> None:
    clock, woken = FakeClock(), []

    async def woke() -> None:
        woken.append(clock.monotonic())

    watch = asyncio.ensure_future(WakeWatch(clock, woke).run())
    for _ in range(100):  # an ordinary while
        await asyncio.sleep(0)
        clock.advance(5.2)
    await asyncio.sleep(0)
    assert woken == []
    if stops:
        clock.jump(3 * 3600)
        clock.advance(5.0)
    else:
        clock.advance(3 * 3600)
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(woken) == 1
    for _ in range(20):
        clock.advance(5.2)
        await asyncio.sleep(0)
    assert len(woken) == 1, "once"
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)


def test_after_a_sleep_the_dead_poll_is_cut_and_asked_again_at_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as (w, server):
            await w.live()
            await until(lambda: syncs(server)[-1].query["timeout"] == "30000")
            before = len(syncs(server))
            w.engine.retry_now()  # what the session does when the watch calls
            await until(lambda: len(syncs(server)) == before + 1)
            assert w.state is SyncState.LIVE, "nobody sees a banner for it"
            await server.post(A, "written while it slept")
            await until(lambda: w.texts(A) == ["written while it slept"])

    run(scenario())


def test_after_a_sleep_nobody_waits_for_the_rest_of_a_long_backoff(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with world(tmp_path) as (w, server):
            server.fault = lambda call: "drop"
            await w.engine.start()
            for _ in range(8):
                await until(lambda: w.state is SyncState.OFFLINE and w.clock.sleeping > 0)
                w.clock.advance(w.engine.current_status.retry_at - w.clock.monotonic() + 0.01)
                await asyncio.sleep(0.02)
            await until(lambda: w.state is SyncState.OFFLINE)
            server.fault = lambda call: None
            now = w.clock.monotonic()
            w.engine.retry_now()
            await until(lambda: w.state is SyncState.LIVE)
            assert w.clock.monotonic() == now

    run(scenario())
