"""What chat needs from below: reads of the two databases and the engine's verbs, as protocols."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from schoolbell.base.observable import Observable
from schoolbell.sync.changes import Changes, SyncState, SyncStatus

__all__ = ["Changes", "ChatEngine", "ChatReader", "Reads", "SyncState", "SyncStatus"]

T = TypeVar("T")


class Reads(Protocol):
    """Reading one database: `fn` gets a connection and must not keep it."""

    async def read(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` on a reader thread."""
        ...

    def read_here(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread, which is a reader thread of the other database."""
        ...

    def read_now(self, fn: Callable[[Any], T]) -> T:
        """Run `fn` in the calling thread: the first paint only."""
        ...


class ChatReader(Protocol):
    """The two databases of a profile."""

    @property
    def cache(self) -> Reads:
        """What came from the server (may be rebuilt)."""
        ...

    @property
    def local(self) -> Reads:
        """What exists only here: outbox, drafts."""
        ...


class ChatEngine(Protocol):
    """The part of the sync engine that a chat uses; every write returns after its local transaction."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...

    def retry_now(self) -> None:
        """Do not wait for the next try."""
        ...

    def open_room(self, room_id: str) -> None:
        """Sync this room deeper while it is open."""
        ...

    def close_room(self, room_id: str) -> None:
        """The room is not open any more."""
        ...

    async def paginate(self, room_id: str, chunk: int | None = None) -> None:
        """Fetch one page of history before `chunk` (None: the live one). Raises KnownError."""
        ...

    async def load_members(self, room_id: str) -> None:
        """Fetch the whole member list once. Raises KnownError."""
        ...

    async def load_receipts(self, room_id: str) -> None:
        """Fetch everybody's receipts once. Raises KnownError."""
        ...

    async def send(
        self, room_id: str, event_type: str, content: Mapping[str, Any], *, clear_draft: bool = True
    ) -> str:
        """Queue an event, clear the room's draft in the same transaction; return its local id.

        A relation to a message that is itself unsent names its local id.
        """
        ...

    async def react(self, room_id: str, target: str, symbol: str) -> str:
        """Queue a reaction; return its local id."""
        ...

    async def redact(self, room_id: str, target: str) -> str:
        """Queue a redaction of an event, or take back what is not sent yet; return its local id."""
        ...

    async def retry(self, local_id: str) -> None:
        """Try a wedged row again."""
        ...

    async def delete(self, local_id: str) -> None:
        """Drop an outbox row and what depends on it."""
        ...

    async def save_draft(self, room_id: str, text: str, reply_to: str) -> None:
        """Keep the draft of a room; an empty one is removed."""
        ...

    async def mark_read(self, room_id: str, event_id: str) -> None:
        """Send a public read receipt for `event_id`."""
        ...

    def set_typing(self, room_id: str, typing: bool) -> None:
        """Tell the room whether I am typing."""
        ...
