"""The school that was found, shown above account and password."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import Avatar
from schoolbell.ui.widgets.button import Button


class ServerCard(Panel):
    """The school that was found, and a way to another one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("serverCard")
        self.setFixedHeight(64)
        self._avatar = Avatar(theme, 40, square=True)
        self.name = Text(theme, "text_1", 14, strong=True)
        self.address = Text(theme, "text_3", 12)
        for text in (self.name, self.address):
            text.set_elided()
        self.change = Button(theme, "", kind="text", size="small")
        self.change.setObjectName("changeSchool")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.name)
        words.addWidget(self.address)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(12)
        layout.addWidget(self._avatar)
        layout.addLayout(words, 1)
        layout.addWidget(self.change, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_server(self, name: str, address: str) -> None:
        """Show a school."""
        self._avatar.show_person("icon:school", 2, square=True)
        self.name.set_text(name or address)
        self.address.set_text(address if name else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_subtle)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        painter.end()
