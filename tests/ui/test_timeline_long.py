"""Long messages in the timeline: their beginning, what opens the rest, and what copying them gives."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from schoolbell.domain.chat.items import MessageKind, TimelineItem
from schoolbell.ui.messages.timeline_fold import fold, fold_html
from schoolbell.ui.messages.timeline_html import plain_text
from schoolbell.ui.messages.timeline_reader import MessageField
from schoolbell.ui.messages.timeline_selection import Place, row_text
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from tests.ui.timeline_school import CHEN, LI, FixedClock, at, message, model_of

MakeView = Callable[[list[TimelineItem]], TimelineView]
PLAN = "\n".join(f"第{number}天：上午语文，下午数学。" for number in range(1, 201))
LETTER = "各位家长：" + "请带好健康档案，穿宽松衣服。" * 400  # one paragraph
RICH = "<p><b>安排</b></p><ul>" + "".join(f"<li>第{day}天 &amp; 作业</li>" for day in range(300)) + "</ul>"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def make_view(qtbot: QtBot, qapp: QApplication) -> MakeView:
    theme = Theme(qapp, "light", "zh_CN")
    panes: list[QWidget] = []

    def make(items: list[TimelineItem]) -> TimelineView:
        pane = QWidget()
        panes.append(pane)
        qtbot.addWidget(pane)
        layout = QVBoxLayout(pane)
        view = TimelineView(theme, clock=FixedClock())
        layout.addWidget(view)
        pane.resize(928, 606)
        view.set_model(model_of(items))
        pane.show()
        pane.activateWindow()
        qtbot.waitUntil(pane.isActiveWindow)
        view.settle()
        view.setFocus(Qt.FocusReason.TabFocusReason)
        return view

    return make


def shown(view: TimelineView, key: str = "$1") -> str:
    row = view.stack.find(key)
    assert row is not None
    return row_text(view.stack.laid_out(row))


def reading() -> MessageField:
    field = QApplication.focusWidget()
    assert isinstance(field, MessageField)
    return field


def copied_whole(field: MessageField) -> str:
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    QTest.keyClick(field, Qt.Key.Key_C, CTRL)
    return QApplication.clipboard().text()


@pytest.mark.parametrize("text", [PLAN, LETTER])
def test_the_beginning_is_shown_and_the_keyboard_opens_the_whole(
    make_view: MakeView, qtbot: QtBot, text: str
) -> None:
    view = make_view([message("$1", LI, text, at(9, 0)), message("$2", CHEN, "收到", at(9, 1))])
    assert 100 < len(shown(view)) < len(text)
    assert text.startswith(shown(view))
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    zone = view.keys.zone()
    assert zone is not None
    assert zone.kind == "all"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert copied_whole(reading()) == text


def test_a_click_opens_the_whole(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, PLAN, at(9, 0), edited=True)])
    row = view.stack.find("$1")
    assert row is not None
    zone = next(zone for zone in view.stack.laid_out(row).zones if zone.kind == "all")
    top = view.stack.top_of(row)
    assert top is not None
    at_zone = zone.rect.translated(0, top).center().toPoint()
    assert view.viewport().rect().contains(at_zone)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at_zone)
    assert reading().toPlainText() == PLAN


def test_a_part_of_a_long_paragraph_is_copied_as_it_was_written(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, "开头\n" + LETTER, at(9, 0))])
    view.reader.open("$1")
    field = reading()
    assert field.document().blockCount() > 2
    cursor = field.textCursor()
    cursor.setPosition(1)
    for _ in range(2):
        cursor.movePosition(cursor.MoveOperation.NextBlock, cursor.MoveMode.KeepAnchor)
    cursor.movePosition(cursor.MoveOperation.NextCharacter, cursor.MoveMode.KeepAnchor, 5)
    field.setTextCursor(cursor)
    qtbot.keyClick(field, Qt.Key.Key_C, CTRL)
    told = QApplication.clipboard().text()
    assert len(told) > 500
    assert ("开头\n" + LETTER)[1:].startswith(told)


def test_a_screen_reader_finds_what_opens_the_whole(make_view: MakeView) -> None:
    view = make_view([message("$1", LI, LETTER, at(9, 0))])
    row = QAccessible.queryAccessibleInterface(view).child(0)
    assert len(row.text(QAccessible.Text.Name)) < 2_200
    child = row.child(row.childCount() - 1)
    assert child.role() == QAccessible.Role.Button
    assert child.text(QAccessible.Text.Name) == "Show the whole message"
    assert child.state().focusable


def test_copying_a_folded_message_takes_all_of_it(make_view: MakeView, qtbot: QtBot) -> None:
    view = make_view([message("$1", LI, LETTER, at(9, 0)), message("$2", CHEN, "收到", at(9, 1))])
    view.set_current("$1", by_keyboard=True)
    view.copy()
    assert QApplication.clipboard().text() == LETTER
    view.selection.set(Place("$1", 2), Place("$1", 9))
    assert view.selected_text() == LETTER[2:9]
    view.selection.set(Place("$1", 5), Place("$1", len(shown(view))))
    assert view.selected_text() == LETTER[5:]
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert LETTER in view.selected_text()
    assert view.selected_text().endswith("收到")


def test_formatted_text_keeps_its_look_and_opens_whole(make_view: MakeView) -> None:
    view = make_view([message("$1", LI, "安排", at(9, 0), html=RICH)])
    row = view.stack.find("$1")
    assert row is not None
    assert view.stack.laid_out(row).folded
    assert shown(view).startswith("安排\n第0天 & 作业\n第1天")
    assert "第299天" not in shown(view)
    view.set_current("$1", by_keyboard=True)
    view.copy()
    assert QApplication.clipboard().text() == plain_text(RICH)
    view.selection.set(Place("$1", 0), Place("$1", len(shown(view))))
    assert view.selected_text() == plain_text(RICH)
    view.reader.open("$1")
    assert "第299天 & 作业" in reading().toPlainText()


def test_a_narrow_window_folds_by_lines(make_view: MakeView, qtbot: QtBot) -> None:
    text = "请带好健康档案。" * 200  # 1,600 characters
    view = make_view([message("$1", LI, text, at(9, 0))])
    assert shown(view) == text
    view.window().resize(260, 606)
    view.settle()
    assert text.startswith(shown(view))
    assert shown(view) != text
    view.selection.set(Place("$1", 0), Place("$1", len(shown(view))))
    assert view.selected_text() == text


def test_what_is_short_has_nothing_to_open(make_view: MakeView) -> None:
    view = make_view([message("$1", LI, "好" * 1_900, at(9, 0)), message("$2", LI, "\n" * 59, at(9, 0))])
    for key in ("$1", "$2"):
        row = view.stack.find(key)
        assert row is not None
        assert not view.stack.laid_out(row).folded
        assert [zone.kind for zone in view.stack.laid_out(row).zones] == []


def test_an_emote_and_an_unknown_kind_are_folded_too(make_view: MakeView) -> None:
    for kind in (MessageKind.EMOTE, MessageKind.UNKNOWN, MessageKind.NOTICE):
        view = make_view([message("$1", LI, LETTER, at(9, 0), kind=kind)])
        assert len(shown(view)) <= 2_000
        view.reader.open("$1")
        assert LETTER in copied_whole(reading())


def test_no_word_and_no_character_is_cut() -> None:
    assert fold("gut " * 600)[-4:] == " gut"
    assert fold("a👩‍👧" * 700).endswith("a👩‍👧") or fold("a👩‍👧" * 700).endswith("a")
    assert fold("e\u0301" * 1_500)[-1] == "\u0301"
    assert fold("a\n" * 100).count("\n") == 59


def test_markup_is_cut_where_every_tag_is_closed() -> None:
    assert fold_html("<p>kurz &amp; <b>gut</b></p>") == "<p>kurz &amp; <b>gut</b></p>"
    cut = fold_html("<blockquote><p>" + "gut " * 900 + "</p></blockquote><p>x</p>")
    assert cut.endswith("gut</p></blockquote>")
    assert fold_html("&lt;" * 3_000) == "&lt;" * 2_000
    loose = "<ul>" + "".join(f"<li>\n<p>{day}</p>\n</li>" for day in range(80)) + "</ul>"
    assert "<p>55</p>" in fold_html(loose)
    assert "<p>65</p>" not in fold_html(loose)
