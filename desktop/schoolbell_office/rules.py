"""What the school's policy says about reminding: how often, how many, when it is quiet."""

from datetime import UTC, datetime, tzinfo
from typing import Any

import msgspec
from msgspec import Struct

from schoolbell.domain.announcements.blocks import LEAST_REMINDER
from schoolbell.domain.notifications import quiet
from schoolbell.domain.notifications.quiet import QuietHours
from schoolbell.domain.school import DingLimits, PolicyContent

MINUTE_MS = 60_000


class Rules(Struct, frozen=True):
    """The limits in force; `zone` is the school's."""

    zone: tzinfo
    quiet: QuietHours | None = None
    least_minutes: int = LEAST_REMINDER  # between two reminders
    most: int = 3  # reminders of one DING
    per_day: int = 50  # DINGs of one sender that are followed up by SMS and calls

    def open_from(self, ms: int) -> int:
        """Return when (ms) something due at `ms` may happen: then, or when the quiet hours end."""
        left = self.quiet.left(ms) if self.quiet is not None else 0.0
        return ms + round(left * 1000)

    def day_start(self, ms: int) -> int:
        """Return when (ms) the school's day of `ms` began."""
        local = datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(self.zone)
        return round(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000)

    def clock_of(self, ms: int) -> str:
        """Return a time in the school's zone as people read it, e.g. "2026-03-02 07:30"."""
        return datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(self.zone).strftime("%Y-%m-%d %H:%M")


def rules_of(policy: object, fallback: PolicyContent) -> Rules:
    """Return the rules of the content of `org.schoolbell.policy`; what it lacks comes from office.toml."""
    own: dict[str, Any] = msgspec.to_builtins(fallback)
    found: dict[str, Any] = {**own, **policy} if isinstance(policy, dict) else own
    ding = found.get("ding")
    said: dict[str, Any] = ding if isinstance(ding, dict) else {}
    limits = fallback.ding or DingLimits(per_day=50, remind_minutes=LEAST_REMINDER, remind_max=3)
    zone = quiet.zone_of(found.get("timezone", "Asia/Shanghai"), UTC)
    return Rules(
        zone,
        quiet.of_school(found, UTC),
        max(LEAST_REMINDER, _number(said.get("remind_minutes"), limits.remind_minutes)),
        _number(said.get("remind_max"), limits.remind_max),
        _number(said.get("per_day"), limits.per_day),
    )


def _number(value: object, otherwise: int) -> int:
    return value if type(value) is int and 0 < value < 1 << 31 else otherwise
