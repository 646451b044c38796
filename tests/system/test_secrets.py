import asyncio
import stat
import threading
from pathlib import Path

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system import secrets as secrets_module
from schoolbell.system.paths import Paths
from schoolbell.system.secrets import (
    FileSecrets,
    KeyringSecrets,
    MemorySecrets,
    SecretStore,
    open_secrets,
)
from tests.keyring_backend import MemoryKeyring

PROFILE = "0123456789abcdef"
OTHER = "fedcba9876543210"


class Backend:
    """A keyring in memory that notes which thread called."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.threads: set[str] = set()
        self.fault = fault

    def _enter(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self.fault:
            raise self.fault

    def get_password(self, service: str, name: str) -> str | None:
        self._enter()
        return self.entries.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self._enter()
        self.entries[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        self._enter()
        del self.entries[service, name]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path)


@pytest.fixture(params=["memory", "file", "keyring"])
def store(request: pytest.FixtureRequest, paths: Paths) -> SecretStore:
    stores: dict[str, SecretStore] = {
        "memory": MemorySecrets(),
        "file": FileSecrets(paths),
        "keyring": KeyringSecrets(Backend()),
    }
    return stores[request.param]


async def test_every_store_keeps_one_secret_per_profile(store: SecretStore) -> None:
    assert await store.load(PROFILE) is None
    await store.delete(PROFILE)
    await store.save(PROFILE, "one")
    await store.save(OTHER, "其他")
    await store.save(PROFILE, "two")
    assert (await store.load(PROFILE), await store.load(OTHER)) == ("two", "其他")
    await store.delete(PROFILE)
    assert (await store.load(PROFILE), await store.load(OTHER)) == (None, "其他")


async def test_the_file_is_for_its_owner_only(paths: Paths, allowed_logs: list[str]) -> None:
    allowed_logs.append("the session file was open to others")
    store = FileSecrets(paths)
    await store.save(PROFILE, "secret")
    file = paths.profile(PROFILE).session_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    assert await store.load(PROFILE) == "secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_bytes(b"\xff")
    assert await store.load(PROFILE) is None


async def test_the_keyring_is_asked_off_the_event_loop() -> None:
    backend = Backend()
    store = KeyringSecrets(backend)
    await asyncio.gather(store.probe(), store.save(PROFILE, "secret"), store.load(PROFILE))
    assert threading.current_thread().name not in backend.threads
    assert backend.entries == {("Schoolbell", PROFILE): "secret"}


async def test_a_failing_keyring_has_one_word_and_no_secret_in_it(
    allowed_logs: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    allowed_logs.append("the keyring failed: RuntimeError")
    store = KeyringSecrets(Backend(RuntimeError("could not store 'secret-token'")))
    with pytest.raises(KnownError) as fault:
        await store.save(PROFILE, "secret-token")
    assert fault.value.code is ErrorCode.NO_KEYRING
    assert "secret-token" not in f"{fault.value!r}{caplog.text}"
    assert fault.value.__cause__ is None


async def test_a_keyring_that_hangs_does_not_hold_us(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    class Hanging(Backend):
        def get_password(self, service: str, name: str) -> str | None:
            release.wait(20)
            return None

    monkeypatch.setattr(secrets_module, "PROBE_SECONDS", 0.05)
    with pytest.raises(KnownError) as fault:
        await KeyringSecrets(Hanging()).probe()
    release.set()
    assert fault.value.code is ErrorCode.NO_KEYRING


async def test_plaintext_only_when_asked_for_and_allowed(paths: Paths, allowed_logs: list[str]) -> None:
    allowed_logs += ["the keyring failed", "no keyring here", "the policy forbids a plaintext session"]
    good, bad = KeyringSecrets(Backend()), KeyringSecrets(Backend(OSError("no bus")))
    assert (await open_secrets(paths, plaintext=False, keyring=good)).kind == "keyring"
    assert (await open_secrets(paths, plaintext=False, keyring=bad)).kind == "memory"
    assert (await open_secrets(paths, plaintext=True, keyring=good)).kind == "file"
    forbidden = await open_secrets(paths, plaintext=True, plaintext_allowed=False, keyring=bad)
    assert forbidden.kind == "memory"
    await forbidden.save(PROFILE, "secret")
    assert not paths.profile(PROFILE).session_file.exists()


async def test_the_backend_is_ours_to_choose_not_the_environments(
    monkeypatch: pytest.MonkeyPatch, allowed_logs: list[str]
) -> None:
    allowed_logs.append("the keyring failed")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with pytest.raises(KnownError) as fault:
        await KeyringSecrets().save(PROFILE, "secret")
    assert fault.value.code is ErrorCode.NO_KEYRING
    assert not MemoryKeyring.entries
