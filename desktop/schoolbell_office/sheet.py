"""Reads a roster file, .xlsx or .csv, into rows of named cells; forgives encodings, widths and words."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from xml.etree.ElementTree import ParseError

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell_office import headers
from schoolbell_office.model import Problem

_CSV_LINES_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line: which kind of sheet, where it stood, and its cells by field name (see headers.COLUMNS)."""

    kind: str
    sheet: str
    number: int
    cells: Mapping[str, str]

    def get(self, field: str) -> str:
        """Return a cell's text, "" when the column is missing or empty."""
        return self.cells.get(field, "")


def clean(value: object) -> str:
    """Return a cell as text: full-width signs made narrow, blanks trimmed, 20260101.0 → 20260101."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, time | datetime):
        return value.strftime("%H:%M") if isinstance(value, time) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    text = unicodedata.normalize("NFKC", str(value))
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\t\n")
    return " ".join(text.split())


def read_rows(path: Path) -> tuple[list[Row], list[Problem]]:
    """Return all rows of `path` and what was wrong with its sheets and headers.

    Raises KnownError(BAD_ROSTER, {"reason"}) when the file is no spreadsheet at all: `missing`, `format`,
    `encoding`.
    """
    if not path.is_file():
        raise KnownError(ErrorCode.BAD_ROSTER, {"reason": "missing", "file": path.name})
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _read_workbook(path)
    if path.suffix.lower() in (".csv", ".txt"):
        return _read_csv(path)
    raise KnownError(ErrorCode.BAD_ROSTER, {"reason": "format", "file": path.name})


def decode(data: bytes) -> str:
    """Return the text of a CSV file: UTF-8 with or without BOM, UTF-16 with BOM, else GB18030 (Excel)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise KnownError(ErrorCode.BAD_ROSTER, {"reason": "encoding"})


def _read_workbook(path: Path) -> tuple[list[Row], list[Problem]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, ParseError) as fault:
        raise KnownError(ErrorCode.BAD_ROSTER, {"reason": "format", "file": path.name}) from fault
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        for sheet in book.worksheets:
            kind = headers.lookup(headers.SHEETS, clean(sheet.title))
            if kind is None:
                problems.append(Problem(sheet.title, 1, "unknown_sheet"))
                continue
            lines = [[clean(cell) for cell in line] for line in sheet.iter_rows(values_only=True)]
            _read_sheet(kind, sheet.title, lines, rows, problems)
    finally:
        book.close()
    return rows, problems


def _read_sheet(
    kind: str, title: str, lines: Sequence[Sequence[str]], rows: list[Row], problems: list[Problem]
) -> None:
    """Read one sheet whose first line that is not empty holds the headers."""
    at = next((index for index, line in enumerate(lines) if any(line)), None)
    if at is None:
        return
    fields = _fields(kind, title, at + 1, lines[at], problems)
    for index, line in enumerate(lines[at + 1 :], at + 2):
        if any(line):
            rows.append(Row(kind, title, index, _cells(fields, line)))


def _fields(
    kind: str,
    title: str,
    number: int,
    line: Sequence[str],
    problems: list[Problem],
    elsewhere: bool = False,
) -> dict[int, str]:
    """Return column → field; reports headers nobody knows, doubled ones, and missing ones.

    `elsewhere`: a header known for another kind of line is no problem (one header for a whole CSV file).
    """
    fields: dict[int, str] = {}
    for column, text in enumerate(line):
        if not text:
            continue
        field = headers.lookup(headers.COLUMNS[kind], text)
        if field is None:
            if elsewhere and any(headers.lookup(table, text) for table in headers.COLUMNS.values()):
                continue
            problems.append(Problem(title, number, "unknown_column", (("column", text),)))
        elif field in fields.values():
            problems.append(Problem(title, number, "double_column", (("column", text),)))
        else:
            fields[column] = field
    for field in headers.REQUIRED[kind]:
        if field not in fields.values():
            column_name = headers.COLUMNS[kind][field][0]
            problems.append(Problem(title, number, "missing_column", (("column", column_name),)))
    return fields


def _cells(fields: Mapping[int, str], line: Sequence[str]) -> dict[str, str]:
    return {field: line[column] for column, field in fields.items() if column < len(line) and line[column]}


def _read_csv(path: Path) -> tuple[list[Row], list[Problem]]:
    """Read the one-file form: blocks of lines, each block led by a header line that starts with 类型 / kind.

    Every line's first cell is the kind (学校, 班级, 学生, 老师, 课程表); a header line names the columns of
    the lines below it.
    """
    text = decode(path.read_bytes())
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = next((sign for sign in (",", ";", "\t") if sign in first), ",")
    rows: list[Row] = []
    problems: list[Problem] = []
    header: list[str] = []
    header_row = 1
    known: dict[str, dict[int, str]] = {}
    for number, line in _numbered(csv.reader(io.StringIO(text), delimiter=delimiter)):
        if number > _CSV_LINES_LIMIT:
            problems.append(Problem(path.name, number, "too_long"))
            break
        if not any(line):
            continue
        if headers.word(line[0]) in map(headers.word, headers.KIND_COLUMN):
            header, header_row, known = line, number, {}
            continue
        kind = headers.lookup(headers.SHEETS, line[0])
        if kind is None:
            problems.append(Problem(path.name, number, "unknown_kind", (("kind", line[0]),)))
            continue
        if kind not in known:
            known[kind] = _fields(kind, path.name, header_row, ["", *header[1:]], problems, True)
        rows.append(Row(kind, path.name, number, _cells(known[kind], line)))
    return rows, problems


def _numbered(reader: Iterable[list[str]]) -> Iterable[tuple[int, list[str]]]:
    """Yield (line number as a spreadsheet shows it, cleaned cells)."""
    for number, line in enumerate(reader, 1):
        yield number, [clean(cell) for cell in line]
