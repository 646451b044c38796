"""A download being collected on the disk: what is verified stays there, what was begun is taken back."""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.files import known

_READ = 1 << 20


class Piece(Protocol):
    """One part of the file as announced."""

    @property
    def size(self) -> int:
        """Bytes, 0 when unknown."""
        ...

    @property
    def sha256(self) -> str:
        """Hex digits, "" when unknown."""
        ...


class Collected:
    """One file made of parts. All methods block and raise KnownError (DISK_FULL, READ_ONLY)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._start = 0  # where the part begins: all before is verified
        self._size = 0  # bytes of the part so far
        self._before = hashlib.sha256()  # of all before the part
        self._whole = self._before.copy()
        self._part = hashlib.sha256()

    def take_up(self, parts: Sequence[Piece]) -> int:
        """Open the file and return how many whole parts an earlier try left that are what was announced."""
        with _disk():
            self._file = self._path.open("r+b" if self._path.exists() else "w+b")
            right = 0
            while right < len(parts) and self._holds(parts[right]):
                right += 1
        self.begin()
        return right

    def _holds(self, part: Piece) -> bool:
        assert self._file is not None
        if not part.sha256:
            return False
        self._file.seek(self._start)
        whole, digest, left = self._before.copy(), hashlib.sha256(), part.size
        while left and (content := self._file.read(min(left, _READ))):
            whole.update(content)
            digest.update(content)
            left -= len(content)
        if left or digest.hexdigest() != part.sha256:
            return False
        self._before = whole
        self._start += part.size
        return True

    def begin(self) -> None:
        """Begin a part, or begin it again: whatever stands behind the verified ones goes."""
        assert self._file is not None
        with _disk():
            self._file.seek(self._start)
            self._file.truncate()
        self._size, self._part, self._whole = 0, hashlib.sha256(), self._before.copy()

    def write(self, content: bytes) -> None:
        """Add bytes to the part."""
        assert self._file is not None
        with _disk():
            self._file.write(content)
        self._part.update(content)
        self._whole.update(content)
        self._size += len(content)

    def end(self, part: Piece) -> None:
        """The part is there. Raises KnownError(FILE_DAMAGED) when it is not what was announced."""
        if part.sha256 and (self._size, self._part.hexdigest()) != (part.size, part.sha256):
            raise KnownError(ErrorCode.FILE_DAMAGED)
        self._start += self._size
        self._before = self._whole
        self.begin()

    def finish(self, sha256: str) -> None:
        """All parts are there. Raises KnownError(FILE_DAMAGED), and keeps nothing, when they are not it."""
        if sha256 and self._before.hexdigest() != sha256:
            self.discard()
            raise KnownError(ErrorCode.FILE_DAMAGED)
        self.close()

    def close(self) -> None:
        """Close the file; the next try takes up what is verified."""
        file, self._file = self._file, None
        if file is not None:
            with _disk():
                file.close()

    def discard(self) -> None:
        """Remove the file."""
        self.close()
        with _disk():
            self._path.unlink(missing_ok=True)


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise known(error) from error
