import logging
import os
import subprocess
import sys

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.places import brief
from schoolbell.system.logs import Formatter

TEXT = "明天的考试答案"


def failed(error):
    """A log record about an exception that was raised while another one was handled."""
    try:
        try:
            {}[TEXT]
        except KeyError:
            raise error  # noqa: B904 - the one in hand must be told too, and only by its type
    except type(error):
        return logging.LogRecord("x", logging.ERROR, __file__, 1, "it failed: %d", (7,), sys.exc_info())


def test_an_exception_is_told_by_type_and_place_and_never_by_its_words():
    record = failed(ValueError(f"invalid literal: {TEXT}"))
    shown = Formatter().format(record)
    assert TEXT not in shown
    assert "it failed: 7" in shown
    assert "builtins.ValueError" in shown
    assert "builtins.KeyError" in shown
    assert "test_logs.py:" in shown
    assert "failed" in shown


def test_what_another_handler_made_of_it_is_not_taken_over():
    record = failed(ValueError(TEXT))
    assert TEXT in logging.Formatter().format(record)
    assert TEXT not in Formatter().format(record)
    assert TEXT in logging.Formatter().format(record)


def test_a_known_error_is_told_by_its_code():
    assert brief(KnownError(ErrorCode.NETWORK, {"x": TEXT})) == "network"
    assert brief(ValueError(TEXT)) == "ValueError"
    assert "network" in Formatter().format(failed(KnownError(ErrorCode.NETWORK, {"x": TEXT})))


def test_a_chain_that_bites_its_tail_ends():
    error = ValueError(TEXT)
    error.__cause__ = error
    assert "builtins.ValueError" in Formatter().format(failed(error))


def test_the_most_verbose_level_names_no_requests():
    """Request lines carry room ids and search words."""
    script = """
import logging
from schoolbell.system import logs
logs.configure("debug")
for name in ("httpx", "httpcore", "asyncio", "qasync"):
    logging.getLogger(name).info("GET /search?q=secret")
logging.getLogger("schoolbell").debug("told")
"""
    around = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=around)
    assert "told" in done.stderr
    assert "secret" not in done.stderr
