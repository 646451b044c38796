"""The section that says how one is told, and the menu of a room."""

import json

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from schoolbell.base.diffs import Reset
from schoolbell.domain.chat.items import RoomHeader, RoomKind
from schoolbell.shell.notifying import bind_settings
from schoolbell.system.paths import Paths
from schoolbell.system.settings import Settings
from schoolbell.ui.messages.header import RoomHeaderBar
from schoolbell.ui.messages.room_list import RoomListPane
from schoolbell.ui.messages.room_menu import RoomMenu
from schoolbell.ui.settings.notifications import NotificationSection
from schoolbell.viewmodels.listmodel import ItemListModel
from schoolbell.viewmodels.words import describe_room
from tests.ui.test_room_list import NOW, ROOMS

pytestmark = pytest.mark.qt_log_ignore("support raise", "grabbing the keyboard", extend=True)


@pytest.fixture
def settings(tmp_path):
    return Settings(Paths(tmp_path))


@pytest.fixture
def section(qtbot, theme, settings):
    made = NotificationSection(theme)
    qtbot.addWidget(made)
    bind_settings(made, settings)
    made.show()
    return made


def click(qtbot, box):
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def test_what_is_chosen_is_kept_and_shown(section, settings, qtbot):
    assert [name for name, box in section.boxes.items() if box.isChecked()] == [
        "notify", "notify_preview", "notify_sound"
    ]  # fmt: skip
    click(qtbot, section.boxes["notify_sound"])
    qtbot.keyClick(section.boxes["notify_preview"], Qt.Key.Key_Space)
    assert (settings.values.notify_sound, settings.values.notify_preview) == (False, False)
    assert not section.boxes["notify_sound"].isChecked()


def test_quiet_hours_are_chosen_by_their_ends(section, settings, qtbot):
    assert not section.times["quiet_from"].isEnabled()
    click(qtbot, section.boxes["quiet"])
    assert section.times["quiet_from"].isEnabled()
    start = section.times["quiet_from"]
    start.setCurrentIndex(start.findData("21:30"))
    start.activated.emit(start.currentIndex())
    values = settings.values
    assert (values.quiet, values.quiet_from, values.quiet_to) == (True, "21:30", "07:00")
    assert start.currentText() == "21:30"


def test_with_notifications_off_the_rest_cannot_be_chosen(section, qtbot):
    click(qtbot, section.boxes["notify"])
    assert [name for name, box in section.boxes.items() if box.isEnabled()] == ["notify"]


def test_a_time_that_stands_between_the_steps_is_kept(section, settings):
    settings.change(quiet=True, quiet_to="06:45")
    assert section.times["quiet_to"].currentText() == "06:45"


@pytest.mark.parametrize("time", ["24:00", "7:00", "", "night", "07:60", "07:00\n"])
def test_a_broken_time_in_the_file_gives_the_default(tmp_path, time):
    paths = Paths(tmp_path)
    paths.settings_file.parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file.write_text(json.dumps({"quiet": True, "quiet_to": time}), encoding="utf-8")
    values = Settings(paths).values
    assert (values.quiet, values.quiet_to) == (True, "07:00")


class Levels(QObject):
    """Answers at once."""

    told = Signal(str, str)

    def __init__(self):
        super().__init__()
        self.levels, self.asked = {"!a": "mentions"}, []

    def ask(self, room_id):
        self.asked.append(room_id)
        self.told.emit(room_id, self.levels.get(room_id, "all"))

    def choose(self, room_id, level):
        self.levels[room_id] = level
        self.told.emit(room_id, level)


class Column:
    """A room list and a header with the menu between them."""

    def __init__(self, qtbot, theme):
        model = ItemListModel(describe_room)
        model.apply([Reset(ROOMS)])
        self.model = model
        self.pane = RoomListPane(theme, model, lambda: NOW)
        self.header = RoomHeaderBar(theme)
        self.levels = Levels()
        for widget in (self.pane, self.header):
            qtbot.addWidget(widget)
            widget.resize(400, 600)
            widget.show()
        self.menu = RoomMenu(theme, self.levels, self.pane)
        self.menu.bind(self.pane.view, self.header)

    def actions(self):
        menu = QApplication.activePopupWidget()
        return {action.objectName(): action for action in menu.actions() if action.objectName()}

    def close(self):
        QApplication.activePopupWidget().close()


@pytest.fixture
def column(qtbot, theme):
    made = Column(qtbot, theme)
    yield made
    while QApplication.activePopupWidget() is not None:
        QApplication.activePopupWidget().close()


def test_a_right_click_asks_what_of_the_room_is_told(column):
    view = column.pane.view
    where = view.visualRect(column.model.index(0, 0)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, view.viewport().mapToGlobal(where))
    QApplication.sendEvent(view.viewport(), event)
    actions = column.actions()
    assert [name for name, action in actions.items() if action.isChecked()] == ["level_mentions"]
    actions["level_none"].trigger()
    assert column.levels.levels["!a"] == "none"


def test_the_menu_key_asks_for_the_current_room(column):
    view = column.pane.view
    view.setCurrentIndex(column.model.index(1, 0))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), view.mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(view, event)
    assert column.levels.asked == ["!b"]
    assert column.actions()["level_all"].isChecked()


def test_beside_the_rooms_there_is_no_menu(column):
    view = column.pane.view
    where = QPoint(20, view.viewport().height() - 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, view.viewport().mapToGlobal(where))
    QApplication.sendEvent(view.viewport(), event)
    assert column.levels.asked == []


def test_the_bell_in_the_header_shows_the_level_and_follows_it(column, qtbot):
    open_room = RoomHeader("!a", "三年级2班 家校群", RoomKind.GROUP, 5, 2, 2, 1, True)
    column.header.show_header(open_room)
    column.menu.show_open(open_room)
    assert column.header.level.isVisible()
    assert column.header.level._icon_name == "at-sign"
    qtbot.mouseClick(column.header.level, Qt.MouseButton.LeftButton)
    column.actions()["level_none"].trigger()
    assert column.header.level._icon_name == "bell-off"
    column.levels.levels["!a"] = "all"
    column.menu.refresh()
    assert column.header.level._icon_name == "bell"
