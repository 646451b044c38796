"""Two accounts of one computer in the whole application, at a real homeserver."""

import pytest
from PySide6.QtCore import Qt

from schoolbell.base.clock import SystemClock
from schoolbell.domain.signin import SignIn
from schoolbell.sync.changes import SyncState
from schoolbell.system.http import make_client
from schoolbell.system.paths import Paths
from schoolbell.system.pin import Pins
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from tests import servers
from tests.shell.running import everything_said, running

pytestmark = [pytest.mark.synapse, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def clock():
    return SystemClock()


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path / "home")


async def signed_in(paths, homeserver, account):
    async with make_client() as http:
        signing = SignIn(http, Profiles(paths), FileSecrets(paths))
        await signing.find_server(homeserver.base_url)
        return (await signing.sign_in(account.user_id, account.password)).profile


@pytest.fixture
async def family(paths, homeserver, new_user, new_room):
    """Anna and Ben share a laptop; each is in a room with a teacher. Anna's account opens."""
    teacher = new_user("t", name="周敏老师")
    anna, ben = new_user("s", name="安娜"), new_user("s", name="小本")
    named = ((anna, "安娜的房间"), (ben, "小本的房间"))
    rooms = [new_room(teacher, [child], name=name) for child, name in named]
    profiles = [await signed_in(paths, homeserver, child) for child in (ben, anna)][::-1]
    return teacher, (anna, ben), rooms, profiles


def rooms_of(app):
    model = app.app.session.pane.rooms.view.model()
    return [model.item(row).name for row in range(model.rowCount())]


async def choose(app, row):
    app.app.show_accounts()
    menu = await app.seen("accountMenu")
    texts = [action.text() for action in menu.actions()]
    menu.actions()[row].trigger()
    menu.close()
    return texts


async def test_switching_keeps_the_other_at_work(qtbot, qapp, paths, clock, homeserver, family):
    teacher, (anna, _ben), rooms, (anna_profile, ben_profile) = family
    async with running(qtbot, qapp, paths, clock) as app:
        def connected():
            return app.window.rail.me._online

        await app.until(lambda: connected() and rooms_of(app) == ["安娜的房间"], "Anna's room")
        app.app.session.pane.open_room(rooms[0])
        first = app.app.session
        app.app.session.pane.composer.input.setPlainText("a thought of Anna")
        await choose(app, 0)
        await app.until(lambda: connected() and rooms_of(app) == ["小本的房间"], "Ben's room")
        assert Profiles(paths).current() == ben_profile
        said = everything_said()
        assert "小本" in said
        assert "安娜" not in said

        servers.send(homeserver, teacher, rooms[0], "作业发到群里了")
        unread = app.app.accounts._unread
        await app.until(lambda: unread.get(anna_profile.id) == 1, "Anna's unread message")
        assert app.window.windowTitle() == "Schoolbell"  # not counted as Ben's
        texts = await choose(app, 1)
        assert texts[1] == f"安娜 ({anna.localpart}), 1 unread"
        await app.until(lambda: app.app.session is first, "Anna again")
        assert app.app.session.pane.composer.input.text() == "a thought of Anna"
        assert rooms_of(app) == ["安娜的房间"]
        assert app.window.rail.me._online

        app.app.session.pane.open_room(rooms[0])
        await app.until(lambda: app.app.session.presenter.room_id == rooms[0], "the room")
    async with running(qtbot, qapp, paths, clock) as app:
        assert app.app.session.profile == anna_profile
        assert app.app.session.presenter.room_id == rooms[0]  # each account remembers its own


async def test_adding_an_account_and_signing_out_of_it(
    qtbot, qapp, paths, clock, homeserver, new_user, family
):
    _teacher, _children, _rooms, (anna_profile, ben_profile) = family
    mother = new_user("g", name="妈妈")
    async with running(qtbot, qapp, paths, clock) as app:
        app.app.accounts.show_sign_in(back=True)
        frame = await app.seen("signInFrame")
        qtbot.mouseClick(frame.back, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.window.inside, "Anna's window")
        await choose(app, 3)
        await fill_in(app, qtbot, homeserver, mother)
        await app.until(lambda: app.app.session.profile.user_id == mother.user_id, "the mother's account")
        assert len(Profiles(paths).all()) == 3
        home = paths.profile(app.app.session.profile.id).data
        app.app.accounts.ask_sign_out()
        box = await app.seen("signOutQuestion")
        qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.app.session is not None and not home.exists(), "the end of her account")
        assert app.app.session.profile in (anna_profile, ben_profile)
        assert Profiles(paths).current() == app.app.session.profile
        assert "妈妈" not in everything_said()


async def fill_in(app, qtbot, homeserver, account):
    address = await app.seen("addressField")
    address.setText(homeserver.base_url)
    qtbot.keyClick(address, Qt.Key.Key_Return)
    field = await app.seen("accountField")
    field.setText(account.localpart)
    password = app.child("passwordField")
    password.setText(account.password)
    qtbot.keyClick(password, Qt.Key.Key_Return)


async def test_a_forgotten_pin_is_replaced_by_the_password_and_nothing_is_lost(
    qtbot, qapp, paths, clock, homeserver, family, allowed_logs
):
    allowed_logs.append("schoolbell.sync")
    _teacher, (anna, _ben), rooms, (anna_profile, ben_profile) = family
    pins = Pins(paths, clock, cost=16)
    for profile in (anna_profile, ben_profile):
        await pins.set(profile.id, "2580")
    async with running(qtbot, qapp, paths, clock) as app:
        assert app.window.locked
        states = []
        app.app.accounts.status_changed.connect(lambda status: states.append(status.state))
        await app.until(lambda: SyncState.LIVE in states, "going on behind the lock")
        assert "安娜" not in everything_said()
        await app.app.session._engine.save_draft(rooms[0], "half a thought", "")
        qtbot.mouseClick(app.child("lockForgotten"), Qt.MouseButton.LeftButton)
        await fill_in(app, qtbot, homeserver, anna)
        await app.until(lambda: not app.window.locked, "Anna's account")
        assert app.app.session.profile.id == anna_profile.id
        assert not pins.has(anna_profile.id)
        assert pins.has(ben_profile.id)
        await app.until(lambda: rooms_of(app) == ["安娜的房间"], "her room")
        app.app.session.pane.open_room(rooms[0])
        pane = app.app.session.pane
        await app.until(lambda: pane.composer.input.text() == "half a thought", "her draft")
        await app.until(lambda: app.window.rail.me._online, "the connection")
