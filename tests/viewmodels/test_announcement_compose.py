"""The editor of announcements while something else goes on: a send under way, a note being recorded."""

import asyncio

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.drafting import LocalFile
from schoolbell.domain.notices.items import NoticeDraft
from schoolbell.sync.transfers import VoiceFacts
from schoolbell.viewmodels.announcement_files import MOST_FILES
from tests.fakes import ding as school
from tests.fakes.ding import TARGETS
from tests.viewmodels.test_ding_compose import Bench

NOTE = LocalFile("/voice/one/note.m4a", "note.m4a", 500, "audio/mp4", voice=VoiceFacts(1500, (1, 2)))


@pytest.fixture
async def bench(qapp, tmp_path):
    made = Bench(tmp_path / "outgoing")
    yield made
    made.presenter.stop()
    await made.bridge.stop()


def files(count):
    return tuple(LocalFile(f"/f/{at}.pdf", f"{at}.pdf", 1) for at in range(count))


async def sending(bench, text="明天线上上课"):
    """Begin to send a draft that stays on its way until `way_out` is open; return it."""
    await bench.write(text)
    draft = bench.presenter.draft
    bench.desk.way_out.clear()
    bench.presenter.send()
    for _ in range(5):
        await asyncio.sleep(0)
    assert bench.presenter.refusal == "busy"
    return draft


async def arrive(bench):
    bench.desk.way_out.set()
    await bench.settle()


# ---- a send under way


async def test_what_is_written_while_another_one_goes_stays_in_the_editor(bench):
    draft = await sending(bench)
    bench.presenter.begin(TARGETS[:1], "另一条")
    bench.presenter.set_text("另一条，写完")
    bench.presenter.save()
    await arrive(bench)
    assert bench.heard("sent") == [draft]
    assert bench.presenter.draft.text == "另一条，写完"
    assert bench.desk.kept["new2"].text == "另一条，写完"
    assert "new1" not in bench.desk.kept
    assert bench.presenter.refusal == ""


async def test_what_is_written_on_while_it_goes_becomes_a_draft_of_its_own(bench):
    draft = await sending(bench)
    bench.presenter.set_text("明天线上上课，八点开始")
    await arrive(bench)
    assert bench.heard("sent") == [draft]
    assert bench.presenter.draft.text == "明天线上上课，八点开始"
    assert bench.presenter.draft.id not in ("", draft.id)
    assert bench.desk.kept[bench.presenter.draft.id].text == "明天线上上课，八点开始"
    assert draft.id not in bench.desk.kept


async def test_what_is_written_on_and_left_while_it_goes_is_kept(bench):
    draft = await sending(bench)
    bench.presenter.set_text("明天线上上课，八点开始")
    bench.presenter.leave()
    await arrive(bench)
    assert bench.heard("sent") == [draft]
    assert [one.text for one in bench.desk.kept.values()] == ["明天线上上课，八点开始"]
    assert bench.presenter.draft.id == ""


async def test_files_that_went_do_not_go_again_with_what_is_written_on(bench):
    await bench.write()
    bench.presenter._add(files(1))
    await bench.settle()
    bench.desk.way_out.clear()
    bench.presenter.send()
    bench.presenter.set_text("还有")
    bench.presenter._add((NOTE,))
    await arrive(bench)
    assert bench.heard("sent")[0].files == files(1)
    assert bench.presenter.draft.files == (NOTE,)


async def test_a_draft_that_could_not_go_is_kept_when_another_one_is_in_the_editor(bench):
    draft = await sending(bench)
    bench.presenter.begin((), "另一条")
    bench.desk.fail = KnownError(ErrorCode.NOT_FOUND)
    await arrive(bench)
    assert bench.heard("failed") == ["not_found"]
    assert bench.desk.kept[draft.id] == draft
    assert bench.presenter.draft.text == "另一条"


async def test_it_goes_as_it_stood_and_one_at_a_time(bench):
    draft = await sending(bench)
    bench.presenter.begin(TARGETS[:1], "另一条")
    bench.presenter.send()
    await arrive(bench)
    assert [one for what, one in bench.desk.done if what == "send"] == [draft]


async def test_who_hears_of_another_draft_may_change_it(bench):
    told = []
    bench.presenter.changed.connect(told.append)
    bench.presenter.replaced.connect(lambda _draft: bench.presenter.set_text("改过"))
    bench.presenter.begin((), "原来")
    assert bench.presenter.draft.text == "改过"
    assert told[-1] == bench.presenter.draft
    await bench.settle()


# ---- who gets it


async def test_more_files_ask_again_whether_the_server_sends_by_itself_later(bench):
    await bench.write()
    bench.presenter.set_due(school.at(16, 7, 30))
    await bench.settle()
    asked = bench.desk.plans
    bench.presenter._add(files(1))
    assert bench.presenter.plan is None
    await bench.settle()
    assert bench.desk.plans == asked + 1
    bench.presenter.remove_file(files(1)[0])
    await bench.settle()
    assert bench.desk.plans == asked + 2


def test_a_notice_asks_again_for_more_files_too():
    assert NoticeDraft("n", files=(NOTE,)).planned_by != NoticeDraft("n").planned_by


# ---- files and notes


async def test_the_tenth_file_is_refused_in_words_of_its_own(bench):
    told = []
    bench.presenter.failed.connect(lambda code, details: told.append((code, details)))
    await bench.write()
    bench.presenter._add(files(MOST_FILES + 1))
    assert bench.presenter.draft.files == files(MOST_FILES)
    assert told == [(ErrorCode.TOO_LARGE.value, {"files": MOST_FILES})]
    await bench.settle()


async def test_nothing_goes_while_a_note_is_recorded(bench):
    await bench.write()
    bench.presenter.set_recording(True)
    assert bench.presenter.refusal == "recording"
    bench.presenter.send()
    await bench.settle()
    assert not [one for one in bench.desk.done if one[0] == "send"]
    bench.presenter.set_recording(False)
    assert bench.presenter.refusal == ""


async def test_a_note_goes_into_its_draft_though_another_one_is_in_the_editor(bench):
    await bench.write("第一条")
    bench.presenter.save()
    bench.presenter.set_text("第一条，改")
    bench.presenter.begin((), "第二条")
    bench.presenter.add_voice("new1", NOTE)
    await bench.settle()
    assert bench.desk.kept["new1"].files == (NOTE,)
    assert bench.desk.kept["new1"].text == "第一条，改"
    assert bench.presenter.draft.files == ()
    assert bench.heard("saved")[-1] == bench.desk.kept["new1"]


async def test_a_note_whose_draft_is_gone_begins_a_new_one(bench):
    await bench.write("第二条")
    bench.presenter.add_voice("gone", NOTE)
    await bench.settle()
    (kept,) = [one for one in bench.desk.kept.values() if one.files]
    assert kept.files == (NOTE,)
    assert kept.id not in ("gone", bench.presenter.draft.id)


async def test_a_note_for_a_full_draft_begins_a_new_one(bench):
    await bench.write()
    bench.presenter._add(files(MOST_FILES))
    bench.presenter.add_voice("new1", NOTE)
    await bench.settle()
    assert NOTE not in bench.presenter.draft.files
    assert [one.files for one in bench.desk.kept.values() if one.id != "new1"] == [(NOTE,)]


async def test_a_note_that_comes_while_its_draft_goes_begins_a_new_one(bench):
    draft = await sending(bench)
    bench.presenter.add_voice(draft.id, NOTE)
    await arrive(bench)
    assert bench.heard("sent") == [draft]
    assert [one.files for one in bench.desk.kept.values()] == [(NOTE,)]


async def test_a_note_that_comes_while_its_draft_cannot_go_is_in_it(bench):
    draft = await sending(bench)
    bench.presenter.add_voice(draft.id, NOTE)
    bench.desk.fail = KnownError(ErrorCode.NOT_FOUND)
    await arrive(bench)
    assert bench.presenter.draft.files == (NOTE,)
    assert bench.desk.kept[draft.id].files == (NOTE,)
