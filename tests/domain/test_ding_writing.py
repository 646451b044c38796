"""Writing DINGs on real databases: drafts, holding, taking back, what a crash at any step leaves."""

import asyncio
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.blocks import Confirm, Counts, Kind, Remind, read_block
from schoolbell.domain.announcements.hours import Hours, zone_of
from schoolbell.domain.ding.items import HOLD_MS, LocalFile, Target
from schoolbell.domain.school import QuietHours
from schoolbell.store import announcement_drafts, outbox
from schoolbell.sync.changes import Changes
from tests.domain import announced
from tests.domain.ding_desk import Desk, FakeLater, SmallSchool, desk_of, people
from tests.fakes.domain_engine import START, ScriptedEngine

A, B, C = people("s", 1, 2, 3)
MA, PA, MC = people("g", 1, 2, 3)
T2 = "@t2:school.test"
FAMILIES = {A: [MA, PA], B: [MA], C: [MC]}
GUARDIANS = Target("guardians", "!32:x", "三年级2班")
GROUP = "!32-group:x"


@pytest.fixture
def engine(files):
    """A scripted engine over an empty cache."""
    return ScriptedEngine(files)


async def make(engine, folder, **more):
    desk = Desk(engine, folder / "outgoing", **more)
    school = SmallSchool(engine, policy={"timezone": "Asia/Shanghai", "language": "zh_CN",
                                         "quiet_hours": {"start": "22:00", "end": "06:30"}})  # fmt: skip
    school.add_class("32", "三年级2班", FAMILIES)
    school.add_staff([(T2, "陈静", "cj")])
    await desk.take_in(school)
    return desk


@pytest.fixture
async def desk(engine, tmp_path):
    return await make(engine, tmp_path)


def draft_of(desk, text="明早体检", *targets, **more):
    return replace(desk.writing.new(targets or (GUARDIANS,), text), **more)


def rows(desk, id):
    return desk.engine.files.local.read_now(lambda conn: outbox.of_batch(conn, id))


def written(desk):
    return desk.engine.files.local.read_now(desk.writing.written)


async def idle():
    for _ in range(50):
        await asyncio.sleep(0.002)


# -- what goes out -----------------------------------------------------------------------------------------


async def test_all_copies_are_rows_of_one_batch_before_chat_held_ten_seconds(desk):
    deadline = START + 86_400_000
    draft = draft_of(desk, deadline=deadline, confirm=Confirm.SIGN, counts=Counts.EITHER,
                     remind=Remind(1, 3), channels=("app", "sms"))  # fmt: skip
    await desk.writing.send(draft)
    first, second = rows(desk, draft.id)
    assert [first.room_id, second.room_id] == [desk_of(A), desk_of(C)]
    for row, named in ((first, [MA, PA]), (second, [MC])):
        assert (row.priority, row.not_before_ms, row.created_ms) == (10, START + HOLD_MS, START)
        content = row.decoded()
        assert content["m.mentions"] == {"user_ids": named}
        assert content["body"].startswith("🔔 明早体检\n")
        assert "2025年10月10日 16:53" in content["body"], "the school's time, not this computer's"
        block = read_block(Kind.DING, content)
        assert (block.id, block.text, block.n, block.to_room) == (draft.id, "明早体检", 2, False)
        assert (block.confirm, block.counts, block.deadline) == (Confirm.SIGN, Counts.EITHER, deadline)
        assert (block.remind, block.channels) == (Remind(5, 3), ("app", "sms"))
    (held,) = written(desk).held
    assert (held.id, held.held_until, held.waiting, held.people, held.total) == (
        draft.id, START + HOLD_MS, 2, 3, 2,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
async def test_a_phone_can_read_it_in_the_schools_language(engine, tmp_path, language):
    desk = await make(engine, tmp_path, language=language)
    for confirm in (Confirm.TAP, Confirm.SIGN):
        for deadline in (0, START + 3_600_000):
            draft = draft_of(desk, confirm=confirm, deadline=deadline)
            await desk.writing.send(draft)
            body = rows(desk, draft.id)[0].decoded()["body"]
            assert "✅" in body
            assert "{" not in body
            assert ("17:53" in body) is bool(deadline)


async def test_a_class_rings_everybody_in_its_group(desk):
    draft = draft_of(desk, "x", Target("class", "!32:x", ""))
    await desk.writing.send(draft)
    (row,) = rows(desk, draft.id)
    assert row.decoded()["m.mentions"] == {"room": True}
    assert row.decoded()["org.schoolbell.ding"]["to"] == {"room": True}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " \n"}, ErrorCode.BAD_REQUEST),
        ({"text": "x" * 501}, ErrorCode.TOO_LARGE),
        ({"targets": ()}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("person", "@g999:school.test", "forged"),)}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("school", "!school:x", "forged"),)}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("class", "!other:x", "forged"),)}, ErrorCode.NOT_FOUND),
        ({"targets": (Target("nonsense", "!32:x", ""),)}, ErrorCode.NOT_FOUND),
    ],
)
async def test_what_cannot_be_sent_is_refused_and_stays_a_draft(desk, change, code):
    draft = replace(draft_of(desk), **change)
    await desk.writing.keep(replace(draft_of(desk), id=draft.id))
    with pytest.raises(KnownError) as raised:
        await desk.writing.send(draft)
    assert raised.value.code is code
    assert rows(desk, draft.id) == []
    assert [row.id for row in written(desk).drafts] == [draft.id]


async def test_a_role_that_left_my_hands_is_not_addressed(desk, engine):
    """The teacher lost the level in a desk: no copy goes there, and the plan says whom it does not reach."""
    power = {"users": {"@t1001:school.test": 0, C: 0, MC: 0}, "users_default": 50}
    await engine.deliver(
        desk_of(C), engine.event("m.room.power_levels", power, "@office1:school.test", state_key="")
    )
    desk._known = None
    plan = await desk.writing.plan(draft_of(desk, "x", Target("person", MC, "")))
    assert (plan.copies, [one.user_id for one in plan.unreachable]) == (0, [MC])


# -- drafts ------------------------------------------------------------------------------------------------


async def test_a_draft_is_kept_whole_and_an_empty_one_goes(desk):
    draft = draft_of(desk, deadline=5, due_ms=7, about="$x", remind=None)
    await desk.writing.keep(draft)
    desk.again()
    assert await desk.writing.load(draft.id) == draft
    (row,) = written(desk).drafts
    assert (row.id, row.title, row.people, row.households, row.saved_ms) == (
        draft.id,
        "明早体检",
        3,
        2,
        START,
    )
    await desk.writing.keep(replace(draft, text="", targets=()))
    assert written(desk).drafts == ()
    assert await desk.writing.load(draft.id) is None


async def test_what_an_unknown_version_wrote_is_left_alone(desk):
    record = announcement_drafts.DraftRecord("x", "ding", b'{"v":"?"}', 1)
    desk.engine.files.local.write_now(lambda conn: announcement_drafts.put(conn, record))
    assert await desk.writing.load("x") is None
    assert written(desk).drafts == ()


async def test_a_composers_late_word_does_not_bring_a_sent_draft_back(desk):
    draft = draft_of(desk)
    await desk.writing.keep(draft)
    await desk.writing.send(draft)
    await desk.writing.keep(replace(draft, text="older"))
    assert written(desk).drafts == ()
    await desk.writing.discard(draft.id)
    assert await desk.writing.undo(draft.id) == draft


async def test_a_chosen_file_is_copied_once_and_goes_beside_every_copy(desk, tmp_path):
    stick = tmp_path / "病假条.pdf"
    stick.write_bytes(b"%PDF 1")
    draft = draft_of(desk, files=(LocalFile(str(stick), stick.name, 6),))
    await desk.writing.keep(draft)
    stick.unlink()  # the memory stick is pulled out
    await desk.writing.send(draft)
    copies, files = rows(desk, draft.id)[:2], rows(desk, draft.id)[2:]
    assert [row.room_id for row in files] == [row.room_id for row in copies]
    assert len({row.path for row in files}) == 1
    assert {row.upload for row in files} == {1}, "words do not wait for a file"
    reference = copies[0].decoded()["org.schoolbell.ding"]["attachments"]
    assert [(one["name"], one["size"], one["mimetype"]) for one in reference] == [
        ("病假条.pdf", 6, "application/pdf")
    ]
    assert len(reference[0]["sha256"]) == 64
    assert files[0].decoded()["filename"] == "病假条.pdf"
    assert desk.media.uploads == 1
    back = await desk.writing.undo(draft.id)
    assert back.files[0].own
    assert rows(desk, draft.id) == []
    await desk.writing.send(back)
    assert rows(desk, draft.id)[2].path == back.files[0].path


async def test_a_file_that_is_gone_stops_the_sending_and_loses_nothing(desk, tmp_path):
    draft = draft_of(desk, files=(LocalFile(str(tmp_path / "gone.pdf"), "gone.pdf", 6),))
    with pytest.raises(KnownError) as raised:
        await desk.writing.send(draft)
    assert raised.value.code is ErrorCode.FILE_GONE
    assert rows(desk, draft.id) == []
    await desk.writing.keep(replace(draft, files=()))
    assert len(written(desk).drafts) == 1, "a refused sending does not stop the draft from being kept"


# -- holding, taking back, crashes -------------------------------------------------------------------------


async def test_undo_gives_the_draft_back_also_after_a_restart(desk):
    draft = draft_of(desk)
    await desk.writing.keep(draft)
    await desk.writing.send(draft)
    desk.again()
    assert await desk.writing.undo(draft.id) == draft
    assert rows(desk, draft.id) == []
    assert [row.id for row in written(desk).drafts] == [draft.id]
    assert await desk.writing.undo(draft.id) is None, "twice is once"
    await desk.writing.keep(replace(draft, text="better"))
    assert (await desk.writing.load(draft.id)).text == "better"


async def test_too_late_to_take_back_is_said_and_changes_nothing(desk):
    draft = draft_of(desk)
    await desk.writing.send(draft)
    first, _ = rows(desk, draft.id)
    desk.engine.files.local.write_now(lambda conn: outbox.acknowledge(conn, first.local_id, "$1"))
    assert await desk.writing.undo(draft.id) is None
    assert len(rows(desk, draft.id)) == 2
    assert written(desk).drafts == ()


async def test_the_draft_goes_when_all_copies_are_sent_not_before(desk):
    draft = draft_of(desk)
    await desk.writing.send(draft)
    desk.writing.start()
    await desk.writing.send_now(draft.id)
    assert written(desk).held[0].held_until == 0
    first, second = rows(desk, draft.id)
    await desk.engine.echo(first.local_id)
    await desk.engine.wedge(second.local_id)
    await idle()
    (held,) = written(desk).held
    assert (held.waiting, held.failed) == (0, 1)
    await desk.engine.echo(second.local_id)
    desk.engine.changes.emit(Changes(outbox=frozenset({second.room_id})))
    await idle()
    assert written(desk).held == ()
    await desk.writing.stop()


async def test_what_an_earlier_run_sent_as_a_whole_is_tidied_up_at_the_start(desk):
    draft = draft_of(desk)
    await desk.writing.send(draft)
    for row in rows(desk, draft.id):
        await desk.engine.echo(row.local_id)
    assert len(written(desk).held) == 1
    desk.again()
    desk.writing.start()
    await idle()
    assert written(desk).held == ()
    await desk.writing.stop()


class Breaking:
    """A connection that fails at its nth statement, as a full disk does."""

    def __init__(self, conn, left):
        self._conn = conn
        self._left = left

    def __getattr__(self, name):
        return getattr(self._conn, name)

    def execute(self, *arguments):
        self._left[0] -= 1
        if self._left[0] < 0:
            raise KnownError(ErrorCode.DISK_FULL)
        return self._conn.execute(*arguments)


@pytest.fixture
def breaking(engine, monkeypatch):
    """Return a function: the nth statement of every local transaction from now on fails (None: none)."""
    local, original = engine.files.local, engine.files.local.write

    def set_limit(limit):
        async def write(fn):
            left = [limit]
            return await original(fn if limit is None else lambda conn: fn(Breaking(conn, left)))

        monkeypatch.setattr(local, "write", write)

    return set_limit


async def test_a_crash_at_any_step_of_sending_leaves_all_of_it_or_the_draft(desk, breaking):
    draft = draft_of(desk)
    await desk.writing.keep(draft)
    for step in range(100):
        breaking(step)
        try:
            await desk.writing.send(draft)
        except KnownError:
            breaking(None)
            desk.again()
            assert rows(desk, draft.id) == []
            assert [row.id for row in written(desk).drafts] == [draft.id]
            assert await desk.writing.load(draft.id) == draft
            continue
        break
    assert step > 4
    assert len(rows(desk, draft.id)) == 2
    assert len(written(desk).held) == 1


async def test_a_crash_at_any_step_of_taking_back_leaves_all_of_it_or_the_draft(desk, breaking):
    draft = draft_of(desk)
    await desk.writing.send(draft)
    for step in range(100):
        breaking(step)
        try:
            assert await desk.writing.undo(draft.id) == draft
        except KnownError:
            breaking(None)
            desk.again()
            assert len(rows(desk, draft.id)) == 2
            assert len(written(desk).held) == 1
            assert written(desk).drafts == ()
            continue
        break
    assert step > 4
    assert rows(desk, draft.id) == []
    assert len(written(desk).drafts) == 1


# -- appointments ------------------------------------------------------------------------------------------

HOUR = 3_600_000


async def test_without_a_server_that_sends_later_rows_wait_here_and_it_is_said(desk):
    draft = draft_of(desk, due_ms=START + 5 * HOUR)
    assert not (await desk.writing.plan(draft)).can_schedule
    await desk.writing.send(draft)
    assert {row.not_before_ms for row in rows(desk, draft.id)} == {draft.due_ms}
    (row,) = written(desk).scheduled
    assert (row.due_ms, row.people, row.households, row.here_only) == (draft.due_ms, 3, 2, True)
    assert written(desk).held == written(desk).drafts == ()
    assert await desk.writing.undo(draft.id) == draft
    assert rows(desk, draft.id) == []


async def test_the_server_gets_what_it_can_send_later(engine, tmp_path):
    later = FakeLater(engine.files)
    desk = await make(engine, tmp_path, later=later)
    draft = draft_of(desk, due_ms=START + 5 * HOUR)
    assert (await desk.writing.plan(draft)).can_schedule
    await desk.writing.send(draft)
    assert rows(desk, draft.id) == []
    assert [row.room_id for row in later.given[draft.id]] == [desk_of(A), desk_of(C)]
    (row,) = written(desk).scheduled
    assert not row.here_only
    later.too_late = True
    assert await desk.writing.undo(draft.id) is None
    assert len(written(desk).scheduled) == 1
    later.too_late = False
    desk.again()
    assert await desk.writing.undo(draft.id) == draft
    assert len(written(desk).drafts) == 1


async def test_an_appointment_that_is_over_when_it_is_sent_is_now(desk):
    draft = draft_of(desk, due_ms=START - 1)
    await desk.writing.send(draft)
    assert rows(desk, draft.id)[0].not_before_ms == START + HOLD_MS
    assert (await desk.writing.undo(draft.id)).due_ms == 0


# -- the guard ---------------------------------------------------------------------------------------------

NOW = datetime.fromtimestamp(START / 1000, tz=ZoneInfo("Asia/Shanghai"))  # 2025-10-09 16:53


def at(hour, minute=0, day=9, zone="Asia/Shanghai"):
    return round(datetime(2025, 10, day, hour, minute, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


async def say(desk, room, content, sender=T2, ts=START - HOUR):
    await desk.engine.deliver(room, desk.engine.event("m.room.message", content, sender, ts=ts))


async def test_the_guard_counts_the_families_that_have_one_today(desk):
    await say(desk, desk_of(C), announced.ding("early", room=False, mentions=[MC]), "@t1001:school.test",
              ts=at(0, 1))  # fmt: skip
    await say(desk, desk_of(A), announced.ding("yesterday", room=False, mentions=[MA]),
              "@t1001:school.test", ts=at(23, 59, day=8))  # fmt: skip
    await say(desk, desk_of(B), announced.ding("colleague's", room=False, mentions=[B]), T2, ts=at(9))
    plan = await desk.writing.plan(draft_of(desk))
    found = {one.title: one.households for one in plan.guard.before}
    assert found == {"early": 1, "colleague's": 1}, "a family is one, whichever child or guardian was told"
    assert plan.guard
    only_c = await desk.writing.plan(draft_of(desk, "x", Target("person", MC, "")))
    assert [one.title for one in only_c.guard.before] == ["early"]
    tomorrow = await desk.writing.plan(draft_of(desk, due_ms=at(8, day=10)))
    assert tomorrow.guard.before == ()


async def test_a_ding_to_the_group_counts_for_its_families_and_a_withdrawn_one_for_nobody(desk):
    content = announced.ding("all of you")
    id = content["org.schoolbell.ding"]["id"]
    await say(desk, GROUP, content, "@t1001:school.test")
    plan = await desk.writing.plan(draft_of(desk))
    assert [(one.title, one.households) for one in plan.guard.before] == [("all of you", 2)]
    gone = {"v": 1, "kind": "ding", "id": id}
    event = desk.engine.event("org.schoolbell.withdraw", gone, "@t1001:school.test")
    await desk.engine.deliver(GROUP, event)
    assert (await desk.writing.plan(draft_of(desk))).guard.before == ()


async def test_a_forged_ding_does_not_frighten_anybody(desk):
    await say(desk, GROUP, announced.ding("from a student"), A)
    assert (await desk.writing.plan(draft_of(desk))).guard.before == ()


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(21, 59, False), (22, 0, True), (3, 0, True), (6, 29, True), (6, 30, False)]
)
async def test_quiet_hours_are_the_schools_and_span_midnight(desk, hour, minute, quiet):
    due = at(hour, minute, day=10)
    plan = await desk.writing.plan(draft_of(desk, due_ms=due))
    assert plan.guard.quiet is quiet
    assert plan.guard.later_ms == at(7, 30, day=11)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Asia/Urumqi", "America/New_York", "Europe/Berlin", "UTC"])
def test_a_day_is_the_schools_day_in_every_zone(zone):
    hours = Hours(zone_of(zone), QuietHours(start="12:30", end="13:15"))
    for day in (1, 25, 26, 27):
        for hour in (0, 5, 12, 23):
            ms = at(hour, 45, day=day, zone=zone)
            begin, end = hours.day(ms)
            assert datetime.fromtimestamp(begin / 1000, tz=ZoneInfo(zone)).timetuple()[2:5] == (day, 0, 0)
            assert datetime.fromtimestamp(end / 1000, tz=ZoneInfo(zone)).timetuple()[2:5] == (day + 1, 0, 0)
            later = datetime.fromtimestamp(hours.next_morning(ms) / 1000, tz=ZoneInfo(zone))
            assert later.timetuple()[2:5] == (day + 1, 7, 30)
            assert hours.is_quiet(ms) is (hour == 12)


def test_a_zone_or_hours_that_cannot_be_read_are_no_reason_to_fail():
    assert zone_of("Moon/Base") is None
    assert zone_of("../../etc/passwd") is None
    for start, end in (("25:00", "06:00"), ("x", "y"), ("22:00", "22:00"), ("", ""), ("22:61", "6:00")):
        assert not Hours(UTC, QuietHours(start=start, end=end)).is_quiet(START)
    assert Hours().day(START)[0] <= START < Hours().day(START)[1]


# -- the plan ----------------------------------------------------------------------------------------------


async def test_the_plan_says_what_the_office_can(engine, tmp_path):
    desk = await make(engine, tmp_path, office="https://office.school.test", gateways=("sms",))
    plan = await desk.writing.plan(draft_of(desk))
    assert (plan.office, plan.gateways) == (True, ("sms",))
