"""The engine against a real homeserver: what two people at two machines see of each other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.transport import Transport
from schoolbell.store import members, receipts, relations, rooms
from schoolbell.sync.changes import SyncState
from schoolbell_demo.homeserver import Account, Synapse
from tests import servers
from tests.sync.world import World, until

pytestmark = pytest.mark.synapse

OpenWorld = Callable[[Account], Any]


class Cable:
    """A transport that can be unplugged, or lose only the answers of PUTs."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.plugged = True
        self.lose_answers = False
        self.blind = False  # what comes in by sync is lost
        self.puts = 0

    async def request(self, method: str, path: str, **options: Any) -> bytes:
        """Pass the request on, unless the cable is out."""
        if not self.plugged or (self.blind and path.endswith("/sync")):
            raise MatrixError(ErrorCode.NETWORK)
        if method == "PUT" and "/typing/" not in path:
            self.puts += 1
        call = asyncio.ensure_future(self._transport.request(method, path, **options))
        try:
            while not call.done():
                await asyncio.wait({call}, timeout=0.05)
                if not self.plugged or (self.blind and path.endswith("/sync")):
                    raise MatrixError(ErrorCode.NETWORK)
        finally:
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)
        answer = call.result()
        if self.lose_answers and method == "PUT":
            raise MatrixError(ErrorCode.NETWORK)
        return answer


class Token:
    """A token that never needs renewal."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        """Return it."""
        return self._token

    async def refresh(self, stale: str) -> str:
        """Nothing to renew."""
        raise MatrixError(ErrorCode.SIGNED_OUT)


@pytest.fixture
async def open_world(homeserver: Synapse, tmp_path: Path) -> AsyncIterator[OpenWorld]:
    """Return `open_world(account)`: an async context manager of that account's machine."""

    @asynccontextmanager
    async def make(account: Account) -> AsyncIterator[World]:
        async with httpx.AsyncClient(trust_env=False) as client:
            cable = Cable(Transport(client, homeserver.base_url, Token(account.access_token)))
            folder = tmp_path / account.localpart
            world = World(folder, cable, account.user_id, clock=SystemClock())
            try:
                yield world
            finally:
                await world.close()

    async with AsyncExitStack() as stack:

        async def open_one(account: Account) -> World:
            return await stack.enter_async_context(make(account))

        yield open_one


async def in_thread(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Run a blocking call of the test's own HTTP client."""
    return await asyncio.get_running_loop().run_in_executor(None, partial(call, *arguments, **options))


async def test_two_machines_talk(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t", name="Ms Wang"), new_user("s", name="Li Ming")
    room = new_room(teacher, [student], name="Class 1")
    here, there = await open_world(teacher), await open_world(student)
    await asyncio.gather(here.live(), there.live())
    await until(lambda: here.cache.read_now(lambda c: rooms.summary(c, room)) is not None)

    local_id = await here.say(room, "Good morning")
    await until(lambda: there.texts(room) == ["Good morning"])
    await there.say(room, "Good morning, Ms Wang")
    await until(lambda: here.texts(room) == there.texts(room) == ["Good morning", "Good morning, Ms Wang"])
    await until(lambda: here.outbox(room) == [])
    assert here.rows(room)[-2].local_id == local_id, "the echo keeps the identity of what was typed"
    summary = there.cache.read_now(lambda conn: rooms.summary(conn, room))
    assert summary is not None
    assert summary.name == "Class 1"


async def test_a_room_joined_later_appears(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    there = await open_world(student)
    await there.live()
    room = await in_thread(new_room, teacher, [student], name="New room")
    await in_thread(servers.send, homeserver, teacher, room, "welcome")
    await until(lambda: there.texts(room) == ["welcome"])


async def test_edits_reactions_and_redactions_reach_the_other(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here, there = await open_world(teacher), await open_world(student)
    await asyncio.gather(here.live(), there.live())
    first = await here.say(room, "Homwork")
    await here.engine.edit(room, first, {"msgtype": "m.text", "body": "Homework"})
    second = await here.say(room, "wrong room")
    await until(lambda: len(there.texts(room)) == 2)
    await until(lambda: here.outbox(room) == [])
    target = there.rows(room)[0]
    await there.engine.react(room, target.event_id, "👍")
    await there.engine.react(room, target.event_id, "👍")
    await here.engine.redact(room, second)

    def summary(world: World) -> Any:
        rows = world.rows(room)
        ids = [row.rowid for row in rows]
        found = world.cache.read_now(lambda conn: relations.for_events(conn, ids))
        return [found.get(rowid) for rowid in ids]

    def settled(world: World) -> bool:
        found = [one for one in summary(world) if one is not None]
        edited = [one.edit.content["m.new_content"]["body"] for one in found if one.edit]
        reacted = [(one.reactions[0].key, one.reactions[0].count) for one in found if one.reactions]
        redacted = sum(one.redacted for one in found)
        gone = redacted or any(row.redacted_by for row in world.rows(room))
        return edited == ["Homework"] and reacted == [("👍", 1)] and bool(gone)

    await until(lambda: settled(here), "teacher sees it")
    await until(lambda: settled(there), "student sees it")
    await until(lambda: here.outbox(room) == [] and there.outbox(room) == [])
    assert there.engine.current_status.wedged == 0, "the second equal reaction counts as done"


async def test_a_limited_timeline_is_filled_in_the_open_room(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here = await open_world(teacher)
    await here.live()
    await in_thread(servers.send, homeserver, student, room, "before")
    await until(lambda: here.texts(room) == ["before"])
    here.transport.plugged = False
    await until(lambda: here.state is SyncState.OFFLINE)
    for number in range(130):
        await in_thread(servers.send, homeserver, student, room, f"missed {number}")
    here.engine.open_room(room)
    here.transport.plugged = True
    here.engine.retry_now()
    wanted = ["before", *(f"missed {number}" for number in range(130))]
    await until(lambda: here.texts(room)[-1] == "missed 129")
    for _ in range(6):
        await here.engine.paginate(room)
    await until(lambda: here.texts(room) == wanted, "every message once, in order")


async def test_scrolling_back_reaches_the_beginning(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher = new_user("t")
    room = new_room(teacher)
    for number in range(150):
        servers.send(homeserver, teacher, room, f"m{number}")
    here = await open_world(teacher)
    await here.live()
    for _ in range(6):
        await here.engine.paginate(room)
    assert here.texts(room) == [f"m{number}" for number in range(150)]


async def test_offline_restart_shows_the_stored_messages_and_sends_exactly_once(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here, there = await open_world(teacher), await open_world(student)
    await asyncio.gather(here.live(), there.live())
    await there.say(room, "stored")
    await until(lambda: here.texts(room) == ["stored"])
    here.transport.plugged = False
    await here.say(room, "offline 1")
    await here.restart()
    assert here.texts(room) == ["stored"]
    await here.engine.start()
    await until(lambda: here.state is SyncState.OFFLINE)
    await here.say(room, "offline 2")
    assert [row.decoded()["body"] for row in here.outbox(room)] == ["offline 1", "offline 2"]
    here.transport.plugged, here.transport.lose_answers = True, True
    here.engine.retry_now()
    await until(lambda: here.transport.puts > 0)
    await until(lambda: "offline 1" in there.texts(room))
    await here.restart()
    here.transport.lose_answers = False
    await here.live()
    here.engine.retry_now()
    wanted = ["stored", "offline 1", "offline 2"]
    await until(lambda: there.texts(room) == here.texts(room) == wanted)
    await until(lambda: here.outbox(room) == [])


async def test_a_mention_behind_a_gap_counts_before_anybody_opens_the_room(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here, there = await open_world(teacher), await open_world(student)
    await asyncio.gather(here.live(), there.live())
    await here.say(room, "hello")
    await until(lambda: here.texts(room) == there.texts(room) == ["hello"])
    here.transport.plugged = False
    await until(lambda: here.state is SyncState.OFFLINE)
    called = {"msgtype": "m.text", "body": "Ms Wang?", "m.mentions": {"user_ids": [teacher.user_id]}}
    await there.engine.send(room, "m.room.message", called)
    for number in range(30):
        await there.say(room, f"{number}")
    await until(lambda: there.outbox(room) == [])
    here.transport.plugged = True
    here.engine.retry_now()

    def counts() -> tuple[int, int]:
        row = here.cache.read_now(lambda conn: rooms.summary(conn, room))
        return (row.unread, row.mentions) if row is not None else (-1, -1)

    await until(lambda: counts() == (31, 1))


async def test_after_a_new_sign_in_what_arrived_is_not_sent_again(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here, there = await open_world(teacher), await open_world(student)
    await asyncio.gather(here.live(), there.live())
    await here.say(room, "yes")
    await until(lambda: here.texts(room) == there.texts(room) == ["yes"] and not here.outbox(room))
    here.transport.blind = here.transport.lose_answers = True
    await here.say(room, "yes")
    await here.say(room, "more")
    await until(lambda: there.texts(room) == ["yes", "yes"])
    await here.engine.stop()
    again = await in_thread(homeserver.login, teacher.localpart, teacher.password)
    plain = here.transport._transport
    here.transport = Cable(Transport(plain._client, homeserver.base_url, Token(again.access_token)))
    here.device = again.device_id
    await here.restart()
    await here.live()
    await until(lambda: there.texts(room) == here.texts(room) == ["yes", "yes", "more"])
    await until(lambda: here.outbox(room) == [])


async def test_what_arrived_unnoticed_and_was_deleted_is_redacted(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here, there = await open_world(teacher), await open_world(student)
    await asyncio.gather(here.live(), there.live())
    here.transport.blind = here.transport.lose_answers = True
    local_id = await here.say(room, "regretted")
    await until(lambda: there.texts(room) == ["regretted"])
    await until(lambda: not here.engine._outbox._in_flight)
    await here.engine.delete(local_id)
    await here.restart()
    here.transport.blind = here.transport.lose_answers = False
    await here.live()
    await until(lambda: [row.redacted_by is not None for row in there.rows(room)][-1:] == [True])
    await until(lambda: here.outbox(room) == [])


async def test_where_one_may_not_write_the_row_is_set_aside(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student = new_user("t"), new_user("s")
    notices = new_room(teacher, [student], power_level_content_override={"events_default": 50})
    group = new_room(teacher, [student])
    there = await open_world(student)
    await there.live()
    await there.say(notices, "may I?")
    await there.say(group, "hello")
    await until(lambda: [row.state for row in there.outbox(notices)] == ["wedged"])
    assert there.outbox(notices)[0].error == ErrorCode.FORBIDDEN.value
    await until(lambda: there.texts(group) == ["hello"])
    assert there.state is SyncState.LIVE
    levels = {"events_default": 0, "users_default": 0}
    await in_thread(servers.send_state, homeserver, teacher, notices, "m.room.power_levels", levels)
    await there.engine.retry(there.outbox(notices)[0].local_id)
    await until(lambda: there.texts(notices) == ["may I?"])
    await until(lambda: there.engine.current_status.wedged == 0)


async def test_receipts_arrive_and_a_read_list_can_be_made(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher, student, other = new_user("t"), new_user("s"), new_user("s")
    room = new_room(teacher, [student, other])
    here, there = await open_world(teacher), await open_world(student)
    await asyncio.gather(here.live(), there.live())
    await here.say(room, "Please read")
    await until(lambda: there.texts(room) == ["Please read"])
    await there.engine.mark_read(room, there.rows(room)[-1].event_id)
    await asyncio.gather(here.engine.load_members(room), here.engine.load_receipts(room))
    joined = here.cache.read_now(lambda conn: members.joined(conn, room))
    assert {member.user_id for member in joined} == {teacher.user_id, student.user_id, other.user_id}

    def read_by() -> dict[str, bool]:
        row = here.rows(room)[-1]
        found = here.cache.read_now(lambda conn: receipts.readers(conn, room, row.rowid, set()))
        return {reader.user_id: reader.read for reader in found}

    await until(lambda: read_by() == {student.user_id: True, other.user_id: False})


async def test_desks_come_on_their_own_connection(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    office, student = new_user("o"), new_user("s")
    desk = new_room(office, [student], creation_content={"type": "org.schoolbell.desk"}, name="Desk")
    there = await open_world(student)
    await there.live()
    await in_thread(servers.send, homeserver, office, desk, "your homework")
    await until(lambda: there.texts(desk) == ["your homework"])
    await there.say(desk, "thanks")
    await until(lambda: there.texts(desk) == ["your homework", "thanks"] and there.outbox(desk) == [])


async def test_changes_of_a_space_arrive(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    from schoolbell.store import state

    office, teacher = new_user("o"), new_user("t")
    space = new_room(office, [teacher], creation_content={"type": "m.space"}, name="School")
    here = await open_world(teacher)
    await here.live()
    key = teacher.user_id[1:]
    content = {"v": 1, "role": "teacher", "name": "Wang"}
    await in_thread(servers.send_state, homeserver, office, space, "org.schoolbell.member", content, key)

    def roster() -> Any:
        row = here.cache.read_now(lambda conn: state.get(conn, space, "org.schoolbell.member", key))
        return row and row.content

    await until(lambda: roster() == content)


async def test_a_token_that_was_taken_away_keeps_the_outbox(
    homeserver: Synapse, new_user: Any, new_room: Any, open_world: OpenWorld
) -> None:
    teacher = new_user("t")
    room = new_room(teacher)
    here = await open_world(teacher)
    await here.live()
    here.transport.plugged = False
    await here.say(room, "unsent")
    path = "/_matrix/client/v3/logout"
    await in_thread(homeserver.call, "POST", path, {}, token=teacher.access_token)
    here.transport.plugged = True
    here.engine.retry_now()
    await until(lambda: here.state is SyncState.SIGNED_OUT)
    assert [row.state for row in here.outbox(room)] == ["waiting"]


async def test_a_restarted_homeserver_is_found_again(tmp_path: Path) -> None:
    server = Synapse(tmp_path / "server")
    await in_thread(server.start)
    try:
        teacher = await in_thread(servers.new_user, server, "t")
        student = await in_thread(servers.new_user, server, "s")
        room = await in_thread(servers.new_room, server, teacher, [student])
        async with httpx.AsyncClient(trust_env=False) as client:
            token = Token(teacher.access_token)
            here = World(
                tmp_path / "here",
                Cable(Transport(client, server.base_url, token)),
                teacher.user_id,
                clock=SystemClock(),
            )
            try:
                await here.live()
                await in_thread(server.stop)
                await until(lambda: here.state is SyncState.OFFLINE)
                await here.say(room, "while it was away")
                again = Synapse(tmp_path / "server", port=server.port)
                await in_thread(again.start)
                try:
                    await in_thread(servers.send, again, student, room, "back")
                    here.engine.retry_now()
                    await until(lambda: set(here.texts(room)) == {"back", "while it was away"})
                    await until(lambda: here.outbox(room) == [])
                    assert here.state is SyncState.LIVE
                finally:
                    await here.engine.stop()
                    await in_thread(again.stop)
            finally:
                await here.close()
    finally:
        await in_thread(server.stop)
