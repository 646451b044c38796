"""The demo as somebody outside runs it: the served school, then the tour of the installed client."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from schoolbell_demo.line import SchoolLine
from tests.bare_http import call, sign_in

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(900)]
STEPS = [
    "sign_in", "first_sync", "open_group", "send", "receive", "mention", "unread_list",
    "image", "file", "resume_upload", "offline_send", "reconnect", "search",
    "restart_from_cache", "history", "switch_account", "lock", "switch_language",
]  # fmt: skip
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
    for role in ("teacher", "student", "guardian", "principal"):
        for account in [one for one in line.accounts if one.role == role][-2:]:
            token = sign_in(line.homeserver, account.user_id, account.password)
            path = f"/_matrix/client/v3/user/{account.user_id}/account_data/org.schoolbell.school"
            school = call(line.homeserver, "GET", path, token=token)
            assert school["first_sign_in"] is account.first_sign_in
            assert line.school.space in school["anchors"]


def test_people_have_been_talking_in_the_class_group(served: tuple[str, SchoolLine]) -> None:
    _, line = served
    group = line.rooms_of("group")[0]
    student = line.people("student", group.class_)[0]
    token = sign_in(line.homeserver, student.user_id, student.password)
    path = f"/_matrix/client/v3/rooms/{group.id}/messages?dir=b&limit=50"
    events = call(line.homeserver, "GET", path, token=token)["chunk"]
    speakers = {event["sender"] for event in events if event["type"] == "m.room.message"}
    assert len(speakers) >= 4


@pytest.mark.parametrize(
    ("language", "theme", "size"), [("zh_CN", "light", "1280x800"), ("en", "dark", "960x600")]
)
def test_the_tour_sees_every_step(
    served: tuple[str, SchoolLine], tmp_path: Path, language: str, theme: str, size: str
) -> None:
    text, line = served
    school, folder = tmp_path / "school.json", tmp_path / "tour"
    school.write_text(text)
    nonce = f"nonce-{language}"
    done = subprocess.run(
        [*DEMO, "--tour", str(folder), "--lang", language, "--theme", theme, "--size", size,
         "--school", str(school), "--nonce", nonce],
        env={name: value for name, value in os.environ.items() if name != "SCHOOLBELL_HOME"},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    report = json.loads((folder / "tour.json").read_text())
    assert report["failed"] == [], done.stderr
    assert done.returncode == 0
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
    events = call(line.homeserver, "GET", path, token=token)["chunk"]
    sent = [event["content"] for event in events if nonce in event["content"].get("body", "")]
    files = [content for content in sent if "org.schoolbell.file" in content]
    assert len(files) == 3, "picture, document and large file, once each"
    assert len(sent) - len(files) == 5, "the teacher's three messages and the student's two, once each"
