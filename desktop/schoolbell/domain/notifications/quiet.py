"""Quiet hours: a stretch of every day, somebody's own or the school's, in its own time zone."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_DAY = 24 * 60


class QuietHours(Struct, frozen=True):
    """From one minute of the day to another, wall time of `zone`; may span midnight."""

    start: int  # minutes since midnight
    end: int
    zone: tzinfo

    def left(self, now_ms: int) -> float:
        """Return for how many seconds it is quiet from now on, 0 when it is not."""
        now = datetime.fromtimestamp(now_ms / 1000, tz=UTC).astimezone(self.zone)
        minute = now.hour * 60 + now.minute
        inside = self.start <= minute < self.end if self.start < self.end else (
            minute >= self.start or minute < self.end
        )  # fmt: skip
        if not inside or self.start == self.end:
            return 0.0
        day = now.date() + timedelta(days=1 if minute >= self.end else 0)
        hour, rest = divmod(self.end % _DAY, 60)
        # By way of UTC: a night in which the clocks change is an hour longer or shorter.
        end = datetime(day.year, day.month, day.day, hour, rest, tzinfo=self.zone).astimezone(UTC)
        return max(1.0, end.timestamp() - now_ms / 1000)


def minutes(text: object) -> int | None:
    """Return the minute of the day that "HH:MM" names, None for anything else."""
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    return int(found[1]) * 60 + int(found[2]) if found else None


def hours(start: object, end: object, zone: tzinfo) -> QuietHours | None:
    """Return the quiet hours that two texts "HH:MM" name; None when they name none."""
    first, last = minutes(start), minutes(end)
    if first is None or last is None or first == last:
        return None
    return QuietHours(first, last, zone)


def of_school(policy: object, fallback: tzinfo) -> QuietHours | None:
    """Return the quiet hours of the content of `org.schoolbell.policy`, whatever its quality.

    `fallback` is the zone where the school names none that is known.
    """
    if not isinstance(policy, dict):
        return None
    quiet = policy.get("quiet_hours")
    if not isinstance(quiet, dict):
        return None
    return hours(
        quiet.get("start"), quiet.get("end"), zone_of(policy.get("timezone", "Asia/Shanghai"), fallback)
    )


def zone_of(name: object, fallback: tzinfo) -> tzinfo:
    """Return the time zone of an IANA name, `fallback` for anything else."""
    if not isinstance(name, str) or len(name) > 64:
        return fallback
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return fallback
