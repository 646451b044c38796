"""Small files written whole or not at all, readable by nobody else."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


def make_folder(path: Path) -> Path:
    """Make a folder that only its owner may enter. Raises KnownError(READ_ONLY | DISK_FULL)."""
    try:
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise known(error) from error
    return path


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Replace `path` by `content`, mode 0600; a crash leaves the old file or the new one.

    `durable` also waits for the disk (tens of ms on a slow one), so that a power cut keeps that promise.
    Raises KnownError(READ_ONLY | DISK_FULL).
    """
    make_folder(path.parent)
    name = ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mkstemp makes it 0600
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        if name:
            with contextlib.suppress(OSError):
                os.unlink(name)
        raise known(error) from error


def read_bounded(path: Path, limit: int = 1 << 20) -> bytes | None:
    """Return a file's bytes, None when it is missing, unreadable or larger than `limit` bytes."""
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError:
        return None
    return content if len(content) <= limit else None


def known(error: OSError) -> KnownError:
    """Return the KnownError for a failed write."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return KnownError(ErrorCode.DISK_FULL if full else ErrorCode.READ_ONLY)
