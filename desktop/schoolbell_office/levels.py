"""The power levels of every kind of room the office makes (room version 12: creators outrank them all)."""

from collections.abc import Iterable, Mapping
from typing import Final

from schoolbell.domain.mute_levels import CLOSED_LEVEL, POWER_TYPE

# In every room: nobody but the office may open it, relabel it, fill it or encrypt it.
_OFFICE_ONLY: Final[Mapping[str, int]] = {
    "m.space.child": 100,
    "org.schoolbell.room": 100,
    "m.room.power_levels": 100,
    "m.room.encryption": 101,
    "m.room.tombstone": 150,
}
_CONFIRM: Final[Mapping[str, int]] = {"m.reaction": -1, "org.schoolbell.ack": -1}
_EVENTS: Final[Mapping[str, Mapping[str, int]]] = {
    "school": {"org.schoolbell.member": 100},
    "class": {"org.schoolbell.member": 50},
    "group": {"m.room.power_levels": 50, "m.room.pinned_events": 50, **_CONFIRM},
    "notices": {"m.room.pinned_events": 50, **_CONFIRM},
    "homework": {"m.room.redaction": 50},
    "desk": {"m.room.redaction": 50, "org.schoolbell.review": 50, "org.schoolbell.extension": 50},
}
_STAFF_KINDS: Final = frozenset({"staff", "staff_all", "reports", "desk"})
_TEACHERS_WRITE: Final = frozenset({"notices", "homework"})


def power_levels(kind: str, users: Mapping[str, int]) -> dict[str, object]:
    """Return the whole `m.room.power_levels` content for a room of `kind`.

    `users` are the levels that differ from the kind's default: teachers at 50 where members are 0, the
    student and guardians at 0 in a desk where members are 50.
    """
    return {
        "ban": 100,
        "kick": 50 if kind == "group" else 100,
        "invite": 100,
        "redact": 50,
        "state_default": 100,
        "events_default": 50 if kind in _TEACHERS_WRITE else 0,
        "users_default": 50 if kind in _STAFF_KINDS else 0,
        "events": {**_OFFICE_ONLY, **_EVENTS.get(kind, {})},
        "users": dict(sorted(users.items())),
    }


def keep_lowered(wanted: Mapping[str, object], found: Mapping[str, object]) -> dict[str, object]:
    """Return `wanted` with the levels of 0 or less that `found` gives to other people, and closed as it is.

    A mute (-1, set by a teacher) outlives an import, as does one of all in a group, where teachers set it;
    and a guardian who is being removed from a desk never rises to the default of 50 for a moment.
    """
    users = wanted.get("users")
    present = found.get("users")
    merged: dict[str, object] = dict(users) if isinstance(users, Mapping) else {}
    if isinstance(present, Mapping):
        for user, level in present.items():
            if isinstance(level, int) and level <= 0 and user not in merged:
                merged[str(user)] = level
    kept = {**wanted, "users": dict(sorted(merged.items()))}
    events = wanted.get("events")
    of_teachers = isinstance(events, Mapping) and events.get(POWER_TYPE) == CLOSED_LEVEL
    if of_teachers and found.get("events_default") == CLOSED_LEVEL:
        kept["events_default"] = CLOSED_LEVEL
    return kept


def same_levels(wanted: Mapping[str, object], found: Mapping[str, object]) -> bool:
    """Whether every level that `wanted` states stands in `found` (servers add keys of their own)."""
    return all(found.get(key) == value for key, value in wanted.items())


def at(level: int, users: Iterable[str]) -> dict[str, int]:
    """Return `users` all at one level."""
    return dict.fromkeys(users, level)
