"""A file that somebody has chosen to send."""

from pathlib import Path

from msgspec import Struct

from schoolbell.domain.chat.items import Attachment
from schoolbell.domain.chat.ports import VoiceFacts


class OutgoingFile(Struct, frozen=True):
    """A file of this computer, or the bytes of a pasted picture (`path` is None then)."""

    key: str
    name: str
    size: int  # bytes
    path: Path | None = None
    data: bytes = b""
    mimetype: str = ""
    voice: VoiceFacts | None = None  # a voice note, recorded here

    @property
    def attachment(self) -> Attachment:
        """The file as something that can be played."""
        return Attachment.note(self.name, self.mimetype, self.size, str(self.path or ""), self.voice)
