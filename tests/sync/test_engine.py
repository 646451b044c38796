"""The engine against a scripted server: every way a connection can fail, under both loops."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.errors import MatrixError
from schoolbell.store import rooms
from schoolbell.sync.changes import Changes, SyncState
from schoolbell.sync.requests import CHATS, DESKS, ChatsPlan
from tests.fakes.clock import FakeClock
from tests.fakes.transport import Call, ScriptedServer
from tests.sync.world import World, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]
A, B = "!a:school.test", "!b:school.test"
SYNC = "simplified_msc3575/sync"


@asynccontextmanager
async def world(folder: Path, server: ScriptedServer, **options: Any) -> AsyncIterator[World]:
    made = World(folder, server, server.me, **options)
    try:
        yield made
    finally:
        await made.close()


def syncs(server: ScriptedServer, connection: str = "chats") -> list[Call]:
    return [call for call in server.called(SYNC) if call.body["conn_id"] == connection]


def both_poll(server: ScriptedServer) -> bool:
    """Whether both connections stand: one that stands only now hurries the other."""
    last = [call for name in (CHATS, DESKS) for call in syncs(server, name)[-1:]]
    return [call.query["timeout"] for call in last] == ["30000", "30000"]


def test_a_message_arrives_and_is_published_after_commit(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            seen: list[list[str]] = []
            w.engine.changes.subscribe(lambda changes: A in changes.timelines and seen.append(w.texts(A)))
            await w.live()
            await server.post(A, "hello")
            await until(lambda: w.texts(A) == ["hello"])
            await until(lambda: seen and seen[-1] == ["hello"], "published with the row readable")

    run(scenario())


def test_first_request_is_small_then_the_range_grows(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        for number in range(150):
            server.room(f"!r{number}:school.test", name=f"Room {number}")
        async with world(tmp_path, server) as w:
            await w.live()
            await until(lambda: len(syncs(server)) >= 4)
            requests = syncs(server)
            first = requests[0].body["lists"]
            assert first["rooms"]["ranges"] == [[0, 19]]
            assert first["rooms"]["timeline_limit"] == 20
            assert "pos" not in requests[0].query
            assert first["rooms"]["filters"] == {"not_room_types": ["m.space", "org.schoolbell.desk"]}
            assert requests[1].query["timeout"] == "0"
            assert requests[-1].body["lists"]["rooms"]["ranges"][0][1] >= 149
            assert requests[-1].query["timeout"] == "30000"
            for call in server.called(SYNC):
                for wanted in call.body["lists"].values():
                    assert not {"spaces", "room_name_like"} & set(wanted["filters"])
                    assert wanted["timeline_limit"] > 0, "a list with 0 never hears of news"

    run(scenario())


@pytest.mark.parametrize("count", [3, 150])
def test_it_has_caught_up_when_the_last_of_the_list_was_published(
    run: Run, tmp_path: Path, count: int
) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        for number in range(count):
            server.room(f"!r{number}:school.test", name=f"Room {number}")
        async with world(tmp_path, server) as w:
            told: set[str] = set()
            before: list[bool] = []

            def publish(changes: Changes) -> None:
                told.update(room_id for room_id in changes.rooms if room_id.startswith("!r"))
                before.append(w.engine.caught_up)

            w.engine.changes.subscribe(publish)
            await w.live()
            await until(lambda: w.engine.caught_up, "all of it")
            assert len(told) == count
            assert not any(before), "said before the last of it was published"

    run(scenario())


def test_no_step_of_a_long_list_is_too_long_for_one_answer() -> None:
    plan, ends = ChatsPlan(), []
    while not plan.complete:
        ends.append(plan.body(None)["lists"]["rooms"]["ranges"][0][1] + 1)
        plan.answered({"rooms": 2000})
    assert ends[0] == 20
    assert ends[-1] >= 2000 or plan.body(None)["lists"]["rooms"]["ranges"][0][1] >= 1999
    assert max(later - earlier for earlier, later in pairwise(ends)) <= 400
    assert len(ends) <= 8


def test_desks_ride_their_own_connection(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A, room_type="org.schoolbell.desk")
        async with world(tmp_path, server) as w:
            await w.live()
            await server.post(A, "homework")
            await until(lambda: w.texts(A) == ["homework"])
            desks = syncs(server, "desks")
            wanted = desks[0].body["lists"]["desks"]
            assert wanted["timeline_limit"] == 3
            assert wanted["filters"] == {"room_types": ["org.schoolbell.desk"]}
            assert wanted["ranges"][0][1] >= 400

    run(scenario())


def test_the_open_room_is_subscribed_at_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            await until(lambda: syncs(server)[-1].query.get("timeout") == "30000")
            before = len(syncs(server))
            w.engine.open_room(A)
            await until(lambda: len(syncs(server)) > before)
            asked = syncs(server)[-1].body["room_subscriptions"][A]
            assert asked["timeline_limit"] == 50
            assert ["m.room.pinned_events", ""] in asked["required_state"]
            assert ["m.room.member", "$LAZY"] in asked["required_state"]
            await server.post(A, "seen")
            await until(lambda: w.texts(A) == ["seen"])
            w.engine.close_room(A)
            await server.post(A, "more")
            await until(lambda: "room_subscriptions" not in syncs(server)[-1].body)

    run(scenario())


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("drop", ErrorCode.NETWORK),
        ("cut", ErrorCode.NETWORK),
        ("fail", ErrorCode.SERVER),
        ("html", ErrorCode.CAPTIVE_PORTAL),
        ("limit", ErrorCode.RATE_LIMITED),
    ],
)
def test_a_fault_shows_offline_waits_and_recovers(
    run: Run, tmp_path: Path, fault: str, code: ErrorCode
) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            await until(lambda: both_poll(server))
            server.fault = lambda call: fault if SYNC in call.path and call.body["conn_id"] == CHATS else None
            await server.post(A, "one")  # ends the long poll that is under way; the next one meets the fault
            await until(lambda: w.texts(A) == ["one"])
            await server.post(A, "two")
            await until(lambda: w.state is SyncState.OFFLINE)
            status = w.engine.current_status
            assert status.error is code
            wait = status.retry_at - w.clock.monotonic()
            assert 2.0 <= wait <= 2.2 if fault == "limit" else 0 < wait <= 1.0
            server.fault = lambda call: None
            if fault == "limit":
                w.engine.retry_now()  # not even an impatient person shortens what the server asked for
            w.clock.advance(wait - 0.01)
            await asyncio.sleep(0.02)
            assert w.state is SyncState.OFFLINE
            w.clock.advance(2.5)
            await until(lambda: w.state is SyncState.LIVE)
            await until(lambda: w.texts(A) == ["one", "two"])

    run(scenario())


def test_waits_grow_while_the_server_is_away(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.fault = lambda call: "drop"
        clock = FakeClock(jumping=True)
        async with world(tmp_path, server, clock=clock) as w:
            await w.engine.start()
            await until(lambda: len(syncs(server)) > 12)
            assert min(clock.slept) <= 1.0
            assert 25.0 < max(clock.slept) <= 60.0

    run(scenario())


def test_retry_now_does_not_wait(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        server.fault = lambda call: "drop"
        async with world(tmp_path, server) as w:
            await w.engine.start()
            await until(lambda: w.state is SyncState.OFFLINE)
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: w.state is SyncState.LIVE)
            assert w.clock.monotonic() == 0.0

    run(scenario())


def test_position_lost_starts_over_and_loses_nothing(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            for number in range(5):
                await server.post(A, f"before {number}")
            await until(lambda: len(w.texts(A)) == 5)
            server.forget_positions()
            for number in range(60):
                await server.post(A, f"after {number}")
            await until(lambda: w.texts(A)[-1] == "after 59")
            await until(lambda: w.state is SyncState.LIVE)
            w.engine.open_room(A)
            wanted = [f"before {n}" for n in range(5)] + [f"after {n}" for n in range(60)]
            await until(lambda: w.texts(A) == wanted, "the gap is filled, in order, nothing twice")

    run(scenario())


def test_a_server_that_never_knows_a_position_is_not_hammered(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        lost = MatrixError(ErrorCode.UNKNOWN_POSITION, status=400, errcode="M_UNKNOWN_POS")
        server.fault = lambda call: lost if SYNC in call.path else None
        async with world(tmp_path, server) as w:
            await w.engine.start()
            await until(lambda: w.state is SyncState.OFFLINE)
            await asyncio.sleep(0.05)
            assert len(syncs(server)) == 1

    run(scenario())


@pytest.mark.parametrize("stop", [ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT])
def test_signed_out_keeps_everything(run: Run, tmp_path: Path, stop: ErrorCode) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            await server.post(A, "stays")
            await until(lambda: w.texts(A) == ["stays"])
            server.fault = lambda call: MatrixError(stop, status=401, errcode="M_UNKNOWN_TOKEN")
            await w.say(A, "mine")
            await until(lambda: w.state is SyncState.SIGNED_OUT)
            assert w.engine.current_status.error is ErrorCode.SIGNED_OUT
            w.engine.retry_now()
            calls = len(syncs(server))
            w.clock.advance(600)
            await asyncio.sleep(0.03)
            assert len(syncs(server)) == calls
            assert w.texts(A) == ["stays"]
            assert [row.state for row in w.outbox(A)] == ["waiting"]
            server.fault = lambda call: None
            await w.restart()
            await w.live()
            await until(lambda: server.bodies(A) == ["stays", "mine"])

    run(scenario())


def test_no_sliding_sync_is_refused_until_a_person_tries_again(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        unknown = MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_UNRECOGNIZED")
        server.fault = lambda call: unknown if SYNC in call.path else None
        async with world(tmp_path, server) as w:
            await w.engine.start()
            await until(lambda: w.state is SyncState.REFUSED)
            assert w.engine.current_status.error is ErrorCode.NO_SLIDING_SYNC
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: w.state is SyncState.LIVE)

    run(scenario())


def test_a_failed_write_publishes_nothing_and_the_same_position_is_asked_again(
    run: Run, tmp_path: Path
) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            await until(lambda: syncs(server)[-1].query["timeout"] == "30000")
            position = syncs(server)[-1].query["pos"]
            published = len(w.published)
            full = [True]
            write = w.cache.write

            async def failing(fn: Any) -> Any:
                if not full[0]:
                    return await write(fn)

                def then_fail(conn: sqlite3.Connection) -> None:
                    fn(conn)
                    raise KnownError(ErrorCode.DISK_FULL)

                return await write(then_fail)

            w.cache.write = failing  # type: ignore[method-assign]
            await server.post(A, "late")
            await until(lambda: w.state is SyncState.OFFLINE)
            assert w.engine.current_status.error is ErrorCode.DISK_FULL
            assert len(w.published) == published
            assert w.texts(A) == []
            full[0] = False
            w.engine.retry_now()
            await until(lambda: w.texts(A) == ["late"])
            assert [call.query.get("pos") for call in syncs(server)].count(position) >= 2

    run(scenario())


def test_the_same_response_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            await until(lambda: syncs(server)[-1].query["timeout"] == "30000")
            lost = iter(["cut"])
            server.fault = lambda call: next(lost, None) if call.query.get("timeout") == "0" else None
            await server.post(A, "one")
            await until(lambda: w.texts(A) == ["one"])
            w.engine.open_room(A)
            await asyncio.sleep(0.03)
            await server.post(A, "two")
            await until(lambda: "two" in w.texts(A))
            w.engine.retry_now()
            assert w.texts(A) == ["one", "two"]

    run(scenario())


def test_a_limited_timeline_is_filled_for_the_open_room_only(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        server.room(B, name="Other")
        async with world(tmp_path, server) as w:
            await w.live()
            for room in (A, B):
                await server.post(room, "old")
            await until(lambda: w.texts(A) == w.texts(B) == ["old"])
            server.fault = lambda call: "drop"
            await server.post(A, "news 0")
            await until(lambda: w.state is SyncState.OFFLINE)
            for number in range(1, 80):
                await server.post(A, f"news {number}")
            for number in range(80):
                await server.post(B, f"news {number}")
            server.fault = lambda call: None
            w.engine.open_room(A)
            w.engine.retry_now()
            wanted = ["old", *(f"news {n}" for n in range(80))]
            await until(lambda: w.texts(A) == wanted)
            await until(lambda: w.texts(B)[-1] == "news 79")
            assert len(w.texts(B)) < len(wanted), "a room nobody looks at is not fetched"
            await w.engine.paginate(B)
            await w.engine.paginate(B)
            assert w.texts(B) == wanted

    run(scenario())


def test_a_server_with_senseless_pages_is_asked_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        for number in range(60):
            await server.post(A, f"{number}")
        server._messages = lambda room, query: {"status": "ok"}  # type: ignore[method-assign]
        async with world(tmp_path, server) as w:
            await w.live()
            w.engine.open_room(A)
            await until(lambda: server.called("/messages"))
            await server.post(A, "later")
            await until(lambda: w.texts(A)[-1:] == ["later"])
            await asyncio.sleep(0.05)
            assert len(server.called("/messages")) <= 3

    run(scenario())


def test_a_notice_under_many_reactions_is_unread_before_anybody_opens_the_room(
    run: Run, tmp_path: Path
) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        server.room(B)
        async with world(tmp_path, server) as w:

            def unread() -> tuple[int, bool]:
                row = w.cache.read_now(lambda conn: rooms.summary(conn, A))
                assert row is not None
                return row.unread, row.unread_floor

            await w.live()
            read = await server.post(A, "old")
            await until(lambda: w.texts(A) == ["old"])
            await w.engine.mark_read(A, read)
            server.fault = lambda call: "drop"
            await server.post(B, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            notice = await server.post(A, "notice")
            for number in range(230):
                relation = {"rel_type": "m.annotation", "event_id": notice, "key": "✅"}
                content = {"m.relates_to": relation}
                await server.post(A, sender=f"@g{number}:school.test", kind="m.reaction", content=content)
            server.fault = lambda call: "fail" if "/messages" in call.path else None
            w.engine.retry_now()
            await until(lambda: server.called("/messages"))
            await asyncio.sleep(0.02)
            assert len(server.called("/messages")) == 1, "a server in trouble is left alone"
            server.fault = lambda call: None
            w.clock.advance(60)
            await server.join(A, "@s7:school.test")
            await until(lambda: unread() == (1, False))
            assert len(server.called("/messages")) <= 5

    run(scenario())


def test_a_room_whose_history_is_refused_hides_no_other_notice(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        for room_id in (A, B):
            server.room(room_id)
        async with world(tmp_path, server) as w:

            def unread(room_id: str) -> int:
                row = w.cache.read_now(lambda conn: rooms.summary(conn, room_id))
                return row.unread if row is not None else -1

            await w.live()
            for room_id in (A, B):
                await w.engine.mark_read(room_id, await server.post(room_id, "old"))
            await until(lambda: w.texts(A) == w.texts(B) == ["old"])
            server.fault = lambda call: "drop"
            await server.join(A, "@s7:school.test")
            await until(lambda: w.state is SyncState.OFFLINE)
            for room_id in (A, B):
                notice = await server.post(room_id, "notice")
                relation = {"rel_type": "m.annotation", "event_id": notice, "key": "✅"}
                for number in range(60):
                    content = {"m.relates_to": relation}
                    await server.post(room_id, sender=f"@g{number}:x", kind="m.reaction", content=content)
            refused = MatrixError(ErrorCode.FORBIDDEN, status=403, errcode="M_FORBIDDEN")
            asked: list[str] = []

            def refuse_the_first(call: Call) -> MatrixError | None:
                if "/messages" in call.path:
                    asked.append(call.path)
                return refused if asked and call.path == asked[0] else None

            server.fault = refuse_the_first
            w.engine.retry_now()
            await until(lambda: sorted((unread(A), unread(B))) == [0, 1])
            assert asked.count(asked[0]) == 1

    run(scenario())


def test_a_mention_behind_a_gap_counts_before_anybody_opens_the_room(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        server.room(B)
        async with world(tmp_path, server) as w:

            def counts() -> tuple[int, int]:
                row = w.cache.read_now(lambda conn: rooms.summary(conn, A))
                assert row is not None
                return row.unread, row.mentions

            await w.live()
            await w.engine.mark_read(A, await server.post(A, "old"))
            await until(lambda: w.texts(A) == ["old"])
            server.fault = lambda call: "drop"
            await server.post(B, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            called = {"msgtype": "m.text", "body": "Ms Wang?", "m.mentions": {"user_ids": [server.me]}}
            mention = await server.post(A, content=called)
            for number in range(130):
                await server.post(A, f"{number}")
            listed = next(event for event in server.rooms[A].events if event["event_id"] == mention)
            answer = server._answer

            async def answers(call: Call) -> Any:
                if not call.path.endswith("/notifications"):
                    return await answer(call)
                junk: list[Any] = [{"room_id": 7}, "x", {"room_id": "!no", "event": listed}]
                return {"notifications": [*junk, {"room_id": A, "read": False, "ts": 1, "event": listed}]}

            server._answer = answers  # type: ignore[method-assign]
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: counts() == (131, 1))
            assert len(server.called("/messages")) <= 2
            assert server.called("/notifications")[0].query["only"] == "highlight"

    run(scenario())


def test_two_who_scroll_cause_one_request(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        room = server.room(A)
        for number in range(200):
            room.events.append(server._event("m.room.message", {"body": f"m{number}"}, "@s1:school.test"))
        async with world(tmp_path, server) as w:
            await w.live()
            await asyncio.gather(*(w.engine.paginate(A) for _ in range(5)))
            assert len(server.called("/messages")) == 1
            await w.engine.paginate(A)
            assert len(server.called("/messages")) == 2
            texts = w.texts(A)
            assert texts == [f"m{n}" for n in range(200 - len(texts), 200)]

    run(scenario())


def test_scrolling_offline_says_so(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        for number in range(40):
            await server.post(A, f"m{number}")
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if "/messages" in call.path else None
            with pytest.raises(KnownError) as raised:
                await w.engine.paginate(A)
            assert raised.value.code is ErrorCode.NETWORK

    run(scenario())


def test_members_and_receipts_are_fetched_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        for number in range(30):
            await server.join(A, f"@s{number}:school.test")
        event = await server.post(A, "read me", sender="@t1:school.test")
        server.receipts[A] = {f"@s{n}:school.test": (event, 1_760_000_100_000 + n) for n in range(12)}
        async with world(tmp_path, server) as w:
            from schoolbell.store import members, receipts

            await w.live()
            await asyncio.gather(*(w.engine.load_members(A) for _ in range(3)))
            await asyncio.gather(*(w.engine.load_receipts(A) for _ in range(3)))
            await w.engine.load_members(A)
            await w.engine.load_receipts(A)
            assert len(server.called("/members")) <= 1
            assert len(server.called("/v3/sync")) == 1
            joined = w.cache.read_now(lambda conn: members.joined(conn, A))
            assert len(joined) == 31
            row = w.rows(A)[-1]
            read = w.cache.read_now(lambda conn: receipts.readers(conn, A, row.rowid, set()))
            assert sum(reader.read for reader in read) == 12
            assert len(read) == 30

    run(scenario())


@pytest.mark.parametrize("garbage", [{}, {"status": "ok"}, {"chunk": "x"}, [], {"chunk": []}])
def test_an_answer_that_is_none_empties_no_member_list_and_ends_no_asking(
    run: Run, tmp_path: Path, garbage: Any
) -> None:
    async def scenario() -> None:
        from schoolbell.store import members, receipts

        server = ScriptedServer()
        server.room(A)
        for number in range(30):
            await server.join(A, f"@s{number}:school.test")
        event = await server.post(A, "read me", sender="@t1:school.test")
        server.receipts[A] = {"@s3:school.test": (event, 1_760_000_100_000)}
        async with world(tmp_path, server) as w:
            await w.live()
            await w.engine.load_members(A)
            w.engine._details._doubtful.add(A)
            answer, broken = server._answer, ["/members", "/v3/sync"]

            async def answers(call: Call) -> Any:
                return garbage if call.path.endswith(tuple(broken)) else await answer(call)

            server._answer = answers  # type: ignore[method-assign]
            for load in (w.engine.load_members, w.engine.load_receipts):
                with pytest.raises(KnownError) as raised:
                    await load(A)
                assert raised.value.code is ErrorCode.SERVER
            assert len(w.cache.read_now(lambda conn: members.joined(conn, A))) == 31
            broken.clear()
            await w.engine.load_receipts(A)
            assert w.cache.read_now(lambda conn: receipts.is_complete(conn, A))
            await w.engine.load_members(A)
            assert len(w.cache.read_now(lambda conn: members.joined(conn, A))) == 31

    run(scenario())


def test_a_slow_member_list_brings_nobody_back_who_left_meanwhile(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        from schoolbell.store import members

        server = ScriptedServer()
        server.room(A)
        for number in range(3):
            await server.join(A, f"@s{number}:school.test")
        async with world(tmp_path, server) as w:

            def joined() -> set[str]:
                return {one.user_id for one in w.cache.read_now(lambda conn: members.joined(conn, A))}

            await w.live()
            w.engine._details._doubtful.add(A)
            answer, slow = server._answer, asyncio.Event()

            async def answers(call: Call) -> Any:
                found = await answer(call)
                if call.path.endswith("/members"):
                    await slow.wait()
                return found

            server._answer = answers  # type: ignore[method-assign]
            asked = asyncio.ensure_future(w.engine.load_members(A))
            await until(lambda: server.called("/members"))
            await asyncio.sleep(0.01)
            leave = server._member("@s2:school.test", "leave")
            server._append(server.rooms[A], leave)
            await server.notify()
            await until(lambda: "@s2:school.test" not in joined())
            slow.set()
            await asked
            assert joined() == {"@t1:school.test", "@s0:school.test", "@s1:school.test"}

    run(scenario())


def test_reading_counts_at_once_and_is_told_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        from schoolbell.store import rooms

        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            ids = [await server.post(A, f"m{n}") for n in range(5)]
            await until(lambda: len(w.texts(A)) == 5)

            def unread() -> int:
                room = w.cache.read_now(lambda conn: rooms.summary(conn, A))
                return -1 if room is None else room.unread

            assert unread() == 5
            server.fault = lambda call: "drop"
            for event_id in ids[:4]:
                await w.engine.mark_read(A, event_id)
            assert unread() == 1
            await w.restart()
            assert unread() == 1
            server.fault = lambda call: None
            await w.live()
            await until(lambda: w.clock.sleeping > 0)
            w.clock.advance(1)
            await until(lambda: server.receipts.get(A, {}).get(server.me, ("",))[0] == ids[3])
            told = [call.body["m.fully_read"] for call in server.called("read_markers")]
            assert told[-1] == ids[3]

    run(scenario())


def test_scrolling_does_not_sync_the_disk_for_every_row(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        from schoolbell.store import drafts

        server = ScriptedServer()
        server.room(A)
        events = [await server.post(A, f"{number}") for number in range(15)]
        async with world(tmp_path, server) as w:
            await w.live()
            await until(lambda: len(w.texts(A)) == 15)
            server.fault = lambda call: "drop"
            writes, write = [], w.local.write

            async def slow_disk(fn: Any) -> Any:
                writes.append(fn)
                await asyncio.sleep(0.2)
                return await write(fn)

            w.local.write = slow_disk  # type: ignore[method-assign]
            await asyncio.gather(*(w.engine.mark_read(A, event) for event in events))
            assert len(writes) < len(events) / 2
            assert w.local.read_now(drafts.pending_reads) == [(A, events[-1])]

    run(scenario())


def test_drafts_survive_and_change_the_list(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        from schoolbell.store import drafts

        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.engine.save_draft(A, "half a sent", "$e1")
            assert w.published[-1] == Changes(rooms=frozenset({A}))
            await w.restart()
            kept = w.local.read_now(lambda conn: drafts.get(conn, A))
            assert kept is not None
            assert (kept.text, kept.reply_to) == ("half a sent", "$e1")
            await w.engine.save_draft(A, "", "")
            assert w.local.read_now(drafts.all_of) == []

    run(scenario())


def test_restart_paints_from_the_cache_and_continues_from_the_stored_position(
    run: Run, tmp_path: Path
) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            await server.post(A, "one")
            await until(lambda: w.texts(A) == ["one"])
            await w.restart()
            assert w.texts(A) == ["one"]
            await server.post(A, "two")
            before = len(syncs(server))
            await w.live()
            assert "pos" in syncs(server)[before].query
            await until(lambda: w.texts(A) == ["one", "two"])

    run(scenario())


def test_who_joined_behind_a_gap_is_found_again_for_the_open_room(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        from schoolbell.store import members

        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:

            def joined() -> set[str]:
                return {one.user_id for one in w.cache.read_now(lambda conn: members.joined(conn, A))}

            await w.live()
            w.engine.open_room(A)
            await w.engine.load_members(A)
            server.fault = lambda call: "drop"
            await server.post(A, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            await server.join(A, "@s9:school.test")
            for number in range(120):
                await server.post(A, f"{number}", sender="@t1:school.test")
            room = server.rooms[A]
            answer = server._sync_now

            def lazily(*arguments: Any) -> Any:
                """Answer like a server with lazy members: no state of who did not speak."""
                found = answer(*arguments)
                for result in found["rooms"].values():
                    result["required_state"] = []
                return found

            server._sync_now = lazily  # type: ignore[method-assign]
            server.fault = lambda call: "drop" if "/messages" in call.path else None
            w.engine.retry_now()
            await until(lambda: "@s9:school.test" in joined())
            assert ("m.room.member", "@s9:school.test") in room.state

    run(scenario())


def test_who_left_behind_a_gap_is_not_forgotten_by_a_restart(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        from schoolbell.store import members

        server = ScriptedServer()
        server.room(A)
        await server.join(A, "@s1:school.test")
        async with world(tmp_path, server) as w:
            await w.live()
            assert w.cache.read_now(lambda conn: members.is_complete(conn, A)), "by their number"
            server.fault = lambda call: "drop"
            await server.post(A, "wake", sender=server.me)
            await until(lambda: w.state is SyncState.OFFLINE)
            room = server.rooms[A]
            server._append(room, server._member("@s1:school.test", "leave"))
            del room.state["m.room.member", "@s1:school.test"]
            await server.join(A, "@s2:school.test")
            for number in range(40):
                await server.post(A, f"{number}", sender=server.me)
            answer = server._sync_now

            def lazily(*arguments: Any) -> Any:
                found = answer(*arguments)
                for result in found["rooms"].values():
                    result["required_state"] = []
                return found

            server._sync_now = lazily  # type: ignore[method-assign]
            server.fault = lambda call: "drop" if "/m" in call.path.rpartition("rooms")[2] else None
            w.engine.retry_now()
            await until(lambda: w.texts(A)[-1:] == ["39"])
            await w.restart()
            server.fault = lambda call: None
            await w.live()
            await w.engine.load_members(A)
            joined = w.cache.read_now(lambda conn: members.joined(conn, A))
            assert {one.user_id for one in joined} == {server.me, "@s2:school.test"}

    run(scenario())


def test_reading_never_moves_backwards(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            first, second = await server.post(A, "one"), await server.post(A, "two")
            await until(lambda: len(w.texts(A)) == 2)
            await w.engine.mark_read(A, second)
            await w.engine.mark_read(A, first)
            await until(lambda: w.clock.sleeping > 0)
            w.clock.advance(1)
            await until(lambda: server.called("read_markers"))
            await asyncio.sleep(0.02)
            w.clock.advance(1)
            await asyncio.sleep(0.02)
            assert [call.body["m.read"] for call in server.called("read_markers")] == [second]

    run(scenario())


def test_typing_that_fails_disturbs_nobody(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "fail" if "/typing/" in call.path else None
            w.engine.set_typing(A, True)
            await until(lambda: server.called("/typing/"))
            assert server.called("/typing/")[0].body["typing"] is True
            assert w.state is SyncState.LIVE

    run(scenario())


def test_no_change_is_published_for_a_quiet_server_that_answers_at_once(run: Run, tmp_path: Path) -> None:
    """A server or proxy that never waits must not make us spin."""

    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        async with world(tmp_path, server) as w:
            await w.live()
            await until(lambda: syncs(server)[-1].query["timeout"] == "30000")
            request = server.request

            async def impatient(method: str, path: str, **options: Any) -> bytes:
                if SYNC in path:
                    options["query"] = {**options["query"], "timeout": "0"}
                return await request(method, path, **options)

            w.engine._client.transport.request = impatient  # type: ignore[method-assign]
            await server.notify()
            await server.post(A, "wake")
            await until(lambda: w.clock.sleeping > 0)
            await asyncio.sleep(0.05)
            calls = len(syncs(server))
            await asyncio.sleep(0.1)
            assert len(syncs(server)) == calls
            await server.post(A, "still there")
            w.clock.advance(1.0)
            await until(lambda: w.texts(A) == ["wake", "still there"])

    run(scenario())
