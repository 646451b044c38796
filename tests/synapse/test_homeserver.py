"""The homeserver of the demo and the tests: real, local, restartable, gone with its parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from schoolbell_demo.homeserver import Account, HttpError, Synapse
from tests import servers

pytestmark = pytest.mark.synapse

_PARENT = """
import sys
from pathlib import Path
from schoolbell_demo.homeserver import Synapse
server = Synapse(Path(sys.argv[1]))
server.start()
sys.stdout.write(f"{server.pid} {server.base_url}\\n")
sys.stdout.flush()
sys.stdin.read()
"""


def test_two_accounts_talk(
    homeserver: Synapse, new_user: Callable[..., Account], new_room: Callable[..., str]
) -> None:
    teacher, student = new_user("t", name="王老师"), new_user("s")
    room = new_room(teacher, [student], name="三年二班")
    event_id = servers.send(homeserver, teacher, room, "明天带字典")
    path = f"/_matrix/client/v3/rooms/{room}/event/{event_id}"
    seen = homeserver.call("GET", path, token=student.access_token)
    assert seen["content"] == {"msgtype": "m.text", "body": "明天带字典"}


def test_wrong_password_is_refused(homeserver: Synapse, new_user: Callable[..., Account]) -> None:
    account = new_user()
    with pytest.raises(HttpError) as fault:
        homeserver.login(account.localpart, "not it")
    assert (fault.value.status, fault.value.errcode) == (403, "M_FORBIDDEN")


def test_default_limits_make_a_client_wait(strict_homeserver: Synapse) -> None:
    account = servers.new_user(strict_homeserver)
    waits: list[object] = []
    for _ in range(8):
        try:
            strict_homeserver.login(account.localpart, "not it")
        except HttpError as fault:
            if fault.status == 429:
                waits.append(fault.body.get("retry_after_ms"))
    assert waits
    assert all(isinstance(wait, int) and wait > 0 for wait in waits)


def test_restart_keeps_address_accounts_and_tokens(tmp_path: Path) -> None:
    server = Synapse(tmp_path / "server")
    server.start()
    address = server.base_url
    account = server.register("t1", servers.PASSWORD)
    server.stop()
    assert not server.running
    server.start()
    try:
        assert server.base_url == address
        whoami = server.call("GET", "/_matrix/client/v3/account/whoami", token=account.access_token)
        assert whoami["user_id"] == "@t1:school.test"
    finally:
        server.stop()


def test_listens_on_this_machine_only(homeserver: Synapse) -> None:
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    port = f"{homeserver.port:04X}"
    addresses = {
        fields[1].split(":")[0]
        for fields in listening
        if fields[1].endswith(f":{port}") and fields[3] == "0A"
    }
    assert addresses == {"0100007F"}


def test_no_server_survives_a_killed_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(tmp_path / "server")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    with parent.stdin, parent.stdout:
        pid = int(parent.stdout.readline().split()[0])
        watch = os.pidfd_open(pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    try:
        import select

        ended, _, _ = select.select([watch], [], [], 30)  # readable when the process is gone
        assert ended, f"Synapse {pid} outlived its parent"
    finally:
        os.close(watch)
