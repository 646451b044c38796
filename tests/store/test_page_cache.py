"""The writer's own cache of pages: small in everyday use, large while a great deal is written."""

import pytest

from schoolbell.store.database import Database
from tests.fakes.clock import FakeClock

EVERYDAY, BULK = -2048, -65536


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def database(tmp_path, clock):
    (tmp_path / "0001_one.sql").write_text("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT) STRICT;")
    made = Database(tmp_path / "notes.db", tmp_path, durable=False, clock=clock)
    made.open()
    yield made
    made.close()


def size(conn):
    return conn.execute("PRAGMA cache_size").fetchone()[0]


def rows(number):
    def write(conn):
        conn.executemany("INSERT INTO note (body) VALUES (?)", [("one",)] * number)
        return size(conn)

    return write


async def test_an_everyday_writer_keeps_little(database):
    assert [await database.write(rows(20)) for _ in range(100)] == [EVERYDAY] * 100


async def test_it_keeps_much_while_much_is_written_and_gives_it_back_afterwards(database, clock):
    assert await database.write(rows(4000)) == EVERYDAY  # nobody knew it before
    assert await database.write(rows(4000)) == BULK
    assert await database.write(rows(1)) == BULK  # a receipt between two large answers
    clock.advance(6)
    assert await database.write(rows(4000)) == BULK
    clock.advance(6)
    assert await database.write(rows(1)) == BULK
    clock.advance(11)
    assert await database.write(rows(1)) == EVERYDAY
    assert await database.write(rows(4000)) == EVERYDAY
    assert await database.write(rows(1)) == BULK
