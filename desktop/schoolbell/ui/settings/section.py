"""A part of the settings: a heading and what belongs under it."""

from PySide6.QtWidgets import QVBoxLayout

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme


class Section(Panel):
    """A heading and a card below it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.heading = Text(theme, "text_1", 14, strong=True)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 8, 0, 0)
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addLayout(self.body)
