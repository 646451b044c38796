"""Signing in, wired: the service that gets its HTTP client at first use, and the two pages in their frame."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from schoolbell.base import slipcode
from schoolbell.base.slipcode import SlipCode
from schoolbell.domain.numbers import role_of
from schoolbell.shell.session import Surroundings
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import SecretStore
from schoolbell.ui.signin.change_password import ChangePasswordPage
from schoolbell.ui.signin.frame import SignInFrame
from schoolbell.ui.signin.page import SignInPage
from schoolbell.viewmodels.signin import SignInPresenter

if TYPE_CHECKING:
    import httpx

    from schoolbell.domain.signin import SignedIn, SignIn
    from schoolbell.matrix.discovery import Homeserver


class LazySignIn:
    """The sign-in service; HTTP client and keyring are got when the first step needs them."""

    def __init__(
        self,
        around: Surroundings,
        secrets: Callable[[], Awaitable[SecretStore]],
        browser_words: Callable[[], str],
    ) -> None:
        """`browser_words` are shown in the browser when it is done."""
        self._around = around
        self._browser_words = browser_words
        self._open_secrets = secrets
        self._http: httpx.AsyncClient | None = None
        self._service: SignIn | None = None

    def read_slip(self, text: str) -> SlipCode:
        """Return what a slip's code says. Raises KnownError(BAD_SLIP_CODE)."""
        return slipcode.decode(text)

    async def find_server(self, address: str) -> "Homeserver":
        """Find the homeserver. Raises KnownError."""
        return await (await self._ready()).find_server(address)

    async def sign_in(
        self, account: str, password: str, *, keep: bool = True, accept_new_anchors: bool = False
    ) -> "SignedIn":
        """Sign in on the server found before. Raises KnownError."""
        service = await self._ready()
        return await service.sign_in(account, password, keep=keep, accept_new_anchors=accept_new_anchors)

    async def sign_in_by_browser(
        self, account: str, *, keep: bool = True, accept_new_anchors: bool = False
    ) -> "SignedIn":
        """Sign in on a web page of the server found before. Raises KnownError."""
        service = await self._ready()
        return await service.sign_in_by_browser(
            self._around.open_url,
            self._browser_words(),
            account=account,
            keep=keep,
            accept_new_anchors=accept_new_anchors,
        )

    async def change_password(self, old: str, new: str) -> "SignedIn":
        """Set the person's own password at the first sign-in. Raises KnownError."""
        return await (await self._ready()).change_password(old, new)

    async def cancel(self) -> None:
        """Give up what is not stored."""
        if self._service is not None:
            await self._service.cancel()

    async def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            await self._http.aclose()
            self._http = self._service = None

    async def _ready(self) -> "SignIn":
        if self._service is None:
            from schoolbell.domain.signin import SignIn

            secrets = await self._open_secrets()
            self._http = await self._around.make_http()
            profiles = Profiles(self._around.paths)
            self._service = SignIn(self._http, profiles, secrets, self._around.policy)
        return self._service


class Signing(QObject):
    """The pages before there is an account; `done` carries the SignedIn."""

    done = Signal(object)
    language_chosen = Signal(str)

    def __init__(self, around: Surroundings, language: str) -> None:
        super().__init__()
        self._around = around
        self._secrets: SecretStore | None = None
        self._service = LazySignIn(around, self.secrets, self._browser_words)
        self.presenter = SignInPresenter(self._service, around.crash, self)
        self.frame = SignInFrame(around.theme, language)
        self.page = SignInPage(around.theme, self.presenter)
        self.change = ChangePasswordPage(around.theme, self.presenter)
        self.change.hide()
        self.frame.set_form(self.page)
        self.frame.language_chosen.connect(self.language_chosen)
        self.frame.slip_wanted.connect(self._enter_slip)
        self.presenter.password_change_needed.connect(self._ask_password)
        self.presenter.signed_in.connect(self.done)

    async def secrets(self) -> SecretStore:
        """Return where sessions are kept; asks the keyring once."""
        if self._secrets is None:
            self._secrets = await self._around.open_secrets()
            self.page.set_storage(self._secrets.kind)
        return self._secrets

    async def start(self, address: str = "", slip_code: str = "", account: str = "") -> None:
        """After the first paint: let steps run, see where the sign-in will live, fill in what is known."""
        self.presenter.bridge.start()
        await self.secrets()
        known = self._around.policy.server or address or self._around.settings.values.last_address or ""
        profiles = Profiles(self._around.paths)
        for profile in (*profiles.all(), profiles.current()):
            self.page.remember_role(role_of(profile.user_id) if profile is not None else "")
        self.page.start_with(known if not slip_code else "", slip_code, account)

    async def stop(self) -> None:
        """Let go of everything."""
        await self.presenter.stop()
        await self._service.close()

    def _browser_words(self) -> str:
        return self.tr("You are signed in. Close this page and go back to Schoolbell.")

    def _enter_slip(self) -> None:
        self.frame.set_form(self.page)
        self.page.enter_slip_code()

    def _ask_password(self) -> None:
        self.frame.set_form(self.change)
        self.change.begin(self.page.account.text())
