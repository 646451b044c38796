"""Where everything lies on this machine; `SCHOOLBELL_HOME` moves all of it into one folder."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

APP = "Schoolbell"


def profile_id(user_id: str, server: str) -> str:
    """Return the 16 hex digits that name a profile's folders; `server` is the homeserver's base URL."""
    return hashlib.sha256(f"{user_id}\0{server}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class ProfilePaths:
    """One account's files: `data` must never be lost, `cache` may be emptied at any time."""

    data: Path
    cache: Path

    @property
    def local_db(self) -> Path:
        """Drafts, outbox: never lost."""
        return self.data / "local.db"

    @property
    def session_file(self) -> Path:
        """The opt-in plaintext session (0600)."""
        return self.data / "session.json"

    @property
    def outgoing(self) -> Path:
        """Copies of files that are not sent yet: never lost."""
        return self.data / "outgoing"

    @property
    def voice(self) -> Path:
        """Voice notes that are recorded and not sent yet: never lost."""
        return self.data / "voice"

    @property
    def pin_file(self) -> Path:
        """The hash of the PIN that locks this account's window; none without a PIN."""
        return self.data / "pin.json"

    @property
    def lock(self) -> Path:
        """Held by the process that has the profile open."""
        return self.data / "lock"

    @property
    def cache_db(self) -> Path:
        """What the server can send again."""
        return self.cache / "cache.db"

    @property
    def media(self) -> Path:
        """Downloaded files."""
        return self.cache / "media"


class Paths:
    """The folders of this installation."""

    def __init__(self, root: Path | None = None, environ: Mapping[str, str] = os.environ) -> None:
        """`root` (or else `SCHOOLBELL_HOME`) holds everything; None means the user's standard folders."""
        home = root or (Path(environ["SCHOOLBELL_HOME"]) if environ.get("SCHOOLBELL_HOME") else None)
        if home is not None:
            self.data, self.cache, self.logs = home / "data", home / "cache", home / "logs"
        else:
            import platformdirs

            self.data = Path(platformdirs.user_data_dir(APP, appauthor=False))
            self.cache = Path(platformdirs.user_cache_dir(APP, appauthor=False))
            self.logs = Path(platformdirs.user_log_dir(APP, appauthor=False))

    @property
    def profiles_file(self) -> Path:
        """Which accounts exist here and which one opens."""
        return self.data / "profiles.json"

    @property
    def settings_file(self) -> Path:
        """The user's settings."""
        return self.data / "settings.json"

    def profile(self, profile_id: str) -> ProfilePaths:
        """Return one profile's paths. Raises ValueError for what is no profile id: it names a folder."""
        if len(profile_id) != 16 or not set(profile_id) <= set("0123456789abcdef"):
            raise ValueError("a profile id is 16 lower-case hex digits")
        return ProfilePaths(self.data / "profiles" / profile_id, self.cache / "profiles" / profile_id)
