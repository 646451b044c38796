"""From an event's bytes to what the store takes in: everything checked, clamped, nothing trusted."""

from typing import Any

import msgspec

from schoolbell.matrix.wire import Event, decode_event
from schoolbell.store.effects import REDACTION, REPLACE
from schoolbell.store.indexing import is_file, message_text
from schoolbell.store.members import NewMember
from schoolbell.store.placement import DAY_MS
from schoolbell.store.rows import HIDDEN, LINE, MESSAGE, NewEvent

_MESSAGES = frozenset({"m.room.message", "m.sticker", "m.room.encrypted"})
_LINES = frozenset(
    {
        "m.room.member",
        "m.room.name",
        "m.room.topic",
        "m.room.avatar",
        "m.room.pinned_events",
        "m.room.tombstone",
        "m.room.create",
        "m.room.encryption",
        "m.room.power_levels",
    }
)
_NOTES = frozenset({"org.schoolbell.mute"})  # of no state, and yet a line
_MEMBERSHIPS = frozenset({"join", "invite", "leave", "ban", "knock"})
_LONGEST_ID = 1024
_LONGEST_KEY = 128  # of a reaction, characters
_LONGEST_NAME = 512


def text_at(value: object, key: str, longest: int = _LONGEST_NAME) -> str:
    """Return the text under `key` of an object, "" for anything else; cut, without NUL."""
    found = value.get(key) if isinstance(value, dict) else None
    return found[:longest].replace("\x00", "") if isinstance(found, str) else ""


def decode(raw: msgspec.Raw | bytes) -> Event | None:
    """Return the event, None when nothing can be done with it but keep its bytes."""
    event = decode_event(raw)
    if event is None or not (event.event_id.isprintable() and event.sender.isprintable()):
        return None
    if "\x00" in event.type or "\x00" in (event.state_key or ""):
        return None
    return event


def _relation(event: Event) -> tuple[str | None, str | None, str | None]:
    """Return (rel_type, event id, key); None where there is none."""
    content = event.content
    if event.type == "m.room.redaction":
        target = content.get("redacts", event.redacts)
        return (REDACTION, target, None) if _is_id(target) else (None, None, None)
    relates = content.get("m.relates_to")
    if not isinstance(relates, dict):
        return None, None, None
    kind, target = relates.get("rel_type"), relates.get("event_id")
    if not isinstance(kind, str) or not _is_id(target) or len(kind) > _LONGEST_ID or kind == REDACTION:
        return None, None, None
    key = relates.get("key")
    if kind != "m.annotation" or not isinstance(key, str):
        return kind, target, None
    key = key.replace("\ufe0f", "").replace("\x00", "")[:_LONGEST_KEY]
    return kind, target, key or None


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_ID and value.isprintable()


def mentions(content: dict[str, Any], me: str) -> tuple[bool, bool]:
    """Return (me by name, the whole room) as `m.mentions` says."""
    found = content.get("m.mentions")
    if not isinstance(found, dict):
        return False, False
    users = found.get("user_ids")
    return isinstance(users, list) and me in users, found.get("room") is True


def calls_room(content: dict[str, Any]) -> bool:
    """Return whether `m.mentions` names the whole room."""
    found = content.get("m.mentions")
    return isinstance(found, dict) and found.get("room") is True


def new_event(
    event: Event, raw: msgspec.Raw | bytes, me: str, now_ms: int, *, room_mention: bool
) -> NewEvent:
    """Return what the store keeps; `room_mention` says whether the sender may call the whole room."""
    rel_type, relates_to, rel_key = _relation(event)
    redacted_by = None
    if event.redacted:
        redacted_by = text_at(event.unsigned["redacted_because"], "event_id", _LONGEST_ID) or "unknown"
    shown, mention, text = HIDDEN, False, ""
    if event.state_key is not None:
        shown = LINE if event.type in _LINES else HIDDEN
    elif event.type in _MESSAGES and rel_type != REPLACE:
        shown = MESSAGE
        if redacted_by is None:
            text = message_text(event.type, event.content)
            if event.sender != me:
                named, room = mentions(event.content, me)
                mention = named or (room and room_mention)
    elif event.type in _NOTES and rel_type is None:
        shown = LINE
    local_id = event.transaction_id if event.sender == me else None
    return NewEvent(
        event_id=event.event_id,
        type=event.type,
        sender=event.sender,
        ts=min(event.origin_server_ts, now_ms + DAY_MS),
        state_key=event.state_key,
        rel_type=rel_type,
        relates_to=relates_to,
        rel_key=rel_key,
        local_id=local_id or None,
        redacted_by=redacted_by,
        shown=shown,
        counts=shown == MESSAGE and event.sender != me and redacted_by is None,
        mention=mention,
        text=text,
        raw=bytes(raw),
        is_file=bool(text) and is_file(event.content),
    )


def new_member(event: Event, now_ms: int) -> NewMember | None:
    """Return the member that an m.room.member event is about, None for a malformed one."""
    user, membership = event.state_key, event.content.get("membership")
    if not user or not user.isprintable() or len(user) > _LONGEST_ID:
        return None
    if not isinstance(membership, str) or membership not in _MEMBERSHIPS:
        return None
    before = event.unsigned.get("prev_content")
    before = before.get("membership") if isinstance(before, dict) else None
    return NewMember(
        user_id=user,
        membership=membership,
        name=text_at(event.content, "displayname"),
        avatar=text_at(event.content, "avatar_url"),
        event_id=event.event_id,
        ts=min(event.origin_server_ts, now_ms + DAY_MS),
        before=before if isinstance(before, str) else None,
    )


def _level(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def may_call_room(power: dict[str, Any] | None, sender: str, creators: frozenset[str]) -> bool:
    """Return whether `sender` reaches `notifications.room` (default 50); creators always do (room
    version 12).
    """
    if sender in creators:
        return True
    power = power or {}
    notifications, users = power.get("notifications"), power.get("users")
    needed = _level(notifications.get("room") if isinstance(notifications, dict) else None, 50)
    default = _level(power.get("users_default"), 0)
    return _level(users.get(sender) if isinstance(users, dict) else None, default) >= needed


def summary_fields(type_: str, sender: str, content: dict[str, Any]) -> dict[str, object]:
    """Return the columns of the room's summary that a state event (empty state key) sets."""
    match type_:
        case "m.room.name":
            return {"name": text_at(content, "name")}
        case "m.room.avatar":
            return {"avatar": text_at(content, "url", _LONGEST_ID)}
        case "m.room.topic":
            return {"topic": text_at(content, "topic", 4096)}
        case "m.room.encryption":
            return {"encrypted": int(bool(content))}
        case "org.schoolbell.room":
            return {"kind": text_at(content, "kind", 64), "kind_key": text_at(content, "key", 255)}
        case "m.room.create":
            others = content.get("additional_creators")
            others = [one for one in others if isinstance(one, str)] if isinstance(others, list) else []
            return {
                "room_type": text_at(content, "type", 255),
                "room_version": text_at(content, "room_version", 64),
                "creator": sender,
                "creators": msgspec.json.encode(others[:100]).decode(),
            }
    return {}
