"""The translation check of test.sh lets nothing unfinished or forgotten pass."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

_CHECK = Path(__file__).resolve().parents[2] / "packaging" / "check_translations.py"
_TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Bell</name>
    <message>
        <source>Ring</source>
        {translation}
    </message>
</context>
</TS>
"""
_DONE = _TS.format(translation="<translation>响铃</translation>")
_SOURCE = """
from PySide6.QtCore import QObject
class Bell(QObject):
    def words(self):
        return [self.tr("Ring")%s]
"""


@pytest.fixture(scope="module")
def check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_translations", _CHECK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("translation", "more", "words"),
    [
        (_DONE, "", []),
        (_TS.format(translation='<translation type="unfinished"></translation>'), "", ["1 unfinished"]),
        (_TS.format(translation='<translation type="unfinished">响铃</translation>'), "", ["1 unfinished"]),
        (_DONE, ', self.tr("Stop")', ["1 texts of the sources are missing"]),
    ],
)
def test_finished_and_complete_or_named(
    check: ModuleType, tmp_path: Path, translation: str, more: str, words: list[str]
) -> None:
    ts, source, folder = tmp_path / "schoolbell_zh_CN.ts", tmp_path / "bell.py", tmp_path / "work"
    folder.mkdir()
    ts.write_text(translation, "utf-8")
    source.write_text(_SOURCE % more)
    found = check.problems(ts, [str(source)], folder)
    assert len(found) == len(words)
    assert all(word in line for word, line in zip(words, found, strict=True))
    assert ts.read_text("utf-8") == translation


def test_a_translate_by_another_name_is_named(check: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "words.py"
    source.write_text("translate, x = QCoreApplication.translate, 1\nsay = QCoreApplication.translate\n")
    assert check.hidden(str(source)) == [f"{source}: call it translate, not say"]
