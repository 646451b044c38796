"""The demo as somebody outside runs it: the served school, then the tour of the installed client."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import urllib.error
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from schoolbell_demo.line import SchoolLine
from schoolbell_demo.nonce import Nonce
from tests.bare_http import call, sign_in
from tests.marked import MARK, marked

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(900)]
STEPS = [
    "sign_in", "first_sync", "open_group", "send", "receive", "mention", "unread_list",
    "image", "file", "resume_upload", "ding_compose", "ding_popup", "ding_confirm", "ding_household",
    "ding_schedule", "offline_send", "reconnect", "search", "restart_from_cache", "history", "ding_remind",
    "notice_fanout", "notice_sign", "switch_account", "lock", "switch_language",
]  # fmt: skip
TOP = Path(__file__).parents[2]
DEMO = [str(Path(sys.executable).with_name("schoolbell-demo"))]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, SchoolLine]]:
    """Give the printed line of a served school; the process must end by itself at SIGTERM."""
    process = subprocess.Popen([*DEMO, "--serve"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        text = process.stdout.readline()
        yield text, SchoolLine.decode(text)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert process.stdout.read() == "", "the output is one line"
        process.stdout.close()


def test_the_line_has_the_school_and_one_first_sign_in_per_role(served: tuple[str, SchoolLine]) -> None:
    text, line = served
    assert set(json.loads(text)) == {"homeserver", "server_name", "school", "office", "accounts", "rooms"}
    roles = Counter(account.role for account in line.accounts)
    assert set(roles) == {
        "student", "guardian", "teacher", "head_teacher", "principal", "office", "officer"
    }  # fmt: skip
    assert roles["student"] == 48
    waiting = Counter(account.role for account in line.accounts if account.first_sign_in)
    assert waiting == dict.fromkeys(roles, 1)
    kinds = Counter(room.kind for room in line.rooms)
    assert kinds["desk"] == 48
    assert kinds["class"] == kinds["group"] == 2
    assert {"school", "notices", "homework", "live", "staff", "staff_all", "reports"} <= set(kinds)


def test_printed_passwords_open_the_accounts(served: tuple[str, SchoolLine]) -> None:
    _, line = served
    for role in {account.role for account in line.accounts}:
        for account in [one for one in line.accounts if one.role == role][-2:]:
            token = sign_in(line.homeserver, account.user_id, account.password)
            path = f"/_matrix/client/v3/user/{account.user_id}/account_data/org.schoolbell.school"
            school = call(line.homeserver, "GET", path, token=token)
            assert school["first_sign_in"] is account.first_sign_in
            assert line.school.space in school["anchors"]


@pytest.mark.parametrize("role", ["student", "guardian"])
def test_families_can_neither_make_rooms_nor_encrypt_them(served: tuple[str, SchoolLine], role: str) -> None:
    _, line = served
    group = line.rooms_of("group")[0]
    person = line.people(role, group.class_)[0]
    token = sign_in(line.homeserver, person.user_id, person.password)
    teacher = line.people("teacher")[0]
    for body in ({}, {"is_direct": True, "invite": [teacher.user_id], "preset": "trusted_private_chat"}):
        assert _refused(line, "POST", "/_matrix/client/v3/createRoom", body, token) == "M_FORBIDDEN"
    invite = f"/_matrix/client/v3/rooms/{group.id}/invite"
    assert _refused(line, "POST", invite, {"user_id": teacher.user_id}, token) == "M_FORBIDDEN"
    encryption = {"algorithm": "m.megolm.v1.aes-sha2"}
    for room in (group, *line.rooms_of("desk", group.class_)):
        if (
            room.id
            in call(line.homeserver, "GET", "/_matrix/client/v3/joined_rooms", token=token)["joined_rooms"]
        ):
            path = f"/_matrix/client/v3/rooms/{room.id}/state/m.room.encryption/"
            assert _refused(line, "PUT", path, encryption, token) == "M_FORBIDDEN"


def test_a_chat_that_a_teacher_begins_is_not_encrypted(served: tuple[str, SchoolLine]) -> None:
    _, line = served
    teacher, colleague = line.people("teacher")[:2]
    token = sign_in(line.homeserver, teacher.user_id, teacher.password)
    wanted = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    body = {"is_direct": True, "invite": [colleague.user_id], "initial_state": [wanted]}
    room = call(line.homeserver, "POST", "/_matrix/client/v3/createRoom", body, token=token)["room_id"]
    path = f"/_matrix/client/v3/rooms/{room}/state/m.room.encryption/"
    assert _refused(line, "GET", path, None, token) == "M_NOT_FOUND"
    assert _refused(line, "PUT", path, wanted["content"], token) == "M_FORBIDDEN"


def _refused(line: SchoolLine, method: str, path: str, body: object, token: str) -> str:
    with pytest.raises(urllib.error.HTTPError) as fault:
        call(line.homeserver, method, path, body, token=token)
    with fault.value:
        return str(json.loads(fault.value.read())["errcode"])


def test_people_have_been_talking_in_the_class_group(served: tuple[str, SchoolLine]) -> None:
    _, line = served
    group = line.rooms_of("group")[0]
    student = line.people("student", group.class_)[0]
    token = sign_in(line.homeserver, student.user_id, student.password)
    # from its beginning: other tests write here too
    path = f"/_matrix/client/v3/rooms/{group.id}/messages?dir=f&limit=500"
    page = call(line.homeserver, "GET", path, token=token)
    events = page["chunk"]
    while "end" in page:
        page = call(line.homeserver, "GET", f"{path}&from={page['end']}", token=token)
        events += page["chunk"]
    speakers = {event["sender"] for event in events if event["type"] == "m.room.message"}
    assert len(speakers) >= 4


WITHOUT_DISPLAY = {
    name: value
    for name, value in os.environ.items()
    if name not in ("SCHOOLBELL_HOME", "DISPLAY", "WAYLAND_DISPLAY")
}


@pytest.mark.parametrize(
    ("command", "language", "theme", "size", "nonce"),
    [
        # an odd nonce, into a folder that was named
        ([*DEMO, "--tour", "build/tour"], "zh_CN", "light", "1280x800", "/+=@"),
        # the script itself where there is no display: a tour into the current folder
        (["sh", str(TOP / "packaging" / "demo.sh")], "en", "dark", "960x600", "nonce-en"),
    ],
)
def test_the_tour_sees_every_step(
    served: tuple[str, SchoolLine],
    tmp_path: Path,
    command: list[str],
    language: str,
    theme: str,
    size: str,
    nonce: str,
) -> None:
    text, line = served
    school, folder = tmp_path / "school.json", tmp_path / "build" / "tour"
    school.write_text(text)
    done = subprocess.run(
        [*command, "--lang", language, "--theme", theme, "--size", size, "--school", str(school),
         "--nonce", nonce],
        cwd=tmp_path, env=WITHOUT_DISPLAY, capture_output=True, text=True, timeout=840, check=False,
    )  # fmt: skip
    report = json.loads((folder / "tour.json").read_text())
    assert report["failed"] == [], done.stderr
    assert done.returncode == 0
    assert str(folder) in done.stdout.replace("build/tour", str(folder))
    assert report["nonce"] == nonce
    assert [step["id"] for step in report["steps"]] == STEPS
    assert {step["id"]: step["seen_by"] for step in report["steps"]}["send"] == "server"
    width, height = (int(part) for part in size.split("x"))
    for step in report["steps"]:
        picture = QImage(str(folder / step["shot"]))
        assert (picture.width(), picture.height()) == (width, height)
    group = line.rooms_of("group")[0]
    student = line.people("student", group.class_)[0]
    token = sign_in(line.homeserver, student.user_id, student.password)
    path = f"/_matrix/client/v3/rooms/{group.id}/messages?dir=b&limit=300"
    contents = [event["content"] for event in call(line.homeserver, "GET", path, token=token)["chunk"]]
    name = Nonce.of(nonce).name
    files = [one for one in contents if name in one.get("body", "") and "org.schoolbell.file" in one]
    assert len(files) == 3, "picture, document and large file, once each"
    said = [one["body"] for one in contents if nonce in one.get("body", "") and one not in files]
    beside = [body for body in said if name in body and name != nonce]
    assert len(beside) == (0 if name == nonce else 3), "what no file can be called stands beside it"
    assert len(said) - len(beside) == 5, "the teacher's three messages and the student's two, once each"


def test_a_tour_that_is_told_to_stop_says_how_far_it_came(
    served: tuple[str, SchoolLine], tmp_path: Path
) -> None:
    text, _ = served
    school, folder, mark = tmp_path / "school.json", tmp_path / "tour", secrets.token_hex(8)
    school.write_text(text)
    with tempfile.TemporaryDirectory(prefix="sb-") as temporary:  # short: a socket's path has 107 bytes
        tour = subprocess.Popen(
            [*DEMO, "--tour", str(folder), "--school", str(school)],
            env={**WITHOUT_DISPLAY, MARK: mark, "TMPDIR": temporary},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            while not (folder / "01-sign_in.png").exists():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"ended by itself with {tour.wait(0.05)}")
            assert {"Xvfb", "openbox", "tint2", "dbus-daemon"} <= set(marked(mark).values())
            tour.terminate()
            output, errors = tour.communicate(timeout=60)
        finally:
            tour.kill()
            tour.wait()
        assert marked(mark) == {}
        assert os.listdir(temporary) == []
    report = json.loads((folder / "tour.json").read_text())
    played = [step["id"] for step in report["steps"]]
    assert played == STEPS[: len(played)]
    assert [step["id"] for step in report["steps"] if step["ok"]] == played[:-1] or report["steps"][-1]["ok"]
    assert report["failed"] in ([played[-1]], [STEPS[len(played)]])
    assert tour.returncode == 1, errors
    assert output == ""
