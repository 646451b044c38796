import io

import openpyxl
import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.spreadsheet import as_xlsx, write_table

BAD = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "http://example.org", "\t=1", "{=1}", "00012"]


def sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_every_cell_is_text():
    table = sheet(as_xlsx("导出", ["名"], [[cell] for cell in BAD]))
    cells = [row[0] for row in table.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == BAD
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize("title", ["[a]:*?/\\'b", "很长" * 40, "", "历史'"])
def test_any_title_names_a_sheet(title):
    assert sheet(as_xlsx(title, ["a"], [["b"]])).title


def test_a_huge_cell_is_cut():
    assert len(sheet(as_xlsx("x", ["a"], [["长" * 40_000]])).cell(2, 1).value) == 32_767


def test_where_one_may_not_write(tmp_path):
    with pytest.raises(KnownError) as error:
        write_table(tmp_path / "missing" / "a.xlsx", "x", ["a"], [])
    assert error.value.code is ErrorCode.SAVE_REFUSED


def test_the_old_file_is_replaced_whole(tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    write_table(target, "x", ["a"], [["b"]])
    assert sheet(target.read_bytes()).cell(2, 1).value == "b"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
