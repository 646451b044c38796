"""What looks like a search field and opens the search: the words, and the key that does the same."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.key_cap import HEIGHT, cap_width, paint_cap

_EDGE = 32
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SearchButton(QPushButton):
    """32 high, as wide as there is room; `key` is printed at its end."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._key = key
        self.setFixedHeight(_EDGE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setAutoDefault(False)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, _EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        inset = 1.0 if focused else 0.5
        border = tokens.focus if focused else tokens.line_hover if self.underMouse() else tokens.line_strong
        painter.setPen(QPen(border, 2 if focused else 1))
        painter.setBrush(tokens.bg_input)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        pixmap = icon_pixmap("search", tokens.text_2, 16, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(9, (self.height() - 16) / 2), pixmap)
        width = cap_width(self._key, fonts)
        left = self.width() - 8 - width
        paint_cap(painter, left, (self.height() - HEIGHT) / 2, self._key, tokens, fonts)
        painter.setFont(fonts.get(13))
        painter.setPen(tokens.text_3)
        words = QRectF(33, 0, left - 33 - 8, self.height())
        painter.drawText(words, _LEFT, self.text())
        painter.end()
