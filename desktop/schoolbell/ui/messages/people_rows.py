"""Readers and members as rows: filtered, grouped by class, and as a spreadsheet text."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from schoolbell.domain.chat.items import Person, Reader, ReadLists, Role
from schoolbell.ui.words import day_and_time
from schoolbell.viewmodels.words import role_text

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROOT = QModelIndex()
_SPECIAL = "=+-@\t\r"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A header over the people of one class."""

    name: str
    count: int
    folded: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; `note` is the second line, `right` what stands at the end of the row."""

    person: Person
    note: str
    right: str


PeopleRow = GroupRow | PersonRow


def class_words(name: str) -> str:
    """Return the group title for a class name; people of no class get a word of their own."""
    return name or QCoreApplication.translate("People", "No class")


def reader_row(reader: Reader, now_ms: int) -> PersonRow:
    """Return one reader as a row: time at the right, "not known" and "never signed in" as a note."""
    note = right = ""
    if not reader.known:
        note = QCoreApplication.translate("People", "Not known: read receipts are private")
    elif reader.never_signed_in:
        note = QCoreApplication.translate("People", "Has never signed in")
    elif reader.read_ts:
        right = day_and_time(reader.read_ts, now_ms)
        if reader.about:
            right = QCoreApplication.translate("People", "about {time}").format(time=right)
    return PersonRow(reader.person, note, right)


def classes_of(readers: Iterable[Reader]) -> list[str]:
    """Return the class names that occur, sorted, people of no class last."""
    names = {reader.class_name for reader in readers}
    return sorted(names, key=lambda name: (not name, name))


def roles_of(readers: Iterable[Reader]) -> list[Role]:
    """Return the roles that occur, in the order of the enumeration."""
    found = {reader.person.role for reader in readers}
    return [role for role in Role if role in found and role is not Role.NONE]


def select(readers: Iterable[Reader], class_name: str | None, role: Role | None) -> list[Reader]:
    """Return the readers of one class (None: all) and one role (None: all)."""
    return [
        reader
        for reader in readers
        if (class_name is None or reader.class_name == class_name)
        and (role is None or reader.person.role is role)
    ]


def grouped(readers: Sequence[Reader], folded: frozenset[str], now_ms: int) -> list[PeopleRow]:
    """Return rows with a header per class; a folded class shows its header only."""
    rows: list[PeopleRow] = []
    for name in classes_of(readers):
        people = [reader for reader in readers if reader.class_name == name]
        rows.append(GroupRow(name, len(people), name in folded))
        if name not in folded:
            rows.extend(reader_row(reader, now_ms) for reader in people)
    return rows


def as_csv(lists: ReadLists, now_ms: int) -> str:
    """Return both lists as CSV with a header row in the reader's language.

    A leading =, +, - or @ is quoted with an apostrophe: spreadsheets would run it as a formula.
    """
    translate = QCoreApplication.translate
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            translate("People", "Name"),
            translate("People", "Role"),
            translate("People", "Class"),
            translate("People", "State"),
            translate("People", "Read at"),
        ]
    )
    for state, readers in (
        (translate("People", "unread"), lists.unread),
        (translate("People", "read"), lists.read),
    ):
        for reader in readers:
            row = reader_row(reader, now_ms)
            shown = state if reader.known else translate("People", "not known")
            cells = [
                reader.person.name, role_text(reader.person.role), reader.class_name, shown, row.right
            ]  # fmt: skip
            writer.writerow([f"'{cell}" if cell[:1] and cell[0] in _SPECIAL else cell for cell in cells])
    return out.getvalue()


class PeopleModel(QAbstractListModel):
    """Rows of people for a list view; replaced as a whole when filters or data change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PeopleRow] = []

    def show(self, rows: Sequence[PeopleRow]) -> None:
        """Replace all rows; equal rows cause no signal."""
        if list(rows) == self._rows:
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, index: int) -> PeopleRow:
        """Return the row at `index`."""
        return self._rows[index]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return the row for ROW_ROLE, its words for display and assistive technology."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            if isinstance(row, GroupRow):
                return QCoreApplication.translate("People", "{name}, {count}").format(
                    name=class_words(row.name), count=row.count
                )
            parts = [row.person.name, role_text(row.person.role), row.note, row.right]
            return " ".join(part for part in parts if part)
        return None
