"""Real client processes behind a line that fails: nothing lost, nothing twice, everything in order."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from schoolbell_demo.homeserver import Synapse
from tests.faults.killing import Killing, history, make_stage
from tests.faults.plan import Plan
from tests.faults.proxy import FaultProxy
from tests.faults.talker import talk

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
    assert verdict.in_parts >= 1, "a file went in parts"
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
                *(
                    talk(tmp_path / one.localpart, proxy.base_url, one, room, count=EACH, others=EACH)
                    for one in (teacher, student)
                )
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
