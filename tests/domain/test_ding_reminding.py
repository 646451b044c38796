"""Reminders from the sender's computer: which number is due when, and that a restart computes the same."""

import asyncio

import pytest
from msgspec.structs import replace

from schoolbell.domain.announcements.blocks import Block, Kind, Remind
from schoolbell.domain.announcements.items import Announcement, Copy, Reminder
from schoolbell.domain.ding.reminding import Reminding, due
from schoolbell.store import outbox
from schoolbell.sync.changes import SyncState
from tests.domain import announced
from tests.domain.announced import DESK_KID, DESK_LI, GROUP, KID_FATHER, MOTHER, WANG
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START

MINUTE = 60_000
BEGIN = START + 5 * MINUTE  # when the school has been made
ONE = Announcement(
    Kind.DING,
    ME,
    Block(Kind.DING, "0" * 26, "x", True, remind=Remind(30, 3)),
    START,
    (Copy("!a", "$a", START),),
)


def after(minutes, one=ONE, written=0):
    found = due(one, START + minutes * MINUTE, written)
    return found.seq, (found.next_ms - START) // MINUTE if found.next_ms else 0


def reminded(*pairs):
    return replace(ONE, reminders=tuple(Reminder(seq, START + at * MINUTE, ME) for seq, at in pairs))


def with_deadline(minutes):
    return replace(ONE, block=replace(ONE.block, deadline=START + minutes * MINUTE))


@pytest.mark.parametrize(
    ("minutes", "one", "expected"),
    [
        (0, ONE, (0, 30)),
        (29.99, ONE, (0, 30)),
        (30, ONE, (1, 60)),
        (75, ONE, (2, 90)),  # one and two are late: two goes
        (500, ONE, (3, 0)),
        (-60, ONE, (0, 30)),  # the clock was set back
        (31, reminded((1, 30)), (0, 60)),
        (61, reminded((1, 30)), (2, 90)),
        (95, reminded((3, 91)), (0, 0)),  # there are no more than three
        (30, reminded((1, 7)), (0, 60)),  # by hand: counts as one
        (62, reminded((1, 60)), (0, 65)),  # late by hand: not again within five minutes
        (65, reminded((1, 60)), (2, 90)),
        (30, with_deadline(30), (0, 0)),
        (30, with_deadline(31), (1, 0)),
        (29, with_deadline(31), (0, 30)),
        (30, replace(ONE, withdrawn_ts=START + 1), (0, 0)),
        (30, replace(ONE, block=replace(ONE.block, remind=None)), (0, 0)),
    ],
)
def test_which_number_is_due(minutes, one, expected):
    assert after(minutes, one) == expected


def test_what_waits_in_the_outbox_is_not_written_again():
    assert after(31, written=1) == (0, 60)
    assert after(61, written=1) == (2, 90)


@pytest.fixture
async def school(engine):
    announced.equip(engine)
    await engine.deliver_all(announced.school(engine))
    engine.clock = FakeClock(start_ms=BEGIN)
    return engine


def reminding(engine, office=None):
    return Reminding(
        engine.files, engine, lambda: announced.knowledge(engine), ME, engine.clock, lambda: office
    )


def written(engine):
    rows = engine.files.local.read_now(outbox.everything)
    return [(row.room_id, row.decoded()["seq"]) for row in rows if row.type == "org.schoolbell.remind"]


async def ding(engine, place, **more):
    content = announced.ding(remind={"every": 30, "max": 3}, ts=START, **more)
    event = engine.event("m.room.message", content, ME, ts=BEGIN)
    await engine.deliver(place, event)
    return event["event_id"], content["org.schoolbell.ding"]["id"]


async def test_only_rooms_with_somebody_open_are_reminded_and_a_restart_says_the_same(school):
    first, id = await ding(school, DESK_LI, room=False, mentions=[WANG, MOTHER], n=2)
    await ding(school, DESK_KID, id=id, room=False, mentions=[KID_FATHER], n=2)
    await reminding(school).remind_due()
    assert written(school) == []
    school.clock.jump(31 * 60)
    await school.deliver(DESK_LI, announced.confirm(school, first, MOTHER))
    for _ in range(2):  # the second is a new process on the same files
        await reminding(school).remind_due()
        assert written(school) == [(DESK_KID, 1)]
    (row,) = school.files.local.read_now(outbox.everything)
    assert (row.decoded(), row.priority) == ({"v": 1, "ding": [ME, id], "seq": 1}, 10)
    await school.echo(row.local_id)
    await reminding(school).remind_due()
    assert written(school) == []
    school.clock.jump(70 * 60)
    assert await reminding(school).remind_due() == 0, "three was the last"
    assert written(school) == [(DESK_KID, 3)], "two was late"


async def test_the_office_reminds_where_there_is_one(school):
    await ding(school, GROUP)
    school.clock.jump(31 * 60)
    assert await reminding(school, "https://office.school.test").remind_due() == 0
    assert written(school) == []


async def test_it_ends_when_all_have_confirmed_or_it_is_withdrawn(school):
    event, _ = await ding(school, GROUP)
    _, gone = await ding(school, GROUP)
    taken = {"v": 1, "kind": "ding", "id": gone}
    await school.deliver(GROUP, school.event("org.schoolbell.withdraw", taken, ME))
    await school.deliver(GROUP, announced.confirm(school, event, WANG))
    school.clock.jump(31 * 60)
    await reminding(school).remind_due()
    assert written(school) == [(GROUP, 1)], "the other family is open"
    await school.deliver(GROUP, announced.confirm(school, event, KID_FATHER))
    school.clock.jump(30 * 60)
    assert await reminding(school).remind_due() == 0
    assert written(school) == [(GROUP, 1)]


async def test_somebody_elses_ding_is_not_mine_to_remind_of(school):
    content = announced.ding(remind={"every": 5, "max": 3}, ts=START)
    await school.deliver(GROUP, school.event("m.room.message", content, announced.CHEN, ts=BEGIN))
    school.clock.jump(31 * 60)
    assert await reminding(school).remind_due() == 0
    assert written(school) == []


async def test_it_waits_for_the_connection_and_then_for_its_time(school):
    await ding(school, GROUP)
    school.set_status(SyncState.OFFLINE)
    school.clock.jump(31 * 60)
    one = reminding(school)
    one.start()

    async def rest():
        for turn in range(300):  # until it sleeps again, which takes as long as reading does
            await asyncio.sleep(0.002)
            if turn >= 20 and school.clock.sleeping:
                break

    async def pass_by(seconds):
        await rest()
        school.clock.advance(seconds)
        await rest()

    await pass_by(60)
    assert written(school) == [], "without a connection nobody knows who has confirmed meanwhile"
    school.set_status(SyncState.LIVE)
    await pass_by(4)
    assert written(school) == []
    await pass_by(2)
    assert written(school) == [(GROUP, 1)]
    for _ in range(31):
        await pass_by(60)
    assert written(school) == [(GROUP, 1), (GROUP, 2)]
    await one.stop()
