"""Read markers: tells the server how far was read, latest wins, kept while offline."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from random import Random

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import drafts
from schoolbell.store.database import Connection, Database
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.outage import Outage

log = logging.getLogger(__name__)

# Scrolling marks every row it passes; only the last one within this time is told to the server.
_COALESCE = 0.4
_SIGNED_OUT = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT})


class ReadMarkers:
    """Public read receipt and fully-read marker of each room. Belongs to the loop's thread."""

    def __init__(
        self,
        client: MatrixClient,
        local: Database,
        clock: Clock,
        random: Random,
        outage: Outage,
        *,
        signed_out: Callable[[], None],
    ) -> None:
        self._client = client
        self._local = local
        self._clock = clock
        self._backoff = Backoff(random)
        self._outage = outage
        self._signed_out = signed_out
        self._tasks = TaskOwner("read")
        self._pending: dict[str, str] = {}  # room id → event id, oldest first
        self._told: dict[str, str] = {}
        self._unsaved: dict[str, str] = {}
        self._saving = asyncio.Lock()
        self._woken = asyncio.Event()
        self._resumed = asyncio.Event()

    async def start(self) -> None:
        """Take up what was read while offline and begin."""
        self._pending = dict(await self._local.read(drafts.pending_reads)) | self._pending
        self._tasks.run(self._tell(), name="tell")
        self._woken.set()

    async def stop(self) -> None:
        """Stop telling; what is pending stays in the local file."""
        await self._tasks.cancel_all()

    def resume(self) -> None:
        """The server is there again."""
        self._resumed.set()
        self._woken.set()

    async def mark(self, room_id: str, event_id: str) -> None:
        """Remember that the room was read up to `event_id` and tell the server soon."""
        if event_id in (self._pending.get(room_id), self._told.get(room_id)):
            return
        self._pending[room_id] = event_id
        self._unsaved[room_id] = event_id
        self._woken.set()
        async with self._saving:  # scrolling marks faster than a disk syncs: one write takes all along
            unsaved, self._unsaved = self._unsaved, {}
            if not unsaved:
                return
            now = self._clock.now_ms()

            def write(conn: Connection) -> None:
                for room, event in unsaved.items():
                    drafts.put_read(conn, room, event, now)

            try:
                await self._local.write(write)
            except KnownError:  # a full disk: with the next one
                self._unsaved = unsaved | self._unsaved
                raise

    async def _tell(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            if not self._pending:
                continue
            await self._clock.sleep(_COALESCE)
            try:
                await self._tell_all()
            except KnownError as error:
                await self._rest(error)

    async def _tell_all(self) -> None:
        """Tell what is pending, the longest waiting first. Raises KnownError when that cannot be done now."""
        for room_id, event_id in list(self._pending.items()):
            try:
                await self._client.read_up_to(room_id, event_id)
            except KnownError as error:
                if error.code in _SIGNED_OUT or error.transient or error.local:
                    raise
                log.info("a read marker was refused: %s", error.code)
            self._backoff.reset()
            self._told[room_id] = event_id
            if self._pending.get(room_id) == event_id:
                del self._pending[room_id]
            await self._local.write(partial(drafts.drop_read, room_id=room_id, event_id=event_id))

    async def _rest(self, error: KnownError) -> None:
        """Wait as the server wishes, else less when resumed; without a token until resumed."""
        if getattr(error, "retry_after_ms", None) is not None:
            await self._clock.sleep(self._backoff.after(error))
            self._woken.set()
            return
        self._resumed.clear()
        waits = {self._tasks.run(self._resumed.wait(), name="resumed")}
        if error.code in _SIGNED_OUT:
            self._signed_out()
        else:
            turn = self._outage.turn - self._clock.monotonic()
            waits.add(self._tasks.run(self._clock.sleep(max(turn, self._backoff.next())), name="sleep"))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
        self._woken.set()
