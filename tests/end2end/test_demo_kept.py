"""`--serve --data DIR`: the school stays what it was, whoever was killed or chose a password meanwhile."""

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolbell_demo.line import Account, SchoolLine
from tests.bare_http import call, sign_in
from tests.marked import working_in

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(900)]
DEMO = str(Path(sys.executable).with_name("schoolbell-demo"))
SAID = "老师，这句话要留下来。"
FIRST_OF_THE_MORNING = "各位家长早上好"


@contextlib.contextmanager
def serving(data: Path) -> Iterator[SchoolLine]:
    """Serve the school in `data`; it must end by itself at SIGTERM and leave nothing running."""
    process = subprocess.Popen([DEMO, "--serve", "--data", str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield SchoolLine.decode(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        process.stdout.close()
    assert working_in(data) == {}


def messages(line: SchoolLine, account: Account) -> list[str]:
    room = line.rooms_of("group", account.class_)[0]
    token = sign_in(line.homeserver, account.user_id, account.password)
    path = f"/_matrix/client/v3/rooms/{room.id}/messages?dir=b&limit=200"
    found = call(line.homeserver, "GET", path, token=token)["chunk"]
    return [event["content"].get("body", "") for event in found]


def change_password(line: SchoolLine, account: Account, new: str) -> None:
    """Choose another password, as some client does."""
    token = sign_in(line.homeserver, account.user_id, account.password)
    identity = {"type": "m.id.user", "user": account.user_id}
    auth = {"type": "m.login.password", "identifier": identity, "password": account.password}
    body = {"new_password": new, "logout_devices": False, "auth": auth}
    call(line.homeserver, "POST", "/_matrix/client/v3/account/password", body, token=token)
    if account.first_sign_in:
        path = f"/_matrix/client/v3/user/{account.user_id}/account_data/org.schoolbell.school"
        school = call(line.homeserver, "GET", path, token=token)
        call(line.homeserver, "PUT", path, {**school, "first_sign_in": False}, token=token)


def test_a_kept_school_is_the_same_after_kills_restarts_and_new_passwords(tmp_path: Path) -> None:
    data = tmp_path / "school"
    _killed_before_its_morning(data)
    assert not (data / "school.json").exists()

    with serving(data) as line:
        second = subprocess.Popen(
            [DEMO, "--serve", "--data", str(data)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        group = line.rooms_of("group")[0]
        student = line.people("student", group.class_)[0]
        said = messages(line, student)
        assert sum(text.startswith(FIRST_OF_THE_MORNING) for text in said) == 1, "one morning, and all of it"
        token = sign_in(line.homeserver, student.user_id, student.password)
        path = f"/_matrix/client/v3/rooms/{group.id}/send/m.room.message/1"
        call(line.homeserver, "PUT", path, {"msgtype": "m.text", "body": SAID}, token=token)
        never = next(one for one in line.accounts if one.role == "guardian" and one.first_sign_in)
        teacher = line.people("teacher")[0]
        change_password(line, never, "my own words 9")
        change_password(line, teacher, "my own words 10")
        output, errors = second.communicate(timeout=60)
        assert (second.returncode, output) == (1, "")
        assert f"served from {data} already" in errors

    for _ in range(2):  # what was found out is not forgotten by the next start
        with serving(data) as again:
            told = {account.user_id: account for account in again.accounts}
            for account in line.accounts:
                now = told.pop(account.user_id)
                if account in (never, teacher):
                    assert (now.password, now.first_sign_in) == ("", False)
                else:
                    assert now == account
            assert told == {}
            assert (again.rooms, again.school) == (line.rooms, line.school)
            assert messages(again, student)[0] == SAID
            for role in {account.role for account in again.accounts}:
                first, *_, last = [one for one in again.accounts if one.role == role and one.password] * 2
                for account in (first, last):
                    token = sign_in(again.homeserver, account.user_id, account.password)
                    path = f"/_matrix/client/v3/user/{account.user_id}/account_data/org.schoolbell.school"
                    content = call(again.homeserver, "GET", path, token=token)
                    assert content["first_sign_in"] is account.first_sign_in


def _killed_before_its_morning(data: Path) -> None:
    """Serve, and kill when the copy is there and people begin to talk."""
    process = subprocess.Popen(
        [DEMO, "--serve", "--data", str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for said in process.stderr:
        if said.rstrip().endswith("life"):
            process.kill()
            break
    output, _ = process.communicate(timeout=60)
    assert output == ""
    assert json.loads((data / "synapse" / "secrets.json").read_text()), "the copy was there"
