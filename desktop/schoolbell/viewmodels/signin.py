"""What the sign-in pane talks to: address or slip code, password, first change of password."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.viewmodels.bridge import Bridge


class Found(Protocol):
    """A homeserver that was found."""

    @property
    def base_url(self) -> str:
        """Where it answers."""
        ...

    @property
    def server_name(self) -> str:
        """What it is called in user ids, or what the person typed."""
        ...

    @property
    def password_login(self) -> bool:
        """Whether an account and a password open it."""
        ...

    @property
    def sso_login(self) -> bool:
        """Whether one can sign in through the browser."""
        ...

    @property
    def sso_name(self) -> str:
        """What that way calls itself, maybe nothing."""
        ...


class Slip(Protocol):
    """What a slip's code says."""

    @property
    def server(self) -> str:
        """The address."""
        ...

    @property
    def localpart(self) -> str:
        """The account."""
        ...

    @property
    def password(self) -> str:
        """The first password."""
        ...


class Result(Protocol):
    """What a sign-in came to."""

    @property
    def first_sign_in(self) -> bool:
        """Whether a password of one's own is due before anything is stored."""
        ...


class SignInService(Protocol):
    """The part of `domain.signin.SignIn` used here; all raise KnownError."""

    def read_slip(self, text: str) -> Slip:
        """Return what a typed or scanned slip says."""
        ...

    async def find_server(self, address: str) -> Found:
        """Find the homeserver."""
        ...

    async def sign_in(
        self, account: str, password: str, *, keep: bool = True, accept_new_anchors: bool = False
    ) -> Result:
        """Sign in on the server found before."""
        ...

    async def sign_in_by_browser(
        self, account: str, *, keep: bool = True, accept_new_anchors: bool = False
    ) -> Result:
        """Sign in on a web page of the server found before; `account` is who is expected, maybe ""."""
        ...

    async def change_password(self, old: str, new: str) -> Result:
        """Set the person's own password at the first sign-in."""
        ...

    async def cancel(self) -> None:
        """Give up what is not stored."""
        ...


@dataclass(frozen=True, slots=True)
class FoundServer:
    """`name` as typed or written on the slip, `address` where it answers, `sso_name` of the browser's way."""

    name: str
    address: str
    password: bool = True
    sso: bool = False
    sso_name: str = ""

    @staticmethod
    def of(found: Found) -> "FoundServer":
        """Return what the page shows of a server."""
        return FoundServer(
            found.server_name, found.base_url, found.password_login, found.sso_login, found.sso_name
        )


class SignInPresenter(QObject):
    """One step at a time: while one runs (`busy`), others are ignored, except `cancel`."""

    busy = Signal(bool)
    server_found = Signal(object)  # FoundServer
    slip_read = Signal(str, str, bool)  # server, account, whether the slip brings the password
    failed = Signal(str, dict)  # ErrorCode value, details ("retry_after_ms" says how long to wait)
    password_change_needed = Signal()
    signed_in = Signal(object)  # the service's result: .profile, .credentials, .anchors, .secrets

    def __init__(
        self,
        service: SignInService,
        crash: Callable[[BaseException], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.bridge = Bridge(crash, self)
        self._service = service
        self._attempt = 0
        self._running = False
        self._task: asyncio.Task[Any] | None = None
        self._password = ""  # only between a first sign-in and its change of password

    # -- gestures -------------------------------------------------------------------------------------

    def check_address(self, address: str) -> None:
        """Look for a homeserver at `address`; `server_found` or `failed` follows."""
        self._start(self._find(address.strip()))

    def use_slip(self, code: str) -> None:
        """Take server, account and first password from a slip's code and sign in with it."""
        self._start(self._use_slip(code))

    def sign_in(self, account: str, password: str, keep: bool) -> None:
        """Sign in at the found server; `keep` stores the session so that the next start needs no password."""
        self._start(self._sign_in(account, password, keep, accept=False))

    def sign_in_to_changed_school(self, account: str, password: str, keep: bool) -> None:
        """Sign in although the profile was pinned to another school: a person has said yes to that."""
        self._start(self._sign_in(account, password, keep, accept=True))

    def sign_in_by_browser(self, account: str, keep: bool, *, accept: bool = False) -> None:
        """Sign in on the school's web page; `accept`: a person has said yes to another school."""
        self._start(self._by_browser(account, keep, accept))

    def change_password(self, new: str) -> None:
        """Set the own password after the first sign-in; `signed_in` follows."""
        self._start(self._change_password(new))

    def cancel(self) -> None:
        """Give up what is running and a sign-in that is not finished."""
        self._attempt += 1
        self._password = ""
        self._set_busy(False)
        if self._task is not None:
            self._task.cancel()
        self.bridge.run(self._service.cancel(), self._ignore)

    async def stop(self) -> None:
        """Let go of everything."""
        self._attempt += 1
        await self.bridge.stop()

    # -- steps ----------------------------------------------------------------------------------------

    async def _find(self, address: str) -> Callable[[], None]:
        found = await self._service.find_server(address)
        return lambda: self.server_found.emit(FoundServer.of(found))

    async def _use_slip(self, code: str) -> Callable[[], None]:
        slip = self._service.read_slip(code)
        self.slip_read.emit(slip.server, slip.localpart, bool(slip.password))
        found = await self._service.find_server(slip.server)
        self.server_found.emit(FoundServer.of(found))
        if not slip.password:
            return lambda: None
        return await self._sign_in(slip.localpart, slip.password, True, accept=False)

    async def _sign_in(self, account: str, password: str, keep: bool, *, accept: bool) -> Callable[[], None]:
        result = await self._service.sign_in(account, password, keep=keep, accept_new_anchors=accept)
        if result.first_sign_in:
            self._password = password
            return self.password_change_needed.emit
        return lambda: self.signed_in.emit(result)

    async def _by_browser(self, account: str, keep: bool, accept: bool) -> Callable[[], None]:
        result = await self._service.sign_in_by_browser(account, keep=keep, accept_new_anchors=accept)
        return lambda: self.signed_in.emit(result)

    async def _change_password(self, new: str) -> Callable[[], None]:
        if not self._password:
            raise KnownError(ErrorCode.CANCELLED)
        result = await self._service.change_password(self._password, new)
        self._password = ""
        return lambda: self.signed_in.emit(result)

    # -- running --------------------------------------------------------------------------------------

    def _start(self, step: Coroutine[Any, Any, Callable[[], None]]) -> None:
        if self._running:
            step.close()
            return
        self._attempt += 1
        self._set_busy(True)
        self._task = self.bridge.run(self._step(step, self._attempt))

    async def _step(self, step: Coroutine[Any, Any, Callable[[], None]], attempt: int) -> None:
        """Run one step; what it says counts only if nobody has cancelled meanwhile."""

        def say(what: Callable[[], None]) -> None:
            if attempt == self._attempt:
                self._set_busy(False)
                what()

        try:
            then = await step
        except KnownError as error:
            code, details = error.code.value, dict(error.details)
            say(lambda: self.failed.emit(code, details))
        except BaseException:
            say(lambda: None)
            raise
        else:
            say(then)

    def _set_busy(self, running: bool) -> None:
        if running != self._running:
            self._running = running
            self.busy.emit(running)

    def _ignore(self, error: KnownError) -> None:
        """Giving up cannot fail for a person: the server forgets the session some time."""
