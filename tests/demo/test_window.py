"""The demo's window: progress first, then the people one can be, from the menu and from buttons."""

from typing import Any

from PySide6.QtWidgets import QApplication, QMenuBar, QProgressBar, QPushButton

from schoolbell.ui.theme.theme import Theme
from schoolbell_demo.desktop import people_to_be
from schoolbell_demo.line import Account, Room, SchoolInfo, SchoolLine
from schoolbell_demo.window import DemoWindow


def _account(number: int, role: str, class_: str = "七年级1班", first: bool = False) -> Account:
    return Account(f"@{role}{number}:school.test", "secret", role, f"{role} {number}", class_, first)


SCHOOL = SchoolLine(
    "http://127.0.0.1:1",
    "school.test",
    SchoolInfo("!school", "实验中学"),
    None,
    (
        _account(1, "head_teacher", first=True),
        _account(2, "head_teacher"),
        _account(1, "student", "七年级2班"),
        _account(2, "student"),
        _account(1, "guardian"),
    ),
    (Room("!group", "group", "班级群", "七年级1班"),),
)


def test_the_demo_opens_as_people_of_one_class_who_have_signed_in_before() -> None:
    people = [account.user_id for _, account in people_to_be(SCHOOL)]
    assert people == ["@head_teacher2:school.test", "@student2:school.test", "@guardian1:school.test"]


def test_progress_is_shown_first_and_then_menu_and_buttons_open_people(
    qtbot: Any, qapp: QApplication
) -> None:
    theme = Theme(qapp, "light")
    window = DemoWindow(theme)
    qtbot.addWidget(window)
    window.show()
    bar = window.findChild(QProgressBar)
    with qtbot.waitSignal(window.reported):
        window.reported.emit(3, 12, "sign_in")
    qtbot.waitUntil(lambda: (bar.value(), bar.maximum()) == (3, 12))
    menu = window.findChild(QMenuBar).actions()[0].menu()
    assert not menu.isEnabled()
    opened: list[Account] = []
    window.open_as.connect(opened.append)
    window.show_people(people_to_be(SCHOOL))
    assert bar.isHidden()
    assert menu.isEnabled()
    window.findChildren(QPushButton)[1].click()
    menu.actions()[2].trigger()
    assert [account.role for account in opened] == ["student", "guardian"]
    with qtbot.waitSignal(window.closed):
        window.close()
