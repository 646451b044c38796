"""Parts of the sign-in forms: a labelled field and the words of an error below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.empty import IconMark


class ErrorLines(Panel):
    """An icon, what happened in red, and what to do; hidden while there is nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("signInError")
        self.title = Text(theme, "danger_text", 13, wrap=True)
        self.advice = Text(theme, "text_2", 13, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.advice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(IconMark(theme, "circle-alert", "danger_text", 16), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.hide()

    def show_words(self, title: str, advice: str) -> None:
        """Show an error, or hide with two empty texts."""
        self.title.set_text(title)
        self.advice.set_text(advice)
        self.advice.setVisible(bool(advice))
        self.setAccessibleName(f"{title} {advice}".strip())
        self.setVisible(bool(title))


class FormRow(Panel):
    """A label over a field; the field's accessible name is the label."""

    def __init__(self, theme: Theme, field: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.label = Text(theme, "text_2", 13)
        self.label.setBuddy(field)
        self.field = field
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.label)
        self._column.addWidget(field)

    def set_space_above(self, pixels: int) -> None:
        """Keep a distance to what stands above."""
        self._column.setContentsMargins(0, pixels, 0, 0)

    def set_label(self, words: str) -> None:
        """Set the label."""
        self.label.set_text(words)
        self.field.setAccessibleName(words)
