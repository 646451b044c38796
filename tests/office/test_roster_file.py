"""Reading a roster as schools really send it, and reporting every mistake with its row."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell_demo.roster import SCHOOL_NAME, csv_bytes, sheets, write_workbook
from schoolbell_office.importer import RosterError, describe, load_texts, read_roster
from schoolbell_office.names import initials
from tests.office.schools import Sheets, csv_text, small_school

CREATOR = "o5008"


def _write(path: Path, roster: Sheets, encoding: str = "utf-8") -> Path:
    path.write_bytes(csv_text(roster).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_csv_read_the_same(tmp_path: Path, encoding: str) -> None:
    roster, _ = read_roster(_write(tmp_path / "r.csv", small_school("500"), encoding), CREATOR)
    assert roster.school_name == "小小学校"
    assert [student.name for student in roster.students] == ["李明", "李芳"]
    mother = next(one for one in roster.guardians if one.name == "王静")
    assert mother.children == ("50001", "50002")
    assert mother.relation == "mother"


def test_full_width_signs_and_spaces_are_forgiven(tmp_path: Path) -> None:
    school = small_school("500")
    school["学生"][0][0] = "５０００１ "
    school["学生"][0][5] = "＋86 138-0000-0001"
    school["课程表"][0][2] = "８：００"
    roster, _ = read_roster(_write(tmp_path / "r.csv", school), CREATOR)
    assert roster.students[0].localpart == "s50001"
    assert roster.guardians[0].phone == "13800000001"
    assert roster.lessons[0].starts == "08:00"


def test_english_headers_and_words(tmp_path: Path) -> None:
    text = (
        "kind,name\nschool,Small School\nkind,number,name,head teacher\nclass,c1,Class 1,1\n"
        "kind,number,name,role,classes\nstaff,1,Lin May,teacher,c1\n"
        "staff,8,Office,office,\nstaff,9,Office 2,office,\n"
        "kind,number,name,class,guardian 1 name,guardian 1 relation,guardian 1 phone\n"
        "student,01,Li Ming,Class 1,Li Guo,father,13800000001\n"
        "kind,class,weekday,from,to,subject,teacher\nlesson,c1,Monday,8:00,8:40,Maths,1\n"
    )
    (tmp_path / "r.csv").write_text(text)
    roster, warnings = read_roster(tmp_path / "r.csv", "o8")
    assert roster.students[0].guardians == ("g13800000001",)
    assert roster.lessons[0].weekday == 1
    assert warnings == []


def test_headers_and_words_of_taiwan(tmp_path: Path) -> None:
    text = (
        "類型,名稱\n學校,小小學校\n類型,編號,名稱,班導師\n班級,c1,一班,1\n"
        "類型,教職員編號,姓名,職稱,任教班級\n教職員,1,林曉梅,導師,一班\n"
        "教職員,8,值班室一,辦公室,\n教職員,9,值班室二,辦公室,\n"
        "類型,學號,姓名,班級,家長1姓名,家長1關係,家長1手機\n學生,01,李明,一班,李建國,爸爸,13800000001\n"
        "類型,班級,星期,上課,下課,科目,老師\n課表,一班,週一,8:00,8:40,國語,1\n"
    )
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    roster, warnings = read_roster(tmp_path / "r.csv", "o8")
    assert roster.students[0].guardians == ("g13800000001",)
    assert roster.classes[0].head_teacher == roster.lessons[0].teacher == "1"
    assert warnings == []


def test_numbers_typed_as_numbers_in_excel(tmp_path: Path) -> None:
    write_workbook(sheets(), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    page = book["学生"]
    page["A2"] = 2026070199
    page["A2"].number_format = "General"
    book.save(tmp_path / "r.xlsx")
    roster, _ = read_roster(tmp_path / "r.xlsx", "o1")
    assert roster.students[0].number == "2026070199"


def test_every_mistake_is_reported_with_its_row(tmp_path: Path) -> None:
    school = small_school("500")
    school["班级"][0][3] = "77"
    school["老师"][1][2] = "园丁"
    school["老师"][2][0] = "50 01?"
    school["老师"][5][0] = "zhang"
    school["学生"].append(["50001", "", "九班", "王静", "妈妈", "139", "", "", "", "", ""])
    school["学生"].append(["50003", "张三", "一班", "赵六", "邻居", "13800000002", "50013", "", "", "", ""])
    school["学生"].append(["50004", "张四", "一班", "赵七", "爸爸", "", "", "", "", "", ""])
    school["课程表"].append(["一班", "周八", "08:00", "07:00", "", "12"])
    school["课程表"].append(["一班", "周一", "08:10", "08:50", "数学", "5001"])
    with pytest.raises(RosterError) as refused:
        read_roster(_write(tmp_path / "r.csv", school), CREATOR)
    assert {(one.row, one.key) for one in refused.value.problems} == {
        (4, "no_such_teacher"), (7, "bad_role"), (8, "bad_number"), (11, "bad_number"),
        (15, "no_name"), (15, "double_number"), (15, "no_such_class"), (15, "bad_phone"),
        (16, "bad_relation"), (16, "phone_of_another"), (17, "guardian_without_phone"),
        (20, "bad_weekday"), (20, "ends_before_start"), (20, "no_such_teacher"), (20, "no_subject"),
        (21, "class_busy"), (21, "teacher_busy"),
    }  # fmt: skip
    for language in ("zh_CN", "zh_TW", "en"):
        lines = [describe(one, load_texts(language)) for one in refused.value.problems]
        assert any("15" in line and "139" in line for line in lines)


def test_one_phone_is_one_guardian_and_other_names_are_told(tmp_path: Path) -> None:
    school = small_school("500")
    school["学生"][0][6] = school["学生"][0][10] = school["学生"][1][6] = ""
    school["学生"][1][3] = "王小静"
    roster, warnings = read_roster(_write(tmp_path / "r.csv", school), CREATOR)
    mother = next(one for one in roster.guardians if one.localpart == "g13800000002")
    assert mother.name == "王静"
    assert mother.children == ("50001", "50002")
    assert [(one.row, one.key) for one in warnings] == [(14, "guardian_two_names")]


def test_the_rooms_creator_must_be_an_office_account_of_the_roster(tmp_path: Path) -> None:
    with pytest.raises(RosterError) as refused:
        read_roster(_write(tmp_path / "r.csv", small_school("500")), "o1")
    assert [one.key for one in refused.value.problems] == ["no_creator"]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("r.xlsx", b"PK not a book", "format"),
        ("r.csv", b"\xff\xff\xff", "encoding"),
        ("r.pdf", b"", "format"),
    ],
)
def test_what_is_no_roster_is_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(KnownError) as refused:
        read_roster(tmp_path / name, CREATOR)
    assert refused.value.code is ErrorCode.BAD_ROSTER
    assert refused.value.details["reason"] == reason


def test_unknown_and_missing_columns_are_named(tmp_path: Path) -> None:
    text = csv_text(small_school("500")).replace("学号,", "星座,", 1)
    (tmp_path / "r.csv").write_text(text)
    with pytest.raises(RosterError) as refused:
        read_roster(tmp_path / "r.csv", CREATOR)
    keys = {(one.row, one.key, dict(one.values).get("column")) for one in refused.value.problems}
    assert {(12, "unknown_column", "星座"), (12, "missing_column", "编号")} <= keys


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("李明", "lm"),
        ("曾雅琴", "zyq"),
        ("单小任", "sxr"),
        ("尉迟恭", "ycg"),
        ("Ann Lee", "al"),
        ("王Anna", "wa"),
    ],
)
def test_pinyin_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_demo_workbook_can_be_filled_in_by_hand() -> None:
    """Headers stay in sight, columns show what they hold, and every cell is text: zeros in front stay."""
    from schoolbell.system.resources import resource

    book = openpyxl.load_workbook(resource("resources", "demo", "roster.xlsx"))
    assert book.sheetnames == ["学校", "班级", "老师", "学生", "课程表"]
    for page in book.worksheets:
        assert page.freeze_panes == "A2"
        for number, column in enumerate(page.iter_cols(), 1):
            dimension = page.column_dimensions[get_column_letter(number)]
            assert dimension.number_format == "@"
            assert column[0].font.bold
            for cell in column:
                assert cell.number_format == "@", cell.coordinate
                assert cell.value is None or isinstance(cell.value, str), cell.coordinate
                assert len((cell.value or "").encode("gb18030")) <= dimension.width, cell.coordinate


def test_demo_roster_in_the_repository_is_what_the_seed_makes(tmp_path: Path) -> None:
    from schoolbell.system.resources import resource

    assert resource("resources", "demo", "roster.csv").read_bytes() == csv_bytes(sheets())
    from_csv, warnings = read_roster(resource("resources", "demo", "roster.csv"), "o1")
    from_book, _ = read_roster(resource("resources", "demo", "roster.xlsx"), "o1")
    assert from_csv == from_book
    assert warnings == []
    assert from_csv.school_name == SCHOOL_NAME
    counts = dict.fromkeys((item.number for item in from_csv.classes), 0)
    for student in from_csv.students:
        counts[student.class_number] += 1
        assert 1 <= len(student.guardians) <= 2
    assert list(counts.values()) == [24, 24]
    roles = [person.role for person in from_csv.staff]
    assert [roles.count(one) for one in ("teacher", "principal", "office", "officer")] == [9, 1, 2, 1]
    head = next(one for one in from_csv.staff if one.number == from_csv.classes[0].head_teacher)
    assert len(head.classes) == 2
    class_of = {student.number: student.class_number for student in from_csv.students}
    across = [one for one in from_csv.guardians if len({class_of[child] for child in one.children}) == 2]
    assert len(across) >= 3
    assert len(from_csv.lessons) == 60
