"""A message that was changed after its end: the mark, the later words in the reader, by keyboard too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from schoolbell.domain.chat.items import NoticeFacts
from schoolbell.ui.messages.timeline_reader import MessageField
from schoolbell.ui.messages.timeline_words import spoken
from tests.ui.test_timeline_reading import make_view, panes  # noqa: F401
from tests.ui.timeline_school import LI, ME, at, message

WORDS = "明早八点交作业"
LATER = "明早十点交作业"


@pytest.fixture(autouse=True)
def _english(languages):
    languages.use("en")


def card():
    return NoticeFacts(key="n", title="春游", text=WORDS, confirm="none", ts=at(9, 0))


def late_zone(view, key):
    row = view.stack.find(key)
    layout = view.stack.laid_out(row)
    (zone,) = [zone for zone in layout.zones if zone.kind == "late"]
    return layout, zone, view.stack.top_of(row)


@pytest.mark.parametrize("sender", [LI, ME])
@pytest.mark.parametrize("notice", [None, card()])
def test_a_click_opens_the_later_words(make_view, qtbot, sender, notice):  # noqa: F811
    view = make_view([message("m", sender, WORDS, at(9, 0), late=LATER, notice=notice)])
    layout, zone, top = late_zone(view, "m")
    said = [one.text for one in layout.words]
    assert "Changed after the deadline:" in said
    assert "show" in said
    assert LATER not in " ".join(said)
    assert zone.rect.left() >= 0
    assert zone.rect.right() <= layout.width
    assert zone.rect.top() >= layout.content.bottom()
    assert zone.rect.bottom() <= layout.height + 2
    centre = zone.rect.center().toPoint()
    centre.setY(centre.y() + top)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    field = QApplication.focusWidget()
    assert isinstance(field, MessageField)
    assert field.toPlainText() == LATER
    assert "does not count" in field.accessibleName()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    view.reader.open("m")
    assert view.reader.field.toPlainText() != LATER, "the words that act"


def test_the_keyboard_gets_there_and_a_screen_reader_is_told(make_view, qtbot):  # noqa: F811
    item = message("m", LI, WORDS, at(9, 0), late=LATER)
    view = make_view([item])
    view.set_current("m", by_keyboard=True)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    zone = view.keys.zone()
    assert (zone.kind, zone.name) == ("late", "Show what was changed after the deadline, does not count")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert QApplication.focusWidget().toPlainText() == LATER
    assert "changed after the deadline" in spoken(item, at(11, 0))
    assert LATER not in spoken(item, at(11, 0))


def test_without_a_late_change_there_is_no_mark(make_view):  # noqa: F811
    view = make_view([message("m", LI, WORDS, at(9, 0), edited=True)])
    layout = view.stack.laid_out(view.stack.find("m"))
    assert [zone for zone in layout.zones if zone.kind == "late"] == []
