"""A class group with pictures and files in a real pane, for tests and pictures."""

import struct
import zlib

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter

from tests.domain.chat_school import CHEN, LI


def blackboard(width=1040, height=560, kind="JPEG"):
    """Bytes of a picture with something to see."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#2d5a48"))
    painter = QPainter(image)
    painter.setPen(QColor("#f2efe4"))
    painter.setFont(QFont("Noto Sans CJK SC", max(8, height // 9)))
    painter.drawText(QRectF(0, 0, width, height), Qt.AlignmentFlag.AlignCenter, "24 × 12 = 288\n两位数乘法")
    painter.fillRect(0, height - height // 20, width, height // 20, QColor("#8a5b3c"))
    painter.end()
    return saved(image, kind)


def sunset(width, height, kind="PNG"):
    """Bytes of another picture."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ground = QLinearGradient(0, 0, 0, height)
    ground.setColorAt(0, QColor("#1b3a6b"))
    ground.setColorAt(0.6, QColor("#e8894a"))
    ground.setColorAt(1, QColor("#3a2a2a"))
    painter.fillRect(0, 0, width, height, ground)
    painter.setBrush(QColor("#ffe9a8"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QRectF(width * 0.4, height * 0.4, width * 0.2, width * 0.2))
    painter.end()
    return saved(image, kind)


def saved(image, kind):
    """Return an image as the bytes of a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def png(width, height, rows=b"", *more):
    """A PNG whose header claims a size; `rows` is the unpacked pixel data there really is."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*one) for one in more)
        + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    )  # fmt: skip


def picture_event(engine, name, mxc, width, height, sender=CHEN, size=90_000, **more):
    """A picture message that claims a size."""
    info = {"mimetype": "image/jpeg", "size": size, "w": width, "h": height}
    content = {"msgtype": "m.image", "body": name, "filename": name, "url": mxc, "info": info}
    return engine.event("m.room.message", content, sender, **more)


def file_event(engine, name, mxc, size, sender=LI, **more):
    """A file message."""
    content = {"msgtype": "m.file", "body": name, "filename": name, "url": mxc, "info": {"size": size}}
    return engine.event("m.room.message", content, sender, **more)


def red_above_blue(width, height):
    """Red above, blue below."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#0000ff"))
    painter = QPainter(image)
    painter.fillRect(0, 0, width, height // 2, QColor("#ff0000"))
    painter.end()
    return image


def with_orientation(jpeg, orientation):
    """Put an EXIF block with nothing but the orientation behind the start of a JPEG."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]
