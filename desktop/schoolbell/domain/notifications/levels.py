"""How much of a room is told: all, mentions, none; kept on the server as push rules, so that phones agree."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Protocol

_COUNT = re.compile(r"(==|<=|>=|<|>)?(\d{1,6})")


class Level(StrEnum):
    """What of a room deserves a notification."""

    ALL = "all"
    MENTIONS = "mentions"
    NONE = "none"


class PushRules(Protocol):
    """The account's push rules on its homeserver. Everything raises KnownError."""

    async def put(self, kind: str, rule_id: str, content: Mapping[str, object]) -> None:
        """Make or replace a rule."""
        ...

    async def enable(self, kind: str, rule_id: str) -> None:
        """Let a rule count that was switched off."""
        ...

    async def delete(self, kind: str, rule_id: str) -> None:
        """Remove a rule; one that does not exist is removed already."""
        ...


def level_of(rules: object, room_id: str, members: int) -> Level:
    """Return the level of a room in the content of `m.push_rules`, whatever its quality.

    An override rule for the room that does not notify mutes it; a room rule that does not leaves what comes
    before room rules, the mentions. `members` is how many are in the room: the school's rule for large rooms
    (`org.schoolbell.big`) leaves them their mentions, unless a room rule says otherwise.
    """
    override = _rule(rules, "override", room_id)
    if override is not None and not _notifies(override):
        return Level.NONE
    own = _rule(rules, "room", room_id)
    if own is not None:
        return Level.ALL if _notifies(own) else Level.MENTIONS
    return default_of(rules, members)


def default_of(rules: object, members: int) -> Level:
    """Return the level of a room with so many members for which nobody has chosen one."""
    for rule in _rules(rules, "underride"):
        conditions = rule.get("conditions")
        if rule.get("enabled") is False or not isinstance(conditions, list) or len(conditions) != 1:
            continue
        if not _notifies(rule) and _counts(conditions[0], members):
            return Level.MENTIONS
    return Level.ALL


async def write(server: PushRules, rules: object, room_id: str, members: int, level: Level) -> None:
    """Make `level` the room's on the server; `rules` is what is known of the account's push rules.

    What is to hold is written before what held is removed: a connection that ends in between leaves the room
    no louder than it was.
    """
    if level is Level.NONE:
        condition = {"kind": "event_match", "key": "room_id", "pattern": room_id}
        await _put(server, rules, "override", room_id, {"conditions": [condition], "actions": []})
        await server.delete("room", room_id)
    elif level is Level.MENTIONS and default_of(rules, members) is not Level.MENTIONS:
        await _put(server, rules, "room", room_id, {"actions": []})
        await server.delete("override", room_id)
    elif level is Level.ALL and default_of(rules, members) is not Level.ALL:
        sound = {"set_tweak": "sound", "value": "default"}
        await _put(server, rules, "room", room_id, {"actions": ["notify", sound]})
        await server.delete("override", room_id)
    else:
        await server.delete("room", room_id)
        await server.delete("override", room_id)


async def _put(
    server: PushRules, rules: object, kind: str, room_id: str, content: Mapping[str, object]
) -> None:
    await server.put(kind, room_id, content)
    if any(rule.get("rule_id") == room_id and rule.get("enabled") is False for rule in _rules(rules, kind)):
        await server.enable(kind, room_id)


def _rules(rules: object, kind: str) -> list[Mapping[str, Any]]:
    everywhere = rules.get("global") if isinstance(rules, Mapping) else None
    found = everywhere.get(kind) if isinstance(everywhere, Mapping) else None
    return [rule for rule in found if isinstance(rule, Mapping)] if isinstance(found, list) else []


def _rule(rules: object, kind: str, room_id: str) -> Mapping[str, Any] | None:
    for rule in _rules(rules, kind):
        if rule.get("rule_id") == room_id and rule.get("enabled") is not False:
            return rule
    return None


def _notifies(rule: Mapping[str, Any]) -> bool:
    actions = rule.get("actions")
    return isinstance(actions, list) and "notify" in actions


def _counts(condition: object, members: int) -> bool:
    """Whether a condition is about the number of members, and fits."""
    if not isinstance(condition, Mapping) or condition.get("kind") != "room_member_count":
        return False
    wanted = condition.get("is")
    found = _COUNT.fullmatch(wanted) if isinstance(wanted, str) else None
    if found is None:
        return False
    number = int(found[2])
    match found[1]:
        case ">":
            return members > number
        case ">=":
            return members >= number
        case "<":
            return members < number
        case "<=":
            return members <= number
    return members == number
