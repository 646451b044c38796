"""Rows that belong together: all or none, taken back together with what they came from, or let go."""

import asyncio
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import drafts
from schoolbell.store.database import Connection
from schoolbell.store.outbox import NewRow
from tests.sync.test_outbox import A, B, Run, school, world
from tests.sync.world import World, until


def rows(w: World, *rooms: str, hold_ms: int = 10_000) -> list[NewRow]:
    now = w.clock.now_ms()
    return [
        NewRow(
            local_id=f"sbbatch{number}", room_id=room, type="m.room.message",
            content={"msgtype": "m.text", "body": f"copy {number}"}, priority=1, created_ms=now,
            not_before_ms=now + hold_ms, batch="ding-1",
        )
        for number, room in enumerate(rooms)
    ]  # fmt: skip


def test_a_batch_and_its_draft_are_one_transaction_there_and_back(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await w.engine.save_draft(A, "to everybody", "")
            told = len(w.published)
            await w.engine.send_together(rows(w, A, B), lambda conn: drafts.clear(conn, A))
            assert w.published[told].outbox == {A, B}  # once for all rows
            assert len(w.published) == told + 1
            assert w.local.read_now(lambda conn: drafts.get(conn, A)) is None
            w.clock.advance(9)
            await asyncio.sleep(0.02)
            assert server.bodies(A) + server.bodies(B) == []

            def restore(conn: Connection) -> None:
                drafts.put(conn, A, "again", "", 1)

            assert await w.engine.take_back("ding-1", restore)
            assert w.local.read_now(lambda conn: drafts.get(conn, A)).text == "again"
            assert w.outbox(A) + w.outbox(B) == []
            w.clock.advance(60)
            await asyncio.sleep(0.02)
            assert server.bodies(A) + server.bodies(B) == []

    run(scenario())


def test_a_batch_that_the_disk_refuses_is_not_there_at_all(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()

            def full(conn: object) -> None:
                raise KnownError(ErrorCode.DISK_FULL)

            with pytest.raises(KnownError):
                await w.engine.send_together(rows(w, A, B), full)
            assert w.outbox(A) + w.outbox(B) == []
            assert w.engine.current_status.waiting == 0

    run(scenario())


def test_what_is_on_its_way_is_not_taken_back(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await w.engine.send_together(rows(w, A, B), lambda conn: None)
            await w.engine.release("ding-1")
            assert not await w.engine.take_back("ding-1", lambda conn: pytest.fail("too late"))
            await until(lambda: server.bodies(A) + server.bodies(B) == ["copy 0", "copy 1"])

    run(scenario())


def test_a_held_batch_goes_at_its_time_before_chat_and_after_a_restart_too(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with world(tmp_path, server) as w:
            await w.live()
            await w.engine.send_together(rows(w, A, A, B), lambda conn: None)
            await w.say(A, "chat")
            await until(lambda: server.bodies(A) == ["chat"])
            await w.restart()
            await w.live()
            await until(lambda: w.clock.sleeps(10), "the queue's pause")
            w.clock.advance(11)
            await until(lambda: server.bodies(A) == ["chat", "copy 0", "copy 1"])
            await until(lambda: server.bodies(B) == ["copy 2"])

    run(scenario())
