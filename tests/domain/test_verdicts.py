import json
from zlib import crc32

import pytest

from schoolbell.domain.authority import RULES
from schoolbell.domain.verdicts import Verdicts
from schoolbell.store import meta, timeline, verdicts
from schoolbell.sync.ingest import Ingest
from schoolbell.sync.projection import bring_up_to_date
from tests.domain import chat_school
from tests.domain.chat_school import CHAT, CHEN, CLASS, GROUP, HOMEWORK, LI, OFFICE, POWER, SCHOOL
from tests.fakes.domain_engine import ME, START, ScriptedEngine

DING = {"org.schoolbell.ding": {"v": 1, "id": "01"}}
WITHOUT_TEACHERS = {**POWER, "users": {}}


@pytest.fixture
def judge():
    return Verdicts([SCHOOL])


@pytest.fixture
def bare(files, judge):
    """An engine whose ingest judges, and that knows no room yet."""
    engine = ScriptedEngine(files)
    engine.ingest = Ingest(ME, judge=judge)
    return engine


@pytest.fixture
def engine(bare):
    bare.take_in_now(chat_school.school_rooms(bare))
    return bare


def kept(files, *events):
    """Event id → whether its DING acts, by the verdicts that ingest has left; nothing where none was kept."""

    def read(conn):
        rows = timeline.by_ids(conn, [event["event_id"] for event in events])
        found = verdicts.of_events(conn, [row.rowid for row in rows.values()])
        names = {row.rowid: row.event_id for row in rows.values()}
        return {names[rowid]: row.allowed for (rowid, block), row in found.items() if block == "ding"}

    return files.cache.read_now(read)


def acts(files, event):
    return kept(files, event).get(event["event_id"], False)


def levels(engine, content, **more):
    return engine.event("m.room.power_levels", content, OFFICE, state_key="", **more)


async def test_a_ding_by_a_teacher_acts_and_by_a_student_is_text(files, engine):
    teachers, students = engine.text("x", CHEN, content=DING), engine.text("x", LI, content=DING)
    plain = engine.text("x", CHEN)
    await engine.deliver(GROUP, teachers, students, plain)
    assert kept(files, teachers, students, plain) == {
        teachers["event_id"]: True,
        students["event_id"]: False,
    }


async def test_a_ding_in_a_chat_is_text_whoever_sent_it(files, engine):
    said = engine.text("x", CHEN, content=DING)
    await engine.deliver(CHAT, said)
    assert not acts(files, said)


async def test_a_teacher_who_left_keeps_the_old_dings_and_sends_no_new_ones(files, engine):
    old, new = engine.text("x", CHEN, content=DING), engine.text("x", CHEN, content=DING)
    await engine.deliver(GROUP, levels(engine, POWER), old)
    await engine.deliver(GROUP, levels(engine, WITHOUT_TEACHERS))
    await engine.deliver(GROUP, new)
    assert (acts(files, old), acts(files, new)) == (True, False)


async def test_a_student_raised_later_does_not_make_the_old_forgery_act(files, engine):
    forged = engine.text("x", LI, content=DING)
    await engine.deliver(GROUP, levels(engine, POWER), forged)
    raised = {**POWER, "users": {**POWER["users"], LI: 50}}
    await engine.deliver(GROUP, levels(engine, raised))
    assert not acts(files, forged)


async def test_blocks_of_unknown_version_shape_or_kind_are_text(files, engine):
    odd = [
        engine.text("x", CHEN, content={key: block})
        for key, block in (
            ("org.schoolbell.ding", {"v": 2}),
            ("org.schoolbell.ding", {"v": True}),
            ("org.schoolbell.ding", "yes"),
            ("org.schoolbell.future", {"v": 1}),
            ("org.schoolbell.", {"v": 1}),
        )
    ]
    await engine.deliver(GROUP, *odd)
    assert kept(files, *odd) == {}


async def test_ten_thousand_blocks_of_one_message_leave_at_most_one_verdict_per_rule(files, engine):
    many = {f"org.schoolbell.x{number}": {"v": 1} for number in range(10_000)}
    flood = engine.text("x", CHEN, content={**many, **{f"org.schoolbell.{rule}": {"v": 1} for rule in RULES}})
    await engine.deliver(GROUP, flood)
    count = files.cache.read_now(lambda conn: conn.execute("SELECT count(*) FROM verdict").fetchone()[0])
    assert count == len(RULES)


def edit_of(engine, target, sender, content, **more):
    new = {"msgtype": "m.text", "body": "y", **content}
    relation = {"rel_type": "m.replace", "event_id": target["event_id"]}
    return engine.text("* y", sender, content={"m.new_content": new, "m.relates_to": relation}, **more)


async def test_what_an_edit_brings_is_judged_by_the_levels_at_the_edit(files, engine):
    first = engine.text("x", CHEN, content=DING)
    early = edit_of(engine, first, CHEN, DING)
    late = edit_of(engine, first, CHEN, DING)
    outside = engine.text("* y", CHEN, content={**DING, "m.relates_to": early["content"]["m.relates_to"]})
    await engine.deliver(GROUP, levels(engine, POWER), first, early, outside)
    await engine.deliver(GROUP, levels(engine, WITHOUT_TEACHERS), late)
    assert (acts(files, first), acts(files, early), acts(files, late)) == (True, True, False)
    assert kept(files, outside) == {}, "an edit says nothing beside its new content"


def assignment(closes):
    return {"org.schoolbell.assignment": {"v": 1, "id": "01", "closes": closes}}


def assignment_acts(files, *events):
    """Whether each event's assignment acts."""

    def read(conn):
        rows = timeline.by_ids(conn, [event["event_id"] for event in events])
        found = verdicts.of_events(conn, [row.rowid for row in rows.values()])
        return [found[rows[event["event_id"]].rowid, "assignment"].allowed for event in events]

    return files.cache.read_now(read)


async def test_an_edit_after_the_end_says_nothing_whatever_it_makes_of_the_end(files, engine):
    end = START + 5_000_000
    given = engine.text("x", CHEN, content=assignment(end), ts=START + 1_000_000)
    in_time = edit_of(engine, given, CHEN, assignment(end), ts=end)
    late = edit_of(engine, given, CHEN, assignment(end + 9_000_000), ts=end + 1)
    later = edit_of(engine, given, CHEN, assignment(0), ts=end + 2)
    await engine.deliver(HOMEWORK, given, in_time, late, later)
    assert assignment_acts(files, given, in_time, late, later) == [True, True, False, False]


async def test_an_end_that_was_moved_in_time_is_the_end(files, engine):
    end = START + 5_000_000
    given = engine.text("x", CHEN, content=assignment(end), ts=START + 1_000_000)
    by_student = edit_of(engine, given, LI, assignment(end + 9_000_000), ts=end - 2)
    moved = edit_of(engine, given, CHEN, assignment(end + 1000), ts=end - 1)
    after = edit_of(engine, given, CHEN, assignment(end + 1000), ts=end + 1000)
    late = edit_of(engine, given, CHEN, assignment(end + 1000), ts=end + 1001)
    await engine.deliver(HOMEWORK, given, by_student, moved, after, late)
    assert assignment_acts(files, given, by_student, moved, after, late) == [True, False, True, True, False]


async def test_a_late_edit_that_came_before_what_it_changes_is_judged_again(files, engine):
    """History is read backwards: the edit is here first."""
    end = START + 5_000_000
    given = engine.text("x", CHEN, content=assignment(end), ts=START + 1_000_000)
    late = edit_of(engine, given, CHEN, assignment(end), ts=end + 1)
    await engine.deliver(HOMEWORK, late)
    assert assignment_acts(files, late) == [True], "nothing is known against it"
    await engine.deliver(HOMEWORK, given)
    assert assignment_acts(files, given, late) == [True, False]


async def test_a_room_that_becomes_the_schools_later_is_judged_then(files, bare):
    everything = chat_school.school_rooms(bare)
    said = bare.text("x", CHEN, content=DING)
    await bare.deliver_all({GROUP: everything.pop(GROUP)})
    await bare.deliver(GROUP, said)
    assert not acts(files, said)
    shown = files.cache.read_now(lambda conn: timeline.by_ids(conn, [said["event_id"]]))[said["event_id"]]
    told = []
    bare.changes.subscribe(told.append)
    await bare.deliver_all(everything)
    assert acts(files, said)
    assert GROUP in told[0].timelines, "whoever shows the room hears of it"
    again = files.cache.read_now(lambda conn: timeline.get(conn, shown.rowid))
    assert again.rev > shown.rev


async def test_nothing_acts_before_a_school_is_pinned(files, bare, judge):
    judge.pin(())
    bare.take_in_now(chat_school.school_rooms(bare))
    said = bare.text("x", CHEN, content=DING)
    await bare.deliver(GROUP, said)
    assert not acts(files, said)
    judge.pin([SCHOOL])
    await bare.deliver(CHAT, bare.text("anything", CHEN))
    assert acts(files, said)


async def test_older_levels_that_become_known_change_the_verdict(files, engine):
    """While this computer was off CHEN lost the level and got it back: what came in between was text."""
    hour = START + 3_600_000
    fell = levels(engine, WITHOUT_TEACHERS, ts=hour)
    between = engine.text("x", CHEN, content=DING, ts=hour + 1)
    rose = levels(engine, POWER, ts=hour + 2)
    proper = engine.text("x", CHEN, content=DING, ts=hour + 3)
    await engine.deliver(GROUP, proper, state=[rose], limited=True, prev_batch="t1")
    chunk = files.cache.read_now(lambda conn: timeline.newest_gap(conn, GROUP))
    await take_page(engine, chunk, [between], "t2")
    assert acts(files, between), "by all that is known"
    await take_page(engine, chunk, [fell], None)
    assert (acts(files, between), acts(files, proper)) == (False, True)


async def take_page(engine, chunk, events, end):
    body = json.dumps({"start": "s", "chunk": events[::-1], "state": [], **({"end": end} if end else {})})
    changes = await engine.files.cache.write(
        lambda conn: engine.ingest.page(conn, GROUP, chunk, body.encode())
    )
    engine.changes.emit(changes)


async def test_a_teacher_who_left_while_this_computer_was_off(files, engine):
    """The newest levels come first, the old DING later, by a page of history."""
    old, new = engine.text("x", CHEN, content=DING), engine.text("x", CHEN, content=DING)
    start = levels(engine, POWER, ts=1000)
    gone = levels(engine, WITHOUT_TEACHERS, ts=3000, unsigned={"prev_content": POWER})
    old["origin_server_ts"], new["origin_server_ts"] = 2000, 4000
    await engine.deliver(GROUP, new, state=[gone], limited=True, initial=True, prev_batch="t1")
    chunk = files.cache.read_now(lambda conn: timeline.newest_gap(conn, GROUP))
    await take_page(engine, chunk, [start, old, gone], None)
    assert (acts(files, old), acts(files, new)) == (True, False)


async def test_a_verdict_outlives_that_the_class_goes(files, engine):
    said = engine.text("x", CHEN, content=DING)
    await engine.deliver(GROUP, said)
    unlinked = engine.event("m.space.child", {}, OFFICE, state_key=GROUP)
    await engine.deliver(CLASS, state=[unlinked])
    late = engine.text("x", CHEN, content=DING)
    await engine.deliver(GROUP, late)
    assert (acts(files, said), acts(files, late)) == (True, False)


async def test_another_version_of_the_rules_judges_everything_anew(files, engine, judge):
    said, forged = engine.text("x", CHEN, content=DING), engine.text("x", LI, content=DING)
    await engine.deliver(GROUP, said, forged)
    files.cache.write_now(lambda conn: conn.execute("UPDATE verdict SET allowed = 1 - allowed"))
    files.cache.write_now(lambda conn: bring_up_to_date(conn, [judge]))
    assert kept(files, said, forged) == {said["event_id"]: True, forged["event_id"]: False}
    files.cache.write_now(lambda conn: conn.execute("UPDATE verdict SET allowed = 1 - allowed"))
    files.cache.write_now(lambda conn: bring_up_to_date(conn, [Verdicts([SCHOOL])]))
    assert kept(files, said, forged)[forged["event_id"]], "the same version builds nothing again"


def test_the_version_is_raised_with_the_rules():
    """Other rules judge what is stored otherwise: raise Verdicts.version and put the new number here."""
    rules = sorted((name, sorted(rule.kinds), rule.level) for name, rule in RULES.items())
    assert (Verdicts.version, crc32(repr(rules).encode())) == (5, 1374825607)


class TestOurOwnMistakes:
    @pytest.fixture
    def allowed_logs(self):
        return ["schoolbell.sync.projection ERROR verdicts failed"]

    async def test_a_judge_that_fails_stops_no_message_and_judges_at_the_next_start(
        self, files, engine, judge, monkeypatch
    ):
        files.cache.write_now(lambda conn: bring_up_to_date(conn, [judge]))
        said = engine.text("x", CHEN, content=DING)
        monkeypatch.setattr("schoolbell.domain.verdicts.judge", lambda *_, **__: 1 / 0)
        await engine.deliver(GROUP, said)
        monkeypatch.undo()
        assert files.cache.read_now(lambda conn: timeline.by_ids(conn, [said["event_id"]]))
        assert not acts(files, said)
        assert files.cache.read_now(lambda conn: meta.get(conn, "projection/verdicts")) is None
        files.cache.write_now(lambda conn: bring_up_to_date(conn, [judge]))
        assert acts(files, said)
