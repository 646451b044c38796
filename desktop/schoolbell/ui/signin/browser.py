"""The way through the browser on the sign-in page: its button, and the words while the browser is at work."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button


class OrLine(Panel):
    """A line with a word in the middle."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedHeight(32)
        self.word = Text(theme, "text_3", 12)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self.word)
        layout.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line on both sides of the word."""
        painter = QPainter(self)
        painter.setPen(self.theme.tokens.line)
        middle, word = self.height() // 2, self.word.geometry()
        painter.drawLine(0, middle, word.left() - 12, middle)
        painter.drawLine(word.right() + 12, middle, self.width(), middle)
        painter.end()


class BrowserSignIn(Panel):
    """Hidden where the school has no sign-in page of its own."""

    wanted = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("browserSignIn")
        self._name = ""
        self._alone = False
        self._waiting = False
        self._or = OrLine(theme)
        self.button = Button(theme, "", kind="secondary", size="large", icon="external-link")
        self.button.setObjectName("browserButton")
        self.button.clicked.connect(self.wanted)
        self.words = Text(theme, "text_2", 13, wrap=True)
        self.words.setObjectName("browserWords")
        self.cancel = Button(theme, "", kind="text", size="small")
        self.cancel.setObjectName("browserCancel")
        self.cancel.clicked.connect(self.cancelled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._or)
        layout.addWidget(self.button)
        layout.addWidget(self.words)
        layout.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignHCenter)
        self.retranslate()

    @property
    def waiting(self) -> bool:
        """Whether the browser is at work."""
        return self._waiting

    def show_provider(self, name: str, *, alone: bool) -> None:
        """Name the school's sign-in; `alone`: there is no password to sign in with."""
        self._name, self._alone = name, alone
        self.button.set_kind("primary" if alone else "secondary")
        self.retranslate()

    def set_waiting(self, waiting: bool) -> None:
        """Say that the person goes on in the browser."""
        self._waiting = waiting
        self.retranslate()
        if waiting:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set all texts and show what belongs to this step."""
        self._or.word.set_text(self.tr("or"))
        self._or.setVisible(not self._alone and not self._waiting)
        text = self.tr("Sign in in the browser")
        if self._name:
            text = self.tr("Sign in with {name}").format(name=self._name)
        self.button.setText(text)
        self.words.set_text(self.tr("Go on in the browser window. Schoolbell waits here until you are done."))
        self.cancel.setText(self.tr("Cancel"))
        for control in (self.button, self.cancel):
            control.setAccessibleName(control.text())
        self.button.setVisible(not self._waiting)
        self.words.setVisible(self._waiting)
        self.cancel.setVisible(self._waiting)
