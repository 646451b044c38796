"""Files chosen for something unsent: kept while a draft or a message names them, gone afterwards."""

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import announcement_drafts
from schoolbell.store.announcement_drafts import DraftRecord
from schoolbell.store.outbox import NewRow
from schoolbell.sync.chosen import Chosen
from schoolbell.sync.media import COPIED
from tests.fakes.transport import ScriptedServer
from tests.sync.desk import Desk
from tests.sync.test_outbox import A, B, Run, school
from tests.sync.world import until

ID = "0" * 26


@asynccontextmanager
async def at_work(folder: Path, server: ScriptedServer):  # type: ignore[no-untyped-def]
    made = Desk(folder, server, server.me)
    try:
        await made.live()
        yield made
    finally:
        await made.close()


def keep(desk: Desk, file: Chosen, held: int = 0) -> None:
    """Let a draft name the file, as the composer's JSON does."""
    content = b'{"id":"x","files":[{"path":%s,"own":%s}]}' % (
        b'"' + os.fsencode(file.path) + b'"',
        b"true" if file.own else b"false",
    )
    record = DraftRecord(ID, "ding", content, 1, held)
    desk.local.write_now(lambda conn: announcement_drafts.hold(conn, record))


async def settle() -> None:
    for _ in range(40):
        await asyncio.sleep(0.002)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "stick" / "体检表.pdf"
    path.parent.mkdir()
    path.write_bytes(b"%PDF 1.4 sheet")
    return path


def test_a_copy_lives_as_long_as_its_draft_also_over_a_restart(run: Run, tmp_path: Path, sheet: Path) -> None:
    async def scenario() -> None:
        async with at_work(tmp_path / "profile", school()) as desk:
            file = await desk.media.copy_in(sheet)
            assert (file.name, file.size, file.mimetype, file.own) == (
                "体检表.pdf", 14, "application/pdf", True,
            )  # fmt: skip
            await settle()
            assert Path(file.path).read_bytes() == sheet.read_bytes(), "not named yet, but just chosen"
            keep(desk, file)
            desk.media.settled([file.path])
            await settle()
            assert Path(file.path).exists()
            await desk.restart()
            await desk.live()
            await settle()
            assert Path(file.path).exists()
            desk.local.write_now(lambda conn: announcement_drafts.remove(conn, ID))
            desk.media.settled([file.path])
            await until(lambda: not Path(file.path).parent.exists())

    run(scenario())


def test_what_was_copied_and_never_kept_goes_at_the_next_start(run: Run, tmp_path: Path, sheet: Path) -> None:
    async def scenario() -> None:
        async with at_work(tmp_path / "profile", school()) as desk:
            file = await desk.media.copy_in(sheet)
            await desk.restart()
            await desk.live()
            await until(lambda: not Path(file.path).parent.exists())

    run(scenario())


def test_one_copy_serves_every_room_and_is_uploaded_once(run: Run, tmp_path: Path, sheet: Path) -> None:
    async def scenario() -> None:
        server = school()
        async with at_work(tmp_path / "profile", server) as desk:
            file = await desk.media.copy_in(sheet)
            prepared = await desk.media.prepare(file)
            now = desk.clock.now_ms()
            rows = [
                NewRow(
                    f"sbfile{number}", room, "m.room.message", prepared.content, priority=10, created_ms=now,
                    not_before_ms=now + 10_000, batch=ID, upload=prepared.upload,
                )
                for number, room in enumerate((A, B))
            ]  # fmt: skip
            keep(desk, file, announcement_drafts.HELD)
            await desk.engine.send_together(rows, lambda conn: None)
            desk.media.queued()
            desk.media.settled([file.path])
            await until(lambda: desk.pending() == [], "goes up while it is held")
            assert server.bodies(A) == []
            assert Path(file.path).exists()
            await until(lambda: desk.clock.sleeping > 0)
            desk.clock.advance(11)
            await until(lambda: server.bodies(A) == server.bodies(B) == ["体检表.pdf"])
            await until(lambda: desk.outbox(A) + desk.outbox(B) == [])
            assert server.uploads == ["体检表.pdf"]
            first, second = desk.content(A), desk.content(B)
            assert first["url"] == second["url"]
            assert first["org.schoolbell.file"]["sha256"] == prepared.sha256
            desk.local.write_now(lambda conn: announcement_drafts.restore(conn, ID, 1))
            desk.local.write_now(lambda conn: announcement_drafts.remove(conn, ID))
            desk.media.settled([file.path])
            await until(lambda: not Path(file.path).parent.exists())

    run(scenario())


def test_a_large_file_stays_where_it_lies_and_no_file_is_said(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with at_work(tmp_path / "profile", school()) as desk:
            large = tmp_path / "large.bin"
            with large.open("wb") as file:
                file.truncate(COPIED + 1)
            found = await desk.media.copy_in(large)
            assert (found.path, found.own) == (str(large), False)
            for path, code in ((tmp_path / "none", ErrorCode.FILE_GONE), (tmp_path, ErrorCode.NOT_A_FILE)):
                with pytest.raises(KnownError) as raised:
                    await desk.media.copy_in(path)
                assert raised.value.code is code

    run(scenario())
