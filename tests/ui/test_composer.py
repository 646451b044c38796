import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from schoolbell.domain.chat.items import Person, Quote, Role
from schoolbell.ui.messages.composer import Composer

LI = Person("@s1:x", "李明", Role.STUDENT)
WANG = Person("@g1:x", "李明爸爸", Role.GUARDIAN)


class Written:
    def __init__(self, composer):
        self.sent, self.edits, self.drafts = [], [], []
        composer.submitted.connect(lambda *sent: self.sent.append(sent))
        composer.edit_submitted.connect(lambda *edit: self.edits.append(edit))
        composer.draft_changed.connect(lambda *draft: self.drafts.append(draft))


@pytest.fixture
def composer(qtbot, theme):
    holder = QWidget()
    holder.resize(700, 500)
    made = Composer(theme, lambda prefix: [p for p in (LI, WANG) if p.name.startswith(prefix)], holder)
    made.setGeometry(0, 300, 700, 200)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    holder.activateWindow()
    made.input.setFocus()
    qtbot.waitUntil(made.input.hasFocus)
    made.holder = holder
    return made


@pytest.fixture
def written(composer):
    return Written(composer)


def compose(widget, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


def test_enter_sends_and_the_text_stays_until_it_is_in_the_outbox(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "hello")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert written.sent == [("hello", [], "")]
    assert composer.input.text() == "hello"
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)  # impatient: not twice
    assert len(written.sent) == 1
    composer.sent()
    assert composer.input.text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_while_an_input_method_composes_never_sends(qtbot, composer, written, key):
    qtbot.keyClicks(composer.input, "hi ")
    compose(composer.input, "ni hao")
    qtbot.keyClick(composer.input, key)
    assert written.sent == []
    assert composer.input.text() == "hi "
    composer.send_button.click()  # not by the button either: half a word would go
    assert written.sent == []
    compose(composer.input, "", "你好")
    qtbot.keyClick(composer.input, key)
    assert [text for text, _, _ in written.sent] == ["hi 你好"]


def test_what_is_typed_while_sending_is_kept(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "one")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    qtbot.keyClicks(composer.input, " two")
    composer.sent()
    assert composer.input.text() == " two"


def test_a_draft_that_comes_late_stands_before_what_was_typed_meanwhile(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "two")
    composer.take_draft("one ", None)
    assert composer.input.text() == "one two"
    composer.save_draft()
    assert written.drafts[-1] == ("one two", "")
    qtbot.keyClicks(composer.input, "!")
    composer.take_draft("one two", None)  # told again: the draft stands already
    assert composer.input.text() == "one two!"
    composer.take_draft("", None)
    assert composer.input.text() == "one two!"


def test_a_draft_that_comes_after_enter_does_not_go_with_it(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "two")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    composer.take_draft("one", None)
    composer.sent()
    assert composer.input.text() == "one"
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert [text for text, _, _ in written.sent] == ["two", "one"]


def test_what_is_written_over_a_text_on_its_way_stays_whole(qtbot, composer, written):
    for text in ("one", " two"):
        qtbot.keyClicks(composer.input, text)
        qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    composer.input.selectAll()
    qtbot.keyClicks(composer.input, "three")
    composer.save_draft()
    assert written.drafts[-1] == ("three", "")
    composer.sent()
    assert composer.input.text() == "three"
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)  # before the second is in the outbox
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert [text for text, _, _ in written.sent] == ["one", " two", "three"]
    composer.sent()
    assert composer.input.text() == "three"
    composer.sent()
    assert composer.input.text() == ""


def test_a_second_enter_while_the_first_text_is_on_its_way_sends_the_second_text_alone(
    qtbot, composer, written
):
    for text in ("one", " two", " three"):
        qtbot.keyClicks(composer.input, text)
        qtbot.keyClick(composer.input, Qt.Key.Key_Return)
        qtbot.keyClick(composer.input, Qt.Key.Key_Return)  # impatient
    assert [text for text, _, _ in written.sent] == ["one", " two", " three"]
    qtbot.keyClicks(composer.input, " four")
    for left in (" two three four", " three four", " four"):
        composer.sent()
        assert composer.input.text() == left
    composer.save_draft()
    assert written.drafts[-1] == (" four", "")


def test_a_draft_has_nothing_of_what_is_on_its_way(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "one")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    composer.save_draft()
    assert written.drafts == []
    qtbot.keyClicks(composer.input, " two")
    composer.save_draft()
    assert written.drafts == [(" two", "")]


def test_a_reply_that_is_on_its_way_makes_no_reply_of_what_follows(qtbot, composer, written):
    composer.begin_reply(Quote("$1", "李明", "What time?"))
    for text in ("one", "two"):
        qtbot.keyClicks(composer.input, text)
        qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    composer.begin_reply(Quote("$2", "李明", "And where?"))
    qtbot.keyClicks(composer.input, "three")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert [reply for _, _, reply in written.sent] == ["$1", "", "$2"]


def test_of_several_texts_the_refused_one_stays_and_goes_with_the_next_enter(qtbot, composer, written):
    for text in ("one", " two"):
        qtbot.keyClicks(composer.input, text)
        qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    composer.failed()
    composer.sent()
    assert composer.input.text() == "one"
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert [text for text, _, _ in written.sent] == ["one", " two", "one"]


def test_a_refused_text_can_be_sent_again(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "one")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    composer.failed()
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert len(written.sent) == 2


def test_shift_enter_breaks_the_line_and_the_box_grows_to_five_lines(qtbot, composer, written):
    heights = [composer.input.height()]
    for _ in range(7):
        qtbot.keyClick(composer.input, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        heights.append(composer.input.height())
    assert written.sent == []
    assert heights == sorted(heights)
    assert heights[0] < heights[4]
    assert heights[4] == heights[7]


def test_blank_text_is_not_sent(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "   ")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert written.sent == []
    assert not composer.send_button.isEnabled()


def test_a_mention_is_chosen_by_keyboard_and_goes_along(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "see @")
    qtbot.keyClick(composer.input, Qt.Key.Key_Down)
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert written.sent == []
    assert composer.input.text() == "see @李明爸爸 "
    qtbot.keyClicks(composer.input, "thanks")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert written.sent == [("see @李明爸爸 thanks", [("@g1:x", "李明爸爸")], "")]


def test_a_mention_that_was_deleted_again_mentions_nobody(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "@")
    qtbot.keyClick(composer.input, Qt.Key.Key_Tab)
    composer.input.setPlainText("never mind")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert written.sent == [("never mind", [], "")]


def test_an_address_is_no_mention(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "mail me@")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert [text for text, _, _ in written.sent] == ["mail me@"]


def test_reply_goes_along_and_can_be_given_up(qtbot, composer, written):
    composer.begin_reply(Quote("$1", "李明", "What time?"))
    assert composer.quote_bar.isVisible()
    qtbot.keyClicks(composer.input, "ten")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert written.sent == [("ten", [], "$1")]
    composer.sent()
    assert not composer.quote_bar.isVisible()
    composer.begin_reply(Quote("$2", "李明", "And where?"))
    qtbot.keyClick(composer.input, Qt.Key.Key_Escape)
    assert not composer.quote_bar.isVisible()


def test_an_edit_puts_the_draft_aside_and_brings_it_back(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "draft")
    composer.begin_edit("k1", "old")
    assert composer.input.text() == "old"
    qtbot.keyClicks(composer.input, "er")
    qtbot.keyClick(composer.input, Qt.Key.Key_Return)
    assert written.edits == [("k1", "older")]
    assert written.sent == []
    assert composer.input.text() == "draft"


def test_a_pause_keeps_the_draft_once(qtbot, composer, written):
    qtbot.keyClicks(composer.input, "dr")
    qtbot.waitUntil(lambda: bool(written.drafts))
    composer.save_draft()
    assert written.drafts == [("dr", "")]


def test_where_one_may_not_write_the_words_say_why(composer):
    composer.set_refusal("Only teachers may write here")
    assert not composer.input.isEnabled()
    assert not composer.send_button.isEnabled()
    assert composer.input.placeholderText() == "Only teachers may write here"
    composer.set_refusal("")
    assert composer.input.isEnabled()


def test_every_control_has_a_name(composer):
    for control in (composer.input, composer.send_button, composer.at, composer.emoji):
        assert control.accessibleName()
        assert control.objectName()
