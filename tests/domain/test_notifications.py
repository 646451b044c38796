"""Which new messages a person hears of, when, and in how many words."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from schoolbell.domain import school_knowledge
from schoolbell.domain.chat.items import MessageKind
from schoolbell.domain.notifications import quiet
from schoolbell.domain.notifications.levels import Level, default_of, level_of
from schoolbell.domain.notifications.notifications import Notifications, Preferences
from schoolbell.sync.changes import SyncState
from tests.domain.chat_school import CHAT, CHEN, GROUP, HOMEWORK, OFFICE, SCHOOL, WANG
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME

BERLIN, SHANGHAI, TAIPEI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Taipei")


def at(text, zone=UTC):
    """Return a wall time in ms."""
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1000)


@dataclass
class Around:
    """The circumstances, set by the test."""

    preferences: Preferences = field(default_factory=Preferences)
    focused_room: str = ""
    veiled: bool = False
    presenting: bool = False


class Teacher:
    """Somebody at a computer."""

    def __init__(self, engine, clock):
        self.engine, self.clock, self.around = engine, clock, Around()
        self.told = []
        self.knowledge = school_knowledge.nothing_known()
        self.notifications = Notifications(
            engine.files.cache, clock, SHANGHAI, self.around, lambda: self.knowledge, lambda: (SCHOOL,),
            told_elsewhere={"ding"}, crash=pytest.fail,
        )  # fmt: skip
        self.notifications.told.subscribe(self.told.extend)

    async def begin(self):
        self.knowledge = await self.engine.files.cache.read(
            lambda conn: school_knowledge.load(conn, [SCHOOL])
        )
        await self.notifications.prepare()
        self.notifications.attach(self.engine)
        self.clock.advance(3)

    async def hear(self, count=1):
        """Wait until that many pop-ups came."""
        for _ in range(400):
            if len(self.told) >= count:
                break
            await asyncio.sleep(0.005)
        await self.idle()
        assert len(self.told) == count, self.told
        heard, self.told[:] = list(self.told), []
        return heard

    async def idle(self):
        """Wait until nothing is looked for or all of it is held back."""
        for _ in range(400):
            await asyncio.sleep(0.005)
            if not self.notifications._working or self.clock.sleeping:
                return
        pytest.fail("it does not come to rest")

    async def silence(self):
        await self.idle()
        assert self.told == []

    async def say(self, room, *texts, sender=CHEN, **more):
        events = [self.engine.text(text, sender, **more) for text in texts]
        await self.engine.deliver(room, *events)
        return [event["event_id"] for event in events]


@pytest.fixture
def clock():
    return FakeClock(start_ms=at("2025-10-09T10:00", SHANGHAI))


@pytest.fixture
async def teacher(engine, clock):
    await engine.deliver(GROUP, engine.text("known before", CHEN), prev_batch="t1")
    made = Teacher(engine, clock)
    await made.begin()
    yield made
    await made.notifications.stop()


# -- live ---------------------------------------------------------------------------------------------


async def test_a_message_tells_who_where_and_what(teacher):
    (event,) = await teacher.say(GROUP, "明天带圆规", sender=WANG)
    (heard,) = await teacher.hear()
    assert (heard.room, heard.sender, heard.text) == ("三年级2班 家校群", "李明爸爸", "明天带圆规")
    assert (heard.room_id, heard.event_id, heard.count) == (GROUP, event, 1)


async def test_own_messages_edits_reactions_and_recalled_ones_are_no_news(teacher):
    await teacher.say(GROUP, "mine", sender=ME)
    (event,) = await teacher.say(GROUP, "Homwork")
    await teacher.hear()
    teacher.clock.advance(3)
    edit = {"m.new_content": {"msgtype": "m.text", "body": "Homework"}, "m.relates_to": {
        "rel_type": "m.replace", "event_id": event}}  # fmt: skip
    await teacher.say(GROUP, "* Homework", content=edit)
    reaction = {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": "👍"}}
    await teacher.engine.deliver(GROUP, teacher.engine.event("m.reaction", reaction, CHEN))
    gone = teacher.engine.text("gone", CHEN)
    recall = teacher.engine.event("m.room.redaction", {"redacts": gone["event_id"]}, CHEN)
    await teacher.engine.deliver(GROUP, gone, recall)
    await teacher.silence()


async def test_many_in_a_moment_are_one_pop_up(teacher):
    await teacher.say(GROUP, "1")
    await teacher.hear()
    await teacher.say(GROUP, "2", "3")
    await teacher.say(GROUP, "4")
    await teacher.silence()
    teacher.clock.advance(2.1)
    (heard,) = await teacher.hear()
    assert (heard.count, heard.text) == (3, "")


async def test_the_room_in_front_of_the_eyes_needs_no_pop_up(teacher):
    teacher.around.focused_room = GROUP
    await teacher.say(GROUP, "seen")
    await teacher.silence()
    teacher.around.focused_room = ""
    await teacher.say(GROUP, "later")
    (heard,) = await teacher.hear()
    assert heard.text == "later"


async def test_what_has_panes_of_its_own_is_not_told_as_chat(teacher):
    await teacher.say(HOMEWORK, "练习册 12 页")
    await teacher.silence()


async def test_a_picture_says_what_it_is(teacher):
    content = {"msgtype": "m.image", "body": "board.png", "url": "mxc://school.test/abc",
               "info": {"mimetype": "image/png", "size": 5}}  # fmt: skip
    await teacher.engine.deliver(GROUP, teacher.engine.event("m.room.message", content, CHEN))
    (heard,) = await teacher.hear()
    assert (heard.kind, heard.text) == (MessageKind.IMAGE, "board.png")


async def test_a_room_that_is_new_tells_its_first_message(teacher):
    join = teacher.engine.event("m.room.member", {"membership": "join"}, ME, state_key=ME)
    hello = teacher.engine.text("欢迎", CHEN)
    await teacher.engine.deliver("!new:x", hello, state=[join], initial=True, name="备课组")
    (heard,) = await teacher.hear()
    assert (heard.room, heard.text) == ("备课组", "欢迎")


async def test_a_direct_chat_is_called_by_the_person(teacher):
    await teacher.engine.deliver_all(account_data={"global": [
        {"type": "m.direct", "content": {CHEN: [CHAT]}}]})  # fmt: skip
    await teacher.say(CHAT, "有空吗")
    (heard,) = await teacher.hear()
    assert (heard.room, heard.sender, heard.text) == ("陈静", "", "有空吗")


# -- choices ------------------------------------------------------------------------------------------


def rules(**kinds):
    """Return the account data of push rules: kind → (room, actions)."""
    made = {
        kind: [{"rule_id": room, "actions": actions, "enabled": True}]
        for kind, (room, actions) in kinds.items()
    }
    return {"global": [{"type": "m.push_rules", "content": {"global": made}}]}


async def test_a_room_of_mentions_tells_only_these(teacher):
    await teacher.engine.deliver_all(account_data=rules(room=(GROUP, [])))
    await teacher.say(GROUP, "for everybody")
    await teacher.silence()
    await teacher.say(GROUP, "@周敏 请看", "and more", content={"m.mentions": {"user_ids": [ME]}})
    (heard,) = await teacher.hear()
    assert (heard.count, heard.mention) == (2, True)


async def test_a_muted_room_tells_nothing(teacher):
    await teacher.engine.deliver_all(account_data=rules(override=(GROUP, ["dont_notify"])))
    await teacher.say(GROUP, "@周敏 请看", content={"m.mentions": {"user_ids": [ME]}})
    await teacher.silence()


async def test_switched_off_nothing_is_told_later_either(teacher):
    teacher.around.preferences = Preferences(enabled=False)
    await teacher.say(GROUP, "one")
    await teacher.silence()
    teacher.around.preferences = Preferences()
    teacher.notifications.poke()
    await teacher.silence()


async def test_without_texts_it_is_said_where_but_not_what(teacher):
    teacher.around.preferences = Preferences(texts=False)
    await teacher.say(GROUP, "a secret", sender=WANG)
    (heard,) = await teacher.hear()
    assert (heard.room, heard.text) == ("三年级2班 家校群", "")


async def test_behind_a_lock_nobody_learns_a_name(teacher):
    teacher.around.veiled = True
    await teacher.say(GROUP, "a secret", sender=WANG)
    (heard,) = await teacher.hear()
    assert (heard.count, heard.rooms) == (1, 0)
    assert {heard.room, heard.room_id, heard.event_id, heard.sender, heard.text} == {""}


async def test_an_open_room_behind_the_lock_is_in_front_of_nobody(teacher):
    teacher.around.veiled, teacher.around.focused_room = True, GROUP
    await teacher.say(GROUP, "hello")
    await teacher.hear()


# -- what was missed ----------------------------------------------------------------------------------


async def reconnect(teacher, rooms):
    """Be away, come back, and be told of messages in several steps: room → texts."""
    teacher.engine.set_status(SyncState.OFFLINE)
    teacher.engine.caught_up = False
    steps = list(rooms.items())
    for room, texts in steps[:1]:
        await teacher.say(room, *texts)
    teacher.engine.set_status(SyncState.LIVE)
    for room, texts in steps[1:]:
        await teacher.say(room, *texts)
    await teacher.silence()
    teacher.engine.caught_up = True
    teacher.clock.advance(2.1)


async def test_after_being_away_every_room_has_one_digest(teacher):
    await reconnect(teacher, {GROUP: ["1", "2", "3"], CHAT: ["a", "b"]})
    heard = await teacher.hear(2)
    assert {(one.room, one.count, one.text) for one in heard} == {
        ("三年级2班 家校群", 3, ""), ("语文教研组", 2, "")
    }  # fmt: skip
    teacher.clock.advance(3)
    await teacher.say(GROUP, "live again")
    (heard,) = await teacher.hear()
    assert heard.text == "live again"


async def test_nothing_is_told_before_the_server_has_named_every_room(teacher):
    teacher.engine.set_status(SyncState.OFFLINE)
    teacher.engine.caught_up = False
    teacher.engine.set_status(SyncState.LIVE)
    await teacher.say(GROUP, "1")
    for _ in range(5):
        teacher.clock.advance(2.1)
        await teacher.silence()
    teacher.engine.caught_up = True
    teacher.clock.advance(2.1)
    await teacher.hear()


async def test_after_a_sleep_the_first_answers_are_told_together(teacher):
    teacher.engine.hurried.emit(None)
    await teacher.say(GROUP, "1", "2")
    await teacher.say(GROUP, "3")
    await teacher.silence()
    teacher.clock.advance(2.1)
    (heard,) = await teacher.hear()
    assert heard.count == 3


async def test_more_than_five_rooms_are_one_sentence(teacher):
    names = [f"!room{number}:x" for number in range(7)]
    join = teacher.engine.event("m.room.member", {"membership": "join"}, ME, state_key=ME)
    await reconnect(teacher, {})
    await teacher.engine.deliver_all(
        {name: {"initial": True, "required_state": [join], "timeline": [teacher.engine.text("hi", CHEN)]}
         for name in names}
    )  # fmt: skip
    (heard,) = await teacher.hear()
    assert (heard.count, heard.rooms, heard.room, heard.room_id) == (7, 7, "", "")


async def test_what_was_read_on_the_phone_meanwhile_is_not_told(teacher):
    teacher.engine.set_status(SyncState.OFFLINE)
    first, *_ = await teacher.say(GROUP, "1", "2", "3")
    await teacher.engine.receive(GROUP, t1001=first)
    teacher.engine.set_status(SyncState.LIVE)
    teacher.clock.advance(2.1)
    (heard,) = await teacher.hear()
    assert heard.count == 2, "without the first of them"


async def test_a_restart_tells_what_came_while_it_was_closed(engine, clock):
    await engine.deliver(GROUP, engine.text("known before", CHEN))
    engine.set_status(SyncState.CONNECTING)
    again = Teacher(engine, clock)
    await again.begin()
    await again.say(GROUP, "1", "2")
    engine.set_status(SyncState.LIVE)
    clock.advance(2.1)
    (heard,) = await again.hear()
    assert heard.count == 2
    await again.notifications.stop()


async def test_the_first_sign_in_on_a_computer_tells_of_nothing(files, clock):
    from tests.domain import chat_school
    from tests.fakes.domain_engine import ScriptedEngine

    engine = ScriptedEngine(files)
    engine.set_status(SyncState.CONNECTING)
    new = Teacher(engine, clock)
    await new.begin()
    everything = chat_school.school_rooms(engine)
    everything[GROUP]["timeline"] = chat_school.messages(engine, 20)
    await engine.deliver_all(everything)
    engine.set_status(SyncState.LIVE)
    clock.advance(2.1)
    await new.silence()
    await new.say(GROUP, "now")
    (heard,) = await new.hear()
    assert heard.text == "now"
    await new.notifications.stop()


async def test_older_history_that_comes_later_is_no_news(teacher):
    old = [teacher.engine.text(f"old {number}", CHEN, ts=1_700_000_000_000 + number) for number in range(3)]
    teacher.engine.pages.append((old, None))
    await teacher.engine.paginate(GROUP)
    await teacher.silence()


# -- not now ------------------------------------------------------------------------------------------


async def test_while_presenting_nothing_pops_up_and_then_it_is_told_together(teacher):
    teacher.around.presenting = True
    await teacher.say(GROUP, "1")
    await teacher.say(GROUP, "2")
    teacher.clock.advance(90)
    await teacher.silence()
    teacher.around.presenting = False
    teacher.notifications.poke()
    (heard,) = await teacher.hear()
    assert heard.count == 2


async def test_own_quiet_hours_end_with_one_digest_per_room(teacher):
    teacher.clock.jump(11.5 * 3600)  # 21:30
    teacher.around.preferences = Preferences(quiet=quiet.hours("21:00", "07:00", SHANGHAI))
    await teacher.say(GROUP, "1", "2")
    await teacher.say(CHAT, "a")
    await teacher.silence()
    teacher.clock.jump(5 * 3600)
    teacher.clock.advance(60)
    await teacher.silence()
    teacher.clock.jump(4.6 * 3600)  # 07:07
    teacher.clock.advance(60)
    heard = await teacher.hear(2)
    assert sorted(one.count for one in heard) == [1, 2]


async def test_the_schools_quiet_hours_follow_the_schools_clock(engine):
    """It is noon in Berlin, and 18:30 … 07:00 in the school's Shanghai."""
    clock = FakeClock(start_ms=at("2025-10-09T12:00", BERLIN))
    policy = {"v": 1, "timezone": "Asia/Shanghai", "quiet_hours": {"start": "17:30", "end": "07:00"}}
    state = engine.event("org.schoolbell.policy", policy, OFFICE, state_key="")
    await engine.deliver(SCHOOL, state=[state])
    abroad = Teacher(engine, clock)
    await abroad.begin()
    await abroad.say(GROUP, "1")
    await abroad.silence()
    without = engine.event(
        "org.schoolbell.policy", {"v": 1, "timezone": "Asia/Shanghai"}, OFFICE, state_key=""
    )
    await engine.deliver(SCHOOL, state=[without])
    abroad.notifications.poke()
    await abroad.hear()
    await abroad.notifications.stop()


# -- quiet hours as such ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "now", "left"),
    [
        ("21:30", "07:00", "2025-10-09T23:00", 8 * 3600),
        ("21:30", "07:00", "2025-10-09T06:59", 60),
        ("21:30", "07:00", "2025-10-09T07:00", 0),
        ("21:30", "07:00", "2025-10-09T21:29", 0),
        ("12:00", "13:30", "2025-10-09T12:00", 90 * 60),
        ("12:00", "13:30", "2025-10-09T13:30", 0),
        ("00:00", "06:00", "2025-10-09T00:00", 6 * 3600),
        ("22:00", "00:00", "2025-10-09T23:30", 30 * 60),
    ],
)
def test_quiet_hours_may_span_midnight(start, end, now, left):
    assert quiet.hours(start, end, TAIPEI).left(at(now, TAIPEI)) == left


def test_a_night_in_which_the_clocks_go_back_is_an_hour_longer():
    night = quiet.hours("22:00", "06:00", BERLIN)
    assert night.left(at("2025-10-25T22:00", BERLIN)) == 9 * 3600
    assert night.left(at("2025-10-24T22:00", BERLIN)) == 8 * 3600


@pytest.mark.parametrize(
    "policy",
    [
        None, [], {}, {"quiet_hours": "night"}, {"quiet_hours": {"start": "25:00", "end": "07:00"}},
        {"quiet_hours": {"start": "07:00", "end": "07:00"}}, {"quiet_hours": {"start": 7, "end": None}},
    ],
)  # fmt: skip
def test_a_policy_of_any_quality_gives_no_quiet_hours(policy):
    assert quiet.of_school(policy, SHANGHAI) is None


@pytest.mark.parametrize("zone", ["Middle/Earth", "../../etc/passwd", 7, "", "x" * 500])
def test_an_unknown_zone_is_the_computers(zone):
    policy = {"timezone": zone, "quiet_hours": {"start": "21:00", "end": "07:00"}}
    assert quiet.of_school(policy, BERLIN).zone is BERLIN


# -- levels -------------------------------------------------------------------------------------------

BIG = {"global": {"underride": [{
    "rule_id": "org.schoolbell.big", "actions": [], "enabled": True,
    "conditions": [{"kind": "room_member_count", "is": ">200"}],
}]}}  # fmt: skip


def test_large_rooms_tell_mentions_unless_somebody_wants_all():
    assert level_of(BIG, GROUP, 201) is Level.MENTIONS
    assert level_of(BIG, GROUP, 200) is Level.ALL
    wanted = {"global": BIG["global"] | {"room": [{"rule_id": GROUP, "actions": ["notify"]}]}}
    assert level_of(wanted, GROUP, 900) is Level.ALL


@pytest.mark.parametrize(
    "content",
    [
        None, [], {"global": []}, {"global": {"override": "x", "room": [1, None, {"rule_id": 5}]}},
        {"global": {"override": [{"rule_id": GROUP, "actions": [], "enabled": False}]}},
        {"global": {"room": [{"rule_id": GROUP, "actions": ["notify", {"set_tweak": "sound"}]}]}},
        {"global": {"underride": [{"actions": [], "conditions": [{"kind": "room_member_count", "is": [2]}]}]},
         "device": 7},
    ],
)  # fmt: skip
def test_rules_of_any_quality_leave_a_room_as_loud_as_it_is_by_default(content):
    assert level_of(content, GROUP, 30) is Level.ALL
    assert default_of(content, 30) is Level.ALL
