"""The folder of downloaded files: named by what is in them, bounded, the longest unused go first.

Nothing but the folder itself is kept: a file's modification time says when it was last used, so that a lost
database costs no downloads. All functions block; they raise KnownError (DISK_FULL, READ_ONLY).
"""

import contextlib
import hashlib
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.files import known, make_folder, write_atomically

DEFAULT_QUOTA = 1 << 30  # bytes
_PARTIAL = ".part"
_RESERVE = 64 << 20  # bytes that a download leaves free on the disk
_GRACE_MS = 60_000  # what was used so lately is not removed: somebody may be about to open it


def cache_name(*facts: str) -> str:
    """Return the name that a file with these facts (hash, or address and size wanted) has in the folder."""
    return hashlib.sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()


class MediaFolder:
    """One profile's downloaded files. May be used from several threads; `now_ms` is the wall clock."""

    def __init__(self, folder: Path, quota: int, now_ms: Callable[[], int]) -> None:
        self._folder = folder
        self._quota = quota
        self._now_ms = now_ms
        self._lock = threading.Lock()
        self._total: int | None = None  # bytes, once counted
        self._collecting: set[Path] = set()

    def find(self, name: str) -> Path | None:
        """Return the file and count it as used now; None when it is not here."""
        path = self._path(name)
        try:
            self._touch(path)
        except OSError:
            return None
        return path

    def partial(self, name: str) -> Path:
        """Return where a file is collected; what an earlier try left there is still in it.

        It is nobody's to remove until `release` is called.
        """
        path = self._path(name)
        make_folder(path.parent)
        collected = path.with_name(path.name + _PARTIAL)
        with self._lock:
            self._collecting.add(collected)
        return collected

    def release(self, name: str) -> None:
        """The file is not collected any more; what is there of it may be taken up later, or removed."""
        with self._lock:
            self._collecting.discard(self._path(name).with_name(name + _PARTIAL))

    def room_for(self, size: int) -> None:
        """Raise KnownError(DISK_FULL) when `size` more bytes would leave the disk too full."""
        make_folder(self._folder)
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError as error:
            raise known(error) from error
        if free < size + _RESERVE:
            raise KnownError(ErrorCode.DISK_FULL, {"needed": size})

    def finish(self, name: str) -> Path:
        """Take the collected file in; return where it is now."""
        path = self._path(name)
        try:
            os.replace(path.with_name(path.name + _PARTIAL), path)
            self._touch(path)
            self._grown(path, path.stat().st_size)
        except OSError as error:
            raise known(error) from error
        return path

    def put(self, name: str, content: bytes) -> Path:
        """Take a small file in as a whole."""
        path = self._path(name)
        write_atomically(path, content, durable=False)
        with contextlib.suppress(OSError):
            self._touch(path)
        self._grown(path, len(content))
        return path

    def adopt(self, name: str, source: Path) -> None:
        """Move a file of our own in, so that nobody needs to download it; quietly not when that fails."""
        path = self._path(name)
        with contextlib.suppress(OSError, KnownError):
            make_folder(path.parent)
            shutil.move(source, path)
            self._touch(path)
            self._grown(path, path.stat().st_size)

    def size(self) -> int:
        """Return the bytes of all files, also of those that an earlier try left unfinished."""
        with self._lock:
            self._total = sum(size for _, size, _ in self._files())
            return self._total

    def clear(self) -> None:
        """Remove all files that nobody holds open or collects."""
        with self._lock:
            for path, _, used in self._files():
                if path.name.startswith(".") and self._is_new(used):
                    continue  # just being written
                with contextlib.suppress(OSError):
                    path.unlink()
            self._total = None

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _touch(self, path: Path) -> None:
        seconds = self._now_ms() / 1000
        os.utime(path, (seconds, seconds))

    def _files(self) -> list[tuple[Path, int, float]]:
        """Return each file that is not being collected, its bytes and when it was last used (s)."""
        found = []
        for place, _, names in os.walk(self._folder):
            for path in (Path(place, name) for name in names):
                if path not in self._collecting:
                    with contextlib.suppress(OSError):
                        facts = path.stat()
                        found.append((path, facts.st_size, facts.st_mtime))
        return found

    def _is_new(self, used: float) -> bool:
        return used * 1000 > self._now_ms() - _GRACE_MS

    def _grown(self, newest: Path, by: int) -> None:
        """Count a new file; when that is too much, remove the longest unused."""
        with self._lock:
            if self._total is not None:
                self._total += by
                if self._total <= self._quota:
                    return
            files = sorted(self._files(), key=lambda file: file[2])
            total = sum(size for _, size, _ in files)
            for path, size, used in files:
                if total <= self._quota:
                    break
                if path == newest or self._is_new(used):
                    continue
                with contextlib.suppress(OSError):  # somebody has it open
                    path.unlink()
                    total -= size
            self._total = total
