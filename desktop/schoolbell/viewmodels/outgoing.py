"""A file that somebody has chosen to send."""

from pathlib import Path

from msgspec import Struct


class OutgoingFile(Struct, frozen=True):
    """A file of this computer, or the bytes of a pasted picture (`path` is None then)."""

    key: str
    name: str
    size: int  # bytes
    path: Path | None = None
    data: bytes = b""
    mimetype: str = ""
