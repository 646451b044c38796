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

_BAD = """
import asyncio, contextlib, logging, socket, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

def test_warning():
    logging.getLogger("sync").warning("lost")

async def test_task():
    test_task.kept = asyncio.create_task(asyncio.sleep(60))

async def fail():
    raise ValueError("nobody looks")

async def test_lost_error():
    asyncio.ensure_future(fail())
    await asyncio.sleep(0.01)

def test_thread():
    threading.Thread(target=threading.Event().wait, args=(20,), daemon=True, name="stray").start()

def test_window(qapp):
    test_window.kept = QWidget()
    test_window.kept.show()

def test_timer(qapp):
    test_timer.kept = QTimer()
    test_timer.kept.start(60000)

def test_network():
    with contextlib.suppress(OSError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)

def test_name():
    with contextlib.suppress(OSError):
        socket.getaddrinfo("schools.example.org", 443)
"""

_STRAY_PROCESS = """
import subprocess

def test_process():
    test_process.kept = subprocess.Popen(["sleep", "20"])
"""

_SAID = [
    "*sync WARNING lost*",
    "*tasks left behind*",
    "*Task exception was never retrieved*nobody looks*",
    "*<Thread(stray*",
    "*window <PySide6.QtWidgets.QWidget*",
    "*running timer <PySide6.QtCore.QTimer*",
    "*reached beyond this machine: ?'192.0.2.1'?*",
    "*reached beyond this machine: ?'schools.example.org'?*",
]

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
    return pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider", "-p", "no:randomly")


@pytest.fixture(autouse=True)
def _imports(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [str(_TOP / "desktop"), str(_TOP), *filter(None, sys.path)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(folders))


def test_honest_tests_pass(pytester: pytest.Pytester) -> None:
    _run(pytester, _HONEST).assert_outcomes(passed=8)


def test_every_leftover_is_an_error(pytester: pytest.Pytester) -> None:
    result = _run(pytester, _BAD)
    result.assert_outcomes(passed=len(_SAID), errors=len(_SAID))
    for words in _SAID:
        result.stdout.fnmatch_lines([words])


def test_process_left_behind_is_an_error(pytester: pytest.Pytester) -> None:
    result = _run(pytester, _STRAY_PROCESS)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*processes left behind:*", "*sleep 20*"])
