import asyncio
from zoneinfo import ZoneInfo

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import MessageItem, RoomKind, SendState
from schoolbell.sync.changes import SyncState
from schoolbell.viewmodels.messages import MessagesPresenter
from tests.domain.chat_school import CHAT, CHEN, GROUP, SCHOOL, WANG, messages
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME
from tests.viewmodels.test_listmodel import Mirror

SIGNALS = (
    "header_changed", "sent", "reads_changed", "status_changed", "draft_loaded", "failed", "typing_changed",
    "members_changed", "room_opened", "counts_changed", "badge_changed", "live_changed", "below_changed",
    "scroll_requested",
)  # fmt: skip


class Pane:
    """A pane without widgets: presenter, everything it said, and mirrors of its models."""

    def __init__(self, files, engine):
        self.crashes = []
        self.clock = FakeClock()
        self.engine = engine
        self.presenter = MessagesPresenter(
            files, ME, self.clock, ZoneInfo("Asia/Shanghai"), (SCHOOL,), self.crashes.append
        )
        self.said = {name: [] for name in SIGNALS}
        for name, values in self.said.items():
            getattr(self.presenter, name).connect(lambda *args, values=values: values.append(args))
        self.rooms = Mirror(self.presenter.rooms)
        self.rows = Mirror(self.presenter.timeline)

    async def live(self, room_id=GROUP):
        self.presenter.show_cached("")
        self.presenter.attach_engine(self.engine)
        self.presenter.open_room(room_id)
        await self.settle()

    async def settle(self):
        """Wait until nothing runs, then let a frame pass."""
        bridge = self.presenter.bridge
        while pending := [task for task in bridge._tasks._tasks if task is not asyncio.current_task()]:
            await asyncio.wait(pending)
        bridge.flush()
        assert tuple(self.rows.rows) == self.presenter.timeline.items()
        assert tuple(self.rooms.rows) == self.presenter.rooms.items()

    async def someone_sleeps(self):
        """Wait until something waits for the clock."""
        for _ in range(10_000):
            if self.clock.sleeping:
                return
            await asyncio.sleep(0.001)
        raise AssertionError("nobody waits for the clock")

    def last(self, name):
        return self.said[name][-1] if self.said[name] else None

    @property
    def texts(self):
        return [item.body for item in self.rows.rows if isinstance(item, MessageItem)]

    def message(self, body):
        return next(item for item in self.rows.rows if isinstance(item, MessageItem) and item.body == body)


@pytest.fixture
async def pane(qapp, files, engine):
    made = Pane(files, engine)
    yield made
    await made.presenter.stop()
    assert made.crashes == []


def test_rooms_and_the_last_room_show_from_cache_without_a_loop(qapp, files, engine):
    engine.take_in_now({GROUP: {"timeline": messages(engine, 150)}})
    pane = Pane(files, engine)
    pane.presenter.show_cached(GROUP)
    assert pane.rooms.rows[0].key == GROUP
    assert pane.texts == [f"m{number}" for number in range(51, 151)]
    assert pane.last("room_opened") == (GROUP,)
    assert pane.last("header_changed")[0].name == "三年级2班 家校群"
    assert pane.presenter.room_id == GROUP
    assert pane.crashes == []
    pane.presenter.bridge._timer.stop()


async def test_the_cached_room_comes_to_life_when_the_engine_does(pane, engine):
    await engine.deliver(GROUP, engine.text("早", CHEN))
    pane.presenter.show_cached(GROUP)
    pane.presenter.attach_engine(engine)
    await pane.settle()
    assert ("open_room", GROUP) in engine.asked
    assert ("load_members", GROUP) in engine.asked
    await engine.deliver(GROUP, engine.text("好", WANG))
    await pane.settle()
    assert pane.texts == ["早", "好"]


async def test_a_sent_message_shows_at_once_and_the_composer_empties_once_it_is_on_disk(pane, engine):
    await pane.live()
    pane.presenter.send("@李明爸爸 你好", [(WANG, "李明爸爸")], "")
    assert pane.said["sent"] == []
    await pane.settle()
    assert pane.said["sent"] == [()]
    assert pane.message("@李明爸爸 你好").state is SendState.WAITING
    content = engine.said("m.room.message")[0][2]
    assert content["m.mentions"] == {"user_ids": [WANG]}


async def test_the_lists_of_other_panes_wait_until_a_sent_message_is_shown(pane, engine, files, monkeypatch):
    await pane.live()
    shown, read = [], files.cache.read

    async def slow(fn):
        await asyncio.sleep(0.05)
        return await read(fn)

    monkeypatch.setattr(files.cache, "read", slow)
    monkeypatch.setattr("schoolbell.domain.first_things._LONGEST_SECONDS", 30.0)

    async def elsewhere():
        await pane.presenter.session.behind.local.read(lambda _: None)
        shown.append([item.body for item in pane.presenter.timeline.items() if hasattr(item, "body")])

    engine.changes.subscribe(lambda changes: changes.outbox and pane.presenter.bridge.run(elsewhere()))
    pane.presenter.send("你好", [], "")
    await pane.settle()
    assert shown
    assert "你好" in shown[0]


async def test_what_cannot_be_kept_stays_in_the_composer(pane, engine):
    await pane.live()
    engine.refuse = KnownError(ErrorCode.DISK_FULL, {"file": "local.db"})
    pane.presenter.send("你好", [], "")
    await pane.settle()
    assert pane.last("failed") == ("disk_full", {"file": "local.db"})
    assert pane.said["sent"] == []


async def test_reply_edit_react_and_recall_reach_the_engine(pane, engine):
    await engine.deliver(GROUP, engine.text("几点?", WANG), engine.text("周五", ME))
    await pane.live()
    asked, own = pane.message("几点?"), pane.message("周五")
    pane.presenter.send("三点", [], asked.key)
    pane.presenter.edit(own.key, "周四")
    pane.presenter.react(asked.key, "👍")
    await pane.settle()
    reply, edit = (content for _, _, content in engine.said("m.room.message"))
    assert reply["m.relates_to"] == {"m.in_reply_to": {"event_id": asked.event_id}}
    assert reply["m.mentions"] == {"user_ids": [WANG]}
    assert edit["m.relates_to"] == {"rel_type": "m.replace", "event_id": own.event_id}
    assert pane.message("三点").quote.sender == "李明爸爸"
    assert pane.message("周四").edited
    assert pane.message("几点?").reactions[0].own
    pane.presenter.react(asked.key, "👍")
    pane.presenter.redact(own.key)
    await pane.settle()
    assert pane.message("几点?").reactions == ()
    assert "周四" not in pane.texts


async def test_nobody_edits_what_others_wrote(pane, engine):
    await engine.deliver(GROUP, engine.text("几点?", WANG))
    await pane.live()
    pane.presenter.edit(pane.message("几点?").key, "x")
    pane.presenter.redact("$unknown")
    await pane.settle()
    assert engine.said("m.room.message") == []


async def test_a_refused_message_is_tried_again_or_deleted(pane, engine):
    await pane.live()
    pane.presenter.send("你好", [], "")
    await pane.settle()
    key = pane.message("你好").key
    await engine.wedge(key)
    await pane.settle()
    pane.presenter.retry(key)
    pane.presenter.remove(key)
    await pane.settle()
    assert ("retry", key) in engine.asked
    assert pane.texts == []


async def test_rows_are_marked_read_only_while_the_window_is_looked_at(pane, engine):
    await engine.deliver(GROUP, engine.text("a", CHEN), engine.text("b", CHEN))
    await pane.live()
    a, b = pane.message("a"), pane.message("b")
    pane.presenter.visible_changed(b.key, False)
    await pane.settle()
    assert engine.said("mark_read") == []
    pane.presenter.visible_changed(a.key, True)
    pane.presenter.visible_changed(a.key, True)
    await pane.settle()
    assert engine.said("mark_read") == [("mark_read", GROUP, a.event_id)]
    assert pane.last("below_changed") == (1,)
    pane.presenter.visible_changed(b.key, True)
    await pane.settle()
    assert pane.last("below_changed") == (0,)
    assert pane.last("badge_changed") == (0,)


async def test_a_draft_comes_back_with_its_reply_when_the_room_does(pane, engine):
    await engine.deliver(GROUP, engine.text("几点?", WANG))
    await pane.live()
    pane.presenter.save_draft("三点", pane.message("几点?").key)
    await pane.settle()
    pane.presenter.open_room(CHAT)
    await pane.settle()
    assert pane.last("draft_loaded") == ("", None)
    assert ("close_room", GROUP) in engine.asked
    pane.presenter.open_room(GROUP)
    await pane.settle()
    text, quote = pane.last("draft_loaded")
    assert (text, quote.sender, quote.body) == ("三点", "李明爸爸", "几点?")


async def test_another_room_shows_nothing_of_the_one_before(pane, engine):
    await engine.deliver(GROUP, engine.text("hier", CHEN))
    await engine.deliver(CHAT, engine.text("dort", CHEN))
    await pane.live(GROUP)
    pane.presenter.open_room(CHAT)
    assert pane.presenter.timeline.rowCount() == 0
    await pane.settle()
    assert pane.texts == ["dort"]
    await engine.deliver(GROUP, engine.text("hier2", CHEN))
    await pane.settle()
    assert pane.texts == ["dort"]


async def test_read_lists_follow(pane, engine):
    said = engine.text("请回复", ME)
    await engine.deliver(GROUP, said)
    await pane.live()
    pane.presenter.show_reads(pane.message("请回复").key)
    await pane.settle()
    assert len(pane.last("reads_changed")[0].unread) == 3
    await engine.receive(GROUP, g1=said["event_id"])
    await pane.settle()
    assert [reader.person.name for reader in pane.last("reads_changed")[0].read] == ["李明爸爸"]
    assert len(pane.last("reads_changed")[0].unread) == 2
    pane.presenter.close_details()
    await pane.settle()
    assert pane.last("reads_changed") == (None,)
    assert pane.presenter.reads is None


async def test_mentions_are_completed_by_name_and_initials(pane):
    await pane.live()
    complete = pane.presenter.complete_mention
    assert [person.name for person in complete("lm")] == ["李明"]
    assert [person.name for person in complete("李")] == ["李明", "李明爸爸"]
    assert [person.name for person in complete("李明爸爸")] == ["李明爸爸"]
    assert len(complete("")) == 3  # everybody but me and the office
    assert complete("x") == []


async def test_whose_name_it_is_comes_first_then_names_then_initials(pane, engine):
    names = {"@a1:school.test": "大于", "@a2:school.test": "于依诺妈妈", "@a3:school.test": "YYN 助教",
             "@a4:school.test": "于依诺"}  # fmt: skip
    await engine.deliver(
        GROUP,
        *(
            engine.event("m.room.member", {"membership": "join", "displayname": name}, user, state_key=user)
            for user, name in names.items()
        ),
    )
    await pane.live()
    complete = pane.presenter.complete_mention
    assert [person.name for person in complete("于依诺")] == ["于依诺", "于依诺妈妈"]
    assert [person.name for person in complete("于")] == ["于依诺", "于依诺妈妈", "大于"]
    assert [person.name for person in complete("l")] == ["李明"]


async def test_typing_is_told_now_and_then_and_ends_with_sending(pane, engine):
    await pane.live()
    for _ in range(5):
        pane.presenter.typing()
    assert engine.said("typing") == [("typing", GROUP, True)]
    pane.clock._seconds += 11
    pane.presenter.typing()
    pane.presenter.send("x", [], "")
    await pane.someone_sleeps()
    assert [asked[2] for asked in engine.said("typing")] == [True, True], "the message itself goes first"
    pane.clock.advance(1)
    await pane.settle()
    assert [asked[2] for asked in engine.said("typing")] == [True, True, False]


async def test_who_writes_on_after_sending_is_still_typing(pane, engine):
    await pane.live()
    pane.presenter.typing()
    pane.presenter.send("x", [], "")
    await pane.someone_sleeps()
    pane.presenter.typing()
    pane.clock.advance(1)
    await pane.settle()
    assert [asked[2] for asked in engine.said("typing")] == [True]
    pane.presenter.open_room(CHAT)
    assert [asked[2] for asked in engine.said("typing")] == [True, False]
    await pane.settle()


async def test_scrolling_up_and_jumping_back(pane, engine):
    await engine.deliver(GROUP, *messages(engine, 500))
    await pane.live()
    for _ in range(3):
        pane.presenter.load_older()
        await pane.settle()
    assert pane.last("live_changed") == (False,)
    pane.presenter.jump_to_live()
    await pane.settle()
    assert pane.last("live_changed") == (True,)
    assert pane.last("scroll_requested") == (pane.message("m500").key,)


async def test_a_page_that_cannot_be_had_is_told(pane, engine):
    await engine.deliver(GROUP, *messages(engine, 40), limited=True, prev_batch="t", initial=True)
    await pane.live()
    engine.pages.append(KnownError(ErrorCode.TIMEOUT))
    pane.presenter.load_older()
    await pane.settle()
    assert pane.last("failed")[0] == "timeout"


async def test_the_state_of_the_connection_is_passed_on(pane, engine):
    await pane.live()
    assert pane.last("status_changed")[0].state is SyncState.LIVE
    engine.set_status(SyncState.OFFLINE)
    await pane.settle()
    assert pane.last("status_changed")[0].state is SyncState.OFFLINE
    pane.presenter.retry_connection()
    assert ("retry_now",) in engine.asked


async def test_every_row_reads_as_a_line(pane, engine):
    await engine.deliver(GROUP, engine.text("早\n好", WANG), engine.event("m.room.encrypted", {}, WANG))
    await pane.live()
    lines = [pane.presenter.timeline.index(row).data() for row in range(pane.presenter.timeline.rowCount())]
    assert all(line and "\n" not in line for line in lines)
    assert any("李明爸爸" in line and "早 好" in line for line in lines)
    assert pane.presenter.rooms.index(0).data().startswith("三年级2班 家校群")


async def test_filters_change_the_model(pane, engine):
    await pane.live(CHAT)
    pane.presenter.set_filter("class")
    await pane.settle()
    assert [room.key for room in pane.rooms.rows] == [GROUP]
    pane.presenter.set_filter("all")
    await pane.settle()
    assert {room.key for room in pane.rooms.rows} == {GROUP, CHAT}


async def test_a_school_pinned_late_turns_chats_into_its_groups(qapp, files, engine):
    pane = Pane(files, engine)
    pane.presenter = MessagesPresenter(
        files, ME, pane.clock, ZoneInfo("Asia/Shanghai"), (), pane.crashes.append
    )
    pane.rooms, pane.rows = Mirror(pane.presenter.rooms), Mirror(pane.presenter.timeline)
    await engine.deliver(GROUP, engine.text("早", WANG))
    await pane.live()
    assert {room.kind for room in pane.rooms.rows} == {RoomKind.CHAT}
    assert pane.message("早").sender.name == "g1"
    pane.presenter.set_anchors((SCHOOL,))
    await pane.settle()
    await pane.settle()
    assert pane.message("早").sender.name == "李明爸爸"
    assert RoomKind.GROUP in {room.kind for room in pane.rooms.rows}
    await pane.presenter.stop()
    assert pane.crashes == []
