"""The bar in the composer that shows what is replied to or edited."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.ui.widgets.empty import IconMark


class QuoteBar(Panel):
    """What is replied to or edited, with a way out."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("quoteBar")
        self._mark = IconMark(theme, "reply", "accent_text", 14)
        self.title = Text(theme, "accent_text", 12, strong=True)
        self.body = Text(theme, "text_2", 12)
        self.body.set_elided()
        self.close_button = ToolButton(theme, "x", "", edge=28, icon_size=14)
        self.close_button.setObjectName("quoteClose")
        self.close_button.clicked.connect(self.closed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._mark)
        layout.addWidget(self.title)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.close_button)
        self.setFixedHeight(28)
        self.hide()

    def show_quote(self, icon: str, title: str, body: str, close_name: str) -> None:
        """Show one line about the message."""
        self._mark.set_icon(icon, "accent_text")
        self.title.set_text(title)
        self.body.set_text(" ".join(body.split()))
        self.close_button.set_name(close_name)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar at the left."""
        painter = QPainter(self)
        painter.fillRect(2, 4, 2, self.height() - 8, self.theme.tokens.accent)
        painter.end()
