"""A room's power levels as a server keeps them: written state comes back as events."""

import asyncio

from schoolbell.base.errors import KnownError
from schoolbell.domain.mute_levels import POWER_TYPE
from tests.fakes.domain_engine import ME


class ScriptedLevels:
    """`matrix.client` for one room; what is written is delivered by `engine` as the next answer."""

    def __init__(self, engine, room_id, content, clock):
        self.engine = engine
        self.room_id = room_id
        self.content = content
        self.clock = clock
        self.asked = []
        self.refuse: KnownError | None = None  # raised by every write
        self.before_ms = 0  # how far the server's clock is before this computer's
        self.slow = False  # what is sent comes back when the test delivers it
        self.late = []
        self.seconds = 0.0  # for which an answer is on its way
        self.free = asyncio.Event()  # reading waits for it
        self.free.set()

    async def state_event(self, room_id, event_type, state_key=""):
        """Return the levels that stand now."""
        self.asked.append("read")
        found = self.content
        await asyncio.sleep(self.seconds)
        assert (room_id, event_type, state_key) == (self.room_id, POWER_TYPE, "")
        await self.free.wait()
        return found

    def server_ms(self):
        """Return the server's time."""
        return self.clock.now_ms() + self.before_ms

    async def change(self, content, sender=ME, ts=None):
        """Somebody sets the levels."""
        before, self.content = self.content, content
        event = self.engine.event(
            POWER_TYPE, content, sender, state_key="", ts=self.server_ms() if ts is None else ts,
            unsigned={"prev_content": before},
        )  # fmt: skip
        await self.engine.deliver(self.room_id, event, state=[event])
        return event

    async def send_state(self, room_id, event_type, state_key, content):
        """Set the levels from here."""
        self.asked.append("levels")
        if self.refuse is not None:
            raise self.refuse
        return (await self.change(content))["event_id"]

    async def send(self, room_id, event_type, txn_id, content):
        """Send an event from here."""
        self.asked.append(event_type)
        event = self.engine.event(event_type, content, ME, ts=self.server_ms())
        if self.slow:
            self.late.append(event)
        else:
            await self.engine.deliver(room_id, event)
        return event["event_id"]
