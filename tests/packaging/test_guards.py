"""The guards of the test suite catch what they are there for, and let honest tests pass."""

import os
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
_TOP = Path(__file__).resolve().parents[2]

_HONEST = """
import asyncio, keyring, logging, os, socket, pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

async def test_tasks_that_end():
    await asyncio.create_task(asyncio.sleep(0))

@pytest.fixture
async def engine():
    task = asyncio.create_task(asyncio.sleep(60))
    yield task
    task.cancel()

async def test_a_fixture_may_end_its_tasks(engine):
    assert not engine.done()

def test_announced_warning(allowed_logs):
    allowed_logs.append("disk is full")
    logging.getLogger("store").warning("the disk is full")

def test_window_is_closed(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    timer = QTimer(window)
    timer.start(1000)
    window.show()

def test_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

def test_keyring_is_in_memory():
    assert keyring.get_password("schoolbell", "t") is None
    keyring.set_password("schoolbell", "t", "secret")
    assert keyring.get_password("schoolbell", "t") == "secret"

test_keyring_is_empty_again = test_keyring_is_in_memory

def test_home(tmp_path):
    assert os.environ["SCHOOLBELL_HOME"].startswith(str(tmp_path))
"""

_BAD = {
    "warning": (
        "import logging\ndef test_x():\n    logging.getLogger('sync').warning('lost')\n",
        "sync WARNING lost",
    ),
    "task": (
        "import asyncio\nasync def test_x():\n    test_x.t = asyncio.create_task(asyncio.sleep(60))\n",
        "tasks left behind",
    ),
    "thread": (
        "import threading\nwait = threading.Event().wait\ndef test_x():\n"
        "    threading.Thread(target=wait, args=(20,), daemon=True, name='stray').start()\n",
        "stray",
    ),
    "window": (
        "from PySide6.QtWidgets import QWidget\ndef test_x(qapp):\n"
        "    test_x.window = QWidget()\n    test_x.window.show()\n",
        "window <PySide6.QtWidgets.QWidget",
    ),
    "timer": (
        "from PySide6.QtCore import QTimer\ndef test_x(qapp):\n"
        "    test_x.timer = QTimer()\n    test_x.timer.start(60000)\n",
        "running timer",
    ),
    "network": (
        "import contextlib, socket\ndef test_x():\n    with contextlib.suppress(OSError):\n"
        "        socket.create_connection(('192.0.2.1', 80), timeout=1)\n",
        "reached beyond this machine",
    ),
    "name": (
        "import contextlib, socket\ndef test_x():\n    with contextlib.suppress(OSError):\n"
        "        socket.getaddrinfo('schools.example.org', 443)\n",
        "reached beyond this machine",
    ),
}


_INI = """
[pytest]
asyncio_mode = auto
asyncio_default_fixture_loop_scope = function
filterwarnings = error
qt_api = pyside6
"""


def _run(pytester: pytest.Pytester, source: str) -> pytest.RunResult:
    pytester.makeini(_INI)
    pytester.makeconftest('pytest_plugins = ["tests.conftest"]')
    pytester.makepyfile(source)
    return pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")


@pytest.fixture(autouse=True)
def _imports(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [str(_TOP / "desktop"), str(_TOP), *filter(None, sys.path)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(folders))


def test_honest_tests_pass(pytester: pytest.Pytester) -> None:
    _run(pytester, _HONEST).assert_outcomes(passed=8)


@pytest.mark.parametrize("kind", sorted(_BAD))
def test_guard_catches(kind: str, pytester: pytest.Pytester) -> None:
    source, words = _BAD[kind]
    result = _run(pytester, source)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines([f"*{words}*"])
