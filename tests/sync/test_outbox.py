"""What was written is sent once, in order, or stays visible: under every fault, under both loops."""

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.errors import MatrixError
from schoolbell.store import drafts, outbox
from schoolbell.sync.changes import SyncState
from tests.fakes.clock import FakeClock
from tests.fakes.transport import FAULTS, Call, ScriptedServer
from tests.sync.world import PATIENCE, World, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]
A, B = "!a:school.test", "!b:school.test"


@asynccontextmanager
async def world(folder: Path, server: ScriptedServer, **options: Any) -> AsyncIterator[World]:
    made = World(folder, server, server.me, **options)
    try:
        yield made
    finally:
        await made.close()


def school() -> ScriptedServer:
    server = ScriptedServer()
    server.room(A)
    server.room(B, name="Other")
    return server


def refusing(room: str, code: ErrorCode, errcode: str, status: int = 400) -> Callable[[Call], Any]:
    error = MatrixError(code, status=status, errcode=errcode)
    return lambda call: error if call.method == "PUT" and room in call.path.replace("%21", "!").replace(
        "%3A", ":"
    ) and "/send/" in call.path else None


def test_what_is_written_is_shown_before_it_leaves_and_leaves_in_order(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            w.may_send.clear()
            await w.say(A, "first")
            await w.say(A, "second")
            await until(lambda: A in w.published[-1].timelines, "shown")
            await asyncio.sleep(0.05)
            assert not [call for call in server.calls if "/send/" in call.path]
            w.may_send.set()
            await until(lambda: w.texts(A) == ["first", "second"], "arrived")

    run(scenario())


def test_sending_clears_the_draft_in_the_same_transaction_and_shows_at_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await w.engine.save_draft(A, "hello", "")
            server.fault = lambda call: "drop"
            local_id = await w.say(A, "hello")
            assert w.local.read_now(lambda conn: drafts.get(conn, A)) is None
            assert [row.local_id for row in w.outbox(A)] == [local_id]
            assert A in w.published[-1].outbox & w.published[-1].timelines & w.published[-1].rooms
            assert w.engine.current_status.waiting == 1

    run(scenario())


def test_what_is_written_before_and_while_the_engine_begins_goes_out(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            w.engine.open_room(A)
            await w.say(A, "0")
            begun = asyncio.ensure_future(w.engine.start())
            for number in range(1, 6):
                await w.say(A, f"{number}")
            await begun
            await until(lambda: server.bodies(A) == [f"{n}" for n in range(6)])
            await until(lambda: w.outbox(A) == [])

    run(scenario())


def test_a_full_disk_loses_and_doubles_nothing(run: Run, tmp_path: Path, allowed_logs: list[str]) -> None:
    allowed_logs.append("outbox cannot be written: disk_full|outbox could not be cleared: disk_full")

    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            write = w.local.write

            async def full(fn: Any) -> Any:
                raise KnownError(ErrorCode.DISK_FULL)

            await w.engine.save_draft(A, "typed", "")
            w.local.write = full  # type: ignore[method-assign]
            with pytest.raises(KnownError):
                await w.say(A, "typed")
            kept = w.local.read_now(lambda conn: drafts.get(conn, A))
            assert kept is not None, "the composer does not empty, the draft stays"
            w.local.write = write  # type: ignore[method-assign]
            server.fault = lambda call: "drop"
            await w.say(A, "typed")
            await until(lambda: w.clock.sleeping > 0)
            w.local.write = full  # type: ignore[method-assign]
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: server.bodies(A) == ["typed"])
            await until(lambda: w.texts(A) == ["typed"])
            w.local.write = write  # type: ignore[method-assign]
            for _ in range(3):
                w.clock.advance(60)
                await asyncio.sleep(0.02)
            await server.post(A, "next")
            await until(lambda: w.outbox(A) == [])
            assert server.bodies(A) == ["typed", "next"]

    run(scenario())


@pytest.mark.parametrize("echo_first", [False, True])
def test_the_echo_takes_over_without_a_moment_of_nothing_or_two(
    run: Run, tmp_path: Path, echo_first: bool
) -> None:
    async def scenario() -> None:
        server = school()
        server.echo_before_reply = echo_first
        async with world(tmp_path, server) as w:
            await w.live()
            shown: list[tuple[int, int]] = []

            def look(_: object) -> None:
                keys = [row.local_id for row in w.rows(A) if row.local_id]
                shown.append((len(keys), len([row for row in w.outbox(A) if row.local_id not in keys])))

            local_id = await w.say(A, "hello")
            w.engine.changes.subscribe(look)
            await until(lambda: w.outbox(A) == [] and w.texts(A) == ["hello"])
            await until(lambda: w.engine.current_status.waiting == 0)
            assert all(stored + queued == 1 for stored, queued in shown), shown
            assert w.rows(A)[-1].local_id == local_id
            assert server.bodies(A) == ["hello"]

    run(scenario())


def test_rows_of_a_room_go_one_after_the_other(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await asyncio.gather(*(w.say(A, f"{n}") for n in range(20)))
            written = [row.decoded()["body"] for row in w.outbox(A)]
            await until(lambda: len(server.bodies(A)) == 20)
            tail = server.bodies(A)[-len(written) :] if written else []
            assert tail == written

    run(scenario())


def test_a_message_that_nothing_is_before_goes_at_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await w.say(A, "0")
            await until(lambda: w.texts(A) == ["0"] and w.outbox(A) == [])
            free, read = asyncio.Event(), w.local.read

            async def slow(fn: Any) -> Any:
                await free.wait()
                return await read(fn)

            w.local.read = slow  # type: ignore[method-assign]
            held = {"not_before_ms": w.clock.now_ms() + 5000}
            await w.say(B, "held", **held)
            await w.say(A, "1")
            await until(lambda: server.bodies(A) == ["0", "1"])
            assert server.bodies(B) == []
            free.set()
            w.clock.advance(6)
            await until(lambda: server.bodies(B) == ["held"])

    run(scenario())


def test_what_is_written_after_the_end_waits_for_the_next_start(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await w.say(A, "0")
            await until(lambda: w.texts(A) == ["0"] and w.outbox(A) == [])
            await w.engine.stop()
            await w.say(A, "1")
            await asyncio.sleep(0.02)
            assert server.bodies(A) == ["0"]
            await w.restart()
            await w.live()
            await until(lambda: server.bodies(A) == ["0", "1"])

    run(scenario())


def test_a_ding_goes_before_chat(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if "/send/" in call.path else None
            sleeping = w.clock.sleeping
            for number in range(3):
                await w.say(A, f"chat {number}")
            await w.say(A, "ding", priority=10)
            await until(lambda: server.called("/send/") and w.clock.sleeping > sleeping, "the queue's pause")
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: len(server.bodies(A)) == 4)
            assert server.bodies(A) == ["ding", "chat 0", "chat 1", "chat 2"]

    run(scenario())


def test_a_held_row_waits_without_holding_others_and_can_be_taken_back(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            due = w.clock.now_ms() + 10_000
            await w.say(A, "ding a", priority=10, not_before_ms=due, batch="ding-1")
            await w.say(B, "ding b", priority=10, not_before_ms=due, batch="ding-1")
            await w.say(A, "kept", priority=10, not_before_ms=due, batch="ding-2")
            await w.say(A, "chat")
            await until(lambda: server.bodies(A) == ["chat"])
            assert await w.engine.take_back("ding-1", lambda conn: None)
            await until(lambda: w.clock.sleeps(10), "the queue's pause")
            w.clock.advance(9)
            await asyncio.sleep(0.02)
            assert server.bodies(A) == ["chat"]
            w.clock.advance(2)
            await until(lambda: server.bodies(A) == ["chat", "kept"])
            assert server.bodies(B) == []

    run(scenario())


@pytest.mark.parametrize(
    ("code", "errcode", "status"),
    [
        (ErrorCode.FORBIDDEN, "M_FORBIDDEN", 403),
        (ErrorCode.TOO_LARGE, "M_TOO_LARGE", 413),
        (ErrorCode.BAD_REQUEST, "M_BAD_JSON", 400),
    ],
)
def test_a_refused_row_is_set_aside_and_the_next_goes(
    run: Run, tmp_path: Path, code: ErrorCode, errcode: str, status: int
) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            error = MatrixError(code, status=status, errcode=errcode)

            def fault(call: Call) -> MatrixError | None:
                refused = isinstance(call.body, dict) and call.body.get("body") == "bad"
                return error if refused else None

            server.fault = fault
            bad = await w.say(A, "bad")
            await w.say(A, "good")
            await until(lambda: server.bodies(A) == ["good"])
            await until(lambda: [row.state for row in w.outbox(A)] == ["wedged"])
            assert w.outbox(A)[0].error == code.value
            assert w.engine.current_status.wedged == 1
            await w.restart()
            assert w.outbox(A)[0].error == code.value, "still there after a restart"
            await w.live()
            assert w.engine.current_status.wedged == 1
            server.fault = lambda call: None
            await w.engine.retry(bad)
            await until(lambda: server.bodies(A) == ["good", "bad"])
            await until(lambda: w.outbox(A) == [])
            assert w.engine.current_status.wedged == 0

    run(scenario())


def test_deleting_a_wedged_row_takes_its_dependants_with_it(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = refusing(A, ErrorCode.FORBIDDEN, "M_FORBIDDEN", 403)
            bad = await w.say(A, "bad")
            await until(lambda: w.engine.current_status.wedged == 1)
            await w.engine.edit(A, bad, {"msgtype": "m.text", "body": "better"})
            await w.engine.react(A, bad, "👍")
            assert len(w.outbox(A)) == 3
            server.fault = lambda call: None
            await w.engine.delete(bad)
            assert w.outbox(A) == []
            await w.say(A, "other")
            await until(lambda: server.bodies(A) == ["other"])

    run(scenario())


def test_dependants_wait_and_get_the_real_event_id(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop"
            first = await w.say(A, "first")
            await w.engine.edit(A, first, {"msgtype": "m.text", "body": "first!"})
            await w.engine.react(A, first, "👍")
            relation = {"m.in_reply_to": {"event_id": first}}
            reply = {"msgtype": "m.text", "body": "re", "m.relates_to": relation}
            await w.engine.send(A, "m.room.message", reply)
            await w.restart()
            server.fault = lambda call: None
            await w.live()
            await until(lambda: w.outbox(A) == [] and len(server.bodies(A)) == 3)
            events = [event for event in server.rooms[A].events if event["sender"] == server.me]
            message, edit, reaction, answer = events[-4:]
            target = message["event_id"]
            assert edit["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": target}
            assert edit["content"]["m.new_content"] == {"msgtype": "m.text", "body": "first!"}
            assert reaction["content"]["m.relates_to"]["event_id"] == target
            assert answer["content"]["m.relates_to"]["m.in_reply_to"]["event_id"] == target

            # also when the target is long in the cache and only its local id is known
            await w.engine.react(A, first, "🎉")
            await until(lambda: server.rooms[A].events[-1]["type"] == "m.reaction")
            await until(lambda: w.outbox(A) == [])
            assert server.rooms[A].events[-1]["content"]["m.relates_to"]["event_id"] == target

    run(scenario())


def test_a_reply_to_what_was_taken_back_unsent_answers_nothing(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            due = w.clock.now_ms() + 60_000
            gone = await w.say(A, "oops", not_before_ms=due)
            await w.engine.redact(A, gone)
            relation = {"m.in_reply_to": {"event_id": gone}}
            reply = {"msgtype": "m.text", "body": "re", "m.relates_to": relation}
            await w.engine.send(A, "m.room.message", reply)
            await until(lambda: server.bodies(A) == ["re"])
            assert "m.relates_to" not in server.rooms[A].events[-1]["content"]
            for late in (w.engine.react(A, gone, "👍"), w.engine.redact(A, gone)):
                with pytest.raises(KnownError) as refused:
                    await late
                assert refused.value.code is ErrorCode.NOT_FOUND

    run(scenario())


def test_recalling_what_never_left_sends_nothing(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            due = w.clock.now_ms() + 60_000
            local_id = await w.say(A, "oops", not_before_ms=due)
            await w.engine.redact(A, local_id)
            assert w.outbox(A) == []
            sent = await w.say(A, "out")
            await until(lambda: w.texts(A) == ["out"] and w.outbox(A) == [])
            await w.engine.redact(A, sent)
            await until(lambda: server.rooms[A].events[-1]["type"] == "m.room.redaction")
            assert server.rooms[A].events[-1]["content"]["redacts"] == w.rows(A)[-1].event_id

    run(scenario())


def test_a_row_deleted_on_its_way_is_redacted_when_it_arrived(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        server.echo_before_reply = True
        async with world(tmp_path, server) as w:
            await w.live()
            local_id = await w.say(A, "oops")
            await until(lambda: server.bodies(A) == ["oops"])
            server.echo_before_reply = False
            await w.engine.delete(local_id)
            await until(lambda: server.rooms[A].events[-1]["type"] == "m.room.redaction")
            await until(lambda: w.outbox(A) == [])

    run(scenario())


def test_what_falls_due_while_it_is_taken_back_stays_here(run: Run, tmp_path: Path) -> None:
    """Undo in the last moment: the row is due before the file has let go of it."""

    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            local_id = await w.say(A, "oops", not_before_ms=w.clock.now_ms() + 10_000)
            await until(lambda: 10.0 in w.clock.slept)
            disk = threading.Event()
            slow = asyncio.ensure_future(w.local.write(lambda conn: disk.wait(PATIENCE)))
            undone = asyncio.ensure_future(w.engine.redact(A, local_id))
            await asyncio.sleep(0)
            w.clock.advance(10)
            await asyncio.sleep(0.05)
            disk.set()
            await asyncio.gather(slow, undone)
            await w.say(A, "next")
            await until(lambda: "next" in w.texts(A) and w.outbox(A) == [])
            assert server.bodies(A) == ["next"]
            assert [event["type"] for event in server.rooms[A].events].count("m.room.redaction") == 0

    run(scenario())


def test_what_is_acknowledged_while_it_is_deleted_is_redacted(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            local_id = await w.say(A, "oops")
            disk = threading.Event()
            slow = asyncio.ensure_future(w.local.write(lambda conn: disk.wait(PATIENCE)))
            await until(lambda: server.bodies(A) == ["oops"])
            await asyncio.sleep(0.05)  # the acknowledgement waits for the disk
            deleted = asyncio.ensure_future(w.engine.delete(local_id))
            await asyncio.sleep(0)
            disk.set()
            await asyncio.gather(slow, deleted)
            await until(lambda: server.rooms[A].events[-1]["type"] == "m.room.redaction")
            await until(lambda: w.outbox(A) == [] and w.engine.current_status.waiting == 0)
            redactions = [event for event in server.rooms[A].events if event["type"] == "m.room.redaction"]
            assert len(redactions) == 1

    run(scenario())


def test_a_second_equal_reaction_is_done(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            event = await server.post(A, "hello")
            await w.live()
            await w.engine.react(A, event, "👍")
            await w.engine.react(A, event, "👍")
            await until(lambda: w.outbox(A) == [])
            reactions = [e for e in server.rooms[A].events if e["type"] == "m.reaction"]
            assert len(reactions) == 1
            assert w.engine.current_status.wedged == 0

    run(scenario())


def test_taking_back_a_second_equal_reaction_waits_for_nothing(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            target = await server.post(A, "read me")
            relation = {"rel_type": "m.annotation", "event_id": target, "key": "✅"}
            await server.post(A, kind="m.reaction", sender=server.me, content={"m.relates_to": relation})
            server.fault = lambda call: "fail" if "/send/" in call.path else None
            reaction = await w.engine.react(A, target, "✅")
            await until(lambda: server.called("/send/"))
            await w.engine.redact(A, reaction)
            assert len(w.outbox(A)) == 2
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: w.outbox(A) == [] and w.engine.current_status.waiting == 0)

    run(scenario())


def test_one_sick_room_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = refusing(A, ErrorCode.SERVER, "M_UNKNOWN", 500)
            await w.say(A, "stuck")
            await until(lambda: len(server.called("/send/")) >= 1)
            for number in range(3):
                await w.say(B, f"{number}")
            await until(lambda: server.bodies(B) == ["0", "1", "2"])
            assert [row.state for row in w.outbox(A)] == ["waiting"]

    run(scenario())


def test_the_servers_wish_to_wait_is_kept(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "limit" if "/send/" in call.path else None
            await w.say(A, "one")
            await w.say(B, "two")
            await until(lambda: w.clock.sleeping > 0 and len(server.called("/send/")) >= 1)
            await asyncio.sleep(0.03)
            calls = len(server.called("/send/"))
            server.fault = lambda call: None
            w.engine.retry_now()
            w.clock.advance(1.9)
            await asyncio.sleep(0.03)
            assert len(server.called("/send/")) == calls, "not even for an impatient person"
            w.clock.advance(60)
            await until(lambda: server.bodies(A) == ["one"] and server.bodies(B) == ["two"])

    run(scenario())


def test_an_answer_that_was_lost_is_not_sent_twice(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "cut" if "/send/" in call.path else None
            await w.say(A, "once")
            await until(lambda: server.bodies(A) == ["once"])
            await w.restart()
            server.fault = lambda call: None
            await w.live()
            await until(lambda: w.outbox(A) == [])
            assert server.bodies(A) == ["once"]

    run(scenario())


@pytest.mark.parametrize("others", [0, 60])
@pytest.mark.parametrize("restarts", [False, True])
def test_what_arrived_unnoticed_and_was_deleted_is_redacted(
    run: Run, tmp_path: Path, others: int, restarts: bool
) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if "/sync" in call.path else None
            await server.post(B, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            server.fault = lambda call: "cut" if "/send/" in call.path else "drop"
            local_id = await w.say(A, "regretted")
            await until(lambda: server.bodies(A) == ["regretted"])
            await until(lambda: not w.engine._outbox._in_flight)
            await w.engine.delete(local_id)
            assert w.outbox(A) == []
            for number in range(others):
                await server.post(A, f"{number}")
            server.fault = lambda call: None
            if restarts:
                await w.restart()
                await w.engine.start()
            else:
                w.engine.retry_now()
            await until(lambda: w.state is SyncState.LIVE)
            regretted = next(e for e in server.rooms[A].events if e["content"].get("body") == "regretted")
            await until(lambda: server.called("/redact/"))
            await until(lambda: w.outbox(A) == [])
            redactions = [e for e in server.rooms[A].events if e["type"] == "m.room.redaction"]
            assert [e["content"]["redacts"] for e in redactions] == [regretted["event_id"]]
            w.engine.retry_now()
            await server.post(A, "later")
            await until(lambda: w.texts(A)[-1:] == ["later"])
            assert len(server.called("/redact/")) == 1

    run(scenario())


def test_a_room_whose_history_is_refused_holds_up_no_other_redaction(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if "/sync" in call.path else None
            await server.post(B, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            server.fault = lambda call: "cut" if "/send/" in call.path else "drop"
            for room in (A, B):
                local_id = await w.say(room, "regretted")
                await until(lambda r=room: server.bodies(r)[-1:] == ["regretted"])  # type: ignore[misc]
                await until(lambda: not w.engine._outbox._in_flight)
                await w.engine.delete(local_id)
                w.clock.advance(60)
                w.engine._outbox.resume()
            for room in (A, B):
                for number in range(60):
                    await server.post(room, f"{number}")
            asked: list[str] = []
            refused = MatrixError(ErrorCode.FORBIDDEN, status=403, errcode="M_FORBIDDEN")

            def refuse_the_first(call: Call) -> MatrixError | None:
                if "/messages" in call.path:
                    asked.append(call.path)
                return refused if asked and call.path == asked[0] else None

            await w.restart()
            server.fault = refuse_the_first
            await w.live()
            await until(lambda: server.called("/redact/"))
            await until(lambda: not w.outbox(A) and not w.outbox(B))

    run(scenario())


def test_what_was_refused_and_deleted_is_not_looked_for(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.rooms[A].refuses.add("m.room.message")
            local_id = await w.say(A, "no")
            await until(lambda: w.engine.current_status.wedged == 1)
            await until(lambda: not w.engine._outbox._in_flight)
            await w.engine.delete(local_id)
            w.engine.retry_now()
            await server.post(B, "later")
            await until(lambda: w.texts(B)[-1:] == ["later"])
            assert w.local.read_now(outbox.recalled) == []
            assert server.called("/messages") == []

    run(scenario())


def test_after_a_new_sign_in_what_arrived_is_not_sent_again(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await w.say(A, "yes")
            await w.say(B, "yes")
            await until(lambda: w.texts(A) == w.texts(B) == ["yes"] and not w.outbox(A) and not w.outbox(B))
            server.fault = lambda call: "cut" if "/send/" in call.path and "%21a" in call.path else "drop"
            await server.post(B, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            await w.say(A, "yes")
            await w.say(A, "more")
            await w.say(B, "yes")
            await until(lambda: server.bodies(A) == ["yes", "yes"])
            await w.close()
            server._sent.clear()  # ids of transactions belong to a device
            for room in server.rooms.values():
                for event in room.events:
                    event.pop("unsigned", None)
            server.fault = lambda call: None
            w.device = "SECOND"
            w._build()
            await w.live()
            await until(lambda: not w.outbox(A) and not w.outbox(B))
            assert server.bodies(A) == ["yes", "yes", "more"]
            assert server.bodies(B) == ["yes", "wake", "yes"]

    run(scenario())


def test_a_sent_row_whose_echo_lies_in_a_gap_goes_away_in_the_end(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop" if "/sync" in call.path else None
            await server.post(B, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            await w.say(A, "mine")
            await until(lambda: [row.state for row in w.outbox(A)] == ["sent"])
            for number in range(40):
                await server.post(A, f"{number}")
            server.fault = lambda call: None
            w.engine.retry_now()
            await until(lambda: w.texts(A)[-1:] == ["39"])
            assert "mine" not in w.texts(A)
            w.clock.advance(90)
            for number in range(5):
                await server.post(B, f"{number}")
                await until(lambda n=number: w.texts(B)[-1:] == [str(n)])  # type: ignore[misc]
            await until(lambda: w.outbox(A) == [])
            w.engine.open_room(A)
            await until(lambda: "mine" in w.texts(A))
            assert server.bodies(A).count("mine") == 1

    run(scenario())


def test_days_later_a_message_that_arrived_is_found_instead_of_sent_again(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            server.fault = lambda call: "drop"
            await server.post(A, "wake")
            await until(lambda: w.state is SyncState.OFFLINE)
            server.fault = lambda call: "cut" if "/send/" in call.path else "drop"
            await w.say(A, "arrived")
            await until(lambda: server.bodies(A) == ["wake", "arrived"])
            server.fault = lambda call: "drop"
            await w.say(B, "did not")
            await w.close()
            server._sent.clear()  # the server forgets transaction ids after a day
            for number in range(130):
                await server.post(A, f"{number}")
            w.clock = FakeClock(start_ms=w.clock.now_ms() + 2 * 86_400_000)
            w._build()
            server.fault = lambda call: "drop" if "/sync" in call.path else None
            await w.engine.start()
            await until(lambda: "did not" in server.bodies(B))
            await until(lambda: [row.state for row in w.outbox(A)] == ["sent"])
            assert server.bodies(A).count("arrived") == 1

    run(scenario())


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from([A, B])),
        st.tuples(st.just("ding"), st.sampled_from([A, B])),
        st.tuples(st.just("crash"), st.just("")),
        st.tuples(st.just("others"), st.sampled_from([A, B])),
        st.tuples(st.just("pause"), st.just("")),
    ),
    min_size=3,
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
@given(steps=STEPS, faults=st.lists(st.sampled_from([None, *FAULTS]), max_size=40), echo_first=st.booleans())
def test_every_row_arrives_once_and_in_order_whatever_happens(
    steps: list[tuple[str, str]], faults: list[str | None], echo_first: bool
) -> None:
    async def scenario(folder: Path) -> None:
        server = school()
        script = iter(faults)
        server.fault = lambda call: next(script, None)
        written: dict[tuple[str, str], list[str]] = {}
        async with world(folder, server, clock=FakeClock(jumping=True)) as w:
            await w.engine.start()
            for number, (what, room) in enumerate(steps):
                text = f"{what} {number}"
                if what in ("say", "ding"):
                    await w.say(room, text, priority=10 if what == "ding" else 0)
                    written.setdefault((room, what), []).append(text)
                elif what == "crash":
                    await w.restart()
                    await w.engine.start()
                elif what == "others":
                    await server.post(room, text)
                else:
                    await asyncio.sleep(0.01)
            await until(lambda: not w.outbox(A) and not w.outbox(B), "everything is out and back")
            for room in (A, B):
                mine = server.bodies(room, server.me)
                for what in ("say", "ding"):
                    sent = [text for text in mine if text.startswith(what)]
                    assert sent == written.get((room, what), [])
                await until(lambda r=room, m=mine: set(m) <= set(w.texts(r)))  # type: ignore[misc]
            await until(lambda: w.engine.current_status.waiting == 0)
            assert w.engine.current_status.wedged == 0

    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        runner.run(scenario(Path(folder)))
