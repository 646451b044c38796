"""A one-line strip across a pane: offline, outbox, pinned, a warning."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import IconMark
from schoolbell.ui.widgets.label import Label

_GROUND = {"neutral": "bg_subtle", "accent": "selected", "danger": "danger_tint", "late": "late_tint"}
_INK = {"neutral": "text_2", "accent": "text_2", "danger": "danger_text", "late": "late_text"}


class Strip(QWidget):
    """Icon, words, a quiet note at the right and an optional action (emits `action`).

    `kind` is neutral, accent, danger or late; `height` 36 under a header, 40 at the foot of a list.
    """

    action = Signal()

    def __init__(
        self,
        theme: Theme,
        icon: str,
        text: str = "",
        *,
        kind: str = "neutral",
        height: int = 36,
        border: str = "bottom",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind = kind
        self._border = border
        self._mark = IconMark(theme, icon, _INK[kind], 16)
        self._words = Label(theme, text, size=13, color="danger_text" if kind == "danger" else "text_1")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._note = Label(theme, "", size=12, color="text_2")
        self._button = Button(theme, "", kind="text", size="small")
        self._button.clicked.connect(self.action)
        self._button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24 if height == 36 else 16, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self._mark)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._note)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(height)
        self.setAccessibleName(text)
        theme.changed.connect(self.update)

    def set_texts(self, text: str, note: str = "", action_text: str = "") -> None:
        """Show other words; an empty note or action disappears."""
        self._words.setText(text)
        self._words.setToolTip(text)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._button.setText(action_text)
        self._button.setVisible(bool(action_text))
        self.setAccessibleName(text)

    def set_kind(self, kind: str, icon: str) -> None:
        """Change the ground (neutral, accent, danger, late) and the icon."""
        self._kind = kind
        self._mark.set_icon(icon, _INK[kind])
        self._words.set_color("danger_text" if kind == "danger" else "text_1")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), getattr(tokens, _GROUND[self._kind]))
        top = self.height() - 1 if self._border == "bottom" else 0
        painter.fillRect(0, top, self.width(), 1, tokens.line)
        painter.end()
