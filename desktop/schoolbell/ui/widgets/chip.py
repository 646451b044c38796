"""A small button that filters: checked is tinted."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from schoolbell.ui.theme.theme import Theme


class Chip(QPushButton):
    """One filter: 24 high, checked = tinted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setFixedHeight(24)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the width of the words and 8 px on both sides."""
        metrics = self._theme.fonts.get(12, 600)
        self.setFont(metrics)
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 16, 24)

    def minimumSizeHint(self) -> QSize:
        """Return the same: chips are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip and its focus."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = tokens.selected if self.isChecked() else tokens.hover if self.underMouse() else None
        painter.setPen(Qt.PenStyle.NoPen)
        if fill is not None:
            painter.setBrush(fill)
            painter.drawRoundedRect(self.rect(), 6, 6)
        if self.hasFocus():
            painter.setPen(tokens.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.setFont(self._theme.fonts.get(12, 600 if self.isChecked() else 400))
        painter.setPen(tokens.accent_text if self.isChecked() else tokens.text_2)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
