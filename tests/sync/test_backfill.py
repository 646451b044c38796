"""History in the background: in which order it comes, when it waits, where it stops."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.errors import MatrixError
from schoolbell.store import gaps, timeline
from schoolbell.sync.changes import SyncState
from tests.fakes.clock import FakeClock
from tests.fakes.transport import Call, ScriptedServer
from tests.sync.world import World, until

A, B, C = "!a:school.test", "!b:school.test", "!c:school.test"
DAY = 86_400_000
NOW = 1_760_000_000_000


@pytest.fixture
def server() -> ScriptedServer:
    return ScriptedServer()


@asynccontextmanager
async def world(folder: Path, server: ScriptedServer) -> AsyncIterator[World]:
    made = World(folder, server, server.me, clock=FakeClock(start_ms=NOW + DAY))
    try:
        yield made
    finally:
        await made.close()


def fill(server: ScriptedServer, room_id: str, count: int, *, age_days: float = 0) -> None:
    """Make a room in which `count` messages were said, the last `age_days` ago, a minute apart."""
    server.room(room_id)
    room = server.rooms[room_id]
    for number in range(count):
        event = server._event(
            "m.room.message", {"msgtype": "m.text", "body": f"m{number}"}, "@s1:school.test"
        )
        event["origin_server_ts"] = round(NOW - age_days * DAY) - (count - number) * 60_000
        server._append(room, event)
    first = room.events[3]["origin_server_ts"] if count else NOW
    for event in room.events[:3]:
        event["origin_server_ts"] = first - 1


async def pass_time(w: World, seconds: float) -> None:
    """Let time go by in small steps, so that whatever is due happens when it is due."""
    for _ in range(round(seconds * 2)):
        w.clock.advance(0.5)
        for _ in range(8):  # what began now ends before more time goes by
            await w.cache.write(lambda conn: None)
            await w.cache.read(lambda conn: None)
            await asyncio.sleep(0)


def asked(server: ScriptedServer) -> list[str]:
    """The rooms whose history was asked for, in order, each stretch once."""
    found: list[str] = []
    for call in server.called("/messages"):
        room_id = next(room_id for room_id in server.rooms if room_id.replace(":", "%3A")[1:] in call.path)
        if not found or found[-1] != room_id:
            found.append(room_id)
    return found


def texts(w: World, room_id: str) -> list[str]:
    """Every message of the room that is here, oldest first."""
    rows = w.rows(room_id, before=2000)
    return [str(row.content["body"]) for row in rows if row.type == "m.room.message"]


def whole(w: World, room_id: str) -> bool:
    return w.cache.read_now(lambda conn: timeline.newest_gap(conn, room_id)) is None


async def begin(w: World) -> None:
    w.engine.backfill.allow(True)
    await w.live()
    await until(lambda: w.engine._all_told())


async def test_a_room_becomes_whole_without_anybody_looking_at_it(server, tmp_path):
    fill(server, A, 250)
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 15)
        assert whole(w, A)
        assert texts(w, A) == server.bodies(A)


async def test_nothing_is_fetched_before_the_first_seconds_are_over(server, tmp_path):
    fill(server, A, 250)
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 4)
        assert server.called("/messages") == []


async def test_the_open_room_comes_first_then_recent_ones_and_old_ones_only_when_idle(server, tmp_path):
    fill(server, A, 150, age_days=40)
    fill(server, B, 150)
    fill(server, C, 150)
    async with world(tmp_path, server) as w:
        await begin(w)
        w.engine.open_room(B)
        await pass_time(w, 30)
        assert asked(server) == [B, C]
        assert not whole(w, A), "nobody has been idle for a minute yet"
        await pass_time(w, 60)
        assert asked(server) == [B, C, A]
        assert whole(w, A)


async def test_what_is_older_than_a_month_waits_even_in_a_busy_room(server, tmp_path):
    fill(server, A, 30)
    room = server.rooms[A]
    for event in room.events[:-25]:
        event["origin_server_ts"] -= 60 * DAY
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 20)
        fetched = len(server.called("/messages"))
        assert fetched == 1, "the gap begins at a recent message; what follows it is old"


async def test_messages_that_mention_me_are_fetched_with_what_stands_around_them(server, tmp_path):
    fill(server, A, 1500, age_days=3)
    room = server.rooms[A]
    called = room.events[50]
    called["content"] = {"msgtype": "m.text", "body": "老师", "m.mentions": {"user_ids": [server.me]}}
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 8)
        found = w.cache.read_now(lambda conn: timeline.by_ids(conn, [called["event_id"]]))
        assert list(found) == [called["event_id"]], "long before the gap has been filled up to it"
        assert len(server.called("/context/")) == 1
        await w.restart()
        await begin(w)
        await pass_time(w, 60)
        assert texts(w, A) == server.bodies(A), "the piece was tied into the rest"
        assert len(server.called("/context/")) == 1, "a look that is done is not done again"


async def test_it_waits_while_somebody_scrolls_or_sends(server, tmp_path):
    fill(server, A, 900)
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 6)
        before = len(server.called("/messages"))
        assert before
        for _ in range(10):
            w.engine.backfill.active()
            await pass_time(w, 1)
        assert len(server.called("/messages")) <= before + 1, "one may have been under way"
        await w.say(A, "hello")
        before = len(server.called("/messages"))
        await pass_time(w, 2)
        assert len(server.called("/messages")) == before
        await until(lambda: not w.engine.current_status.waiting)
        await pass_time(w, 10)
        assert len(server.called("/messages")) > before


async def test_requests_are_one_at_a_time_with_rests_between(server, tmp_path):
    fill(server, A, 600)
    running = most = 0
    moments: list[float] = []
    answer = server._answer

    async def slowly(call: Call):
        nonlocal running, most
        if "/messages" not in call.path:
            return await answer(call)
        running += 1
        most = max(most, running)
        moments.append(w.clock.monotonic())
        await w.clock.sleep(4)
        running -= 1
        return await answer(call)

    server._answer = slowly
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 60)
        assert most == 1
        assert len(moments) > 3
        rests = [later - earlier for earlier, later in pairwise(moments)]
        assert min(rests) >= 8, "a request of four seconds is followed by as long a rest"


async def test_the_servers_wish_to_wait_is_obeyed(server, tmp_path):
    fill(server, A, 400)
    limited = []

    def fault(call: Call):
        if "/messages" in call.path and not limited:
            limited.append(w.clock.monotonic())
            return MatrixError(
                ErrorCode.RATE_LIMITED, status=429, errcode="M_LIMIT_EXCEEDED", retry_after_ms=40_000
            )
        return None

    server.fault = fault
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 40)
        assert len(server.called("/messages")) == 1
        await pass_time(w, 40)
        assert whole(w, A)


async def test_it_stops_while_offline_and_goes_on_by_itself(server, tmp_path):
    fill(server, A, 900)
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 6)
        server.fault = lambda call: "drop"
        await server.notify()
        await pass_time(w, 2)
        before = len(server.called("/messages"))
        await pass_time(w, 60)
        assert len(server.called("/messages")) <= before + 8, "it asks less and less often"
        server.fault = lambda call: None
        w.engine.retry_now()
        await pass_time(w, 120)
        assert w.state is SyncState.LIVE
        assert whole(w, A)


async def test_a_restart_goes_on_where_it_stopped(server, tmp_path):
    fill(server, A, 500)
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 7)
        before = {call.query["from"] for call in server.called("/messages")}
        assert before
        assert not whole(w, A)
        await w.restart()
        await begin(w)
        await pass_time(w, 30)
        after = [call.query["from"] for call in server.called("/messages")]
        assert len(after) == len(set(after)), "no page was asked for twice"
        assert texts(w, A) == server.bodies(A)


async def test_low_data_fetches_nothing_and_its_end_begins(server, tmp_path):
    fill(server, A, 300)
    async with world(tmp_path, server) as w:
        w.engine.backfill.allow(False)
        await w.live()
        await pass_time(w, 120)
        assert server.called("/messages") == []
        w.engine.backfill.allow(True)
        await pass_time(w, 10)
        assert server.called("/messages")
        w.engine.backfill.allow(False)
        before = len(server.called("/messages"))
        await pass_time(w, 30)
        assert len(server.called("/messages")) == before


async def test_it_stops_at_the_quota(server, tmp_path):
    fill(server, A, 900)
    async with world(tmp_path, server) as w:
        await w.live()
        size = w.cache.read_now(gaps.size_of)
        w.engine.backfill.allow(True, size + 100_000)
        await pass_time(w, 120)
        assert not whole(w, A)
        assert w.cache.read_now(gaps.size_of) < size + 300_000
        await w.engine.paginate(A)
        assert len(texts(w, A)) > 20, "what somebody asks for comes all the same"


@pytest.mark.parametrize("code", [ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND])
async def test_a_room_whose_history_is_refused_holds_up_no_other(server, tmp_path, code):
    fill(server, A, 150)
    fill(server, B, 150)

    def fault(call: Call):
        return MatrixError(code, status=403) if "/messages" in call.path and "!b" in call.path else None

    server.fault = fault
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 60)
        assert whole(w, A)
        refused = [call for call in server.called("/messages") if "!b" in call.path]
        assert len(refused) <= 2


async def test_a_server_without_notifications_still_has_its_history_fetched(server, tmp_path):
    fill(server, A, 150)
    server.fault = lambda call: (
        MatrixError(ErrorCode.NOT_FOUND, status=404) if "notifications" in call.path else None
    )
    async with world(tmp_path, server) as w:
        await begin(w)
        await pass_time(w, 20)
        assert whole(w, A)


async def test_an_event_that_is_not_here_lands_with_its_surroundings_once(server, tmp_path):
    fill(server, A, 400)
    wanted = server.rooms[A].events[100]["event_id"]
    async with world(tmp_path, server) as w:
        await w.live()
        history = w.engine.history
        await asyncio.gather(history.land(A, wanted), history.land(A, wanted))
        assert len(server.called("/context/")) == 1
        assert texts(w, A) == [*(f"m{n}" for n in range(67, 128)), *(f"m{n}" for n in range(380, 400))]
        with pytest.raises(KnownError) as refused:
            await history.land(A, "$nobody")
        assert refused.value.code is ErrorCode.NOT_FOUND
        gap = w.cache.read_now(lambda conn: timeline.newest_gap(conn, A))
        await history.cross(A, gap)
        assert texts(w, A)[61:111] == [f"m{n}" for n in range(128, 178)], "from the side one looks from"
        for _ in range(10):
            if (gap := w.cache.read_now(lambda conn: timeline.newest_gap(conn, A))) is not None:
                await history.cross(A, gap)
        assert texts(w, A) == server.bodies(A)


async def test_a_moment_is_looked_up_at_the_server(server, tmp_path):
    fill(server, A, 100)
    events = server.rooms[A].events
    async with world(tmp_path, server) as w:
        await w.live()
        assert await w.engine.history.find(A, events[40]["origin_server_ts"] - 1) == events[40]["event_id"]
        assert await w.engine.history.find(A, NOW + DAY) == ""
