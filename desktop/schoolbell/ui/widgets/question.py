"""A question in front of its window: what is asked, what follows, one way on and one way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.ui.theme.fonts import STRONG
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.label import Label

_WIDTH = 420


class Question(QDialog):
    """Emits `agreed` once; Escape, Enter and closing the window all mean the way out. Deletes itself."""

    agreed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, *, kind: str = "danger") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._theme = theme
        self._asked = Label(theme, size=16, weight=STRONG, wrap=True)
        self._more = Label(theme, size=14, color="text_2", wrap=True)
        self.no = Button(theme, "", kind="secondary")
        self.yes = Button(theme, "", kind=kind)  # "danger" for what destroys
        self.no.setDefault(True)
        self.yes.setAutoDefault(False)
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self._agree)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(self._asked)
        layout.addWidget(self._more)
        layout.addSpacing(16)
        layout.addLayout(buttons)
        self.setFixedWidth(_WIDTH)
        theme.changed.connect(self.update)

    def ask(self, title: str, question: str, more: str, yes: str, no: str) -> None:
        """Open with these words; the way out has the keyboard."""
        self.setWindowTitle(title)
        self._asked.setText(question)
        self._more.setText(more)
        self.setAccessibleDescription(more)
        for button, words in ((self.yes, yes), (self.no, no)):
            button.setText(words)
            button.setAccessibleName(words)
        layout = self.layout()
        if layout is not None:  # wrapped words need the height of this width, however long they are
            layout.activate()
            self.setFixedHeight(layout.heightForWidth(_WIDTH))
        self.open()
        self.no.setFocus(Qt.FocusReason.TabFocusReason)

    def tell(self, title: str, what: str, more: str, ok: str) -> None:
        """Open with words to which there is nothing to say but `ok`."""
        self.yes.hide()
        self.ask(title, what, more, "", ok)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the raised ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.tokens.bg_raised)
        painter.end()

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()
