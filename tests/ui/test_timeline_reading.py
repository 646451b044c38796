"""A message's text in a field of its own: by keyboard alone, for screen readers, and away again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from schoolbell.base.diffs import Reset
from schoolbell.domain.chat.items import TimelineItem
from schoolbell.ui.messages.timeline_reader import MessageField
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.listmodel import ItemListModel
from tests.ui.timeline_school import LI, FixedClock, at, class_group, message, model_of

MakeView = Callable[[list[TimelineItem]], TimelineView]
LONG = "请同学们明天带好圆规、直尺和三角板，第一节课在三楼的数学教室上。" * 40


@pytest.fixture
def panes() -> list[QWidget]:
    return []


@pytest.fixture
def make_view(qtbot: QtBot, qapp: QApplication, panes: list[QWidget]) -> MakeView:
    theme = Theme(qapp, "light", "zh_CN")

    def make(items: list[TimelineItem]) -> TimelineView:
        pane = QWidget()
        panes.append(pane)
        qtbot.addWidget(pane)
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(0, 56, 0, 0)
        view = TimelineView(theme, clock=FixedClock())
        layout.addWidget(view)
        pane.resize(608, 500)
        view.set_model(model_of(items))
        pane.show()
        pane.activateWindow()
        qtbot.waitUntil(pane.isActiveWindow)
        view.settle()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        return view

    return make


def opened(view: TimelineView) -> MessageField:
    field = QApplication.focusWidget()
    assert isinstance(field, MessageField)
    return field


def inside(view: TimelineView, field: MessageField) -> bool:
    corner = field.mapToGlobal(field.rect().topLeft()), field.mapToGlobal(field.rect().bottomRight())
    return all(view.viewport().rect().contains(view.viewport().mapFromGlobal(point)) for point in corner)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_a_message_opens_in_a_field_and_closes_again(make_view: MakeView, qtbot: QtBot, key: Qt.Key) -> None:
    view = make_view([message("$1", LI, "老师好，作业交了", at(9, 0)), message("$2", LI, "谢谢", at(9, 30))])
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.current_key == "$1"
    qtbot.keyClick(view, key)
    field = opened(view)
    assert field.toPlainText() == "老师好，作业交了"
    assert inside(view, field)
    qtbot.keyClick(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert field.toPlainText() == "老师好，作业交了"
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(field, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "老师好"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert QApplication.focusWidget() is view
    assert view.current_key == "$1"


def test_a_screen_reader_finds_name_role_and_text(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    field = opened(view)
    told = QAccessible.queryAccessibleInterface(field)
    assert told.role() == QAccessible.Role.EditableText
    assert told.state().readOnly
    assert told.state().selectableText
    assert told.text(QAccessible.Text.Value) == field.toPlainText()
    sender = view.stack.find(view.current_key)
    assert sender is not None
    assert sender.item.sender.name in told.text(QAccessible.Text.Name)  # type: ignore[union-attr]
    around = told.parent()
    assert any(around.child(at).object() is field for at in range(around.childCount()))


def test_a_long_message_stays_inside_and_scrolls(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, LONG, at(9, 0))])
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    field = opened(view)
    assert inside(view, field)
    assert field.verticalScrollBar().maximum() > 0
    qtbot.keyClick(field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert field.verticalScrollBar().value() > 0


def test_another_room_takes_the_field_away(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view(class_group())
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    field = opened(view)
    model = view._feed._model
    assert isinstance(model, ItemListModel)
    model.apply([Reset((message("$x", LI, "别的群", at(9, 0)),))])
    qtbot.waitUntil(lambda: not field.isVisible())
    assert QApplication.focusWidget() is view
