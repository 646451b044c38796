"""The computer's time zone, for day dividers."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QTimeZone

from schoolbell.base.clock import Clock


def local_zone(clock: Clock) -> tzinfo:
    """Return the computer's time zone, with its summer time where the zone's rules are known."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        found = datetime.fromtimestamp(clock.now_ms() / 1000, tz=UTC).astimezone().tzinfo
        return found if found is not None else UTC
