"""Keeps two processes off one profile; the system drops the lock when its holder dies, however it dies."""

import os
import sys
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.files import PRIVATE_FILE, known, make_folder


class ProfileLock:
    """An exclusive lock on a file. Use as a context manager or `acquire` / `release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def acquire(self) -> None:
        """Take the lock. Raises KnownError: PROFILE_IN_USE, READ_ONLY, DISK_FULL."""
        if self._handle is not None:
            return
        make_folder(self._path.parent)
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        except OSError as error:
            raise known(error) from error
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            raise KnownError(ErrorCode.PROFILE_IN_USE) from None
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; the file stays, so that nobody locks a deleted one."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __enter__(self) -> "ProfileLock":
        self.acquire()
        return self

    def __exit__(self, *exc: object) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
