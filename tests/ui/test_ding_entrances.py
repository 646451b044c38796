"""From a conversation to a DING: the menu of a message, who has not read it, the composer's tool."""

import pytest
from PySide6.QtCore import Qt

from schoolbell.ui.messages.entrances import DingEntrances
from schoolbell.ui.widgets.button import Button
from tests.domain.chat_school import GROUP
from tests.ui.test_messages_pane import _english, engine, files, pane, presenter, until  # noqa: F401
from tests.ui.test_reads_and_people import LISTS


class Wanted:
    """Entrances of an account that may DING, or may not."""

    def __init__(self, theme, pane, presenter):  # noqa: F811
        self.may = True
        self.texts, self.people = [], []
        self.entrances = DingEntrances(theme, pane, presenter, lambda: self.may)
        self.entrances.text_wanted.connect(lambda *what: self.texts.append(what))
        self.entrances.people_wanted.connect(lambda *what: self.people.append(what))


@pytest.fixture
async def wanted(theme, pane, presenter, until):  # noqa: F811
    pane.open_room(GROUP)
    await until(lambda: presenter.timeline.rowCount() > 5)
    return Wanted(theme, pane, presenter)


def entries(pane, presenter):  # noqa: F811
    item = next(item for item in reversed(presenter.timeline.items()) if getattr(item, "body", ""))
    menu = pane.menu.build(item, "", True)
    found = {action.text(): action for action in menu.actions()}
    return item, found


async def test_a_message_can_be_dinged_from_its_menu(wanted, pane, presenter):  # noqa: F811
    item, found = entries(pane, presenter)
    found["DING this"].trigger()
    assert wanted.texts == [(GROUP, item.body, item.event_id)]


async def test_those_who_have_not_read_it_are_one_click_away(wanted, pane, qtbot):  # noqa: F811
    pane.pages.show("reads")
    page = pane.pages.reads
    page.show_lists(LISTS)
    wanted.entrances.refresh()
    button = page.findChild(Button, "dingUnread")
    assert (button.text(), button.isEnabled()) == ("DING the 3 unread", True)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.people == [(("@李明:x", "@李明爸爸:x", "@王子涵妈妈:x"), LISTS.body, LISTS.event_id)]


async def test_the_composers_tool_starts_one_for_this_chat(wanted, qtbot):
    qtbot.mouseClick(wanted.entrances.tool, Qt.MouseButton.LeftButton)
    assert wanted.texts == [(GROUP, "", "")]


async def test_who_may_not_ding_sees_nothing_of_it(wanted, pane, presenter):  # noqa: F811
    wanted.may = False
    pane.pages.show("reads")
    wanted.entrances.refresh()
    assert "DING this" not in entries(pane, presenter)[1]
    assert wanted.entrances.tool.isHidden()
    assert pane.pages.reads.findChild(Button, "dingUnread").isHidden()


async def test_a_member_of_the_chat_can_be_dinged(wanted, pane, presenter, qtbot, until):  # noqa: F811
    pane.pages.show("members")
    page = pane.pages.members
    await until(lambda: page.view.model().rowCount() > 1)
    place = page.view.visualRect(page.view.model().index(1, 0)).center()
    person = page.person_at(place)
    (action,) = page.person_menu(person).actions()
    assert action.text() == f"DING {person.name}"
    action.trigger()
    assert wanted.people == [((person.user_id,), "", "")]
