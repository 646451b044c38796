"""Redacts what was taken back while nobody knew whether the server had it, once it turns out that it has."""

import logging
from collections.abc import Callable, Collection, Mapping
from functools import partial

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.base.tasks import TaskOwner
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import echoes, outbox
from schoolbell.store.database import Connection, Database
from schoolbell.store.outbox import OutboxRow, Recall
from schoolbell.sync.resend import FORGOTTEN_MS, find_sent

log = logging.getLogger(__name__)

_SIGNED_OUT = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT})


class Recalls:
    """The rows whose answer was lost before they were deleted. `queued` hears of each redaction.

    Belongs to the loop's thread.
    """

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        local: Database,
        clock: Clock,
        *,
        queued: Callable[[OutboxRow], None],
    ) -> None:
        self._client = client
        self._cache = cache
        self._local = local
        self._clock = clock
        self._queued = queued
        self._tasks = TaskOwner("recalls")
        self._open: dict[str, Recall] = {}
        self._searched: set[str] = set()  # in this run: what comes later comes by sync
        self._done: set[str] = set()
        self._searching = False

    async def start(self) -> None:
        """Take up what an earlier run left."""
        for recall in await self._local.read(outbox.recalled):
            self._open.setdefault(recall.local_id, recall)

    async def stop(self) -> None:
        """End the search; what is open stays in the local file."""
        await self._tasks.cancel_all()
        self._searching = False

    def remember(self, row: OutboxRow) -> None:
        """`row` was deleted, and kept as recalled in the same transaction."""
        self._open[row.local_id] = Recall(row.local_id, row.room_id, row.created_ms)

    def resume(self) -> None:
        """The server is there again: look for what its answers may have left out."""
        if self._open.keys() - self._searched and not self._searching:
            self._searching = True
            self._tasks.run(self._search(), name="search")

    async def settle(self, rooms: Collection[str]) -> None:
        """Redact what came into the cache with one of these rooms."""
        wanted = [recall.local_id for recall in self._open.values() if recall.room_id in rooms]
        if wanted:
            await self.arrived(await self._cache.read(lambda conn: echoes.find(conn, wanted)))

    async def arrived(self, found: Mapping[str, str], room_id: str | None = None) -> None:
        """The server has these (local id → event id): queue their redactions, once.

        With `room_id` also of those whose echo took their row away before it was deleted.
        """
        now = self._clock.now_ms()
        found = {local_id: event_id for local_id, event_id in found.items() if local_id not in self._done}
        self._done.update(found)

        def write(conn: Connection) -> list[OutboxRow]:
            rows = []
            for local_id, event_id in found.items():
                room = outbox.forget_recall(conn, local_id) or room_id
                if room is not None:
                    redaction = outbox.NewRow(
                        new_txn_id(), room, outbox.REDACTION, {}, event_id, created_ms=now
                    )
                    rows.append(outbox.add(conn, redaction))
            return rows

        if not found:
            return
        try:
            queued = await self._local.write(write)
        except BaseException:
            self._done.difference_update(found)
            raise
        for local_id in found:
            self._open.pop(local_id, None)
        for row in queued:
            self._queued(row)

    async def _find(self, recall: Recall) -> str | None:
        try:
            return await find_sent(self._client, recall.room_id, recall.local_id, recall.created_ms)
        except KnownError as error:
            if error.transient or error.code in _SIGNED_OUT:
                raise
            return None  # a room whose history is refused holds up no other

    async def _search(self) -> None:
        """Look once through each room's history; what is not there half a day later never was."""
        try:
            for recall in [one for one in self._open.values() if one.local_id not in self._searched]:
                event_id = await self._find(recall)
                self._searched.add(recall.local_id)
                if event_id is not None:
                    await self.arrived({recall.local_id: event_id})
                elif self._clock.now_ms() - recall.created_ms >= FORGOTTEN_MS:
                    await self._local.write(partial(outbox.forget_recall, local_id=recall.local_id))
                    self._open.pop(recall.local_id, None)
        except KnownError as error:
            log.info("recalled messages could not be looked for: %s", error.code)
        finally:
            self._searching = False
