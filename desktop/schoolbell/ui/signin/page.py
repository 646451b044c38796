"""Signing in: school address or slip code, then account and password; waits are shown as a countdown."""

import re
import unicodedata

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.base.errors import ErrorCode
from schoolbell.base.slipcode import QR_PREFIX
from schoolbell.ui.controls import CheckBox
from schoolbell.ui.errors import error_code, error_words, wait_seconds
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.signin.browser import BrowserSignIn
from schoolbell.ui.signin.form import ErrorLines, FormRow
from schoolbell.ui.signin.role_row import RoleRow
from schoolbell.ui.signin.server_card import ServerCard
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button
from schoolbell.ui.widgets.empty import IconMark
from schoolbell.ui.widgets.field import PasswordField, TextField
from schoolbell.ui.words import wait_words
from schoolbell.viewmodels.signin import FoundServer, SignInPresenter

_SLIP = re.compile(r"^[0-9A-Za-z][0-9A-Za-z \-]{15,}$")
_ADDRESS_ERRORS = frozenset(
    {
        ErrorCode.NO_SUCH_HOST, ErrorCode.NOT_HOMESERVER, ErrorCode.NO_SLIDING_SYNC, ErrorCode.TLS,
        ErrorCode.CAPTIVE_PORTAL, ErrorCode.BAD_SLIP_CODE,
    }
)  # fmt: skip


def looks_like_slip(text: str) -> bool:
    """Return whether `text` is a slip's code rather than an address (addresses have a dot or a colon)."""
    typed = unicodedata.normalize("NFKC", text).strip()
    return typed.lower().startswith(QR_PREFIX) or bool(_SLIP.match(typed))


class SignInPage(Panel):
    """Two steps in one place; nothing is asked twice, nothing pops up."""

    def __init__(self, theme: Theme, presenter: SignInPresenter, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("signInPage")
        self._presenter = presenter
        self._busy = False
        self._found = False
        self._from_slip = False
        self._by_browser = False
        self._wait = 0
        self._storage = ""
        self._error: tuple[str, dict[str, object]] | None = None

        self._heading = Text(theme, "text_1", 24, strong=True)
        self._intro = Text(theme, "text_2", 14, wrap=True)
        self.address = TextField(theme)
        self.address.setObjectName("addressField")
        self._address_row = FormRow(theme, self.address)
        self._error_lines = ErrorLines(theme)
        self._next = Button(theme, "", kind="primary", size="large")
        self._next.setObjectName("nextButton")
        self.card = ServerCard(theme)
        self.account = TextField(theme)
        self.account.setObjectName("accountField")
        self._account_row = FormRow(theme, self.account)
        self.roles = RoleRow(theme)
        self.password = PasswordField(theme)
        self.password.setObjectName("passwordField")
        self._password_row = FormRow(theme, self.password)
        self.accept = Button(theme, "", kind="secondary", size="small")
        self.accept.setObjectName("acceptNewSchool")
        self.accept.hide()
        self.keep = CheckBox(theme)
        self.keep.setObjectName("keepSignedIn")
        self.keep.setChecked(True)
        self._storage_words = Text(theme, "text_3", 12, wrap=True)
        self._storage_words.setObjectName("storageWords")
        self._submit = Button(theme, "", kind="primary", size="large")
        self._submit.setObjectName("signInButton")
        self.browser = BrowserSignIn(theme)
        self._ways = FoundServer("", "")
        self._safety = Text(theme, "text_3", 12, wrap=True)
        self._lock = IconMark(theme, "lock", "text_3", 14)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._heading)
        layout.addSpacing(4)
        layout.addWidget(self._intro)
        layout.addSpacing(20)
        layout.addWidget(self._address_row)
        layout.addWidget(self.card)
        # Spaces belong to their rows: a hidden row leaves no gap.
        self._account_row.set_space_above(16)
        self._password_row.set_space_above(16)
        layout.addWidget(self._account_row)
        layout.addWidget(self.roles)
        layout.addWidget(self._password_row)
        layout.addWidget(self._error_lines)
        layout.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(8)
        layout.addWidget(self.keep)
        layout.addWidget(self._storage_words)
        layout.addSpacing(14)
        layout.addWidget(self._submit)
        layout.addWidget(self._next)
        layout.addWidget(self.browser)
        layout.addSpacing(12)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._lock, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._safety, 1)
        layout.addLayout(below)

        self._next.clicked.connect(self._look)
        self.address.returnPressed.connect(self._look)
        self.address.textChanged.connect(lambda _text: self._edited())
        self.account.textChanged.connect(self._account_edited)
        self.roles.chosen.connect(self._edited)
        self.password.textChanged.connect(lambda _text: self._edited())
        self.account.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._sign_in)
        self._submit.clicked.connect(self._sign_in)
        self.card.change.clicked.connect(self.change_school)
        self.accept.clicked.connect(self._accept_school)
        self.browser.wanted.connect(self._open_browser)
        self.browser.cancelled.connect(self._stop_browser)
        presenter.busy.connect(self._set_busy)
        presenter.server_found.connect(self._server_found)
        presenter.slip_read.connect(self._slip_read)
        presenter.failed.connect(self.show_error)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        self.retranslate()

    def event(self, event: QEvent) -> bool:
        """Be as high as the wrapped texts need: a low window scrolls instead of squeezing the fields."""
        if event.type() == QEvent.Type.LayoutRequest:
            layout = self.layout()
            needed = layout.totalHeightForWidth(self.width()) if layout is not None else 0
            if needed != self.minimumHeight():
                self.setMinimumHeight(needed)
        return super().event(event)

    # -- what the shell tells -------------------------------------------------------------------------

    def set_storage(self, kind: str) -> None:
        """Say where the sign-in will live: "keyring", "memory", "file" (SecretStore.kind); "" = not known."""
        self._storage = kind
        self.retranslate()

    def remember_role(self, role: str) -> None:
        """A bare number is likely one of the role that signed in here last (a letter; "": nobody did)."""
        self.roles.choose(role)

    def start_with(self, address: str = "", slip_code: str = "", account: str = "") -> None:
        """Fill in what is known (last school, policy, a link); looks the school up at once."""
        if account:
            self.account.setText(account)
        if slip_code:
            self.address.setText(slip_code)
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        elif address:
            self.address.setText(address)
            self._look()

    def enter_slip_code(self) -> None:
        """Go to the field that takes the code."""
        self.change_school()
        self.address.clear()
        self.address.setPlaceholderText(self.tr("Code on the slip, e.g. 3F7K-92QD-…"))
        self.address.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def change_school(self) -> None:
        """Back to the first step."""
        self._presenter.cancel()
        self._found = False
        self._from_slip = False
        self._clear_error()
        self.retranslate()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.address.selectAll()

    def show_error(self, code: str, details: dict[str, object]) -> None:
        """Show what went wrong where it belongs; a wait becomes a countdown on the button."""
        known = error_code(code)
        if known is ErrorCode.CANCELLED:
            return
        self._error = (code, details)
        if known in _ADDRESS_ERRORS or not self._found:
            self._found = False
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        elif known is ErrorCode.WRONG_PASSWORD:
            self.password.selectAll()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wait = wait_seconds(details)
        if self._wait:
            self._second.start()
        self.retranslate()

    # -- texts ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts and show what belongs to this step."""
        self._heading.set_text(self.tr("Sign in"))
        self._intro.set_text(self.tr("With the account from school; families and students too."))
        self._address_row.set_label(self.tr("School address or slip code"))
        self.address.setPlaceholderText(self.tr("e.g. school.example"))
        self._account_row.set_label(self.tr("Account (staff number, student number)"))
        self._password_row.set_label(self.tr("Password"))
        self.keep.setText(self.tr("Stay signed in on this computer (not on a shared one)"))
        self.keep.setAccessibleName(self.keep.text())
        self.accept.setText(self.tr("Go on with the other school"))
        self.accept.setAccessibleName(self.accept.text())
        self.card.change.setText(self.tr("Other school"))
        self.card.change.setAccessibleName(self.card.change.text())
        self._safety.set_text(
            self.tr("Messages are encrypted on their way, not end to end: the school can read them.")
        )
        self._storage_words.set_text(self._storage_text())
        step2, waiting = self._found, self.browser.waiting
        for widget in (self.card, self.keep):
            widget.setVisible(step2)
        by_password = step2 and self._ways.password and not waiting
        for part in (self._account_row, self._password_row, self._submit):
            part.setVisible(by_password)
        self.roles.retranslate()
        self.roles.setVisible(by_password and self.roles.needed)
        self.browser.setVisible(step2 and self._ways.sso)
        self._storage_words.setVisible(step2 and bool(self._storage_words.full_text()))
        self._address_row.setVisible(not step2)
        self._next.setVisible(not step2)
        self._show_error()
        self._name_buttons()

    def _storage_text(self) -> str:
        if self._storage == "memory":
            return self.tr("This computer has no keyring: you stay signed in until Schoolbell is closed.")
        if self._storage == "file":
            return self.tr("--plaintext-session: the sign-in is kept in a file that only you can read.")
        return ""

    def _name_buttons(self) -> None:
        wait = self.tr("Try again in {time}").format(time=wait_words(self._wait))
        if self._busy:
            self._next.setText(self.tr("Looking for the school …"))
            self._submit.setText(self.tr("Signing in …"))
        else:
            self._next.setText(wait if self._wait else self.tr("Next"))
            self._submit.setText(wait if self._wait else self.tr("Sign in"))
        ready = not self._busy and not self._wait
        self._next.setEnabled(ready and bool(self.address.text().strip()))
        filled = bool(self._account_name()) and bool(self.password.text())
        self._submit.setEnabled(ready and filled)
        for button in (self._next, self._submit):
            button.setAccessibleName(button.text())
        for field in (self.address, self.account, self.password):
            field.setReadOnly(self._busy)  # disabling would throw the focus away
        self.card.change.setEnabled(not self._busy)
        self.browser.button.setEnabled(ready)
        self.keep.setEnabled(self._storage != "memory" and not self.browser.waiting)

    def _show_error(self) -> None:
        changed = ErrorCode.ANCHOR_CHANGED.value
        self.accept.setVisible(self._error is not None and self._error[0] == changed)
        if self._error is None:
            self._error_lines.show_words("", "")
            for field in (self.address, self.account, self.password):
                if field.has_error:
                    field.set_error("")
            return
        code, details = self._error
        words = error_words(code, details if self._wait else None)
        self._error_lines.show_words(words.title, words.advice)
        if not self._by_browser or not self._found:
            field = self.address if not self._found else self.password
            field.set_error(words.title)

    def _clear_error(self) -> None:
        self._error = None
        self._show_error()

    # -- gestures -------------------------------------------------------------------------------------

    def _account_name(self) -> str:
        """Return the account meant, "" while nobody can say which."""
        return self.roles.account_of(self.account.text())

    def _account_edited(self, text: str) -> None:
        self.roles.set_typed(text)
        self.roles.setVisible(not self._account_row.isHidden() and self.roles.needed)
        self._edited()

    def _edited(self) -> None:
        if self._error is not None and not self._wait:
            self._clear_error()
        self._name_buttons()

    def _look(self) -> None:
        text = self.address.text().strip()
        if not text or self._busy or self._wait:
            return
        self._clear_error()
        if looks_like_slip(text):
            self._presenter.use_slip(text)
        else:
            self._presenter.check_address(text)

    def _sign_in(self) -> None:
        if not self._submit.isEnabled():
            return
        self._clear_error()
        self._by_browser = False
        keep = self.keep.isChecked() and self.keep.isEnabled()
        self._presenter.sign_in(self._account_name(), self.password.text(), keep)

    def _open_browser(self, *, accept: bool = False) -> None:
        self._clear_error()
        keep = self.keep.isChecked() and self.keep.isEnabled()
        self._by_browser = True
        self.browser.set_waiting(True)
        self._presenter.sign_in_by_browser(self._account_name(), keep, accept=accept)
        self.retranslate()

    def _stop_browser(self) -> None:
        self._presenter.cancel()
        self.browser.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept_school(self) -> None:
        if self._by_browser:
            self._open_browser(accept=True)
            return
        self._clear_error()
        keep = self.keep.isChecked() and self.keep.isEnabled()
        self._presenter.sign_in_to_changed_school(self._account_name(), self.password.text(), keep)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if not busy and self.browser.waiting:
            self.browser.set_waiting(False)
            self.retranslate()
        self._name_buttons()

    def _server_found(self, server: FoundServer) -> None:
        self._found = True
        self._ways = server
        self._clear_error()
        self.card.show_server(server.name, server.address)
        self.browser.show_provider(server.sso_name, alone=not server.password)
        self.retranslate()
        target: QWidget = self.password if self.account.text() else self.account
        if not server.password:
            target = self.browser.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _slip_read(self, server: str, account: str, with_password: bool) -> None:
        self._from_slip = with_password
        self._found = True
        self.account.setText(account)
        self.card.show_server("", server)
        self.retranslate()

    def _count_down(self) -> None:
        self._wait = max(0, self._wait - 1)
        if not self._wait:
            self._second.stop()
            self._clear_error()
        self._name_buttons()
