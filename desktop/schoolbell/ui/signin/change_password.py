"""The first sign-in ends with a password of one's own."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from schoolbell.ui.errors import error_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.signin.form import ErrorLines, FormRow
from schoolbell.ui.signin.strength import Strength, strength, strength_words
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.field import PasswordField
from schoolbell.viewmodels.signin import SignInPresenter


class StrengthBar(Panel):
    """Three segments that fill as the password gets stronger."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setFixedHeight(4)
        self._value = Strength.SHORT

    def set_value(self, value: Strength) -> None:
        """Show `value`."""
        self._value = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segments."""
        tokens = self.theme.tokens
        fill = {Strength.WEAK: tokens.late, Strength.FAIR: tokens.accent}.get(self._value, tokens.done)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width = (self.width() - 8) / 3
        for step in range(3):
            painter.setBrush(fill if step < int(self._value) else tokens.track)
            painter.drawRoundedRect(QRectF(step * (width + 4), 0, width, 4), 2, 2)
        painter.end()


class ChangePasswordPage(Panel):
    """A new password twice, with words on how strong it is."""

    def __init__(self, theme: Theme, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("changePasswordPage")
        self._presenter = presenter
        self._account = ""
        self._busy = False
        self._heading = Text(theme, "text_1", 24, strong=True)
        self._intro = Text(theme, "text_2", 14, wrap=True)
        self.first = PasswordField(theme)
        self.first.setObjectName("newPassword")
        self._first_row = FormRow(theme, self.first)
        self._bar = StrengthBar(theme)
        self.words = Text(theme, "text_3", 12, wrap=True)
        self.words.setObjectName("strengthWords")
        self.second = PasswordField(theme)
        self.second.setObjectName("repeatPassword")
        self._second_row = FormRow(theme, self.second)
        self._error = ErrorLines(theme)
        self.submit = Button(theme, "", kind="primary", size="large")
        self.submit.setObjectName("changePasswordButton")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addSpacing(4)
        layout.addWidget(self._intro)
        layout.addSpacing(24)
        layout.addWidget(self._first_row)
        layout.addSpacing(8)
        layout.addWidget(self._bar)
        layout.addSpacing(4)
        layout.addWidget(self.words)
        layout.addSpacing(16)
        layout.addWidget(self._second_row)
        layout.addSpacing(8)
        layout.addWidget(self._error)
        layout.addSpacing(16)
        layout.addWidget(self.submit)
        self.first.textChanged.connect(lambda _text: self._judge())
        self.second.textChanged.connect(lambda _text: self._judge())
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self._change)
        self.submit.clicked.connect(self._change)
        presenter.busy.connect(self._set_busy)
        presenter.failed.connect(self._failed)
        self.retranslate()

    def begin(self, account: str) -> None:
        """Start afresh for `account`."""
        self._account = account
        self.first.clear()
        self.second.clear()
        self._error.show_words("", "")
        self._judge()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set all texts."""
        self._heading.set_text(self.tr("Choose your password"))
        self._intro.set_text(
            self.tr("The password on the slip works only once. From now on you sign in with your own.")
        )
        self._first_row.set_label(self.tr("New password"))
        self._second_row.set_label(self.tr("New password again"))
        self._judge()

    def _judge(self) -> None:
        value = strength(self.first.text(), self._account)
        self._bar.set_value(value if self.first.text() else Strength.SHORT)
        self.words.set_text(strength_words(value))
        again = self.second.text()
        differs = bool(again) and not self.first.text().startswith(again)
        self.second.set_error(self.tr("The two passwords differ") if differs else "")
        self._error.show_words(self.tr("The two passwords differ") if differs else "", "")
        self.submit.setText(self.tr("Saving …") if self._busy else self.tr("Save and go on"))
        self.submit.setAccessibleName(self.submit.text())
        self.submit.setEnabled(
            not self._busy and value >= Strength.FAIR and self.first.text() == again
        )

    def _change(self) -> None:
        if self.submit.isEnabled():
            self._presenter.change_password(self.first.text())

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._judge()

    def _failed(self, code: str, details: dict[str, object]) -> None:
        if self.isVisible():
            words = error_words(code, details)
            self._error.show_words(words.title, words.advice)
