"""The DING editor without widgets: drafts are kept, plans are the newest, what was sent can be taken back."""

import asyncio

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.blocks import Confirm, Counts
from schoolbell.domain.ding.items import HOLD_MS, TEXT_LIMIT
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding_compose import ComposePresenter
from tests.fakes import ding as school
from tests.fakes.clock import FakeClock
from tests.fakes.ding import TARGETS, FakeDesk


class Bench:
    """A presenter, its desk, everything it said."""

    def __init__(self, folder):
        self.crashes = []
        self.bridge = Bridge(self.crashes.append)
        self.clock = FakeClock(start_ms=school.NOW)
        self.desk = FakeDesk()
        self.presenter = ComposePresenter(self.bridge, self.clock, folder)
        self.said = []
        for name in ("saved", "sent", "undone", "held_changed", "plan_changed", "replaced"):
            getattr(self.presenter, name).connect(lambda value, what=name: self.said.append((what, value)))
        self.presenter.too_late.connect(lambda: self.said.append(("too_late", None)))
        self.presenter.failed.connect(lambda code, _details: self.said.append(("failed", code)))
        self.presenter.attach(self.desk)

    async def settle(self, *, pauses=True):
        for timer in (self.presenter._plan_pause, self.presenter._save_pause) if pauses else ():
            if timer.isActive():
                timer.stop()
                timer.timeout.emit()
        while pending := [one for one in self.bridge._tasks._tasks if one is not asyncio.current_task()]:
            await asyncio.wait(pending)
        self.bridge.flush()
        assert self.crashes == []

    def heard(self, name):
        return [value for what, value in self.said if what == name]

    async def write(self, text="明天线上上课", targets=TARGETS[:2]):
        self.presenter.begin(targets, text)
        await self.settle()


@pytest.fixture
async def bench(qapp, tmp_path):
    made = Bench(tmp_path / "outgoing")
    yield made
    made.presenter.stop()
    await made.bridge.stop()


async def test_a_pause_in_writing_keeps_the_draft(bench):
    bench.presenter.begin()
    bench.presenter.set_text("明天")
    bench.presenter.set_text("明天停课")
    await bench.settle()
    assert [what for what, *_ in bench.desk.done] == ["keep"]
    assert bench.desk.kept["new1"].text == "明天停课"
    assert bench.presenter.saved_ms == school.NOW


async def test_nothing_is_kept_of_an_empty_editor(bench):
    bench.presenter.begin()
    bench.presenter.leave()
    await bench.settle()
    assert bench.desk.done == []


async def test_leaving_keeps_what_was_written_at_once(bench):
    bench.presenter.begin()
    bench.presenter.set_text("别忘了")
    bench.presenter.leave()
    await bench.settle(pauses=False)
    assert bench.desk.kept["new1"].text == "别忘了"


async def test_another_draft_is_loaded_after_the_first_is_kept(bench):
    await bench.write("第一条")
    bench.presenter.set_text("第一条，改")
    bench.presenter.begin((), "第二条")
    await bench.settle()
    assert bench.desk.kept["new1"].text == "第一条，改"
    bench.presenter.load("new1")
    await bench.settle()
    assert bench.presenter.draft.text == "第一条，改"
    assert bench.heard("replaced")[-1].id == "new1"


async def test_a_draft_that_is_gone_is_said(bench):
    bench.presenter.load("nowhere")
    await bench.settle()
    assert bench.heard("failed") == ["not_found"]


async def test_the_plan_follows_the_recipients_after_a_pause(bench):
    await bench.write()
    assert bench.presenter.plan.people == 124
    asked = bench.desk.plans
    bench.presenter.add_target(TARGETS[2])
    bench.presenter.add_target(TARGETS[2])  # once
    assert bench.presenter.plan is None
    assert bench.presenter.refusal == "busy"
    bench.presenter.remove_target(TARGETS[0])
    await bench.settle()
    assert bench.desk.plans == asked + 1
    assert bench.presenter.plan.people == 44


async def test_a_plan_of_other_recipients_is_dropped(bench):
    await bench.write()
    bench.desk.gate.clear()
    bench.presenter.add_target(TARGETS[2])
    bench.presenter._plan_pause.stop()
    bench.presenter._compute()
    bench.presenter.remove_target(TARGETS[2])
    bench.desk.gate.set()
    await bench.settle(pauses=False)
    assert bench.presenter.plan is None
    await bench.settle()
    assert bench.presenter.plan.people == 124


@pytest.mark.parametrize(
    ("targets", "text", "refusal"),
    [((), "a", "to"), (TARGETS[:1], " \n", "text"), (TARGETS[:1], "长" * (TEXT_LIMIT + 1), "long")],
)
async def test_what_cannot_be_sent_is_not(bench, targets, text, refusal):
    await bench.write(text, targets)
    assert bench.presenter.refusal == refusal
    bench.presenter.send()
    await bench.settle()
    assert not [one for one in bench.desk.done if one[0] == "send"]


async def test_a_time_that_is_over_is_refused(bench):
    await bench.write()
    bench.presenter.set_due(school.NOW + 60_000)
    await bench.settle()
    assert bench.presenter.refusal == ""
    bench.clock.advance(120)
    assert bench.presenter.refusal == "due"


async def test_sent_it_can_be_taken_back_for_ten_seconds(bench):
    await bench.write()
    draft = bench.presenter.draft
    bench.presenter.send()
    bench.presenter.send()  # a double click sends once
    await bench.settle()
    assert [what for what, *_ in bench.desk.done].count("send") == 1
    assert bench.presenter.held.until_ms == school.NOW + HOLD_MS
    assert bench.presenter.held.people == 124
    bench.clock.advance(9)
    bench.presenter.tick()
    assert bench.presenter.held is not None
    bench.presenter.undo()
    await bench.settle()
    assert bench.presenter.held is None
    assert bench.presenter.draft == draft
    assert bench.heard("undone") == [draft]


async def test_after_ten_seconds_it_is_out(bench):
    await bench.write()
    bench.presenter.send()
    await bench.settle()
    bench.clock.advance(10)
    bench.presenter.tick()
    assert bench.presenter.held is None


async def test_undone_in_the_last_moment_it_may_be_too_late(bench):
    await bench.write()
    bench.presenter.send()
    await bench.settle()
    bench.desk.late = True
    bench.presenter.undo()
    await bench.settle()
    assert bench.heard("too_late") == [None]
    assert bench.presenter.held is None


async def test_send_now_ends_the_wait(bench):
    await bench.write()
    bench.presenter.send()
    await bench.settle()
    bench.presenter.send_now()
    await bench.settle()
    assert bench.desk.done[-1] == ("now", "new1")
    assert bench.presenter.held is None


async def test_a_scheduled_one_is_not_held(bench):
    await bench.write()
    bench.presenter.set_due(school.at(16, 7, 30))
    await bench.settle()
    bench.presenter.send()
    await bench.settle()
    assert bench.presenter.held is None
    assert bench.heard("sent")[0].due_ms == school.at(16, 7, 30)


async def test_a_full_disk_loses_nothing(bench):
    await bench.write()
    bench.desk.fail = KnownError(ErrorCode.DISK_FULL)
    bench.presenter.send()
    await bench.settle()
    assert bench.heard("failed") == ["disk_full"]
    assert bench.presenter.draft.text == "明天线上上课"
    assert bench.presenter.refusal == ""
    bench.presenter.send()
    await bench.settle()
    assert len(bench.heard("sent")) == 1


async def test_choices_reach_the_draft(bench):
    bench.presenter.begin()
    bench.presenter.set_confirm(Confirm.SIGN)
    bench.presenter.set_counts(Counts.EITHER)
    bench.presenter.set_remind(None)
    bench.presenter.set_deadline(school.at(16, 12))
    bench.presenter.set_channel("call", True)
    draft = bench.presenter.draft
    assert (draft.confirm, draft.counts, draft.remind, draft.deadline) == (
        Confirm.SIGN, Counts.EITHER, None, school.at(16, 12),
    )  # fmt: skip
    assert draft.channels == ("app", "call")
    bench.presenter.set_channel("call", False)
    assert bench.presenter.draft.channels == ("app",)
    await bench.settle()


async def test_files_are_looked_at_and_pictures_are_kept(bench, tmp_path):
    (tmp_path / "课表.pdf").write_bytes(b"x" * 100)
    bench.presenter.begin()
    bench.presenter.add_files([tmp_path / "课表.pdf", tmp_path])
    bench.presenter.add_picture("picture", "image/png", lambda: b"png")
    await bench.settle()
    files = {file.name: file for file in bench.presenter.draft.files}
    assert files["课表.pdf"].size == 100
    assert not files["课表.pdf"].own
    assert files["picture.png"].own
    assert (tmp_path / "outgoing").exists()
    bench.presenter.remove_file(files["课表.pdf"])
    assert [file.name for file in bench.presenter.draft.files] == ["picture.png"]
    await bench.settle()


async def test_a_folder_is_no_file(bench, tmp_path):
    bench.presenter.begin()
    bench.presenter.add_files([tmp_path])
    await bench.settle()
    assert bench.heard("failed") == ["not_a_file"]


async def test_what_is_wanted_before_the_account_is_ready_waits(qapp, tmp_path):
    bridge = Bridge(lambda error: pytest.fail(repr(error)))
    presenter = ComposePresenter(bridge, FakeClock(), tmp_path)
    assert not presenter.can_write
    presenter.begin(TARGETS[:1], "早")
    presenter.attach(FakeDesk())
    assert presenter.draft.text == "早"
    assert presenter.can_write
    presenter.stop()
    await bridge.stop()


async def test_files_are_counted_in_the_plan(bench, tmp_path):
    """The server takes so many events for later and no more, and each file is one in each place."""
    await bench.write()
    before = bench.desk.plans
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(b"%PDF")
    bench.presenter.add_files([sheet])
    await bench.settle(pauses=False)
    await bench.settle()
    assert bench.presenter.plan is not None
    assert bench.desk.plans == before + 1
    bench.presenter.remove_file(bench.presenter.draft.files[0])
    assert bench.presenter.plan is None
    await bench.settle()
    assert bench.presenter.plan is not None
