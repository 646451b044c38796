"""Writes a table of words as an XLSX file; no cell is ever a formula or a link."""

import io
import os
from collections.abc import Sequence
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.files import known

_WIDEST = 60  # characters
_CELL_LIMIT = 32_767  # what a cell holds
_SHEET_LIMIT = 31
_NOT_IN_SHEETS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def write_table(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write `rows` under `head` to `path`, whole or not at all. `title` names the sheet.

    Raises KnownError(SAVE_REFUSED | DISK_FULL).
    """
    content = as_xlsx(title, head, rows)
    part = path.with_name(f"{path.name}.part")
    try:
        try:
            part.write_bytes(content)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        found = known(error)
        raise found if found.code is ErrorCode.DISK_FULL else KnownError(ErrorCode.SAVE_REFUSED) from error


def as_xlsx(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return the table as the bytes of an XLSX file: every cell is text, the head stays in view."""
    import xlsxwriter  # first wanted when somebody exports

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(title.translate(_NOT_IN_SHEETS)[:_SHEET_LIMIT].strip() or "1")
    strong, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, strong)
        cells = [row[column] for row in rows if column < len(row)]
        widest = max((_width(cell) for cell in (words, *cells)), default=0)
        sheet.set_column(column, column, min(_WIDEST, widest + 2))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell[:_CELL_LIMIT], text)
    sheet.freeze_panes(1, 0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(head) - 1)
    book.close()
    return out.getvalue()


def _width(text: str) -> int:
    """Return about how many digits wide a cell is: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
