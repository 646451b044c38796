"""A switch: on or off, 36 × 20."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from schoolbell.ui.theme.theme import Theme


class Switch(QCheckBox):
    """What it switches is its accessible name; the words stand beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(36, 20)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(36, 20)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen if on else QPen(tokens.text_3, 1))
        painter.setBrush(
            tokens.accent_fill if on and self.isEnabled() else tokens.badge_muted if on else tokens.bg_input
        )
        painter.drawRoundedRect(area, 9, 9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.text_on_fill if on else tokens.text_3)
        left = area.right() - 16 if on else area.left() + 2
        painter.drawEllipse(QRectF(left, area.top() + 2, 14, 14))
        if self.hasFocus():
            painter.setPen(QPen(tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.end()
