"""The accounts known on this machine: profiles.json, read before anything else and never the keyring."""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from schoolbell.system.files import read_bounded, write_atomically
from schoolbell.system.paths import Paths, profile_id

__all__ = ["Profile", "Profiles", "profile_id"]


class Profile(Struct, frozen=True, omit_defaults=True):
    """One account on one homeserver. Holds nothing secret.

    `homeserver` is the base URL. `anchors` are the pinned school spaces and `anchor_source` who named them
    ("policy", "account", "well_known"). `keep`: the session outlives the window. `language` None: as the
    settings say.
    """

    id: str
    user_id: str
    homeserver: str
    server_name: str
    display_name: str = ""
    anchors: tuple[str, ...] = ()
    anchor_source: str = ""
    office: str | None = None
    keep: bool = True
    language: str | None = None


class _File(Struct, omit_defaults=True):
    v: int = 1
    current: str | None = None
    profiles: list[msgspec.Raw] = []


class Profiles:
    """Reads and writes profiles.json; every change is on disk when the method returns."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def all(self) -> list[Profile]:
        """Return every readable profile, in the order they were added."""
        return self._read()[1]

    def current(self) -> Profile | None:
        """Return the profile to open."""
        current, profiles = self._read()
        return next((profile for profile in profiles if profile.id == current), None)

    def get(self, profile_id: str) -> Profile | None:
        """Return one profile."""
        return next((profile for profile in self.all() if profile.id == profile_id), None)

    def put(self, profile: Profile, *, current: bool = True) -> None:
        """Add or replace a profile; with `current` it is the one that opens next time."""
        self._paths.profile(profile.id)
        now, profiles = self._read()
        known = [old for old in profiles if old.id == profile.id]
        if known:
            profiles[profiles.index(known[0])] = profile
        else:
            profiles.append(profile)
        self._write(profile.id if current else now, profiles)

    def select(self, profile_id: str | None) -> None:
        """Say which profile opens next time; None asks for a sign-in."""
        self._write(profile_id, self.all())

    def remove(self, profile_id: str) -> None:
        """Forget a profile; its files are the caller's business."""
        current, profiles = self._read()
        rest = [profile for profile in profiles if profile.id != profile_id]
        self._write(None if current == profile_id else current, rest)

    def _read(self) -> tuple[str | None, list[Profile]]:
        try:
            file = msgspec.json.decode(read_bounded(self._paths.profiles_file) or b"{}", type=_File)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None, []
        return file.current, list(self._decode(file.profiles))

    def _decode(self, raws: Iterable[msgspec.Raw]) -> Iterable[Profile]:
        """Yield the readable ones: a damaged entry must not hide the others."""
        for raw in raws:
            try:
                profile = msgspec.json.decode(raw, type=Profile)
                self._paths.profile(profile.id)
            except (msgspec.DecodeError, ValueError, RecursionError):
                continue
            yield profile

    def _write(self, current: str | None, profiles: list[Profile]) -> None:
        raws = [msgspec.Raw(msgspec.json.encode(profile)) for profile in profiles]
        content = msgspec.json.encode(_File(current=current, profiles=raws))
        write_atomically(self._paths.profiles_file, msgspec.json.format(content, indent=2) + b"\n")
