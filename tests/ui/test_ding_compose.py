"""Writing a DING through the window: whom, what, when; sent, taken back, kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt, QTime, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.blocks import Confirm, Counts, Remind
from schoolbell.ui.announcements.moment import read_time
from tests.fakes import ding as school
from tests.fakes.ding import TARGETS, at
from tests.ui.ding_stand import Stand


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


@pytest.fixture
async def stand(qtbot, theme, tmp_path):
    made = Stand(qtbot, theme, tmp_path)
    await made.settle()
    yield made
    await made.stop()


def click(stand, widget):
    stand.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


async def test_chosen_written_sent_and_taken_back(stand):
    click(stand, stand.pane.lists.new)
    page = stand.pane.compose
    assert page.to.line.hasFocus()
    page.to.line.insert("三年级2班")
    page.to.line.textEdited.emit(page.to.line.text())
    stand.qtbot.keyClick(page.to.line, Qt.Key.Key_Down)
    stand.qtbot.keyClick(page.to.line, Qt.Key.Key_Return)
    page.text.input.insertPlainText("明天线上上课")
    await stand.settle()
    assert [target.kind for target in stand.compose.draft.targets] == ["students"]
    assert page.send.text() == "Send to 43 people"
    click(stand, page.send)
    await stand.settle()
    assert stand.shown == "comingPage"
    toast = stand.pane.toast
    assert toast.isVisible()
    assert toast.accessibleName() == "Goes in 10 seconds to 43 people"
    stand.clock.advance(4)
    toast._count()
    assert toast.accessibleName().startswith("Goes in 6 seconds")
    click(stand, toast.undo)
    await stand.settle()
    assert stand.shown == "dingComposer"
    assert page.text.input.toPlainText() == "明天线上上课"
    assert [chip.target.kind for chip in page.to._chips] == ["students"]
    assert not toast.isVisible()


async def test_ctrl_z_takes_back(stand):
    await stand.write()
    click(stand, stand.pane.compose.send)
    await stand.settle()
    QTest.keyClick(stand.pane.lists.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await stand.settle()
    assert stand.did("undo") == [("undo", "new1")]


async def test_ctrl_z_in_a_text_undoes_typing(stand):
    await stand.write()
    stand.pane.compose.text.input.insertPlainText("！")
    QTest.keyClick(stand.pane.compose.text.input, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    await stand.settle()
    assert stand.did("undo") == []
    assert not stand.compose.draft.text.endswith("！")


async def test_send_now_ends_the_wait(stand):
    await stand.write()
    click(stand, stand.pane.compose.send)
    await stand.settle()
    click(stand, stand.pane.toast.now)
    await stand.settle()
    assert stand.did("now") == [("now", "new1")]
    assert not stand.pane.toast.isVisible()


async def test_ctrl_enter_sends_enter_does_not(stand):
    await stand.write()
    text = stand.pane.compose.text.input
    stand.qtbot.keyClick(text, Qt.Key.Key_Return)
    await stand.settle()
    assert stand.did("send") == []
    assert text.toPlainText().endswith("\n")
    stand.qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await stand.settle()
    assert len(stand.did("send")) == 1


async def test_ctrl_enter_sends_from_any_control(stand):
    await stand.write()
    QTest.keyClick(stand.pane.compose.keep, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await stand.settle()
    assert len(stand.did("send")) == 1


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
async def test_while_an_input_method_composes_nothing_is_sent(stand, modifier):
    await stand.write()
    text = stand.pane.compose.text.input
    text.setFocus()
    QApplication.sendEvent(text, QInputMethodEvent("mingtian", []))
    stand.qtbot.keyClick(text, Qt.Key.Key_Return, modifier)
    await stand.settle()
    assert stand.did("send") == []
    assert text.toPlainText() == school.TEXT
    committed = QInputMethodEvent("", [])
    committed.setCommitString("明天")
    QApplication.sendEvent(text, committed)
    stand.qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await stand.settle()
    assert len(stand.did("send")) == 1


async def test_composing_a_name_chooses_nobody(stand):
    stand.pane.begin()
    line = stand.pane.compose.to.line
    stand.qtbot.keyClick(line, Qt.Key.Key_Down)
    QApplication.sendEvent(line, QInputMethodEvent("li", []))
    stand.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert stand.compose.draft.targets == ()


async def test_recipients_by_keyboard(stand):
    await stand.write()
    field = stand.pane.compose.to
    stand.qtbot.keyClick(field.line, Qt.Key.Key_Backspace)
    await stand.settle()
    assert len(stand.compose.draft.targets) == 2
    field._chips[0].setFocus()
    stand.qtbot.keyClick(field._chips[0], Qt.Key.Key_Delete)
    await stand.settle()
    assert [target.kind for target in stand.compose.draft.targets] == ["students"]
    assert field.line.hasFocus()
    stand.qtbot.keyClick(field.line, Qt.Key.Key_Down)
    assert field.popup.isVisible()
    stand.qtbot.keyClick(field.line, Qt.Key.Key_Escape)
    assert not field.popup.isVisible()
    assert stand.shown == "dingComposer"


async def test_the_cross_of_a_chip_takes_it_out(stand):
    await stand.write()
    chip = stand.pane.compose.to._chips[2]
    place = QPoint(chip.width() - 10, chip.height() // 2)
    stand.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=place)
    await stand.settle()
    assert len(stand.compose.draft.targets) == 2


async def test_who_is_near_at_hand_is_not_looked_up_at_every_key(stand, qtbot, monkeypatch):
    stand.pane.begin()
    await stand.settle()
    asked, find = [], stand.desk.targets
    monkeypatch.setattr(stand.desk, "targets", lambda text: asked.append(text) or find(text))
    qtbot.keyClicks(stand.pane.compose.text.input, "tomorrow")
    await stand.settle()
    assert (stand.compose.draft.text, asked) == ("tomorrow", [])
    click(stand, stand.pane.compose.suggestions._chips[0])
    await stand.settle()
    assert asked == [""], "who is chosen is not near at hand any more"


async def test_suggestions_add_somebody(stand):
    await stand.write()
    click(stand, stand.pane.compose.suggestions._chips[0])
    await stand.settle()
    assert stand.compose.draft.targets[-1] == TARGETS[3]
    assert stand.pane.compose.suggestions.count.full_text() == "130 people · 43 families"


async def test_what_is_missing_is_said(stand):
    await stand.write("", ())
    page = stand.pane.compose
    assert page.hint.full_text() == "Choose who gets it."
    stand.compose.add_target(TARGETS[0])
    await stand.settle()
    assert page.hint.full_text() == "Write what they must know."
    page.text.input.insertPlainText("长" * 501)
    await stand.settle()
    assert "too long" in page.hint.full_text()
    assert page.text.counter.full_text() == "501 / 500"
    assert not page.send.isEnabled()


async def test_the_guard_offers_tomorrow(stand):
    stand.desk.guard = school.GUARD
    await stand.write()
    guard = stand.pane.compose.guard
    assert guard.isVisible()
    click(stand, guard.later)
    await stand.settle()
    assert stand.compose.draft.due_ms == at(16, 7, 30)
    assert not guard.isVisible()
    assert stand.pane.compose.send.text() == "Schedule for 125 people"
    click(stand, stand.pane.compose.send)
    await stand.settle()
    assert stand.did("send")[0][1].due_ms == at(16, 7, 30)
    assert not stand.pane.toast.isVisible()
    assert stand.pane.lists.tab == "scheduled"


async def test_send_now_anyway_sends(stand):
    stand.desk.guard = school.GUARD
    await stand.write()
    click(stand, stand.pane.compose.guard.now)
    await stand.settle()
    assert len(stand.did("send")) == 1
    assert stand.pane.toast.isVisible()


async def test_a_day_and_a_time_are_chosen(stand):
    await stand.write()
    options = stand.pane.compose.options
    click(stand, options.when.items["later"])
    await stand.settle()
    assert stand.compose.draft.due_ms == at(16, 7, 30)
    click(stand, options.due.day)
    month = options.due.calendar.month
    assert not month.day(QDate(2026, 4, 14)).isEnabled()
    click(stand, month.day(QDate(2026, 4, 20)))
    options.due.time.setText("830")
    stand.qtbot.keyClick(options.due.time, Qt.Key.Key_Return)
    await stand.settle()
    assert stand.compose.draft.due_ms == at(20, 8, 30)
    stand.qtbot.keyClick(options.due.time, Qt.Key.Key_Up)
    assert stand.compose.draft.due_ms == at(20, 8, 35)
    click(stand, options.when.items["now"])
    await stand.settle()
    assert stand.compose.draft.due_ms == 0


@pytest.mark.parametrize(
    ("text", "time"),
    [("7:30", QTime(7, 30)), ("0730", QTime(7, 30)), ("１８：０５", QTime(18, 5)), ("9", QTime(9, 0))],
)
def test_times_are_read_as_people_write_them(text, time):
    assert read_time(text) == time


@pytest.mark.parametrize("text", ["", "25:00", "morgen", "7:99"])
def test_other_words_are_no_time(text):
    assert not read_time(text).isValid()


async def test_without_an_office_this_computer_must_be_on(stand):
    stand.desk.office = False
    await stand.write()
    options = stand.pane.compose.options
    click(stand, options.when.items["later"])
    await stand.settle()
    assert options._due_note.full_text() == "This computer must be on then"
    assert options._remind_note.full_text() == "while this computer is on"


async def test_choices_of_the_form_reach_the_draft(stand):
    await stand.write()
    options = stand.pane.compose.options
    click(stand, options.confirm.items["sign"])
    click(stand, options._radios[Counts.EITHER])
    click(stand, options.until.items["until"])
    options.every.setCurrentIndex(options.every.findData(30))
    options.every.activated.emit(options.every.currentIndex())
    click(stand, options.channels.cards["call"])
    click(stand, options.channels.cards["app"])
    await stand.settle()
    draft = stand.compose.draft
    assert (draft.confirm, draft.counts, draft.remind) == (Confirm.SIGN, Counts.EITHER, Remind(30, 3))
    assert draft.deadline == at(15, 18)
    assert draft.channels == ("app", "call")
    assert options.channels.cards["app"].isChecked()
    click(stand, options.remind)
    assert stand.compose.draft.remind is None
    await stand.settle()


async def test_a_channel_without_a_gateway_is_locked_and_says_why(stand):
    await stand.write()
    sms = stand.pane.compose.options.channels.cards["sms"]
    assert not sms.isEnabled()
    assert sms.accessibleDescription() == "No gateway here"


async def test_files_are_dropped_pasted_and_removed(stand, tmp_path):
    await stand.write()
    page, path = stand.pane.compose, tmp_path / "课表.pdf"
    path.write_bytes(b"x" * 2000)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(40, 40), copy, mime, left, none))
    assert page.drop.isVisible()
    QApplication.sendEvent(page, QDropEvent(QPointF(40, 40), copy, mime, left, none))
    assert not page.drop.isVisible()
    picture = QMimeData()
    picture.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    page.text.input.insertFromMimeData(picture)
    await stand.settle()
    names = [file.name for file in stand.compose.draft.files]
    assert names == ["课表.pdf", "picture.png"]
    assert Path(stand.compose.draft.files[1].path).exists()
    chip = next(
        one for one in page.text.findChildren(object, "draftFile") if one.accessibleName() == "课表.pdf"
    )
    click(stand, chip.remove)
    await stand.settle()
    assert [file.name for file in stand.compose.draft.files] == ["picture.png"]


async def test_closing_keeps_a_draft_and_says_when(stand):
    await stand.write("别忘了")
    page = stand.pane.compose
    page.text.input.insertPlainText("！")
    await stand.settle()
    assert page._saved.full_text() == "draft saved 11:27"
    click(stand, page.close_button)
    await stand.settle()
    assert stand.desk.kept["new1"].text == "别忘了！"
    assert stand.shown != "dingComposer"


async def test_opening_something_else_keeps_the_draft(stand):
    await stand.write("别忘了")
    stand.pane.compose.text.input.insertPlainText("！")
    await stand.open("r1")
    assert stand.shown == "receivedPage"
    assert stand.desk.kept["new1"].text == "别忘了！"


async def test_a_kept_draft_is_opened_from_the_list(stand):
    stand.desk.kept["d1"] = school.DingDraft("d1", "明早改线上上课", TARGETS[:1])
    await stand.open("d1", "sent")
    assert stand.pane.compose.text.input.toPlainText() == "明早改线上上课"
    assert stand.pane.compose.to._chips[0].target == TARGETS[0]


async def test_deleting_a_draft_asks_once(stand):
    await stand.write("别忘了")
    question = stand.pane.compose.ask_discard()
    click(stand, question.yes)
    await stand.settle()
    assert stand.did("discard") == [("discard", "new1")]
    assert stand.shown != "dingComposer"


async def test_a_full_disk_says_so_and_loses_nothing(stand):
    await stand.write()
    stand.desk.fail = KnownError(ErrorCode.DISK_FULL)
    click(stand, stand.pane.compose.send)
    await stand.settle()
    assert "disk is full" in stand.pane.notice.words.full_text()
    assert stand.shown == "dingComposer"
    assert stand.pane.compose.text.input.toPlainText() == school.TEXT
    assert stand.pane.compose.send.isEnabled()


async def test_too_late_is_said(stand):
    await stand.write()
    click(stand, stand.pane.compose.send)
    await stand.settle()
    stand.desk.late = True
    click(stand, stand.pane.toast.undo)
    await stand.settle()
    assert "already gone out" in stand.pane.notice.words.full_text()


async def test_a_scheduled_one_is_taken_back_and_edited(stand):
    await stand.open("s1", "scheduled")
    assert stand.shown == "comingPage"
    click(stand, stand.pane.coming.edit)
    await stand.settle()
    assert stand.did("undo") == [("undo", "s1")]
    assert stand.shown == "dingComposer"


async def test_in_a_narrow_window_the_guard_stands_above_the_form(qtbot, theme, tmp_path):
    stand = Stand(qtbot, theme, tmp_path, (960, 600))
    stand.desk.guard = school.GUARD
    await stand.settle()
    await stand.write()
    page = stand.pane.compose
    assert not page.side.isVisible()
    assert page.guard.isVisible()
    assert page.area.isAncestorOf(page.guard)
    assert page.send.isVisible()
    await stand.stop()


async def test_tab_goes_through_the_whole_form_in_its_order(stand):
    await stand.write()
    stand.compose.add_target(TARGETS[3])
    stand.compose.remove_target(TARGETS[1])
    await stand.settle()
    page = stand.pane.compose
    page.close_button.setFocus()
    passed = []
    for _ in range(60):
        focused = QApplication.focusWidget()
        passed.append(focused)
        if focused is page.send:
            break
        stand.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    options = page.options
    wanted = [
        page.to._chips[0], page.to.line, page.text.input, page.text.attach, page.text.voice,
        options.confirm.items["tap"], options.when.items["now"], options.remind, options.every,
        options.channels.cards["app"], page.keep, page.send,
    ]  # fmt: skip
    places = [passed.index(widget) for widget in wanted]
    assert places == sorted(places)


async def test_who_writes_on_while_it_goes_stays_in_the_editor(stand):
    await stand.write()
    page = stand.pane.compose
    stand.desk.way_out.clear()
    stand.qtbot.mouseClick(page.send, Qt.MouseButton.LeftButton)
    page.text.input.setPlainText("还有一件事")
    stand.desk.way_out.set()
    await stand.settle()
    assert stand.did("send")
    assert page.isVisible()
    assert page.text.input.toPlainText() == "还有一件事"
    assert page.send.isEnabled()
    assert [one.text for one in stand.desk.kept.values()] == ["还有一件事"]
