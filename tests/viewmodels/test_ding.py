"""The lists of DING and what is open, without widgets: models tell all, gestures reach the box."""

import asyncio

import openpyxl
import pytest
from msgspec.structs import replace

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements.items import Standing
from schoolbell.domain.ding.items import Lists
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding import DingPresenter
from schoolbell.viewmodels.ding_rows import SectionRow, coming_code, day_code
from tests.fakes import ding as school
from tests.fakes.clock import FakeClock
from tests.fakes.ding import FakeBox, at
from tests.viewmodels.test_listmodel import Mirror

INITIALS = {"@s2李明:school.example": "lm"}


class Desk:
    """A presenter, everything it said, a mirror of each list."""

    def __init__(self):
        self.crashes = []
        self.bridge = Bridge(self.crashes.append)
        self.clock = FakeClock(start_ms=school.NOW)
        self.box = FakeBox()
        self.presenter = DingPresenter(self.bridge, self.clock, lambda user: INITIALS.get(user, ""))
        self.mirrors = {
            name: Mirror(self.presenter.model(name)) for name in ("received", "sent", "scheduled")
        }
        self.households = Mirror(self.presenter.follow.rows)
        self.said = []
        for name in ("confirmed", "reminded", "withdrawn", "exported", "put_aside_done"):
            getattr(self.presenter, name).connect(lambda value, what=name: self.said.append((what, value)))
        self.presenter.failed.connect(lambda code, _details: self.said.append(("failed", code)))
        self.opened, self.details, self.badges = [], [], []
        self.presenter.opened.connect(self.opened.append)
        self.presenter.detail_changed.connect(self.details.append)
        self.presenter.badge_changed.connect(self.badges.append)
        self.presenter.attach(self.box)

    async def settle(self):
        while pending := [one for one in self.bridge._tasks._tasks if one is not asyncio.current_task()]:
            await asyncio.wait(pending)
        self.bridge.flush()
        for name, mirror in self.mirrors.items():
            assert tuple(mirror.rows) == self.presenter.model(name).items()
        assert tuple(self.households.rows) == self.presenter.follow.rows.items()
        assert self.crashes == []

    def keys(self, tab):
        return [row.key for row in self.presenter.model(tab).items()]

    def names(self):
        return [one.name for one in self.presenter.follow.rows.items()]


@pytest.fixture
async def desk(qapp):
    made = Desk()
    await made.settle()
    yield made
    made.presenter.stop()
    await made.bridge.stop()


async def test_what_waits_for_me_stands_first(desk):
    assert desk.keys("received") == [
        "section waiting",
        "r1",
        "r2",
        "section confirmed",
        "r3",
        "r4",
        "r5",
        "r6",
    ]
    assert desk.presenter.model("received").item(0) == SectionRow("waiting", 2)
    assert desk.badges == [2]


async def test_sent_ones_stand_by_day_after_the_drafts(desk):
    assert desk.keys("sent") == [
        "section drafts", "d1", "section today", "1", "2", "section yesterday", "3", "4",
        "section last_week", "5", "6",
    ]  # fmt: skip
    assert desk.keys("scheduled") == ["section tomorrow", "s1"]


@pytest.mark.parametrize(
    ("ts", "code"),
    [
        (at(15, 0), "today"), (at(14, 23, 59), "yesterday"), (at(13, 0), "this_week"),
        (at(12, 12), "last_week"), (at(6, 0), "last_week"), (at(5, 23), "earlier"), (at(16, 1), "today"),
    ],
)  # fmt: skip
def test_days_have_sections(ts, code):
    assert day_code(ts, school.NOW) == code


def test_coming_days_have_sections():
    codes = [coming_code(ts, school.NOW) for ts in (at(15, 23), at(16, 0), at(17, 0))]
    assert codes == ["today", "tomorrow", "later"]


async def test_search_and_filters_narrow_the_lists(desk):
    desk.presenter.set_text("升旗")
    await desk.settle()
    assert desk.keys("sent") == ["section yesterday", "3"]
    assert desk.keys("received") == []
    desk.presenter.set_text("")
    desk.presenter.set_filter("sent", "open")
    desk.presenter.set_filter("received", "deadline")
    await desk.settle()
    assert desk.keys("sent") == ["section today", "1", "section yesterday", "4"]
    assert desk.keys("received") == ["section waiting", "r1"]
    desk.presenter.set_filter("sent", "done")
    await desk.settle()
    assert desk.keys("sent") == [
        "section today",
        "2",
        "section yesterday",
        "3",
        "section last_week",
        "5",
        "6",
    ]


async def test_at_midnight_yesterday_is_another_day(desk):
    desk.clock.advance(24 * 3600)
    desk.presenter.look_at_day()
    await desk.settle()
    assert "section today" not in desk.keys("sent")
    assert desk.keys("sent")[2] == "section yesterday"


async def test_an_opened_ding_is_followed_while_it_changes(desk):
    desk.presenter.open("1")
    await desk.settle()
    assert desk.details[-1].row.key == "1"
    assert len(desk.names()) == 12  # the open households first
    row = replace(school.LISTS.sent[0], confirmed=43, read=0, unread=0)
    done = school.tally(43)
    done = replace(
        done, households=tuple(one for one in done.households if one.standing is Standing.CONFIRMED)
    )
    desk.box.tell(replace(school.LISTS, sent=(row, *school.LISTS.sent[1:])))
    desk.box.detail_changed.emit(school.sent_detail(row, done))
    await desk.settle()
    assert desk.opened[-1].confirmed == 43
    assert desk.names() == []
    assert desk.presenter.follow.counts()["confirmed"] == 43


async def test_one_that_goes_while_it_is_open_is_told(desk):
    desk.presenter.open("r3")
    desk.box.tell(Lists())
    await desk.settle()
    assert desk.opened[-1] is None


async def test_details_of_the_one_before_are_not_shown(desk):
    desk.presenter.open("1")
    desk.presenter.open("r1")
    desk.box.detail_changed.emit(school.sent_detail(school.LISTS.sent[0]))
    await desk.settle()
    assert desk.details[-1].row.key == "r1"


async def test_households_are_filtered_and_found(desk):
    follow = desk.presenter.follow
    desk.presenter.open("1")
    await desk.settle()
    assert follow.counts() == {"open": 12, "read": 7, "unread": 5, "confirmed": 31}
    follow.set_filter("unread")
    await desk.settle()
    assert desk.names() == ["赵一诺", "周子墨", "梁家豪", "冯思远", "蒋欣怡"]
    follow.set_filter("open")
    for text, found in (
        ("宇航", ["孙宇航"]),
        ("4", ["张浩宇"]),
        ("lm", ["李明"]),
        ("何雨泽妈妈", ["何雨泽"]),
    ):
        follow.set_text(text)
        await desk.settle()
        assert desk.names() == found


async def test_another_ding_begins_without_the_search_of_the_one_before(desk):
    desk.presenter.open("1")
    desk.presenter.follow.set_text("李明")
    desk.presenter.open("4")
    await desk.settle()
    assert desk.presenter.follow.text == ""
    assert len(desk.names()) == 12


async def test_gestures_reach_the_box_and_are_answered(desk):
    desk.presenter.confirm("r1")
    desk.presenter.confirm("r1")  # twice is once
    desk.presenter.put_aside("r2")
    desk.presenter.remind("1")
    desk.presenter.withdraw("1")
    await desk.settle()
    did = [one for one in desk.box.done if one[0] != "open"]
    assert did == [
        ("confirm", "r1", None), ("aside", ("r2",), 300_000), ("remind", "1"), ("withdraw", "1"),
    ]  # fmt: skip
    assert desk.said == [("confirmed", "r1"), ("put_aside_done", "r2"), ("reminded", "1"), ("withdrawn", "1")]
    assert desk.keys("received")[:2] == ["section waiting", "r2"]
    assert desk.badges == [2, 1]


async def test_what_does_not_work_is_told(desk):
    desk.box.fail = KnownError(ErrorCode.RATE_LIMITED)
    desk.presenter.remind("1")
    await desk.settle()
    assert desk.said == [("failed", "rate_limited")]


async def test_the_follow_list_becomes_a_spreadsheet_without_formulas(desk, tmp_path):
    bad = school.household("1", "=1+1", (("@evil", at(15, 10)),))
    desk.box.details["1"] = school.sent_detail(
        school.LISTS.sent[0], replace(school.tally(2), households=(bad, *school.tally(2).households))
    )
    desk.presenter.open("1")
    await desk.settle()
    target = tmp_path / "ding.xlsx"
    desk.presenter.export(str(target))
    await desk.settle()
    assert desk.said == [("exported", str(target))]
    sheet = openpyxl.load_workbook(target).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Class", "Number", "Student or colleague", "Household")
    assert rows[1][2] == "=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert [row[6] for row in rows if row[4] == "李明爸爸"] == ["Read"]
    assert len(rows) == 1 + 1 + 19 + 2


async def test_export_into_nowhere_says_so(desk, tmp_path):
    desk.presenter.open("1")
    await desk.settle()
    desk.presenter.export(str(tmp_path / "missing" / "ding.xlsx"))
    await desk.settle()
    assert desk.said == [("failed", "save_refused")]


async def test_a_thousand_confirmations_change_one_row_each(desk):
    people = tuple(school.household(str(n), f"学生{n}", ((f"家长{n}", at(15, 10)),)) for n in range(1000))
    many = replace(school.tally(0), households=people)
    desk.presenter.open("1")
    desk.box.detail_changed.emit(school.sent_detail(school.LISTS.sent[0], many))
    await desk.settle()
    before = desk.households.signals
    one = school.household("7", "学生7", (("家长7", at(15, 11)),), True)
    changed = tuple(one if each.key == one.key else each for each in people)
    detail = school.sent_detail(school.LISTS.sent[0], replace(many, households=changed))
    desk.box.detail_changed.emit(detail)
    await desk.settle()
    assert desk.households.signals - before == 1
    assert len(desk.names()) == 999


async def test_rows_speak(desk):
    lines = [desk.presenter.model(tab).index(row).data() for tab, row in (("received", 1), ("sent", 3))]
    assert "刘主任" in lines[0]
    assert "waits for your confirmation" in lines[0]
    assert "31 confirmed" in lines[1]
