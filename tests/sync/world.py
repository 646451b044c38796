"""One engine on real database files, against a scripted or a real server."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import schoolbell.store
from schoolbell.base.clock import Clock
from schoolbell.domain.announcements.following import Following
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.verdicts import Verdicts
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import outbox, timeline
from schoolbell.store.database import Database
from schoolbell.store.outbox import OutboxRow
from schoolbell.store.rows import EventRow
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.engine import Engine
from schoolbell.sync.projection import Projection
from tests.fakes.clock import FakeClock

MIGRATIONS = Path(schoolbell.store.__file__).parent / "migrations"
PATIENCE = 10.0


async def until(condition: Callable[[], Any], what: str = "") -> None:
    """Wait until `condition()`; fail after PATIENCE seconds (a broken test, not a slow one)."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"did not happen: {what or condition}"
        await asyncio.sleep(0.003)


class World:
    """An engine with its two files in `folder`; `restart()` is a new process on the same files."""

    projections: Sequence[Projection] = ()

    def __init__(
        self,
        folder: Path,
        transport: Any,
        me: str,
        *,
        clock: Clock | None = None,
        anchors: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.transport = transport
        self.me = me
        self.anchors = tuple(anchors)
        self.clock: Any = clock or FakeClock()
        self.device = "FIRST"
        self.published: list[Changes] = []
        self.may_send = asyncio.Event()  # nothing goes before what is sent
        self.may_send.set()
        self.statuses: list[SyncStatus] = []
        self._build()

    def _build(self) -> None:
        self.cache = Database(self.folder / "cache.db", MIGRATIONS / "cache", durable=False)
        self.local = Database(self.folder / "local.db", MIGRATIONS / "local", durable=True)
        self.cache.open()
        self.local.open()
        client = MatrixClient(self.transport, self.me, self.device)
        self.engine = Engine(
            client, self.cache, self.local, self.clock, (Announcements(),), self.me,
            random=Random(7), judge=Verdicts(self.anchors), follower=Following(self.me, self.clock),
            give_way=self._give_way,
        )  # fmt: skip
        self.engine.changes.subscribe(self.published.append)
        self.engine.status.subscribe(self.statuses.append)

    async def _give_way(self) -> None:
        await self.may_send.wait()

    async def close(self) -> None:
        """End the process in good order."""
        await self.engine.stop()
        self.cache.close()
        self.local.close()

    async def restart(self) -> None:
        """Begin a new process on the same files."""
        await self.close()
        self._build()

    @property
    def state(self) -> SyncState:
        """The connection's state as people see it."""
        return self.engine.current_status.state

    async def live(self) -> None:
        """Start and wait for the first response."""
        await self.engine.start()
        await until(lambda: self.state is SyncState.LIVE, "live")

    def rows(self, room_id: str, *, before: int = 300) -> tuple[EventRow, ...]:
        """Return the newest shown rows of a room, oldest first."""
        return self.cache.read_now(lambda conn: timeline.window(conn, room_id, before=before, after=0)).rows

    def texts(self, room_id: str) -> list[str]:
        """Return the message texts of a room as stored, oldest first."""
        rows = self.rows(room_id)
        return [str(row.content.get("body")) for row in rows if row.type == "m.room.message"]

    def outbox(self, room_id: str) -> list[OutboxRow]:
        """Return a room's outbox rows."""
        return self.local.read_now(lambda conn: outbox.of_room(conn, room_id))

    async def say(self, room_id: str, text: str, **options: Any) -> str:
        """Send a plain text; return its local id."""
        content = {"msgtype": "m.text", "body": text}
        return await self.engine.send(room_id, "m.room.message", content, **options)
