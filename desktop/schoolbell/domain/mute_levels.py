"""Mutes in power levels: who is muted, whether only teachers write, and the levels with one entry changed.

One person is muted by a level below 0. All are muted (the group is closed) while a message takes more than
what everybody has.
"""

from collections.abc import Mapping
from typing import Any

POWER_TYPE = "m.room.power_levels"
MUTED_LEVEL = -1
CLOSED_LEVEL = 50  # where only teachers write
_MESSAGE = "m.room.message"


def _entries(levels: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = levels.get(key)
    return found if isinstance(found, Mapping) else {}


def _is_muted(level: object) -> bool:
    return type(level) is int and level < 0


def muted_in(levels: object) -> frozenset[str]:
    """Return who is muted under a power-levels content of any quality."""
    users = _entries(levels, "users") if isinstance(levels, Mapping) else {}
    return frozenset(user for user, level in users.items() if isinstance(user, str) and _is_muted(level))


def muting(levels: Mapping[str, Any], user_id: str) -> dict[str, Any] | None:
    """Return the levels with a mute of `user_id`, None when it is there already."""
    users = _entries(levels, "users")
    if _is_muted(users.get(user_id)):
        return None
    return {**levels, "users": {**users, user_id: MUTED_LEVEL}}


def lifted(levels: Mapping[str, Any], user_id: str) -> dict[str, Any] | None:
    """Return the levels without the mute of `user_id`, None when there is none (any more)."""
    users = _entries(levels, "users")
    if not _is_muted(users.get(user_id)):
        return None
    return {**levels, "users": {user: value for user, value in users.items() if user != user_id}}


def _whole(value: object) -> int:
    return value if type(value) is int else 0


def is_closed(levels: object) -> bool:
    """Whether a message takes more than what everybody has."""
    if not isinstance(levels, Mapping):
        return False
    events = _entries(levels, "events")
    needed = events.get(_MESSAGE, levels.get("events_default", 0))
    return _whole(needed) > _whole(levels.get("users_default", 0))


def closing(levels: Mapping[str, Any], closed: bool) -> dict[str, Any] | None:
    """Return the levels of a closed (or opened) group, None when it is so already.

    One entry changes: `events_default`, so that stickers and polls of phones are meant too, while what has an
    entry of its own (reactions, confirmations) stays as it is; or the entry for messages, where there is one.
    """
    if is_closed(levels) == closed:
        return None
    level = CLOSED_LEVEL if closed else _whole(levels.get("users_default", 0))
    events = _entries(levels, "events")
    if _MESSAGE in events:
        return {**levels, "events": {**events, _MESSAGE: level}}
    return {**levels, "events_default": level}
