"""What a locked window shows: a field for the PIN, and nothing of any account."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.ui.errors import error_words, wait_seconds
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.signin.form import ErrorLines, FormRow
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import IconMark
from schoolbell.ui.widgets.field import PasswordField, TextField
from schoolbell.ui.words import wait_words

_WIDTH = 320


class LockPage(Panel):
    """Says what was typed; knows no account and no PIN."""

    tried = Signal(str, str)  # account as typed, "" for the one that was locked; the PIN
    password_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("lockPage")
        self._other = False
        self._busy = False
        self._wait = 0
        self._error: tuple[str, dict[str, object]] | None = None
        self._heading = Text(theme, "text_1", 20, strong=True)
        self._heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words = Text(theme, "text_2", 14, wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.account = TextField(theme)
        self.account.setObjectName("lockAccount")
        self._account_row = FormRow(theme, self.account)
        self._account_row.set_space_above(20)
        self.pin = PasswordField(theme)
        self.pin.setObjectName("lockPin")
        self._pin_row = FormRow(theme, self.pin)
        self._pin_row.set_space_above(20)
        self._error_lines = ErrorLines(theme)
        self.submit = Button(theme, "", kind="primary", size="large")
        self.submit.setObjectName("unlockButton")
        self.switch = Button(theme, "", kind="text", size="small", icon="users")
        self.switch.setObjectName("lockOtherAccount")
        self.forgotten = Button(theme, "", kind="text", size="small", icon="key-round")
        self.forgotten.setObjectName("lockForgotten")

        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(IconMark(theme, "lock-keyhole", "text_3", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(16)
        column.addWidget(self._heading)
        column.addSpacing(4)
        column.addWidget(self._words)
        column.addWidget(self._account_row)
        column.addWidget(self._pin_row)
        column.addWidget(self._error_lines)
        column.addSpacing(16)
        column.addWidget(self.submit)
        column.addSpacing(16)
        column.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(self.forgotten, 0, Qt.AlignmentFlag.AlignHCenter)
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(column)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(holder)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)

        self.submit.clicked.connect(self._try)
        self.pin.returnPressed.connect(self._try)
        self.account.returnPressed.connect(self.pin.setFocus)
        for field in (self.pin, self.account):
            field.textChanged.connect(lambda _text: self._edited())
        self.switch.clicked.connect(self._turn)
        self.forgotten.clicked.connect(self.password_wanted)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        self.retranslate()

    def begin(self) -> None:
        """Take the keyboard."""
        (self.account if self._other else self.pin).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """Wait while a PIN is tried."""
        self._busy = busy
        self._name_button()

    def show_error(self, code: str, details: dict[str, object]) -> None:
        """Say that it was wrong; a wait becomes a countdown on the button."""
        self._busy = False
        self._error = (code, details)
        self._wait = wait_seconds(details)
        if self._wait:
            self._second.start()
        self._forget_pin()
        self.retranslate()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Count no more; who shows the page again says how long to wait."""
        self._second.stop()
        self._wait, self._error = 0, None
        super().hideEvent(event)

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Schoolbell is locked"))
        self._heading.set_text(self.tr("Schoolbell is locked"))
        words = self.tr("Enter the PIN to go on.")
        if self._other:
            words = self.tr("Enter your account and its PIN.")
        self._words.set_text(words)
        self._account_row.set_label(self.tr("Account (staff number, student number)"))
        self._account_row.setVisible(self._other)
        self._pin_row.set_label(self.tr("PIN"))
        self.switch.setText(self.tr("Back") if self._other else self.tr("Another account"))
        self.forgotten.setText(self.tr("Forgot the PIN? Sign in with the password"))
        for button in (self.switch, self.forgotten):
            button.setAccessibleName(button.text())
        title, advice = "", ""
        if self._error is not None:
            found = error_words(self._error[0])
            title, advice = found.title, found.advice
            if self._other:
                title = self.tr("Account or PIN is wrong")
        self._error_lines.show_words(title, advice)
        self.pin.set_error(title)
        self._name_button()

    def _name_button(self) -> None:
        words = self.tr("Unlock")
        if self._busy:
            words = self.tr("Unlocking …")
        elif self._wait:
            words = self.tr("Try again in {time}").format(time=wait_words(self._wait))
        self.submit.setText(words)
        self.submit.setAccessibleName(words)
        filled = bool(self.pin.text()) and (not self._other or bool(self.account.text().strip()))
        self.submit.setEnabled(filled and not self._busy and not self._wait)

    def _edited(self) -> None:
        if self._error is not None and not self._wait:
            self._error = None
            self.retranslate()
        self._name_button()

    def _forget_pin(self) -> None:
        self.pin.blockSignals(True)  # the error stays until somebody types
        self.pin.clear()
        self.pin.blockSignals(False)

    def _turn(self) -> None:
        self._other = not self._other
        self._error = None
        self.account.clear()
        self.pin.clear()
        self.retranslate()
        self.begin()

    def _try(self) -> None:
        if self.submit.isEnabled():
            self.tried.emit(self.account.text().strip() if self._other else "", self.pin.text())

    def _count_down(self) -> None:
        self._wait = max(0, self._wait - 1)
        if not self._wait:
            self._second.stop()
            self._error = None
            self.retranslate()
        self._name_button()
