"""The school's clock: its time zone, its day, its quiet hours, when the next morning is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Struct

from schoolbell.domain.school import PolicyContent, QuietHours
from schoolbell.domain.school_knowledge import POLICY_TYPE
from schoolbell.store import state
from schoolbell.store.database import Connection

_MORNING = (7, 30)


class Hours(Struct, frozen=True):
    """What a school's policy says about time. All times are ms; `zone` None: the computer's own."""

    zone: tzinfo | None = None
    quiet: QuietHours | None = None

    def at(self, ms: int) -> datetime:
        """Return a moment as the school's clocks show it."""
        return datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(self.zone)

    def day(self, ms: int) -> tuple[int, int]:
        """Return when the school's day of `ms` begins and when the next one does."""
        now = self.at(ms)
        today = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        return _ms(self._again(today)), _ms(self._again(today + timedelta(days=1)))

    def next_morning(self, ms: int) -> int:
        """Return 7:30 of the day after that of `ms`."""
        hour, minute = _MORNING
        tomorrow = self.at(ms).replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
        return _ms(self._again(tomorrow + timedelta(days=1)))

    def is_quiet(self, ms: int) -> bool:
        """Whether `ms` is in the quiet hours; they may span midnight."""
        if self.quiet is None:
            return False
        start, end = minutes(self.quiet.start), minutes(self.quiet.end)
        if start is None or end is None or start == end:
            return False
        now = self.at(ms)
        minute = now.hour * 60 + now.minute
        return start <= minute < end if start < end else minute >= start or minute < end

    def _again(self, moment: datetime) -> datetime:
        """The same hands of the clock with the offset in force there (the computer's own zone has none)."""
        return moment if self.zone is not None else moment.replace(tzinfo=None).astimezone()


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def minutes(text: str) -> int | None:
    """Return "HH:MM" as minutes of the day, None for anything else."""
    hour, colon, minute = text.partition(":")
    if not colon or not all(
        part.isascii() and part.isdecimal() and len(part) <= 2 for part in (hour, minute)
    ):
        return None
    found = int(hour) * 60 + int(minute)
    return found if int(minute) < 60 and found <= 24 * 60 else None


def load_hours(conn: Connection, anchors: Sequence[str]) -> Hours:
    """Read the policy of the first school that has one; what cannot be read counts as not said."""
    for anchor in anchors:
        row = state.get(conn, anchor, POLICY_TYPE)
        if row is None:
            continue
        try:
            policy = msgspec.convert(row.content, PolicyContent, strict=True)
        except msgspec.ValidationError:
            continue
        return Hours(zone_of(policy.timezone), policy.quiet_hours)
    return Hours()


def zone_of(name: str) -> tzinfo | None:
    """Return a time zone by its name, None where this computer does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
