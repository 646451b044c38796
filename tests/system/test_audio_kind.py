"""What may be given to a decoder, and what only looks like a recording."""

import pytest

from schoolbell.system.audio_kind import is_audio

FRAME = b"\xff\xfb\x90\x64" + bytes(60)


def tagged(body, size=300, flags=0):
    """A file with an ID3 tag of `size` bytes before `body`."""
    digits = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\0" + bytes([flags]) + digits + bytes(size) + body


FOOTER = b"3DI\x04\0\x10\0\0\x02\x2c"  # at the end of a tag of 300 bytes, where a flag says so


@pytest.mark.parametrize(
    "content",
    [
        b"\0\0\0\x1cftypM4A \0\0\2\0",
        b"OggS" + bytes(60),
        b"fLaC" + bytes(60),
        b"\x1a\x45\xdf\xa3" + bytes(60),
        b"RIFF\x24\0\0\0WAVEfmt ",
        b"#!AMR\n" + bytes(30),
        FRAME,
        b"\xff\xf1\x50\x80" + bytes(30),
        tagged(FRAME),
        tagged(FOOTER + FRAME, flags=0x10),
    ],
)
def test_recordings(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    assert is_audio(tmp_path / "x")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"#EXTM3U\nhttp://example.org/a.ts\n",
        b"ffconcat version 1.0\nfile http://example.org/a\n",
        tagged(b"#EXTM3U\nhttp://example.org/a.ts\n"),
        tagged(b""),
        tagged(FOOTER + b"#EXTM3U\nhttp://example.org/a.ts\n", flags=0x10),
        tagged(FRAME[:10] + b"#EXTM3U\nhttp://example.org/a.ts\n", flags=0x10),
        b"ID3",
        b"<?xml version='1.0'?><MPD/>",
        b"RIFF\x24\0\0\0AVI LIST",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",  # a JPEG begins like frames do
        b"MZ",
    ],
)
def test_what_is_none(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    assert not is_audio(tmp_path / "x")


def test_what_is_not_there_is_none(tmp_path):
    assert not is_audio(tmp_path / "gone")
    assert not is_audio(tmp_path)
