"""What the two sliding-sync connections ask for: bodies of chats and desks (MSC4186, as Synapse does it)."""

from typing import Any, Protocol

CHATS = "chats"
DESKS = "desks"
DESK_TYPE = "org.schoolbell.desk"

_FIRST_ROOMS = 20
_STEP = 100
_LARGEST_STEP = 400
_TIMELINE = 20
_DESK_TIMELINE = 3
_OPEN_TIMELINE = 50
_DESKS_AT_LEAST = 2000
_SPACES_AT_LEAST = 500

_ROOM_STATE = [
    ["m.room.member", "$LAZY"],
    ["m.room.member", "$ME"],
    ["m.room.create", ""],
    ["m.room.name", ""],
    ["m.room.avatar", ""],
    ["m.room.power_levels", ""],
    ["m.room.encryption", ""],
    ["m.room.tombstone", ""],
    ["org.schoolbell.room", ""],
    ["org.schoolbell.signins", ""],
]
_OPEN_STATE = [
    *_ROOM_STATE,
    ["m.room.topic", ""],
    ["m.room.pinned_events", ""],
    ["m.room.join_rules", ""],
    ["m.room.guest_access", ""],
    ["org.schoolbell.desk", "*"],
]
_SPACE_STATE = [
    ["m.room.member", "$ME"],
    ["m.room.create", ""],
    ["m.room.name", ""],
    ["m.room.power_levels", ""],
    ["m.space.child", "*"],
    ["org.schoolbell.room", ""],
    ["org.schoolbell.member", "*"],
    ["org.schoolbell.policy", ""],
]


class Plan(Protocol):
    """Builds the bodies of one connection."""

    @property
    def name(self) -> str:
        """The conn_id."""
        ...

    @property
    def complete(self) -> bool:
        """Whether the ranges cover all rooms, so that a request may wait for news."""
        ...

    def body(self, since: str | None) -> dict[str, Any]:
        """Return the next request; `since` is the to-device position."""
        ...

    def answered(self, counts: dict[str, int]) -> bool:
        """Take in how many rooms each list has, after a commit; return whether that covered all of them."""
        ...

    def start_over(self) -> None:
        """The connection begins again."""
        ...


def _subscriptions(rooms: tuple[str, ...]) -> dict[str, Any]:
    return {room: {"timeline_limit": _OPEN_TIMELINE, "required_state": _OPEN_STATE} for room in rooms}


class ChatsPlan:
    """All chats and spaces: a small first response, then the range grows over the whole list."""

    name = CHATS

    def __init__(self) -> None:
        self._covered = _FIRST_ROOMS
        self._count: int | None = None
        self._spaces = _SPACES_AT_LEAST
        self.open_rooms: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the range covers all chats."""
        return self._count is not None and self._covered >= self._count

    def start_over(self) -> None:
        """Begin with the small range again."""
        self._covered, self._count = _FIRST_ROOMS, None

    def answered(self, counts: dict[str, int]) -> bool:
        """Let the range grow by one step towards `counts["rooms"]`."""
        self._count = counts.get("rooms", self._count or 0)
        self._spaces = max(_SPACES_AT_LEAST, counts.get("spaces", 0) + _STEP)
        covered_all = self._covered >= self._count
        if not covered_all:
            # The steps grow too: an account of 2,000 rooms needs eight requests, not twenty; but no answer
            # keeps the cache's writer busy for seconds.
            self._covered += min(max(_STEP, self._covered), _LARGEST_STEP)
        return covered_all

    def body(self, since: str | None) -> dict[str, Any]:
        """Return the next request."""
        # A list with timeline_limit 0 never reports later events of its rooms: spaces ask for one.
        body: dict[str, Any] = {
            "conn_id": self.name,
            "lists": {
                "rooms": {
                    "ranges": [[0, self._covered - 1]],
                    "timeline_limit": _TIMELINE,
                    "filters": {"not_room_types": ["m.space", DESK_TYPE]},
                    "required_state": _ROOM_STATE,
                },
                "spaces": {
                    "ranges": [[0, self._spaces - 1]],
                    "timeline_limit": 1,
                    "filters": {"room_types": ["m.space"]},
                    "required_state": _SPACE_STATE,
                },
            },
            "extensions": {
                "to_device": {"enabled": True} if since is None else {"enabled": True, "since": since},
                "account_data": {"enabled": True},
                "receipts": {"enabled": True},
                "typing": {"enabled": True},
            },
        }
        if self.open_rooms:
            body["room_subscriptions"] = _subscriptions(self.open_rooms)
        return body


class DesksPlan:
    """Every desk at once: few events each, nobody's list is sorted by them."""

    name = DESKS
    complete = True

    def __init__(self) -> None:
        self._range = _DESKS_AT_LEAST

    def start_over(self) -> None:
        """Nothing to forget."""

    def answered(self, counts: dict[str, int]) -> bool:
        """Keep the range beyond the number of desks."""
        count, asked = counts.get("desks", 0), self._range
        self._range = max(_DESKS_AT_LEAST, count + _STEP)
        return asked >= count

    def body(self, since: str | None) -> dict[str, Any]:
        """Return the next request; to-device messages ride the other connection."""
        return {
            "conn_id": self.name,
            "lists": {
                "desks": {
                    "ranges": [[0, self._range - 1]],
                    "timeline_limit": _DESK_TIMELINE,
                    "filters": {"room_types": [DESK_TYPE]},
                    "required_state": _ROOM_STATE,
                }
            },
            "extensions": {"receipts": {"enabled": True}, "typing": {"enabled": True}},
        }
