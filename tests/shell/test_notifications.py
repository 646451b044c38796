"""The whole program against a real homeserver: what pops up, what does not, and where a click leads."""

from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from schoolbell.base.clock import SystemClock
from schoolbell.domain.notifications.levels import Level
from schoolbell.shell import outside
from schoolbell.system.profiles import Profile, Profiles, profile_id
from tests import servers
from tests.shell.running import running
from tests.shell.stage import make_stage
from tests.synapse.test_engine import in_thread

pytestmark = [
    pytest.mark.synapse,
    # The screen of these tests has no window manager.
    pytest.mark.qt_log_ignore("support raise", "grabbing the keyboard", extend=True),
]


class Heard:
    """What popped up and rang, instead of this computer's screen and loudspeaker."""

    def __init__(self, parent=None):
        self.popups, self.rung = [], []

    def play(self, name):
        self.rung.append(name)


@asynccontextmanager
async def at_work(qtbot, qapp, tmp_path, homeserver, theme, monkeypatch):
    """A teacher's program, live, its window active, with a second room open that nobody writes in."""
    stage = await make_stage(homeserver, tmp_path / "home", theme, qtbot)
    other = await in_thread(servers.new_room, homeserver, stage.teacher, [stage.student], name="语文教研组")
    heard = Heard()
    monkeypatch.setattr(outside, "Sounds", lambda _parent: heard)
    async with running(qtbot, qapp, stage.around.paths, SystemClock()) as app:
        monkeypatch.setattr(app.app.tray, "show_message", lambda *words: heard.popups.append(words))
        app.heard, app.other, app.room, app.stage = heard, other, stage.room, stage

        async def say(room, text, **more):
            content = {"msgtype": "m.text", "body": text, **more}
            return await in_thread(servers.send, homeserver, stage.student, room, content)

        async def hear(*titles):
            await app.until(lambda: [title for title, _ in heard.popups] == list(titles), f"{titles}")

        app.say, app.hear = say, hear
        await app.until(lambda: app.app.session.pane.rooms.view.model().rowCount() == 2, "the rooms")
        engine = app.app.session._engine
        await app.until(lambda: engine.caught_up, "all that was missed")
        # The account's first connection on this computer: what it finds is no news.
        await app.until(lambda: app.app.session._notifications._notifications._settled(), "the beginning")
        app.app.session.pane.open_room(other)
        app.window.activateWindow()
        await app.until(app.window.isActiveWindow, "an active window")
        yield app


@pytest.fixture
async def app(qtbot, qapp, tmp_path, homeserver, theme, monkeypatch, allowed_logs):
    allowed_logs.append("qt.multimedia")
    async with at_work(qtbot, qapp, tmp_path, homeserver, theme, monkeypatch) as made:
        yield made


async def test_a_message_elsewhere_pops_up_and_a_click_opens_it(app):
    await app.say(app.other, "in front of the eyes")
    await app.say(app.room, "明天带圆规")
    await app.hear("三年级2班 家校群")
    assert app.heard.popups == [("三年级2班 家校群", "李明: 明天带圆规")]
    assert app.heard.rung == ["message"]
    assert app.app.session.presenter.room_id == app.other
    app.window.hide()
    app.app.tray.message_clicked.emit()
    await app.until(lambda: app.app.session.presenter.room_id == app.room, "the room")
    assert app.window.isVisible()


async def test_a_locked_window_tells_nobody_who_wrote(app, qtbot):
    app.app.locking.pins = type("Open", (), {
        "has": lambda self, _id: True, "wait_ms": lambda self, _id: 0, "remove": lambda self, _id: None
    })()  # fmt: skip
    app.app.locking.lock_now()
    await app.say(app.room, "a secret")
    await app.hear("Schoolbell")
    assert "李明" not in str(app.heard.popups)
    assert "secret" not in str(app.heard.popups)
    app.app.tray.message_clicked.emit()
    await app.turn()
    assert app.window.locked
    app.app.locking.proved(app.app.session.profile.id)


async def test_while_others_see_the_screen_there_is_only_the_badge(app):
    notifier = app.app.outside.notifier
    notifier.set_presenting("screen", True)
    await app.say(app.room, "one")
    await app.say(app.room, "two")
    await app.until(lambda: app.window.unread == 2, "the badge")
    assert app.heard.popups == []
    notifier.set_presenting("screen", False)
    await app.hear("三年级2班 家校群")
    assert app.heard.popups[0][1].startswith("2 new message")


async def test_what_came_while_asleep_is_one_digest_for_each_room(app):
    app.window.hide()
    session = app.app.session
    await session.stop()
    app.gone = session
    for number in range(3):
        await app.say(app.room, f"night {number}")
    await app.say(app.other, "one in the other")
    app.app.accounts.session = None
    app.window.drop_messages()
    app.app.accounts._started.clear()
    app.app.open_profile(Profiles(app.stage.around.paths).current())
    await app.until(lambda: len(app.heard.popups) == 1, "the first digest")
    app.app.outside.notifier._next.timeout.emit()
    await app.until(lambda: len(app.heard.popups) == 2, "the second digest")
    told = dict(app.heard.popups)
    assert told["三年级2班 家校群"].startswith("3 new message")
    assert told["语文教研组"] == "李明: one in the other"


async def test_the_menu_of_a_room_makes_it_silent_here_and_on_the_server(app, qtbot):
    pane = app.app.session.pane
    row = next(
        row for row in range(2) if pane.rooms.view.model().item(row).key == app.room
    )  # fmt: skip
    index = pane.rooms.view.model().index(row)
    pane.rooms.view.setFocus()
    where = pane.rooms.view.visualRect(index).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, where, pane.rooms.view.viewport().mapToGlobal(where)
    )  # fmt: skip
    QApplication.sendEvent(pane.rooms.view.viewport(), event)
    menu = await app.seen("roomMenu")
    levels = {action.objectName(): action for action in menu.actions() if action.objectName()}
    assert levels["level_all"].isChecked()
    levels["level_mentions"].trigger()
    menu.close()
    await app.until(
        lambda: pane.rooms.view.model().item(pane.rooms.view.model().row_of(app.room)).muted, "muted"
    )
    await app.say(app.room, "for everybody")
    await app.say(app.room, "for you", **{"m.mentions": {"user_ids": [app.stage.teacher.user_id]}})
    await app.hear("三年级2班 家校群")
    assert app.heard.popups == [("三年级2班 家校群", "李明: [@ you] for you")]
    session = app.app.session
    assert await session._notifications._levels.level(app.room) is Level.MENTIONS


async def test_the_header_shows_and_sets_the_level_of_the_open_room(app, qtbot):
    header = app.app.session.pane.header
    await app.until(header.level.isVisible, "the bell")
    qtbot.mouseClick(header.level, Qt.MouseButton.LeftButton)
    menu = await app.seen("roomMenu")
    next(action for action in menu.actions() if action.objectName() == "level_none").trigger()
    menu.close()
    await app.until(lambda: header.level._icon_name == "bell-off", "the silent bell")


async def test_a_link_by_name_is_resolved_by_the_server(app, qtbot, homeserver):
    alias = f"#c{app.room[1:9].lower().strip('-_')}x:{app.stage.teacher.user_id.partition(':')[2]}"
    path = f"/_matrix/client/v3/directory/room/{alias.replace('#', '%23')}"
    await in_thread(homeserver.call, "PUT", path, {"room_id": app.room}, token=app.stage.teacher.access_token)
    app.app.follow_link(f"matrix:r/{alias[1:]}")
    box = await app.seen("linkQuestion")
    qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
    await app.until(lambda: app.app.session.presenter.room_id == app.room, "the room")
    app.app.follow_link("matrix:r/nowhere:school.test")
    box = await app.seen("linkQuestion")
    qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
    box = await app.seen("linkRefusal")
    box.reject()


async def test_another_account_behind_this_one_is_not_named(app):
    """The account goes to rest and goes on syncing: what comes for it is told without names."""
    paths = app.stage.around.paths
    server = app.app.session.profile.homeserver
    brother = Profile(profile_id("@s777:x", server), "@s777:x", server, "x", "王小龙")
    Profiles(paths).put(brother, current=False)
    app.app.open_profile(brother)
    await app.until(lambda: app.app.session.profile.id == brother.id, "the other account")
    await app.say(app.room, "not for my brother")
    await app.hear("Schoolbell")
    assert app.heard.popups[0][1].startswith("1 new message")
