"""Muting from the window: a member's and a message's menu, all at once, what the muted person reads, undo."""

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt
from PySide6.QtWidgets import QMenu

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import StateItem
from schoolbell.domain.chat.mute_order import MuteOrder
from schoolbell.domain.chat.muting import Muting
from schoolbell.domain.mute_levels import closing, muted_in
from schoolbell.domain.mutes import MUTE_TYPE
from schoolbell.domain.verdicts import Verdicts
from schoolbell.sync.ingest import Ingest
from schoolbell.ui.messages import timeline_words
from schoolbell.ui.messages.muting import MutingEntrances
from schoolbell.ui.widgets.button import Button
from schoolbell.viewmodels.muting import MutingPresenter
from schoolbell.viewmodels.words import state_text
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI, OFFICE, POWER, SCHOOL, WANG
from tests.domain.test_mutes import AT, HOUR, LEVELS, ZONE
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME
from tests.fakes.levels import ScriptedLevels
from tests.ui.test_messages_pane import _english, engine, files, presenter, until  # noqa: F401
from tests.ui.test_messages_pane import pane as made_pane  # noqa: F401


@pytest.fixture
def clock():
    return FakeClock(start_ms=AT)


@pytest.fixture
def pane(made_pane, clock):  # noqa: F811
    made_pane._now_ms = made_pane.pages._now_ms = clock.now_ms
    return made_pane


@pytest.fixture
def popped(monkeypatch):
    """Menus that were opened, none of them shown: the platform of the tests cannot grab the keyboard."""
    found = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_: found.append(menu))
    return found


class Muted:
    """The group's levels at the server, and what the window offers."""

    def __init__(self, theme, pane, presenter, engine, files, clock):  # noqa: F811
        self.pane, self.chat, self.clock = pane, presenter, clock
        self.office = None
        self.levels = ScriptedLevels(engine, GROUP, POWER, clock)
        muting = Muting(files, self.levels, ME, clock, ZONE, lambda: self.office, MuteOrder())
        self.presenter = MutingPresenter(presenter.bridge, presenter.session, muting, pane)
        self.entrances = MutingEntrances(theme, pane, self.presenter, clock.now_ms)

    @property
    def page(self):
        return self.pane.pages.members

    def person(self, user):
        return next(one for one in self.page._people if one.user_id == user)

    def note(self, user):
        rows = [self.page._model.row(index) for index in range(self.page._model.rowCount())]
        return next(row.note for row in rows if row.person.user_id == user)

    def entries(self, user):
        menu = self.page.person_menu(self.person(user))
        if menu is None:
            return {}
        return {action.text(): action for action in menu.actions()}


@pytest.fixture
async def muted(theme, pane, presenter, engine, files, clock, until):  # noqa: F811
    engine.ingest = Ingest(ME, judge=Verdicts((SCHOOL,)))
    made = Muted(theme, pane, presenter, engine, files, clock)
    pane.open_room(GROUP)
    await made.levels.change(LEVELS, OFFICE)
    pane.pages.show("members")
    pane.details.show_page("members")
    await until(lambda: made.presenter.mutes.may and made.page._people)
    yield made
    made.presenter.stop()


def choices(entry):
    return {action.text(): action for action in entry.menu().actions()}


async def test_nothing_is_shown_before_there_is_a_members_page(
    theme, pane, presenter, engine, files, clock, until  # noqa: F811
):  # fmt: skip
    engine.ingest = Ingest(ME, judge=Verdicts((SCHOOL,)))
    made = Muted(theme, pane, presenter, engine, files, clock)
    pane.open_room(GROUP)
    await made.levels.change(LEVELS, OFFICE)
    await until(lambda: made.presenter.mutes.may)
    for shown_later in (made.entrances.button, made.entrances.foot):
        assert shown_later.window() is pane.window(), "no window of its own"
        assert shown_later.isHidden()
    pane.pages.show("members")
    await until(lambda: not made.entrances.button.isHidden())
    assert made.page.isAncestorOf(made.entrances.button)
    made.presenter.stop()


async def test_a_member_is_muted_for_a_chosen_time_and_the_way_back_is_offered(muted, until, qtbot):  # noqa: F811
    entries = muted.entries(LI)
    assert list(entries) == ["Mute …"]
    offered = choices(entries["Mute …"])
    assert list(offered) == [
        "5 minutes", "1 hour", "Until tomorrow 7:00", "1 day", "7 days", "30 days", "Until somebody lifts it"
    ]  # fmt: skip
    offered["1 hour"].trigger()
    await until(lambda: muted_in(muted.levels.content) == {LI})
    await until(muted.entrances.strip.isVisible)
    strip = muted.entrances.strip
    assert strip._words.text().startswith("李明 is muted until ")
    assert strip._note.text() == "This computer must be on then", "no office lifts it"
    await until(lambda: muted.note(LI).startswith("Muted until "))
    assert list(muted.entries(LI)) == ["Change mute …", "Unmute"]
    assert muted.note(WANG) == ""
    qtbot.mouseClick(strip._button, Qt.MouseButton.LeftButton)
    await until(lambda: not muted_in(muted.levels.content))
    await until(lambda: muted.note(LI) == "")
    assert not strip.isVisible()


async def test_a_second_mute_while_one_is_on_its_way_is_done_as_well(muted, until):  # noqa: F811
    muted.levels.free.clear()
    choices(muted.entries(LI)["Mute …"])["1 day"].trigger()
    choices(muted.entries(WANG)["Mute …"])["1 hour"].trigger()
    muted.levels.free.set()
    await until(lambda: muted_in(muted.levels.content) == {LI, WANG})
    await until(lambda: muted.note(LI).startswith("Muted until ") and muted.note(WANG))


async def test_in_another_room_nothing_is_said_of_it(muted, pane, until):  # noqa: F811
    muted.levels.free.clear()
    told = []
    muted.presenter.done.connect(told.append)
    choices(muted.entries(LI)["Mute …"])["1 day"].trigger()
    pane.open_room(CHAT)
    muted.levels.free.set()
    await until(lambda: muted_in(muted.levels.content) == {LI} and not muted.levels.asked[4:])
    await until(lambda: muted.presenter.mutes.room_id == CHAT)
    assert (told, muted.entrances.strip.isHidden()) == ([], True)


async def test_in_a_narrow_window_the_way_back_stands_under_the_members(muted, until, qtbot):  # noqa: F811
    muted.pane.resize(896, 600)
    choices(muted.entries(LI)["Mute …"])["1 day"].trigger()
    foot = muted.entrances.foot
    await until(foot.isVisible)
    assert foot.words.text().splitlines()[1] == "This computer must be on then"
    assert muted.page.rect().contains(foot.geometry())
    qtbot.mouseClick(foot.undo, Qt.MouseButton.LeftButton)
    await until(lambda: not muted_in(muted.levels.content))
    assert foot.isHidden()


async def test_where_an_office_lifts_nothing_is_said_of_this_computer(muted, until):  # noqa: F811
    muted.office = "https://office.school.test"
    choices(muted.entries(WANG)["Mute …"])["30 days"].trigger()
    await until(muted.entrances.strip.isVisible)
    assert not muted.entrances.strip._note.isVisible()


async def test_a_muted_person_is_let_write_again(muted, until):  # noqa: F811
    await muted.levels.change({**LEVELS, "users": {**LEVELS["users"], LI: -1}}, CHEN)
    await until(lambda: muted.note(LI) == "Muted")
    muted.entries(LI)["Unmute"].trigger()
    await until(lambda: muted.levels.content == LEVELS)
    await until(lambda: muted.entrances.strip.isVisible())
    assert muted.entrances.strip._words.text() == "李明 may write again"


async def test_teachers_and_i_myself_cannot_be_muted(muted):
    assert muted.entries(CHEN) == {}
    assert muted.entries(ME) == {}


async def test_a_click_on_a_member_opens_the_menu_and_so_does_the_keyboard(muted, qtbot, popped):
    view, page = muted.page.view, muted.page
    rows = [page._model.row(index).person.user_id for index in range(page._model.rowCount())]
    index = view.model().index(rows.index(LI), 0)

    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    (menu,) = popped
    assert menu.objectName() == "personMenu"
    view.setFocus()
    view.setCurrentIndex(index)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert [action.text() for action in popped[1].actions()] == ["Mute …"]
    view.setCurrentIndex(view.model().index(rows.index(ME), 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(popped) == 2


async def test_who_wrote_a_message_can_be_muted_from_its_menu(muted, engine, presenter, until, pane):  # noqa: F811
    await engine.deliver(GROUP, engine.text("哈哈哈", LI), engine.text("安静", ME))
    await until(lambda: presenter.timeline.items()[-1].body == "安静")
    spoken = {item.body: item for item in presenter.timeline.items() if getattr(item, "body", "")}
    menu = pane.menu.build(spoken["哈哈哈"], "", True)
    entry = next(action for action in menu.actions() if action.text() == "Mute …")
    choices(entry)["5 minutes"].trigger()
    await until(lambda: muted_in(muted.levels.content) == {LI})
    for own in (spoken["安静"], spoken["m30"]):
        assert "Mute …" not in [action.text() for action in pane.menu.build(own, "", True).actions()]


async def test_all_are_muted_and_allowed_to_write_again(muted, until, qtbot):  # noqa: F811
    button = muted.page.findChild(Button, "muteAll")
    assert (button.text(), button.isVisible()) == ("Mute all", True)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await until(lambda: muted.levels.content == closing(LEVELS, True))
    await until(lambda: button.text() == "Allow all to write")
    assert muted.entrances.strip._words.text() == "All are muted: only teachers write now"
    assert muted.pane.composer.refusal == "", "teachers write"
    qtbot.mouseClick(muted.entrances.strip._button, Qt.MouseButton.LeftButton)
    await until(lambda: muted.levels.content == LEVELS)
    await until(lambda: button.text() == "Mute all")


async def test_a_refusal_is_said_in_words(muted, until):  # noqa: F811
    muted.levels.refuse = KnownError(ErrorCode.FORBIDDEN)
    choices(muted.entries(LI)["Mute …"])["1 day"].trigger()
    await until(muted.pane.notice.isVisible)
    assert muted.pane.notice._words.text().startswith("Who may write here was not changed.")
    assert muted.note(LI) == ""


async def test_who_has_no_power_is_offered_nothing(muted, until):  # noqa: F811
    await muted.levels.change({**LEVELS, "users": {CHEN: 50}}, OFFICE)
    await until(lambda: not muted.presenter.mutes.may)
    assert muted.entries(LI) == {}
    assert not muted.entrances.button.isVisible()


async def test_the_muted_person_reads_until_when_and_still_reacts(
    muted, engine, presenter, pane, until, popped  # noqa: F811
):
    content = {"v": 1, "user": ME, "until": AT + HOUR}
    await engine.deliver(GROUP, engine.event(MUTE_TYPE, content, CHEN, ts=AT))
    await muted.levels.change({**LEVELS, "users": {CHEN: 50, ME: -1}}, CHEN)
    await until(lambda: pane.composer.refusal.startswith("You are muted until "))
    told = QDateTime.fromMSecsSinceEpoch(AT + HOUR).toString("HH:mm")
    assert pane.composer.refusal == f"You are muted until {told}"
    assert pane.composer.input.placeholderText() == pane.composer.refusal
    assert not pane.composer.input.isEnabled()
    item = next(one for one in presenter.timeline.items() if getattr(one, "body", ""))
    pane._show_menu(item.key, QPoint(100, 100))
    offered = [action.text() for action in popped[0].actions()]
    assert "React" in offered
    assert "Reply" not in offered


async def test_while_all_are_muted_the_others_read_why(muted, pane, until):  # noqa: F811
    await muted.levels.change(closing({**LEVELS, "users": {CHEN: 50}}, True), CHEN)
    await until(lambda: pane.composer.refusal == "All are muted: only teachers may write for now")


@pytest.mark.parametrize(
    ("what", "minutes", "said"),
    [
        ("muted", 60, "陈静 muted 李明 for 1 hour"),
        ("muted", 5, "陈静 muted 李明 for 5 minutes"),
        ("muted", 30 * 24 * 60, "陈静 muted 李明 for 30 days"),
        ("muted", 24 * 60, "陈静 muted 李明 for 1 day"),
        ("muted", 0, "陈静 muted 李明"),
        ("unmuted", 0, "陈静 lets 李明 write again"),
        ("closed", 0, "陈静 muted all: only teachers may write"),
        ("opened", 0, "陈静 lets all write again"),
    ],
)
def test_the_line_says_who_muted_whom_and_how_long(what, minutes, said):
    names = ("陈静", "李明") if "muted" in what else ("陈静",)
    item = StateItem("k", what, names, AT, AT + minutes * 60_000 - 400 if minutes else 0)
    shown = timeline_words.state_words(item).replace("\u2068", "").replace("\u2069", "")
    assert shown == state_text(item) == said


def test_an_odd_length_is_told_by_its_end():
    item = StateItem("k", "muted", ("陈静", "李明"), AT, AT + 13 * HOUR + 77_000)
    assert state_text(item).startswith("陈静 muted 李明 until ")
