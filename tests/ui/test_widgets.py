"""Buttons, fields, badges, avatars and states as a person meets them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QEnterEvent, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from schoolbell.domain.chat.items import MessageItem, MessageKind, Person, Role
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.theme.tokens import DARK, LIGHT
from schoolbell.ui.widgets.avatar import Avatar
from schoolbell.ui.widgets.badge import CountBadge, RoleBadge, count_text
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.ui.widgets.empty import EmptyState, ErrorState
from schoolbell.ui.widgets.field import PasswordField, TextField
from schoolbell.ui.widgets.focus_ring import FocusRing
from schoolbell.ui.widgets.strip import Strip
from schoolbell.viewmodels.words import describe_timeline


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    yield Theme(qapp, "light", "zh_CN")
    qapp.setStyleSheet("")


def shown(widget: QWidget, qtbot: QtBot) -> QImage:
    """Show `widget` by itself and return its picture."""
    qtbot.addWidget(widget)
    widget.show()
    return widget.grab().toImage()


def colours(image: QImage) -> set[str]:
    """Return the names of all colours in a picture."""
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize(
    ("kind", "fill"),
    [
        ("primary", LIGHT.accent_fill),
        ("danger", LIGHT.danger_fill),
        ("tonal", LIGHT.accent_tint),
        ("secondary", LIGHT.bg_raised),
        ("delete", LIGHT.bg_raised),
    ],
)
def test_a_button_has_the_ground_of_its_kind(qtbot: QtBot, theme: Theme, kind: str, fill: QColor) -> None:
    image = shown(Button(theme, "发送", kind), qtbot)
    assert image.height() == 32
    assert image.pixelColor(6, 16).name() == fill.name()


@pytest.mark.parametrize(("size", "height"), [("small", 28), ("medium", 32), ("large", 40)])
def test_button_heights(qtbot: QtBot, theme: Theme, size: str, height: int) -> None:
    assert shown(Button(theme, "发送", "primary", size), qtbot).height() == height


def test_a_disabled_button_is_pale_and_does_nothing(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "发送")
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    button.setEnabled(False)
    image = shown(button, qtbot)
    assert image.pixelColor(6, 16).name() == LIGHT.bg_subtle.name()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == []


def test_hovering_darkens_the_fill(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "发送")
    shown(button, qtbot)
    inside = button.rect().center()
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QApplication.sendEvent(button, QEnterEvent(inside, inside, button.mapToGlobal(inside)))
    assert button.grab().toImage().pixelColor(6, 16).name() == LIGHT.accent_fill_hover.name()


def test_buttons_follow_the_theme(qtbot: QtBot, theme: Theme) -> None:
    button = Button(theme, "发送")
    shown(button, qtbot)
    theme.set_mode("dark")
    assert button.grab().toImage().pixelColor(6, 16).name() == DARK.accent_fill.name()


def test_unknown_kinds_are_refused(theme: Theme) -> None:
    with pytest.raises(ValueError, match="huge"):
        Button(theme, "发送", "huge")


def test_the_focus_ring_shows_for_the_keyboard_only(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    layout = QHBoxLayout(window)
    first, second = Button(theme, "一"), Button(theme, "二")
    layout.addWidget(first)
    layout.addWidget(second)
    shown(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not window.findChildren(FocusRing)
    first.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    (ring,) = window.findChildren(FocusRing)
    assert ring.isVisible()
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    image = window.grab().toImage()
    edge = QPoint(second.geometry().center().x(), second.geometry().top() - 3)
    assert image.pixelColor(edge).name() == LIGHT.focus.name()
    assert window.childAt(second.geometry().center()) is second
    qtbot.keyClick(second, Qt.Key.Key_Backtab)
    assert not ring.isVisible()


def test_a_tool_button_says_its_name(qtbot: QtBot, theme: Theme) -> None:
    button = ToolButton(theme, "search", "搜索")
    image = shown(button, qtbot)
    assert (image.width(), image.height()) == (32, 32)
    assert (button.accessibleName(), button.toolTip()) == ("搜索", "搜索")
    button.setCheckable(True)
    button.setChecked(True)
    assert button.grab().toImage().pixelColor(16, 3).name() == LIGHT.selected.name()


def test_a_field_in_error_is_red_and_says_why(qtbot: QtBot, theme: Theme) -> None:
    field = TextField(theme, "学校代码")
    calm = shown(field, qtbot)
    assert calm.height() == 40
    assert LIGHT.danger.name() not in colours(calm)
    field.set_error("没有这个地址")
    assert LIGHT.danger.name() in colours(field.grab().toImage())
    assert field.accessibleDescription() == "没有这个地址"
    assert field.has_error
    field.set_error("")
    assert LIGHT.danger.name() not in colours(field.grab().toImage())
    assert not field.has_error


def test_a_password_is_hidden_until_the_eye_is_pressed(qtbot: QtBot, theme: Theme) -> None:
    field = PasswordField(theme)
    shown(field, qtbot)
    field.setText("geheim")
    assert field.echoMode() == QLineEdit.EchoMode.Password
    (eye,) = field.actions()
    assert eye.text() == "Show password"
    eye.trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    assert eye.text() == "Hide password"
    assert field.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData


@pytest.mark.parametrize(
    ("number", "floor", "text"), [(3, False, "3"), (99, False, "99"), (100, False, "99+"), (20, True, "20+")]
)
def test_counts(number: int, floor: bool, text: str) -> None:
    assert count_text(number, floor=floor) == text


def test_a_count_of_nothing_takes_no_room(qtbot: QtBot, theme: Theme) -> None:
    badge = CountBadge(theme, "danger")
    badge.set_count(0)
    assert badge.sizeHint().width() == 0
    badge.set_count(2)
    assert badge.sizeHint().width() == 16
    assert LIGHT.danger_fill.name() in colours(shown(badge, qtbot))


def test_staff_and_families_have_different_badges(qtbot: QtBot, theme: Theme) -> None:
    teacher = colours(shown(RoleBadge(theme, Role.TEACHER), qtbot))
    guardian = colours(shown(RoleBadge(theme, Role.GUARDIAN), qtbot))
    assert LIGHT.accent_tint.name() in teacher
    assert LIGHT.accent_tint.name() not in guardian
    assert LIGHT.bg_subtle.name() in guardian
    assert RoleBadge(theme, Role.NONE).sizeHint().width() == 0


def test_a_role_is_called_the_same_on_its_badge_and_in_every_line(theme: Theme) -> None:
    for role in Role:
        item = MessageItem("$1", "", MessageKind.TEXT, Person("@x:school.test", "N", role), False, 1, "words")
        assert RoleBadge(theme, role).accessibleName() in describe_timeline(item)
    head = RoleBadge(theme, Role.HEAD_TEACHER)
    assert head.accessibleName() == "Class teacher", "the head of a class, not of the school"


def test_people_are_circles_and_groups_are_squares(qtbot: QtBot, theme: Theme) -> None:
    avatar = Avatar(theme, 40)
    avatar.show_person("子涵", 3)
    person = shown(avatar, qtbot)
    assert person.pixelColor(20, 4).name() == LIGHT.person(3).name()
    assert person.pixelColor(4, 4).name() != LIGHT.person(3).name()
    avatar.show_person("三2", 1, square=True)
    group = avatar.grab().toImage()
    assert group.pixelColor(4, 4).name() == LIGHT.group(1).background.name()


@pytest.mark.parametrize("state", [EmptyState, ErrorState])
def test_states_say_what_to_do_and_offer_it(
    qtbot: QtBot, theme: Theme, state: type[EmptyState | ErrorState]
) -> None:
    widget = state(theme, "名单没有取到", "学校服务器没有回应", "再试一次")
    shown(widget, qtbot)
    (button,) = widget.findChildren(Button)
    with qtbot.waitSignal(widget.action):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert widget.accessibleName() == "名单没有取到"
    widget.set_texts("没有消息")
    assert not button.isVisible()


def test_a_strip_shows_words_note_and_action(qtbot: QtBot, theme: Theme) -> None:
    strip = Strip(theme, "wifi-off")
    strip.set_texts("网络断开了。", "18 秒后重连", "现在重连")
    strip.resize(600, 36)
    shown(strip, qtbot)
    (button,) = strip.findChildren(Button)
    with qtbot.waitSignal(strip.action):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert strip.accessibleName() == "网络断开了。"
    strip.set_kind("danger", "circle-alert")
    assert LIGHT.danger_tint.name() in colours(strip.grab().toImage())
    QApplication.sendEvent(strip, QEvent(QEvent.Type.LanguageChange))


def test_the_icon_in_a_field_says_what_the_field_is_for(theme: Theme, qtbot: QtBot) -> None:
    field = TextField(theme, "Search people", leading_icon="search")
    qtbot.addWidget(field)
    icon = next(one for one in field.findChildren(QToolButton))
    assert QAccessible.queryAccessibleInterface(icon).text(QAccessible.Text.Name) == "Search people"
    field.setPlaceholderText("Search classes")
    assert QAccessible.queryAccessibleInterface(icon).text(QAccessible.Text.Name) == "Search classes"
