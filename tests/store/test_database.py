"""The files themselves: one transaction per call, clear words for a broken disk, careful migrations."""

import asyncio
import logging
import sqlite3
import threading

import pytest

from schoolbell.base.errors import BugError, ErrorCode, KnownError
from schoolbell.store.database import Database, attempt
from tests.store.feed import FixedClock


@pytest.fixture
def migrations(tmp_path):
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_initial.sql").write_text("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT) STRICT;")
    return folder


@pytest.fixture
def make(tmp_path, migrations):
    made = []

    def build(*, durable=True, name="notes.db"):
        database = Database(tmp_path / "data" / name, migrations, durable=durable, clock=FixedClock())
        made.append(database)
        return database

    yield build
    for database in made:
        database.close()


def add(body):
    return lambda conn: conn.execute("INSERT INTO note (body) VALUES (?)", (body,)).rowcount


def bodies(conn):
    return [row[0] for row in conn.execute("SELECT body FROM note ORDER BY id")]


async def test_what_is_written_is_read_and_survives_closing(make):
    database = make()
    database.open()
    assert await database.write(add("kept")) == 1
    assert await database.read(bodies) == ["kept"]
    assert database.read_now(bodies) == ["kept"]
    database.close()
    again = make()
    again.open()
    assert again.read_now(bodies) == ["kept"]


async def test_a_failed_write_leaves_nothing_and_the_next_one_works(make):
    database = make()
    database.open()

    def fail(conn):
        add("half")(conn)
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await database.write(fail)
    await database.write(add("whole"))
    assert await database.read(bodies) == ["whole"]


async def test_readers_cannot_write_and_see_one_snapshot(make):
    database = make()
    database.open()
    with pytest.raises(KnownError) as error:
        await database.read(add("sneaky"))
    assert error.value.code == ErrorCode.READ_ONLY

    def twice(conn):
        before = bodies(conn)
        database.write_now(add("between"))
        return before, bodies(conn)

    assert await database.read(twice) == ([], [])
    assert await database.read(bodies) == ["between"]


async def test_writes_run_on_one_thread_of_their_own(make):
    database = make()
    database.open()
    names = {await database.write(lambda conn: threading.current_thread().name) for _ in range(3)}
    assert len(names) == 1
    assert names != {threading.current_thread().name}


def test_a_savepoint_undoes_what_failed_and_keeps_the_rest(make):
    database = make()
    database.open()

    def write(conn):
        add("before")(conn)

        def fail(conn):
            add("lost")(conn)
            raise ValueError("no")

        assert isinstance(attempt(conn, fail), ValueError)
        assert attempt(conn, add("after")) == 1

    database.write_now(write)
    assert database.read_now(bodies) == ["before", "after"]


def test_a_file_from_the_future_is_refused_and_left_alone(make, tmp_path):
    database = make()
    database.open()
    database.write_now(add("precious"))
    database.write_now(lambda conn: conn.execute("PRAGMA user_version = 99"))
    database.close()
    content = (tmp_path / "data" / "notes.db").read_bytes()
    for durable in (True, False):
        with pytest.raises(KnownError) as error:
            make(durable=durable).open()
        assert error.value.code == ErrorCode.DATABASE_NEWER
    assert (tmp_path / "data" / "notes.db").read_bytes() == content


def test_a_corrupt_cache_is_set_aside_and_made_anew(make, tmp_path):
    path = tmp_path / "data" / "notes.db"
    path.parent.mkdir()
    path.write_bytes(b"this is no database " * 500)
    database = make(durable=False)
    with _muted():
        database.open()
    assert database.recreated
    database.write_now(add("new"))
    assert database.read_now(bodies) == ["new"]
    aside = list(path.parent.glob("notes.db.broken-*"))
    assert len(aside) == 1
    assert aside[0].read_bytes().startswith(b"this is no database")


def test_a_corrupt_durable_file_is_kept_and_reported(make, tmp_path):
    path = tmp_path / "data" / "notes.db"
    path.parent.mkdir()
    path.write_bytes(b"this is no database " * 500)
    with pytest.raises(KnownError) as error:
        make().open()
    assert error.value.code == ErrorCode.DATABASE_CORRUPT
    assert path.read_bytes() == b"this is no database " * 500
    assert [one.name for one in path.parent.iterdir()] == ["notes.db"]


def test_damage_deep_inside_what_exists_nowhere_else_is_found_at_the_start(make, tmp_path):
    database = make()
    database.open()
    for number in range(60):
        database.write_now(add(f"{number} " + "x" * 900))
    database.close()
    path = next((tmp_path / "data").glob("notes.db"))
    size = path.stat().st_size
    with path.open("r+b") as file:  # one page in the middle: the schema and the first rows can still be read
        file.seek(size // 4096 // 2 * 4096)
        file.write(bytes(4096))
    before = path.read_bytes()
    with pytest.raises(KnownError) as error:
        make().open()
    assert error.value.code == ErrorCode.DATABASE_CORRUPT
    assert path.read_bytes() == before


def test_damage_found_later_is_said_and_the_next_start_begins_with_a_new_cache(make, tmp_path):
    path = tmp_path / "data" / "notes.db"
    database = make(durable=False)
    database.open()

    def fill(conn):
        conn.executemany("INSERT INTO note (body) VALUES (?)", [("x" * 500,)] * 2000)

    database.write_now(fill)
    database.close()
    damaged = bytearray(path.read_bytes())
    damaged[8192:-4096] = b"\xa5" * (len(damaged) - 12288)
    path.write_bytes(damaged)
    database = make(durable=False)
    database.open()
    with pytest.raises(KnownError) as error:
        database.read_now(bodies)
    assert error.value.code == ErrorCode.DATABASE_CORRUPT
    database.close()
    database = make(durable=False)
    with _muted():
        database.open()
    assert database.recreated
    assert database.read_now(bodies) == []


async def test_a_full_disk_has_its_own_word_and_keeps_what_was_there(make):
    database = make()
    database.open()
    await database.write(add("kept"))

    def fill(conn):
        conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0] + 2}")
        conn.executemany("INSERT INTO note (body) VALUES (?)", [("x" * 4000,)] * 50)

    with pytest.raises(KnownError) as error:
        await database.write(fill)
    assert error.value.code == ErrorCode.DISK_FULL
    assert await database.read(bodies) == ["kept"]


def test_a_folder_that_cannot_be_made_has_its_own_word(tmp_path, migrations):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KnownError) as error:
        Database(tmp_path / "file" / "x.db", migrations, durable=True).open()
    assert error.value.code == ErrorCode.READ_ONLY


def test_a_migration_changes_the_schema_once_and_keeps_a_copy_of_what_was(make, migrations, tmp_path):
    database = make()
    database.open()
    database.write_now(add("old"))
    database.close()
    (migrations / "0002_stars.sql").write_text("ALTER TABLE note ADD COLUMN stars INTEGER DEFAULT 3;")
    for _ in range(2):
        database = make()
        database.open()
        assert database.read_now(lambda c: c.execute("SELECT body, stars FROM note").fetchall()) == [
            ("old", 3)
        ]
        database.close()
    copy = sqlite3.connect(tmp_path / "data" / "notes.db.v1.backup")
    assert copy.execute("SELECT * FROM note").fetchall() == [(1, "old")]
    copy.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(make, migrations):
    database = make()
    database.open()
    database.write_now(add("old"))
    database.close()
    broken = migrations / "0002_broken.sql"
    broken.write_text("ALTER TABLE note ADD COLUMN stars INTEGER; SELECT nonsense FROM nowhere;")
    with pytest.raises(sqlite3.OperationalError):
        make().open()
    broken.unlink()
    database = make()
    database.open()
    assert database.read_now(lambda c: c.execute("SELECT * FROM note").fetchall()) == [(1, "old")]


def test_a_slow_call_is_logged_by_its_name(make, caplog):
    database = make()
    database.open()

    def read_everything_slowly(conn):
        statement = (
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ?) SELECT max(x) FROM n"
        )
        return conn.execute(statement, (1_500_000,)).fetchone()

    with caplog.at_level(logging.INFO, logger="schoolbell.store.database"):
        database.read_now(read_everything_slowly)
    assert any("read_everything_slowly" in record.getMessage() for record in caplog.records)


class _muted:
    """Setting a file aside is logged as a warning; here it is what is asked for."""

    def __enter__(self):
        logging.getLogger("schoolbell.store.database").setLevel(logging.CRITICAL)

    def __exit__(self, *args):
        logging.getLogger("schoolbell.store.database").setLevel(logging.NOTSET)


async def test_closing_waits_for_a_read_inside_a_read_of_another_file(make):
    outer, inner = make(name="outer.db"), make(name="inner.db")
    outer.open()
    inner.open()
    inside, go_on = threading.Event(), threading.Event()

    def slow(conn):
        inside.set()
        go_on.wait(10)
        return bodies(conn)

    reading = asyncio.ensure_future(outer.read(lambda _: inner.read_here(slow)))
    await asyncio.to_thread(inside.wait, 10)
    closing = threading.Thread(target=inner.close)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    go_on.set()
    assert await reading == []
    closing.join(10)
    assert not closing.is_alive()
    with pytest.raises(BugError):
        await outer.read(lambda _: inner.read_here(bodies))
