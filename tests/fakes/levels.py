"""A room's power levels as a server keeps them: written state comes back as events."""

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

    async def state_event(self, room_id, event_type, state_key=""):
        """Return the levels that stand now."""
        self.asked.append("read")
        assert (room_id, event_type, state_key) == (self.room_id, POWER_TYPE, "")
        return self.content

    async def change(self, content, sender=ME, ts=None):
        """Somebody sets the levels."""
        before, self.content = self.content, content
        event = self.engine.event(
            POWER_TYPE, content, sender, state_key="", ts=self.clock.now_ms() if ts is None else ts,
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
        event = self.engine.event(event_type, content, ME, ts=self.clock.now_ms())
        await self.engine.deliver(room_id, event)
        return event["event_id"]
