"""A cache whose bytes a failing disk has changed anywhere: it opens, is made anew or shows what it can."""

import random
import sqlite3
from pathlib import Path

import pytest

import schoolbell.store
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import rooms, timeline
from schoolbell.store.database import Database
from tests.domain.chat_school import GROUP
from tests.shell.prepared import prepare_home

MIGRATIONS = Path(schoolbell.store.__file__).parent / "migrations"
ROUNDS = 80


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    """The bytes of a sound cache with a hundred messages."""
    paths = prepare_home(tmp_path_factory.mktemp("home"))
    path = next((paths.cache / "profiles").glob("*/cache.db"))
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.read_bytes()


def spoil(content: bytes, chance: random.Random) -> bytes:
    """Change a file as disks do: single bits, a lost sector, a foreign piece, an end that is missing."""
    spoiled = bytearray(content)
    match chance.randrange(4):
        case 0:
            for _ in range(chance.randint(1, 40)):
                spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        case 1:
            start = chance.randrange(len(spoiled) // 512) * 512
            spoiled[start : start + 512] = bytes(512)
        case 2:
            start = chance.randrange(len(spoiled) - 4096)
            spoiled[start : start + 4096] = chance.randbytes(4096)
        case _:
            del spoiled[chance.randrange(len(spoiled)) :]
    return bytes(spoiled)


def use(database: Database) -> None:
    """What a start does with a cache, and a write."""
    database.read_now(lambda conn: rooms.summaries(conn, 60))
    window = database.read_now(lambda conn: timeline.window(conn, GROUP, before=200, after=0))
    for row in window.rows:
        row.content.get("body")
    database.write_now(lambda conn: conn.execute("INSERT OR REPLACE INTO meta VALUES ('x', 'y')"))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_whatever_a_disk_does_to_the_cache_it_is_used_or_made_anew(
    whole, tmp_path, seed, allowed_logs
) -> None:
    allowed_logs.append("schoolbell.store.database WARNING")
    chance = random.Random(seed)
    path = tmp_path / "cache.db"
    path.write_bytes(spoil(whole, chance))
    reports, met = [], []
    for _ in range(2):  # the start that meets the damage, and the next one
        database = Database(
            path, MIGRATIONS / "cache", durable=False, damaged=lambda: reports.append("damaged")
        )
        try:
            database.open()
            use(database)
        except KnownError as error:
            met.append((error.code, bool(reports)))
        finally:
            database.close()
        reports.clear()
    if (ErrorCode.DATABASE_NEWER, False) in met:  # a flipped bit in the version number says so
        return
    assert set(met) <= {(ErrorCode.DATABASE_CORRUPT, True)}, "whoever has it open hears of it"
    database = Database(path, MIGRATIONS / "cache", durable=False)
    database.open()
    use(database)
    database.close()
    assert len(list(tmp_path.glob("cache.db.broken-*"))) <= 3, "one broken file is kept, not all"
