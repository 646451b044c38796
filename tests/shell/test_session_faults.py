"""One account against a homeserver that restarts, forgets, lets tokens end or throws everybody out."""

import asyncio
import sqlite3

import pytest
from PySide6.QtCore import Qt

from schoolbell.base.errors import ErrorCode
from schoolbell.domain.signin import SignIn
from schoolbell.matrix import transport as transports
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.transport import Transport
from schoolbell.sync.changes import SyncState
from schoolbell.system.http import make_client
from schoolbell.system.profiles import Profiles
from schoolbell.system.secrets import FileSecrets
from schoolbell_demo.homeserver import Synapse
from tests import servers
from tests.shell.stage import make_stage, opened

pytestmark = pytest.mark.synapse


async def write(stage, pane, qtbot, text):
    pane.composer.input.setPlainText(text)
    qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    await stage.until(lambda: not pane.composer.input.text(), "the empty composer")


async def open_room(stage, qtbot):
    pane = await opened(stage, qtbot)
    await stage.until(lambda: pane.rooms.view.model().rowCount() == 1, "the room")
    pane.open_room(stage.room)
    await stage.until(lambda: pane.header.title.full_text() == "三年级2班 家校群", "the header")
    return pane


class Line:
    """What the network does to this process: answers that are lost, syncs that do not come through."""

    def __init__(self, monkeypatch):
        self.blind = False
        self.lose_answers = False
        self.sent = 0
        self.expired = 0
        request, next_bearer = Transport.request, transports._next_bearer

        async def faulty(transport, method, path, **options):
            if self.blind and path.endswith("/sync"):
                raise MatrixError(ErrorCode.NETWORK)
            answer = await request(transport, method, path, **options)
            if "/send/" in path:
                self.sent += 1
                if self.lose_answers:
                    raise MatrixError(ErrorCode.NETWORK)
            return answer

        async def counted(tokens, error, bearer, tries):
            self.expired += error.code is ErrorCode.SOFT_LOGOUT
            return await next_bearer(tokens, error, bearer, tries)

        monkeypatch.setattr(Transport, "request", faulty)
        monkeypatch.setattr(transports, "_next_bearer", counted)


async def test_the_password_was_changed_elsewhere_and_nothing_is_lost_or_sent_twice(
    homeserver, tmp_path, theme, qtbot, monkeypatch, allowed_logs
):
    allowed_logs.append("schoolbell")
    line = Line(monkeypatch)
    stage = await make_stage(homeserver, tmp_path / "home", theme, qtbot)
    pane = await open_room(stage, qtbot)
    old_device = stage.session._client.device_id
    line.blind = line.lose_answers = True
    await write(stage, pane, qtbot, "arrived, but nobody here knows")
    await stage.until(lambda: line.sent == 1, "the message at the server")
    body = {
        "new_password": "another password 9",
        "logout_devices": True,
        "auth": {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": stage.teacher.user_id},
            "password": stage.teacher.password,
        },
    }
    path = "/_matrix/client/v3/account/password"
    await asyncio.to_thread(stage.server.call, "POST", path, body, token=stage.teacher.access_token)
    line.blind = False
    await stage.until(lambda: SyncState.SIGNED_OUT in stage.statuses, "signed out")
    assert pane.banner.isVisible()
    await write(stage, pane, qtbot, "written while signed out")
    pane.composer.input.setPlainText("half a thought")
    await stage.session.stop()
    stage.first = stage.session, pane

    line.lose_answers = False
    paths = stage.around.paths
    async with make_client() as http:
        signing = SignIn(http, Profiles(paths), FileSecrets(paths))
        await signing.find_server(stage.server.base_url)
        again = await signing.sign_in(stage.teacher.user_id, "another password 9")
    assert again.profile.id == stage.profile.id, "the same profile goes on"
    assert again.credentials.device_id != old_device
    stage.session = stage.make()
    pane = stage.session.open()
    qtbot.addWidget(pane)
    pane.show()
    assert pane.composer.input.text() == "half a thought"
    stage.statuses.clear()
    await stage.session.start()
    await stage.until(lambda: SyncState.LIVE in stage.statuses, "the connection")
    await stage.until(lambda: stage.session.only_here()[0] == 0, "the outbox")
    mine = [text for text in await asyncio.to_thread(stage.bodies) if text]
    assert mine == ["written while signed out", "arrived, but nobody here knows"], "newest first, once each"
    await stage.session.stop()


async def test_tokens_that_end_are_renewed_before_anybody_meets_an_ended_one(
    tmp_path, theme, qtbot, monkeypatch
):
    server = Synapse(tmp_path / "server", extra_config={"refreshable_access_token_lifetime": "3s"})
    await asyncio.to_thread(server.start)
    try:
        stage = await make_stage(server, tmp_path / "home", theme, qtbot)
        pane = await open_room(stage, qtbot)
        line = Line(monkeypatch)
        tokens = stage.session._client.transport._tokens
        first, number = tokens.access_token(), 0
        await stage.until(lambda: tokens.access_token() != first, "the first renewal")
        line.expired, seen = 0, {tokens.access_token()}
        while len(seen) < 3:
            number += 1
            await write(stage, pane, qtbot, f"message {number}")
            await asyncio.sleep(0.4)
            seen.add(tokens.access_token())
        assert line.expired == 0, "nobody met an ended token"
        await stage.until(lambda: stage.session.only_here()[0] == 0, "the outbox")
        assert pane.banner.isHidden()
        await stage.session.stop()
        kept = await FileSecrets(stage.around.paths).load(stage.profile.id)
        assert tokens.access_token() in kept, "the pair in use is the one that a restart finds"
    finally:
        await asyncio.to_thread(server.stop)


async def test_a_server_that_restarts_and_has_forgotten_every_position_is_found_again_by_itself(
    tmp_path, theme, qtbot, allowed_logs
):
    server = Synapse(tmp_path / "server")
    await asyncio.to_thread(server.start)
    stopped = [server]
    try:
        stage = await make_stage(server, tmp_path / "home", theme, qtbot)
        pane = await open_room(stage, qtbot)
        await asyncio.to_thread(server.stop)
        await stage.until(lambda: stage.statuses[-1] is SyncState.OFFLINE, "offline")
        assert pane.banner.isVisible()
        await write(stage, pane, qtbot, "while it was away")
        with sqlite3.connect(tmp_path / "server" / "homeserver.db") as database:
            database.execute("PRAGMA foreign_keys = ON")
            gone = database.execute("DELETE FROM sliding_sync_connections").rowcount
        database.close()
        assert gone > 0
        again = Synapse(tmp_path / "server", port=server.port)
        await asyncio.to_thread(again.start)
        stopped.append(again)
        await asyncio.to_thread(servers.send, again, stage.student, stage.room, "back")
        for _ in range(14):  # a minute at most between two tries
            if stage.statuses[-1] is not SyncState.LIVE:
                await asyncio.sleep(5)
        await stage.until(lambda: stage.statuses[-1] is SyncState.LIVE, "the connection, by itself")
        await stage.until(lambda: stage.session.only_here()[0] == 0, "the outbox")

        def shown():
            items = stage.session.presenter.timeline.items()
            return sorted(item.body for item in items if getattr(item, "body", ""))

        await stage.until(lambda: shown() == ["back", "while it was away"], "both, once each")
        stage.server = again
        found = await asyncio.to_thread(stage.bodies)
        assert sorted(text for text in found if text) == ["back", "while it was away"]
        assert pane.banner.isHidden()
        await stage.session.stop()
    finally:
        await asyncio.to_thread(stopped[-1].stop)


async def test_a_refresh_token_that_ended_too_asks_for_the_password_and_keeps_the_device(
    tmp_path, theme, qtbot, allowed_logs
):
    allowed_logs.append("schoolbell")
    short = {"refreshable_access_token_lifetime": "1s", "refresh_token_lifetime": "1s"}
    server = Synapse(tmp_path / "server", extra_config=short)
    await asyncio.to_thread(server.start)
    try:
        stage = await make_stage(server, tmp_path / "home", theme, qtbot)
        pane = stage.session.open()
        qtbot.addWidget(pane)
        await asyncio.sleep(1.5)  # the computer was off for longer than both live
        await stage.session.start()
        await stage.until(lambda: SyncState.SIGNED_OUT in stage.statuses, "the question for the password")
        await stage.session.stop()
        stage.first = stage.session, pane
        stored = await FileSecrets(stage.around.paths).load(stage.profile.id)
        assert '"device_id":""' not in stored, "a soft logout keeps the device"
    finally:
        await asyncio.to_thread(server.stop)
