"""The pills over the timeline: one leads to the newest messages, one to the first unread."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme


class _Pill(QPushButton):
    """32 high, an arrow and words; sizes itself."""

    icon_name = "arrow-down"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn: tuple[tuple[object, ...], QPixmap] | None = None  # what it was drawn for, and it
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)
        self.hide()

    def set_words(self, words: str) -> None:
        """Show `words`."""
        self.setText(words)
        self.setAccessibleName(words)
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of arrow and words."""
        self.setFont(self._theme.fonts.get(13))
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 46, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the pill; it is drawn once, since every step of scrolling paints it again."""
        ratio, theme = self.devicePixelRatioF(), self._theme
        state = self.underMouse(), self.hasFocus()
        look = (self.size(), self.text(), state, ratio, theme.tokens, theme.fonts)
        if self._drawn is None or self._drawn[0] != look:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            self._draw(picture)
            self._drawn = look, picture
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn[1])
        painter.end()

    def _draw(self, picture: QPixmap) -> None:
        """Draw shadow, pill, arrow and words."""
        tokens = self._theme.tokens
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(0.5, 0.5, self.width() - 1, 31)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.shadow)
        painter.drawRoundedRect(body.translated(0, 2), 16, 16)
        painter.setBrush(tokens.hover if self.underMouse() else tokens.bg_raised)
        painter.setPen(QPen(tokens.focus, 2) if self.hasFocus() else QPen(tokens.line_strong, 1))
        painter.drawRoundedRect(body, 15.5, 15.5)
        arrow = icon_pixmap(self.icon_name, tokens.accent_text, 16, self.devicePixelRatioF())
        painter.drawPixmap(12, 8, arrow)
        painter.setFont(self._theme.fonts.get(13))
        painter.setPen(tokens.accent_text)
        painter.drawText(QRectF(34, 0, self.width() - 40, 32), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.end()


class JumpPill(_Pill):
    """Leads to the newest messages and says how many are new."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("jumpPill")
        self._count = 0
        self.retranslate()

    def set_count(self, count: int) -> None:
        """Show how many messages are below; 0 shows words only."""
        self._count = count
        self.set_words(self.tr("%n new messages", "", count) if count else self.tr("To the newest"))

    def retranslate(self) -> None:
        """Set the text again."""
        self.set_count(self._count)


class UnreadPill(_Pill):
    """Leads to the first message that was unread when the room was opened."""

    icon_name = "arrow-up"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("unreadPill")
        self._count, self._floor = 0, False
        self.retranslate()

    def set_count(self, count: int, floor: bool) -> None:
        """Show how many messages were unread, `floor`: at least so many."""
        self._count, self._floor = count, floor
        if floor:
            self.set_words(self.tr("{count}+ unread").format(count=count))
        else:
            self.set_words(self.tr("%n unread", "", count))
        self.setAccessibleName(self.tr("Go to the first unread message"))
        self.setAccessibleDescription(self.text())

    def retranslate(self) -> None:
        """Set the text again."""
        self.set_count(self._count, self._floor)
