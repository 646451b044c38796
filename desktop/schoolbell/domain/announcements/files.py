"""Finds the messages that carry an announcement's files: same sender and room, told by their hash."""

from collections.abc import Sequence

from msgspec import Struct

from schoolbell.domain.announcements.blocks import FileRef
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.chat import attachments
from schoolbell.domain.chat.items import Attachment
from schoolbell.store import announcements
from schoolbell.store.database import Connection
from schoolbell.store.rows import content_of


class FoundFile(Struct, frozen=True):
    """A file with the message that carries it; `attachment` None while that has not come."""

    file: FileRef
    attachment: Attachment | None = None
    room_id: str = ""
    event_id: str = ""


def files_of(conn: Connection, announcement: Announcement) -> tuple[FoundFile, ...]:
    """Return the announcement's files in its order, from whichever copy's room has them."""
    wanted = announcement.block.attachments
    found: dict[str, FoundFile] = {}
    for copy in announcement.copies if wanted else ():
        missing = [file for file in wanted if file.sha256 not in found]
        if not missing:
            break
        rows = announcements.messages_after(conn, copy.room_id, announcement.sender, copy.ts)
        for event_id, raw in rows:
            for file in missing:
                attachment = _carried(raw, file)
                if attachment is not None:
                    found[file.sha256] = FoundFile(file, attachment, copy.room_id, event_id)
    return tuple(found.get(file.sha256) or FoundFile(file) for file in wanted)


def _carried(raw: bytes, file: FileRef) -> Attachment | None:
    if file.sha256.encode() not in raw:
        return None
    content = content_of(raw)
    large = attachments.in_parts(content)
    attachment = large[0] if large is not None else attachments.attachment(content)
    return attachment if attachment is not None and attachment.sha256 == file.sha256 else None


def missing(files: Sequence[FoundFile]) -> int:
    """Return how many of the files are still on their way."""
    return sum(file.attachment is None for file in files)
