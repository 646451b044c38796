"""Pictures as strangers send them: turned, lying about their size, made to fill the memory."""

import resource
import struct
import zlib

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QTransform

from schoolbell.ui.images import PictureError, decode, measure, picture_format
from tests.ui.files_school import png, red_above_blue, saved, with_orientation

RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


def refused(content, room=None):
    with pytest.raises(PictureError) as caught:
        decode(content, room or QSize(208, 112))
    return caught.value.reason


@pytest.mark.parametrize("kind", ["png", "jpeg", "bmp", "webp"])
def test_pictures_of_every_kind_are_scaled_into_the_room(qapp, kind):
    found = decode(saved(red_above_blue(1040, 560), kind), QSize(208, 112))
    assert found.image.size() == QSize(208, 112)
    assert found.whole == QSize(1040, 560)
    assert found.image.pixelColor(104, 10).red() > 200
    assert found.image.pixelColor(104, 100).blue() > 200


def test_a_gif_shows_its_first_red_above_blue(qapp):
    gif = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\xff\0\0\0\0\0"
    gif += b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\0;"
    assert decode(gif, QSize(10, 10)).image.pixelColor(0, 0) == RED


def test_a_small_picture_is_not_blown_up(qapp):
    assert decode(saved(red_above_blue(30, 20), "png"), QSize(208, 112)).image.size() == QSize(30, 20)


def shown_or_why(content):
    try:
        decode(content, QSize(50, 50))
    except PictureError as error:
        return error.reason
    return "shown"


# How a camera held upright stores its picture, and how it is turned back.
TURNS = {1: 0, 3: 180, 6: -90, 8: 90}


@pytest.mark.parametrize("orientation", TURNS)
def test_a_turned_photo_stands_upright(qapp, orientation):
    stored = red_above_blue(400, 600).transformed(QTransform().rotate(TURNS[orientation]))
    jpeg = with_orientation(saved(stored, "jpeg"), orientation)
    assert measure(jpeg) == QSize(400, 600)
    found = decode(jpeg, QSize(200, 300))
    assert found.image.size() == QSize(200, 300)
    assert found.whole == QSize(400, 600)
    assert found.image.pixelColor(100, 20).red() > 200, "red is above again"
    assert found.image.pixelColor(100, 280).blue() > 200


def test_a_turned_photo_covers_its_room(qapp):
    stored = red_above_blue(400, 600).transformed(QTransform().rotate(-90))
    found = decode(with_orientation(saved(stored, "jpeg"), 6), QSize(100, 100), cover=True)
    assert found.image.size() == QSize(100, 100)
    assert found.image.pixelColor(50, 5).red() > 200
    assert found.image.pixelColor(50, 95).blue() > 200


def test_a_long_screenshot_is_cut_below_its_top(qapp):
    found = decode(saved(red_above_blue(108, 900), "png"), QSize(100, 112), cover=True)
    assert found.image.size() == QSize(100, 112)
    assert found.image.pixelColor(50, 105) == RED


def test_a_picture_of_50000_px_is_refused_by_its_header(qapp):
    assert refused(png(50_000, 50_000)) == "large"
    assert refused(png(50_000, 10)) == "large"
    assert refused(png(12_000, 12_000)) == "large"


def test_a_jpeg_that_claims_too_much_is_refused_by_its_header(qapp):
    jpeg = bytearray(saved(red_above_blue(64, 64), "jpeg"))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", 60_000, 60_000)
    assert refused(bytes(jpeg)) == "large"


def test_a_jpeg_of_a_thousand_scans_is_not_begun(qapp):
    jpeg = saved(red_above_blue(64, 64), "jpeg")
    assert refused(jpeg[:-2] + jpeg[jpeg.index(b"\xff\xda") : -2] * 1000 + jpeg[-2:]) == "large"


def test_a_claim_without_pixels_is_broken(qapp):
    assert refused(png(8000, 8000, b"\0" * 100)) == "broken"


def test_what_unpacks_to_a_gigabyte_beside_the_pixels_is_not_unpacked(qapp):
    text = (b"zTXt", b"a\0\0" + zlib.compress(b"\0" * (64 << 20), 9))
    content = png(4, 4, b"\0\xff\xff\xff\xff" * 4, text)
    assert len(content) < 100_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert decode(content, QSize(4, 4)).image.size() == QSize(4, 4)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10, "kB"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='http://evil.test/'/></svg>",
        b"II*\0" + b"\0" * 64,
        b"\0\0\1\0\1\0\x10\x10" + b"\0" * 64,
    ],
)
def test_other_formats_are_not_even_tried(qapp, content):
    assert picture_format(content) == b""
    assert refused(content) == "unknown"


@pytest.mark.qt_log_ignore("JPEG", "Corrupt", extend=True)
@pytest.mark.parametrize("kind", ["png", "jpeg", "bmp", "webp"])
def test_a_file_cut_short_is_broken_or_shown_as_far_as_it_goes(qapp, kind):
    content = saved(red_above_blue(300, 300), kind)
    for length in (12, 20, 40, len(content) // 2):
        assert shown_or_why(content[:length]) in ("shown", "broken")
    assert shown_or_why(content[:20]) == "broken"


def test_a_missing_or_huge_file_is_told_apart(qapp, tmp_path):
    assert refused(tmp_path / "none.png") == "broken"
    huge = tmp_path / "huge.bmp"
    with huge.open("wb") as file:
        file.write(b"BM")
        file.truncate((64 << 20) + 1)
    assert refused(huge) == "large"


def test_the_room_is_not_needed_to_measure(qapp, tmp_path):
    path = tmp_path / "any name.txt"
    path.write_bytes(saved(red_above_blue(33, 44), "png"))
    assert measure(path) == QSize(33, 44)
    assert decode(path, QSize(1, 1), cover=True).image.size() == QSize(1, 1)
