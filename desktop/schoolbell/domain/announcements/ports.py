"""What announcements need from the sync engine, as a protocol."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from schoolbell.base.observable import Observable
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store.outbox import NewRow
from schoolbell.sync.changes import Changes, SyncStatus


class AnnouncementEngine(Protocol):
    """The part of the sync engine that DING and notices use."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]

    async def send_together(self, rows: Sequence[NewRow], also: Callable[[Any], None]) -> None:
        """Queue all rows and do `also` in one local transaction."""
        ...

    async def take_back(self, batch: str, also: Callable[[Any], None]) -> bool:
        """Remove a held batch and do `also` in one local transaction; False when it is too late."""
        ...

    async def release(self, batch: str) -> None:
        """Send a held batch now."""
        ...

    async def load_members(self, room_id: str) -> None:
        """Fetch the whole member list once. Raises KnownError."""
        ...

    async def load_receipts(self, room_id: str) -> None:
        """Fetch everybody's receipts once. Raises KnownError."""
        ...


Knowledge = Callable[[], SchoolKnowledge]

__all__ = ["AnnouncementEngine", "Knowledge"]
