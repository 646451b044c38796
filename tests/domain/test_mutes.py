"""Mutes: what is written, who is shown as muted, the lines about it, and lifting without an office."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import RoomMutes, StateItem
from schoolbell.domain.chat.mute_lifting import MuteLifting
from schoolbell.domain.chat.mute_order import MuteOrder
from schoolbell.domain.chat.muting import CHOICES, LIFTED, MORNING, Muting, until_of
from schoolbell.domain.mute_levels import closing, is_closed, lifted, muted_in, muting
from schoolbell.domain.mutes import MUTE_TYPE
from schoolbell.domain.verdicts import Verdicts
from schoolbell.sync.changes import SyncState
from schoolbell.sync.ingest import Ingest
from tests.domain.announced import settle
from tests.domain.chat_school import CHEN, GROUP, LI, OFFICE, POWER, SCHOOL, WANG
from tests.domain.test_timeline import Viewer
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START
from tests.fakes.levels import ScriptedLevels
from tests.sync.world import until

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE, HOUR = 60_000, 3_600_000
LEVELS = {
    **POWER,
    "events_default": 0,
    "events": {**POWER["events"], "m.room.power_levels": 50, "m.reaction": -1, "org.schoolbell.ack": -1},
}
AT = START + HOUR  # after everything that makes the school


@pytest.fixture
async def school(engine):
    """The group of a class, its levels at the server, and a teacher who looks at it."""
    engine.ingest = Ingest(ME, judge=Verdicts((SCHOOL,)))
    engine.clock = FakeClock(start_ms=AT)
    engine.levels = ScriptedLevels(engine, GROUP, POWER, engine.clock)
    await engine.levels.change(LEVELS, OFFICE)
    engine.order = MuteOrder()
    return engine


@pytest.fixture
async def viewer(files, school):
    made = Viewer(files, school)
    await made.open()
    yield made
    await made.close()
    assert made.errors == []


def muting_of(school, office=None):
    return Muting(school.files, school.levels, ME, school.clock, ZONE, lambda: office, school.order)


def lines(viewer):
    found = [item for item in viewer.items if isinstance(item, StateItem)]
    return [(item.what, item.names, item.until) for item in found if item.what not in ("joined", "created")]


async def mutes(viewer):
    await viewer.settle()
    return viewer.session.details.mutes


# -- levels ------------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 150) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("users", "events", "events_default", "users_default")
SOME = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, ANYTHING))


@given(SOME, st.sampled_from([LI, WANG]))
def test_a_mute_changes_one_entry_of_whatever_stands_there(levels, user):
    after = muting(levels, user)
    if after is None:
        assert user in muted_in(levels)
        return
    assert muted_in(after) == muted_in(levels) | {user}
    assert {key: value for key, value in after.items() if key != "users"} == {
        key: value for key, value in levels.items() if key != "users"
    }
    before = levels.get("users") if isinstance(levels.get("users"), dict) else {}
    assert after["users"] == {**before, user: -1}
    assert lifted(after, user)["users"] == {one: value for one, value in before.items() if one != user}


@given(SOME)
def test_closing_and_opening_change_one_entry(levels):
    closed = is_closed(levels)
    after = closing(levels, not closed)
    assert closing(levels, closed) is None
    different = {key for key in {*levels, *after} if levels.get(key) != after.get(key)}
    assert len(different) <= 1
    if isinstance(levels.get("users_default"), int) and levels["users_default"] >= 50:
        return  # everybody is a teacher
    assert is_closed(after) is not closed


def test_reactions_and_confirmations_stay_open_while_all_are_muted():
    after = closing(LEVELS, True)
    assert after == {**LEVELS, "events_default": 50}
    own = {**LEVELS, "events": {**LEVELS["events"], "m.room.message": 0}}
    assert closing(own, True)["events"] == {**own["events"], "m.room.message": 50}


def test_until_when():
    assert until_of("minutes", AT, ZONE) - AT == 5 * MINUTE
    assert until_of("month", AT, ZONE) - AT == 30 * 24 * HOUR
    assert until_of(LIFTED, AT, ZONE) == 0
    evening = round(datetime(2025, 10, 9, 23, 30, tzinfo=ZONE).timestamp() * 1000)
    morning = datetime.fromtimestamp(until_of(MORNING, evening, ZONE) / 1000, UTC).astimezone(ZONE)
    assert (morning.day, morning.hour, morning.minute) == (10, 7, 0)
    assert list(CHOICES) == ["minutes", "hour", "morning", "day", "week", "month", "lifted"]


# -- what a teacher does -----------------------------------------------------------------------------------


async def test_a_teacher_mutes_for_an_hour_and_lets_write_again(school, viewer):
    assert (await mutes(viewer)).below == {LI, WANG}
    done = await muting_of(school).mute(GROUP, LI, "hour")
    assert school.levels.asked == ["read", MUTE_TYPE, "read", "levels"], "read right before it is written"
    assert school.levels.content == {**LEVELS, "users": {**LEVELS["users"], LI: -1}}
    assert (done.what, done.until, done.before, done.here_only) == ("muted", AT + HOUR, None, True)
    assert (await mutes(viewer)).muted == {LI: AT + HOUR}
    assert lines(viewer) == [("muted", ("周敏", "李明"), AT + HOUR)]
    undone = await muting_of(school).undo(done)
    assert undone.what == "unmuted"
    assert school.levels.content == LEVELS
    assert (await mutes(viewer)).muted == {}
    assert lines(viewer)[1:] == [("unmuted", ("周敏", "李明"), 0)]


async def test_another_time_changes_no_levels_and_has_its_own_line(school, viewer):
    await muting_of(school).mute(GROUP, LI, "hour")
    before = dict(school.levels.content)
    school.clock.jump(10 * 60)
    done = await muting_of(school, "https://office.school.test").mute(GROUP, LI, "day")
    assert school.levels.content == before
    assert (done.before, done.here_only) == (AT + HOUR, False)
    assert (await mutes(viewer)).muted == {LI: AT + 10 * MINUTE + 24 * HOUR}
    assert [until for what, _, until in lines(viewer) if what == "muted"] == [AT + HOUR, done.until]
    await muting_of(school).undo(done)
    assert (await mutes(viewer)).muted == {LI: AT + HOUR}


async def test_two_changes_at_once_are_made_one_after_the_other(school, viewer):
    both = muting_of(school)
    school.levels.seconds = 0.1
    await asyncio.gather(
        both.mute(GROUP, LI, "hour"), both.mute(GROUP, WANG, "day"), muting_of(school).close(GROUP, True)
    )
    assert muted_in(school.levels.content) == {LI, WANG}
    assert is_closed(school.levels.content)
    assert (await mutes(viewer)).muted == {LI: AT + HOUR, WANG: AT + 24 * HOUR}


@pytest.mark.parametrize("before_ms", [HOUR, -HOUR, 40 * 24 * HOUR])
async def test_until_when_goes_by_the_servers_clock(school, viewer, before_ms):
    """A clock that is behind would make "5 minutes" endless, one that is ahead "30 days"."""
    school.levels.before_ms = before_ms
    done = await muting_of(school).mute(GROUP, LI, "minutes")
    assert (await mutes(viewer)).muted == {LI: AT + before_ms + 5 * MINUTE} == {LI: done.until}
    assert await lifting_of(school).lift_due() == done.until
    assert muted_in(school.levels.content) == {LI}
    school.clock.jump(5 * 60)
    assert await lifting_of(school).lift_due() == 0
    assert muted_in(school.levels.content) == set()
    month = await muting_of(school).mute(GROUP, LI, "month")
    assert (await mutes(viewer)).muted == {LI: month.until}


async def test_who_has_a_level_of_their_own_is_not_muted(school, viewer):
    """Lifting it would leave them without."""
    theirs = {**LEVELS, "users": {**LEVELS["users"], WANG: 10, LI: 0}}
    await school.levels.change(theirs, OFFICE)
    assert (await mutes(viewer)).below == {LI}
    with pytest.raises(KnownError) as refused:
        await muting_of(school).mute(GROUP, WANG, "hour")
    assert refused.value.code is ErrorCode.MUTE_REFUSED
    assert school.levels.content == theirs


async def test_what_others_changed_meanwhile_stays(school, viewer):
    theirs = {**LEVELS, "users": {**LEVELS["users"], WANG: 10}, "org.example": 1}
    await school.levels.change(theirs, OFFICE)
    await muting_of(school).mute(GROUP, LI, LIFTED)
    assert school.levels.content == {**theirs, "users": {**theirs["users"], LI: -1}}
    await muting_of(school).close(GROUP, True)
    assert school.levels.content == {**theirs, "users": {**theirs["users"], LI: -1}, "events_default": 50}
    assert (await mutes(viewer)).closed
    await muting_of(school).close(GROUP, False)
    assert not (await mutes(viewer)).closed
    assert lines(viewer) == [
        ("muted", ("周敏", "李明"), 0), ("closed", ("周敏",), 0), ("opened", ("周敏",), 0)
    ]  # fmt: skip


@pytest.mark.parametrize("user", [CHEN, OFFICE])
async def test_nobody_mutes_who_is_as_high(school, viewer, user):
    with pytest.raises(KnownError) as refused:
        await muting_of(school).mute(GROUP, user, "hour")
    assert refused.value.code is ErrorCode.MUTE_REFUSED
    assert school.levels.asked == ["read"]
    assert user not in (await mutes(viewer)).below


async def test_who_has_lost_the_power_meanwhile_is_told(school, viewer):
    await school.levels.change({**LEVELS, "users": {CHEN: 50}}, OFFICE)
    assert not (await mutes(viewer)).may
    for attempt in (muting_of(school).mute(GROUP, LI, "day"), muting_of(school).close(GROUP, True)):
        with pytest.raises(KnownError) as refused:
            await attempt
        assert refused.value.code is ErrorCode.MUTE_REFUSED
    assert set(school.levels.asked) == {"read"}


async def test_a_write_that_the_server_refuses_mutes_nobody_and_leaves_no_line(school, viewer):
    school.levels.refuse = KnownError(ErrorCode.FORBIDDEN)
    with pytest.raises(KnownError) as refused:
        await muting_of(school).mute(GROUP, LI, "day")
    assert refused.value.code is ErrorCode.MUTE_REFUSED
    assert school.levels.asked == ["read", MUTE_TYPE, "read", "levels"], "it is the server that refuses"
    assert (await mutes(viewer)).muted == {}
    assert lines(viewer) == []


# -- what others send --------------------------------------------------------------------------------------


async def test_a_forged_event_mutes_nobody_and_shortens_nothing(school, viewer):
    forged = {"v": 1, "user": WANG, "until": AT + HOUR}
    await school.deliver(GROUP, school.event(MUTE_TYPE, forged, LI, ts=AT))
    assert (await mutes(viewer)).muted == {}
    assert lines(viewer) == []
    done = await muting_of(school).mute(GROUP, WANG, "day")
    await school.deliver(GROUP, school.event(MUTE_TYPE, {**forged, "until": AT + 2}, LI, ts=AT + 1))
    assert (await mutes(viewer)).muted == {WANG: done.until}
    assert len(lines(viewer)) == 1


async def test_a_mute_from_a_phone_has_no_end(school, viewer):
    await school.levels.change({**LEVELS, "users": {**LEVELS["users"], LI: -1, WANG: -1}}, CHEN)
    assert (await mutes(viewer)).muted == {LI: 0, WANG: 0}
    assert lines(viewer) == [("muted", ("陈静", "李明爸爸", "李明"), 0)]


async def test_an_end_that_was_said_before_a_lifting_counts_no_more(school, viewer):
    """For a week, lifted by hand, then muted by a phone, which says no end."""
    done = await muting_of(school).mute(GROUP, LI, "week")
    await muting_of(school).undo(done)
    school.clock.jump(600)
    await school.levels.change({**LEVELS, "users": {**LEVELS["users"], LI: -1}}, CHEN)
    assert (await mutes(viewer)).muted == {LI: 0}
    again = await muting_of(school).mute(GROUP, LI, "day")
    assert again.before == 0
    assert (await mutes(viewer)).muted == {LI: again.until}


async def test_an_end_from_before_a_lifting_is_in_no_later_line(school, viewer):
    """Muted, let write and muted again from the phone, within a minute."""
    done = await muting_of(school).mute(GROUP, LI, "hour")
    await muting_of(school).undo(done)
    school.clock.jump(20)
    await school.levels.change({**LEVELS, "users": {**LEVELS["users"], LI: -1}}, ME)
    await viewer.settle()
    assert [until for what, _, until in lines(viewer) if what == "muted"] == [AT + HOUR, 0]


async def test_levels_before_their_event_are_one_line_too(school, viewer):
    """As another client may do it."""
    await school.levels.change({**LEVELS, "users": {**LEVELS["users"], LI: -1}}, CHEN)
    content = {"v": 1, "user": LI, "until": AT + HOUR}
    await school.deliver(GROUP, school.event(MUTE_TYPE, content, CHEN, ts=AT + 500))
    await viewer.settle()
    assert lines(viewer) == [("muted", ("陈静", "李明"), AT + HOUR)]


async def test_hostile_levels_are_read(school, viewer):
    for users in ([], "x", {LI: "low", WANG: True, ME: 50}, {LI: -(10**30)}):
        await school.levels.change({**LEVELS, "users": users, "events_default": "high"}, OFFICE)
        found = await mutes(viewer)
        assert isinstance(found, RoomMutes)
        assert not found.closed
    assert found.muted == {LI: 0}


async def test_the_muted_person_is_told_and_may_still_react(school, viewer):
    content = {"v": 1, "user": ME, "until": AT + HOUR}
    await school.deliver(GROUP, school.event(MUTE_TYPE, content, CHEN, ts=AT))
    await school.levels.change({**LEVELS, "users": {CHEN: 50, ME: -1}}, CHEN)
    await viewer.settle()
    header = viewer.session.details.header
    assert (header.can_send, header.can_react, header.muted_until) == (False, True, AT + HOUR)
    assert not (await mutes(viewer)).may


# -- lifting -----------------------------------------------------------------------------------------------


def lifting_of(school, office=None):
    return MuteLifting(school.files, school, school.levels, ME, school.clock, lambda: office, school.order)


async def test_my_computer_lifts_my_mute_at_its_time_where_no_office_does(school):
    await muting_of(school).mute(GROUP, LI, "hour")
    assert await lifting_of(school).lift_due() == AT + HOUR
    assert muted_in(school.levels.content) == {LI}
    school.clock.jump(3600)
    assert await lifting_of(school, "https://office.school.test").lift_due() == 0
    assert muted_in(school.levels.content) == {LI}, "the office does it"
    changed = {**school.levels.content, "org.example": 7}
    await school.levels.change(changed, CHEN)
    assert await lifting_of(school).lift_due() == 0, "as after a restart"
    assert school.levels.content == {**LEVELS, "org.example": 7}


async def test_only_what_i_muted_is_lifted(school):
    content = {"v": 1, "user": LI, "until": AT + HOUR}
    await school.deliver(GROUP, school.event(MUTE_TYPE, content, CHEN, ts=AT))
    await school.levels.change({**LEVELS, "users": {**LEVELS["users"], LI: -1}}, CHEN)
    school.clock.jump(7200)
    assert await lifting_of(school).lift_due() == 0
    assert muted_in(school.levels.content) == {LI}


async def test_a_later_mute_of_the_same_person_stays(school):
    """Lifted by hand, then muted again from a phone: the hour that was said first is over."""
    done = await muting_of(school).mute(GROUP, LI, "hour")
    await muting_of(school).undo(done)
    school.clock.jump(600)
    await school.levels.change({**LEVELS, "users": {**LEVELS["users"], LI: -1}}, CHEN)
    school.clock.jump(7200)
    assert await lifting_of(school).lift_due() == 0
    assert muted_in(school.levels.content) == {LI}


async def test_a_mute_that_is_changed_at_its_end_is_not_lifted(school, viewer):
    """Its event is at the server and on its way here when the old end comes."""
    await muting_of(school).mute(GROUP, LI, "hour")
    school.clock.jump(3600)
    school.levels.slow = True
    work = lifting_of(school)
    done, _ = await asyncio.gather(muting_of(school).mute(GROUP, LI, "day"), work.lift_due())
    assert muted_in(school.levels.content) == {LI}
    assert 0 < await work.lift_due() <= school.clock.now_ms(), "it looks again"
    await school.deliver(GROUP, *school.levels.late)
    assert await work.lift_due() == done.until
    assert (await mutes(viewer)).muted == {LI: done.until}


async def test_a_lifting_that_somebody_overwrites_is_done_again(school, viewer):
    await muting_of(school).mute(GROUP, LI, "hour")
    read_by_a_colleague = school.levels.content
    school.clock.jump(3600)
    assert await lifting_of(school).lift_due() == 0
    assert muted_in(school.levels.content) == set()
    school.clock.jump(2)
    await school.levels.change({**read_by_a_colleague, "org.example": 7}, CHEN)
    assert (await mutes(viewer)).muted == {LI: AT + HOUR}
    assert await lifting_of(school).lift_due() == 0, "as after a restart"
    assert school.levels.content == {**LEVELS, "org.example": 7}
    assert (await mutes(viewer)).muted == {}


async def test_an_end_said_later_is_heard_without_a_change_of_levels(school):
    school.levels.slow = True
    work = lifting_of(school)
    work.start()
    try:
        await settle()
        school.clock.advance(6)
        await muting_of(school).mute(GROUP, LI, LIFTED)
        await muting_of(school).mute(GROUP, LI, "minutes")
        await settle()
        await school.deliver(GROUP, *school.levels.late)
        for _ in range(6):
            school.clock.advance(60)
            await settle()
        await until(lambda: not muted_in(school.levels.content))
    finally:
        await work.stop()


async def test_it_waits_for_the_connection_and_then_for_its_time(school):
    await muting_of(school).mute(GROUP, LI, "minutes")
    school.set_status(SyncState.OFFLINE)
    work = lifting_of(school)
    work.start()
    try:
        school.clock.advance(3600)
        await settle()
        assert muted_in(school.levels.content) == {LI}
        school.set_status(SyncState.LIVE)
        await settle()
        assert muted_in(school.levels.content) == {LI}, "what was changed meanwhile is heard first"
        school.clock.advance(6)
        await until(lambda: not muted_in(school.levels.content))
    finally:
        await work.stop()


async def test_what_the_server_refuses_is_not_tried_again_and_again(school):
    await muting_of(school).mute(GROUP, LI, "minutes")
    school.clock.jump(3600)
    school.levels.refuse = KnownError(ErrorCode.FORBIDDEN)
    work = lifting_of(school)
    assert await work.lift_due() == 0
    asked = len(school.levels.asked)
    assert await work.lift_due() == 0
    assert len(school.levels.asked) == asked
