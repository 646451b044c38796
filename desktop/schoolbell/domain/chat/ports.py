"""What chat needs from below: the engine's verbs, as protocols."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from schoolbell.base.observable import Observable
from schoolbell.domain.chat.items import Attachment
from schoolbell.domain.reading import ChatReader, Reads
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.transfers import Direction, ImageFacts, Transfer, TransferState, VoiceFacts

__all__ = [
    "Changes",
    "ChatEngine",
    "ChatHistory",
    "ChatReader",
    "Direction",
    "ImageFacts",
    "MediaEngine",
    "Reads",
    "SyncState",
    "SyncStatus",
    "Transfer",
    "TransferState",
    "VoiceFacts",
]


class ChatHistory(Protocol):
    """Fetches what is missing of a timeline; everything raises KnownError."""

    async def cross(self, room_id: str, chunk: int) -> None:
        """Fetch one page into the gap before `chunk`, from its older side if that can be gone on from."""
        ...

    async def paginate_forward(self, room_id: str, chunk: int) -> bool:
        """Fetch one page behind `chunk`; False when it cannot be gone on from."""
        ...

    async def land(self, room_id: str, event_id: str) -> None:
        """Have an event in the cache, with what stands around it."""
        ...

    async def find(self, room_id: str, ts: int) -> str:
        """Return the first event not older than `ts` (ms) as the server knows it, "" when there is none."""
        ...


class ChatEngine(Protocol):
    """The part of the sync engine that a chat uses; every write returns after its local transaction."""

    changes: Observable[Changes]
    status: Observable[SyncStatus]

    @property
    def current_status(self) -> SyncStatus:
        """The last status emitted."""
        ...

    @property
    def history(self) -> ChatHistory:
        """What is not here."""
        ...

    def active(self) -> None:
        """Somebody reads or writes: what is done in the background waits a little."""
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


class MediaEngine(Protocol):
    """Files of one account. Retry and delete of a message with a file are the ChatEngine's."""

    @property
    def transfers(self) -> Observable[Transfer]:
        """Every move of a file on its way; bytes at most ten times a second each."""
        ...

    def current(self, key: str) -> Transfer | None:
        """Return a transfer as it stands (`key`: local id of the message, or Attachment.key); None when
        nothing moves.
        """
        ...

    async def send_file(
        self,
        room_id: str,
        path: Path,
        *,
        caption: str = "",
        reply_to: str = "",
        image: ImageFacts | None = None,
        voice: VoiceFacts | None = None,
    ) -> str:
        """Queue a message with a file; return its local id, which is also its transfer's key.

        A small file is copied at once, a large one must be unchanged when it goes. Raises KnownError
        (FILE_GONE, NOT_A_FILE, DISK_FULL, READ_ONLY).
        """
        ...

    async def send_data(
        self,
        room_id: str,
        data: bytes,
        name: str,
        mimetype: str = "",
        *,
        caption: str = "",
        reply_to: str = "",
        image: ImageFacts | None = None,
    ) -> str:
        """Queue a message with bytes that are in no file (a pasted picture); return its local id."""
        ...

    async def fetch(self, attachment: Attachment, *, thumbnail: tuple[int, int] | None = None) -> Path:
        """Return a file with the attachment's bytes, or a small picture of it (width, height wanted, px).

        It belongs to the cache: read it, do not move or change it. Raises KnownError (FILE_DAMAGED,
        NOT_FOUND, CANCELLED, DISK_FULL, and what the connection has).
        """
        ...

    async def cancel(self, key: str) -> None:
        """Stop a transfer; a message on its way stays as refused (CANCELLED), what is there is kept."""
        ...

    async def upload_limit(self) -> int | None:
        """Return what the server takes in one piece (bytes); larger files go in parts. Raises KnownError."""
        ...

    async def cache_size(self) -> int:
        """Return how many bytes downloaded files take."""
        ...

    async def clear_cache(self) -> None:
        """Remove downloaded files; what is not sent yet stays."""
        ...
