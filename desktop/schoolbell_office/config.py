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
        "openid_url",
        "policy",
        "gateway",
        "escalate",
    ]
)
_THIS_MACHINE = ("http://127.0.0.1", "http://localhost", "http://[::1]")
_MONTH_MINUTES = 31 * 24 * 60
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class GatewayConfig:
    """Where SMS and calls go (`gateway.Webhook`), and which of the two that gateway can do."""

    url: str
    secret_file: Path
    sms: bool = True
    call: bool = False

    @property
    def channels(self) -> tuple[str, ...]:
        """What it can do, in the words of a DING's `channels`."""
        return tuple(name for name, can in (("sms", self.sms), ("call", self.call)) if can)


@dataclass(frozen=True, slots=True)
class EscalateConfig:
    """When a DING that asks for it goes on to SMS and calls; minutes."""

    after_reminder: int = 0  # after the first reminder
    before_deadline: int = 60
    otherwise: int = 60  # after the DING, where it has neither reminders nor deadline
    call_after: int = 15  # calls after the SMS, where both are wanted
    attempts: int = 1  # per recipient and channel
    again: int = 60  # between two attempts
    per_day: int = 3  # of one channel to one person


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
    openid_url: str | None = None  # where OpenID tokens are checked; None = at `homeserver`
    policy: PolicyContent = field(default_factory=lambda: PolicyContent(v=1))
    gateway: GatewayConfig | None = None
    escalate: EscalateConfig = field(default_factory=EscalateConfig)

    @property
    def service_folder(self) -> Path:
        """Where the running office keeps what it can get again, and its ledger: beside the database."""
        return self.database.with_name(self.database.stem + "-service")

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
        openid_url=str(table.get("openid_url") or "").rstrip("/") or None,
        policy=_policy(table.get("policy", {}), text("language", "zh_CN"), text("timezone", "Asia/Shanghai")),
        gateway=_gateway(table.get("gateway"), folder),
        escalate=_escalate(table.get("escalate", {})),
    )
    _check(config)
    return config


def _check(config: OfficeConfig) -> None:
    if not config.homeserver.startswith(("https://", *_THIS_MACHINE)):
        raise bad("plain_http", homeserver=config.homeserver)
    if not (config.openid_url or config.homeserver).startswith(("https://", *_THIS_MACHINE)):
        raise bad("plain_http", homeserver=config.openid_url)
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


def _gateway(table: object, folder: Path) -> GatewayConfig | None:
    if table is None:
        return None
    if not isinstance(table, Mapping):
        raise bad("value", section="gateway", key="gateway")
    values = {"url": "", "secret_file": "gateway.secret", "sms": True, "call": False}
    for key, value in table.items():
        if key not in values or type(value) is not type(values[key]):
            raise bad("value", section="gateway", key=key)
        values[key] = value
    url = str(values["url"])
    if not url.startswith(("https://", *_THIS_MACHINE)):
        raise bad("value", section="gateway", key="url")
    if not values["sms"] and not values["call"]:
        raise bad("value", section="gateway", key="sms")
    return GatewayConfig(
        url, folder / str(values["secret_file"]), sms=bool(values["sms"]), call=bool(values["call"])
    )


def _escalate(table: object) -> EscalateConfig:
    if not isinstance(table, Mapping):
        raise bad("value", section="escalate", key="escalate")
    values: dict[str, int] = {}
    for key, value in table.items():
        least = 1 if key in ("attempts", "again", "per_day") else 0
        known = key in EscalateConfig.__dataclass_fields__
        if not known or type(value) is not int or not least <= value <= _MONTH_MINUTES:
            raise bad("value", section="escalate", key=key)
        values[key] = value
    return EscalateConfig(**values)


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
