"""A message's text in a field of its own: by keyboard alone, for screen readers, and away again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from schoolbell.base.diffs import Reset
from schoolbell.domain.chat.items import TimelineItem
from schoolbell.ui.messages.timeline_html import read_html
from schoolbell.ui.messages.timeline_reader import MessageField
from schoolbell.ui.messages.timeline_text import utf16_slice
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


# ---- links

FAR = "https://school.test/far"
HTML = (
    "<ol>" + "".join(f"<li>字{number}</li>" for number in range(100)) + "</ol>"
    f'<p>😀 <a href="{FAR}">说明</a> 和 <a href="https://matrix.to/#/@t1:school.test">周敏</a></p>'
)


def linked(view: TimelineView) -> list[str]:
    told: list[str] = []
    view.link_clicked.connect(told.append)
    return told


def place_of(field: MessageField, words: str) -> QPoint:
    """The middle of the first letters of `words`, in the viewport."""
    found = field.document().find(words)
    found.setPosition(found.selectionStart() + 1)
    field.setTextCursor(found)
    field.ensureCursorVisible()
    return field.cursorRect(found).center()


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("字" * 2_500 + f" {FAR} Ende", "", FAR),
        ("plain words that nobody sees", HTML, "说明"),
        ("👍" * 700 + f"\n{FAR}\n" + "字" * 1_500, "", FAR),
    ],
)
def test_a_link_behind_the_fold_is_opened_by_keyboard_and_mouse(
    make_view: MakeView, qtbot: QtBot, text: str, html: str, words: str
) -> None:
    view = make_view([message("$1", LI, text, at(9, 0), html=html)])
    told = linked(view)
    view.reader.open("$1")
    field = opened(view)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == [], "the caret is in no link"
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.textCursor().selectedText() == words
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == [FAR]
    assert "Tab" in field.accessibleDescription()
    at_link = place_of(field, words)
    qtbot.mouseMove(field.viewport(), at_link)
    qtbot.waitUntil(lambda: field.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor)
    qtbot.mouseClick(field.viewport(), Qt.MouseButton.LeftButton, pos=at_link)
    assert told == [FAR, FAR]
    marked = [one.cursor.selectedText() for one in field.extraSelections()]
    assert marked == [words], "people are no links"


def test_tab_goes_from_link_to_link_and_out(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, "www.a.test und www.b.test", at(9, 0))])
    told = linked(view)
    view.reader.open("$1")
    field = opened(view)
    chosen = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Tab):
        qtbot.keyClick(field, key)
        chosen.append(field.textCursor().selectedText())
    assert chosen == ["www.a.test", "www.b.test", "www.a.test", "www.b.test"]
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert not field.isVisible()
    assert told == []


def test_a_click_beside_a_link_opens_nothing(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, "www.a.test", at(9, 0))])
    told = linked(view)
    view.reader.open("$1")
    field = opened(view)
    beside = place_of(field, "www.a.test")
    beside.setX(field.viewport().width() - 4)
    qtbot.mouseClick(field.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert told == []


def test_lists_and_links_are_read_out_of_html() -> None:
    html = f'<p>a<br>b</p><ul><li>c</li></ul><ol><li>d</li><li><a href="{FAR}">😀e</a></li></ol>'
    text, links = read_html(html)
    assert text == "a\nb\n• c\n1. d\n2. 😀e"
    (link,) = links
    assert (utf16_slice(text, link.start, link.end), link.url) == ("😀e", FAR)
