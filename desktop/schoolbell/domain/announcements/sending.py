"""What goes out of DING and notices alike: how files are named, moments in words, rows for the outbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from schoolbell.base.ids import new_txn_id
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.blocks import FileRef, Kind
from schoolbell.domain.announcements.scheduled import SCHEDULED_TYPE, scheduled_content
from schoolbell.store.outbox import NewRow
from schoolbell.store.uploads import NewUpload
from schoolbell.sync.chosen import Prepared

PRIORITY = 10  # before chat
_NAME_LIMIT = 120


def reference(file: Prepared) -> FileRef:
    """Return how the block names a file."""
    upload = file.upload
    return FileRef(upload.name[:_NAME_LIMIT], upload.mimetype[:_NAME_LIMIT], upload.size, file.sha256)


def moment(at: datetime, texts: Texts) -> str:
    """Return a moment in the words of the school's language."""
    return texts.get(
        "ding.moment", year=at.year, month=f"{at.month:02}", day=f"{at.day:02}", hour=f"{at.hour:02}",
        minute=f"{at.minute:02}",
    )  # fmt: skip


def record_of(
    kind: Kind, id: str, room_id: str, due_ms: int, rooms: Sequence[str], now_ms: int
) -> list[NewRow]:
    """Return what tells the office of an appointment, so that it sees whether it is kept; [] without a room.

    Without `rooms` it is taken back.
    """
    if not room_id:
        return []
    content = scheduled_content(kind, id, due_ms, rooms)
    return [
        NewRow(
            local_id=new_txn_id(), room_id=room_id, type=SCHEDULED_TYPE, content=content, created_ms=now_ms
        )
    ]


def rows_of(
    id: str,
    copies: Sequence[tuple[str, Mapping[str, Any]]],
    files: Sequence[Prepared],
    now_ms: int,
    not_before_ms: int,
) -> list[NewRow]:
    """Return all rows: the copies (room id, content), then each file once in each room; all one batch."""
    rows: list[NewRow] = []

    def add(room_id: str, content: Mapping[str, Any], upload: NewUpload | None = None) -> None:
        rows.append(
            NewRow(
                local_id=new_txn_id(), room_id=room_id, type="m.room.message", content=content,
                priority=PRIORITY, created_ms=now_ms, not_before_ms=not_before_ms, batch=id, upload=upload,
            )
        )  # fmt: skip

    for room_id, content in copies:
        add(room_id, content)
    for room_id in dict.fromkeys(room_id for room_id, _ in copies):
        for file in files:
            add(room_id, file.content, file.upload)
    return rows
