"""local.db: what exists nowhere else survives versions, and is on the disk when we say so."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import drafts, outbox, uploads
from schoolbell.store.database import Database
from tests.sync.world import MIGRATIONS

FROZEN = Path(__file__).parent.parent / "store" / "frozen"
LOCAL = MIGRATIONS / "local"
ROOM = "!a:school.test"


def open_local(path: Path) -> Database:
    database = Database(path, LOCAL, durable=True)
    database.open()
    return database


def test_every_local_migration_has_a_frozen_file() -> None:
    numbers = sorted(path.name[:4] for path in LOCAL.glob("*.sql"))
    assert numbers == sorted(path.stem.split("-")[1] for path in FROZEN.glob("local-*.db"))


@pytest.mark.parametrize("frozen", sorted(FROZEN.glob("local-*.db")), ids=lambda path: path.stem)
def test_a_local_file_of_an_older_version_keeps_all_that_was_unsent(frozen: Path, tmp_path: Path) -> None:
    shutil.copy(frozen, tmp_path / "local.db")
    database = open_local(tmp_path / "local.db")
    rows = database.read_now(lambda conn: outbox.of_room(conn, ROOM))
    draft = database.read_now(lambda conn: drafts.get(conn, ROOM))
    reads = database.read_now(drafts.pending_reads)
    recalled = database.read_now(outbox.recalled)
    waiting = database.read_now(uploads.pending)
    known = database.read_now(lambda conn: uploads.known(conn, "b" * 64, "application/octet-stream"))
    database.close()
    if frozen.stem >= "local-0003":
        assert rows.pop().path == "/home/wang/video.mp4"
        assert [(one.local_id, one.size, one.parts) for one in waiting] == [
            ("sb6", 70_000_000, ("b" * 64, "c" * 64))
        ]
        assert known == ("mxc://school.test/b", 7)
    else:
        assert waiting == []
    assert [(row.local_id, row.state) for row in rows] == [
        ("sb1", "sent"),
        ("sb2", "wedged"),
        ("sb3", "waiting"),
        ("sb4", "waiting"),
    ]
    assert rows[1].error == "forbidden"
    assert rows[2].decoded()["m.relates_to"]["event_id"] == "$sent"
    assert rows[3].depends_on == "sb2"
    assert draft is not None
    assert draft.text == "还没写完"
    assert reads == [(ROOM, "$read")]
    assert [one.local_id for one in recalled] == (["sb5"] if frozen.stem >= "local-0002" else [])


def test_a_file_of_the_future_is_refused_and_untouched(tmp_path: Path) -> None:
    open_local(tmp_path / "local.db").close()
    with sqlite3.connect(tmp_path / "local.db") as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    before = (tmp_path / "local.db").read_bytes()
    with pytest.raises(KnownError) as raised:
        open_local(tmp_path / "local.db")
    assert raised.value.code is ErrorCode.DATABASE_NEWER
    assert (tmp_path / "local.db").read_bytes() == before


def test_what_is_written_is_on_the_disk_and_every_table_is_strict(tmp_path: Path) -> None:
    database = open_local(tmp_path / "local.db")
    synchronous = database.write_now(lambda conn: conn.execute("PRAGMA synchronous").fetchone()[0])
    tables = database.read_now(
        lambda conn: conn.execute(
            "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
    )
    database.close()
    assert synchronous == 2, "FULL"
    assert {name for name, _ in tables} >= {"outbox", "draft"}
    assert all(strict for _, strict in tables)


def test_the_next_rows_are_found_without_reading_the_whole_outbox(tmp_path: Path) -> None:
    database = open_local(tmp_path / "local.db")
    seen: list[str] = []

    def plan(conn: sqlite3.Connection) -> None:
        found = conn.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE room_id = ? AND state = 'waiting'"
            " AND not_before_ms <= ? AND depends_on IS NULL AND upload <> 1"
            " ORDER BY priority DESC, id LIMIT 1",
            (ROOM, 0),
        )
        seen.extend(row[3] for row in found)

    database.read_now(plan)
    database.close()
    assert any("outbox_next" in line for line in seen)
    assert not any("TEMP B-TREE" in line for line in seen)
