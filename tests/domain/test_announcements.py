"""Announcements from the wire to the tally: copies, families, confirmations, edits, forgeries."""

import pytest

from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind, read_block
from schoolbell.domain.announcements.items import Standing
from schoolbell.domain.announcements.tally import tally
from tests.domain import announced
from tests.domain.announced import (
    CHEN,
    DESK_KID,
    DESK_LI,
    GROUP,
    KID,
    KID_FATHER,
    LI,
    MOTHER,
    OFFICE,
    STAFF_ALL,
    WANG,
)
from tests.fakes.domain_engine import ME, START

DAY = 86_400_000


@pytest.fixture
async def school(engine):
    announced.equip(engine)
    await engine.deliver_all(announced.school(engine))
    return engine


def all_of(engine, kind=Kind.DING):
    known = announced.knowledge(engine)
    return engine.files.cache.read_now(
        lambda conn: loading.load_recent(conn, known.authority, kind, START + DAY)
    )


def tally_of(engine, announcement):
    known = announced.knowledge(engine)
    return engine.files.cache.read_now(lambda conn: tally(conn, known, announcement))


def standing(engine, announcement):
    """Household name → (standing, user ids)."""
    return {
        one.name: (one.standing, tuple(person.person.user_id for person in one.people))
        for one in tally_of(engine, announcement).households
    }


async def say(engine, room, content, sender=ME, **more):
    event = engine.event("m.room.message", content, sender, **more)
    await engine.deliver(room, event)
    return event["event_id"]


async def test_a_ding_to_a_class_counts_families_not_people(school):
    event = await say(school, GROUP, announced.ding())
    (found,) = all_of(school)
    assert (found.sender, found.block.text, found.block.to_room) == (ME, "明早线上上课", True)
    assert standing(school, found) == {
        "李明": (Standing.UNREAD, (WANG, MOTHER, LI)),
        "张浩宇": (Standing.UNREAD, (KID_FATHER, KID)),
    }
    await school.deliver(GROUP, announced.confirm(school, event, MOTHER, key="✅\ufe0f"))
    result = tally_of(school, found)
    assert [one.standing for one in result.households] == [Standing.CONFIRMED, Standing.UNREAD]
    assert (result.count(Standing.CONFIRMED), result.people, result.families) == (1, 5, True)
    assert not result.done


async def test_a_student_counts_only_where_the_block_says_so(school):
    for counts, expected in (("guardian", Standing.READ), ("student", Standing.CONFIRMED),
                             ("either", Standing.CONFIRMED)):  # fmt: skip
        event = await say(school, GROUP, announced.ding(counts=counts))
        await school.deliver(GROUP, announced.confirm(school, event, LI))
        newest = all_of(school)[0]
        assert standing(school, newest)["李明"][0] is expected, counts


async def test_receipts_tell_who_read_and_never_confirm(school):
    event = await say(school, GROUP, announced.ding())
    await school.receive(GROUP, g3=event)
    (found,) = all_of(school)
    (li, kid) = tally_of(school, found).households
    assert (li.standing, kid.standing) == (Standing.UNREAD, Standing.READ)


async def test_copies_in_desks_are_one_ding_and_name_who_is_asked(school):
    content = announced.ding(room=False, mentions=[WANG, MOTHER], n=2)
    id = content["org.schoolbell.ding"]["id"]
    await say(school, DESK_LI, content)
    second = await say(school, DESK_KID, announced.ding(id=id, room=False, mentions=[KID_FATHER], n=2))
    (found,) = all_of(school)
    assert [copy.room_id for copy in found.copies] == [DESK_LI, DESK_KID]
    await school.deliver(DESK_KID, announced.confirm(school, second, KID_FATHER))
    assert standing(school, found) == {
        "李明": (Standing.UNREAD, (WANG, MOTHER)),
        "张浩宇": (Standing.CONFIRMED, (KID_FATHER,)),
    }


async def test_colleagues_count_one_by_one(school):
    event = await say(school, STAFF_ALL, announced.ding(room=False, mentions=[CHEN]))
    await school.deliver(STAFF_ALL, announced.confirm(school, event, CHEN))
    (found,) = all_of(school)
    assert standing(school, found) == {"陈静": (Standing.CONFIRMED, (CHEN,))}


async def test_a_confirmation_may_come_before_its_ding_and_be_taken_back(school):
    early = announced.confirm(school, "$later", WANG)
    await school.deliver(GROUP, early)
    await say(school, GROUP, announced.ding(), event_id="$later")
    (found,) = all_of(school)
    assert standing(school, found)["李明"][0] is Standing.CONFIRMED
    await school.deliver(GROUP, school.event("m.room.redaction", {"redacts": early["event_id"]}, WANG))
    assert standing(school, found)["李明"][0] is Standing.UNREAD


@pytest.mark.parametrize("sender", [LI, WANG])
async def test_nobody_below_the_level_can_ding(school, sender):
    await say(school, GROUP, announced.ding("everybody to the gym"), sender)
    assert all_of(school) == []


async def test_a_ding_in_a_room_that_is_not_the_schools_is_text(school):
    from tests.domain.chat_school import room_state

    private = room_state(school, "group", by=LI, name="家校群", members=(ME, LI))
    await school.deliver_all({"!own:x": {"initial": True, "required_state": private, "timeline": []}})
    await say(school, "!own:x", announced.ding("from the principal"), LI)
    assert all_of(school) == []


async def test_another_senders_id_is_another_ding(school):
    id = announced.ding()["org.schoolbell.ding"]["id"]
    await say(school, GROUP, announced.ding("mine", id=id))
    await say(school, GROUP, announced.ding("replayed", id=id), CHEN)
    assert sorted((one.sender, one.block.text) for one in all_of(school)) == sorted(
        [(ME, "mine"), (CHEN, "replayed")]
    )


def edit_of(content, event_id):
    return {
        **content,
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
    }


async def test_the_senders_edit_counts_and_another_senders_does_not(school):
    first = announced.ding("8:20")
    id = first["org.schoolbell.ding"]["id"]
    event = await say(school, GROUP, first)
    await say(school, GROUP, edit_of(announced.ding("never", id=id), event), CHEN)
    (found,) = all_of(school)
    assert (found.block.text, found.edited) == ("8:20", False)
    await say(school, GROUP, edit_of(announced.ding("8:40", id=id), event))
    (found,) = all_of(school)
    assert (found.block.text, found.edited) == ("8:40", True)


async def test_only_the_sender_withdraws(school):
    content = announced.ding()
    id = content["org.schoolbell.ding"]["id"]
    await say(school, GROUP, content)
    taken = {"v": 1, "kind": "ding", "id": id}
    await school.deliver(GROUP, school.event("org.schoolbell.withdraw", taken, CHEN))
    assert all_of(school)[0].withdrawn_ts == 0
    mine = school.event("org.schoolbell.withdraw", taken, ME)
    await school.deliver(GROUP, mine)
    assert all_of(school)[0].withdrawn_ts == mine["origin_server_ts"]


async def test_a_reminder_counts_once_from_the_sender_or_the_office_only(school):
    content = announced.ding()
    id = content["org.schoolbell.ding"]["id"]
    await say(school, GROUP, content)
    for sender, seq in ((LI, 1), (CHEN, 2), (ME, 3), (OFFICE, 4), (OFFICE, 4), (OFFICE, 0)):
        remind = {"v": 1, "ding": [ME, id], "seq": seq}
        await school.deliver(GROUP, school.event("org.schoolbell.remind", remind, sender))
    (found,) = all_of(school)
    assert [(one.seq, one.sender) for one in found.reminders] == [(3, ME), (4, OFFICE)]


async def test_rebuilding_from_the_stored_events_says_the_same(school):
    event = await say(school, GROUP, announced.ding())
    await school.deliver(GROUP, announced.confirm(school, event, WANG))
    (before,) = all_of(school)
    told = standing(school, before)
    from schoolbell.domain.announcements.projection import Announcements

    school.files.cache.write_now(Announcements().rebuild)
    (after,) = all_of(school)
    assert (after, standing(school, after)) == (before, told)


@pytest.mark.parametrize(
    "block",
    [
        {}, {"v": 2, "id": "0" * 26}, {"v": True, "id": "0" * 26}, {"v": 1}, {"v": 1, "id": 7},
        {"v": 1, "id": "A" * 26}, {"v": 1, "id": "../" * 9}, [], "ding", None,
    ],
)  # fmt: skip
def test_a_block_that_cannot_be_known_by_an_id_is_none(block):
    assert read_block(Kind.DING, {"body": "x", "org.schoolbell.ding": block}) is None


def test_what_cannot_be_read_of_a_block_has_its_default():
    wrong = {"v": 1, "id": "0" * 26, "text": 5, "to": 7, "channels": "sms", "confirm": [], "counts": {},
             "deadline": -1, "remind": {"every": 1, "max": 10**9}, "n": "many",
             "attachments": [{}, 3]}  # fmt: skip
    found = read_block(Kind.DING, {"body": "text\u202e", "org.schoolbell.ding": wrong})
    assert found is not None
    assert (found.text, found.to_room, found.channels, found.confirm, found.counts) == (
        "text", False, ("app",), "tap", "guardian",
    )  # fmt: skip
    assert (found.deadline, found.remind, found.n, found.attachments) == (0, None, 1, ())
