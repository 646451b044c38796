"""Tells by its first bytes whether a file is a recording: nothing else is given to a decoder."""

from pathlib import Path

HEAD = 64  # bytes that tell
_BOX = 4  # of the length before "ftyp"
_TAG = 10  # bytes before an ID3 tag's content, and of the footer that repeats them at its end
_FOOTER = 0x10  # flag: there is one


def is_audio(path: Path) -> bool:
    """Return whether the file begins as a recording does. Blocking; False for what cannot be read.

    Only containers whose bytes are all in the file itself: play lists, and what hides one behind a tag, name
    places elsewhere that a decoder would go to.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if head.startswith(b"ID3") and len(head) >= _TAG:
                size = 0
                for byte in head[6:_TAG]:  # seven bits each
                    size = (size << 7) | (byte & 0x7F)
                size += _TAG if head[5] & _FOOTER else 0
                file.seek(_TAG + size)
                return _is_stream(file.read(HEAD))
    except OSError:
        return False
    return _is_container(head) or _is_stream(head)


def _is_container(head: bytes) -> bool:
    if head[_BOX:].startswith(b"ftyp"):
        return True
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return True
    return head.startswith((b"OggS", b"fLaC", b"\x1a\x45\xdf\xa3", b"#!AMR"))


def _is_stream(head: bytes) -> bool:
    """Return whether bare MPEG audio frames begin here (MP3, AAC in ADTS)."""
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] != 0xFF
