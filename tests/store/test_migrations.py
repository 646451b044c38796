"""Every schema that was ever released opens today, with what was in it.

The frozen files were written by `python -m tests.store.freeze N` when migration N was the newest.
"""

import shutil
import sqlite3
from pathlib import Path

import pytest

from schoolbell.store import indexing, members, receipts, rooms, search, timeline
from schoolbell.store.database import Database
from schoolbell.store.relations import for_events
from tests.store.feed import CACHE, ME, ROOM, FixedClock, open_cache

FROZEN = Path(__file__).parent / "frozen"


def schema(path):
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall()
    connection.close()
    return found


def test_every_migration_has_a_frozen_file():
    numbers = [path.name[:4] for path in CACHE.glob("*.sql")]
    assert sorted(numbers) == [path.stem.split("-")[1] for path in sorted(FROZEN.glob("cache-*.db"))]


@pytest.mark.parametrize("frozen", sorted(FROZEN.glob("cache-*.db")), ids=lambda path: path.stem)
def test_a_cache_of_an_older_version_opens_with_everything_in_it(frozen, tmp_path):
    shutil.copy(frozen, tmp_path / "cache.db")
    database = Database(tmp_path / "cache.db", CACHE, durable=False, clock=FixedClock())
    database.open()
    assert not database.recreated
    database.write_now(indexing.begin)
    database.write_now(lambda conn: indexing.build(conn, 100))

    def read(conn):
        window = timeline.window(conn, ROOM)
        return (
            rooms.summary(conn, ROOM),
            window,
            for_events(conn, [row.rowid for row in window.rows], ME),
            [row.event_id for row in search.find(conn, "家长会")],
            [row.user_id for row in members.joined(conn, ROOM)],
            receipts.of_user(conn, ROOM, ME),
        )

    room, window, relations, found, joined, mine = database.read_now(read)
    database.close()
    assert (room.name, room.kind, room.unread, room.mentions) == ("三年七班", "group", 2, 1)
    assert [row.event_id for row in window.rows] == ["$e4", "$e5", "$e6", "$e7"]
    edited = relations[window.rows[0].rowid]
    assert edited.edit.event_id == "$e8"
    assert [(one.key, one.count) for one in relations[window.rows[1].rowid].reactions] == [("✅", 1)]
    assert relations[window.rows[2].rowid].redacted
    assert found == ["$e4"]
    assert joined == ["@s1:school.test", ME]
    assert mine.event_id == "$e4"

    open_cache(tmp_path / "new").close()
    assert schema(tmp_path / "cache.db") == schema(tmp_path / "new" / "cache.db")
