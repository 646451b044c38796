"""What the sign-in pane talks to: address or slip code, password, first change of password."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from schoolbell.viewmodels.bridge import Bridge


class SignInPresenter(QObject):
    """One attempt at a time; a new slot call cancels what still runs."""

    busy = Signal(bool)
    server_found = Signal(object)  # FoundServer: address, name
    slip_read = Signal(str, str, bool)  # server name, account, whether the slip brings the password
    failed = Signal(str, dict)  # ErrorCode value, details ("retry_after_ms" says how long to wait)
    password_change_needed = Signal()
    signed_in = Signal(object)  # what the sign-in service returned: .profile, .first_sign_in …

    def __init__(
        self,
        crash: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.bridge = Bridge(crash, self)

    def check_address(self, address: str) -> None:
        """Look for a homeserver at `address`; `server_found` or `failed` follows."""

    def use_slip(self, code: str) -> None:
        """Take server, account and first password from a slip's code and sign in with it."""

    def sign_in(self, account: str, password: str, keep: bool) -> None:
        """Sign in at the found server; `keep` stores the session so that the next start needs no password."""

    def change_password(self, new: str) -> None:
        """Set the own password after the first sign-in; `signed_in` follows."""

    def cancel(self) -> None:
        """Give up what is running."""
