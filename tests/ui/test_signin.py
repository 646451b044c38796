import asyncio

import pytest
from PySide6.QtCore import Qt

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.ui.signin.change_password import ChangePasswordPage
from schoolbell.ui.signin.page import SignInPage, looks_like_slip
from schoolbell.ui.signin.strength import Strength, strength
from schoolbell.viewmodels.signin import SignInPresenter
from tests.fakes.signin_service import FakeSignIn, Server


@pytest.fixture
def service():
    return FakeSignIn()


@pytest.fixture
async def presenter(qapp, service):
    made = SignInPresenter(service, lambda error: pytest.fail(repr(error)))
    yield made
    await made.stop()


@pytest.fixture
async def page(qtbot, theme, presenter):
    made = SignInPage(theme, presenter)
    qtbot.addWidget(made)
    made.show()
    return made


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def to_password(page, qtbot):
    qtbot.keyClicks(page.address, "school.test")
    qtbot.keyClick(page.address, Qt.Key.Key_Return)
    await settle()
    qtbot.keyClicks(page.account, "zhoumin")
    qtbot.keyClicks(page.password, "secret12")


def child(page, name):
    return page.findChild(object, name)


def error(page):
    return child(page, "signInError").accessibleName()


async def test_address_then_account_and_password(page, qtbot, service, presenter):
    done = []
    presenter.signed_in.connect(done.append)
    assert not child(page, "nextButton").isEnabled()
    await to_password(page, qtbot)
    assert page.card.isVisible()
    assert not page.address.isVisible()
    assert page.password.echoMode() == page.password.EchoMode.Password
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert service.asked == [("find", "school.test"), ("sign_in", "zhoumin", "secret12", True, False)]
    assert len(done) == 1


async def test_a_wrong_address_is_said_at_the_field_and_goes_away_while_typing(page, qtbot, service):
    service.errors.append(KnownError(ErrorCode.NO_SUCH_HOST))
    qtbot.keyClicks(page.address, "shiyann")
    qtbot.keyClick(page.address, Qt.Key.Key_Return)
    await settle()
    assert error(page).startswith("No school was found at this address")
    assert page.address.has_error
    qtbot.keyClicks(page.address, "x")
    assert not page.address.has_error


async def test_a_wrong_password_says_how_long_to_wait_and_counts_down(page, qtbot, service):
    await to_password(page, qtbot)
    service.errors.append(KnownError(ErrorCode.RATE_LIMITED, {"retry_after_ms": 61_000}))
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    submit = child(page, "signInButton")
    assert not submit.isEnabled()
    assert submit.text() == "Try again in 1:01"
    page._count_down()
    assert submit.text() == "Try again in 1:00"
    for _ in range(60):
        page._count_down()
    assert submit.isEnabled()
    assert submit.text() == "Sign in"
    assert error(page) == ""


async def test_the_account_stays_when_the_password_was_wrong(page, qtbot, service):
    await to_password(page, qtbot)
    service.errors.append(KnownError(ErrorCode.WRONG_PASSWORD))
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert error(page).startswith("Account or password is wrong")
    assert page.account.text() == "zhoumin"
    assert page.password.has_error


async def test_a_slip_code_in_the_same_field_signs_in(page, qtbot, service, presenter):
    service.first = True
    asked = []
    presenter.password_change_needed.connect(lambda: asked.append(True))
    qtbot.keyClicks(page.address, "3F7K-92QD-AAAA-BBBB-CCCC")
    qtbot.keyClick(page.address, Qt.Key.Key_Return)
    await settle()
    assert service.asked[0] == ("slip", "3F7K-92QD-AAAA-BBBB-CCCC")
    assert service.asked[-1] == ("sign_in", "liming", "slip-pass", True, False)
    assert asked == [True]


async def test_another_school_needs_a_decision(page, qtbot, service):
    await to_password(page, qtbot)
    service.errors.append(KnownError(ErrorCode.ANCHOR_CHANGED))
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert page.accept.isVisible()
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    await settle()
    assert service.asked[-1] == ("sign_in", "zhoumin", "secret12", True, True)


async def test_without_a_keyring_the_page_says_so_and_keeps_nothing(page, qtbot, service):
    page.set_storage("memory")
    await to_password(page, qtbot)
    assert "until Schoolbell is closed" in child(page, "storageWords").accessibleName()
    assert not page.keep.isEnabled()
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert service.asked[-1] == ("sign_in", "zhoumin", "secret12", False, False)
    page.set_storage("file")
    assert "--plaintext-session" in child(page, "storageWords").accessibleName()


async def test_another_school_can_be_chosen(page, qtbot, service):
    await to_password(page, qtbot)
    qtbot.mouseClick(page.card.change, Qt.MouseButton.LeftButton)
    await settle()
    assert page.address.isVisible()
    assert not page.password.isVisible()


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("3F7K-92QD-AAAA-BBBB", True),
        ("schoolbell://slip/3F7K-92QD", True),
        ("３Ｆ７Ｋ ９２ＱＤ ＡＡＡＡ ＢＢＢＢ", True),
        ("matrix.school.example", False),
        ("localhost:8008", False),
        ("shiyan", False),
    ],
)
def test_slip_codes_and_addresses_are_told_apart(text, slip):
    assert looks_like_slip(text) is slip


async def test_the_first_password_of_ones_own(qtbot, theme, presenter, service, page):
    service.first = True
    change = ChangePasswordPage(theme, presenter)
    qtbot.addWidget(change)
    await to_password(page, qtbot)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    change.show()
    change.begin("zhoumin")
    qtbot.keyClicks(change.first, "zhoumin1")
    qtbot.keyClicks(change.second, "zhoumin1")
    assert not change.submit.isEnabled()
    assert change.words.full_text().startswith("Weak")
    change.begin("zhoumin")
    qtbot.keyClicks(change.first, "Maple-leaf-42")
    qtbot.keyClicks(change.second, "Maple-x")
    assert change.second.has_error
    assert not change.submit.isEnabled()
    change.second.setText("Maple-leaf-42")
    qtbot.mouseClick(change.submit, Qt.MouseButton.LeftButton)
    await settle()
    assert service.asked[-1] == ("change", "secret12", "Maple-leaf-42")


@pytest.mark.parametrize(
    ("password", "value"),
    [
        ("short1", Strength.SHORT),
        ("12345678", Strength.WEAK),
        ("aaaaaaaa1", Strength.WEAK),
        ("liming2012", Strength.WEAK),
        ("tree4horse", Strength.FAIR),
        ("Tree4-horse-run", Strength.STRONG),
    ],
)
def test_strength(password, value):
    assert strength(password, "liming") is value


async def test_the_browser_is_offered_where_the_school_has_it_and_can_be_given_up(
    page, qtbot, service, presenter
):
    service.server = Server(sso_login=True, sso_name="统一登录")
    service.browser = asyncio.get_running_loop().create_future()
    done = []
    presenter.signed_in.connect(done.append)
    await to_password(page, qtbot)
    assert page.browser.button.accessibleName() == "Sign in with 统一登录"
    qtbot.keyClick(page.browser.button, Qt.Key.Key_Space)
    await settle()
    assert service.asked[-1] == ("browser", "zhoumin", True, False)
    assert page.browser.words.isVisible()
    assert not page.password.isVisible()
    assert page.browser.cancel.hasFocus()
    qtbot.keyClick(page.browser.cancel, Qt.Key.Key_Space)
    await settle()
    assert page.password.isVisible()
    assert page.browser.button.isEnabled()
    assert done == []
    service.browser = None
    qtbot.mouseClick(page.browser.button, Qt.MouseButton.LeftButton)
    await settle()
    assert len(done) == 1


async def test_without_passwords_only_the_browser_is_shown_and_its_errors_have_words(page, qtbot, service):
    service.server = Server(password_login=False, sso_login=True)
    qtbot.keyClicks(page.address, "school.test")
    qtbot.keyClick(page.address, Qt.Key.Key_Return)
    await settle()
    assert not page.password.isVisible()
    assert not page.account.isVisible()
    assert page.browser.button.hasFocus()
    service.errors.append(KnownError(ErrorCode.NO_BROWSER))
    qtbot.mouseClick(page.browser.button, Qt.MouseButton.LeftButton)
    await settle()
    assert error(page).startswith("The browser could not be opened")
    service.errors.append(KnownError(ErrorCode.ANCHOR_CHANGED))
    qtbot.mouseClick(page.browser.button, Qt.MouseButton.LeftButton)
    await settle()
    qtbot.mouseClick(page.accept, Qt.MouseButton.LeftButton)
    await settle()
    assert service.asked[-1] == ("browser", "", True, True)


async def test_a_school_without_a_browser_way_shows_none(page, qtbot):
    await to_password(page, qtbot)
    assert not page.browser.isVisible()
