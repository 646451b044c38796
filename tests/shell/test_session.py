"""One account from the composition root, against a real homeserver: open, write, be signed out, leave."""

import asyncio
import json
from dataclasses import replace
from functools import partial
from urllib.parse import quote

import msgspec
import pytest
from PySide6.QtCore import Qt

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import RoomKind
from schoolbell.domain.signin import SignIn
from schoolbell.store import timeline
from schoolbell.sync.changes import SyncState
from schoolbell.system.http import make_client
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from schoolbell.ui.messages.invitations import InvitationRow
from tests import servers
from tests.shell.stage import make_stage, opened
from tests.synapse.test_messages_presenter import make_school

pytestmark = pytest.mark.synapse


@pytest.fixture
async def stage(qtbot, theme, tmp_path, homeserver):
    made = await make_stage(homeserver, tmp_path / "home", theme, qtbot)
    yield made
    await made.session.stop()


async def test_a_message_goes_to_the_server_and_the_next_start_shows_it_without_one(stage, qtbot):
    pane = await opened(stage, qtbot)
    await stage.until(lambda: pane.rooms.view.model().rowCount() == 1, "the room")
    pane.open_room(stage.room)
    await stage.until(lambda: pane.header.title.full_text() == "三年级2班 家校群", "the header")
    pane.composer.input.setPlainText("明天带圆规")
    qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    await stage.until(lambda: "明天带圆规" in stage.bodies(), "the message at the server")
    assert stage.session.storage == "file"
    await stage.until(lambda: stage.session.only_here() == (0, 0), "the acknowledgement")
    pane.composer.input.setPlainText("half a thought")
    stage.first = stage.session, pane  # as in the window: a pane goes before its session
    await stage.session.stop()

    stage.session = again = stage.make()
    second = again.open()
    qtbot.addWidget(second)
    assert second.header.title.full_text() == "三年级2班 家校群"
    assert "明天带圆规" in [getattr(item, "body", "") for item in again.presenter.timeline.items()]
    assert second.composer.input.text() == "half a thought"


async def test_signed_out_elsewhere_keeps_everything_and_asks_for_the_password(stage, qtbot, allowed_logs):
    allowed_logs.append("schoolbell")
    pane = await opened(stage, qtbot)
    await stage.until(lambda: pane.rooms.view.model().rowCount() == 1, "the room")
    stage.call(stage.teacher, "POST", "/_matrix/client/v3/logout/all", {})
    stage.call(
        stage.student, "PUT", f"/_matrix/client/v3/rooms/{stage.room}/send/m.room.message/x1",
        {"msgtype": "m.text", "body": "hello"},
    )  # fmt: skip
    await stage.until(lambda: SyncState.SIGNED_OUT in stage.statuses, "signed out")
    assert pane.outer_banner.isVisible()
    with qtbot.waitSignal(pane.sign_in_wanted):
        qtbot.mouseClick(pane.outer_banner.button, Qt.MouseButton.LeftButton)
    assert pane.rooms.view.model().rowCount() == 1


async def test_without_a_stored_session_the_cache_is_readable(stage, qtbot):
    await FileSecrets(stage.around.paths).delete(stage.profile.id)
    pane = await opened(stage, qtbot)
    assert pane.outer_banner.isVisible()
    assert not pane.composer.input.isEnabled()


async def test_the_same_profile_does_not_open_twice(stage, qtbot):
    await opened(stage, qtbot)
    with pytest.raises(KnownError) as refused:
        stage.make().open()
    assert refused.value.code is ErrorCode.PROFILE_IN_USE


async def test_signing_out_leaves_nothing_behind(stage, qtbot):
    pane = await opened(stage, qtbot)
    await stage.until(lambda: pane.rooms.view.model().rowCount() == 1, "the room")
    await stage.session.sign_out()
    paths = stage.around.paths
    assert Profiles(paths).all() == []
    assert not paths.profile(stage.profile.id).data.exists()
    assert not paths.profile(stage.profile.id).cache.exists()
    assert "access" not in json.dumps(paths.profiles_file.read_text(encoding="utf-8"))


async def test_another_school_is_never_taken_silently(stage, qtbot, allowed_logs):
    """The account's data change under an open session: it stays, says so, and a person decides."""
    allowed_logs.append("schoolbell.shell.school_watch WARNING")
    office = servers.new_user(stage.server, "o")
    school, group = await asyncio.to_thread(make_school, stage.server, office, stage.teacher, stage.student)
    other, _ = await asyncio.to_thread(make_school, stage.server, office, stage.teacher, stage.student)
    name_school = partial(name_the_school, stage)
    name_school(school)
    pane = await opened(stage, qtbot)
    kind = partial(kind_of, stage.session, group)
    await stage.until(lambda: kind() is RoomKind.GROUP, "the group of the pinned school")
    assert stage.session.profile.anchors == (school,)

    name_school(other)
    await stage.until(pane.outer_banner.isVisible, "the clear words")
    assert "another school" in pane.outer_banner.words.full_text()
    assert Profiles(stage.around.paths).get(stage.profile.id).anchors == (school,)
    servers.send(stage.server, stage.student, group, "still here")
    await stage.until(lambda: preview_of(stage.session, group).endswith("still here"), "what goes on")
    assert kind() is RoomKind.GROUP

    await stage.session.stop()
    stage.first = stage.session, pane
    stage.profile = Profiles(stage.around.paths).get(stage.profile.id)
    stage.session = stage.make()
    pane = await opened(stage, qtbot)
    await stage.until(pane.outer_banner.isVisible, "the words at the next start")
    assert stage.session.profile.anchors == (school,)
    with qtbot.waitSignal(pane.sign_in_wanted):
        qtbot.mouseClick(pane.outer_banner.button, Qt.MouseButton.LeftButton)
    await stage.session.stop()
    stage.second = stage.session, pane

    async with make_client() as http:
        signing = SignIn(http, Profiles(stage.around.paths), FileSecrets(stage.around.paths))
        await signing.find_server(stage.server.base_url)
        with pytest.raises(KnownError) as refused:
            await signing.sign_in(stage.teacher.user_id, stage.teacher.password)
        assert refused.value.code is ErrorCode.ANCHOR_CHANGED
        accepted = await signing.sign_in(
            stage.teacher.user_id, stage.teacher.password, accept_new_anchors=True
        )
    assert accepted.profile.anchors == (other,)
    stage.profile = accepted.profile
    stage.session = stage.make()
    pane = await opened(stage, qtbot)
    await stage.until(lambda: kind_of(stage.session, group) is RoomKind.CHAT, "no group of another school")
    assert not pane.outer_banner.isVisible()


async def test_a_school_that_is_named_again_ends_the_words(stage, qtbot, allowed_logs):
    allowed_logs.append("schoolbell.shell.school_watch WARNING")
    name_the_school(stage, "!mine:school.test")
    pane = await opened(stage, qtbot)
    await stage.until(lambda: stage.session.profile.anchors == ("!mine:school.test",), "the pinned school")
    name_the_school(stage, "!theirs:school.test")
    await stage.until(pane.outer_banner.isVisible, "the words")
    name_the_school(stage, "!mine:school.test")
    await stage.until(lambda: not pane.outer_banner.isVisible(), "the end of the words")


async def test_a_policy_that_names_another_school_is_told_before_any_connection(stage, qtbot, allowed_logs):
    allowed_logs.append("schoolbell.shell.school_watch WARNING")
    stage.profile = msgspec.structs.replace(stage.profile, anchors=("!mine:school.test",))
    stage.around = replace(stage.around, policy=Policy(anchors=("!theirs:school.test",)))
    stage.session = stage.make()
    pane = await opened(stage, qtbot)
    assert pane.outer_banner.isVisible()
    assert stage.session.profile.anchors == ("!mine:school.test",)


async def test_who_would_like_to_chat_is_asked_about_and_never_let_in_silently(stage, qtbot):
    stranger = servers.new_user(stage.server, "g", name="\u202e王芳\u200b\x07老师" + "!" * 300)
    pane = await opened(stage, qtbot)
    row = pane.findChild(InvitationRow)
    await stage.until(lambda: pane.rooms.view.model().rowCount() == 1, "the room")
    assert not row.isVisible()
    asked = servers.new_room(stage.server, stranger, is_direct=True, invite=[stage.teacher.user_id])
    await stage.until(row.isVisible, "the invitation")
    words = row.words.full_text()
    assert "王芳老师" in words
    assert len(words) < 120
    assert not {"\u202e", "\u200b", "\x07"} & set(words)
    assert stranger.user_id in row.note.full_text()
    assert "roster" in row.note.full_text()
    assert membership(stage, stranger, asked) == "invite"
    assert room_of(stage.session, asked) is None

    qtbot.mouseClick(row.accept, Qt.MouseButton.LeftButton)
    await stage.until(lambda: membership(stage, stranger, asked) == "join", "the joining")
    await stage.until(lambda: kind_of(stage.session, asked) is RoomKind.DIRECT, "the chat in the list")
    await stage.until(lambda: stage.session.presenter.room_id == asked, "the open chat")
    assert not row.isVisible()
    path = f"/_matrix/client/v3/user/{quote(stage.teacher.user_id)}/account_data/m.direct"
    assert stage.call(stage.teacher, "GET", path) == {stranger.user_id: [asked]}


async def test_a_refused_invitation_does_not_come_back(stage, qtbot):
    pane = await opened(stage, qtbot)
    row = pane.findChild(InvitationRow)
    asked = servers.new_room(stage.server, stage.student, name="夜猫子", invite=[stage.teacher.user_id])
    await stage.until(row.isVisible, "the invitation")
    assert "夜猫子" in row.words.full_text()
    qtbot.mouseClick(row.decline, Qt.MouseButton.LeftButton)
    await stage.until(lambda: not row.isVisible(), "the end of it")
    assert membership(stage, stage.student, asked) == "leave"
    await stage.session.stop()
    stage.first = stage.session, pane
    stage.session = stage.make()
    pane = await opened(stage, qtbot)
    servers.send(stage.server, stage.student, stage.room, "later")
    await stage.until(lambda: preview_of(stage.session, stage.room).endswith("later"), "what comes later")
    assert not pane.findChild(InvitationRow).isVisible()


def membership(stage, seen_by, room_id):
    """What the teacher is in a room, as somebody inside sees it at the server."""
    path = f"/_matrix/client/v3/rooms/{quote(room_id)}/state/m.room.member/{quote(stage.teacher.user_id)}"
    return stage.call(seen_by, "GET", path)["membership"]


def name_the_school(stage, school):
    """Write what the office writes, as it does: an admin's token for the account, by bare HTTP."""
    admin, user = servers.new_user(stage.server, "o", admin=True), quote(stage.teacher.user_id)
    lent = stage.call(admin, "POST", f"/_synapse/admin/v1/users/{user}/login", {})["access_token"]
    path = f"/_matrix/client/v3/user/{user}/account_data/org.schoolbell.school"
    stage.server.call("PUT", path, {"v": 1, "anchors": [school]}, token=lent)


def room_of(session, room_id):
    session.presenter.bridge.flush()
    return next((room for room in session.presenter.rooms.items() if room.key == room_id), None)


def kind_of(session, room_id):
    room = room_of(session, room_id)
    return room.kind if room is not None else None


def preview_of(session, room_id):
    return room_of(session, room_id).preview


async def test_a_file_in_parts_goes_out_with_a_note_in_the_schools_language(stage, qtbot, monkeypatch):
    monkeypatch.setattr("schoolbell.sync.upload_plan.WHOLE_LIMIT", 100_000)
    await opened(stage, qtbot)
    monkeypatch.setattr(type(stage.session.presenter), "school_language", "zh_TW")
    await stage.session.media.send_data(stage.room, bytes(250_000), "公開課.mp4")
    note = "公開課.mp4（244 KB）：這是一個大檔案，請在電腦上用校鈴開啟。"
    await stage.until(lambda: note in stage.bodies(), "the note")


async def test_history_comes_by_itself_unless_data_are_to_be_saved(stage, qtbot, monkeypatch):
    monkeypatch.setattr("schoolbell.sync.backfill._FIRST_PAUSE", 0.0)
    monkeypatch.setattr("schoolbell.sync.backfill._ACTIVE", 0.0)
    said = [f"m{number}" for number in range(60)]
    for text in said:
        servers.send(stage.server, stage.student, stage.room, text)
    settings = stage.around.settings
    settings.change(low_data=True)
    pane = await opened(stage, qtbot)
    await stage.until(lambda: pane.rooms.view.model().rowCount() == 1, "the room")

    def here():
        cache = stage.session._databases.cache
        window = cache.read_now(lambda conn: timeline.window(conn, stage.room, before=200, after=0))
        return [row.content["body"] for row in window.rows if row.type == "m.room.message"]

    await stage.until(lambda: here() == said[40:], "what a sync brings along")
    said.append("one more")
    servers.send(stage.server, stage.student, stage.room, said[-1])
    await stage.until(lambda: here()[-1:] == said[-1:], "news")
    assert here() == said[40:], "news only"
    settings.change(low_data=False)
    await stage.until(lambda: here() == said, "the rest, without anybody opening the room")
