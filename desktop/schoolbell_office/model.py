"""What a roster file says, after validation: school, classes, people, lessons. No ids of the server yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """One class; `number` is stable over the years, `name` is what people call it."""

    number: str
    name: str
    grade: str
    head_teacher: str  # staff number, "" when vacant


@dataclass(frozen=True, slots=True)
class Guardian:
    """One account for a student's parent. `localpart` is `g` + guardian number, else `g` + phone."""

    localpart: str
    number: str  # "" when the phone stands for it
    name: str
    phone: str
    relation: str  # father, mother, grandfather, grandmother, guardian
    children: tuple[str, ...]  # student numbers, in the order of the sheet


@dataclass(frozen=True, slots=True)
class Student:
    """One student of one class; `guardians` are localparts."""

    number: str
    name: str
    class_number: str
    guardians: tuple[str, ...]

    @property
    def localpart(self) -> str:
        """Return the account's localpart."""
        return "s" + self.number.lower()


@dataclass(frozen=True, slots=True)
class Staff:
    """A teacher, principal, office account or bureau officer. `classes` are class numbers taught."""

    number: str
    name: str
    role: str  # teacher, principal, office, officer
    subject: str
    classes: tuple[str, ...]
    phone: str

    @property
    def localpart(self) -> str:
        """Return the account's localpart: `o` for the office, `t` for all other staff.

        The bureau's officer is a guest: an `o` would let him make rooms (packaging/homeserver).
        """
        return ("o" if self.role == "office" else "t") + self.number.lower()


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson of the week's timetable; weekday 1 is Monday, times are "HH:MM" in the school's timezone."""

    class_number: str
    weekday: int
    starts: str
    ends: str
    subject: str
    teacher: str  # staff number


@dataclass(frozen=True, slots=True)
class Roster:
    """One school as the file has it, in the order of the file."""

    school_name: str
    classes: tuple[SchoolClass, ...]
    students: tuple[Student, ...]
    guardians: tuple[Guardian, ...]
    staff: tuple[Staff, ...]
    lessons: tuple[Lesson, ...]

    def head_classes(self, staff_number: str) -> tuple[SchoolClass, ...]:
        """Return the classes this person is head teacher of."""
        return tuple(item for item in self.classes if item.head_teacher == staff_number)

    def teachers_of(self, class_number: str) -> tuple[Staff, ...]:
        """Return the teachers of a class: who teaches it, and its head teacher."""
        heads = {item.head_teacher for item in self.classes if item.number == class_number}
        return tuple(
            person
            for person in self.staff
            if person.role in ("teacher", "principal")
            and (class_number in person.classes or person.number in heads)
        )

    def with_role(self, role: str) -> tuple[Staff, ...]:
        """Return the staff of one role."""
        return tuple(person for person in self.staff if person.role == role)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the file: where (sheet, row as a spreadsheet counts) and what (a text key)."""

    sheet: str
    row: int
    key: str
    values: tuple[tuple[str, str], ...] = ()
