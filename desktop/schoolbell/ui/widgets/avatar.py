"""Avatars: people are circles, groups soft squares, coloured by a stable hue."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import Tokens


def _text_size(edge: float) -> int:
    """Return the font size for an avatar of `edge` px (40 → 15, 36 → 14, 28 → 11)."""
    return max(9, round(edge * 0.385))


def paint_avatar(
    painter: QPainter,
    rect: QRectF,
    text: str,
    hue: int,
    square: bool,
    tokens: Tokens,
    fonts: Fonts | None = None,
) -> None:
    """Paint an avatar into `rect`: a circle with white text, or for groups (`square`) a rounded square.

    `text` is at most two characters, or "icon:NAME" for a drawn sign. `hue` is 1…8. Without `fonts` the
    painter's family is kept.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    edge = min(rect.width(), rect.height())
    if square:
        group = tokens.group(hue)
        painter.setBrush(group.background)
        radius = 8.0 if edge >= 32 else 6.0
        painter.drawRoundedRect(rect, radius, radius)
        color = group.text
    else:
        painter.setBrush(tokens.person(hue))
        painter.drawEllipse(rect)
        color = tokens.text_on_fill
    if text.startswith("icon:"):
        size = round(edge * 0.5)
        device = painter.device()
        pixmap = icon_pixmap(text[5:], color, size, device.devicePixelRatio() if device is not None else 1.0)
        corner = rect.center() - QRectF(0, 0, size, size).center()
        painter.drawPixmap(corner, pixmap)
    elif text:
        size = _text_size(edge)
        if fonts is not None:
            painter.setFont(fonts.get(size))
        else:
            font = painter.font()
            font.setPixelSize(size)
            painter.setFont(font)
        painter.setPen(color)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Avatar(QWidget):
    """An avatar as a widget of fixed `size`; purely visual, its accessible name is set by the owner."""

    def __init__(
        self, theme: Theme, size: int = 36, *, square: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edge = size
        self._square = square
        self._text = ""
        self._hue = 1
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_person(self, text: str, hue: int, *, square: bool | None = None) -> None:
        """Show `text` (two characters) on the colour of `hue`; `square` for groups."""
        self._text = text
        self._hue = hue
        if square is not None:
            self._square = square
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._edge, self._edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRectF(self.rect())
        paint_avatar(
            painter, area, self._text, self._hue, self._square, self._theme.tokens, self._theme.fonts
        )
        painter.end()
