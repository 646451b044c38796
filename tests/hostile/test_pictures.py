"""Pictures tampered with at any byte, and claims of any size: shown within bounds or refused."""

import resource
import struct
import zlib
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from schoolbell.domain.chat.ports import ImageFacts
from schoolbell.ui.images import MOST_PIXELS, MOST_SIDE, PictureError, decode, facts, measure
from tests.hostile.made import one_of
from tests.hostile.watching import no_sockets
from tests.ui.files_school import png, saved

# What decoders say of a broken file is their own affair.
pytestmark = pytest.mark.qt_log_level_fail("CRITICAL")

GIF = (
    b"GIF89a" + struct.pack("<HHBBB", 3, 2, 0x80, 0, 0) + b"\xff\0\0\0\0\xff" + b"!\xf9\x04\0\0\0\0\0"
    + b"," + struct.pack("<HHHHB", 0, 0, 3, 2, 0) + b"\x02\x03D\x02\x05\0;"
)  # fmt: skip
CLAIMS = (0, 1, 2, 255, 4096, 16_384, 16_385, 50_000, 65_535, 1 << 20, (1 << 31) - 1, 1 << 31, (1 << 32) - 1)
KINDS = ("png", "jpeg", "bmp", "webp", "gif")


@cache
def sound(kind):
    """A picture of 40 × 30 as somebody honest sends it."""
    if kind == "gif":
        return GIF
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    for x in range(40):
        for y in range(30):
            image.setPixelColor(x, y, QColor(x * 6, y * 8, (x * y) % 255))
    return bytes(saved(image, kind))


@st.composite
def tampered(draw):
    """Bytes changed, taken out, doubled, cut off; where the header is more often than elsewhere."""
    content = bytearray(sound(draw(one_of(KINDS))))
    for _ in range(draw(st.integers(0, 6))):
        end = min(len(content), 64) if draw(st.booleans()) else len(content)
        at = draw(st.integers(0, max(0, end - 1)))
        match draw(st.integers(0, 4)):
            case 0:
                content[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                content[at : at + 4] = struct.pack(draw(one_of((">I", "<I"))), draw(one_of(CLAIMS)))
            case 2:
                del content[at : at + draw(st.integers(1, 20))]
            case 3:
                content[at:at] = content[: draw(st.integers(1, 200))]
            case 4:
                del content[max(4, at) :]
    return bytes(content)


def shown(content, room):
    """Return whether it is shown; then within its room."""
    try:
        found = decode(content, room)
    except PictureError:
        return False
    assert not found.image.isNull()
    assert found.image.width() <= max(1, room.width())
    assert found.image.height() <= max(1, room.height())
    assert max(found.whole.width(), found.whole.height()) <= MOST_SIDE
    assert found.whole.width() * found.whole.height() <= MOST_PIXELS
    return True


@settings(
    max_examples=600,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(content=tampered(), wide=st.integers(1, 300), high=st.integers(1, 300))
@pytest.mark.timeout(120)
def test_a_picture_tampered_with_anywhere_is_shown_within_bounds_or_refused(qapp, content, wide, high):
    with no_sockets():
        shown(content, QSize(wide, high))
        found = facts(content)
    assert found is None or isinstance(found, ImageFacts)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_tampered_with_is_a_picture_before(qapp, kind):
    assert shown(sound(kind), QSize(30, 30))


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(wide=one_of(CLAIMS), high=one_of(CLAIMS), rows=st.integers(0, 3000))
def test_no_claim_of_a_size_takes_memory(qapp, wide, high, rows):
    """The header is believed only to refuse: what is not there is not made room for."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    shown(png(wide, high, b"\0" * rows), QSize(100, 100))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 300 << 10, "kB: one picture of the largest size that is shown"


@pytest.mark.parametrize("chunk", [b"iCCP", b"zTXt", b"iTXt", b"eXIf", b"sPLT"])
def test_what_unpacks_beside_the_pixels_is_bounded(qapp, chunk):
    packed = zlib.compress(b"\0" * (64 << 20), 9)
    body = b"a\0\1\0\0\0" + packed if chunk == b"iTXt" else b"a\0\0" + packed
    content = png(4, 4, b"\0\xff\xff\xff\xff" * 4, (chunk, body))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    shown(content, QSize(4, 4))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 32 << 10, "kB"


def test_a_picture_for_which_the_allowance_is_raised_nowhere(qapp):
    """Each side alone may be as long as is shown; both together may not."""
    for wide, high in ((MOST_SIDE, MOST_SIDE), (MOST_SIDE + 1, 1), (1, MOST_SIDE + 1), (50_000, 50_000)):
        with pytest.raises(PictureError) as refused:
            measure(png(wide, high))
        assert refused.value.reason == "large"


def test_a_canvas_larger_than_its_first_picture_is_bounded_too(qapp):
    """What Qt says of a GIF's size is that of its first picture; what it makes is as large as the canvas."""

    def canvas(wide, high):
        return GIF[:6] + struct.pack("<HH", wide, high) + GIF[10:]

    assert decode(canvas(300, 200), QSize(30, 30)).image.size() == QSize(30, 20)
    assert not shown(canvas(24_000, 2), QSize(30, 30))
    assert not shown(canvas(65_535, 65_535), QSize(30, 30))
