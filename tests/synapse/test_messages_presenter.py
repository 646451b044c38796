"""A teacher and a student in front of their panes, on a real homeserver with a school made by hand."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from zoneinfo import ZoneInfo

import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.domain.chat.items import MessageItem, Role, RoomKind, SendState
from schoolbell.matrix.transport import Transport
from schoolbell.system.http import make_client
from schoolbell.viewmodels.messages import MessagesPresenter
from tests import servers
from tests.synapse.test_engine import Token
from tests.sync.world import World, until

pytestmark = pytest.mark.synapse


def make_school(server, office, teacher, student):
    """A school space, a class space and its group, as the office makes them; return (school, group)."""

    def room(kind, members, room_type=None, **body):
        creation = {"type": room_type} if room_type else {}
        state = [
            {"type": "org.schoolbell.room", "state_key": "", "content": {"v": 1, "kind": kind, "key": kind}}
        ]
        levels = {"users": {teacher.user_id: 50}, "state_default": 100, "events": {"m.room.redaction": 0}}
        return servers.new_room(
            server, office, members, creation_content=creation, initial_state=state,
            power_level_content_override=levels, **body,
        )  # fmt: skip

    people = [teacher, student]
    school = room("school", people, "m.space", name="实验小学")
    a_class = room("class", people, "m.space", name="三年级2班")
    group = room("group", people, name="三年级2班 家校群")
    for parent, child in ((school, a_class), (a_class, group)):
        servers.send_state(server, office, parent, "m.space.child", {"via": ["school.test"]}, child)
    for person, role, name in ((teacher, "teacher", "周敏"), (student, "student", "李明")):
        entry = {"v": 1, "role": role, "name": name, "initials": "x"}
        servers.send_state(server, office, a_class, "org.schoolbell.member", entry, person.user_id[1:])
    return school, group


@asynccontextmanager
async def at_the_pane(homeserver, account, school, folder):
    """An account's presenter over a real engine, live."""
    folder.mkdir()
    crashes = []
    async with make_client() as http:
        transport = Transport(http, homeserver.base_url, Token(account.access_token))
        world = World(folder, transport, account.user_id, clock=SystemClock())
        presenter = MessagesPresenter(
            world, account.user_id, world.clock, ZoneInfo("Asia/Shanghai"), (school,), crashes.append
        )
        presenter.show_cached("")
        presenter.attach_engine(world.engine)
        try:
            await world.live()
            yield presenter
        finally:
            await presenter.stop()
            await world.close()
    assert crashes == []


def message(presenter, body):
    """The message with this text as shown now, None while it is not."""
    presenter.bridge.flush()
    items = presenter.timeline.items()
    return next((item for item in items if isinstance(item, MessageItem) and item.body == body), None)


def shown(presenter, room_id):
    presenter.bridge.flush()
    return next((room for room in presenter.rooms.items() if room.key == room_id), None)


def readers(presenter):
    presenter.bridge.flush()
    return [reader.person.name for reader in presenter.reads.read] if presenter.reads is not None else []


async def test_a_teacher_writes_a_student_answers_and_who_has_read_is_seen(
    qapp, homeserver, new_user, tmp_path
):
    office, teacher, student = new_user("o"), new_user("t"), new_user("s")
    school, group = await asyncio.to_thread(make_school, homeserver, office, teacher, student)
    async with AsyncExitStack() as stack:
        mine = await stack.enter_async_context(at_the_pane(homeserver, teacher, school, tmp_path / "t"))
        theirs = await stack.enter_async_context(at_the_pane(homeserver, student, school, tmp_path / "s"))
        for pane in (mine, theirs):
            await until(lambda pane=pane: (room := shown(pane, group)) and room.kind is RoomKind.GROUP)
            pane.open_room(group)
        mine.send("@李明 交作业了吗", [(student.user_id, "李明")], "")
        await until(lambda: message(theirs, "@李明 交作业了吗"), "the student sees it")
        asked = message(theirs, "@李明 交作业了吗")
        assert (asked.sender.name, asked.sender.role) == ("周敏", Role.TEACHER)
        assert asked.mentions_me
        await until(lambda: message(mine, "@李明 交作业了吗").state is SendState.SENT)
        own = message(mine, "@李明 交作业了吗")
        await until(lambda: message(mine, own.body).unread == 1, "one has not read")
        mine.show_reads(own.key)
        theirs.visible_changed(asked.key, True)
        await until(lambda: message(mine, own.body).unread == 0, "all have read")
        await until(lambda: readers(mine) == ["李明"])
        theirs.send("交了", [], asked.key)
        await until(lambda: message(mine, "交了"), "the answer arrives")
        assert message(mine, "交了").quote.body == own.body
        assert message(mine, own.body).key == own.key
