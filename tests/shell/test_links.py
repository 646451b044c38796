"""Links from web pages and messages: asked about first, and only what is known opens."""

import pytest
from PySide6.QtCore import Qt

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.shell import deep_links
from schoolbell.shell.deep_links import OpenAlias, OpenPerson, OpenRoom
from schoolbell.system.pin import Pins
from schoolbell.system.profiles import Profiles
from tests.domain.chat_school import CHAT, GROUP, HOMEWORK, SCHOOL, WANG
from tests.fakes.clock import FakeClock
from tests.shell.prepared import prepare_home
from tests.shell.running import everything_said, running
from tests.shell.test_lock import unlock


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("matrix:r/class-3-2:school.test", OpenAlias("#class-3-2:school.test")),
        ("matrix:r/%E4%B8%89%E5%B9%B4%E7%BA%A7:school.test/e/abc", OpenAlias("#三年级:school.test", "$abc")),
        ("matrix:roomid/abc:school.test?via=school.test&action=join", OpenRoom("!abc:school.test")),
        ("matrix:roomid/abc/e/event", OpenRoom("!abc", "$event")),
        ("matrix:u/t1001:school.test?action=chat", OpenPerson("@t1001:school.test")),
        ("schoolbell://user/@t1001:school.test", OpenPerson("@t1001:school.test")),
        ("matrix:u/t1001", None),
        ("matrix:u/a:b:c/e/x", None),
        ("matrix:u/a%00b:school.test", None),
        ("matrix:r/no-server", None),
        ("matrix:r/a%20b:school.test", None),
        ("matrix:roomid/abc/e", None),
        ("matrix:roomid/abc/x/event", None),
        ("matrix:roomid/abc/e/event/more", None),
        ("matrix://evil.test/roomid/abc:x", None),
        ("matrix:group/abc:school.test", None),
        ("schoolbell://user/t1001", None),
        ("schoolbell://room/%FF%FE", None),
        ("schoolbell://room/!a:x/$e/more", None),
        ("schoolbell://quit", None),
        ("schoolbell://room/!" + "a" * 5000, None),
        ("", None),
    ],
)
def test_links_name_rooms_names_and_people_or_nothing(text, link):
    assert deep_links.parse(text) == link


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def paths(tmp_path):
    return prepare_home(tmp_path)


def link_to(room):
    return f"schoolbell://room/{room}"


async def test_a_link_asks_and_opens_what_was_agreed_to(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        app.app.follow_link(link_to(CHAT))
        box = await app.seen("linkQuestion")
        assert "语文教研组" in box._asked.text()
        assert app.app.session.presenter.room_id == GROUP, "not before somebody agreed"
        qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.app.session.presenter.room_id == CHAT, "the room")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
async def test_the_keyboard_alone_opens_nothing(qtbot, qapp, paths, clock, key):
    async with running(qtbot, qapp, paths, clock) as app:
        app.app.follow_link(link_to(CHAT))
        box = await app.seen("linkQuestion")
        qtbot.keyClick(box.focusWidget(), key)
        await app.turn()
        assert app.app.session.presenter.room_id == GROUP
        assert app.child("linkQuestion") is None


@pytest.mark.parametrize("room", ["!elsewhere:x", SCHOOL])
async def test_a_room_i_am_not_in_is_said_and_never_opened(qtbot, qapp, paths, clock, room):
    async with running(qtbot, qapp, paths, clock) as app:
        app.app.follow_link(link_to(room))
        box = await app.seen("linkRefusal")
        assert "You are not in the chat" in box._asked.text()
        assert not box.yes.isVisible()
        qtbot.mouseClick(box.no, Qt.MouseButton.LeftButton)
        await app.turn()
        assert app.app.session.presenter.room_id == GROUP


async def test_a_person_without_a_chat_is_named_and_nothing_is_made(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        app.app.follow_link(f"matrix:u/{WANG[1:]}?action=chat")
        box = await app.seen("linkRefusal")
        assert "李明爸爸" in box._asked.text()


async def test_a_name_is_asked_for_only_after_somebody_agreed(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        asked = []

        async def room_of_alias(alias):
            asked.append(alias)
            return CHAT

        app.app.session.room_of_alias = room_of_alias
        app.app.follow_link("matrix:r/teachers:school.test")
        box = await app.seen("linkQuestion")
        assert "#teachers:school.test" in box._asked.text()
        assert asked == []
        qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.app.session.presenter.room_id == CHAT, "the room")
        assert asked == ["#teachers:school.test"]


async def test_without_the_server_a_name_cannot_be_looked_up_and_that_is_said(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:

        async def room_of_alias(alias):
            raise KnownError(ErrorCode.NETWORK)

        app.app.session.room_of_alias = room_of_alias
        app.app.follow_link("matrix:r/teachers:school.test")
        box = await app.seen("linkQuestion")
        qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
        await app.until(lambda: app.app.session.pane.notice.isVisible(), "the words")
        assert app.app.session.presenter.room_id == GROUP


async def test_a_page_full_of_links_asks_one_question(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        for room in (CHAT, GROUP, HOMEWORK, CHAT):
            app.app.follow_link(link_to(room))
        box = await app.seen("linkQuestion")
        for _ in range(3):
            app.app.follow_link(link_to("!elsewhere:x"))
        await app.turn()
        assert app.child("linkRefusal") is None
        qtbot.mouseClick(box.no, Qt.MouseButton.LeftButton)
        box = await app.seen("linkRefusal")
        qtbot.mouseClick(box.no, Qt.MouseButton.LeftButton)
        await app.turn()
        await app.turn()
        assert app.child("linkQuestion") is None


async def test_behind_the_lock_a_link_waits_and_nothing_is_said_of_it(qtbot, qapp, paths, clock):
    await Pins(paths, clock, cost=16).set(Profiles(paths).current().id, "2580")
    async with running(qtbot, qapp, paths, clock) as app:
        app.app.follow_link(link_to(CHAT))
        await app.turn()
        await app.turn()
        assert app.child("linkQuestion") is None
        assert "语文教研组" not in everything_said()
        await unlock(app, qtbot, "2580")
        box = await app.seen("linkQuestion")
        assert "语文教研组" in box._asked.text()


@pytest.mark.qt_log_ignore("raise", extend=True)  # this screen has no window manager
async def test_a_second_start_hands_over_a_link_that_is_asked_about(qtbot, qapp, paths, clock):
    async with running(qtbot, qapp, paths, clock) as app:
        app.app.accounts.asked(["javascript:alert(1)", link_to(CHAT)])
        await app.seen("linkQuestion")
