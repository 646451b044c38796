"""Real client processes behind a line that fails: nothing lost, nothing twice, everything in order."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from schoolbell_demo.homeserver import Account, Synapse
from tests.faults.killing import ROOT, Killing, history, make_stage, surroundings
from tests.faults.plan import Plan
from tests.faults.proxy import FaultProxy

pytestmark = pytest.mark.synapse

KILLS = 20
EACH = 100


async def test_killed_again_and_again_everything_arrives_once_and_in_order(
    homeserver: Synapse, tmp_path: Path
) -> None:
    stage = await asyncio.to_thread(make_stage, homeserver, 3)
    killing = Killing(stage, tmp_path, kills=KILLS, seed=4, items=KILLS * 6)
    verdict = await killing.run()
    assert verdict.words == []
    assert sum(killing.deaths.values()) == KILLS
    assert sum(killing.proxy.hits.values()) > KILLS, "the line failed"


async def test_two_clients_exchange_200_messages_and_each_sees_all_of_the_other_in_order(
    homeserver: Synapse, new_user: Any, new_room: Any, tmp_path: Path
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    proxy = FaultProxy("127.0.0.1", homeserver.port, Plan(5))
    await proxy.start()
    try:
        async with asyncio.timeout(120):
            views = await asyncio.gather(
                *(talk(tmp_path, proxy, person, room) for person in (teacher, student))
            )
    finally:
        await proxy.cut()
    for view, me, other in ((views[0], teacher, student), (views[1], student, teacher)):
        for person in (me, other):
            shown = [text for sender, text, _ in view if sender == person.user_id]
            assert shown == [f"{person.localpart} {number}" for number in range(EACH)]
    events = await asyncio.to_thread(history, homeserver, student, room)
    bodies = [event["content"]["body"] for event in events if event["type"] == "m.room.message"]
    assert [text for _, text, _ in views[0]] == bodies, "both stand as they stand at the server"
    assert [text for _, text, _ in views[1]] == bodies
    assert proxy.hits.keys() > {("send", "drop"), ("sync", "cut_answer")}, "the line failed"


async def talk(folder: Path, proxy: FaultProxy, person: Account, room: str) -> list[list[str]]:
    """Run one client process; return what its timeline shows at the end."""
    home = folder / person.localpart
    home.mkdir()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.talker", str(home), proxy.base_url,
        person.user_id, person.access_token, room, str(EACH),
        cwd=ROOT, env=surroundings(), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0
    shown: list[list[str]] = json.loads(output.splitlines()[-1])
    return shown
