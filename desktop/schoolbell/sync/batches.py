"""Rows of the outbox that belong together: queued in one transaction, taken back or let go as one."""

from collections.abc import Callable, Collection, MutableMapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from schoolbell.matrix.client import MatrixClient
from schoolbell.store import outbox
from schoolbell.store.database import Connection, Database
from schoolbell.store.outbox import NewRow, OutboxRow
from schoolbell.sync.holds import Holds
from schoolbell.sync.known import KnownRow

Also = Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Queue:
    """What the outbox lends: its own view of its rows."""

    local: Database
    holds: Holds
    known: MutableMapping[str, KnownRow]
    leaving: set[str]  # being taken back: not to be begun
    changed: Callable[[Collection[str]], None]  # rooms whose rows are different now
    client: MatrixClient


class Batches:
    """Belongs to the loop's thread. `also` is done in the same transaction of local.db."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    async def add(self, rows: Sequence[NewRow], also: Also) -> list[OutboxRow]:
        """Queue all `rows` or, when the disk refuses, none of them; return them as written."""
        queue, device = self._queue, self._queue.client.device_id

        def write(conn: Connection) -> list[OutboxRow]:
            added = [outbox.add(conn, replace(row, device=device)) for row in rows]
            also(conn)
            return added

        added = await queue.local.write(write)
        queue.holds.take(added)
        for row in added:
            queue.known.setdefault(row.local_id, KnownRow(row.room_id, row.state, attempted=False))
        queue.changed({row.room_id for row in added})
        return added

    async def take_back(self, batch: str, also: Also) -> bool:
        """Remove all rows of `batch` while every one of them is still held; False when it is too late."""
        queue = self._queue
        rows = await queue.local.read(lambda conn: outbox.of_batch(conn, batch))
        if not all(row.state == outbox.WAITING and queue.holds.holds(row) for row in rows) or not rows:
            return False
        ids = {row.local_id for row in rows}
        queue.leaving.update(ids)
        try:

            def write(conn: Connection) -> None:
                for row in rows:
                    outbox.delete(conn, row.local_id)
                also(conn)

            await queue.local.write(write)
            for local_id in ids:
                queue.known.pop(local_id, None)
        finally:
            queue.leaving.difference_update(ids)
            queue.changed({row.room_id for row in rows})
        return True

    async def release(self, batch: str) -> None:
        """Hold the rows of `batch` no longer."""
        queue = self._queue
        rows = await queue.local.write(lambda conn: outbox.release(conn, batch))
        queue.holds.forget(row.local_id for row in rows)
        queue.changed({row.room_id for row in rows})
