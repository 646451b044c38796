"""The table delayed of local.db: events that the server was, or will be, given to send at a later time."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec
from msgspec import Struct

from schoolbell.store.database import Connection
from schoolbell.store.uploads import NewUpload

_COLUMNS = "local_id, room_id, type, content, batch, due_ms, file, tried, delay_id"


class DelayedRow(Struct, frozen=True):
    """One event; `content` is JSON, a draft of it while `file` (JSON of a NewUpload) is not at the server."""

    local_id: str
    room_id: str
    type: str
    content: bytes
    batch: str
    due_ms: int
    file: bytes | None = None
    tried: int = 0
    delay_id: str | None = None

    def decoded(self) -> dict[str, Any]:
        """Return the content as a dictionary."""
        return cast(dict[str, Any], msgspec.json.decode(self.content))

    @property
    def upload(self) -> NewUpload | None:
        """The file that goes up first."""
        return msgspec.json.decode(self.file, type=NewUpload) if self.file is not None else None


def add(conn: Connection, rows: Iterable[DelayedRow]) -> None:
    """Keep rows; the same again changes nothing."""
    conn.executemany(
        f"INSERT INTO delayed ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (
                row.local_id, row.room_id, row.type, row.content, row.batch, row.due_ms, row.file, row.tried,
                row.delay_id,
            )
            for row in rows
        ],
    )  # fmt: skip


def everything(conn: Connection) -> list[DelayedRow]:
    """Return all rows, the next due first."""
    return [
        DelayedRow(*row) for row in conn.execute(f"SELECT {_COLUMNS} FROM delayed ORDER BY due_ms, local_id")
    ]


def of_batch(conn: Connection, batch: str) -> list[DelayedRow]:
    """Return the rows of one batch."""
    found = conn.execute(f"SELECT {_COLUMNS} FROM delayed WHERE batch = ? ORDER BY local_id", (batch,))
    return [DelayedRow(*row) for row in found]


def get(conn: Connection, local_id: str) -> DelayedRow | None:
    """Return one row."""
    row = conn.execute(f"SELECT {_COLUMNS} FROM delayed WHERE local_id = ?", (local_id,)).fetchone()
    return DelayedRow(*row) if row else None


def file_there(conn: Connection, local_id: str, content: Mapping[str, Any]) -> None:
    """The row's file is at the server: this is what it says now."""
    conn.execute(
        "UPDATE delayed SET content = ?, file = NULL WHERE local_id = ?",
        (msgspec.json.encode(content), local_id),
    )


def mark_tried(conn: Connection, local_id: str) -> None:
    """From now on the server may have it."""
    conn.execute("UPDATE delayed SET tried = 1 WHERE local_id = ?", (local_id,))


def given(conn: Connection, local_id: str, delay_id: str) -> None:
    """The server has it."""
    conn.execute("UPDATE delayed SET tried = 1, delay_id = ? WHERE local_id = ?", (delay_id, local_id))


def not_given(conn: Connection, local_id: str) -> None:
    """The server has it certainly not any more."""
    conn.execute("UPDATE delayed SET tried = 0, delay_id = NULL WHERE local_id = ?", (local_id,))


def remove(conn: Connection, local_ids: Iterable[str]) -> None:
    """Forget rows."""
    conn.executemany("DELETE FROM delayed WHERE local_id = ?", [(local_id,) for local_id in local_ids])
