import pytest

from schoolbell.domain.chat.items import MessageKind, Role, RoomKind
from tests.domain.chat_school import CHAT, CHEN, CLASS, GROUP, LI, SCHOOL, WANG, room_state
from tests.domain.test_timeline import Viewer
from tests.fakes.domain_engine import ME


@pytest.fixture
async def viewer(files, engine):
    made = Viewer(files, engine)
    yield made
    await made.close()
    assert made.errors == []


def rooms(viewer):
    return {item.key: item for item in viewer.session.rooms.items}


async def test_the_list_shows_chats_by_their_last_message_and_no_spaces(viewer, engine):
    await engine.deliver(GROUP, engine.text("早", WANG))
    await engine.deliver(CHAT, engine.text("备课", CHEN))
    await viewer.open()
    assert [item.key for item in viewer.session.rooms.items] == [CHAT, GROUP]
    group = rooms(viewer)[GROUP]
    assert (group.kind, group.initials) == (RoomKind.GROUP, "三2")
    assert (group.preview_sender, group.preview) == ("李明爸爸", "早")
    assert rooms(viewer)[CHAT].kind is RoomKind.CHAT
    await engine.deliver(GROUP, engine.text("晚", ME))
    await viewer.settle()
    assert [item.key for item in viewer.session.rooms.items] == [GROUP, CHAT]
    assert (rooms(viewer)[GROUP].preview_sender, rooms(viewer)[GROUP].preview) == ("", "晚")


async def test_unread_and_mentions_are_counted_filtered_and_go_when_read(viewer, engine):
    counted = []
    viewer.session.rooms.counted.subscribe(counted.append)
    said = engine.text("@周敏", CHEN, content={"m.mentions": {"user_ids": [ME]}})
    await engine.deliver(GROUP, engine.text("早", WANG), said)
    await viewer.open(CHAT)
    assert (rooms(viewer)[GROUP].unread, rooms(viewer)[GROUP].mentions) == (2, 1)
    assert rooms(viewer)[GROUP].preview_prefix == "mention"
    assert counted[-1]["unread"] == 2
    viewer.session.rooms.set_filter("unread")
    assert set(rooms(viewer)) == {GROUP, CHAT}  # the open room stays although nothing is unread in it
    await engine.mark_read(GROUP, said["event_id"])
    await viewer.settle()
    assert GROUP not in rooms(viewer)
    viewer.session.rooms.set_filter("class")
    assert set(rooms(viewer)) == {GROUP}
    assert {item.key for item in viewer.session.all_rooms()} == {GROUP, CHAT}
    viewer.session.rooms.set_filter("all")
    assert set(rooms(viewer)) == {GROUP, CHAT}


async def test_the_open_room_stays_in_the_unread_list_while_it_is_read(viewer, engine):
    said = engine.text("早", WANG)
    await engine.deliver(GROUP, said)
    await viewer.open(GROUP)
    viewer.session.rooms.set_filter("unread")
    await engine.mark_read(GROUP, said["event_id"])
    await viewer.settle()
    assert rooms(viewer)[GROUP].unread == 0


async def test_drafts_and_refused_messages_stand_in_the_preview(viewer, engine):
    await engine.deliver(GROUP, engine.text("早", WANG))
    await viewer.open()
    await engine.save_draft(GROUP, "明天\n体检", "")
    await viewer.settle()
    assert (rooms(viewer)[GROUP].preview_prefix, rooms(viewer)[GROUP].preview) == ("draft", "明天 体检")
    local_id = await engine.send(GROUP, "m.room.message", {"msgtype": "m.text", "body": "你好"})
    await viewer.settle()
    assert (rooms(viewer)[GROUP].preview_prefix, rooms(viewer)[GROUP].preview) == ("waiting", "你好")
    await engine.wedge(local_id)
    await viewer.settle()
    assert (rooms(viewer)[GROUP].preview_prefix, rooms(viewer)[GROUP].failed) == ("failed", 1)


async def test_pictures_and_recalled_messages_say_what_they_are(viewer, engine):
    picture = {"msgtype": "m.image", "body": "板书.jpg", "url": "mxc://school.test/a"}
    said = engine.event("m.room.message", picture, ME)
    await engine.deliver(GROUP, said)
    await viewer.open()
    assert (rooms(viewer)[GROUP].preview, rooms(viewer)[GROUP].preview_kind) == (
        "板书.jpg",
        MessageKind.IMAGE,
    )
    await engine.deliver(GROUP, engine.event("m.room.redaction", {"redacts": said["event_id"]}, ME))
    await viewer.settle()
    assert rooms(viewer)[GROUP].preview_kind is MessageKind.REDACTED


async def test_a_direct_chat_is_named_after_the_other_person(viewer, engine):
    room = "!direct:x"
    state = room_state(engine, "", by=WANG, members=[ME, WANG])
    state[2]["content"] = {}  # no name
    await engine.deliver_all(
        {room: {"initial": True, "required_state": state, "timeline": [engine.text("您好", WANG)],
                "is_dm": True,
                "joined_count": 2, "heroes": [{"user_id": WANG, "displayname": "g1"}]}},
        account_data={"global": [{"type": "m.direct", "content": {WANG: [room]}}]},
    )  # fmt: skip
    await viewer.open()
    item = rooms(viewer)[room]
    assert (item.kind, item.name) == (RoomKind.DIRECT, "李明爸爸")
    assert (item.preview_sender, item.preview) == ("", "您好")
    assert item.direct.role is Role.GUARDIAN


async def test_a_room_that_only_claims_to_be_a_class_group_is_a_chat(viewer, engine):
    state = room_state(engine, "group", by=LI, name="三年级2班 家校群", members=[ME, LI])
    await engine.deliver_all({"!fake:x": {"initial": True, "required_state": state, "joined_count": 2}})
    await viewer.open()
    assert rooms(viewer)["!fake:x"].kind is RoomKind.CHAT
    assert rooms(viewer)[GROUP].kind is RoomKind.GROUP


async def test_the_header_counts_people_by_role_without_the_office(viewer, engine):
    await viewer.open()
    header = viewer.session.details.header
    assert (header.members, header.teachers, header.guardians, header.students) == (4, 2, 1, 1)
    assert header.can_send
    power = {"users": {CHEN: 50}, "events_default": 50, "users_default": 0}
    await engine.deliver(
        GROUP, engine.event("m.room.power_levels", power, "@office1:school.test", state_key="")
    )
    await viewer.settle()
    assert not viewer.session.details.header.can_send


async def test_pinned_messages_stand_in_the_header(viewer, engine):
    said = engine.text("周五体检", CHEN)
    await engine.deliver(GROUP, said)
    pinned = {"pinned": ["$unknown", said["event_id"], 7]}
    await engine.deliver(GROUP, engine.event("m.room.pinned_events", pinned, CHEN, state_key=""))
    await viewer.open()
    assert [(p.sender, p.body) for p in viewer.session.details.header.pinned] == [("陈静", "周五体检")]


async def test_read_lists_follow_receipts_with_role_class_and_time(viewer, engine):
    lists = []
    viewer.session.reads_changed.subscribe(lists.append)
    said = engine.text("请回复", ME)
    await engine.deliver(GROUP, said)
    await viewer.open()
    viewer.session.show_reads(said["event_id"])
    await viewer.settle()
    assert lists[-1].read == ()
    assert [r.person.name for r in lists[-1].unread] == ["李明爸爸", "李明", "陈静"]
    assert {r.class_name for r in lists[-1].unread if r.person.role is not Role.TEACHER} == {"三年级2班"}
    assert not any(r.known for r in lists[-1].unread)  # not everybody's receipts are here yet
    await engine.receive(GROUP, g1=said["event_id"])
    await viewer.settle()
    assert [r.person.name for r in lists[-1].read] == ["李明爸爸"]
    assert lists[-1].read[0].read_ts > 0
    assert len(lists[-1].unread) == 2
    viewer.session.show_reads("")
    assert lists[-1] is None


async def test_typing_names_people_and_not_me(viewer, engine):
    seen = []
    await viewer.open()
    viewer.session.typing_changed.subscribe(seen.append)
    typing = {"type": "m.typing", "content": {"user_ids": [WANG, ME]}}
    await engine.deliver_all(typing={"rooms": {GROUP: typing}})
    assert [person.name for person in seen[-1]] == ["李明爸爸"]


async def test_a_new_roster_renames_people_everywhere(viewer, engine):
    await engine.deliver(GROUP, engine.text("早", WANG))
    await viewer.open()
    entry = {"v": 1, "role": "guardian", "name": "李建国", "relation": "grandfather", "children": [LI]}
    event = engine.event("org.schoolbell.member", entry, "@office1:school.test", state_key=WANG[1:])
    await engine.deliver_all({CLASS: {"required_state": [event], "timeline": []}})
    await viewer.settle()
    await viewer.settle()
    assert viewer.message("早").sender.name == "李明爷爷"
    assert rooms(viewer)[GROUP].preview_sender == "李明爷爷"


async def test_what_is_cached_is_there_before_any_loop_task_runs(viewer, engine):
    await engine.deliver(GROUP, engine.text("早", WANG))
    opened = viewer.session.show_now(GROUP)
    assert viewer.session.rooms.items[0].key == GROUP
    assert opened.items[-1].body == "早"
    assert opened.items[-1].sender.name == "李明爸爸"
    assert viewer.session.details.header.name == "三年级2班 家校群"
    assert not viewer.tasks._tasks
    viewer.timeline = opened


async def test_a_room_one_has_left_is_not_opened_from_the_cache(viewer, engine):
    leave = engine.event("m.room.member", {"membership": "leave"}, ME, state_key=ME)
    await engine.deliver(CHAT, leave)
    assert viewer.session.show_now(CHAT) is None
    assert CHAT not in rooms(viewer)
    assert SCHOOL not in rooms(viewer)


async def test_a_desk_nobody_has_written_in_is_no_row_not_even_at_the_first_paint(viewer, engine):
    state = room_state(engine, "desk", room_type="org.schoolbell.desk", name="课桌 · 李明", members=[ME, LI])
    await engine.deliver("!desk:x", state=state, initial=True)
    viewer.session.show_now("")
    assert "!desk:x" not in rooms(viewer)
    await engine.deliver("!desk:x", engine.text("老师，我的作业交了", LI))
    viewer.session.show_now("")
    assert "!desk:x" in rooms(viewer)


async def test_of_an_incomplete_member_list_only_the_total_is_told(viewer, engine):
    def state(user):
        return engine.event("m.room.member", {"membership": "join"}, user, state_key=user)

    await engine.deliver(
        "!half:x", engine.text("早", LI), state=[state(ME), state(LI)], joined_count=40, initial=True
    )
    await viewer.open("!half:x")
    header = viewer.session.details.header
    assert (header.members, header.teachers, header.guardians, header.students) == (40, 0, 0, 0)
