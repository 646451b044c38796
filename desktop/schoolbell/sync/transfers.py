"""What a file on its way looks like from above: progress, states, what is fetched, who is told."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from schoolbell.base.clock import Clock
from schoolbell.base.observable import Observable

VOICE = "org.matrix.msc3245.voice"  # what a message that is a voice note has in its content
AUDIO = "org.matrix.msc1767.audio"  # and what it looks like
_OFTEN = 0.1  # seconds between two reports of one transfer's bytes


class Direction(StrEnum):
    """Which way the bytes go."""

    UP = "up"
    DOWN = "down"


class TransferState(StrEnum):
    """What a transfer does now."""

    WAITING = "waiting"  # for its turn
    RUNNING = "running"
    PAUSED = "paused"  # tries again by itself; `error` says why it waits
    FAILED = "failed"  # only a person can change that
    DONE = "done"


class Transfer(Struct, frozen=True):
    """One file on its way; `done` and `total` in bytes.

    `key` is the local id of the message for what goes up, `Attachment.key` for what comes down.
    """

    key: str
    room_id: str  # "" for what comes down
    direction: Direction
    done: int
    total: int
    state: TransferState
    error: str = ""  # ErrorCode value


class ImageFacts(Struct, frozen=True):
    """What whoever decoded a picture knows of it: pixels as shown, after EXIF orientation."""

    width: int
    height: int


class VoiceFacts(Struct, frozen=True):
    """What whoever recorded a voice note knows of it: ms, and up to 100 loudnesses of 0…1024."""

    duration: int
    waveform: tuple[int, ...] = ()


class PartFacts(Protocol):
    """One part of a large file."""

    @property
    def mxc(self) -> str:
        """Where it lies."""
        ...

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    @property
    def sha256(self) -> str:
        """Hex digits."""
        ...


class FileFacts(Protocol):
    """A file as a message tells of it (`domain.chat.items.Attachment`); nothing of it is trusted."""

    @property
    def size(self) -> int:
        """Bytes, 0 when unknown."""
        ...

    @property
    def mxc(self) -> str:
        """Where it lies, "" when it is in parts or not sent yet."""
        ...

    @property
    def sha256(self) -> str:
        """Hex digits, "" when unknown."""
        ...

    @property
    def parts(self) -> Sequence[PartFacts]:
        """The parts of a large file, in order."""
        ...

    @property
    def thumbnail_mxc(self) -> str:
        """A picture of it that its sender made, "" for none."""
        ...

    @property
    def local_path(self) -> str:
        """Where it lies on this machine while it is not sent yet, else ""."""
        ...

    @property
    def key(self) -> str:
        """What its transfer is known by."""
        ...


class Board:
    """Which files are on their way. Tells of bytes at most ten times a second, of states at once."""

    def __init__(self, clock: Clock) -> None:
        self.transfers: Observable[Transfer] = Observable()
        self._clock = clock
        self._current: dict[str, Transfer] = {}
        self._told: dict[str, float] = {}

    def current(self, key: str) -> Transfer | None:
        """Return the transfer `key` as it was last put up, None when nothing moves."""
        return self._current.get(key)

    def put(self, transfer: Transfer) -> None:
        """Show `transfer`; what is done or failed is told once and not kept."""
        before = self._current.get(transfer.key)
        if before == transfer:
            return
        if transfer.state in (TransferState.DONE, TransferState.FAILED):
            self._current.pop(transfer.key, None)
            self._told.pop(transfer.key, None)
            self.transfers.emit(transfer)
            return
        self._current[transfer.key] = transfer
        now = self._clock.monotonic()
        same = before is not None and (before.state, before.error) == (transfer.state, transfer.error)
        if same and now - self._told.get(transfer.key, 0.0) < _OFTEN:
            return
        self._told[transfer.key] = now
        self.transfers.emit(transfer)

    def move(self, key: str, done: int) -> None:
        """So many bytes of a running transfer are through."""
        before = self._current.get(key)
        if before is not None:
            self.put(replace(before, done=min(done, before.total), state=TransferState.RUNNING, error=""))

    def end(self, key: str, state: TransferState, error: str = "") -> None:
        """A transfer has ended (DONE, FAILED) or waits (WAITING, PAUSED)."""
        before = self._current.get(key)
        if before is not None:
            done = before.total if state is TransferState.DONE else before.done
            self.put(replace(before, done=done, state=state, error=error))

    def drop(self, key: str) -> None:
        """Forget a transfer that nobody asks for any more."""
        self._current.pop(key, None)
        self._told.pop(key, None)
