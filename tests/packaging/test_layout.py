"""The repository holds what it should, and what is shipped is found wherever Schoolbell was installed."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

_TOP = Path(__file__).resolve().parents[2]
_FOLDERS = {"desktop", "resources", "i18n", "tests", "packaging"}
_FILES = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}
_LOOK = """
import sys
from schoolbell.system.resources import resource
for line in sys.stdin.read().split():
    sys.stdout.write(str(resource(*line.split("/"))) + "\\n")
"""


def _tracked() -> list[str]:
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]  # whoever owns the checkout
    done = subprocess.run(command, cwd=_TOP, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (_TOP / name).exists()]


def _shipped() -> list[str]:
    """Return what must travel with the program: every resource and every compiled translation."""
    kept = [name for name in _tracked() if name.startswith("resources/")]
    return kept + [f"i18n/{path.name}" for path in sorted((_TOP / "i18n").glob("*.qm"))]


def _run(arguments: Sequence[str], stdin: str = "", **environment: str) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_"))}
    kept.update(environment)
    done = subprocess.run(
        arguments, input=stdin, capture_output=True, text=True, check=False, env=kept, cwd="/"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel from a copy of the tracked files, offline."""
    copy = tmp_path_factory.mktemp("source")
    for name in [*_tracked(), *_shipped()]:
        if not name.startswith("tests/"):
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((_TOP / name).read_bytes())
    out = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", str(out)]
    _run([sys.executable, "-m", "pip", "wheel", *options, str(copy)])
    return next(out.glob("schoolbell-*.whl"))


def test_top_level_is_exactly_what_it_should_be() -> None:
    names = {name.split("/")[0] for name in _tracked()}
    assert {name for name in names if not name.startswith(".")} == _FOLDERS | _FILES


def test_compiled_translations_are_not_committed() -> None:
    assert not [name for name in _tracked() if name.endswith(".qm")]


def test_found_from_the_checkout() -> None:
    names = _shipped()
    assert names
    found = _run([sys.executable, "-c", _LOOK], "\n".join(names), PYTHONPATH=str(_TOP / "desktop"))
    assert found.split() == [str(_TOP / name) for name in names]


def test_found_from_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    names = _shipped()
    options = ["--no-deps", "--no-index", "--no-compile", "-q", "--prefix", str(tmp_path)]
    _run([sys.executable, "-m", "pip", "install", *options, "--ignore-installed", str(wheel)])
    packages = next(tmp_path.glob("**/schoolbell/version.py")).parents[1]
    found = _run([sys.executable, "-S", "-c", _LOOK], "\n".join(names), PYTHONPATH=str(packages)).split()
    assert [Path(path).read_bytes() for path in found] == [(_TOP / name).read_bytes() for name in names]
    assert all(path.startswith(str(tmp_path / "share" / "schoolbell")) for path in found)


def test_wheel_has_migrations_tables_licence_and_commands(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        commands = next(archive.read(n).decode() for n in names if n.endswith("entry_points.txt"))
    data = [name for name in _tracked() if name.startswith("desktop/") and name.endswith((".sql", ".txt"))]
    assert len({Path(name).suffix for name in data}) == 2
    assert {name.removeprefix("desktop/") for name in data} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {line.split(" ")[0] for line in commands.splitlines() if "=" in line} == {
        "schoolbell", "schoolbell-office", "schoolbell-demo",
    }  # fmt: skip


def test_found_from_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "hello.txt").write_text("你好")
    look = f"import sys; sys._MEIPASS = {str(tmp_path)!r}\n" + _LOOK
    found = _run([sys.executable, "-c", look], "resources/hello.txt", PYTHONPATH=str(_TOP / "desktop"))
    assert found.strip() == str(tmp_path / "resources" / "hello.txt")


def test_scripts_are_plain_shell() -> None:
    for name in ("demo.sh", "test.sh", "lib.sh"):
        _run(["sh", "-n", str(_TOP / "packaging" / name)])
    assert os.access(_TOP / ".ci" / "run", os.X_OK)
