"""A client that is killed at any moment loses no message, sends none twice and keeps their order."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from schoolbell_demo.homeserver import Synapse

pytestmark = pytest.mark.synapse

TOTAL = 120
KILLS = 8
ROOT = Path(__file__).parents[2]


def test_killed_again_and_again_each_message_arrives_once_and_in_order(
    homeserver: Synapse, new_user: Any, new_room: Any, tmp_path: Path
) -> None:
    teacher = new_user("t")
    room = new_room(teacher)
    command = [
        sys.executable, "-m", "tests.synapse.sender_process",
        str(tmp_path), homeserver.base_url, teacher.user_id, teacher.access_token, room, str(TOTAL),
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'desktop'}{os.pathsep}{ROOT}"}
    chance = random.Random(4)
    written = tmp_path / "written"
    for _ in range(KILLS):
        process = subprocess.Popen(command, cwd=ROOT, env=environment)
        before = int(written.read_text()) if written.exists() else 0
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline:
            if written.exists() and int(written.read_text()) > before:
                break
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        process.kill()
        process.wait()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=90)

    query = f"dir=b&limit=1000&filter={quote(json.dumps({'types': ['m.room.message']}))}"
    path = f"/_matrix/client/v3/rooms/{quote(room)}/messages?{query}"
    page: Any = homeserver.call("GET", path, token=teacher.access_token)
    bodies = [event["content"]["body"] for event in reversed(page["chunk"])]
    assert bodies == [str(number) for number in range(TOTAL)]
