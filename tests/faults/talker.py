"""A client process that talks with another one in a room and tells what its own timeline shows at the end.

`python -m tests.faults.talker FOLDER BASE_URL USER TOKEN ROOM COUNT OTHERS` sends COUNT messages,
"LOCALPART 0", "LOCALPART 1" …, and ends when OTHERS messages of somebody else are shown and all own ones are
acknowledged. The last line printed is a JSON list of [sender, text, state] as shown in the open room.
"""

import asyncio
import json
import sys
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from schoolbell.base.clock import SystemClock
from schoolbell.base.diffs import apply
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.chat import composing
from schoolbell.domain.chat.items import MessageItem, SendState, TimelineItem
from schoolbell.domain.chat.session import ChatSession
from schoolbell.matrix.transport import Transport
from schoolbell.system.http import make_client
from schoolbell_demo.homeserver import Account
from tests.faults.killing import ROOT, surroundings
from tests.faults.writer import Token
from tests.sync.world import World

_LONGEST_PAUSE = 0.06


class View:
    """What stands in the open room, kept by diffs as a view keeps it."""

    def __init__(self, me: str) -> None:
        self._me = me
        self._items: list[TimelineItem] = []
        self.moved = asyncio.Event()

    def follow(self, session: ChatSession, room: str) -> None:
        """Open the room."""
        opened = session.open(room)
        opened.diffs.subscribe(lambda diffs: [apply(self._items, diff) for diff in diffs])
        opened.moved.subscribe(lambda _: self.moved.set())

    @property
    def messages(self) -> list[MessageItem]:
        """The messages, oldest first."""
        return [item for item in self._items if isinstance(item, MessageItem)]

    def complete(self, count: int, others: int) -> bool:
        """Whether everything of both sides is there."""
        own = [item for item in self.messages if item.sender.user_id == self._me]
        sent = [item for item in own if item.state is not SendState.WAITING]
        return len(self.messages) - len(own) >= others and len(sent) == len(own) == count


async def main(
    folder: Path, base_url: str, user_id: str, token: str, room: str, count: int, others: int
) -> None:
    """Talk."""
    errors: list[BaseException] = []
    tasks = TaskOwner("talker", errors.append)
    name, chance = user_id[1:].partition(":")[0], Random(user_id)
    async with make_client() as client:
        world = World(folder, Transport(client, base_url, Token(token)), user_id, clock=SystemClock())
        session = ChatSession(world, user_id, ZoneInfo("Asia/Shanghai"), (), tasks.run)
        session.show_now("")
        session.attach(world.engine)
        await world.engine.start()
        view = View(user_id)
        view.follow(session, room)
        for number in range(count):
            await world.engine.send(room, "m.room.message", composing.message(f"{name} {number}"))
            await asyncio.sleep(chance.random() * _LONGEST_PAUSE)
        while not view.complete(count, others):
            view.moved.clear()
            await view.moved.wait()
        session.close()
        await tasks.cancel_all()
        await world.close()
    assert not errors, errors
    shown = [[item.sender.user_id, item.body, item.state.name] for item in view.messages]
    sys.stdout.write(json.dumps(shown) + "\n")


async def talk(
    folder: Path, base_url: str, person: Account, room: str, *, count: int, others: int
) -> list[list[str]]:
    """Run this as a process; return what its timeline shows at the end."""
    folder.mkdir()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.talker", str(folder), base_url,
        person.user_id, person.access_token, room, str(count), str(others),
        cwd=ROOT, env=surroundings(), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, "the client failed"
    shown: list[list[str]] = json.loads(output.splitlines()[-1])
    return shown


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[6:8]]
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:6], *numbers))
