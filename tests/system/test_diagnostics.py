"""The report for whoever helps: what is in it, and that nothing gets in that nobody has named."""

import contextlib
import io
import logging

import msgspec
import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.shell.crash import CrashHook
from schoolbell.system import diagnostics, logs
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy
from schoolbell.system.settings import Values
from schoolbell.version import VERSION
from tests.fakes.clock import FakeClock

CANARY = "canary-8812"


@pytest.fixture
def stderr():
    with contextlib.redirect_stderr(io.StringIO()) as told:
        yield told


@pytest.fixture
def kept(stderr):
    """The log of a program that runs, without the handlers of the tests."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    logs.configure("")
    yield logging.getLogger("schoolbell.somewhere")
    root.handlers[:] = handlers
    root.setLevel(level)


def report(tmp_path, values=None, policy=None, accounts=()):
    return diagnostics.report(FakeClock(), Paths(tmp_path), values or Values(), policy or Policy(), accounts)


def test_versions_settings_and_numbers_are_told(tmp_path, stderr, kept):
    kept.info("begun with %d rooms", 7)
    facts = {"connection": "live", "room": 12, "outbox wedged forbidden": 2}
    told = report(tmp_path, Values(theme="dark"), accounts=[("https://matrix.school.cn:8448", facts)])
    for line in (
        f"version: {VERSION}", "theme: dark", "lock_minutes: 10", "server: https://matrix.school.cn:8448",
        "connection: live", "room: 12", "outbox wedged forbidden: 2",
    ):  # fmt: skip
        assert line in told.splitlines(), told
    assert "begun with 7 rooms" in told
    assert stderr.getvalue() == "", "stderr hears of warnings only, as before"


def test_only_the_last_lines_are_kept_and_debug_lines_are_not(kept):
    for number in range(500):
        kept.info("line %d", number)
        kept.debug("not told")
    lines = logs.recent()
    assert len(lines) == 200
    assert lines[-1].endswith("line 499")
    assert not any("not told" in line for line in lines)


def test_a_line_that_cannot_be_made_stops_nobody_and_tells_no_values(stderr, kept):
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "%d", (CANARY,), None)
    ours = [one for one in logging.getLogger().handlers if isinstance(one, logs.LastLines | logs.Stderr)]
    assert len(ours) == 2
    for handler in ours:  # not the handlers of the tests, which fail on purpose
        handler.handle(record)
    for lines in (stderr.getvalue(), "".join(logs.recent())):
        assert "could not be made: test_diagnostics:1" in lines
        assert CANARY not in lines


def test_an_exception_is_told_without_its_words_and_crash_reports_too(tmp_path, kept):
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        kept.exception("it failed")
        CrashHook(Paths(tmp_path).logs, lambda: 5).report(error)
        kept.info("code %s", KnownError(ErrorCode.NETWORK, {"x": 1}).code)
    told = report(tmp_path)
    assert "builtins.ValueError" in told
    assert "crash-5.txt" in told
    assert CANARY not in told


def test_every_setting_a_person_can_fill_in_stays_out(tmp_path, kept):
    """Also one that is made next year: what is told is named, what is not named is not told."""
    texts = {
        "last_address": f"https://{CANARY}", "window_geometry": CANARY, "last_rooms": {CANARY: f"!{CANARY}"},
    }  # fmt: skip
    values = msgspec.structs.replace(Values(), **texts)
    free = {name for name in Values.__struct_fields__ if name not in diagnostics._SETTINGS}
    assert set(texts) <= free
    policy = Policy(
        proxy=f"http://user:{CANARY}@proxy:3128", server=f"https://{CANARY}", school_name=CANARY,
        anchors=(f"!{CANARY}",),
    )  # fmt: skip
    told = report(tmp_path, values, policy, [(f"https://me:{CANARY}@school.cn/{CANARY}?x={CANARY}", {})])
    assert CANARY not in told
    assert "proxy: True" in told
    assert "server: https://school.cn" in told


@pytest.mark.parametrize("server", ["", "no address", "https://[::", "https://x:notaport"])
def test_an_address_that_is_none_is_no_reason_to_fail(tmp_path, kept, server):
    assert "== Account 1" in report(tmp_path, accounts=[(server, {})])
