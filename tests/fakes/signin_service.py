"""A sign-in service that answers as a test says; the presenter and the pages are the real ones."""

import asyncio
from dataclasses import dataclass, field

from schoolbell.base.errors import KnownError


@dataclass(frozen=True)
class Server:
    base_url: str = "https://matrix.school.test"
    server_name: str = "school.test"
    password_login: bool = True
    sso_login: bool = False
    sso_name: str = ""


@dataclass(frozen=True)
class Slip:
    server: str
    localpart: str
    password: str


@dataclass(frozen=True)
class Outcome:
    first_sign_in: bool = False


@dataclass
class FakeSignIn:
    """`errors` are raised by the next calls, in order."""

    errors: list[KnownError] = field(default_factory=list)
    first: bool = False
    server: Server = Server()
    slip: Slip = Slip("school.test", "liming", "slip-pass")
    asked: list[tuple] = field(default_factory=list)
    browser: asyncio.Future | None = None  # what the person does there

    def _may_fail(self):
        if self.errors:
            raise self.errors.pop(0)

    def read_slip(self, text):
        self.asked.append(("slip", text))
        self._may_fail()
        return self.slip

    async def find_server(self, address):
        self.asked.append(("find", address))
        self._may_fail()
        return self.server

    async def sign_in(self, account, password, *, keep=True, accept_new_anchors=False):
        self.asked.append(("sign_in", account, password, keep, accept_new_anchors))
        self._may_fail()
        return Outcome(self.first)

    async def sign_in_by_browser(self, account, *, keep=True, accept_new_anchors=False):
        self.asked.append(("browser", account, keep, accept_new_anchors))
        self._may_fail()
        if self.browser is not None:
            await self.browser
        return Outcome()

    async def change_password(self, old, new):
        self.asked.append(("change", old, new))
        self._may_fail()
        return Outcome()

    async def cancel(self):
        self.asked.append(("cancel",))
