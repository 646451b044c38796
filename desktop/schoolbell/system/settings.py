"""The user's settings in one JSON file; a policy's word is stronger and cannot be changed here."""

import logging
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Observable
from schoolbell.system.files import read_bounded, write_atomically
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy

log = logging.getLogger(__name__)

_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z"


class Values(Struct, frozen=True, omit_defaults=True):
    """Every setting. `language` None: as the system says. Geometry is what the window wrote, base64."""

    language: str | None = None
    theme: Annotated[str, Meta(pattern="^(system|light|dark|high_contrast)$")] = "system"
    text_scale: Annotated[float, Meta(ge=0.5, le=3.0)] = 1.0
    notify: bool = True
    notify_preview: bool = True
    notify_sound: bool = True
    quiet: bool = False  # the own quiet hours, by the computer's clock
    quiet_from: Annotated[str, Meta(pattern=_TIME)] = "22:00"
    quiet_to: Annotated[str, Meta(pattern=_TIME)] = "07:00"
    close_to_tray: bool = True
    close_hint_shown: bool = False
    window_geometry: str | None = None
    list_width: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    details_open: bool = True
    low_data: bool = False
    lock_minutes: Annotated[int, Meta(ge=0, le=1440)] = 10  # 0: never; counts for accounts with a PIN
    last_rooms: dict[str, str] = {}  # profile id → room id
    last_address: str | None = None


class Settings:
    """Reads once, writes at every change. `changed` emits the new Values."""

    def __init__(self, paths: Paths, policy: Policy | None = None) -> None:
        self._file = paths.settings_file
        self._policy = policy or Policy()
        self._kept: dict[str, Any] = {}  # names of other versions survive a rewrite
        self._own = self._read()
        self.changed: Observable[Values] = Observable()

    @property
    def values(self) -> Values:
        """What is in force: the policy's word, else the user's, else the default."""
        forced = {name: _DEFAULTS[name] for name in self._policy.locked if name in _DEFAULTS}
        forced |= self._laid_down()
        return msgspec.structs.replace(self._own, **forced)

    def is_locked(self, name: str) -> bool:
        """Whether the policy holds this setting."""
        return name in self._policy.locked or name in self._laid_down()

    def change(self, **values: object) -> Values:
        """Set and save some settings; locked ones stay as they are. Returns what is in force now.

        Raises msgspec.ValidationError for a value that does not fit, KnownError(READ_ONLY | DISK_FULL).
        """
        wanted = {name: value for name, value in values.items() if not self.is_locked(name)}
        own = msgspec.convert(msgspec.to_builtins(self._own) | wanted, Values)
        if own != self._own:
            content = msgspec.json.encode(self._kept | msgspec.to_builtins(own))
            # Written on the UI thread, at every change of room: worth no wait for the disk.
            write_atomically(self._file, msgspec.json.format(content, indent=2) + b"\n", durable=False)
            self._own = own
            self.changed.emit(self.values)
        return self.values

    def keep(self, **values: object) -> None:
        """Set and save some settings; where the disk refuses they hold until the program ends.

        For what nobody waits for: the place of the window, the room that was open. Raises no KnownError.
        """
        try:
            self.change(**values)
        except KnownError as error:
            log.warning("settings were not kept: %s", error.code)
            wanted = {name: value for name, value in values.items() if not self.is_locked(name)}
            self._own = msgspec.structs.replace(self._own, **wanted)
            self.changed.emit(self.values)

    def _laid_down(self) -> dict[str, Any]:
        found = {name: getattr(self._policy, name) for name in ("language", "theme", "low_data")}
        return {name: value for name, value in found.items() if value is not None and _fits(name, value)}

    def _read(self) -> Values:
        try:
            found = msgspec.json.decode(read_bounded(self._file) or b"{}")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            found = {}
        if not isinstance(found, dict):
            found = {}
        self._kept = {name: value for name, value in found.items() if name not in _DEFAULTS}
        good = {name: value for name, value in found.items() if name in _DEFAULTS and _fits(name, value)}
        return msgspec.convert(good, Values)


_DEFAULTS: dict[str, Any] = {name: getattr(Values(), name) for name in Values.__struct_fields__}


def _fits(name: str, value: object) -> bool:
    try:
        msgspec.convert({name: value}, Values)
    except msgspec.ValidationError:
        return False
    return True
