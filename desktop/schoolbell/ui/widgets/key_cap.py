"""A key as it is printed on the keyboard: a small outlined word."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from schoolbell.ui.theme.fonts import Fonts
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import Tokens

HEIGHT = 18


def cap_width(text: str, fonts: Fonts) -> float:
    """Return the width in px that the key `text` takes."""
    return max(float(HEIGHT), round(QFontMetricsF(fonts.get(11)).horizontalAdvance(text)) + 10.0)


def paint_cap(painter: QPainter, left: float, top: float, text: str, tokens: Tokens, fonts: Fonts) -> None:
    """Paint the key with its top-left corner at (left, top)."""
    area = QRectF(left, top, cap_width(text, fonts), HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(tokens.line)
    painter.setBrush(tokens.bg_raised)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(tokens.text_2)
    painter.setFont(fonts.get(11))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class KeyCap(QWidget):
    """A key as a widget; what it does is said beside it."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._refresh)

    def set_text(self, text: str) -> None:
        """Show another key."""
        self._text = text
        self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(round(cap_width(self._text, self._theme.fonts)), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_cap(painter, 0, 0, self._text, self._theme.tokens, self._theme.fonts)
        painter.end()

    def _refresh(self) -> None:
        self.updateGeometry()
        self.update()
