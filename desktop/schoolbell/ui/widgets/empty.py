"""What a list shows when it is empty or could not be filled."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.label import Label


class IconMark(QWidget):
    """One icon as a picture, in the token named `color`."""

    def __init__(self, theme: Theme, name: str, color: str, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = name
        self._color = color
        self._edge = size
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def set_icon(self, name: str, color: str) -> None:
        """Show another icon in another token."""
        self._icon_name = name
        self._color = color
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._edge, self._edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = getattr(self._theme.tokens, self._color)
        painter.drawPixmap(0, 0, icon_pixmap(self._icon_name, color, self._edge, self.devicePixelRatioF()))
        painter.end()


class EmptyState(QWidget):
    """A title and a hint that says what to do, with an optional button that emits `action`."""

    action = Signal()

    def __init__(
        self, theme: Theme, title: str, hint: str = "", action_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = Label(theme, title, wrap=True)
        self._hint = Label(theme, hint, size=12, color="text_3", wrap=True)
        self._button = Button(theme, action_text, kind="secondary")
        self._button.clicked.connect(self.action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(4)
        layout.addStretch(1)
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        self.set_texts(title, hint, action_text)

    def set_texts(self, title: str, hint: str = "", action_text: str = "") -> None:
        """Show other words; an empty hint or action disappears."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._button.setText(action_text)
        self._button.setVisible(bool(action_text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)


class ErrorState(QWidget):
    """Something could not be fetched: what, why, and a button (emits `action`) to try again."""

    action = Signal()

    def __init__(
        self, theme: Theme, title: str, hint: str = "", action_text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = Label(theme, title, wrap=True)
        self._hint = Label(theme, hint, size=12, color="text_3", wrap=True)
        self._button = Button(theme, action_text, kind="secondary", size="small")
        self._button.clicked.connect(self.action)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(IconMark(theme, "circle-alert", "danger_text", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(words, 1)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_texts(title, hint, action_text)

    def set_texts(self, title: str, hint: str = "", action_text: str = "") -> None:
        """Show other words; an empty hint or action disappears."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._button.setText(action_text)
        self._button.setVisible(bool(action_text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
