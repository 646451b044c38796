"""The shell functions that set a machine up: two at once wait for each other, and for somebody else's apt."""

import os
import subprocess
from pathlib import Path

_LIB = Path(__file__).resolve().parents[2] / "packaging" / "lib.sh"


def _shells(folder: Path, script: str, count: int = 1) -> list[subprocess.CompletedProcess[str]]:
    """Run `count` shells at once that have lib.sh, with a checkout, a cache and programs of their own."""
    for name in ("packaging/constraints.txt", "packaging/synapse-constraints.txt", "pyproject.toml",
                 "desktop/schoolbell/version.py", "bin/.keep", "i18n/a.ts"):  # fmt: skip
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    environment = {
        **os.environ,
        "SCHOOLBELL_CACHE": str(folder / "cache"),
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "log": str(folder / "log"),
        "top": str(folder),
    }
    text = f"set -eu\n. {_LIB}\n{script}"
    running = [
        subprocess.Popen(
            ["sh", "-c", text], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(count)
    ]
    outputs = [process.communicate(timeout=60) for process in running]
    return [
        subprocess.CompletedProcess("sh", process.returncode, *output)
        for process, output in zip(running, outputs, strict=True)
    ]


def _program(folder: Path, name: str, text: str) -> None:
    path = folder / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_scripts_at_once_make_each_environment_once(tmp_path: Path) -> None:
    made = """
new_environment() {
    echo "begin $1" >>"$log"; mkdir -p "$1/bin"
    printf '#!/bin/sh\\nsleep 0.2\\n' >"$1/bin/python"; chmod +x "$1/bin/python"
    sleep 0.2; echo "end $1" >>"$log"
}
make_venv
make_synapse
"""
    for done in _shells(tmp_path, made, count=3):
        assert done.returncode == 0, done.stderr
    expected = [
        f"{word} {tmp_path}/{place}" for place in (".venv", "cache/synapse") for word in ("begin", "end")
    ]
    assert (tmp_path / "log").read_text().splitlines() == expected


def test_an_environment_that_could_not_be_made_is_made_anew_by_the_next(tmp_path: Path) -> None:
    broken = 'new_environment() { echo tried >>"$log"; mkdir -p "$1/bin"; false; }\nmake_venv\necho reached\n'
    for _ in range(2):
        (done,) = _shells(tmp_path, broken)
        assert done.returncode != 0
        assert "reached" not in done.stdout
    assert (tmp_path / "log").read_text().splitlines() == ["tried", "tried"]


def test_apt_waits_for_somebody_elses(tmp_path: Path) -> None:
    _program(tmp_path, "dpkg-query", "exit 1")
    _program(tmp_path, "apt-get", 'echo "$*" >>"$log"')
    _program(tmp_path, "sudo", 'shift; exec "$@"')
    (done,) = _shells(tmp_path, "apt_install xvfb tint2")
    assert done.returncode == 0, done.stderr
    calls = (tmp_path / "log").read_text().splitlines()
    assert [("update" in call, "install" in call) for call in calls] == [(True, False), (False, True)]
    assert all("-o DPkg::Lock::Timeout=300" in call for call in calls)
    assert calls[1].endswith("xvfb tint2")


def test_translations_are_moved_into_place_whole(tmp_path: Path) -> None:
    lrelease = tmp_path / ".venv" / "bin" / "pyside6-lrelease"
    lrelease.parent.mkdir(parents=True)
    lrelease.write_text('#!/bin/sh\nprintf half >"$4"; sleep 0.2; printf whole >"$4"\n')
    lrelease.chmod(0o755)
    compiled = tmp_path / "i18n" / "a.qm"
    compiled.parent.mkdir()
    compiled.write_text("old")
    os.utime(compiled, (1, 1))
    watched = """
make_translations & making=$!
while kill -0 $making 2>/dev/null; do cat "$top/i18n/a.qm" >>"$log"; echo >>"$log"; done
wait $making
"""
    (done,) = _shells(tmp_path, watched)
    assert done.returncode == 0, done.stderr
    assert set((tmp_path / "log").read_text().split()) <= {"old", "whole"}
    assert compiled.read_text() == "whole"
    assert sorted(path.name for path in compiled.parent.iterdir()) == ["a.qm", "a.ts"]
