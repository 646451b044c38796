"""office.toml: where the homeserver is, who acts, where things are kept; refused unless it is private."""

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.texts import LANGUAGES
from schoolbell.domain.school import DingLimits, PolicyContent, QuietHours

LEAVERS = ("lock", "deactivate", "keep")
_KEYS = frozenset(
    [
        "homeserver",
        "server_name",
        "admin_token_file",
        "room_token_file",
        "creator",
        "listen",
        "office_url",
        "database",
        "language",
        "timezone",
        "leavers",
        "homeserver_config",
        "policy",
    ]
)
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class OfficeConfig:
    """One school's office. Paths are absolute; tokens are read from their files when they are needed."""

    homeserver: str
    server_name: str
    admin_token_file: Path  # a server admin's token, used by import only
    room_token_file: Path  # the creator's token, used while running; not a server admin
    database: Path
    creator: str = "o1"  # localpart of the account that makes and owns every room
    listen: str = "127.0.0.1:8470"
    office_url: str | None = None  # how clients reach the office's service; None = there is none
    language: str = "zh_CN"
    timezone: str = "Asia/Shanghai"
    leavers: str = "lock"
    homeserver_config: Path | None = None
    policy: PolicyContent = field(default_factory=lambda: PolicyContent(v=1))

    def user_id(self, localpart: str) -> str:
        """Return the user id of an account at this server."""
        return f"@{localpart}:{self.server_name}"

    def admin_token(self) -> str:
        """Return the server admin's token."""
        return read_secret(self.admin_token_file)

    def room_token(self) -> str:
        """Return the creator's token."""
        return read_secret(self.room_token_file)


def bad(reason: str, **details: object) -> KnownError:
    """Return the error for a configuration that cannot be used; `reason` is a key of [config] in texts."""
    return KnownError(ErrorCode.BAD_CONFIGURATION, {"reason": reason, **details})


def require_private(path: Path) -> None:
    """Refuse a file that anybody but its owner may read or change."""
    if not path.is_file():
        raise bad("missing", file=str(path))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise bad("permissions", file=str(path))


def read_secret(path: Path) -> str:
    """Return the one line of a private file."""
    require_private(path)
    text = path.read_text("utf-8").strip()
    if not text:
        raise bad("empty", file=str(path))
    return text


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step."""
    import os

    temporary = path.with_name(path.name + ".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    temporary.replace(path)


def load_config(path: Path) -> OfficeConfig:
    """Read office.toml. Raises KnownError(BAD_CONFIGURATION) with `reason` and what it is about."""
    require_private(path)
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise bad("toml", file=str(path)) from fault
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise bad("unknown_key", key=unknown[0])
    folder = path.resolve().parent

    def text(key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or not value:
            raise bad("missing_key", key=key)
        return value

    homeserver_config = table.get("homeserver_config")
    config = OfficeConfig(
        homeserver=text("homeserver").rstrip("/"),
        server_name=text("server_name"),
        admin_token_file=folder / text("admin_token_file", "admin.token"),
        room_token_file=folder / text("room_token_file", "room.token"),
        database=folder / text("database", "office.db"),
        creator=text("creator", "o1"),
        listen=text("listen", "127.0.0.1:8470"),
        office_url=table.get("office_url") or None,
        language=text("language", "zh_CN"),
        timezone=text("timezone", "Asia/Shanghai"),
        leavers=text("leavers", "lock"),
        homeserver_config=folder / str(homeserver_config) if homeserver_config else None,
        policy=_policy(table.get("policy", {}), text("language", "zh_CN"), text("timezone", "Asia/Shanghai")),
    )
    _check(config)
    return config


def _check(config: OfficeConfig) -> None:
    if not config.homeserver.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise bad("plain_http", homeserver=config.homeserver)
    if config.language not in LANGUAGES:
        raise bad("language", value=config.language)
    if config.leavers not in LEAVERS:
        raise bad("leavers", value=config.leavers)
    host, _, port = config.listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise bad("listen", value=config.listen)
    try:
        ZoneInfo(config.timezone)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise bad("timezone", value=config.timezone) from fault


def _policy(table: object, language: str, timezone: str) -> PolicyContent:
    if not isinstance(table, Mapping):
        raise bad("policy", key="policy")
    quiet = table.get("quiet_hours", ["22:00", "06:30"])
    if not isinstance(quiet, list) or len(quiet) != 2 or not all(_CLOCK.fullmatch(str(one)) for one in quiet):
        raise bad("policy", key="quiet_hours")
    numbers = {"ding_per_day": 50, "remind_minutes": 5, "remind_max": 3, "seats": 302}
    for key in numbers:
        value = table.get(key, numbers[key])
        if not isinstance(value, int) or value < 1:
            raise bad("policy", key=key)
        numbers[key] = value
    ding = DingLimits(
        per_day=numbers["ding_per_day"],
        remind_minutes=max(5, numbers["remind_minutes"]),
        remind_max=numbers["remind_max"],
    )
    return PolicyContent(
        v=1,
        language=language,
        timezone=timezone,
        quiet_hours=QuietHours(start=str(quiet[0]), end=str(quiet[1])),
        ding=ding,
        seats=numbers["seats"],
    )
