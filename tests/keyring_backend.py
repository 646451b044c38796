"""A keyring in memory: what tests get instead of the desktop's own."""

from typing import ClassVar

from keyring.backend import KeyringBackend


class MemoryKeyring(KeyringBackend):
    """Keeps secrets in this process; `entries` is emptied after every test."""

    priority = 1  # type: ignore[assignment]
    entries: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Return the secret, or None."""
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the secret."""
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Forget the secret; nothing happens when there is none."""
        self.entries.pop((service, username), None)
