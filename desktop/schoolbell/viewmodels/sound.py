"""What recording and playing need of this computer, as protocols: microphone, encoder, loudspeaker."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from schoolbell.base.errors import ErrorCode

RATE = 48_000  # samples a second, one channel, 16 bits each in the machine's byte order
BYTES_PER_MS = RATE * 2 // 1000


class Microphone(Protocol):
    """Hears. Calls back on the thread that called `start`."""

    def start(self, heard: Callable[[bytes], None], failed: Callable[[ErrorCode], None]) -> None:
        """Tell what is heard, as samples; `failed` once when that is not possible, or not any more."""
        ...

    def stop(self) -> None:
        """Hear no more; nothing is told after it."""
        ...


class Encoder(Protocol):
    """Makes a small file of samples: AAC in MPEG-4 ("audio/mp4")."""

    def begin(self, target: Path, ended: Callable[[bool], None]) -> None:
        """Write to `target`; `ended` once, with whether it is whole."""
        ...

    def feed(self, samples: bytes) -> None:
        """Add samples."""
        ...

    def finish(self) -> None:
        """That was all: `ended` follows."""
        ...

    def drop(self) -> None:
        """Give up; nothing is told after it."""
        ...


class Listener(Protocol):
    """What a loudspeaker tells. Times are ms."""

    def moved(self, position: int) -> None:
        """It has played so far."""
        ...

    def measured(self, duration: int) -> None:
        """It knows how long the file is."""
        ...

    def ended(self) -> None:
        """It has played to the end."""
        ...

    def failed(self, code: ErrorCode) -> None:
        """It cannot play the file."""
        ...


class Loudspeaker(Protocol):
    """Plays one file of this computer at a time."""

    def open(self, path: Path, listener: Listener) -> None:
        """Play `path` from its beginning instead of what was played."""
        ...

    def play(self) -> None:
        """Go on."""
        ...

    def pause(self) -> None:
        """Stop for now."""
        ...

    def seek(self, position: int) -> None:
        """Go to a place (ms)."""
        ...

    def set_rate(self, rate: float) -> None:
        """Play faster: 1.0, 1.5, 2.0."""
        ...

    def close(self) -> None:
        """Let the file go; nothing is told after it."""
        ...


class Sound(Struct, frozen=True):
    """Makes them when they are needed: until then nothing of it is loaded."""

    microphone: Callable[[], Microphone]
    encoder: Callable[[], Encoder]
    loudspeaker: Callable[[], Loudspeaker]
