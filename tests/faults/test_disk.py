"""Full disks and folders that refuse, for real: each in a process with mounts of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).with_name("inside_own_mounts.py")
NAMES = re.findall(r"^async def (test_\w+)", INSIDE.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_with_mounts_of_its_own(name: str, tmp_path: Path) -> None:
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]
    done = subprocess.run(
        [*alone, sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider",
         f"--basetemp={tmp_path / 'inside'}", f"{INSIDE}::{name}"],
        cwd=TOP, capture_output=True, text=True, timeout=150, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "1 passed" in done.stdout


def test_there_is_something_inside() -> None:
    assert len(NAMES) >= 5
