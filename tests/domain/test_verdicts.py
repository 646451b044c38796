from schoolbell.domain.school_knowledge import load
from schoolbell.domain.verdicts import judge
from schoolbell.store import timeline
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI, OFFICE, POWER, SCHOOL

DING = {"org.schoolbell.ding": {"v": 1, "id": "01"}}


def judged(files, room_id, *events):
    """Verdicts by event id, as one transaction gives them."""

    def write(conn):
        authority = load(conn, [SCHOOL]).authority
        rows = timeline.by_ids(conn, [event["event_id"] for event in events])
        found = judge(conn, authority, room_id, list(rows.values()))
        names = {row.rowid: row.event_id for row in rows.values()}
        return {names[rowid]: allowed for (rowid, _), allowed in found.items()}

    return files.cache.write_now(write)


async def test_a_ding_by_a_teacher_acts_and_by_a_student_is_text(files, engine):
    teachers, students = engine.text("x", CHEN, content=DING), engine.text("x", LI, content=DING)
    plain = engine.text("x", CHEN)
    await engine.deliver(GROUP, teachers, students, plain)
    assert judged(files, GROUP, teachers, students, plain) == {
        teachers["event_id"]: True,
        students["event_id"]: False,
    }


async def test_a_ding_in_a_chat_is_text_whoever_sent_it(files, engine):
    said = engine.text("x", CHEN, content=DING)
    await engine.deliver(CHAT, said)
    assert judged(files, CHAT, said) == {said["event_id"]: False}


async def test_a_teacher_who_left_keeps_the_old_dings_and_sends_no_new_ones(files, engine):
    start = engine.event("m.room.power_levels", POWER, OFFICE, state_key="")
    old = engine.text("x", CHEN, content=DING)
    without = {**POWER, "users": {}}
    left = engine.event("m.room.power_levels", without, OFFICE, state_key="")
    new = engine.text("x", CHEN, content=DING)
    await engine.deliver(GROUP, start, old, left, new)
    verdicts = {old["event_id"]: True, new["event_id"]: False}
    assert judged(files, GROUP, old, new) == verdicts
    assert judged(files, GROUP, old, new) == verdicts


async def test_a_student_raised_later_does_not_make_the_old_forgery_act(files, engine):
    start = engine.event("m.room.power_levels", POWER, OFFICE, state_key="")
    forged = engine.text("x", LI, content=DING)
    await engine.deliver(GROUP, start, forged)
    assert judged(files, GROUP, forged) == {forged["event_id"]: False}
    raised = {**POWER, "users": {**POWER["users"], LI: 50}}
    await engine.deliver(GROUP, engine.event("m.room.power_levels", raised, OFFICE, state_key=""))
    assert judged(files, GROUP, forged) == {forged["event_id"]: False}


async def test_blocks_of_unknown_version_or_shape_are_text(files, engine):
    odd = engine.text("x", CHEN, content={"org.schoolbell.ding": {"v": 2}})
    broken = engine.text("x", CHEN, content={"org.schoolbell.ding": "yes"})
    await engine.deliver(GROUP, odd, broken)
    assert judged(files, GROUP, odd, broken) == {}
