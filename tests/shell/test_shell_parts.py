import base64
import json
import threading

import pytest
from PySide6.QtWidgets import QWidget

from schoolbell.shell import crash, deep_links, geometry, instance, options
from schoolbell.shell.deep_links import OpenRoom, SignInAt
from schoolbell.shell.i18n import match_language


@pytest.mark.parametrize(
    ("names", "language"),
    [
        (["zh-Hans-CN"], "zh_CN"),
        (["zh_CN.UTF-8"], "zh_CN"),
        (["zh"], "zh_CN"),
        (["zh-Hant-TW"], "zh_TW"),
        (["zh-HK"], "zh_TW"),
        (["zh-Hans-HK"], "zh_CN"),
        (["de-DE", "zh-TW"], "zh_TW"),
        (["en-GB"], "en"),
        (["fr-FR"], "en"),
        ([], "en"),
    ],
)
def test_the_language_follows_the_system(names, language):
    assert match_language(names) == language


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("schoolbell://room/!abc:school.test", OpenRoom("!abc:school.test")),
        ("schoolbell://room/%21abc%3Aschool.test/%24event", OpenRoom("!abc:school.test", "$event")),
        ("matrix:roomid/abc:school.test/e/event", OpenRoom("!abc:school.test", "$event")),
        ("schoolbell://signin?server=school.test", SignInAt(address="school.test")),
        ("schoolbell://slip/3F7K-92QD-AAAA", SignInAt(slip_code="3F7K-92QD-AAAA")),
        ("schoolbell://signin?server=evil/../x", None),
        ("schoolbell://room/notaroom", None),
        ("https://school.test/", None),
        ("javascript:alert(1)", None),
        ("schoolbell://[", None),
    ],
)
def test_links_open_only_what_they_may(text, link):
    assert deep_links.parse(text) == link


def test_a_crash_report_says_where_and_never_what_was_written(tmp_path, allowed_logs):
    allowed_logs.append("schoolbell.shell.crash ERROR")
    hook = crash.CrashHook(tmp_path / "logs", lambda: 1234)
    secret = "syt_token 李明的作业"
    try:
        try:
            raise KeyError(secret)
        except KeyError as cause:
            raise ValueError(secret) from cause
    except ValueError as error:
        path = hook.report(error)
    report = path.read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "KeyError" in report
    assert "test_shell_parts.py" in report
    assert "syt_token" not in report
    assert "李明" not in report
    assert path.stat().st_mode & 0o077 == 0


def test_only_the_last_reports_are_kept(tmp_path, allowed_logs):
    allowed_logs.append("schoolbell.shell.crash ERROR")
    times = iter(range(1000, 1020))
    hook = crash.CrashHook(tmp_path, lambda: next(times))
    for _ in range(15):
        hook.report(ValueError())
    assert len(list(tmp_path.glob("crash-*.txt"))) == 10
    assert not (tmp_path / "crash-1000.txt").exists()


def test_a_second_start_hands_its_links_over(qtbot, tmp_path):
    lock = tmp_path / "lock"
    server = instance.InstanceServer(lock)
    second = threading.Thread(target=instance.hand_over, args=(lock, ["schoolbell://room/!a:b"]))
    with qtbot.waitSignal(server.asked) as asked:
        second.start()
    second.join()
    assert asked.args == [["schoolbell://room/!a:b"]]
    server.close()


def test_nobody_answers_for_a_profile_that_is_not_open(qapp, tmp_path):
    assert instance.hand_over(tmp_path / "lock", []) is False


def test_the_place_is_remembered_per_set_of_screens(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(40, 50, 640, 480)
    kept = geometry.remember(window, json.dumps({"another screen": base64.b64encode(b"x").decode()}))
    assert set(json.loads(kept)) == {"another screen", geometry.screens_key()}
    other = QWidget()
    qtbot.addWidget(other)
    geometry.restore(other, kept)
    assert (other.width(), other.height()) == (640, 480)


@pytest.mark.parametrize("kept", [None, "", "no json", "[]", json.dumps({"x": "y"})])
def test_a_damaged_place_gives_the_default(qtbot, kept):
    window = QWidget()
    qtbot.addWidget(window)
    geometry.restore(window, kept)
    assert window.width() >= 640


def test_the_command_line():
    chosen = options.parse(["--plaintext-session", "--lang", "zh_TW", "schoolbell://room/!a:b"])
    assert chosen.plaintext_session
    assert chosen.language == "zh_TW"
    assert chosen.links == ("schoolbell://room/!a:b",)
    assert not chosen.allow_probe
