"""Where a session's tokens live: the system's keyring, an opt-in private file, or memory only."""

import asyncio
import contextlib
import logging
import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.files import PRIVATE_FILE, known, read_bounded, write_atomically
from schoolbell.system.paths import Paths

log = logging.getLogger(__name__)
T = TypeVar("T")

SERVICE = "Schoolbell"
PROBE_SECONDS = 10.0
ANSWER_SECONDS = 120.0  # somebody may have to unlock the keyring first

# Chosen by us, never by keyring's own search: that may pick a plaintext file.
_BACKENDS = {
    "linux": ("keyring.backends.SecretService", "Keyring"),
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
}


class SecretStore(Protocol):
    """Keeps one secret text per profile. `kind` is "keyring", "file" or "memory": the window says which."""

    kind: str

    async def load(self, profile_id: str) -> str | None:
        """Return the secret, None when there is none. Raises KnownError(NO_KEYRING)."""
        ...

    async def save(self, profile_id: str, secret: str) -> None:
        """Store durably before returning. Raises KnownError(NO_KEYRING | READ_ONLY | DISK_FULL)."""
        ...

    async def delete(self, profile_id: str) -> None:
        """Forget; nothing happens when there is none."""
        ...


class MemorySecrets:
    """Gone when the process ends."""

    kind = "memory"

    def __init__(self) -> None:
        self._secrets: dict[str, str] = {}

    async def load(self, profile_id: str) -> str | None:
        """Return the secret, None when there is none."""
        return self._secrets.get(profile_id)

    async def save(self, profile_id: str, secret: str) -> None:
        """Keep the secret while the process runs."""
        self._secrets[profile_id] = secret

    async def delete(self, profile_id: str) -> None:
        """Forget."""
        self._secrets.pop(profile_id, None)


class FileSecrets:
    """A 0600 file in the profile's folder: only by `--plaintext-session`, and only if policy allows it."""

    kind = "file"

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._lock = asyncio.Lock()

    async def load(self, profile_id: str) -> str | None:
        """Return the secret; a file that others could read is closed to them first."""
        return await _in_thread(self._lock, lambda: self._load(profile_id), ANSWER_SECONDS)

    async def save(self, profile_id: str, secret: str) -> None:
        """Write the file; raises KnownError(READ_ONLY | DISK_FULL)."""
        path = self._paths.profile(profile_id).session_file
        await _in_thread(self._lock, lambda: write_atomically(path, secret.encode()), ANSWER_SECONDS)

    async def delete(self, profile_id: str) -> None:
        """Remove the file."""
        path = self._paths.profile(profile_id).session_file
        await _in_thread(self._lock, lambda: path.unlink(missing_ok=True), ANSWER_SECONDS)

    def _load(self, profile_id: str) -> str | None:
        path = self._paths.profile(profile_id).session_file
        content = read_bounded(path)
        if content is None:
            return None
        try:
            if sys.platform != "win32" and stat.S_IMODE(path.stat().st_mode) & 0o077:
                log.warning("the session file was open to others; closed it")
                path.chmod(PRIVATE_FILE)
            return content.decode()
        except OSError as error:
            raise known(error) from error
        except UnicodeDecodeError:
            return None


class KeyringSecrets:
    """The system's keyring, through the one backend of this platform; all calls in a thread of its own."""

    kind = "keyring"

    def __init__(self, backend: Any = None) -> None:
        """`backend` is a keyring backend object; None means this platform's, imported at first use."""
        self._backend = backend
        self._lock = asyncio.Lock()

    async def probe(self) -> None:
        """Find out whether the keyring answers. Raises KnownError(NO_KEYRING)."""
        await self._run(lambda backend: backend.get_password(SERVICE, "probe"), PROBE_SECONDS)

    async def load(self, profile_id: str) -> str | None:
        """Return the secret; raises KnownError(NO_KEYRING)."""
        secret = await self._run(lambda backend: backend.get_password(SERVICE, profile_id), ANSWER_SECONDS)
        return secret if isinstance(secret, str) else None

    async def save(self, profile_id: str, secret: str) -> None:
        """Store the secret; raises KnownError(NO_KEYRING)."""
        await self._run(lambda backend: backend.set_password(SERVICE, profile_id, secret), ANSWER_SECONDS)

    async def delete(self, profile_id: str) -> None:
        """Forget; raises KnownError(NO_KEYRING)."""

        def forget(backend: Any) -> None:
            if backend.get_password(SERVICE, profile_id) is not None:
                backend.delete_password(SERVICE, profile_id)

        await self._run(forget, ANSWER_SECONDS)

    async def _run(self, call: Callable[[Any], T], seconds: float) -> T:
        def guarded() -> T:
            try:
                if self._backend is None:
                    self._backend = _platform_backend()
                return call(self._backend)
            except KnownError:
                raise
            except Exception as error:  # noqa: BLE001  (backends raise D-Bus, Win32 and keyring errors)
                log.warning("the keyring failed: %s", type(error).__name__)
                raise KnownError(ErrorCode.NO_KEYRING) from None  # the cause may quote the secret

        try:
            return await _in_thread(self._lock, guarded, seconds)
        except TimeoutError:
            raise KnownError(ErrorCode.NO_KEYRING) from None


def _platform_backend() -> Any:
    """Import and make this platform's backend. Raises KnownError(NO_KEYRING)."""
    import importlib

    module, name = _BACKENDS.get("linux" if sys.platform.startswith("linux") else sys.platform, ("", ""))
    if not module:
        raise KnownError(ErrorCode.NO_KEYRING)
    backend = getattr(importlib.import_module(module), name)
    if not backend.viable:
        raise KnownError(ErrorCode.NO_KEYRING)
    return backend()


async def _in_thread(lock: asyncio.Lock, call: Callable[[], T], seconds: float) -> T:
    """Run one call at a time in a thread of its own. Raises TimeoutError; the thread then ends later."""
    async with lock:
        worker = ThreadPoolExecutor(1, thread_name_prefix="secrets")
        try:
            return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(worker, call), seconds)
        finally:
            worker.shutdown(wait=False)


async def open_secrets(
    paths: Paths, *, plaintext: bool, plaintext_allowed: bool = True, keyring: KeyringSecrets | None = None
) -> SecretStore:
    """Return the store to use: the file if asked for and allowed, else the keyring, else memory.

    Never a plaintext store without `plaintext`. `keyring` replaces the platform's (tests).
    """
    if plaintext and plaintext_allowed:
        return FileSecrets(paths)
    if plaintext:
        log.warning("the policy forbids a plaintext session")
    store = keyring or KeyringSecrets()
    with contextlib.suppress(KnownError):
        await store.probe()
        return store
    log.warning("no keyring here: the session lives in memory")
    return MemorySecrets()
