"""The real window and another client process talk over a line that fails; the window is killed once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from schoolbell.store import outbox, timeline
from schoolbell.store.database import Database
from schoolbell.system.paths import Paths
from schoolbell.system.profiles import Profiles
from schoolbell_demo.client import Client
from schoolbell_demo.hands import Hands
from schoolbell_demo.homeserver import Synapse
from schoolbell_demo.line import Account
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.screen import Geometry, Screen
from tests.faults.killing import history
from tests.faults.plan import Plan
from tests.faults.proxy import FaultProxy
from tests.faults.talker import talk
from tests.sync.world import MIGRATIONS

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(330)]

TYPED = 20
OTHERS = 180
LOOKS = 20  # a tenth of a second each


async def test_both_see_everything_once_and_in_order(
    homeserver: Synapse, new_user: Any, new_room: Any, tmp_path: Path
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student], name="三年级2班")
    home = tmp_path / "window"
    proxy = FaultProxy("127.0.0.1", homeserver.port)
    await proxy.start()
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    hands = Hands(screen.display)
    client = Client(home, screen, "en", "light")
    try:
        me = Account(teacher.user_id, teacher.password, "teacher", "", "", False)
        await sign_in_profile(home, proxy.base_url, me)
        proxy.plan = Plan(6)
        await begin(client, hands)
        async with asyncio.timeout(270):
            other = asyncio.ensure_future(
                talk(tmp_path / "other", proxy.base_url, student, room, count=OTHERS, others=TYPED)
            )
            for number in range(TYPED):
                await write(client, hands, f"{teacher.localpart} {number}")
                await hands.press("Return")
                if number == TYPED // 2:
                    await client.eyes.see(f"{teacher.localpart} {number}")
                    await kill(client)
                    await begin(client, hands)
            shown = await other
            await client.eyes.see(f"{student.localpart} {OTHERS - 1}", timeout=60)
    finally:
        await client.stop()
        hands.close()
        await screen.stop()
        await proxy.cut()
    events = await asyncio.to_thread(history, homeserver, student, room)
    said = [
        [event["sender"], event["content"]["body"]] for event in events if event["type"] == "m.room.message"
    ]
    kept, unsent = files_of(home, room)
    expected = {
        teacher.user_id: [f"{teacher.localpart} {number}" for number in range(TYPED)],
        student.user_id: [f"{student.localpart} {number}" for number in range(OTHERS)],
    }
    for view in (kept, [line[:2] for line in shown], said):
        assert {
            person: [text for sender, text in view if sender == person] for person in expected
        } == expected
    assert unsent == []


async def begin(client: Client, hands: Hands) -> None:
    """Start the program, open the room and click into its composer."""
    await client.start()
    row = await client.eyes.see("三年级2班", "ListItem", timeout=60)
    await hands.click(*row.centre)
    composer = await client.eyes.see("Message", "EditableText", exact=True)
    await hands.click(*composer.centre)


async def write(client: Client, hands: Hands, text: str) -> None:
    """Type `text` after what may stand in the composer still; a key that the X server lost, again."""
    await hands.type(text)
    for _ in range(LOOKS):
        there = (await client.eyes.see("Message", "EditableText", exact=True)).value
        if there.endswith(text):
            return
        await asyncio.sleep(0.1)
    await hands.press("ctrl+a")
    await hands.type(text)


async def kill(client: Client) -> None:
    """End the program as a power cut does."""
    process = client._process
    assert process is not None
    process.kill()
    await process.wait()
    await client.eyes.close()


def files_of(home: Path, room: str) -> tuple[list[list[str]], list[object]]:
    """Return the messages that the window keeps of a room, and what it has not sent."""
    paths = Paths(home)
    profile = Profiles(paths).current()
    assert profile is not None
    mine = paths.profile(profile.id)
    cache = Database(mine.cache_db, MIGRATIONS / "cache", durable=False)
    local = Database(mine.local_db, MIGRATIONS / "local", durable=True)
    local.open()
    cache.open()
    try:
        rows = cache.read_now(lambda conn: timeline.window(conn, room, before=300, after=0)).rows
        unsent = local.read_now(outbox.everything)
    finally:
        local.close()
        cache.close()
    messages = [[row.sender, str(row.content.get("body"))] for row in rows if row.type == "m.room.message"]
    return messages, [row for row in unsent if row.state != outbox.SENT]
