"""Makes the demo school's roster from a seed: `python -m schoolbell_demo.roster` rewrites resources/demo."""

import csv
import io
import random
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schoolbell.system.resources import resource

SEED: Final = 20260901
SCHOOL_NAME: Final = "清溪实验中学"
CLASSES: Final = (("2026-0701", "七年级1班", "七年级", "1001"), ("2026-0702", "七年级2班", "七年级", "1002"))
_SURNAMES: Final = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIRL: Final = (
    "子涵 欣怡 雨桐 梓萱 诗琪 思彤 佳怡 梦瑶 若曦 语嫣 静怡 雅文 可馨 晓彤 婉清 书瑶 心悦 依诺 嘉宁 安琪 "
    "悦然 清扬 芷晴 乐瑶"
)
_BOY: Final = (
    "浩然 子轩 宇航 俊杰 明轩 博文 天宇 嘉豪 志远 泽宇 一鸣 思远 文博 晨阳 子墨 睿哲 昊天 家乐 启航 "
    "云帆 承志 景行 致远 明"
)
_FATHER: Final = "建国 志强 伟 勇 军 磊 海涛 晓东 国平 立新 文斌 永刚 卫东 建华 宏伟 振宇 少华 学军 春生 长江"
_MOTHER: Final = "丽华 秀英 敏 静 桂芳 晓燕 红梅 雪梅 玉兰 海燕 慧敏 淑珍 春梅 亚男 文静 莉 婷 佩珊 美玲 月华"
_STAFF: Final = (
    ("1001", "林晓梅", "班主任", "语文", "2026-0701、2026-0702"),
    ("1002", "周建平", "班主任", "数学", "2026-0701、2026-0702"),
    ("1003", "陈思敏", "老师", "英语", "2026-0701"),
    ("1004", "吴佩文", "老师", "英语", "2026-0702"),
    ("1005", "郑海波", "老师", "科学", "2026-0701、2026-0702"),
    ("1006", "曾雅琴", "老师", "历史", "2026-0701、2026-0702"),
    ("1007", "马志刚", "老师", "体育", "2026-0701、2026-0702"),
    ("1008", "何清音", "老师", "音乐", "2026-0701"),
    ("1009", "许墨", "老师", "美术", "2026-0702"),
    ("1000", "顾长明", "校长", "", ""),
    ("1", "值班室一", "教务处", "", ""),
    ("2", "值班室二", "教务处", "", ""),
    ("9001", "沈立行", "教育局", "", ""),
)
_PERIODS: Final = (
    ("08:00", "08:40"), ("08:50", "09:30"), ("09:50", "10:30"),
    ("10:40", "11:20"), ("14:00", "14:40"), ("14:50", "15:30"),
)  # fmt: skip
_WEEK: Final = {
    "2026-0701": (("1001", 6), ("1002", 6), ("1003", 5), ("1005", 4), ("1006", 3), ("1007", 3), ("1008", 3)),
    "2026-0702": (("1001", 6), ("1002", 6), ("1004", 5), ("1005", 4), ("1006", 3), ("1007", 3), ("1009", 3)),
}
_SIBLINGS: Final = 4  # pairs, one child in each class
_PER_CLASS: Final = 24


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, Chinese headers and rows of text."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Parent:
    name: str
    relation: str
    phone: str
    number: str

    def cells(self) -> tuple[str, ...]:
        return (self.name, self.relation, self.phone, self.number)


class _School:
    """Draws people one after the other; the same seed draws the same people."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # names for a demo, nothing secret
        self._names: set[str] = set()
        self._parents = 0

    def _name(self, surname: str, given: str) -> str:
        while True:
            name = surname + self._random.choice(given.split())
            if name not in self._names:
                self._names.add(name)
                return name

    def _parent(self, surname: str, relation: str) -> _Parent:
        self._parents += 1
        given = _FATHER if relation == "爸爸" else _MOTHER
        return _Parent(
            self._name(surname, given), relation, f"1380000{self._parents:04d}", f"{100000 + self._parents}"
        )

    def _family(self) -> tuple[str, tuple[_Parent, ...]]:
        surname = self._random.choice(_SURNAMES)
        both = self._random.random() < 0.55
        father = self._parent(surname, "爸爸") if both or self._random.random() < 0.5 else None
        mother = None if father and not both else self._parent(self._random.choice(_SURNAMES), "妈妈")
        return surname, tuple(one for one in (father, mother) if one)

    def students(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the sheet 学生."""
        shared = [self._family() for _ in range(_SIBLINGS)]
        for number, name, _, _ in CLASSES:
            seats = self._random.sample(range(_PER_CLASS), _SIBLINGS)
            for seat in range(_PER_CLASS):
                surname, parents = shared[seats.index(seat)] if seat in seats else self._family()
                child = self._name(surname, self._random.choice((_GIRL, _BOY)))
                cells = [cell for parent in parents for cell in parent.cells()]
                cells += [""] * (8 - len(cells))
                yield (f"{number.replace('-', '')}{seat + 1:02d}", child, name, *cells)

    def lessons(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows of the sheet 课程表: 30 lessons a week per class, no teacher twice at once."""
        subjects = {number: subject for number, _, _, subject, _ in _STAFF}
        first, second = (
            [teacher for teacher, count in _WEEK[number] for _ in range(count)] for number, *_ in CLASSES
        )
        self._random.shuffle(first)
        self._random.shuffle(second)
        for at, teacher in enumerate(first):
            if second[at] == teacher:
                other = next(
                    index
                    for index, candidate in enumerate(second)
                    if candidate != teacher and first[index] != teacher
                )
                second[at], second[other] = second[other], second[at]
        for (_, name, _, _), week in zip(CLASSES, (first, second), strict=True):
            for at, teacher in enumerate(week):
                day, period = divmod(at, len(_PERIODS))
                starts, ends = _PERIODS[period]
                yield (name, f"周{'一二三四五'[day]}", starts, ends, subjects[teacher], teacher)


def sheets(seed: int = SEED) -> tuple[Sheet, ...]:
    """Return the whole roster: 学校, 班级, 老师, 学生, 课程表."""
    school = _School(seed)
    guardian = [f"家长{number}{part}" for number in (1, 2) for part in ("姓名", "关系", "电话", "编号")]
    return (
        Sheet("学校", ("名称",), ((SCHOOL_NAME,),)),
        Sheet("班级", ("编号", "名称", "年级", "班主任"), CLASSES),
        Sheet(
            "老师",
            ("工号", "姓名", "职务", "科目", "任教班级", "电话"),
            tuple((*one, f"1390000{int(one[0]):04d}") for one in _STAFF),
        ),
        Sheet("学生", ("学号", "姓名", "班级", *guardian), tuple(school.students())),
        Sheet("课程表", ("班级", "星期", "开始", "结束", "科目", "老师"), tuple(school.lessons())),
    )


def csv_bytes(roster: Sequence[Sheet]) -> bytes:
    """Return the one-file form: each block has its own header line, first column 类型. UTF-8 with BOM."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for sheet in roster:
        writer.writerow(("类型", *sheet.headers))
        writer.writerows((sheet.title, *row) for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def write_workbook(roster: Sequence[Sheet], path: Path) -> None:
    """Write the .xlsx form: one sheet each, every cell as text so that numbers keep their zeros."""
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in roster:
        page = book.create_sheet(sheet.title)
        page.append(list(sheet.headers))
        for row in sheet.rows:
            page.append(list(row))
        for column in range(1, len(sheet.headers) + 1):
            page.cell(1, column).font = Font(bold=True)
            texts = (line[column - 1] for line in (sheet.headers, *sheet.rows))
            dimension = page.column_dimensions[get_column_letter(column)]
            dimension.width = max(map(_width, texts)) + 2
            dimension.number_format = "@"  # for the rows that people add
        for line in page.iter_rows():
            for cell in line:
                cell.number_format = "@"
        page.freeze_panes = "A2"
    made = io.BytesIO()
    book.save(made)
    path.write_bytes(_without_times(made.getvalue()))


def _width(text: str) -> int:
    """Return how many digits wide a text is; a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _without_times(book: bytes) -> bytes:
    """Return a workbook with fixed times, so that the same roster is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(rb">\d{4}-\d\d-\d\dT[0-9:]+Z<", b">2026-09-01T00:00:00Z<", data)
            target.writestr(zipfile.ZipInfo(entry.filename), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write(folder: Path, seed: int = SEED) -> None:
    """Write roster.xlsx and roster.csv into `folder`."""
    roster = sheets(seed)
    (folder / "roster.csv").write_bytes(csv_bytes(roster))
    write_workbook(roster, folder / "roster.xlsx")


def main() -> int:
    """Rewrite the demo roster in the checkout."""
    folder = resource("resources", "demo")
    write(folder)
    sys.stdout.write(f"{folder / 'roster.xlsx'}\n{folder / 'roster.csv'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
