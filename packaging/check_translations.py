"""Checks i18n/*.ts: every text of the sources is in them, and `lrelease` reports nothing unfinished."""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_TOP = Path(__file__).resolve().parents[1]
_BIN = Path(sys.executable).parent
_SOURCES = ("schoolbell", "schoolbell_demo")
_ALIAS = re.compile(r"^\s*(?!translate\b)(\w+)(?:, \w+)* = QCoreApplication\.translate\b(?!\()", re.MULTILINE)


def _run(tool: str, *arguments: str) -> str:
    done = subprocess.run([str(_BIN / tool), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{tool} failed:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def _count(pattern: str, text: str) -> int:
    return sum(int(number) for number in re.findall(pattern, text))


def problems(translation: Path, sources: list[str], folder: Path) -> list[str]:
    """Return what is wrong with one file: unfinished texts, and texts that only the sources have."""
    found = []
    released = _run("pyside6-lrelease", str(translation), "-qm", str(folder / "out.qm"))
    unfinished = _count(r"and (\d+) unfinished", released) + _count(r"Ignored (\d+) untranslated", released)
    if unfinished:
        found.append(f"{translation.name}: {unfinished} unfinished")
    copy = folder / translation.name
    shutil.copy(translation, copy)
    updated = _run("pyside6-lupdate", "-locations", "none", *sources, "-ts", str(copy))
    new = _count(r"\((\d+) new and", updated)
    if new:
        found.append(f"{translation.name}: {new} texts of the sources are missing (run pyside6-lupdate)")
    return found


def hidden(source: str) -> list[str]:
    """Return names that stand for `translate` in one file: lupdate finds no text behind any other name."""
    text = Path(source).read_text(encoding="utf-8")
    return [f"{source}: call it translate, not {match[1]}" for match in _ALIAS.finditer(text)]


def main() -> int:
    """Check all files; with none there yet, say so and succeed."""
    translations = sorted((_TOP / "i18n").glob("*.ts"))
    if not translations:
        sys.stdout.write("no i18n/*.ts yet\n")
        return 0
    sources = [str(p) for name in _SOURCES for p in sorted((_TOP / "desktop" / name).rglob("*.py"))]
    found = [line for source in sources for line in hidden(source)]
    with tempfile.TemporaryDirectory() as folder:
        for translation in translations:
            found += problems(translation, sources, Path(folder))
    summary = found or [f"{len(translations)} translations, 0 unfinished"]
    sys.stdout.write("".join(f"{line}\n" for line in summary))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
