"""Reads a file that is to be sent: what it is, how it is cut into parts, the bytes of one part."""

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError

WHOLE_LIMIT = 32 << 20  # bytes; larger files go in parts (2-protocol)
PART = 8 << 20  # bytes of a part of an ordinary large file: what a cut connection loses at most
MOST_PARTS = 256  # what fits well into one event of 64 KiB
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Identity:
    """Which file it was when it was chosen."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file is made of: hex digests, `part_size` in bytes (the last part may be smaller)."""

    sha256: str
    part_size: int
    parts: tuple[str, ...]


def identify(path: Path) -> Identity:
    """Return what tells this file from a later one. Raises KnownError(FILE_GONE | NOT_A_FILE | READ_ONLY)."""
    try:
        facts = path.stat()
    except (OSError, ValueError):
        raise KnownError(ErrorCode.FILE_GONE) from None
    if not stat.S_ISREG(facts.st_mode):
        raise KnownError(ErrorCode.NOT_A_FILE)
    if not os.access(path, os.R_OK):
        raise KnownError(ErrorCode.FILE_GONE)
    return Identity(facts.st_size, facts.st_mtime_ns)


def part_size(size: int, limit: int | None) -> int:
    """Return how many bytes one part of a file of `size` bytes has where the server takes `limit`.

    At least `size` when it goes as a whole. Raises KnownError(FILE_TOO_LARGE) with the greatest `limit`.
    """
    largest = min(WHOLE_LIMIT, limit) if limit is not None else WHOLE_LIMIT
    if size <= largest:
        return max(1, size)
    if largest <= 0 or size > largest * MOST_PARTS:
        raise KnownError(ErrorCode.FILE_TOO_LARGE, {"limit": largest * MOST_PARTS})
    return min(largest, max(PART, -(-size // MOST_PARTS)))


def read_through(
    path: Path, identity: Identity, cut: int, stopped: Callable[[], bool] = lambda: False
) -> Plan:
    """Return the plan of a file in parts of `cut` bytes.

    Raises KnownError(FILE_CHANGED) when it is not what was chosen, CANCELLED when `stopped` says so.
    """
    whole, part, parts, left, seen = hashlib.sha256(), hashlib.sha256(), [], cut, 0
    _check(path, identity)
    try:
        with path.open("rb") as file:
            while piece := file.read(min(_READ, left)):
                if stopped():
                    raise KnownError(ErrorCode.CANCELLED)
                whole.update(piece)
                part.update(piece)
                seen += len(piece)
                left -= len(piece)
                if left == 0:
                    parts.append(part.hexdigest())
                    part, left = hashlib.sha256(), cut
    except OSError:
        raise KnownError(ErrorCode.FILE_GONE) from None
    if left < cut or not parts:
        parts.append(part.hexdigest())
    if seen != identity.size:
        raise KnownError(ErrorCode.FILE_CHANGED)
    _check(path, identity)
    return Plan(whole.hexdigest(), cut, tuple(parts))


def read_part(path: Path, plan: Plan, index: int) -> bytes:
    """Return the bytes of one part. Raises KnownError(FILE_GONE | FILE_CHANGED)."""
    try:
        with path.open("rb") as file:
            file.seek(index * plan.part_size)
            content = file.read(plan.part_size)
    except OSError:
        raise KnownError(ErrorCode.FILE_GONE) from None
    if hashlib.sha256(content).hexdigest() != plan.parts[index]:
        raise KnownError(ErrorCode.FILE_CHANGED)
    return content


def _check(path: Path, identity: Identity) -> None:
    if identify(path) != identity:
        raise KnownError(ErrorCode.FILE_CHANGED)
