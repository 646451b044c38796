"""Turns rows into a Roster and reports every mistake at once, each with its sheet and row."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from schoolbell_office import headers
from schoolbell_office.model import Guardian, Lesson, Problem, Roster, SchoolClass, Staff, Student
from schoolbell_office.sheet import Row

# Accounts are told apart by a letter and a number: what follows the letter must not read like a name.
_NUMBER = re.compile(r"[0-9][0-9a-z._-]{0,31}")
_CLASS_NUMBER = re.compile(r"[0-9a-z][0-9a-z._-]{0,31}")
_PHONE = re.compile(r"\+?[0-9]{7,15}")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00)?")
_SPLIT = re.compile(r"[、,;；，/\s]+")
LONGEST_NAME = 64


def normal_phone(text: str) -> str | None:
    """Return a phone number as digits (+86 / 0086 dropped), "" for none, None when it is no number."""
    digits = re.sub(r"[\s()（）.\-‐–—]", "", text)
    if not digits:
        return ""
    if not _PHONE.fullmatch(digits):
        return None
    digits = digits.removeprefix("+")
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            digits = digits.removeprefix(prefix)
    return digits


@dataclass
class _GuardianDraft:
    row: Row
    number: str
    name: str
    phone: str
    relation: str
    children: list[str]


@dataclass
class _Reading:
    """What has been read so far, and what was wrong with it."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    classes: dict[str, tuple[Row, SchoolClass]] = field(default_factory=dict)
    staff: dict[str, tuple[Row, Staff]] = field(default_factory=dict)
    students: dict[str, tuple[Row, Student]] = field(default_factory=dict)
    guardians: dict[str, _GuardianDraft] = field(default_factory=dict)
    lessons: list[Lesson] = field(default_factory=list)
    school_name: str = ""

    def wrong(self, row: Row, key: str, **values: str) -> None:
        self.problems.append(Problem(row.sheet, row.number, key, tuple(values.items())))

    def odd(self, row: Row, key: str, **values: str) -> None:
        self.warnings.append(Problem(row.sheet, row.number, key, tuple(values.items())))

    def number(self, row: Row, column: str = "number") -> str | None:
        """Return the row's number in lower case, None (and a problem) when no account can have it."""
        text = row.get(column).lower().replace(" ", "")
        if not text:
            self.wrong(row, "no_number")
            return None
        if not (_CLASS_NUMBER if row.kind == "class" else _NUMBER).fullmatch(text):
            self.wrong(row, "bad_number", number=row.get(column))
            return None
        return text

    def name(self, row: Row, column: str = "name") -> str:
        text = row.get(column)
        if not text:
            self.wrong(row, "no_name")
        elif len(text) > LONGEST_NAME:
            self.wrong(row, "long_name", name=text[:20])
        return text

    def phone(self, row: Row, column: str) -> str:
        phone = normal_phone(row.get(column))
        if phone is None:
            self.wrong(row, "bad_phone", phone=row.get(column))
        return phone or ""

    def find_class(self, text: str) -> str | None:
        """Return the class number for a class number or class name."""
        lowered = text.lower().replace(" ", "")
        if lowered in self.classes:
            return lowered
        wanted = headers.word(text)
        same = [item.number for _, item in self.classes.values() if headers.word(item.name) == wanted]
        return same[0] if len(same) == 1 else None


def validate(
    rows: Sequence[Row], problems: Sequence[Problem], creator: str
) -> tuple[Roster | None, list[Problem], list[Problem]]:
    """Return (roster or None, problems, warnings), problems in the order of the file.

    `creator` is the localpart of the office account that makes the rooms: the roster must list it. With any
    problem there is no roster, so that nothing half right reaches the server.
    """
    reading = _Reading(problems=list(problems))
    readers: tuple[tuple[str, Callable[[_Reading, Row], None]], ...] = (
        ("school", _school),
        ("class", _class),
        ("staff", _staff),
        ("student", _student),
        ("lesson", _lesson),
    )
    for kind, reader in readers:
        for row in rows:
            if row.kind == kind:
                reader(reading, row)
    _head_teachers(reading)
    _whole(reading, creator)
    if reading.problems:
        order = {sheet: at for at, sheet in enumerate(dict.fromkeys(row.sheet for row in rows))}
        return None, sorted(reading.problems, key=lambda p: (order.get(p.sheet, -1), p.row)), reading.warnings
    guardians = tuple(
        Guardian(localpart, one.number, one.name, one.phone, one.relation, tuple(one.children))
        for localpart, one in reading.guardians.items()
    )
    roster = Roster(
        reading.school_name,
        tuple(item for _, item in reading.classes.values()),
        tuple(item for _, item in reading.students.values()),
        guardians,
        tuple(item for _, item in reading.staff.values()),
        tuple(reading.lessons),
    )
    return roster, [], reading.warnings


def _school(reading: _Reading, row: Row) -> None:
    if reading.school_name:
        reading.wrong(row, "second_school")
    reading.school_name = reading.name(row) or reading.school_name


def _class(reading: _Reading, row: Row) -> None:
    number, name = reading.number(row), reading.name(row)
    if number is None:
        return
    if number in reading.classes:
        reading.wrong(row, "double_number", number=number, other=str(reading.classes[number][0].number))
        return
    if any(item.name == name for _, item in reading.classes.values()):
        reading.wrong(row, "double_class_name", name=name)
    head = row.get("head_teacher").lower().replace(" ", "")
    reading.classes[number] = (row, SchoolClass(number, name, row.get("grade"), head))


def _staff(reading: _Reading, row: Row) -> None:
    number, name = reading.number(row), reading.name(row)
    role = headers.lookup(headers.ROLES, row.get("role"))
    if role is None:
        reading.wrong(row, "bad_role", role=row.get("role"))
    phone = reading.phone(row, "phone")
    taught: list[str] = []
    for text in filter(None, _SPLIT.split(row.get("classes"))):
        found = reading.find_class(text)
        if found is None:
            reading.wrong(row, "no_such_class", name=text)
        elif found not in taught:
            taught.append(found)
    if taught and role in ("office", "officer"):
        reading.wrong(row, "role_teaches_nothing", role=row.get("role"))
    if number is None or role is None:
        return
    person = Staff(number, name, role, row.get("subject"), tuple(taught), phone)
    if person.localpart in reading.staff:
        other = reading.staff[person.localpart][0].number
        reading.wrong(row, "double_number", number=number, other=str(other))
        return
    reading.staff[person.localpart] = (row, person)


def _student(reading: _Reading, row: Row) -> None:
    number, name = reading.number(row), reading.name(row)
    school_class = reading.find_class(row.get("class")) if row.get("class") else None
    if not row.get("class"):
        reading.wrong(row, "no_class")
    elif school_class is None:
        reading.wrong(row, "no_such_class", name=row.get("class"))
    if number is not None and number in reading.students:
        other = reading.students[number][0].number
        reading.wrong(row, "double_number", number=number, other=str(other))
        number = None
    guardians = [
        localpart
        for localpart in (_guardian(reading, row, number, which) for which in ("guardian1", "guardian2"))
        if localpart
    ]
    if len(set(guardians)) < len(guardians):
        reading.wrong(row, "same_guardian_twice")
    if not guardians:
        reading.odd(row, "no_guardian", name=name)
    if number is None or school_class is None:
        return
    reading.students[number] = (row, Student(number, name, school_class, tuple(dict.fromkeys(guardians))))


def _guardian(reading: _Reading, row: Row, child: str | None, which: str) -> str | None:
    """Read one guardian of a student's row; the same number or phone is the same account everywhere."""
    given = {part: row.get(f"{which}_{part}") for part in ("name", "relation", "phone", "number")}
    if not any(given.values()):
        return None
    name = reading.name(row, f"{which}_name")
    phone = reading.phone(row, f"{which}_phone")
    relation = headers.lookup(headers.RELATIONS, given["relation"]) if given["relation"] else "guardian"
    if relation is None:
        reading.wrong(row, "bad_relation", relation=given["relation"])
        relation = "guardian"
    number = reading.number(row, f"{which}_number") if given["number"] else ""
    if number is None:
        return None
    if not number and not phone:
        if not given["phone"]:  # a phone that cannot be read was reported already
            reading.wrong(row, "guardian_without_phone", name=name)
        return None
    same_phone = [key for key, one in reading.guardians.items() if phone and one.phone == phone]
    localpart = "g" + number if number else (same_phone[0] if same_phone else "g" + phone)
    known = reading.guardians.get(localpart)
    if known is None:
        if same_phone:
            other = reading.guardians[same_phone[0]]
            reading.wrong(row, "phone_of_another", name=name, other=other.name, at=str(other.row.number))
        draft = _GuardianDraft(row, number, name, phone, relation, [child] if child else [])
        reading.guardians[localpart] = draft
        return localpart
    if phone and known.phone and phone != known.phone:
        reading.wrong(row, "guardian_two_phones", number=known.number, at=str(known.row.number))
    if name and name != known.name:
        reading.odd(row, "guardian_two_names", name=name, other=known.name, at=str(known.row.number))
    known.phone = known.phone or phone
    if child and child not in known.children:
        known.children.append(child)
    return localpart


def _lesson(reading: _Reading, row: Row) -> None:
    school_class = reading.find_class(row.get("class"))
    if school_class is None:
        reading.wrong(row, "no_such_class", name=row.get("class"))
    day = headers.weekday(row.get("weekday"))
    if day is None:
        reading.wrong(row, "bad_weekday", weekday=row.get("weekday"))
    times = [_time(reading, row, column) for column in ("starts", "ends")]
    if all(times) and times[0] >= times[1]:
        reading.wrong(row, "ends_before_start")
    teacher = row.get("teacher").lower().replace(" ", "")
    if teacher and "t" + teacher not in reading.staff:
        reading.wrong(row, "no_such_teacher", number=row.get("teacher"))
    if not row.get("subject"):
        reading.wrong(row, "no_subject")
    if school_class is None or day is None or not all(times):
        return
    lesson = Lesson(school_class, day, times[0], times[1], row.get("subject"), teacher)
    for other in reading.lessons:
        if other.weekday != day or not (other.starts < lesson.ends and lesson.starts < other.ends):
            continue
        if other.class_number == school_class:
            reading.wrong(row, "class_busy", start=lesson.starts, subject=other.subject)
        if teacher and other.teacher == teacher:
            reading.wrong(row, "teacher_busy", start=lesson.starts, number=teacher)
    reading.lessons.append(lesson)


def _time(reading: _Reading, row: Row, column: str) -> str:
    match = _TIME.fullmatch(row.get(column))
    if match is None:
        reading.wrong(row, "bad_time", time=row.get(column))
        return ""
    return f"{int(match[1]):02d}:{match[2]}"


def _head_teachers(reading: _Reading) -> None:
    for row, item in reading.classes.values():
        if not item.head_teacher:
            reading.odd(row, "no_head_teacher", name=item.name)
        elif "t" + item.head_teacher not in reading.staff:
            reading.wrong(row, "no_such_teacher", number=item.head_teacher)


def _whole(reading: _Reading, creator: str) -> None:
    """Check what no single row shows."""
    anywhere = Row("school", "", 0, {})
    if not reading.school_name:
        reading.wrong(anywhere, "no_school")
    if not reading.classes:
        reading.wrong(anywhere, "no_classes")
    entry = reading.staff.get(creator)
    if entry is None or entry[1].role != "office":
        reading.wrong(anywhere, "no_creator", account=creator)
    if sum(1 for _, person in reading.staff.values() if person.role == "office") < 2:
        reading.odd(anywhere, "one_office")
