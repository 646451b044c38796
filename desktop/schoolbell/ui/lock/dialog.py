"""Asks for a PIN in front of the window: a new one, the one that is set, or both."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.system.pin import is_weak, normal
from schoolbell.ui.errors import error_words, wait_seconds
from schoolbell.ui.panel import Text
from schoolbell.ui.signin.form import ErrorLines, FormRow
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.field import PasswordField
from schoolbell.ui.words import wait_words

_WIDTH = 420


class PinDialog(QDialog):
    """Emits `given` with the old and the new PIN ("" where not asked). Closing it means the way out."""

    given = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget, *, old: bool, new: bool) -> None:
        """`old`: asks for the PIN that is set; `new`: asks for a new one, twice."""
        super().__init__(parent)
        self.setObjectName("pinDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._theme = theme
        self._yes = ""
        self._busy = False
        self._wait = 0
        self._asked = Text(theme, "text_1", 16, strong=True, wrap=True)
        self._more = Text(theme, "text_2", 14, wrap=True)
        self.old, self.new, self.again = PasswordField(theme), PasswordField(theme), PasswordField(theme)
        self._rows = [FormRow(theme, field) for field in (self.old, self.new, self.again)]
        self._fields = [self.old] * old + [self.new, self.again] * new
        self._error = ErrorLines(theme)
        self.no = Button(theme, "", kind="secondary")
        self.yes = Button(theme, "", kind="primary")
        self.yes.setObjectName("pinDialogYes")
        self.no.clicked.connect(self.reject)
        self.yes.clicked.connect(self._give)
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
        for row, wanted in zip(self._rows, (old, new, new), strict=True):
            row.set_space_above(8)
            row.setVisible(wanted)
            layout.addWidget(row)
        layout.addWidget(self._error)
        layout.addSpacing(12)
        layout.addLayout(buttons)
        self.setFixedWidth(_WIDTH)
        for field in self._fields:
            field.textChanged.connect(lambda _text: self._judge(edited=True))
            field.returnPressed.connect(self._go_on)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        theme.changed.connect(self.update)

    def ask(self, title: str, more: str, yes: str) -> None:
        """Open with these words."""
        self.setWindowTitle(title)
        self._asked.set_text(title)
        self._more.set_text(more)
        self._more.setVisible(bool(more))
        self._yes = yes
        for row, words in zip(
            self._rows, (self.tr("PIN"), self.tr("New PIN"), self.tr("New PIN again")), strict=True
        ):
            row.set_label(words)
        self.no.setText(self.tr("Cancel"))
        self.no.setAccessibleName(self.no.text())
        self._judge()
        self.open()
        self._fields[0].setFocus(Qt.FocusReason.TabFocusReason)

    def show_error(self, code: str, details: dict[str, object]) -> None:
        """Say what was wrong with the old PIN and let the person try again."""
        self._busy = False
        self._wait = wait_seconds(details)
        if self._wait:
            self._second.start()
        self.old.clear()
        words = error_words(code)
        self._error.show_words(words.title, words.advice)
        self._judge()
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Be as high as the wrapped texts need."""
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(_WIDTH))
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no more."""
        self._second.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the raised ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.tokens.bg_raised)
        painter.end()

    def _judge(self, *, edited: bool = False) -> None:
        fault = ""
        pin = normal(self.new.text())
        if self.new in self._fields:
            if self.new.text() and not pin:
                fault = self.tr("A PIN has 4 to 12 digits")
            elif pin and is_weak(pin):
                fault = self.tr("This PIN is too easy to guess")
            elif self.again.text() and not self.new.text().startswith(self.again.text()):
                fault = self.tr("The two PINs differ")
        if edited or fault:
            self._error.show_words(fault, "")
        ready = not fault and all(field.text() for field in self._fields)
        ready = ready and (self.new not in self._fields or self.new.text() == self.again.text())
        words = self._yes
        if self._wait:
            words = self.tr("Try again in {time}").format(time=wait_words(self._wait))
        self.yes.setText(words)
        self.yes.setAccessibleName(words)
        self.yes.setEnabled(ready and not self._busy and not self._wait)

    def _go_on(self) -> None:
        """Enter goes to the next empty field, else gives."""
        empty = next((field for field in self._fields if not field.text()), None)
        if empty is not None:
            empty.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._give()

    def _give(self) -> None:
        if self.yes.isEnabled():
            self._busy = True
            self.yes.setEnabled(False)
            self.given.emit(self.old.text(), self.new.text())

    def _count_down(self) -> None:
        self._wait = max(0, self._wait - 1)
        if not self._wait:
            self._second.stop()
            self._error.show_words("", "")
        self._judge()
