"""The pill over the timeline that leads to the newest messages."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme


class JumpPill(QPushButton):
    """32 high, an arrow and the number of new messages; sizes itself."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("jumpPill")
        self._theme = theme
        self._count = 0
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)
        self.set_count(0)
        self.hide()

    def set_count(self, count: int) -> None:
        """Show how many messages are below; 0 shows words only."""
        self._count = count
        self.setText(self.tr("%n new messages", "", count) if count else self.tr("To the newest"))
        self.setAccessibleName(self.text())
        self.resize(self.sizeHint())
        self.update()

    def retranslate(self) -> None:
        """Set the text again."""
        self.set_count(self._count)

    def sizeHint(self) -> QSize:
        """Return the size of arrow and words."""
        self.setFont(self._theme.fonts.get(13))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 46, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow, pill, arrow and words."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(0.5, 0.5, self.width() - 1, 31)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.shadow)
        painter.drawRoundedRect(body.translated(0, 2), 16, 16)
        painter.setBrush(tokens.hover if self.underMouse() else tokens.bg_raised)
        painter.setPen(QPen(tokens.focus, 2) if self.hasFocus() else QPen(tokens.line_strong, 1))
        painter.drawRoundedRect(body, 15.5, 15.5)
        arrow = icon_pixmap("arrow-down", tokens.accent_text, 16, self.devicePixelRatioF())
        painter.drawPixmap(12, 8, arrow)
        painter.setFont(self._theme.fonts.get(13))
        painter.setPen(tokens.accent_text)
        painter.drawText(QRectF(34, 0, self.width() - 40, 32), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()
