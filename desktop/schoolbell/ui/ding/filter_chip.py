"""A filter with a border: chosen, it is tinted."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from schoolbell.ui.widgets.chip import Chip


class FilterChip(Chip):
    """24 high; the words are strong while it is chosen."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, border, words and focus."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if self.hasFocus():
            painter.setPen(QPen(tokens.focus, 2))
        else:
            painter.setPen(QPen(tokens.bubble_own_line if chosen else tokens.line_strong, 1))
        painter.setBrush(
            tokens.selected if chosen else tokens.hover if self.underMouse() else tokens.bg_canvas
        )
        inset = 1.0 if self.hasFocus() else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        painter.setFont(self._theme.fonts.get(12, 600 if chosen else 400))
        painter.setPen(tokens.accent_text if chosen else tokens.text_2)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
