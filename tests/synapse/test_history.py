"""History on a real homeserver: a room of 500 messages becomes whole; days, events, the unread land."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial

import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.domain.chat.items import MessageItem, NewItem
from schoolbell.domain.chat.jumps import Note
from schoolbell.matrix.transport import Transport
from schoolbell.store import gaps, timeline
from schoolbell.sync import backfill
from schoolbell.system.http import make_client
from tests import servers
from tests.synapse.test_engine import Token
from tests.synapse.test_messages_presenter import at_the_pane, message
from tests.sync.world import World, until

pytestmark = pytest.mark.synapse

COUNT = 500


class Talk:
    """A room in which two people have said "m0" … "m499", with the ids the server gave."""

    def __init__(self, homeserver, new_user, new_room):
        self.homeserver = homeserver
        self.teacher, self.student = new_user("t", name="周敏"), new_user("s", name="李明")
        self.room = new_room(self.teacher, [self.student], name="三年级2班")
        self.ids = []
        self.texts = []

    def say(self, count):
        """The student says `count` more, in order."""
        for _ in range(count):
            text = f"m{len(self.ids)}"
            self.ids.append(servers.send(self.homeserver, self.student, self.room, text))
            self.texts.append(text)

    def time_of(self, number):
        """When the server says that a message was said (ms)."""
        path = f"/_matrix/client/v3/rooms/{self.room}/event/{self.ids[number]}"
        event = self.homeserver.call("GET", path, token=self.student.access_token)
        return event["origin_server_ts"]


@pytest.fixture(scope="module")
def talk(homeserver):
    made = Talk(homeserver, partial(servers.new_user, homeserver), partial(servers.new_room, homeserver))
    made.say(COUNT)
    return made


@asynccontextmanager
async def engine_of(homeserver, account, folder):
    folder.mkdir(exist_ok=True)
    async with make_client() as http:
        transport = Transport(http, homeserver.base_url, Token(account.access_token))
        world = World(folder, transport, account.user_id, clock=SystemClock())
        try:
            yield world
        finally:
            await world.close()


def texts(world, room_id):
    rows = world.rows(room_id, before=COUNT + 100)
    return [str(row.content["body"]) for row in rows if row.type == "m.room.message"]


def shown(presenter):
    presenter.bridge.flush()
    return [item.body for item in presenter.timeline.items() if isinstance(item, MessageItem)]


async def test_a_room_of_500_messages_becomes_whole_by_itself_also_over_a_restart(
    homeserver, talk, tmp_path, monkeypatch
):
    monkeypatch.setattr(backfill, "_FIRST_PAUSE", 0.0)
    monkeypatch.setattr(backfill, "_PAUSE", 0.0)
    async with engine_of(homeserver, talk.teacher, tmp_path / "whole") as here:
        here.engine.backfill.allow(True)
        await here.live()
        await until(lambda: len(texts(here, talk.room)) > 100, "the first page")
        await here.restart()
        here.engine.backfill.allow(True)
        await here.live()
        await until(lambda: texts(here, talk.room) == talk.texts, "every message once, in order")
        assert here.cache.read_now(lambda conn: timeline.newest_gap(conn, talk.room)) is None


async def test_pieces_fetched_anywhere_are_tied_into_the_one_true_order(homeserver, talk, tmp_path):
    async with engine_of(homeserver, talk.teacher, tmp_path / "pieces") as here:
        await here.live()
        await until(lambda: texts(here, talk.room))
        history = here.engine.history
        for number in (250, 60, 400, 270):
            await history.land(talk.room, talk.ids[number])
        found = texts(here, talk.room)
        assert found == sorted(found, key=lambda text: int(text[1:])), (
            "pieces stand in order before they touch"
        )
        assert {"m60", "m250", "m270", "m400"} <= set(found)
        for _ in range(40):
            gap = here.cache.read_now(lambda conn: timeline.newest_gap(conn, talk.room))
            if gap is None:
                break
            await history.cross(talk.room, gap)
        assert texts(here, talk.room) == talk.texts


async def test_a_moment_finds_its_event(homeserver, talk, tmp_path):
    async with engine_of(homeserver, talk.teacher, tmp_path / "moment") as here:
        await here.live()
        ts = await asyncio.to_thread(talk.time_of, 123)
        found = await here.engine.history.find(talk.room, ts)
        assert found in talk.ids[100:124], "the first event of that millisecond"
        assert await here.engine.history.find(talk.room, ts + 40 * 86_400_000) == ""
        await here.engine.history.land(talk.room, found)
        place = here.cache.read_now(lambda conn: gaps.at_time(conn, talk.room, ts))
        assert place is not None
        assert place.exact


async def test_at_the_pane_a_day_an_answered_message_and_the_first_unread_are_reached(
    qapp, homeserver, new_user, new_room, tmp_path
):
    talk = await asyncio.to_thread(Talk, homeserver, new_user, new_room)
    await asyncio.to_thread(talk.say, 40)
    path = f"/_matrix/client/v3/rooms/{talk.room}/read_markers"
    read = {"m.read": talk.ids[29], "m.fully_read": talk.ids[29]}
    await asyncio.to_thread(homeserver.call, "POST", path, read, token=talk.teacher.access_token)
    with ThreadPoolExecutor(1) as pool:
        await asyncio.get_running_loop().run_in_executor(pool, talk.say, 160)
    async with at_the_pane(homeserver, talk.teacher, "", tmp_path / "pane") as pane:
        arrived, told = [], []
        pane.history.arrived.connect(arrived.append)
        pane.history.told.connect(lambda note, ts: told.append(note))
        pane.open_room(talk.room)
        await until(lambda: "m199" in shown(pane))

        pane.history.jump_to_unread()
        await until(lambda: (pane.bridge.flush(), arrived)[1], "arrived")
        assert message(pane, "m30").key == arrived[-1]
        items = pane.timeline.items()
        divider = next(at for at, item in enumerate(items) if isinstance(item, NewItem))
        assert items[divider + 1].body == "m30"
        assert told == []

        arrived.clear()
        pane.history.jump_to_date(2020, 1, 1)
        await until(lambda: (pane.bridge.flush(), arrived)[1], "arrived")
        await until(lambda: (pane.bridge.flush(), told)[1] == [Note.LATER.value], "said that it was silent")
        assert "m0" in shown(pane)

        arrived.clear()
        pane.jump_to(talk.ids[100])
        await until(lambda: (pane.bridge.flush(), arrived)[1], "arrived")
        assert message(pane, "m100").key == arrived[-1]
