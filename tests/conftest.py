"""Fixtures for every tier: a real homeserver, clean surroundings, guards against leftovers."""

import gc
import inspect
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path

import hypothesis
import pytest

from schoolbell_demo.homeserver import Account, Synapse
from tests import guards, servers

_QT_FIXTURES = frozenset({"qapp", "qtbot", "qtmodeltester"})

# a busy machine must not fail a property
hypothesis.settings.register_profile("schoolbell", deadline=None)
hypothesis.settings.load_profile("schoolbell")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "tests.keyring_backend.MemoryKeyring"
os.environ.pop("SCHOOLBELL_HOME", None)


@pytest.fixture(scope="session", autouse=True)
def _no_processes_left() -> Iterator[None]:
    """Fail a session that leaves a process running (reported at its last test)."""
    before = guards.child_processes()
    yield
    left = [line for line in guards.child_processes() if line not in before]
    assert not left, "processes left behind:\n" + "\n".join(left)


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """Return a running Synapse with every limit lifted; one per session, so use fresh users and rooms."""
    server = Synapse(tmp_path_factory.mktemp("homeserver"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def strict_homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """Return a running Synapse with Synapse's own rate limits: five sign-ins, then a wait."""
    server = Synapse(tmp_path_factory.mktemp("strict-homeserver"), test_limits=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def new_user(homeserver: Synapse) -> Callable[..., Account]:
    """Return `new_user(role="t", *, name=None, admin=False) -> Account` on the session's homeserver."""
    return partial(servers.new_user, homeserver)


@pytest.fixture
def new_room(homeserver: Synapse) -> Callable[..., str]:
    """Return `new_room(creator, members=(), **create_room_body) -> room_id` on the session's homeserver."""
    return partial(servers.new_room, homeserver)


@pytest.fixture
def allowed_logs() -> list[str]:
    """Return a list: add regular expressions for records ≥ WARNING that this test causes on purpose.

    They are searched in "logger LEVEL message [exception]".
    """
    return []


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give every test profiles and a keyring of its own."""
    monkeypatch.setenv("SCHOOLBELL_HOME", str(tmp_path / "schoolbell-home"))
    yield
    backend = sys.modules.get("tests.keyring_backend")
    if backend is not None:
        backend.MemoryKeyring.entries.clear()


@pytest.fixture(autouse=True)
def _this_machine_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that reaches for the network."""
    guard = guards.NetworkGuard()
    guard.install(monkeypatch.setattr)
    yield
    assert not guard.attempts, f"reached beyond this machine: {guard.attempts}"


@pytest.fixture(autouse=True)
def _no_unexpected_logs(allowed_logs: list[str]) -> Iterator[None]:
    """Fail a test during which something warned without being announced in `allowed_logs`."""
    guard = guards.LogGuard(allowed_logs)
    root = logging.getLogger()
    root.addHandler(guard)
    yield
    root.removeHandler(guard)
    assert not guard.unexpected(), "unexpected log records:\n" + "\n".join(guard.unexpected())


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest, _no_unexpected_logs: None) -> Iterator[None]:
    """Fail a test that leaves threads, windows or running timers; asyncio tasks too in an async test."""
    threads = threading.enumerate()
    qt = guards.QtGuard(timers=not _QT_FIXTURES.isdisjoint(request.fixturenames))
    if inspect.iscoroutinefunction(getattr(request.node, "obj", None)):
        request.getfixturevalue("_no_tasks_left")
    yield
    left = guards.unfinished_threads(threads) + qt.left_behind()
    gc.collect(1)  # a task's lost error is logged when the task goes: now, not in a later test
    assert not left, "left behind:\n" + "\n".join(left)


@pytest.fixture
async def _no_tasks_left() -> AsyncIterator[None]:
    """Fail an async test whose tasks still run when its other fixtures are gone."""
    yield
    left = await guards.unfinished_tasks()
    assert not left, "tasks left behind:\n" + "\n".join(left)


def pytest_collection_finish() -> None:
    """Take what the imports made out of the collector's sight: every test walks and collects the rest."""
    gc.collect()
    gc.freeze()
