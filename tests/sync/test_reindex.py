"""An index that another version built is filled anew while the account is in use."""

from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import indexing, meta, search
from schoolbell.store.database import Connection
from schoolbell.sync import reindex
from schoolbell.sync.reindex import fill_search
from tests.fakes.clock import FakeClock
from tests.fakes.transport import ScriptedServer
from tests.store.feed import ME, ROOM
from tests.sync.conftest import Run
from tests.sync.world import World, until


def found(w: World, query: str) -> list[str]:
    """Return the texts that a search finds, newest first."""
    rows = w.cache.read_now(lambda conn: search.find(conn, query, limit=100))
    return [str(row.content["body"]) for row in rows]


def age(conn: Connection) -> None:
    """Let the index be of another version, with nothing in it that can be used."""
    conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
    meta.put(conn, "search", "of another version")


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindex, "_STEP", 4)


def test_old_messages_are_found_again_after_the_next_start(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(ROOM)
        for number in range(11):
            await server.post(ROOM, f"作业 {number}")
        w = World(tmp_path, server, ME, clock=FakeClock(jumping=True))
        await w.live()
        await until(lambda: len(found(w, "作業")) == 11)
        await w.engine.stop()
        w.cache.write_now(age)
        await w.restart()
        assert found(w, "作业") == []
        await w.live()
        await server.post(ROOM, "新作业")
        await until(lambda: w.cache.read_now(indexing.is_whole), "the whole index")
        await until(lambda: len(found(w, "作業")) == 12, "the new one too")
        assert found(w, "作业")[0] == "新作业"
        await w.close()

    run(scenario())


def test_an_interrupted_filling_goes_on_where_it_stopped(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(ROOM)
        for number in range(11):
            await server.post(ROOM, f"作业 {number}")
        w = World(tmp_path, server, ME, clock=FakeClock(jumping=True))
        await w.live()
        await until(lambda: len(found(w, "作业")) == 11)
        await w.engine.stop()
        w.cache.write_now(age)
        w.cache.write_now(indexing.begin)
        w.cache.write_now(lambda conn: indexing.build(conn, 4))
        assert found(w, "作业") == ["作业 10", "作业 9", "作业 8", "作业 7"], "the newest first"
        await fill_search(w.cache, FakeClock(jumping=True))
        assert len(found(w, "作业")) == 11
        await w.close()

    run(scenario())


class TestWithoutADisk:
    """What the disk refuses is said in the log, and the account goes on."""

    @pytest.fixture
    def allowed_logs(self) -> list[str]:
        return ["schoolbell.sync.reindex WARNING"]

    def test_a_full_disk_ends_the_filling_until_the_next_start(self, run: Run, tmp_path: Path) -> None:
        class Full:
            async def write(self, fn: object) -> bool:
                raise KnownError(ErrorCode.DISK_FULL)

        run(fill_search(Full(), FakeClock()))  # type: ignore[arg-type]
