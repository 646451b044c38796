import asyncio
from dataclasses import dataclass, field

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.slipcode import SlipCode
from schoolbell.viewmodels.signin import SignInPresenter


@dataclass(frozen=True)
class Server:
    base_url: str = "https://matrix.school.test"
    server_name: str = "school.test"
    password_login: bool = True
    sso_login: bool = False
    sso_name: str = ""


@dataclass(frozen=True)
class Done:
    first_sign_in: bool = False


@dataclass
class Service:
    """Answers as scripted; an error in `answers` is raised."""

    answers: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    gate: asyncio.Event | None = None
    cancelled: int = 0

    def read_slip(self, text):
        if text == "bad":
            raise KnownError(ErrorCode.BAD_SLIP_CODE)
        return SlipCode("school.test", "t1", "first")

    async def _answer(self, *asked):
        self.asked.append(asked)
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    async def find_server(self, address):
        return await self._answer("find", address)

    async def sign_in(self, account, password, *, keep=True, accept_new_anchors=False):
        return await self._answer("sign_in", account, password, keep, accept_new_anchors)

    async def change_password(self, old, new):
        return await self._answer("change", old, new)

    async def cancel(self):
        self.cancelled += 1


class Page:
    def __init__(self, *answers):
        self.service = Service(list(answers))
        self.crashes = []
        self.presenter = SignInPresenter(self.service, self.crashes.append)
        self.said = []
        for name in ("server_found", "slip_read", "failed", "password_change_needed", "signed_in", "busy"):
            getattr(self.presenter, name).connect(lambda *args, name=name: self.said.append((name, *args)))

    async def settle(self):
        tasks = self.presenter.bridge._tasks._tasks
        while tasks:
            await asyncio.wait(set(tasks))
            await asyncio.sleep(0)

    def heard(self, *names):
        return [one for one in self.said if one[0] in names]


@pytest.fixture
def make(qapp):
    return Page


async def test_address_then_password(make):
    page = make(Server(), Done())
    page.presenter.check_address(" school.test ")
    await page.settle()
    found = page.heard("server_found")[0][1]
    assert (found.name, found.address) == ("school.test", "https://matrix.school.test")
    page.presenter.sign_in("t1", "secret", False)
    await page.settle()
    assert page.service.asked == [("find", "school.test"), ("sign_in", "t1", "secret", False, False)]
    assert page.heard("signed_in") == [("signed_in", Done())]
    assert [one[1] for one in page.heard("busy")] == [True, False, True, False]


async def test_a_slip_signs_in_and_asks_for_a_password_of_ones_own(make):
    page = make(Server(), Done(first_sign_in=True), Done())
    page.presenter.use_slip("code")
    await page.settle()
    assert page.heard("slip_read") == [("slip_read", "school.test", "t1", True)]
    assert page.heard("password_change_needed")
    assert not page.heard("signed_in")
    page.presenter.change_password("my own")
    await page.settle()
    assert page.service.asked[-1] == ("change", "first", "my own")
    assert page.heard("signed_in")


async def test_a_weak_new_password_may_be_tried_again(make):
    page = make(Server(), Done(first_sign_in=True), KnownError(ErrorCode.WEAK_PASSWORD), Done())
    page.presenter.use_slip("code")
    await page.settle()
    page.presenter.change_password("1")
    await page.settle()
    assert page.heard("failed") == [("failed", "weak_password", {})]
    page.presenter.change_password("better")
    await page.settle()
    assert page.heard("signed_in")


async def test_errors_are_told_with_how_long_to_wait(make):
    page = make(KnownError(ErrorCode.RATE_LIMITED, {"retry_after_ms": 4000}))
    page.presenter.sign_in("t1", "x", True)
    await page.settle()
    assert page.heard("failed") == [("failed", "rate_limited", {"retry_after_ms": 4000})]
    page.presenter.use_slip("bad")
    await page.settle()
    assert page.heard("failed")[-1][1] == "bad_slip_code"
    assert page.said[-2] == ("busy", False)


async def test_after_cancel_nothing_more_is_said(make):
    page = make(Server(), Server())
    page.service.gate = asyncio.Event()
    page.presenter.check_address("slow.test")
    await asyncio.sleep(0)
    page.presenter.check_address("other.test")  # one at a time
    page.presenter.cancel()
    page.service.gate.set()
    await page.settle()
    assert page.service.cancelled == 1
    assert page.service.asked == [("find", "slow.test")]
    assert not page.heard("server_found", "failed")
    page.presenter.check_address("school.test")
    await page.settle()
    assert page.heard("server_found")


async def test_a_bug_is_no_error_message(make, allowed_logs):
    allowed_logs.append("a presenter failed")
    page = make(ValueError("bug"))
    page.presenter.check_address("school.test")
    await page.settle()
    assert not page.heard("failed")
    assert [type(crash) for crash in page.crashes] == [ValueError]
    assert page.said[-1] == ("busy", False)
