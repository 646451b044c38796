"""Pins messages in their rooms, for phones: read, changed and written only where it is not so yet.

What is to be pinned is worked out from the store each time, so a restart goes on where it stopped; pins that
others set stay.
"""

import logging
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Protocol

from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.wakeup import Wakeup
from schoolbell.matrix.client import MatrixClient
from schoolbell.store.database import Connection, Database
from schoolbell.sync.backoff import Backoff
from schoolbell.sync.changes import Changes, SyncState, SyncStatus

log = logging.getLogger(__name__)

PINNED_TYPE = "m.room.pinned_events"
_MOST = 100  # pins of one room
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 300.0  # seconds after trouble


class Pins(Struct, frozen=True):
    """What is to be pinned in a room, newest first, and what not (any more): event ids."""

    pinned: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


class PinningEngine(Protocol):
    """The part of the engine that is used here."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...


def merged(present: object, wanted: Pins) -> list[str] | None:
    """Return the list that a room should have, None when `present` (its content) says the same already."""
    listed = present.get("pinned") if isinstance(present, Mapping) else None
    before = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
    kept = [one for one in before if one not in wanted.gone]
    after = [*kept, *(one for one in reversed(wanted.pinned) if one not in kept)][-_MOST:]
    return after if after != before else None


class Pinning:
    """Belongs to the loop's thread. `wanted` reads (cache.db) room id → Pins."""

    def __init__(
        self,
        client: MatrixClient,
        cache: Database,
        engine: PinningEngine,
        clock: Clock,
        wanted: Callable[[Connection], Mapping[str, Pins]],
        projection: str,
    ) -> None:
        self._client = client
        self._cache = cache
        self._engine = engine
        self._wanted = wanted
        self._projection = projection
        self._done: dict[str, Pins] = {}  # what was seen to be so, or refused, since the program began
        self._live = False
        self._backoff = Backoff(Random(), first=_FIRST_PAUSE, cap=_LONGEST_PAUSE)
        self._tasks = TaskOwner("pins")
        self._wake = Wakeup(clock, self._tasks)
        self._subscriptions: list[Subscription] = []

    def start(self) -> None:
        """Follow the connection and what is announced."""
        self._subscriptions = [
            self._engine.status.subscribe(self._on_status),
            self._engine.changes.subscribe(self._on_changes),
        ]
        self._on_status(self._engine.current_status)
        self._tasks.run(self._work(), name="work")

    async def stop(self) -> None:
        """Pin nothing any more; the next start goes on."""
        for subscription in self._subscriptions:
            subscription.cancel()
        await self._tasks.cancel_all()

    def _on_status(self, status: SyncStatus) -> None:
        live = status.state is SyncState.LIVE
        if live and not self._live:
            self._wake.set()
        self._live = live

    def _on_changes(self, changes: Changes) -> None:
        if self._projection in changes.projections:
            self._wake.set()

    async def _work(self) -> None:
        while True:
            self._wake.clear()
            await self._wake.wait(await self.look() if self._live else None)

    async def look(self) -> float | None:
        """Bring every room to what is wanted; return seconds after which to try again what failed."""
        wanted = await self._cache.read(self._wanted)
        for room_id, pins in wanted.items():
            if self._done.get(room_id) == pins:
                continue
            try:
                await self._bring(room_id, pins)
            except KnownError as error:
                log.info("a message could not be pinned: %s", brief(error))
                if error.transient:
                    return self._backoff.after(error)
            self._done[room_id] = pins
            self._backoff.reset()
        return None

    async def _bring(self, room_id: str, pins: Pins) -> None:
        present: Any = await self._client.state_event(room_id, PINNED_TYPE)
        after = merged(present, pins)
        if after is not None:
            await self._client.send_state(room_id, PINNED_TYPE, "", {"pinned": after})
