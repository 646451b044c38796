"""The PIN that locks an account on a shared computer: a salted slow hash, and waits after wrong tries.

It guards the window, not the disk: who may read this user's files needs no PIN.
"""

import asyncio
import hashlib
import hmac
import os
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import msgspec
from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.files import read_bounded, write_atomically
from schoolbell.system.paths import Paths

T = TypeVar("T")

SHORTEST, LONGEST = 4, 12  # digits
COST = 1 << 15  # scrypt's n: 32 MiB and about 0.1 s a try
_R, _P, _BYTES, _MEMORY = 8, 1, 32, 1 << 27
_FREE_TRIES = 3
_WAITS_MS = (5_000, 15_000, 30_000, 60_000, 300_000)  # after the third wrong try, the fourth …


class _Kept(Struct, frozen=True, omit_defaults=True):
    """pin.json. `failures` since the last right PIN; before `next_try_ms` (wall clock) nothing is tried."""

    salt: bytes
    hash: bytes
    v: int = 1
    n: int = COST
    failures: int = 0
    next_try_ms: int = 0


def normal(text: str) -> str:
    """Return the digits of a typed PIN, wide ones made narrow; "" for what is no PIN."""
    digits = unicodedata.normalize("NFKC", text).strip()
    good = digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST
    return digits if good else ""


def is_weak(pin: str) -> bool:
    """Return whether a sibling guesses it at once: one digit repeated, or counting up or down."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps <= {0} or steps <= {1} or steps <= {-1}


class Pins:
    """Sets and checks the PIN of each profile. A damaged file locks: signing in again removes it."""

    def __init__(self, paths: Paths, clock: Clock, *, cost: int = COST) -> None:
        """`cost` is scrypt's n for new PINs."""
        self._paths = paths
        self._cost = cost
        self._clock = clock

    def has(self, profile_id: str) -> bool:
        """Return whether the account is locked by a PIN; reads no file."""
        return self._paths.profile(profile_id).pin_file.exists()

    def wait_ms(self, profile_id: str) -> int:
        """Return how long no PIN is tried for this profile."""
        kept = self._read(profile_id)
        return self._wait(kept) if kept is not None else 0

    async def set(self, profile_id: str, pin: str) -> None:
        """Lock the account by `pin`. Raises KnownError(READ_ONLY | DISK_FULL), ValueError."""
        digits = normal(pin)
        if not digits:
            raise ValueError("a PIN has 4 to 12 digits")
        salt = os.urandom(16)
        kept = _Kept(salt, b"", n=self._cost)
        made = await _in_thread(lambda: _hash(digits, kept))
        self._write(profile_id, msgspec.structs.replace(kept, hash=made))

    async def check(self, profile_id: str, pin: str) -> None:
        """Return if `pin` is right. Raises KnownError(WRONG_PIN), `retry_after_ms` when one has to wait.

        The try is counted before it is made: ending the program in between gives no free one.
        """
        kept = self._read(profile_id)
        if kept is None:
            nothing = _Kept(b"-" * 16, b"", n=self._cost)
            await _in_thread(lambda: _hash("0000", nothing))  # as slow as any other
            raise KnownError(ErrorCode.WRONG_PIN)
        wait = self._wait(kept)
        if wait:
            raise KnownError(ErrorCode.WRONG_PIN, {"retry_after_ms": wait})
        failures = kept.failures + 1
        wait = _wait_after(failures)
        counted = msgspec.structs.replace(
            kept, failures=failures, next_try_ms=self._clock.now_ms() + wait if wait else 0
        )
        self._write(profile_id, counted)
        found = await _in_thread(lambda: _hash(normal(pin), kept))
        if not normal(pin) or not hmac.compare_digest(found, kept.hash):
            raise KnownError(ErrorCode.WRONG_PIN, {"retry_after_ms": wait} if wait else None)
        self._write(profile_id, msgspec.structs.replace(kept, failures=0, next_try_ms=0))

    def remove(self, profile_id: str) -> None:
        """Lock no more."""
        self._paths.profile(profile_id).pin_file.unlink(missing_ok=True)

    def _wait(self, kept: _Kept) -> int:
        """Return the rest of the wait; a clock that was put back makes it no longer than it was."""
        return max(0, min(kept.next_try_ms - self._clock.now_ms(), _wait_after(kept.failures)))

    def _read(self, profile_id: str) -> _Kept | None:
        content = read_bounded(self._paths.profile(profile_id).pin_file)
        try:
            kept = msgspec.json.decode(content or b"", type=_Kept)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        usable = 2 <= kept.n <= COST and kept.n.bit_count() == 1 and len(kept.hash) == _BYTES
        return kept if usable else None

    def _write(self, profile_id: str, kept: _Kept) -> None:
        write_atomically(self._paths.profile(profile_id).pin_file, msgspec.json.encode(kept))


def _wait_after(failures: int) -> int:
    if failures < _FREE_TRIES:
        return 0
    return _WAITS_MS[min(failures - _FREE_TRIES, len(_WAITS_MS) - 1)]


def _hash(pin: str, kept: _Kept) -> bytes:
    return hashlib.scrypt(
        pin.encode(), salt=kept.salt, n=kept.n, r=_R, p=_P, maxmem=_MEMORY, dklen=_BYTES
    )


async def _in_thread(call: Callable[[], T]) -> T:
    worker = ThreadPoolExecutor(1, thread_name_prefix="pin")
    try:
        return await asyncio.get_running_loop().run_in_executor(worker, call)
    finally:
        worker.shutdown(wait=False)
