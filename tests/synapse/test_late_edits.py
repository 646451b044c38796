"""A DING with an end that its sender changes in time and again too late, on a real homeserver."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.synapse.test_forgeries import import_small
from tests.synapse.test_muting import seat
from tests.sync.world import until

pytestmark = pytest.mark.synapse
ID = "0" * 26


@pytest.fixture
async def school(qapp, homeserver, tmp_path):
    made = await import_small(homeserver, tmp_path / "school")
    async with AsyncExitStack() as stack:
        made.stack = stack
        yield made


async def test_the_words_in_time_act_and_the_later_ones_stay_readable(school, tmp_path):
    reader = await seat(school, "g12", tmp_path)

    def ding(words, closes=0):
        block = {"v": 1, "id": ID, "text": words, "to": {"room": True}, "confirm": "tap", "n": 1}
        if closes:
            block["closes"] = closes
        return {"msgtype": "m.text", "body": words, "org.schoolbell.ding": block}

    def changed(event_id, words, closes):
        relation = {"rel_type": "m.replace", "event_id": event_id}
        return {**ding(words), "m.new_content": ding(words, closes), "m.relates_to": relation}

    first = await asyncio.to_thread(school.send, "t1", school.group, ding("八点开会"))
    # Without an end yet, this change is in time whenever it comes; it brings the end, which is at once.
    closes = reader.world.clock.now_ms()
    await asyncio.to_thread(school.send, "t1", school.group, changed(first, "九点开会", closes))
    await until(lambda: reader.message("九点开会") is not None, "in time")
    assert reader.message("九点开会").late == ""
    await asyncio.to_thread(school.send, "t1", school.group, changed(first, "十点开会", closes + 86_400_000))
    await until(lambda: reader.message("九点开会").late == "十点开会", "too late")
    assert reader.message("九点开会").edited
    assert reader.message("十点开会") is None
    # What nobody but its sender may say changes nothing here either.
    await asyncio.to_thread(school.send, "s01", school.group, changed(first, "不开了", 0))
    marked = await asyncio.to_thread(school.send, "t2", school.group, {"msgtype": "m.text", "body": "好"})
    await until(lambda: reader.message("好") is not None, marked)
    assert reader.message("九点开会").late == "十点开会"
