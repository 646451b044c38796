"""A bare number: whose it is stands beside it, is asked once, and costs one try."""

import pytest
from PySide6.QtCore import Qt

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.ui.signin.page import SignInPage
from schoolbell.viewmodels.signin import SignInPresenter
from tests.fakes.signin_service import FakeSignIn
from tests.ui.test_signin import settle


@pytest.fixture
def service():
    return FakeSignIn()


@pytest.fixture
async def page(qtbot, theme, service):
    presenter = SignInPresenter(service, lambda error: pytest.fail(repr(error)))
    made = SignInPage(theme, presenter)
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClicks(made.address, "school.test")
    qtbot.keyClick(made.address, Qt.Key.Key_Return)
    await settle()
    yield made
    await presenter.stop()


async def test_only_a_bare_number_asks_whose_it_is(page, qtbot):
    for text, asks in (
        ("2026", True),
        ("t2026", False),
        ("13800000000", False),
        ("", False),
        ("２０ ２６", True),
    ):
        page.account.setText(text)
        assert page.roles.isVisible() is asks, text
    page.change_school()
    assert not page.roles.isVisible()


async def test_nothing_is_tried_before_somebody_said_whose_number_it_is(page, qtbot, service):
    qtbot.keyClicks(page.account, "10023")
    qtbot.keyClicks(page.password, "secret12")
    submit = page.findChild(object, "signInButton")
    assert not submit.isEnabled()
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert service.asked == [("find", "school.test")]
    service.errors.append(KnownError(ErrorCode.WRONG_PASSWORD))
    qtbot.mouseClick(page.roles.choices["t"], Qt.MouseButton.LeftButton)
    assert submit.isEnabled()
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert service.asked[1:] == [("sign_in", "t10023", "secret12", True, False)]
    assert page.account.text() == "10023"
    qtbot.mouseClick(page.roles.choices["g"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert service.asked[2:] == [("sign_in", "g10023", "secret12", True, False)]


async def test_who_signed_in_here_last_need_not_say_it_again(page, qtbot, service):
    page.remember_role("g")
    page.remember_role("")
    qtbot.keyClicks(page.account, "77")
    qtbot.keyClicks(page.password, "secret12")
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    await settle()
    assert service.asked[-1] == ("sign_in", "g77", "secret12", True, False)


async def test_the_choice_is_heard_and_reached_by_the_keyboard(page, qtbot):
    page.account.setText("77")
    page.account.setFocus()
    names = [choice.accessibleName() for choice in page.roles.choices.values()]
    assert names == ["Student", "Teacher, staff", "Parent, guardian"]
    qtbot.keyClick(page.account, Qt.Key.Key_Tab)
    assert page.focusWidget() in page.roles.choices.values()
