"""DINGs received and followed, through the window: opened, confirmed, reminded, exported, withdrawn."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.ports import SyncState, SyncStatus
from schoolbell.domain.ding.items import Lists
from schoolbell.ui.ding.follow_table import action_area, name_lines
from schoolbell.ui.ding.list_delegate import WITH_BAR
from schoolbell.ui.panel import Text
from schoolbell.viewmodels.ding_rows import SectionRow
from tests.fakes import ding as school
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


def click_row(stand, key):
    view = stand.pane.lists.view
    index = view.model().index(view.model().row_of(key))
    stand.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())


# -- received -----------------------------------------------------------------------------------------


async def test_a_click_opens_a_ding_and_enter_confirms_it(stand):
    click_row(stand, "r1")
    await stand.settle()
    page = stand.pane.received
    assert stand.shown == "receivedPage"
    assert "走东门" in page.body.said
    assert page._deadline.full_text() == "Confirm by today 12:00"
    stand.qtbot.keyClick(page.confirm, Qt.Key.Key_Return)
    await stand.settle()
    assert stand.did("confirm") == [("confirm", "r1", None)]
    assert not page.confirm.isVisible()
    assert page._state.full_text().startswith("You confirmed")


async def test_by_keyboard_alone(stand):
    view = stand.pane.lists.view
    view.setFocus()
    stand.qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1  # the section is passed over
    stand.qtbot.keyClick(view, Qt.Key.Key_Return)
    await stand.settle()
    assert stand.shown == "receivedPage"
    assert stand.presenter.key == "r1"


async def test_sections_cannot_be_opened(stand):
    click_row(stand, "section confirmed")
    await stand.settle()
    assert stand.presenter.key == ""


async def test_what_somebody_else_of_the_family_confirmed_says_so(stand):
    await stand.open("r1")
    stand.box.family_confirms("r1", "李明爸爸", school.at(15, 11, 28))
    await stand.settle()
    assert stand.pane.received._state.full_text() == "李明爸爸 confirmed 11:28. Your family is done."
    assert not stand.pane.received.confirm.isVisible()


async def test_a_child_that_has_seen_it_has_not_confirmed_it(stand):
    await stand.open("r1")
    seen = [replace(row, waiting=False, confirmed_ts=school.NOW, noted=True) if row.key == "r1" else row
            for row in stand.box.lists.received]  # fmt: skip
    stand.box.tell(replace(stand.box.lists, received=tuple(seen)))
    await stand.settle()
    said = "You have seen it. Somebody else of your family confirms it."
    assert stand.pane.received._state.full_text() == said
    assert not stand.pane.received._state_icon.isVisible()
    row = stand.pane.lists.view.currentIndex()
    assert "seen by you" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "confirmed by you" not in row.data(Qt.ItemDataRole.AccessibleTextRole)
    stand.box.family_confirms("r1", "李明爸爸", school.at(15, 11, 28))
    await stand.settle()
    assert stand.pane.received._state.full_text() == "李明爸爸 confirmed 11:28. Your family is done."


async def test_a_signature_is_wanted_before_it_can_be_confirmed(stand):
    stand.box.details["r2"] = school.received_detail(school.LISTS.received[1], "承诺书", True)
    await stand.open("r2")
    page = stand.pane.received
    assert not page.confirm.isEnabled()
    stand.qtbot.mouseClick(page.sign.typing, Qt.MouseButton.LeftButton)
    page.sign.name.insert("李明")
    assert page.confirm.isEnabled()
    stand.qtbot.mouseClick(page.confirm, Qt.MouseButton.LeftButton)
    await stand.settle()
    ((_, key, signature),) = stand.did("confirm")
    assert key == "r2"
    assert signature.strokes


async def test_reply_aside_and_forward(stand):
    replies = []
    stand.pane.reply_wanted.connect(lambda *what: replies.append(what))
    await stand.open("r1")
    page = stand.pane.received
    stand.qtbot.mouseClick(page.reply, Qt.MouseButton.LeftButton)
    assert replies == [("!room:x", "$r1")]
    stand.qtbot.mouseClick(page.later, Qt.MouseButton.LeftButton)
    await stand.settle()
    assert stand.did("aside") == [("aside", ("r1",), 300_000)]
    assert stand.pane.notice.words.full_text() == "It comes back in five minutes."
    stand.qtbot.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    await stand.settle()
    assert stand.shown == "dingComposer"
    assert "走东门" in stand.compose.draft.text
    assert stand.compose.draft.about == "$r1"


async def test_when_it_cannot_be_confirmed_it_can_be_tried_again(stand):
    await stand.open("r1")
    stand.box.fail = KnownError(ErrorCode.DISK_FULL)
    stand.qtbot.mouseClick(stand.pane.received.confirm, Qt.MouseButton.LeftButton)
    await stand.settle()
    assert "disk is full" in stand.pane.notice.words.full_text()
    assert stand.pane.received.confirm.isEnabled()


# -- followed -----------------------------------------------------------------------------------------


async def test_the_summary_counts_families(stand):
    await stand.open("1", "sent")
    summary = stand.pane.follow.summary
    assert [figure.number.full_text() for figure in summary.figures] == ["31", "7", "5"]
    assert stand.pane.follow.view.model().rowCount() == 12


async def test_reminding_cools_down_inside_the_button(stand):
    await stand.open("1", "sent")
    button = stand.pane.follow.summary.remind
    assert button.cooling
    assert not button.isEnabled()
    stand.clock.advance(60)
    stand.pane.follow.summary.tick()
    assert button.cooling
    stand.clock.advance(4 * 60)
    stand.pane.follow.summary.tick()
    assert button.isEnabled()
    stand.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    await stand.settle()
    assert stand.did("remind") == [("remind", "1")]


async def test_filters_and_search_narrow_the_table(stand):
    await stand.open("1", "sent")
    page = stand.pane.follow
    stand.qtbot.mouseClick(page._chips["unread"], Qt.MouseButton.LeftButton)
    await stand.settle()
    assert page.view.model().rowCount() == 5
    page.search.insert("梁")
    await stand.settle()
    assert [one.name for one in page.view.model().items()] == ["梁家豪"]
    page.search.insert("梁梁")
    await stand.settle()
    assert page._empty.accessibleName() == "Nobody is called so"


async def test_a_thousand_households_scroll_without_being_measured(stand):
    people = tuple(school.household(str(n), f"学生{n}", ((f"家长{n}", 0),)) for n in range(1000))
    row = replace(school.LISTS.sent[0], confirmed=0, read=0, unread=1000, total=1000)
    many = replace(school.tally(0), households=people)
    stand.box.details["1"] = school.sent_detail(row, many)
    await stand.open("1", "sent")
    view = stand.pane.follow.view
    assert view.model().rowCount() == 1000
    view.scrollToBottom()
    assert view.indexAt(QPoint(10, view.viewport().height() - 10)).row() == 999


async def test_the_buttons_of_a_row_write_and_ding(stand):
    chats = []
    stand.pane.chat_wanted.connect(chats.append)
    await stand.open("1", "sent")
    view = stand.pane.follow.view
    area = view.visualRect(view.model().index(2))  # one guardian
    stand.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=action_area(area, 0).center())
    assert chats == ["@孙宇航奶奶:school.example"]
    stand.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=action_area(area, 1).center())
    await stand.settle()
    assert stand.shown == "dingComposer"
    assert [target.key for target in stand.compose.draft.targets] == ["@孙宇航奶奶:school.example"]


async def test_withdrawing_asks_once(stand):
    await stand.open("1", "sent")
    question = stand.pane.follow.ask_withdraw()
    stand.qtbot.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    await stand.settle()
    assert stand.did("withdraw") == [("withdraw", "1")]


async def test_reminders_so_far_are_listed(stand):
    await stand.open("1", "sent")
    history = stand.pane.follow.show_history()
    assert history.lines == ["11:26 by yourself"]
    stand.qtbot.keyClick(history, Qt.Key.Key_Escape)
    assert not history.isVisible()


async def test_export_says_where_it_is(stand, tmp_path):
    await stand.open("1", "sent")
    target = tmp_path / "out.xlsx"
    stand.pane.follow.export_wanted.emit(str(target))
    await stand.settle()
    assert target.exists()
    assert str(target) in stand.pane.notice.words.full_text()


async def test_a_long_text_is_folded(stand):
    detail = replace(school.sent_detail(school.LISTS.sent[0]), text=school.TEXT * 12)
    stand.box.details["1"] = detail
    await stand.open("1", "sent")
    page = stand.pane.follow
    folded = page._body_area.height()
    assert page.unfold.isVisible()
    stand.qtbot.mouseClick(page.unfold, Qt.MouseButton.LeftButton)
    assert page._body_area.height() > folded
    assert page.view.height() > 48  # the table stays in sight


# -- lists --------------------------------------------------------------------------------------------


async def test_only_unfinished_dings_have_a_bar(stand):
    stand.pane.show_tab("sent")
    view = stand.pane.lists.view
    heights = {view.model().item(row).key: view.visualRect(view.model().index(row)).height()
               for row in range(view.model().rowCount())}  # fmt: skip
    assert {key for key, height in heights.items() if height == WITH_BAR} == {"1", "4"}


async def test_search_and_filter_come_with_a_key_and_go_with_escape(stand):
    lists = stand.pane.lists
    stand.pane.show_tab("sent")
    lists.toggle_search(True)
    lists.field.insert("升旗")
    await stand.settle()
    rows = [row for row in lists.view.model().items() if not isinstance(row, SectionRow)]
    assert [row.key for row in rows] == ["3"]
    lists.only.setCurrentIndex(lists.only.findData("open"))
    lists.only.activated.emit(lists.only.currentIndex())
    await stand.settle()
    assert lists._empty.accessibleName() == "Nothing fits"
    stand.qtbot.keyClick(lists.field, Qt.Key.Key_Escape)
    await stand.settle()
    assert len(lists.view.model().items()) > 6


async def test_empty_lists_say_what_to_do(stand):
    stand.box.tell(Lists())
    await stand.settle()
    said = []
    for tab in ("received", "sent", "scheduled"):
        stand.pane.show_tab(tab)
        said.append(stand.pane.lists._empty.accessibleName())
    assert said == ["No DING for you", "Nothing sent yet", "Nothing scheduled"]


async def test_who_may_not_ding_is_not_offered_it(stand):
    stand.desk.targets = lambda text, most=12: ()
    stand.box.tell(replace(school.LISTS, scheduled=()))
    await stand.settle()
    assert not stand.pane.lists.new.isVisible()
    assert stand.pane.lists.tabs.isVisible(), "what was sent before is still there"
    await stand.open("r1")
    assert not stand.pane.received.forward.isVisible()


async def test_who_can_only_receive_has_no_empty_tabs(stand):
    stand.pane.show_tab("sent")
    stand.desk.targets = lambda text, most=12: ()
    stand.box.tell(replace(school.LISTS, sent=(), scheduled=(), drafts=()))
    await stand.settle()
    lists = stand.pane.lists
    assert not lists.tabs.isVisible()
    assert lists.tab == "received"
    assert lists.view.model().rowCount()
    lists.toggle_search(True)
    lists.field.setText("nothing like this")
    await stand.settle()
    assert lists._empty.accessibleName() == "Nothing fits"
    assert not lists.tabs.isVisible()


async def test_offline_is_said_in_words(stand):
    stand.pane.show_status(SyncStatus(SyncState.OFFLINE, waiting=1, wedged=0))
    assert stand.pane.offline.isVisible()
    assert "goes out when there is a connection" in stand.pane.offline.words.full_text()
    stand.pane.show_status(SyncStatus(SyncState.LIVE, waiting=0, wedged=0))
    assert not stand.pane.offline.isVisible()


# -- for everybody ------------------------------------------------------------------------------------


async def test_every_control_has_a_name(stand):
    for key, tab in (("r1", "received"), ("1", "sent"), ("s1", "scheduled")):
        await stand.open(key, tab)
    await stand.write()
    nameless = [
        f"{type(one).__name__} {one.objectName()}"
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
        for one in stand.pane.findChildren(kind)
        if one.isVisible() and not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
    ]
    assert nameless == []


@pytest.mark.parametrize("size", [(1280, 800), (960, 600)])
@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
async def test_nothing_is_cut_in_any_language(qtbot, theme, tmp_path, languages, size, language):
    languages.use(language)
    stand = Stand(qtbot, theme, tmp_path, size)
    await stand.settle()
    for key, tab in (("r1", "received"), ("1", "sent"), ("s1", "scheduled"), ("", "")):
        if key:
            await stand.open(key, tab)
        else:
            await stand.write()
        page = stand.pane._stack.currentWidget()
        assert page.width() == stand.window.width() - stand.pane.lists.width()
        cut = [
            (button.objectName(), button.text())
            for button in page.findChildren(QAbstractButton)
            if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width()
        ]
        assert cut == []
        lost = [
            label.full_text()
            for label in page.findChildren(Text)
            if label.objectName() in ("dingAbout", "dingState", "dingHint") and label.isVisible()
            and (label.text() != label.full_text() or label.heightForWidth(label.width()) > label.height())
        ]
        assert lost == []
        for field in page.findChildren(QLineEdit):
            margins = 32 + 28 if field.objectName() == "followSearch" else 24  # the glass, the cross
            wide = field.fontMetrics().horizontalAdvance(field.placeholderText())
            assert wide <= field.width() - margins, field.objectName()
    await stand.stop()


def test_siblings_who_have_no_room_beside_each_other_stand_on_two_lines(theme):
    metrics = QFontMetrics(theme.fonts.get(14))
    two, one = "张浩宇、张浩然", "李明"
    room = metrics.horizontalAdvance(two)
    assert name_lines(two, metrics, room) == [two]
    assert name_lines(two, metrics, room - 1) == ["张浩宇、", "张浩然"]
    assert name_lines(one, metrics, 10) != [one]


async def test_languages_switch_while_it_is_open(stand, languages):
    await stand.open("1", "sent")
    languages.use("zh_CN")
    await stand.settle()
    assert stand.pane.lists.tabs.items["sent"].text() == "发出"
    languages.use("en")
    await stand.settle()
    assert stand.pane.lists.tabs.items["sent"].text() == "Sent"


@pytest.mark.parametrize("mode", ["dark", "high_contrast"])
async def test_it_has_the_colours_of_the_theme(stand, theme, mode):
    await stand.open("1", "sent")
    theme.set_mode(mode)
    picture = stand.pane.grab().toImage()
    assert picture.pixelColor(4, 4) == theme.tokens.bg_list
    assert picture.pixelColor(stand.pane.lists.width() + 4, 4) == theme.tokens.bg_canvas
