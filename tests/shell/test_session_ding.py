"""DING put together as in the program, against a real homeserver: the pane is made when somebody opens it."""

import asyncio
import sqlite3
from contextlib import closing

import msgspec
import pytest

from schoolbell.domain.ding.items import ReceivedRow
from tests.shell.stage import opened

pytestmark = pytest.mark.synapse


def _ding(text, user_id):
    block = {"v": 1, "id": "01jaaaaaaaaaaaaaaaaaaaaaaa", "text": text, "to": {"mentions": True},
             "confirm": "tap", "counts": "either", "n": 1}  # fmt: skip
    mentions = {"user_ids": [user_id]}
    return {"msgtype": "m.text", "body": text, "m.mentions": mentions, "org.schoolbell.ding": block}


async def test_the_pane_is_made_when_it_is_opened_and_shows_what_came_before(stage, qtbot):
    await opened(stage, qtbot)
    ding, me = stage.session.ding, stage.session.profile.user_id
    stage.school.send("t2", stage.school.rooms["staff_all"], _ding("报到课人数", me))
    await stage.until(lambda: ding.box.lists.waiting == 1, "it is here")
    assert not ding.place.made, "nobody opened it"

    qtbot.addWidget(ding.place)
    ding.place.resize(1000, 700)
    ding.place.show()
    assert ding.place.content is ding.pane
    assert ding.pane.lists.tabs.items["received"].accessibleName() == "Received 1"
    (row,) = [one for one in ding.presenter.model("received").items() if isinstance(one, ReceivedRow)]
    ding.pane.open_row(row.key)
    await stage.until(lambda: ding.pane.received.confirm.isEnabled(), "its details")
    assert ding.pane.offline.isHidden()


async def test_who_never_opens_it_never_has_it(stage, qtbot):
    await opened(stage, qtbot)
    ding = stage.session.ding
    await stage.until(lambda: ding.compose.can_write, "the school")
    await stage.session.stop()
    assert not ding.place.made


async def test_what_is_written_on_while_one_goes_is_kept_when_the_program_ends(
    stage, qtbot, monkeypatch, tmp_path
):
    await opened(stage, qtbot)
    ding = stage.session.ding
    await stage.until(lambda: ding.compose.can_write, "the school")
    send, answered = ding.writing.send, asyncio.Event()

    async def on_its_way(draft):
        await send(draft)
        await answered.wait()

    monkeypatch.setattr(ding.writing, "send", on_its_way)
    ding.compose.begin(ding.writing.targets("", 1), "明早线上上课")
    await stage.until(lambda: ding.compose.refusal == "", "who gets it")
    ding.compose.send()
    ding.compose.set_text("明早线上上课，八点开始")
    await stage.session.stop()
    (database,) = (tmp_path / "home").rglob("local.db")
    with closing(sqlite3.connect(database)) as conn:
        kept = [row[0] for row in conn.execute("SELECT content FROM announcement_draft")]
    assert [msgspec.json.decode(raw)["text"] for raw in kept].count("明早线上上课，八点开始") == 1
