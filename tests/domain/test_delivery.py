"""What the office tells the staff of an own DING (SMS, calls, who never signed in), and forgeries of it."""

import msgspec
import pytest

from schoolbell.domain.announcements.delivery import LARGEST, delivery_contents, read_delivery
from schoolbell.domain.announcements.items import Delivered, Outcome
from schoolbell.domain.announcements.signins import read_signins, signins_content
from tests.domain import announced
from tests.domain.announced import CHEN, GROUP, KID, KID_FATHER, LI, ME, MOTHER, OFFICE, WANG
from tests.domain.chat_school import CLASS, room_state
from tests.domain.test_ding_box import Told, say
from tests.fakes.domain_engine import START

STAFF = "!staff:x"
ID = "01k1b2c3d4e5f6g7h8j9k0m1n2"


@pytest.fixture
async def teacher(engine):
    """A teacher whose class has a staff room."""
    announced.equip(engine)
    rooms = announced.school(engine)
    rooms[CLASS]["required_state"].append(
        engine.event("m.space.child", {"via": ["school.test"]}, OFFICE, state_key=STAFF)
    )
    state = room_state(engine, "staff", name="三年级2班 老师", members=[ME, CHEN, OFFICE])
    rooms[STAFF] = {"initial": True, "required_state": state, "timeline": [], "joined_count": 3}
    await engine.deliver_all(rooms)
    told = Told(engine, ME)
    await told.settle()
    yield told
    await told.box.stop()
    await told.tasks.cancel_all()


async def followed(told):
    await say(told, GROUP, announced.ding(id=ID, channels=["app", "sms", "call"]))
    told.box.open(told.box.lists.sent[0].key)
    await told.settle()


async def tell(told, *results, sender=OFFICE, room=STAFF, about=(ME, ID), ts=None, **more):
    content = {"v": 1, "ding": list(about), "results": [list(one) for one in results], **more}
    event = told.engine.event("org.schoolbell.delivery", content, sender, ts=ts)
    await told.engine.deliver(room, event)
    await told.settle()
    return event["event_id"]


def people(told):
    return {
        one.person.user_id: one for household in told.details[-1].tally.households for one in household.people
    }


def outcomes(told):
    return {
        user: [(each.channel, each.outcome.value) for each in one.delivered]
        for user, one in people(told).items()
        if one.delivered
    }


async def test_the_sender_sees_what_became_of_sms_and_calls(teacher):
    await followed(teacher)
    assert outcomes(teacher) == {}
    await tell(
        teacher,
        (WANG, "sms", "sent", START + 1),
        (MOTHER, "call", "no_number", START + 2),
        (MOTHER, "sms", "no_number", START + 2),
        (KID_FATHER, "sms", "refused", START + 3),
    )
    assert outcomes(teacher) == {
        WANG: [("sms", "sent")],
        MOTHER: [("sms", "no_number"), ("call", "no_number")],
        KID_FATHER: [("sms", "refused")],
    }
    tally = teacher.details[-1].tally
    assert (tally.sent_by("sms"), tally.sent_by("call")) == ((1, 2), (0, 1))
    # A second attempt that went out counts; a later one that could not takes nothing back.
    await tell(teacher, (KID_FATHER, "sms", "sent", START + 4), (WANG, "sms", "limit", START + 5))
    assert (outcomes(teacher)[KID_FATHER], outcomes(teacher)[WANG]) == ([("sms", "sent")], [("sms", "sent")])


async def test_nobody_but_the_office_tells_it_and_only_among_staff(teacher):
    await followed(teacher)
    row = (WANG, "sms", "sent", START + 1)
    await tell(teacher, row, sender=CHEN)
    await tell(teacher, row, sender=ME)
    await tell(teacher, row, sender=LI)
    await tell(teacher, row, sender=LI, room=GROUP)
    await tell(teacher, row, room=GROUP)  # not where families read
    await tell(teacher, row, about=(CHEN, ID))  # another one's DING with the same id
    await tell(teacher, row, about=(ME, ID[:-1] + "z"))
    assert outcomes(teacher) == {}
    await tell(teacher, row)
    assert outcomes(teacher) == {WANG: [("sms", "sent")]}


async def test_what_is_redacted_is_told_no_more(teacher):
    await followed(teacher)
    event = await tell(teacher, (WANG, "sms", "sent", START + 1))
    assert outcomes(teacher)
    redaction = teacher.engine.event("m.room.redaction", {"redacts": event}, OFFICE)
    await teacher.engine.deliver(STAFF, redaction)
    await teacher.settle()
    assert outcomes(teacher) == {}


@pytest.mark.parametrize(
    "rows",
    [
        "none", {}, [1], [[]], [[WANG]], [[WANG, "sms", "sent"]], [[7, "sms", "sent", 1]],
        [[WANG, "pigeon", "sent", 1]], [[WANG, ["sms"], "sent", 1]], [[WANG, "sms", {}, 1]],
        [[WANG, "sms", "delivered", 1]], [[WANG, "sms", "sent", True]], [[WANG, "sms", "sent", -1]],
        [[WANG, "sms", "sent", 1 << 60]], [["g1", "sms", "sent", 1]], [["@" + "g" * 400, "sms", "sent", 1]],
    ],
)  # fmt: skip
def test_what_cannot_be_read_tells_nothing(rows):
    assert read_delivery({"v": 1, "ding": [ME, ID], "results": rows}) is None
    good = [WANG, "sms", "sent", START]
    if isinstance(rows, list):
        found = read_delivery({"v": 1, "ding": [ME, ID], "results": [*rows, good]})
        assert found is not None
        assert found.results == ((WANG, Delivered("sms", Outcome.SENT, START)),)
    for about in (None, [ME], [7, ID], [ME, "short"], ID):
        assert read_delivery({"v": 1, "ding": about, "results": [good]}) is None
    for version in (2, True, None):
        assert read_delivery({"v": version, "ding": [ME, ID], "results": [good]}) is None


def test_many_results_are_several_small_events_that_say_the_same_together():
    results = [
        (f"@g{number:0240}:x", Delivered("call", Outcome.NO_NUMBER, START + number)) for number in range(300)
    ]
    contents = delivery_contents(ME, ID, results)
    assert len(contents) > 3
    assert all(len(msgspec.json.encode(content)) <= LARGEST for content in contents)
    told = [result for content in contents for result in read_delivery(content).results]
    assert told == results
    assert delivery_contents(ME, ID, []) == []


async def signins(told, never, sender=OFFICE, room=STAFF, key=""):
    content = {"v": 1, "never": never} if isinstance(never, list) else never
    event = told.engine.event("org.schoolbell.signins", content, sender, state_key=key)
    await told.engine.deliver(room, event)
    await told.settle()


def never(told):
    return {user for user, one in people(told).items() if one.never}


async def test_who_has_never_signed_in_is_marked_until_something_is_seen_of_them(teacher):
    await followed(teacher)
    assert (never(teacher), teacher.details[-1].tally.never) == (set(), 0)
    await signins(teacher, [KID, KID_FATHER, MOTHER])
    assert never(teacher) == {KID, KID_FATHER, MOTHER}
    assert teacher.details[-1].tally.never == 1, "the other family has somebody who has"
    copy = teacher.details[-1].announcement.copies[0].event_id
    await teacher.engine.deliver(GROUP, announced.confirm(teacher.engine, copy, KID_FATHER))
    await teacher.settle()
    assert never(teacher) == {KID, MOTHER}, "whoever confirms has signed in, whatever was told"
    await signins(teacher, [])
    assert never(teacher) == set()


async def test_nobody_but_the_office_says_who_has_never_signed_in(teacher):
    await followed(teacher)
    await signins(teacher, [WANG], sender=CHEN)
    await signins(teacher, [WANG], sender=ME, room=GROUP)
    await signins(teacher, [WANG], room=GROUP)
    await signins(teacher, [WANG], key="other")
    assert never(teacher) == set()
    for odd in ({"v": 2, "never": [WANG]}, {"v": 1, "never": WANG}, {"v": True, "never": [WANG]}, {"v": 1}):
        await signins(teacher, odd)
        assert never(teacher) == set()
    await signins(teacher, [7, None, "g1", {}, WANG])
    assert never(teacher) == {WANG}


def test_a_list_is_written_in_order_and_read_back():
    assert signins_content([WANG, LI]) == {"v": 1, "never": sorted([WANG, LI])}
    assert read_signins(signins_content([WANG, LI])) == {WANG, LI}
    assert len(read_signins(signins_content(f"@g{n}:x" for n in range(5000)))) == 1000
