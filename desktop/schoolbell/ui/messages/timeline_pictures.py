"""Paints pictures and file cards of the timeline, with what they show while they are on their way."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from schoolbell.domain.chat.items import Attachment
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages.timeline_row import RowLayout
from schoolbell.ui.theme import tokens as palette
from schoolbell.ui.theme.fonts import STRONG, Fonts
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.tokens import Tokens

# Returns the thumbnail at (attachment, logical size, device pixel ratio), None while it is fetched, and a
# null pixmap for what cannot be shown.
PixmapProvider = Callable[[Attachment, QSize, float], QPixmap | None]

_TILES = {
    "pdf": palette.TILE_PDF,
    "xls": palette.TILE_SHEET,
    "xlsx": palette.TILE_SHEET,
    "csv": palette.TILE_SHEET,
    "ods": palette.TILE_SHEET,
    "doc": palette.TILE_DOCUMENT,
    "docx": palette.TILE_DOCUMENT,
    "odt": palette.TILE_DOCUMENT,
    "txt": palette.TILE_DOCUMENT,
    "png": palette.TILE_IMAGE,
    "jpg": palette.TILE_IMAGE,
    "jpeg": palette.TILE_IMAGE,
    "gif": palette.TILE_IMAGE,
    "webp": palette.TILE_IMAGE,
    "mp4": palette.TILE_VIDEO,
    "mov": palette.TILE_VIDEO,
    "webm": palette.TILE_VIDEO,
}
_TILE_WORDS = {"xlsx": "XLS", "docx": "DOC", "pptx": "PPT", "jpeg": "JPG"}
_VEIL = QColor(0, 0, 0, 110)  # over a picture that is being sent, in every theme
_STOP_GROUND = QColor(0, 0, 0, 150)
_ON_VEIL = QColor(255, 255, 255)


def file_tile(name: str) -> tuple[str, QColor]:
    """Return the letters and colour of a file's tile, from the end of its name."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if not ending.isascii() or not ending.isalnum() or len(ending) > 4:
        return "", palette.TILE_OTHER
    return _TILE_WORDS.get(ending, ending.upper()), _TILES.get(ending, palette.TILE_OTHER)


def paint_tile(painter: QPainter, tile: QRectF, name: str, tokens: Tokens, fonts: Fonts, dpr: float) -> None:
    """Paint the tile that stands for a kind of file."""
    letters, color = file_tile(name)
    _fill(painter, tile, color, 6)
    if letters:
        painter.setPen(tokens.text_on_fill)
        painter.setFont(fonts.get(10, STRONG))
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, letters)
    else:
        corner = _snapped(tile.center() - QPointF(10, 10), dpr)
        painter.drawPixmap(corner, icon_pixmap("file", tokens.text_on_fill, 20, dpr))


def paint_card(
    painter: QPainter,
    row: RowLayout,
    rect: QRectF,
    name: str,
    failed: bool,
    tokens: Tokens,
    fonts: Fonts,
    dpr: float,
) -> None:
    """Paint ground, tile and progress of a file card; its words and button are painted with the row's."""
    _fill(painter, rect, tokens.bg_canvas, m.RADIUS)
    _outline(painter, rect, tokens.danger_line if failed else tokens.line)
    edge = m.FILE_TILE
    tile = QRectF(rect.left() + m.FILE_PAD, rect.center().y() - edge / 2, edge, edge)
    paint_tile(painter, tile, name, tokens, fonts, dpr)
    if row.bar is not None:
        radius = m.FILE_BAR / 2
        _fill(painter, row.bar, tokens.track, radius)
        done = QRectF(row.bar)
        done.setWidth(max(m.FILE_BAR, row.bar.width() * row.progress))
        _fill(painter, done, tokens.accent, radius)


def paint_picture(
    painter: QPainter,
    row: RowLayout,
    rect: QRectF,
    pixmap: QPixmap | None,
    tokens: Tokens,
    dpr: float,
) -> None:
    """Paint a thumbnail, or what stands for it until it is there."""
    if pixmap is None or pixmap.isNull():
        _fill(painter, rect, tokens.bg_subtle, m.RADIUS)
        corner = _snapped(rect.center() - QPointF(12, 12), dpr)
        name = "image" if pixmap is None else "image-off"
        if row.stop is None:
            painter.drawPixmap(corner, icon_pixmap(name, tokens.text_3, 24, dpr))
    else:
        size = QSizeF(pixmap.size()) / pixmap.devicePixelRatioF()
        if size.width() < rect.width() - 1 or size.height() < rect.height() - 1:
            painter.fillRect(rect, tokens.bg_subtle)
        place = QRectF(QPointF(), size)
        place.moveCenter(rect.center())
        place.moveTopLeft(_snapped(place.topLeft(), dpr))
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        # Smooth corners, which a clip has not: the ground shows again outside of the round frame, also where
        # a picture that is rounded to device pixels juts out by one.
        corners = QPainterPath()
        corners.addRect(rect.adjusted(-1, -1, 1, 1))
        corners.addRoundedRect(rect, m.RADIUS, m.RADIUS)
        painter.fillPath(corners, tokens.bg_canvas)
    if row.stop is not None:
        _fill(painter, rect, _VEIL, m.RADIUS)
        _stop(painter, row.stop, row.progress, dpr)
    _outline(painter, rect, tokens.line)


def _stop(painter: QPainter, rect: QRectF, progress: float, dpr: float) -> None:
    """A round button to stop with, its edge the progress."""
    _fill(painter, rect, _STOP_GROUND, rect.width() / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    around = rect.adjusted(2, 2, -2, -2)
    painter.setPen(QPen(QColor(255, 255, 255, 90), 2))
    painter.drawEllipse(around)
    painter.setPen(QPen(_ON_VEIL, 2))
    painter.drawArc(around, 90 * 16, -round(max(0.02, progress) * 360 * 16))
    corner = _snapped(rect.center() - QPointF(8, 8), dpr)
    painter.drawPixmap(corner, icon_pixmap("x", _ON_VEIL, 16, dpr))


def _snapped(point: QPointF, dpr: float) -> QPointF:
    """Return `point` on a device pixel."""
    return QPointF(round(point.x() * dpr) / dpr, round(point.y() * dpr) / dpr)


def _fill(painter: QPainter, rect: QRectF, color: QColor, radius: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(rect, radius, radius)


def _outline(painter: QPainter, rect: QRectF, color: QColor) -> None:
    painter.setPen(QPen(color, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), m.RADIUS - 0.5, m.RADIUS - 0.5)
