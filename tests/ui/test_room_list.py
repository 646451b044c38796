import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from schoolbell.base.diffs import Remove, Reset, Set
from schoolbell.domain.chat.items import MessageKind, Person, Role, RoomItem, RoomKind
from schoolbell.ui.messages.room_delegate import prefix_words, preview_words
from schoolbell.ui.messages.room_list import RoomListPane
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.words import describe_room

NOW = 1_760_000_000_000


def room(key, name, **more):
    defaults = {
        "kind": RoomKind.GROUP, "hue": 1, "initials": name[:2], "preview": "早上好", "preview_prefix": "",
        "ts": NOW, "unread": 0, "unread_is_floor": False, "mentions": 0, "muted": False,
    }  # fmt: skip
    return RoomItem(key, name, **(defaults | more))


ROOMS = (
    room("!a", "三年级2班 家校群", unread=3, mentions=1, preview_prefix="mention"),
    room("!b", "三年级 教师组", muted=True, unread=7),
    room("!c", "李明爸爸", kind=RoomKind.DIRECT, direct=Person("@g:x", "李明爸爸", Role.GUARDIAN)),
)


@pytest.fixture
def model(qapp):
    made = ItemListModel(describe_room)
    made.apply([Reset(ROOMS)])
    return made


@pytest.fixture
def pane(qtbot, theme, model):
    made = RoomListPane(theme, model, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(288, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_click_opens_a_room(pane, qtbot):
    where = pane.view.visualRect(pane.view.model().index(1, 0)).center()
    with qtbot.waitSignal(pane.chosen) as chosen:
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == ["!b"]


def test_what_looks_like_a_search_field_opens_the_search(pane, qtbot):
    assert pane.search.text() == "Search"
    with qtbot.waitSignal(pane.search_wanted):
        qtbot.mouseClick(pane.search, Qt.MouseButton.LeftButton)
    pane.search.setFocus()
    with qtbot.waitSignal(pane.search_wanted):
        qtbot.keyClick(pane.search, Qt.Key.Key_Space)


def test_chips_ask_for_filters_and_show_counts(pane, qtbot):
    wanted = []
    pane.filter_wanted.connect(wanted.append)
    pane.set_counts({"unread": 120, "mentions": 1, "failed": 2})
    names = ("all", "unread", "mentions", "class")
    chips = {name: pane.findChild(object, f"filter_{name}") for name in names}
    assert chips["unread"].text() == "Unread 99+"
    assert chips["mentions"].text() == "@me 1"
    assert chips["class"].text() == "Classes"
    qtbot.mouseClick(chips["unread"], Qt.MouseButton.LeftButton)
    assert wanted == ["unread"]
    assert not chips["all"].isChecked()


def test_the_open_room_stays_marked_when_it_moves(pane, model):
    pane.set_open("!b")
    model.apply([Remove(0, 1)])
    assert pane.view.currentIndex().row() == 0
    model.apply([Set(0, room("!b", "三年级 教师组", unread=0))])
    assert pane.view.selectionModel().hasSelection()


def test_rows_can_be_found_by_a_screen_reader(pane):
    view = QAccessible.queryAccessibleInterface(pane.view)
    found = [view.child(index).text(QAccessible.Text.Name) for index in range(view.childCount())]
    assert any("三年级2班 家校群" in name and "3 unread" in name for name in found)


def test_an_empty_list_says_what_to_do(pane, model):
    empty = pane.findChild(object, "roomListEmpty")
    model.apply([Reset(())])
    assert empty.isVisible()
    assert empty.accessibleName() == "No groups yet"
    pane.set_loading(True)
    assert empty.accessibleName() == "Fetching your groups"
    pane.set_loading(False)
    pane.choose_filter("unread")
    model.apply([Reset(())])
    pane.retranslate()
    assert empty.accessibleName() == "All read"


@pytest.mark.parametrize(
    ("item", "prefix"),
    [
        (room("!a", "a", preview_prefix="mention", mentions=1), "[@ you]"),
        (room("!a", "a", preview_prefix="draft"), "[Draft]"),
        (room("!a", "a", preview_prefix="failed", failed=2), "[2 not sent]"),
        (room("!a", "a"), ""),
    ],
)
def test_one_word_stands_before_the_preview(qapp, item, prefix):
    assert prefix_words(item) == prefix


@pytest.mark.parametrize(("language", "words"), [
    ("en", "李明爸爸: [Picture] a.jpg"), ("zh_CN", "李明爸爸：[图片] a.jpg"),
                                               ("zh_TW", "李明爸爸：[圖片] a.jpg")])  # fmt: skip
def test_who_said_it_stands_first_as_the_language_writes_it(languages, language, words):
    languages.use(language)
    picture = room("!a", "a", preview="a.jpg", preview_kind=MessageKind.IMAGE, preview_sender="李明爸爸")
    assert preview_words(picture) == words


def test_what_has_no_text_gets_words(qapp):
    picture = room("!a", "a", preview="a.jpg", preview_kind=MessageKind.IMAGE)
    assert preview_words(picture) == "[Picture] a.jpg"
    assert preview_words(room("!a", "a", preview_kind=MessageKind.REDACTED)) == "Message recalled"


def test_unread_names_are_drawn_bold_and_muted_counts_grey(pane, theme):
    image = pane.view.viewport().grab().toImage()
    tokens = theme.tokens
    colors = {image.pixelColor(x, y).name() for y in range(image.height()) for x in range(230, image.width())}
    assert tokens.badge.name() in colors
    assert tokens.badge_muted.name() in colors


def test_a_name_without_a_preview_stands_in_the_middle_of_its_row(qtbot, theme):
    model = ItemListModel(describe_room)
    model.apply([Reset((room("!a", "通知", preview="", ts=0), room("!b", "通知", preview="早上好")))])
    made = RoomListPane(theme, model, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(288, 600)
    made.show()
    qtbot.waitExposed(made)
    image = made.view.viewport().grab().toImage()

    def ink(row):
        """Lines of the row with dark pixels right of the avatar."""
        top = made.view.visualRect(model.index(row, 0)).top()
        dark = range(68, 200)
        return [y for y in range(60) if any(image.pixelColor(x, top + y).lightness() < 120 for x in dark)]

    alone, with_preview = ink(0), ink(1)
    assert abs((alone[0] + alone[-1]) / 2 - 30) <= 2
    assert with_preview[0] < 25
    assert with_preview[-1] > 35
