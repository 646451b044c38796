"""Decodes pictures of strangers, in a thread: recognised, measured and bounded before a pixel is made."""

from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from schoolbell.domain.chat.ports import ImageFacts

MOST_BYTES = 64 << 20  # of a file that is looked at
MOST_SIDE = 16_384  # px
MOST_PIXELS = 64_000_000
_MOST_MEGABYTES = 256  # one decoded picture: 64 million pixels of four bytes
_MOST_SCANS = 64  # of a progressive JPEG: each one is a pass over all pixels

# Only what cameras, phones and screens make; the first bytes decide, never the name or what the sender says.
_HEADS = (
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"\xff\xd8\xff", b"jpeg"),
    (b"GIF87a", b"gif"),
    (b"GIF89a", b"gif"),
    (b"BM", b"bmp"),
)
_TURNED = QImageIOHandler.Transformation.TransformationRotate90


class PictureError(ValueError):
    """A picture that is not shown. `reason`: "unknown" (no picture we show), "large", "broken"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Picture(Struct, frozen=True):
    """A decoded picture, upright; `whole` is its full size in px, whatever the size of `image`."""

    image: QImage
    whole: QSize


def picture_format(head: bytes) -> bytes:
    """Return Qt's name for the format that a file with these first 16 bytes has, b"" for none we show."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return b"webp"
    return next((name for start, name in _HEADS if head.startswith(start)), b"")


def measure(source: bytes | Path) -> QSize:
    """Return the upright size of a picture without decoding it. Raises PictureError."""
    reader, _buffer = _open(_content(source))
    return _upright(reader)


def decode(source: bytes | Path, room: QSize, *, cover: bool = False) -> Picture:
    """Return a picture at most as large as `room` (px), ratio kept, upright, never blown up.

    With `cover` it fills the room and what juts out is cut off: the middle stays, of tall ones the top.
    For worker threads: reading and scaling do not hold the interpreter. Raises PictureError.
    """
    reader, buffer = _open(_content(source))
    whole = _upright(reader)
    size = _fitted(whole, room, cover)
    if size != whole:
        turned = reader.transformation() & _TURNED
        reader.setScaledSize(size.transposed() if turned else size)
    image = reader.read()
    buffer.close()
    if image.isNull():
        raise PictureError("broken")
    if (
        image.size() != size
    ):  # a GIF's canvas can be larger than its first picture, which is what was measured
        whole = _bounded(image.size())
        size = _fitted(whole, room, cover)
        image = image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
    if cover and (image.width() > room.width() or image.height() > room.height()):
        wide, high = min(room.width(), image.width()), min(room.height(), image.height())
        top = 0 if whole.height() > 2 * whole.width() else (image.height() - high) // 2
        image = image.copy(QRect((image.width() - wide) // 2, top, wide, high))
    formats = QImage.Format
    wanted = formats.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else formats.Format_RGB32
    image.convertTo(wanted)  # what the screen paints without another pass
    return Picture(image, whole)


def decode_to(source: bytes | Path, width: int, height: int, cover: bool) -> Picture:
    """Do as `decode`: the form that view models know."""
    return decode(source, QSize(max(1, width), max(1, height)), cover=cover)


def facts(source: bytes | Path) -> ImageFacts | None:
    """Return what a message tells others of a picture, None for what is no picture we show."""
    try:
        size = measure(source)
    except PictureError:
        return None
    return ImageFacts(size.width(), size.height())


def _content(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        content = source[: MOST_BYTES + 1]
    else:
        try:
            with source.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except OSError as error:
            raise PictureError("broken") from error
    if len(content) > MOST_BYTES:
        raise PictureError("large")
    return content


def _open(content: bytes) -> tuple[QImageReader, QBuffer]:
    """Return a reader of a picture whose header promises nothing monstrous, and what it reads from."""
    found = picture_format(content[:16])
    if not found:
        raise PictureError("unknown")
    # Entropy data never holds FF DA: a file of a thousand scans is made to take minutes.
    if found == b"jpeg" and content.count(b"\xff\xda") > _MOST_SCANS:
        raise PictureError("large")
    QImageReader.setAllocationLimit(_MOST_MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(found))
    reader.setAutoDetectImageFormat(False)  # no other decoder is tried
    reader.setAutoTransform(True)
    size = reader.size()
    _bounded(size)
    return reader, buffer


def _bounded(size: QSize) -> QSize:
    """Return `size` if a picture of it is shown. Raises PictureError."""
    if size.isEmpty():
        raise PictureError("broken")
    if max(size.width(), size.height()) > MOST_SIDE or size.width() * size.height() > MOST_PIXELS:
        raise PictureError("large")
    return size


def _fitted(whole: QSize, room: QSize, cover: bool) -> QSize:
    """Return how large a picture is decoded to fit into `room`, or to cover it; never larger than it is."""
    ratios = (room.width() / whole.width(), room.height() / whole.height())
    scale = min(1.0, max(ratios) if cover else min(ratios))
    return QSize(max(1, round(whole.width() * scale)), max(1, round(whole.height() * scale)))


def _upright(reader: QImageReader) -> QSize:
    size = reader.size()
    return size.transposed() if reader.transformation() & _TURNED else size
