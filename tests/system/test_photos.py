"""A photo that is sent tells nothing of the place where it was taken, and still stands upright."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from schoolbell.system.photos import without_whereabouts

PLACE = b"N 30 15 12.3 E 120 9 1.7"


def encoded(kind):
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0xFF3366AA)
    for x in range(30):
        image.setPixel(x, 3, 0xFFFFFFFF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def read(picture):
    buffer = QBuffer()
    buffer.setData(QByteArray(picture))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    image = reader.read()
    assert not image.isNull(), reader.errorString()
    return image.convertToFormat(QImage.Format.Format_RGB32)


def exif(order, turned):
    """Orientation, and a GPS directory that says where."""
    mark = {"<": b"II", ">": b"MM"}[order]
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack(
        f"{order}HHII", 0x8825, 4, 1, 38
    )
    first = struct.pack(f"{order}2sHIH", mark, 42, 8, 2) + entries + struct.pack(f"{order}I", 0)
    return first + struct.pack(f"{order}HHHII", 1, 2, 2, len(PLACE), 56) + struct.pack(f"{order}I", 0) + PLACE


def segment(kind, content):
    return struct.pack(">BBH", 0xFF, kind, 2 + len(content)) + content


def photo(order=">", turned=6):
    plain = encoded("JPEG")
    words = (
        segment(0xE1, b"Exif\0\0" + exif(order, turned))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + PLACE + b"</x>")
        + segment(0xED, b"Photoshop 3.0\0" + PLACE)
        + segment(0xFE, b"taken by " + PLACE)
    )
    return plain[:20] + words + plain[20:]  # behind JFIF


def chunk(kind, content):
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_loses_its_place_and_keeps_its_upright_side(order, turned):
    before = photo(order, turned)
    after = without_whereabouts(before)
    assert PLACE in before
    assert PLACE not in after
    assert read(after) == read(before)
    assert without_whereabouts(after) == after


def test_a_png_loses_its_words_and_nothing_else():
    plain = encoded("PNG")
    words = chunk(b"eXIf", exif(">", 8)) + chunk(b"tEXt", b"Comment\0" + PLACE)
    before = plain[:33] + words + plain[33:]
    after = without_whereabouts(before)
    assert PLACE not in after
    assert read(after) == read(before)
    assert without_whereabouts(plain) == plain


def test_a_webp_loses_its_words():
    plain = encoded("WEBP")
    (size,) = struct.unpack_from("<I", plain, 4)
    flags = bytes((0x0C, 0, 0, 0)) + (59).to_bytes(3, "little") + (39).to_bytes(3, "little")
    words = b"EXIF" + struct.pack("<I", len(PLACE)) + PLACE + b"XMP " + struct.pack("<I", len(PLACE)) + PLACE
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + flags + plain[12 : 8 + size] + words
    before = b"RIFF" + struct.pack("<I", len(body)) + body
    after = without_whereabouts(before)
    assert PLACE not in after
    assert read(after) == read(before)
    assert after[20] & 0x0C == 0


def test_a_picture_that_tells_nothing_stays_byte_for_byte():
    for kind in ("JPEG", "PNG"):
        assert without_whereabouts(encoded(kind)) == encoded(kind)


@given(cut=st.integers(0, 2000), flipped=st.integers(0, 500), value=st.integers(0, 255))
def test_a_spoiled_photo_is_left_alone_or_loses_only_words(cut, flipped, value):
    spoiled = bytearray(photo())[: cut or None]
    if flipped < len(spoiled):
        spoiled[flipped] = value
    assert len(without_whereabouts(bytes(spoiled))) <= len(spoiled)


@given(
    st.binary(max_size=300), st.sampled_from([b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\x40\0\0\0WEBP", b""])
)
def test_any_bytes_come_back(tail, head):
    without_whereabouts(head + tail)
