"""The search without widgets: what is typed is asked when typing pauses, and only the last answer counts."""

import asyncio
from zoneinfo import ZoneInfo

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import Person, Role
from schoolbell.domain.search.items import Group, MessageHit, PersonHit, RoomHit
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.search import TYPING_MS, SearchPresenter
from schoolbell.viewmodels.search_words import (
    SectionRow,
    all_words,
    describe_found,
    message_note,
    person_note,
)
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI, SCHOOL, WANG
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START
from tests.viewmodels.test_listmodel import Mirror

DAY = 86_400_000


class Asked:
    """The cache as a reader that can be held up, and counts."""

    def __init__(self, cache):
        self._cache = cache
        self.count = 0
        self.fail = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def read(self, fn):
        self.count += 1
        await self.gate.wait()
        if self.fail is not None:
            raise self.fail
        return await self._cache.read(fn)


class Desk:
    """A presenter, everything it said, and a mirror of its rows."""

    def __init__(self, files, engine):
        self.crashes = []
        self.chat = MessagesPresenter(
            files, ME, FakeClock(), ZoneInfo("Asia/Shanghai"), (SCHOOL,), self.crashes.append
        )
        self.chat.show_cached("")
        self.chat.attach_engine(engine)
        self.cache = Asked(files.cache)
        self.presenter = SearchPresenter(
            self.cache, ME, self.chat.session, self.chat.bridge, FakeClock(), self.chat
        )
        self.opened, self.texts, self.states = [], [], []
        self.presenter.opened.connect(lambda *what: self.opened.append(what))
        self.presenter.text_replaced.connect(self.texts.append)
        self.presenter.changed.connect(self.states.append)
        self.mirror = Mirror(self.presenter.rows)

    async def settle(self):
        """Wait until nothing runs (a pause in typing included), then let a frame pass."""
        if self.presenter._pause.isActive():
            self.presenter._pause.stop()
            self.presenter._pause.timeout.emit()
        bridge = self.chat.bridge
        while pending := [task for task in bridge._tasks._tasks if task is not asyncio.current_task()]:
            await asyncio.wait(pending)
        bridge.flush()
        assert tuple(self.mirror.rows) == self.presenter.rows.items()

    async def ask(self, text):
        self.presenter.set_text(text)
        await self.settle()
        return self.presenter.state

    def hits(self, kind):
        return [row for row in self.mirror.rows if isinstance(row, kind)]

    async def stop(self):
        self.presenter.stop()
        await self.chat.stop()


@pytest.fixture
async def desk(qapp, files, engine):
    said = [engine.text(f"数学作业 {number}", CHEN) for number in range(60)]
    await engine.deliver(GROUP, *said, engine.text("好的，收到", WANG))
    await engine.deliver(CHAT, engine.text("作业范文", CHEN, ts=START + DAY))
    made = Desk(files, engine)
    await made.settle()
    made.presenter.begin()
    await made.settle()
    yield made
    await made.stop()
    assert made.crashes == []


async def test_nothing_asked_shows_the_recent_chats(desk):
    assert desk.presenter.state.phase == "found"
    section, first, second = desk.mirror.rows
    assert (section.recent, describe_found(section)) == (True, "Recent chats")
    assert [first.room.key, second.room.key] == [CHAT, GROUP]


async def test_groups_follow_each_other_with_their_counts(desk):
    state = await desk.ask("作业")
    sections = desk.hits(SectionRow)
    assert [section.group for section in sections] == [Group.MESSAGES]
    assert (sections[0].count, sections[0].more) == (61, True)
    assert all_words(sections[0]) == "View all 61 message(s)"
    assert state.phase == "found"
    await desk.ask("李")
    assert [section.group for section in desk.hits(SectionRow)] == [Group.PEOPLE]


async def test_one_question_is_asked_for_all_that_is_typed_in_one_go(desk):
    before = desk.cache.count
    for text in ("数", "数学", "数学作", "数学作业"):
        desk.presenter.set_text(text)
    assert desk.presenter._pause.interval() == TYPING_MS
    assert desk.cache.count == before
    await desk.settle()
    assert desk.cache.count == before + 1
    assert desk.presenter.state.found.question.text == "数学作业"


async def test_the_answer_to_an_older_question_is_dropped(desk):
    desk.cache.gate.clear()
    desk.presenter.set_text("数学")
    desk.presenter._pause.timeout.emit()
    await asyncio.sleep(0)
    desk.presenter.set_text("收到")
    desk.presenter._pause.timeout.emit()
    desk.cache.gate.set()
    await desk.settle()
    asked = {state.found.question.text for state in desk.states if state.phase == "found"}
    assert "数学" not in asked
    assert [hit.text for hit in desk.hits(MessageHit)] == ["好的，收到"]
    assert desk.presenter.is_answered


async def test_one_group_grows_as_it_is_scrolled(desk):
    await desk.ask("作业")
    desk.presenter.set_group(Group.MESSAGES)
    await desk.settle()
    assert len(desk.mirror.rows) == 50  # one group has no section
    desk.presenter.more()
    await desk.settle()
    assert len(desk.mirror.rows) == 61
    desk.presenter.more()
    assert desk.presenter.is_answered, "there is no more to ask for"


async def test_tab_goes_through_the_groups_and_round(desk):
    seen = []
    for _ in range(5):
        desk.presenter.step_group(1)
        seen.append(desk.presenter.question.only)
    assert seen == [*Group, None]
    desk.presenter.set_room(GROUP)
    seen = []
    for _ in range(3):
        desk.presenter.step_group(1)
        seen.append(desk.presenter.question.only)
    assert seen == [Group.MESSAGES, Group.FILES, None]
    await desk.settle()


async def test_a_section_opens_its_group_and_hits_open_where_they_were_said(desk):
    await desk.ask("作业")
    desk.presenter.activate(desk.hits(MessageHit)[0])
    assert desk.opened == [(CHAT, desk.hits(MessageHit)[0].event_id)]
    desk.presenter.activate(desk.hits(SectionRow)[0])
    await desk.settle()
    assert desk.presenter.state.only is Group.MESSAGES
    desk.presenter.set_group(None)
    await desk.ask("家校")
    desk.presenter.activate(desk.hits(RoomHit)[0])
    assert desk.opened[-1] == (GROUP, "")


async def test_a_person_without_a_chat_shows_what_that_person_wrote(desk):
    await desk.ask("lmbb")
    assert desk.presenter.state.phase == "nothing"
    await desk.ask("李建国")
    desk.presenter.activate(desk.hits(PersonHit)[0])
    await desk.settle()
    assert desk.texts[-1] == ""
    assert desk.opened == []
    assert desk.presenter.state.sender.user_id == WANG
    assert [hit.text for hit in desk.hits(MessageHit)] == ["好的，收到"]
    desk.presenter.set_sender(None)
    await desk.settle()
    assert desk.presenter.state.sender is None


async def test_rooms_and_time_narrow_and_can_be_dropped_at_once(desk):
    await desk.ask("作业")
    desk.presenter.set_group(Group.PEOPLE)
    desk.presenter.set_room(CHAT)
    await desk.settle()
    assert desk.presenter.state.only is Group.MESSAGES  # people stand in no room
    assert [hit.text for hit in desk.hits(MessageHit)] == ["作业范文"]
    desk.presenter.set_days(7)
    await desk.settle()
    assert desk.presenter.state.days == 7
    assert desk.presenter.question.since == FakeClock().now_ms() - 7 * DAY
    desk.presenter.begin_again()
    await desk.settle()
    assert (desk.presenter.state.days, desk.presenter.question.room_id) == (0, "")
    assert desk.presenter.state.found.counts[Group.MESSAGES] == 61
    assert desk.presenter.room_choices() == [(CHAT, "语文教研组"), (GROUP, "三年级2班 家校群")]


async def test_it_goes_on_where_it_stood_unless_another_place_is_searched(desk):
    await desk.ask("作业")
    desk.presenter.begin()
    assert (desk.presenter.question.text, desk.texts) == ("作业", [])
    desk.presenter.begin(GROUP)
    assert (desk.presenter.question.text, desk.presenter.question.room_id) == ("", GROUP)
    assert desk.texts == [""]
    await desk.settle()
    assert desk.presenter.state.phase == "idle"


async def test_a_fault_of_the_disk_is_told_and_asked_again(desk):
    desk.cache.fail = KnownError(ErrorCode.DATABASE_CORRUPT)
    state = await desk.ask("作业")
    assert (state.phase, state.error, desk.mirror.rows) == ("failed", "database_corrupt", [])
    desk.cache.fail = None
    desk.presenter.retry()
    await desk.settle()
    assert desk.presenter.state.phase == "found"


async def test_every_row_reads_as_a_line(desk):
    await desk.ask("李明")
    lines = [desk.presenter.rows.index(row).data() for row in range(desk.presenter.rows.rowCount())]
    assert lines == ["People, 2", "李明, Student, 三年级2班", "李明爸爸, Guardian, 李建国 · 三年级2班"]
    await desk.ask("范文")
    assert desk.presenter.rows.index(1).data().startswith("语文教研组, 陈静, 作业范文, ")


async def test_the_line_under_a_hit(desk, engine):
    await engine.deliver(GROUP, engine.text("我的作业{name}", ME))
    await desk.ask("我的")
    assert message_note(desk.hits(MessageHit)[0]) == ("Me: 我的作业{name}", 4)
    await desk.ask("收到")
    hit = desk.hits(MessageHit)[0]
    assert message_note(hit) == ("李明爸爸: 好的，收到", 6)
    student = PersonHit(Person(LI, "李明", Role.STUDENT), "", "三年级2班", "20230217", "", "")
    assert person_note(student) == "三年级2班 · No. 20230217"
