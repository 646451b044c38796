"""The box of DINGs: who waits for whom, pop-ups that come back, answers that go out once."""

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.blocks import Signature
from schoolbell.domain.announcements.items import Standing
from schoolbell.domain.ding.box import Box
from schoolbell.domain.ding.items import ASIDE_MS, Written
from schoolbell.store import outbox
from tests.domain import announced
from tests.domain.announced import (
    CHEN,
    DESK_KID,
    DESK_LI,
    GROUP,
    KID_FATHER,
    LI,
    MOTHER,
    OFFICE,
    STAFF_ALL,
    WANG,
)
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START

TEXTS = Texts("en", {"ding.withdrawn": "(withdrawn) {text}"})
MINUTE = 60_000


class Told:
    """A box and everything it told."""

    def __init__(self, engine, me):
        self.engine, self.clock = engine, FakeClock(start_ms=START + 20 * MINUTE)
        self.crashes, self.details, self.popups = [], [], []
        self.tasks = TaskOwner("test", self.crashes.append)
        self.written = Written()
        self.office = None
        self.me = me
        self.known = announced.knowledge(engine)
        self.box = self.make()

    def make(self):
        box = Box(
            self.engine.files, self.engine, self.engine.files.local.write, lambda: self.known, self.me,
            self.clock,
            texts=lambda: TEXTS, office=lambda: self.office, written=lambda conn: self.written,
            run=lambda coroutine: self.tasks.run(coroutine),
        )  # fmt: skip
        box.detail_changed.subscribe(self.details.append)
        box.popups_changed.subscribe(self.popups.append)
        return box

    async def settle(self):
        import asyncio

        while pending := [task for task in self.tasks._tasks if task is not asyncio.current_task()]:
            await asyncio.wait(pending)
        assert self.crashes == []

    @property
    def popping(self):
        return [popup.text for popup in self.popups[-1]] if self.popups else []

    def unsent(self):
        rows = self.engine.files.local.read_now(outbox.everything)
        return [(row.type, row.room_id, row.decoded()) for row in rows if row.state == outbox.WAITING]

    async def restart(self):
        await self.box.stop()
        self.popups = []
        self.box = self.make()
        await self.settle()


async def opened(engine, me):
    announced.equip(engine)
    await engine.deliver_all(announced.school(engine))
    told = Told(engine, me)
    await told.settle()
    return told


@pytest.fixture
async def guardian(engine):
    """The father of Li Ming at his computer."""
    engine.me = WANG
    told = await opened(engine, WANG)
    yield told
    await told.box.stop()
    await told.tasks.cancel_all()


@pytest.fixture
async def teacher(engine):
    told = await opened(engine, ME)
    yield told
    await told.box.stop()
    await told.tasks.cancel_all()


async def say(told, room, content, sender=ME, **more):
    event = told.engine.event("m.room.message", content, sender, **more)
    await told.engine.deliver(room, event)
    await told.settle()
    return event["event_id"]


@pytest.fixture
async def child(engine):
    """Li Ming at the family's computer."""
    engine.me = LI
    told = await opened(engine, LI)
    yield told
    await told.box.stop()
    await told.tasks.cancel_all()


async def test_a_child_sees_what_its_guardians_are_to_confirm_and_is_not_asked_for_it(child):
    await say(child, GROUP, announced.ding("请家长签字", confirm="sign"))
    (row,) = child.box.lists.received
    assert (row.waiting, row.to_see, child.box.lists.waiting) == (False, True, 0)
    (popup,) = child.popups[-1]
    assert (popup.text, popup.sign) == ("请家长签字", False)
    await child.box.confirm(row.key)
    await child.settle()
    assert [type_ for type_, _room, _content in child.unsent()] == ["m.reaction"]
    (row,) = child.box.lists.received
    assert (row.to_see, row.noted, child.popping) == (False, True, [])


async def test_what_a_guardian_confirmed_leaves_the_childs_screen(child):
    event = await say(child, GROUP, announced.ding("明早线上上课"))
    await child.engine.deliver(GROUP, announced.confirm(child.engine, event, MOTHER))
    await child.settle()
    (row,) = child.box.lists.received
    assert (row.to_see, row.waiting, child.popping) == (False, False, [])
    assert row.done_by


@pytest.mark.parametrize(
    ("mentions", "more", "waiting"),
    [
        ([LI], {}, True),
        ([LI, KID_FATHER], {}, True),
        ([LI, MOTHER], {}, False),
        ([LI, MOTHER], {"counts": "either"}, True),
        ([LI, MOTHER], {"counts": "student"}, True),
    ],
)
async def test_a_child_is_asked_where_its_word_counts_or_nobody_elses_does(child, mentions, more, waiting):
    await say(child, DESK_LI, announced.ding(room=False, mentions=mentions, **more))
    (row,) = child.box.lists.received
    assert (row.waiting, row.to_see, child.popping) == (waiting, not waiting, ["明早线上上课"])
    await child.box.confirm(row.key)
    await child.settle()
    (row,) = child.box.lists.received
    assert row.confirmed_ts
    assert row.noted is not waiting


async def test_a_ding_waits_and_pops_up_until_it_is_confirmed_here(guardian):
    await say(guardian, GROUP, announced.ding("明早线上上课"))
    (row,) = guardian.box.lists.received
    assert (row.waiting, row.title, row.sender.name, row.place) == (True, "明早线上上课", "周敏", "三年级2班")
    assert (guardian.box.lists.waiting, guardian.popping) == (1, ["明早线上上课"])
    await guardian.box.confirm(row.key)
    await guardian.settle()
    (after,) = guardian.box.lists.received
    assert (after.waiting, after.confirmed_ts > 0, guardian.popping) == (False, True, [])
    await guardian.box.confirm(row.key)  # twice is once
    relation = {
        "rel_type": "m.annotation",
        "event_id": guardian.box._received[row.key][0].copies[0].event_id,
        "key": "✅",
    }
    assert guardian.unsent() == [("m.reaction", GROUP, {"m.relates_to": relation})]


async def test_a_check_mark_from_the_phone_closes_the_pop_up(guardian):
    event = await say(guardian, GROUP, announced.ding())
    assert guardian.popping
    await guardian.engine.deliver(GROUP, announced.confirm(guardian.engine, event, WANG, key="✅\ufe0f"))
    await guardian.settle()
    assert (guardian.popping, guardian.box.lists.waiting) == ([], 0)


async def test_the_other_parents_word_is_the_familys(guardian):
    event = await say(guardian, GROUP, announced.ding())
    await guardian.engine.deliver(GROUP, announced.confirm(guardian.engine, event, MOTHER))
    await guardian.settle()
    (row,) = guardian.box.lists.received
    assert (row.waiting, row.done_by, row.confirmed_ts) == (False, "李明妈妈", 0)


async def test_the_childs_word_is_not_the_guardians(guardian):
    event = await say(guardian, GROUP, announced.ding())
    await guardian.engine.deliver(GROUP, announced.confirm(guardian.engine, event, LI))
    await guardian.settle()
    assert guardian.box.lists.received[0].waiting


async def test_what_names_others_is_not_mine(guardian):
    await say(guardian, DESK_LI, announced.ding(room=False, mentions=[MOTHER]))
    assert guardian.box.lists.received == ()


async def test_a_pop_up_put_aside_comes_back_also_after_a_restart(guardian):
    await say(guardian, GROUP, announced.ding("first"))
    await say(guardian, GROUP, announced.ding("second", ts=START + 1))
    keys = [popup.row.key for popup in guardian.popups[-1]]
    await guardian.box.put_aside(keys, ASIDE_MS)
    await guardian.settle()
    assert (guardian.popping, guardian.box.lists.waiting) == ([], 2)
    await guardian.restart()
    assert guardian.popping == []
    for _ in range(5):
        guardian.clock.advance(61)
        await announced.settle()
        await guardian.settle()
    assert sorted(guardian.popping) == ["first", "second"]


async def test_a_pop_up_sounds_once_and_again_with_each_reminder(guardian):
    content = announced.ding()
    await say(guardian, GROUP, content)
    assert [popup.heard for popup in guardian.popups[-1]] == [False]
    guardian.box.pops_up(guardian.popups[-1][0].row.key)
    await guardian.settle()
    await guardian.restart()
    assert [popup.heard for popup in guardian.popups[-1]] == [True]
    remind = {"v": 1, "ding": [ME, content["org.schoolbell.ding"]["id"]], "seq": 1}
    await guardian.engine.deliver(GROUP, guardian.engine.event("org.schoolbell.remind", remind, OFFICE))
    await guardian.settle()
    assert [(popup.heard, popup.seq, popup.row.reminders) for popup in guardian.popups[-1]] == [(False, 1, 1)]


async def test_while_others_see_the_screen_only_the_count_tells(guardian):
    guardian.box.set_presenting(True)
    await say(guardian, GROUP, announced.ding())
    assert (guardian.popping, guardian.box.lists.waiting) == ([], 1)
    guardian.box.set_presenting(False)
    await guardian.settle()
    assert len(guardian.popping) == 1


async def test_a_withdrawn_ding_waits_for_nobody(guardian):
    content = announced.ding()
    await say(guardian, GROUP, content)
    taken = {"v": 1, "kind": "ding", "id": content["org.schoolbell.ding"]["id"]}
    await guardian.engine.deliver(GROUP, guardian.engine.event("org.schoolbell.withdraw", taken, ME))
    await guardian.settle()
    (row,) = guardian.box.lists.received
    assert (row.waiting, row.withdrawn, guardian.popping) == (False, True, [])


async def test_waiting_ones_come_first_the_earliest_deadline_on_top(guardian):
    late = await say(guardian, GROUP, announced.ding("confirmed", ts=START + 9))
    await guardian.engine.deliver(GROUP, announced.confirm(guardian.engine, late, WANG))
    await say(guardian, GROUP, announced.ding("no hurry"))
    await say(guardian, GROUP, announced.ding("tonight", deadline=START + 90 * MINUTE))
    await say(guardian, GROUP, announced.ding("in an hour", deadline=START + 60 * MINUTE))
    assert [row.title for row in guardian.box.lists.received] == [
        "in an hour",
        "tonight",
        "no hurry",
        "confirmed",
    ]


async def test_two_hundred_at_once_are_one_change_of_pop_ups(guardian):
    events = [
        guardian.engine.event("m.room.message", announced.ding(f"d{number}"), ME) for number in range(200)
    ]
    told = len(guardian.popups)
    await guardian.engine.deliver(GROUP, *events)
    await guardian.settle()
    assert len(guardian.popups) == told + 1
    assert len(guardian.popups[-1]) == 200


async def test_a_signature_goes_beside_the_check_mark(guardian):
    await say(guardian, GROUP, announced.ding(confirm="sign"))
    (popup,) = guardian.popups[-1]
    assert popup.sign
    await guardian.box.confirm(popup.row.key, Signature(300, 80, ((1, 2, 3, 4),)))
    reaction, ack = guardian.unsent()
    assert (reaction[0], ack[0]) == ("m.reaction", "org.schoolbell.ack")
    assert ack[2]["of"] == [ME, popup.announcement.id]
    assert ack[2]["signature"] == {"w": 300, "h": 80, "strokes": [[1, 2, 3, 4]]}


async def test_a_full_disk_keeps_the_pop_up_and_says_so(guardian):
    await say(guardian, GROUP, announced.ding())
    guardian.engine.refuse = KnownError(ErrorCode.DISK_FULL)
    with pytest.raises(KnownError):
        await guardian.box.confirm(guardian.popups[-1][0].row.key)
    assert guardian.box.lists.waiting == 1


async def test_a_colleague_hears_of_a_class_ding_but_is_not_asked(engine):
    engine.me = CHEN
    told = await opened(engine, CHEN)
    await say(told, GROUP, announced.ding())
    (row,) = told.box.lists.received
    assert (row.waiting, told.popping) == (False, [])
    await say(told, STAFF_ALL, announced.ding("colleagues", room=False, mentions=[CHEN]))
    assert told.popping == ["colleagues"]
    await told.box.stop()
    await told.tasks.cancel_all()


async def test_the_sender_follows_by_family_and_only_the_open_are_reminded(teacher):
    content = announced.ding(room=False, mentions=[WANG, MOTHER], n=2, remind={"every": 120, "max": 3})
    id = content["org.schoolbell.ding"]["id"]
    first = await say(teacher, DESK_LI, content)
    await say(teacher, DESK_KID, announced.ding(id=id, room=False, mentions=[KID_FATHER], n=2))
    (row,) = teacher.box.lists.sent
    assert (row.total, row.confirmed, row.read, row.unread, row.families) == (2, 0, 0, 2, True)
    await teacher.engine.deliver(DESK_LI, announced.confirm(teacher.engine, first, MOTHER))
    await teacher.settle()
    assert teacher.box.lists.sent[0].confirmed == 1
    teacher.box.open(row.key)
    await teacher.settle()
    detail = teacher.details[-1]
    assert [one.standing for one in detail.tally.households] == [Standing.CONFIRMED, Standing.UNREAD]
    assert (detail.reminds_left, detail.remindable, detail.by_office) == (3, True, False)
    assert {room for what, room in teacher.engine.asked if what == "load_receipts"} == {DESK_LI, DESK_KID}
    await teacher.box.remind(row.key)
    assert teacher.unsent() == [("org.schoolbell.remind", DESK_KID, {"v": 1, "ding": [ME, id], "seq": 1})]


async def test_not_within_five_minutes_of_the_last_call(teacher):
    await say(teacher, GROUP, announced.ding(), ts=teacher.clock.now_ms() - 4 * MINUTE)
    key = teacher.box.lists.sent[0].key
    with pytest.raises(KnownError) as refused:
        await teacher.box.remind(key)
    assert refused.value.code is ErrorCode.RATE_LIMITED
    teacher.clock.advance(61)
    await teacher.box.remind(key)
    assert [what for what, *_ in teacher.unsent()] == ["org.schoolbell.remind"]


async def test_withdrawing_tells_programs_and_people_on_phones(teacher):
    event = await say(teacher, GROUP, announced.ding("8:20"))
    await teacher.box.withdraw(teacher.box.lists.sent[0].key)
    withdraw, edit = teacher.unsent()
    assert withdraw[0] == "org.schoolbell.withdraw"
    assert edit[2]["m.new_content"]["body"] == "(withdrawn) 8:20"
    assert edit[2]["m.relates_to"] == {"rel_type": "m.replace", "event_id": event}
    assert edit[2]["m.new_content"]["org.schoolbell.ding"]["id"] == teacher.box.lists.sent[0].id


async def test_copies_that_wait_or_were_refused_are_counted(teacher):
    content = announced.ding()
    id = content["org.schoolbell.ding"]["id"]
    await say(teacher, GROUP, content)
    from schoolbell.store.outbox import NewRow

    rows = [
        NewRow(f"sb{n}", GROUP, "m.room.message", {"body": "x"}, created_ms=1, batch=id) for n in range(3)
    ]
    await teacher.engine.send_together(rows, lambda conn: None)
    await teacher.engine.wedge("sb1")
    await teacher.settle()
    assert (teacher.box.lists.sent[0].waiting, teacher.box.lists.sent[0].failed) == (2, 1)
