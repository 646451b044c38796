import csv
import io

import pytest
from PySide6.QtCore import Qt

from schoolbell.domain.chat.items import Person, Reader, ReadLists, Role
from schoolbell.ui.messages.members_page import MembersPage
from schoolbell.ui.messages.people_rows import GroupRow, PersonRow
from schoolbell.ui.messages.reads_page import READ, ReadsPage

NOW = 1_760_000_000_000


def reader(name, role, class_name, ts=0, **more):
    return Reader(f"@{name}:x", Person(f"@{name}:x", name, role), class_name, ts, **more)


LISTS = ReadLists(
    "$1",
    "体检，请带健康档案",
    NOW,
    read=(
        reader("陈静", Role.TEACHER, "", NOW),
        reader("=cmd()", Role.GUARDIAN, "三年级2班", NOW, about=True),
    ),
    unread=(
        reader("李明", Role.STUDENT, "三年级1班"),
        reader("李明爸爸", Role.GUARDIAN, "三年级2班", known=False),
        reader("王子涵妈妈", Role.GUARDIAN, "三年级2班", never_signed_in=True),
    ),
)


@pytest.fixture
def page(qtbot, theme):
    made = ReadsPage(theme, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(320, 700)
    made.show()
    made.show_lists(LISTS)
    return made


def rows(page):
    model = page.view.model()
    return [model.row(index) for index in range(model.rowCount())]


def names(page):
    return [row.person.name for row in rows(page) if isinstance(row, PersonRow)]


def test_unread_come_first_grouped_by_class(page):
    assert page.tabs.tabText(0) == "Unread 3"
    assert page.tabs.tabText(1) == "Read 2"
    headers = [(row.name, row.count) for row in rows(page) if isinstance(row, GroupRow)]
    assert headers == [("三年级1班", 1), ("三年级2班", 2)]
    assert names(page) == ["李明", "李明爸爸", "王子涵妈妈"]


def test_what_is_not_known_is_said(page):
    notes = {row.person.name: row.note for row in rows(page) if isinstance(row, PersonRow)}
    assert notes["李明爸爸"] == "Not known: read receipts are private"
    assert notes["王子涵妈妈"] == "Has never signed in"


def test_read_tab_shows_times_and_about(page):
    page.tabs.setCurrentIndex(READ)
    shown = {row.person.name: row.right for row in rows(page) if isinstance(row, PersonRow)}
    assert shown["陈静"]
    assert shown["=cmd()"] == f"about {shown['陈静']}"


def test_filters_by_class_and_role(page):
    page.classes.setCurrentIndex(page.classes.findData("三年级2班"))
    assert names(page) == ["李明爸爸", "王子涵妈妈"]
    page.classes.setCurrentIndex(0)
    page.roles.setCurrentIndex(page.roles.findData(Role.STUDENT))
    assert names(page) == ["李明"]


def test_filters_and_folding_survive_a_new_receipt(page):
    page.classes.setCurrentIndex(page.classes.findData("三年级2班"))
    page.view.group_toggled.emit("三年级2班")
    page.show_lists(ReadLists("$1", LISTS.body, NOW, LISTS.read, LISTS.unread[1:]))
    assert page.tabs.tabText(0) == "Unread 2"
    assert [type(row) for row in rows(page)] == [GroupRow]


def test_a_class_folds_by_keyboard(page, qtbot):
    page.view.setCurrentIndex(page.view.model().index(0, 0))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert names(page) == ["李明爸爸", "王子涵妈妈"]


def test_another_message_starts_at_unread(page):
    page.tabs.setCurrentIndex(READ)
    page.show_lists(ReadLists("$2", "b", NOW, LISTS.read, ()))
    assert page.tabs.currentIndex() == 0
    assert names(page) == []


def test_export_has_everybody_and_no_formulas(page, tmp_path):
    target = tmp_path / "reads.csv"
    page.export_to(str(target))
    content = target.read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(content)))
    assert table[0][:4] == ["Name", "Role", "Class", "State"]
    assert len(table) == 1 + 5
    states = {row[0]: row[3] for row in table[1:]}
    assert states["李明"] == "unread"
    assert states["李明爸爸"] == "not known"
    assert "'=cmd()" in states


def test_export_where_one_may_not_write_says_so(page, tmp_path, qtbot):
    with qtbot.waitSignal(page.export_failed):
        page.export_to(str(tmp_path / "missing" / "reads.csv"))


def test_rows_speak(page):
    spoken = [page.view.model().index(row, 0).data() for row in range(page.view.model().rowCount())]
    assert spoken[0] == "三年级1班, 1"
    assert "Has never signed in" in spoken[-1]


def test_members_stand_teachers_first_and_are_found_by_name(qtbot, theme):
    page = MembersPage(theme)
    qtbot.addWidget(page)
    people = [
        Person("@s:x", "李明", Role.STUDENT),
        Person("@g:x", "李明爸爸", Role.GUARDIAN),
        Person("@t:x", "陈静", Role.TEACHER),
    ]
    page.show_people(people)
    model = page.view.model()
    assert [model.row(index).person.name for index in range(3)] == ["陈静", "李明爸爸", "李明"]
    page.search.insert("李明")  # QTest types ASCII only
    assert model.rowCount() == 2
