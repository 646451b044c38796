"""Under an own DING: what became of SMS and calls, and which families the app cannot reach."""

import openpyxl
import pytest
from msgspec.structs import replace
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton

from schoolbell.domain.announcements.items import Delivered, Outcome, Standing
from schoolbell.viewmodels.listmodel import ITEM_ROLE
from tests.fakes import ding as school
from tests.ui.ding_stand import Stand

SENT, NUMBERLESS = Outcome.SENT, Outcome.NO_NUMBER


def told(detail, sms, *, never=()):
    """The detail with what the office told: outcome by the guardian's name; `never` are students' names."""
    households = tuple(
        replace(
            one,
            standing=Standing.UNREAD if one.name in never else one.standing,
            people=tuple(
                replace(
                    person,
                    standing=Standing.UNREAD if one.name in never else person.standing,
                    never=one.name in never,
                    delivered=tuple(
                        Delivered(channel, outcome, school.at(15, 19, 2))
                        for channel, outcome in sms.get(person.person.name, {}).items()
                    ),
                )
                for person in one.people
            ),
        )
        for one in detail.tally.households
    )
    return replace(detail, tally=replace(detail.tally, households=households))


DETAIL = told(
    school.sent_detail(school.LISTS.sent[0]),
    {
        "李明爸爸": {"sms": SENT, "call": Outcome.REFUSED},
        "李明妈妈": {"sms": NUMBERLESS, "call": NUMBERLESS},
        "张浩宇妈妈": {"sms": SENT},
        "赵一诺妈妈": {"sms": Outcome.LIMIT, "call": Outcome.FAILED},
    },
    never=("赵一诺", "周子墨", "梁家豪"),
)


@pytest.fixture
async def stand(qtbot, theme, tmp_path, languages):
    languages.use("en")
    made = Stand(qtbot, theme, tmp_path)
    made.box.details["1"] = DETAIL
    await made.settle()
    await made.open("1", "sent")
    yield made
    await made.stop()


def spoken(stand):
    rows = stand.presenter.follow.rows
    return [
        str(rows.data(rows.index(at), 0x000B) or "") for at in range(rows.rowCount())
    ]  # Qt.ItemDataRole.AccessibleTextRole


def shown(stand):
    rows = stand.presenter.follow.rows
    return [rows.index(at).data(ITEM_ROLE).name for at in range(rows.rowCount())]


async def test_a_line_counts_what_went_out_and_what_could_not(stand):
    page = stand.pane.follow
    assert page.told.isVisible()
    assert page.told.full_text() == ("SMS: 2 sent, 2 could not be sent · Phone call: 3 could not be sent")
    assert page.never.full_text() == "3 families have never signed in: hand out their slips again"


async def test_each_household_says_it_in_words_also_to_a_screen_reader(stand):
    (li,) = [line for line in spoken(stand) if "李明" in line]
    assert "李明爸爸: SMS sent 19:02, call refused by the gateway" in li
    assert "李明妈妈: SMS not possible: no number, call not possible: no number" in li
    (zhao,) = [line for line in spoken(stand) if "赵一诺" in line]
    assert "赵一诺妈妈 not signed in yet" in zhao
    assert "no SMS: the daily limit is reached, call not made: the gateway did not answer" in zhao
    view = stand.pane.follow.view
    assert view.visualRect(view.model().index(0)).height() > 48, "there is room for the words"


async def test_a_chip_shows_whom_the_app_cannot_reach_and_goes_with_the_last_of_them(stand):
    chip = stand.pane.follow._chips["never"]
    assert (chip.isVisible(), chip.text()) == (True, "Not signed in 3")
    chip.click()
    await stand.settle()
    assert shown(stand) == ["赵一诺", "周子墨", "梁家豪"]
    stand.box.details["1"] = told(school.sent_detail(school.LISTS.sent[0]), {})
    stand.box.open("1")
    await stand.settle()
    page = stand.pane.follow
    assert not chip.isVisible()
    assert (page.told.isVisible(), page.never.isVisible()) == (False, False)
    assert stand.presenter.follow.only == "open"
    assert "李明" in shown(stand)
    view = page.view
    assert view.visualRect(view.model().index(0)).height() == 48


async def test_the_spreadsheet_has_it_too(stand, tmp_path):
    stand.pane.follow.export_wanted.emit(str(tmp_path / "out.xlsx"))
    await stand.settle()
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    lines = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    (head,) = [line for line in lines if "Household" in line]
    name, sms, call, state = (head.index(one) for one in ("Name", "SMS", "Phone call", "State"))
    by_name = {line[name]: line for line in lines}
    assert by_name["李明爸爸"][sms] == "SMS sent 19:02"
    assert by_name["李明妈妈"][call] == "call not possible: no number"
    assert by_name["赵一诺妈妈"][state] == "not signed in yet"
    assert by_name["张浩宇爸爸"][sms] == ""


async def test_a_spreadsheet_without_sms_has_no_columns_for_them(stand, tmp_path):
    stand.box.details["1"] = school.sent_detail(school.LISTS.sent[0])
    stand.box.open("1")
    await stand.settle()
    stand.pane.follow.export_wanted.emit(str(tmp_path / "out.xlsx"))
    await stand.settle()
    cells = {
        cell
        for row in openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)
        for cell in row
    }
    assert "Household" in cells
    assert not {"SMS", "Phone call"} & cells


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
async def test_nothing_is_cut_in_a_small_window(qtbot, theme, tmp_path, languages, language):
    languages.use(language)
    small = Stand(qtbot, theme, tmp_path, (960, 600))
    small.box.details["1"] = DETAIL
    await small.settle()
    await small.open("1", "sent")
    page = small.pane.follow
    assert page.width() == small.window.width() - small.pane.lists.width()
    cut = [
        button.text()
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width()
    ]
    assert cut == []
    assert page.view.viewport().height() >= 68, "a household can be seen whole"
    assert QAccessible.queryAccessibleInterface(page.told).text(QAccessible.Text.Name)
    await small.stop()
