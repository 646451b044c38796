"""The box in which a notice is written, by itself: undo, links, what does not fit, its picture."""

import msgspec
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from schoolbell.domain.notices.items import TEXT_LIMIT, NoticeDraft
from schoolbell.ui.messages.timeline_html import read_html
from schoolbell.ui.notices.editor import NoticeEditor
from schoolbell.ui.notices.preview import Preview
from schoolbell.ui.notices.rich_text import Rich

HTML = '<p>See <a href="https://school.test/a">the page</a> and <strong>sign</strong></p>'


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


@pytest.fixture
def window(qtbot):
    made = QWidget()
    QVBoxLayout(made)
    made.resize(600, 400)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def editor(window, theme):
    made = NoticeEditor(theme)
    window.layout().addWidget(made)
    made.show()
    return made


def color_at(field, position):
    """The colour that a character is painted in."""
    block = field.document().findBlock(position)
    at = position - block.position()
    for one in block.layout().formats():
        if one.start <= at < one.start + one.length:
            return one.format.foreground().color().name()
    return ""


@pytest.fixture
def other_theme(theme):
    yield lambda: theme.set_mode("light" if theme.tokens.dark else "dark")
    theme.set_mode("light")


def test_another_theme_leaves_what_can_be_undone_and_the_caret(editor, qtbot, theme, other_theme):
    field = editor.field
    qtbot.keyClicks(field, "one two")
    field.setTextCursor(_chosen(field, 4, 7))
    field.set_bold(True)
    told = []
    editor.written.connect(told.append)
    other_theme()
    assert field.textCursor().selectedText() == "two"
    assert told == [], "nothing was written"
    field.undo()
    assert field.rich() == Rich("one two", "")
    field.undo()
    assert field.toPlainText() == ""


def test_another_draft_cannot_be_undone_into_this_one(editor):
    editor.show_rich(Rich("first", ""))
    editor.show_rich(Rich("See the page and sign", HTML))
    for _ in range(5):
        editor.field.undo()
    assert editor.field.rich() == Rich("See the page and sign", HTML)


def test_links_have_the_colour_of_the_theme_and_are_written_without_it(editor, theme, other_theme):
    editor.show_rich(Rich("See the page and sign", HTML))
    before = theme.tokens.accent_text.name()
    assert color_at(editor.field, 5) == before
    assert color_at(editor.field, 0) == ""
    other_theme()
    assert color_at(editor.field, 5) == theme.tokens.accent_text.name() != before
    assert editor.field.rich() == Rich("See the page and sign", HTML)


def _chosen(field, start, end):
    cursor = QTextCursor(field.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def test_the_box_for_a_link_goes_with_its_page(window, editor, qtbot):
    editor.link.click()
    assert editor.linking.isVisible()
    editor.hide()
    assert editor.linking.isHidden()
    editor.show()
    editor.link.click()
    box = editor.linking
    gone = []
    box.destroyed.connect(lambda: gone.append(True))
    editor.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == [True]


@pytest.mark.parametrize("count", [1, 37, 4_000])
@pytest.mark.parametrize(
    "made",
    [
        lambda count: NoticeDraft("x", "t", "a" * (TEXT_LIMIT + count)),
        lambda count: NoticeDraft("x", "t", "字" * (9_998 + count)),
        lambda count: NoticeDraft("x", "t", "字" * (4_998 + count), html="<b>" + "字" * (4_998 + count)),
    ],
)
def test_it_is_said_how_many_characters_are_too_many(editor, made, count):
    draft = made(count)
    assert abs(draft.too_many - count) <= 5
    assert msgspec.structs.replace(draft, edits="x").lacks(0) == "long"
    editor.show_rich(Rich(draft.text, ""))
    editor.show_too_many(draft.too_many)
    assert editor.count.full_text().startswith(f"about {draft.too_many} ")
    assert editor.count.full_text().endswith("too many")
    fits = made(-5)
    assert fits.too_many == 0
    editor.show_too_many(fits.too_many)
    assert "many" not in editor.count.full_text()


def test_the_picture_is_as_high_as_its_card_at_any_width(qtbot, theme):
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QHBoxLayout(holder)
    preview = Preview(theme)
    layout.addWidget(preview)
    holder.resize(700, 900)
    holder.show()
    preview.show_draft(NoticeDraft("x", "Flu", "word " * 20), 1, "Title")
    wide = preview.height()
    holder.resize(300, 900)
    qtbot.waitUntil(lambda: preview.height() > wide)
    assert preview.height() == preview._lay(preview.width()).height + 1


@pytest.mark.parametrize("text", ["a  b   c", "  two in front", "one\u2028 two", "at the end  ", "a b"])
def test_runs_of_spaces_stay_in_formatted_text(editor, text):
    field = editor.field
    field.setPlainText("bold " + text)
    field.setTextCursor(_chosen(field, 0, 4))
    field.set_bold(True)
    rich = field.rich()
    assert rich.html
    assert read_html(rich.html)[0] == rich.text, "as it is read"
    editor.show_rich(Rich("", ""))
    editor.show_rich(rich)
    assert field.rich() == rich, "as it is gone on with"


def test_spaces_over_the_end_of_bold_words_stay(editor):
    field = editor.field
    field.setPlainText("bold   then")
    field.setTextCursor(_chosen(field, 0, 5))
    field.set_bold(True)
    assert read_html(field.rich().html)[0] == "bold   then"
