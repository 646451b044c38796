import asyncio
from zoneinfo import ZoneInfo

import pytest

from schoolbell.base.diffs import apply
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.chat.items import (
    DayItem,
    GapItem,
    MessageItem,
    MessageKind,
    NewItem,
    Role,
    SendState,
    StateItem,
)
from schoolbell.domain.chat.session import ChatSession
from tests.domain.chat_school import CHEN, GROUP, LI, OFFICE, SCHOOL, WANG, messages
from tests.fakes.domain_engine import ME, START

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = 60_000


class Viewer:
    """A view: applies diffs and nothing else."""

    def __init__(self, files, engine, *, now=True):
        self.errors = []
        self.tasks = TaskOwner("viewer", self.errors.append)
        self.session = ChatSession(files, ME, ZONE, [SCHOOL], self.tasks.run)
        self.engine = engine
        self.items = []

    async def open(self, room_id=GROUP):
        self.session.show_now("")
        self.session.attach(self.engine)
        return await self.reopen(room_id)

    async def reopen(self, room_id):
        self.items.clear()
        self.timeline = self.session.open(room_id)
        self.timeline.diffs.subscribe(lambda diffs: [apply(self.items, diff) for diff in diffs])
        await self.settle()
        return self.timeline

    async def settle(self):
        """Wait until nothing runs any more, then check that the diffs told the whole story."""
        while pending := [t for t in self.tasks._tasks if t is not asyncio.current_task()]:
            await asyncio.wait(pending)
        assert tuple(self.items) == self.timeline.items
        keys = [item.key for item in self.items]
        assert len(set(keys)) == len(keys)

    async def close(self):
        self.session.close()
        await self.tasks.cancel_all()

    @property
    def texts(self):
        return [item.body for item in self.items if isinstance(item, MessageItem)]

    def message(self, body):
        return next(item for item in self.items if isinstance(item, MessageItem) and item.body == body)


@pytest.fixture
async def viewer(files, engine):
    made = Viewer(files, engine)
    yield made
    await made.close()
    assert made.errors == []


async def test_messages_carry_the_names_and_roles_of_the_roster(viewer, engine):
    await engine.deliver(GROUP, engine.text("收到", WANG), engine.text("好", CHEN), engine.text("早", ME))
    await viewer.open()
    guardian = viewer.message("收到").sender
    assert (guardian.name, guardian.role, guardian.initials) == ("李明爸爸", Role.GUARDIAN, "李明")
    assert viewer.message("好").sender.role is Role.TEACHER
    assert viewer.message("早").own
    assert viewer.message("早").state is SendState.SENT


async def test_days_divide_in_the_readers_timezone(viewer, engine):
    before_midnight = START + 7 * 60 * MINUTE  # 23:53 in Shanghai, 15:53 UTC
    await engine.deliver(
        GROUP,
        engine.text("今天", CHEN, ts=before_midnight),
        engine.text("明天", CHEN, ts=before_midnight + 20 * MINUTE),
    )
    await viewer.open()
    assert [item.key for item in viewer.items if isinstance(item, DayItem)] == [
        "day:2025-10-09",
        "day:2025-10-10",
    ]
    assert isinstance(viewer.items[-2], DayItem)


async def test_messages_of_one_sender_within_five_minutes_stand_together(viewer, engine):
    later = START + 60 * MINUTE
    await engine.deliver(
        GROUP,
        engine.text("a", CHEN, ts=later),
        engine.text("b", CHEN, ts=later + 4 * MINUTE),
        engine.text("c", CHEN, ts=later + 10 * MINUTE),
        engine.text("d", LI, ts=later + 10 * MINUTE),
    )
    await viewer.open()
    shape = {m.body: (m.first_in_group, m.last_in_group) for m in viewer.items if isinstance(m, MessageItem)}
    assert shape == {"a": (True, False), "b": (False, True), "c": (True, True), "d": (True, True)}


async def test_an_own_message_keeps_its_key_from_echo_to_remote(viewer, engine):
    await viewer.open()
    local_id = await engine.send(GROUP, "m.room.message", {"msgtype": "m.text", "body": "你好"})
    await viewer.settle()
    assert viewer.message("你好").state is SendState.WAITING
    assert viewer.message("你好").key == local_id
    event_id = await engine.echo(local_id)
    await viewer.settle()
    assert viewer.texts == ["你好"]
    assert viewer.message("你好").key == local_id
    assert viewer.message("你好").event_id == event_id
    assert viewer.message("你好").state is SendState.SENT


async def test_a_refused_message_says_why_and_can_be_found_for_retry(viewer, engine):
    await viewer.open()
    local_id = await engine.send(GROUP, "m.room.message", {"msgtype": "m.text", "body": "你好"})
    await engine.wedge(local_id, "forbidden")
    await viewer.settle()
    assert (viewer.message("你好").state, viewer.message("你好").error) == (SendState.WEDGED, "forbidden")
    assert viewer.timeline.wedged(local_id) == local_id


async def test_edits_reactions_and_recalls_show_at_once_and_stay(viewer, engine):
    said = engine.text("周五", ME)
    await engine.deliver(GROUP, said, engine.text("别人的", CHEN))
    await viewer.open()
    edit = {
        "msgtype": "m.text", "body": "* 周四", "m.new_content": {"msgtype": "m.text", "body": "周四"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": said["event_id"]},
    }  # fmt: skip
    edit_id = await engine.send(GROUP, "m.room.message", edit)
    reaction_id = await engine.react(GROUP, viewer.message("别人的").event_id, "👍")
    await viewer.settle()
    assert viewer.message("周四").edited
    assert [(r.symbol, r.count, r.own) for r in viewer.message("别人的").reactions] == [("👍", 1, True)]
    await engine.echo(edit_id)
    event_id = await engine.echo(reaction_id)
    await viewer.settle()
    assert viewer.message("周四").edited
    assert viewer.message("周四").state is SendState.SENT
    assert [(r.symbol, r.count, r.own) for r in viewer.message("别人的").reactions] == [("👍", 1, True)]
    assert viewer.timeline.own_reaction(viewer.message("别人的").key, "👍") == event_id
    await engine.redact(GROUP, event_id)
    await engine.redact(GROUP, said["event_id"])
    await viewer.settle()
    assert viewer.message("别人的").reactions == ()
    assert next(m.kind for m in viewer.items if isinstance(m, MessageItem)) is MessageKind.REDACTED


async def test_an_edit_by_somebody_else_is_ignored(viewer, engine):
    said = engine.text("真的", CHEN)
    forged = engine.event(
        "m.room.message",
        {
            "msgtype": "m.text", "body": "* 假的", "m.new_content": {"msgtype": "m.text", "body": "假的"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": said["event_id"]},
        },
        LI,
    )  # fmt: skip
    await engine.deliver(GROUP, said, forged)
    await viewer.open()
    assert viewer.texts == ["真的"]
    assert not viewer.message("真的").edited


async def test_replies_quote_what_they_answer_even_outside_the_window(viewer, engine):
    said = engine.text("谁带书", CHEN)
    reply = engine.text("我", LI, content={"m.relates_to": {"m.in_reply_to": {"event_id": said["event_id"]}}})
    await engine.deliver(GROUP, said, reply)
    await viewer.open()
    quote = viewer.message("我").quote
    assert (quote.sender, quote.body) == ("陈静", "谁带书")
    lost = engine.text("他", LI, content={"m.relates_to": {"m.in_reply_to": {"event_id": "$unknown"}}})
    await engine.deliver(GROUP, lost)
    await viewer.settle()
    assert viewer.message("他").quote.sender == ""


async def test_mentions_of_me_are_marked_and_names_painted(viewer, engine):
    content = {"m.mentions": {"user_ids": [ME]}}
    await engine.deliver(GROUP, engine.text("@周敏 请看", LI, content=content), engine.text("@周敏 早", LI))
    await viewer.open()
    assert viewer.message("@周敏 请看").mentions_me
    assert viewer.message("@周敏 请看").mentions == ("周敏",)
    assert not viewer.message("@周敏 早").mentions_me


async def test_a_message_that_cannot_be_read_here_is_a_card(viewer, engine):
    await engine.deliver(GROUP, engine.event("m.room.encrypted", {"ciphertext": "x"}, LI))
    await viewer.open()
    assert viewer.items[-1].kind is MessageKind.ENCRYPTED


async def test_the_new_divider_stays_where_it_was_at_opening(viewer, engine):
    old, new = engine.text("旧", CHEN), engine.text("新", CHEN)
    await engine.deliver(GROUP, old)
    await engine.mark_read(GROUP, old["event_id"])
    await engine.deliver(GROUP, new)
    await viewer.open()
    at = next(i for i, item in enumerate(viewer.items) if isinstance(item, NewItem))
    assert viewer.items[at + 1].body == "新"
    await engine.mark_read(GROUP, new["event_id"])
    await engine.deliver(GROUP, engine.text("更新", CHEN))
    await viewer.settle()
    assert viewer.items[at + 1].body == "新"
    assert sum(isinstance(item, NewItem) for item in viewer.items) == 1
    await engine.mark_read(GROUP, viewer.message("更新").event_id)
    await viewer.reopen(GROUP)
    assert not any(isinstance(item, NewItem) for item in viewer.items)


def member(engine, user, membership, sender=None, before=None):
    unsigned = {"prev_content": {"membership": before}} if before else None
    return engine.event(
        "m.room.member", {"membership": membership}, sender or user, state_key=user, unsigned=unsigned
    )


def lines_of(viewer):
    return [(item.what, item.names) for item in viewer.items if isinstance(item, StateItem)]


async def test_people_who_join_and_leave_are_lines_and_neighbours_are_one(viewer, engine):
    await engine.deliver(
        GROUP,
        member(engine, "@s8:school.test", "join", before="invite"),
        member(engine, "@s9:school.test", "join"),
        engine.text("欢迎", CHEN),
        member(engine, "@s9:school.test", "leave", before="join"),
        member(engine, "@s8:school.test", "leave", sender=OFFICE, before="join"),
        member(engine, LI, "join", before="join"),
        engine.event(
            "m.room.name", {"name": "三年级2班\u202e"}, OFFICE, state_key="",
            unsigned={"prev_content": {"name": "三2"}},
        ),
    )  # fmt: skip
    await viewer.open()
    assert lines_of(viewer) == [
        ("joined", ("s8", "s9")),
        ("left", ("s9",)),
        ("removed", ("of", "s8")),
        ("renamed", ("of", "三年级2班")),
    ]


async def test_what_the_office_sets_up_is_no_news(viewer, engine):
    await engine.deliver(
        GROUP,
        engine.event("m.room.name", {"name": "三年级2班 家校群"}, OFFICE, state_key=""),
        member(engine, OFFICE, "leave", before="join"),
        member(engine, OFFICE, "join", before="leave"),
        *(member(engine, f"@s{number}:school.test", "invite", sender=OFFICE) for number in range(10, 75)),
        engine.text("大家好", CHEN),
        member(engine, "@guest:school.test", "invite", sender=CHEN),
    )
    await viewer.open()
    assert lines_of(viewer) == [("invited", ("陈静", "guest"))]


async def test_hundreds_who_join_are_one_line_and_push_no_message_out(viewer, engine):
    new = [f"@n{number}:school.test" for number in range(300)]
    await engine.deliver(
        GROUP,
        *messages(engine, 40),
        *(member(engine, user, "invite", OFFICE) for user in new),
        *(member(engine, user, "join", before="invite") for user in new),
        engine.text("欢迎", CHEN),
    )
    await viewer.open()
    assert viewer.texts == [*(f"m{number}" for number in range(1, 41)), "欢迎"]
    (line,) = [item for item in viewer.items if isinstance(item, StateItem)]
    assert (line.what, len(line.names), line.names[0]) == ("joined", 300, "n0")



async def test_a_line_keeps_its_key_while_it_grows_at_both_ends(viewer, engine):
    def joins(numbers):
        return [member(engine, f"@n{number}:school.test", "join") for number in numbers]

    earlier = [engine.text("旧", CHEN), *joins(range(5))]
    await engine.deliver(GROUP, *joins(range(5, 10)), limited=True, prev_batch="t1", initial=True)
    await viewer.open()
    (line,) = [item for item in viewer.items if isinstance(item, StateItem)]
    await engine.deliver(GROUP, *joins(range(10, 15)))
    await viewer.settle()
    engine.pages.append((earlier, None))
    await viewer.timeline.older()
    await viewer.settle()
    (grown,) = [item for item in viewer.items if isinstance(item, StateItem)]
    assert grown.names == tuple(f"n{number}" for number in range(15))
    assert grown.key == line.key
    viewer.timeline.viewer_at_end(False)  # somebody reads further up: the trimmed window keeps the line
    await engine.deliver(GROUP, *messages(engine, 350))
    await viewer.settle()
    assert grown in viewer.items
    assert not viewer.timeline.at_live


async def test_a_day_stands_above_its_first_message_also_behind_lines(viewer, engine):
    day = 24 * 60 * MINUTE
    evening = START + 60 * MINUTE
    join = engine.event("m.room.member", {"membership": "join"}, "@n1:school.test",
                        state_key="@n1:school.test", ts=evening + day)  # fmt: skip
    late = engine.event("m.room.member", {"membership": "join"}, "@n2:school.test",
                        state_key="@n2:school.test", ts=evening + 2 * day)  # fmt: skip
    await engine.deliver(
        GROUP, engine.text("一", CHEN, ts=evening), join, late, engine.text("三", CHEN, ts=evening + 2 * day)
    )
    await viewer.open()
    kinds = [type(item) for item in viewer.items[-5:]]
    assert kinds == [MessageItem, DayItem, StateItem, DayItem, MessageItem]


async def test_how_many_have_not_read_counts_the_room_without_sender_and_office(viewer, engine):
    said = engine.text("请回复", ME)
    await engine.deliver(GROUP, said)
    await viewer.open()
    assert viewer.message("请回复").unread == 3  # another teacher, the student, the guardian
    await engine.receive(GROUP, s1=said["event_id"])
    await viewer.settle()
    assert viewer.message("请回复").unread == 2
    await engine.deliver(GROUP, engine.text("收到", WANG))
    await viewer.settle()
    assert viewer.message("请回复").unread == 1


async def test_only_what_changed_is_parsed_again(viewer, engine):
    await engine.deliver(GROUP, *messages(engine, 50))
    await viewer.open()
    parsed = viewer.timeline._builder.parsed_rows
    await engine.deliver(GROUP, engine.text("neu", CHEN))
    await engine.receive(GROUP, s1=viewer.message("m50").event_id)
    await engine.react(GROUP, viewer.message("m20").event_id, "👍")
    await viewer.settle()
    assert viewer.timeline._builder.parsed_rows == parsed + 1


async def test_the_window_holds_300_rows_and_trims_its_far_edge(viewer, engine):
    await engine.deliver(GROUP, *messages(engine, 700))
    await viewer.open()
    assert viewer.texts == [f"m{n}" for n in range(601, 701)]
    await viewer.timeline.older()
    await viewer.timeline.older()
    assert viewer.texts == [f"m{n}" for n in range(401, 701)]
    assert viewer.timeline.at_live
    await viewer.timeline.older()
    assert viewer.texts == [f"m{n}" for n in range(301, 601)]
    assert not viewer.timeline.at_live
    await engine.deliver(GROUP, engine.text("neu", CHEN))
    await viewer.settle()
    assert viewer.texts == [f"m{n}" for n in range(301, 601)]
    await viewer.timeline.newer()
    await viewer.timeline.newer()
    await viewer.settle()
    assert viewer.texts[-1] == "neu"
    assert viewer.timeline.at_live
    assert len(viewer.texts) <= 300
    await viewer.timeline.older()
    await viewer.timeline.older()
    await viewer.timeline.to_live()
    assert viewer.texts[-1] == "neu"


async def test_while_one_reads_older_rows_new_messages_do_not_take_them_away(viewer, engine):
    await engine.deliver(GROUP, *messages(engine, 400))
    await viewer.open()
    await viewer.timeline.older()
    await viewer.timeline.older()
    first = viewer.texts[0]
    viewer.timeline.viewer_at_end(False)
    for number in range(3):
        await engine.deliver(GROUP, engine.text(f"n{number}", CHEN))
        await viewer.settle()
    assert viewer.texts[0] == first
    assert not viewer.timeline.at_live


async def test_at_the_end_the_window_follows(viewer, engine):
    await engine.deliver(GROUP, *messages(engine, 100))
    await viewer.open()
    for number in range(5):
        await engine.deliver(GROUP, *[engine.text(f"n{number}-{n}", CHEN) for n in range(60)])
        await viewer.settle()
    assert viewer.texts[-1] == "n4-59"
    assert len(viewer.texts) <= 300


async def test_older_messages_come_from_the_server_where_the_cache_ends(viewer, engine):
    history = [engine.text(f"h{n}", CHEN) for n in range(5)]
    await engine.deliver(GROUP, *messages(engine, 40), limited=True, prev_batch="t1", initial=True)
    await viewer.open()
    assert isinstance(viewer.items[0], GapItem)
    engine.pages.append((history, None))
    await viewer.timeline.older()
    await viewer.settle()
    assert viewer.texts[:5] == [f"h{n}" for n in range(5)]
    assert viewer.timeline.at_start
    assert not any(isinstance(item, GapItem) for item in viewer.items)


async def test_history_that_cannot_be_had_says_so_and_is_tried_again(viewer, engine):
    await engine.deliver(GROUP, *messages(engine, 40), limited=True, prev_batch="t1", initial=True)
    await viewer.open()
    engine.pages.append(KnownError(ErrorCode.NETWORK))
    with pytest.raises(KnownError):
        await viewer.timeline.older()
    await viewer.settle()
    assert viewer.items[0].failed
    engine.pages.append(([engine.text("h", CHEN)], None))
    viewer.timeline.retry_gaps()
    await viewer.timeline.older()
    await viewer.settle()
    assert viewer.texts[0] == "h"


async def test_a_gap_that_failed_is_tried_again_only_when_it_is_asked_for(viewer, engine):
    await engine.deliver(GROUP, *messages(engine, 40), limited=True, prev_batch="t1", initial=True)
    await viewer.open()
    engine.pages.append(KnownError(ErrorCode.NETWORK))
    with pytest.raises(KnownError):
        await viewer.timeline.older()
    await viewer.settle()
    gap = viewer.items[0]
    engine.pages.append(([engine.text("h", CHEN)], None))
    await viewer.timeline.load_gap(gap.key)  # it came into view
    await viewer.settle()
    assert viewer.items[0].failed
    await viewer.timeline.load_gap(gap.key, again=True)
    await viewer.settle()
    assert viewer.texts[0] == "h"
    assert not any(isinstance(item, GapItem) for item in viewer.items)


async def test_a_hole_inside_the_window_is_filled_by_itself(viewer, engine):
    await engine.deliver(GROUP, engine.text("früher", CHEN), initial=True, limited=True, prev_batch="t0")
    between = [engine.text("dazwischen", CHEN)]
    await engine.deliver(GROUP, *messages(engine, 30), limited=True, prev_batch="t1")
    engine.pages.append((between, None))
    await viewer.open()
    assert ("paginate", GROUP) in engine.asked


async def test_an_event_far_back_can_be_looked_at(viewer, engine):
    sent = messages(engine, 500)
    await engine.deliver(GROUP, *sent)
    await viewer.open()
    key = await viewer.timeline.show_event(sent[9]["event_id"])
    assert viewer.message("m10").key == key
    with pytest.raises(KnownError):
        await viewer.timeline.show_event("$unknown")


async def test_reading_up_to_a_row_counts_only_news_of_others(viewer, engine):
    await engine.deliver(GROUP, engine.text("a", CHEN), engine.text("b", CHEN), engine.text("mine", ME))
    await viewer.open()
    assert viewer.timeline.readable_up_to(viewer.message("a").key) == ""  # my own message counts as read
    await engine.deliver(GROUP, engine.text("c", CHEN), engine.text("d", LI))
    await viewer.settle()
    c = viewer.message("c")
    assert viewer.timeline.readable_up_to(c.key) == c.event_id
    assert viewer.timeline.new_below(c.key) == 1


async def test_a_room_of_malformed_events_still_opens(viewer, engine):
    junk = [None, [], {"body": 7}, {"msgtype": []}, {"body": "x", "m.relates_to": 5}, {"body": "ok"}]
    events = [engine.event("m.room.message", content or {}, LI) for content in junk]
    events.append(engine.event("m.room.member", {"membership": 5}, LI, state_key=LI))
    events.append(engine.event("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "key": 1}}, LI))
    await engine.deliver(GROUP, *events)
    await viewer.open()
    assert viewer.texts[-1] == "ok"
