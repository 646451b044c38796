"""What a real homeserver refuses stays visible, can be tried again or given up, and holds up nothing."""

import asyncio

import pytest
from PySide6.QtCore import Qt

from schoolbell.domain.chat.composing import message
from schoolbell.ui.messages.outbox_page import OutboxRow
from schoolbell.ui.widgets.button import Button
from tests import servers
from tests.shell.test_session import opened, stage  # noqa: F401

pytestmark = pytest.mark.synapse


def failed(pane):
    """The rows of the outbox page that the server refused: text → row."""
    rows = pane.pages.outbox.findChildren(OutboxRow)
    found = {row._item.body: row for row in rows if row._item.wedged}
    return found if pane.pages.outbox.isVisible() else {}


def held(send, answer):
    """A `send` that goes out when `answer` is set: long enough on its way to be looked at."""

    async def wait(*what):
        await answer.wait()
        return await send(*what)

    return wait


def bodies(stage, room):  # noqa: F811
    page = stage.call(stage.student, "GET", f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=50")
    mine = [event for event in page["chunk"] if event["sender"] == stage.teacher.user_id]
    return [event["content"]["body"] for event in reversed(mine) if event["type"] == "m.room.message"]


async def test_refused_messages_wait_for_a_decision_and_the_queue_goes_on(stage, qtbot, monkeypatch):  # noqa: F811
    levels = {"events_default": 50}
    notices = servers.new_room(
        stage.server, stage.student, [stage.teacher], name="通知", power_level_content_override=levels
    )
    pane = await opened(stage, qtbot)
    await stage.until(lambda: pane.rooms.view.model().rowCount() == 2, "both rooms")
    # As written offline, before anybody here knew that only teachers may write in this room.
    for text in ("may I?", "and this?"):
        await stage.session._engine.send(notices, "m.room.message", message(text))
    await stage.until(lambda: pane.strip.isVisible() and pane.strip.failed.text() == "2 failed", "the word")
    pane.open_room(stage.room)
    await stage.until(lambda: pane.header.title.full_text() == "三年级2班 家校群", "the header")
    pane.composer.input.setPlainText("hello")
    qtbot.keyClick(pane.composer.input, Qt.Key.Key_Return)
    await stage.until(lambda: bodies(stage, stage.room) == ["hello"], "what comes after them")
    assert bodies(stage, notices) == []

    qtbot.mouseClick(pane.strip.failed, Qt.MouseButton.LeftButton)
    await stage.until(lambda: failed(pane).keys() == {"may I?", "and this?"}, "the outbox page")
    client = stage.session._client
    monkeypatch.setattr(client, "send", held(client.send, answer := asyncio.Event()))
    press(pane, qtbot, "may I?", "outboxRetry")
    await stage.until(lambda: failed(pane).keys() == {"and this?"}, "tried again")
    await stage.until(lambda: pane.strip.failed.text() == "1 failed", "the word about the other one")
    answer.set()
    await stage.until(lambda: pane.strip.failed.text() == "2 failed", "refused again")
    await stage.until(lambda: failed(pane).keys() == {"may I?", "and this?"}, "both rows")

    servers.send_state(
        stage.server, stage.student, notices, "m.room.power_levels",
        {"events_default": 0, "users_default": 0, "users": {}},
    )  # fmt: skip
    press(pane, qtbot, "and this?", "outboxDelete")
    await stage.until(lambda: failed(pane).keys() == {"may I?"}, "the one that is left")
    press(pane, qtbot, "may I?", "outboxRetry")
    await stage.until(lambda: bodies(stage, notices) == ["may I?"], "the message at last")
    await stage.until(lambda: not pane.strip.isVisible() and stage.session.only_here() == (0, 0), "the end")
    assert failed(pane) == {}
    assert bodies(stage, stage.room) == ["hello"]


def press(pane, qtbot, text, name):
    """Click a button of the outbox page's row with this text."""
    qtbot.mouseClick(failed(pane)[text].findChild(Button, name), Qt.MouseButton.LeftButton)
