"""Events for later: each arrives once, whatever is lost; what the server cannot do is done from here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import delayed, drafts
from schoolbell.store.database import Connection
from schoolbell.store.outbox import NewRow
from schoolbell.store.uploads import NewUpload
from schoolbell.sync.delayed import Delayed
from tests.fakes.transport import CUT, DROP
from tests.sync.desk import Desk
from tests.sync.later_server import LaterServer
from tests.sync.test_outbox import Run
from tests.sync.world import until

A, B = "!a:school.test", "!b:school.test"
MINUTE = 60_000


class Later(Desk):
    """A machine that lets the server send later."""

    def _build(self) -> None:
        super()._build()
        client = MatrixClient(self.transport, self.me, self.device)
        self.later = Delayed(client, self.local, self.clock, self.engine, self.media, Random(7))
        self.missed: list[str] = []
        self.later.missed.subscribe(self.missed.append)

    async def live(self) -> None:
        await super().live()
        self.later.start()
        await until(lambda: self.later._asked, "asked for the capability")

    async def close(self) -> None:
        await self.later.stop()
        await super().close()

    def kept(self) -> list[delayed.DelayedRow]:
        """Return the rows that are not known to have arrived."""
        return self.local.read_now(delayed.everything)

    async def give(self, due_min: int = 30, *, upload: NewUpload | None = None) -> int:
        """Let two copies be sent in `due_min` minutes; the "draft" of room A is cleared with it."""
        now = self.clock.now_ms()
        due = int(now + due_min * MINUTE)
        rows = [
            NewRow(
                local_id=f"sblater{number}", room_id=room, type="m.room.message",
                content={"msgtype": "m.text", "body": f"later {number}"}, priority=10, created_ms=now,
                not_before_ms=due, batch="ding-1",
            )
            for number, room in enumerate((A, B))
        ]  # fmt: skip
        if upload is not None:
            content = {"msgtype": "m.file", "body": "x.pdf", "filename": "x.pdf",
                       "info": {"mimetype": "application/pdf", "size": upload.size}}  # fmt: skip
            rows.append(NewRow("sbfile", A, "m.room.message", content, batch="ding-1", upload=upload))
        await self.later.give(rows, due, lambda conn: drafts.clear(conn, A))
        return due

    async def pass_until(self, ms: int) -> None:
        """Let the time go on to `ms` in steps, and everything that is due happen."""
        while self.clock.now_ms() < ms:
            await settle()
            self.clock.advance(min(20.0, (ms - self.clock.now_ms()) / 1000))
        await settle()

    async def take_back(self) -> bool:
        """Cancel; the "draft" of room A comes back with it."""

        def restore(conn: Connection) -> None:
            drafts.put(conn, A, "again", "", 1)

        return await self.later.take_back("ding-1", restore)

    def draft(self) -> str:
        """Return the "draft"."""
        found = self.local.read_now(lambda conn: drafts.get(conn, A))
        return found.text if found is not None else ""


async def settle() -> None:
    for _ in range(30):
        await asyncio.sleep(0.001)


@asynccontextmanager
async def at_work(folder: Path, server: LaterServer) -> AsyncIterator[Later]:
    made = Later(folder, server, server.me)
    try:
        await made.live()
        yield made
    finally:
        await made.close()


def school() -> LaterServer:
    server = LaterServer()
    server.room(A)
    server.room(B, name="Other")
    return server


def bodies(server: LaterServer) -> list[str]:
    return server.bodies(A) + server.bodies(B)


BOTH = ["later 0", "later 1"]


def test_the_server_sends_it_and_it_is_seen_to_have_come(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            await w.engine.save_draft(A, "to everybody", "")
            due = await w.give()
            assert w.draft() == ""
            await until(lambda: len(server.waiting) == 2)
            assert {delay for _, _, _, delay in server.waiting.values()} == {30 * MINUTE}
            await until(lambda: all(row.delay_id for row in w.kept()))
            await w.pass_until(due)
            await server.fire()
            assert len(w.kept()) == 2, "not known yet"
            await w.pass_until(due + 6_000)
            await until(lambda: w.kept() == [])
            await w.pass_until(due + 10 * MINUTE)
            assert bodies(server) == BOTH
            assert w.missed == []

    run(scenario())


def test_a_computer_that_was_off_looks_when_it_is_back(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            await w.close()
            await server.fire()
            w.clock.advance((due - w.clock.now_ms()) / 1000 + 3600)
            w._build()
            await w.live()
            await until(lambda: w.kept() == [])
            await settle()
            assert bodies(server) == BOTH
            assert w.missed == []

    run(scenario())


@pytest.mark.parametrize("off", [False, True], ids=["on", "off meanwhile"])
def test_what_the_server_dropped_is_sent_from_here_and_said(run: Run, tmp_path: Path, off: bool) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            if off:
                await w.close()
            await server.fire(drops=True)
            if off:
                w.clock.advance((due - w.clock.now_ms()) / 1000 + 60)
                w._build()
                await w.live()
            else:
                await w.pass_until(due + 4_000)
                assert bodies(server) == []
                await w.pass_until(due + 6_000)
            await until(lambda: bodies(server) == BOTH)
            await until(lambda: w.kept() == [])
            assert w.missed == ["ding-1", "ding-1"]

    run(scenario())


def test_a_server_that_is_late_itself_is_waited_for(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            await w.pass_until(due + 30_000)
            assert bodies(server) == []
            assert len(w.kept()) == 2
            await server.fire()
            await w.pass_until(due + 50_000)
            await until(lambda: w.kept() == [])
            assert bodies(server) == BOTH

    run(scenario())


def test_a_server_that_never_sends_by_itself_is_told_to(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            await w.pass_until(due + 100_000)
            await until(lambda: bodies(server) == BOTH)
            await w.pass_until(due + 150_000)
            await until(lambda: w.kept() == [])
            assert bodies(server) == BOTH

    run(scenario())


def test_taking_back_cancels_and_restores_in_one_go(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            assert await w.take_back()
            assert w.draft() == "again"
            assert server.waiting == {}
            assert w.kept() == []
            await w.pass_until(due + 10 * MINUTE)
            assert bodies(server) == []
            assert not await w.take_back()

    run(scenario())


def test_too_late_to_take_back_is_said_and_it_arrives_once(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            await w.pass_until(due - 10_000)
            await server.fire()  # the server's clock is ahead
            assert not await w.take_back()
            assert w.draft() == ""
            await w.pass_until(due + 10 * MINUTE)
            assert bodies(server) == BOTH
            assert w.kept() == []

    run(scenario())


def test_without_a_connection_nothing_is_taken_back_and_it_stands(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            asked: list[int] = []

            def second_is_lost(call: Any) -> Any:
                if "/delayed_events/" in call.path:
                    asked.append(1)
                    return DROP if len(asked) > 1 else None
                return None

            server.fault = second_is_lost
            with pytest.raises(KnownError):
                await w.take_back()
            assert w.draft() == ""
            server.fault = lambda call: None
            await until(lambda: len(server.waiting) == 2, "the cancelled one is given again")
            await w.pass_until(due)
            await server.fire()
            await w.pass_until(due + 10 * MINUTE)
            assert bodies(server) == BOTH
            assert w.kept() == []

    run(scenario())


@pytest.mark.parametrize("restart", [False, True])
def test_a_lost_answer_makes_no_second_event(run: Run, tmp_path: Path, restart: bool) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            lost: list[int] = []

            def cut_twice(call: Any) -> Any:
                if "org.matrix.msc4140.delay" in call.query and len(lost) < 2:
                    lost.append(1)
                    return CUT
                return None

            server.fault = cut_twice
            due = await w.give()
            await until(lambda: len(lost) == 1)
            if restart:
                await w.restart()
                await w.live()
            while not all(row.delay_id for row in w.kept()):
                await settle()
                w.clock.advance(5)
            assert len(server.waiting) == 2
            await w.pass_until(due)
            await server.fire()
            await w.pass_until(due + 10 * MINUTE)
            assert bodies(server) == BOTH

    run(scenario())


def test_a_lost_answer_to_a_cancel_loses_nothing(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            due = await w.give()
            await until(lambda: len(server.waiting) == 2)
            server.fault = lambda call: CUT if "/delayed_events/" in call.path else None
            with pytest.raises(KnownError):
                await w.take_back()
            server.fault = lambda call: None
            assert len(server.waiting) == 1
            await w.pass_until(due)
            await server.fire()
            await w.pass_until(due + 10_000)
            await until(lambda: sorted(bodies(server)) == BOTH, "the cancelled one is sent from here")

    run(scenario())


def test_a_server_that_takes_none_leaves_it_to_this_computer(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        server.max_delay_ms = 0
        async with at_work(tmp_path, server) as w:
            assert not w.later.can(w.clock.now_ms() + MINUTE, 1)
            due = await w.give()
            await until(lambda: w.kept() == [])
            assert {row.not_before_ms for row in w.outbox(A) + w.outbox(B)} == {due}
            assert await w.take_back()
            assert w.outbox(A) == w.outbox(B) == []
            due = await w.give()
            await w.pass_until(due + 1_000)
            await until(lambda: bodies(server) == BOTH)

    run(scenario())


def test_what_the_server_refuses_is_an_appointment_here_and_taken_back_with_the_rest(
    run: Run, tmp_path: Path
) -> None:
    async def scenario() -> None:
        server = school()
        server.rooms[B].refuses.add("m.room.message")
        async with at_work(tmp_path, server) as w:
            await w.give()
            await until(lambda: len(w.outbox(B)) == 1)
            await until(lambda: len(server.waiting) == 1)
            assert await w.take_back()
            assert w.draft() == "again"
            assert (server.waiting, w.kept(), w.outbox(B)) == ({}, [], [])

    run(scenario())


def test_how_far_and_how_many(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        server.max_scheduled = 5
        async with at_work(tmp_path, server) as w:
            now = w.clock.now_ms()
            assert w.later.can(now + 86_400_000, 5)
            assert not w.later.can(now + 86_400_001, 1)
            assert not w.later.can(now + MINUTE, 6)
            await w.give()
            assert w.later.can(now + MINUTE, 3)
            assert not w.later.can(now + MINUTE, 4)

    run(scenario())


def test_files_go_up_before(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        path = tmp_path / "x.pdf"
        path.write_bytes(b"%PDF 1")
        async with at_work(tmp_path / "profile", server) as w:
            chosen = await w.media.prepare(await w.media.copy_in(path))
            due = await w.give(upload=chosen.upload)
            await until(lambda: len(server.waiting) == 3)
            assert server.uploads == ["x.pdf"]
            contents = [content for _, _, content, _ in server.waiting.values()]
            (file,) = [content for content in contents if content["msgtype"] == "m.file"]
            assert file["url"].startswith("mxc://")
            assert file["org.schoolbell.file"]["sha256"] == chosen.sha256
            await w.pass_until(due)
            await server.fire()
            await w.pass_until(due + 10_000)
            await until(lambda: w.kept() == [])
            assert sorted(bodies(server)) == [*BOTH, "x.pdf"]

    run(scenario())


def test_a_file_that_is_gone_is_seen_in_the_outbox_and_the_words_go(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            gone = NewUpload(str(tmp_path / "gone.pdf"), False, "gone.pdf", "application/pdf", 6, 1)
            await w.give(upload=gone)
            await until(lambda: len(server.waiting) == 2)
            await until(lambda: [row.state for row in w.outbox(A)] == ["wedged"])
            assert w.outbox(A)[0].error == ErrorCode.FILE_GONE

    run(scenario())


def test_offline_it_is_kept_and_given_when_the_server_is_there_or_sent_when_it_is_too_late(
    run: Run, tmp_path: Path
) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            server.fault = lambda call: DROP
            await server.notify()
            due = await w.give(5)
            await settle()
            assert server.waiting == {}
            await w.close()
            w.clock.advance((due - w.clock.now_ms()) / 1000 + 60)
            server.fault = lambda call: None
            w._build()
            await w.live()
            await until(lambda: bodies(server) == BOTH)
            assert server.waiting == {}

    run(scenario())


def test_send_it_now(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path, server) as w:
            await w.give()
            await until(lambda: len(server.waiting) == 2)
            await w.later.hurry("ding-1")
            assert bodies(server) == BOTH
            assert w.kept() == []

    run(scenario())
