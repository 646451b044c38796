"""A tour that is told to stop leaves no process and a report of how far it came."""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from schoolbell_demo.ending import cancelled_by_signals
from schoolbell_demo.homeserver import free_port
from schoolbell_demo.line import Account, Room, SchoolInfo, SchoolLine
from tests.marked import MARK, marked

DEMO = str(Path(sys.executable).with_name("schoolbell-demo"))


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """Give the line of a school whose homeserver nobody runs: the tour's first step waits for it."""
    people = tuple(
        Account(f"@{letter}1:school.test", "secret", role, role, "一班", False)
        for letter, role in (("t", "teacher"), ("s", "student"))
    )
    line = SchoolLine(
        f"http://127.0.0.1:{free_port()}", "school.test", SchoolInfo("!s", "学校"), None, people,
        (Room("!g", "group", "班级群", "一班"),),
    )  # fmt: skip
    path = tmp_path / "school.json"
    path.write_text(line.encode())
    return path


@pytest.mark.parametrize(
    ("waits_for", "number"), [("Xvfb", signal.SIGTERM), ("openbox", signal.SIGHUP), ("tint2", signal.SIGINT)]
)
def test_told_to_stop_while_its_screen_comes_up(
    nowhere: Path, tmp_path: Path, waits_for: str, number: signal.Signals
) -> None:
    _stopped(nowhere, tmp_path / "tour", waits_for, number)


def _stopped(school: Path, folder: Path, waits_for: str, number: signal.Signals) -> None:
    mark = secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix="sb-") as temporary:  # short: a socket's path has 107 bytes
        tour = subprocess.Popen(
            [DEMO, "--tour", str(folder), "--school", str(school), "--nonce", "x"],
            env={**os.environ, MARK: mark, "TMPDIR": temporary},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            while waits_for not in marked(mark).values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"ended by itself with {tour.wait(0.02)}")
            for _ in range(2):  # as `timeout` does: to the process, then to its group
                tour.send_signal(number)
            output, errors = tour.communicate(timeout=60)
        finally:
            tour.kill()
            tour.wait()
        assert os.listdir(temporary) == []
    assert tour.returncode == 1, errors
    assert "Traceback" not in errors
    assert not output
    assert marked(mark) == {}
    assert json.loads((folder / "tour.json").read_text()) == {
        "failed": ["sign_in"],
        "nonce": "x",
        "steps": [],
    }


async def test_under_nohup_a_closed_terminal_ends_nothing() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with cancelled_by_signals():
            os.kill(os.getpid(), signal.SIGHUP)
            await asyncio.sleep(0.05)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
