"""What is told of a room, kept as push rules on a real homeserver: a phone is as loud as this window."""

import asyncio
from contextlib import asynccontextmanager
from urllib.parse import quote

import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.domain.notifications.levels import Level
from schoolbell.domain.notifications.room_levels import RoomLevels
from schoolbell.domain.school import BIG_ROOM_RULE
from schoolbell.matrix.push_rules import PushRules
from schoolbell.matrix.transport import Transport
from schoolbell.store import rooms
from schoolbell.system.http import make_client
from tests import servers
from tests.synapse.test_engine import Token, in_thread
from tests.sync.world import World, until

pytestmark = pytest.mark.synapse


@asynccontextmanager
async def at_home(homeserver, account, folder):
    """An account's engine, live, and its levels."""
    async with make_client() as http:
        transport = Transport(http, homeserver.base_url, Token(account.access_token))
        world = World(folder, transport, account.user_id, clock=SystemClock())
        levels = RoomLevels(world.cache, PushRules(transport))
        world.engine.changes.subscribe(levels.on_changes)
        try:
            await world.live()
            yield world, levels
        finally:
            await world.close()


def rang(homeserver, account):
    """The texts that rang on this account's phones."""
    found = homeserver.call("GET", "/_matrix/client/v3/notifications?limit=50", token=account.access_token)
    return {
        one["event"]["content"].get("body") for one in found["notifications"] if "notify" in one["actions"]
    }


async def settles_at(world, room, level):
    """Wait until sync has told what a program that was started now would say."""
    heard = RoomLevels(world.cache, None)
    for _ in range(400):
        if await heard.level(room) is level:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{await heard.level(room)} instead of {level}")


async def test_a_level_chosen_here_is_what_a_phone_rings_by(homeserver, new_user, new_room, tmp_path):
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student], name="三年级2班 家校群")
    tell = {"msgtype": "m.text", "m.mentions": {"user_ids": [teacher.user_id]}}

    async def both(word):
        await in_thread(servers.send, homeserver, student, room, f"{word} plain")
        await in_thread(servers.send, homeserver, student, room, {**tell, "body": f"{word} mention"})
        await until(lambda: f"{word} mention" in world.texts(room))

    async with at_home(homeserver, teacher, tmp_path / "teacher") as (world, levels):
        await until(lambda: world.cache.read_now(lambda conn: rooms.summary(conn, room)) is not None)
        assert await levels.level(room) is Level.ALL
        await both("all")
        for level in (Level.MENTIONS, Level.NONE, Level.MENTIONS, Level.ALL, Level.NONE, Level.ALL):
            await levels.choose(room, level)
            assert await levels.level(room) is level, "at once"
            await settles_at(world, room, level)
            row = world.cache.read_now(lambda conn: rooms.summary(conn, room))
            assert row.muted is (level is not Level.ALL), "the room list follows"
            await both(f"{level.value}")
    heard = await in_thread(rang, homeserver, teacher)
    assert {"all plain", "all mention", "mentions mention"} <= heard
    assert {"mentions plain", "none plain", "none mention"}.isdisjoint(heard)


async def test_all_of_a_large_room_is_told_when_somebody_wants_it(homeserver, new_user, new_room, tmp_path):
    """The office's rule keeps large rooms silent; here two people are a crowd already."""
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student], name="实验小学 全体家长")
    path = f"/_matrix/client/v3/pushrules/global/underride/{BIG_ROOM_RULE}"
    rule = {"conditions": [{"kind": "room_member_count", "is": ">1"}], "actions": []}
    await in_thread(homeserver.call, "PUT", path, rule, token=teacher.access_token)
    async with at_home(homeserver, teacher, tmp_path / "teacher") as (world, levels):
        await until(lambda: world.cache.read_now(lambda conn: rooms.summary(conn, room)) is not None)
        await settles_at(world, room, Level.MENTIONS)
        await levels.choose(room, Level.ALL)
        await settles_at(world, room, Level.ALL)
        await in_thread(servers.send, homeserver, student, room, "wanted")
        await until(lambda: "wanted" in world.texts(room))
        await levels.choose(room, Level.MENTIONS)
        await settles_at(world, room, Level.MENTIONS)
        await in_thread(servers.send, homeserver, student, room, "not wanted")
        await until(lambda: "not wanted" in world.texts(room))
    heard = await in_thread(rang, homeserver, teacher)
    assert "wanted" in heard
    assert "not wanted" not in heard


async def test_a_rule_that_somebody_switched_off_counts_again(homeserver, new_user, new_room, tmp_path):
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    async with at_home(homeserver, teacher, tmp_path / "teacher") as (world, levels):
        await until(lambda: world.cache.read_now(lambda conn: rooms.summary(conn, room)) is not None)
        await levels.choose(room, Level.MENTIONS)
        await settles_at(world, room, Level.MENTIONS)
        path = f"/_matrix/client/v3/pushrules/global/room/{quote(room)}/enabled"
        await in_thread(homeserver.call, "PUT", path, {"enabled": False}, token=teacher.access_token)
        await settles_at(world, room, Level.ALL)
        await levels.choose(room, Level.MENTIONS)
        await settles_at(world, room, Level.MENTIONS)
