"""Who may do what: which rooms belong to the school, of which kind, and whether an event acts there.

The rule, in words: an anchor is a school space that was pinned at sign-in. A room is a school room only if it
is reached from an anchor by `m.space.child` entries set by somebody allowed to, its kind is allowed under its
parent, its create event has the type that fits, and an office account of that anchor created it. A block or
type acts only in a school room of the right kind and from a sender whose level there, in the power levels in
force at the event, reaches the block's level. All other rooms are chats, whatever they call themselves.
"""

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from schoolbell.domain.chat.items import RoomKind

PREFIX = "org.schoolbell."
DEFAULT_LEVEL = 50
LABEL_LEVEL = 100  # `m.space.child` and `org.schoolbell.room` are 100 in every room the office makes
_BIGGEST = 2**53 - 1  # canonical JSON's range of integers

_CHILDREN: Mapping[RoomKind, frozenset[RoomKind]] = {
    RoomKind.SCHOOL: frozenset({RoomKind.CLASS, RoomKind.NOTICES, RoomKind.STAFF_ALL, RoomKind.REPORTS}),
    RoomKind.CLASS: frozenset(
        {RoomKind.GROUP, RoomKind.NOTICES, RoomKind.HOMEWORK, RoomKind.LIVE, RoomKind.STAFF, RoomKind.DESK}
    ),
}
_TYPES: Mapping[RoomKind, str] = {
    RoomKind.SCHOOL: "m.space",
    RoomKind.CLASS: "m.space",
    RoomKind.DESK: "org.schoolbell.desk",
}
_PLACES = frozenset(
    {RoomKind.GROUP, RoomKind.NOTICES, RoomKind.HOMEWORK, RoomKind.LIVE, RoomKind.STAFF, RoomKind.STAFF_ALL,
     RoomKind.DESK, RoomKind.REPORTS}
)  # fmt: skip
_DESK = frozenset({RoomKind.DESK})
_LIVE = frozenset({RoomKind.LIVE})


class Rule(Struct, frozen=True):
    """Where a block or event type acts, and from which level on."""

    kinds: frozenset[RoomKind] = _PLACES
    level: int = DEFAULT_LEVEL


RULES: Mapping[str, Rule] = {
    "ding": Rule(),
    "remind": Rule(),
    "notice": Rule(frozenset({RoomKind.NOTICES, RoomKind.GROUP, RoomKind.STAFF_ALL, RoomKind.REPORTS})),
    "assignment": Rule(frozenset({RoomKind.HOMEWORK})),
    "exam": Rule(frozenset({RoomKind.HOMEWORK})),
    "form": Rule(frozenset({RoomKind.HOMEWORK, RoomKind.NOTICES, RoomKind.STAFF_ALL})),
    "lesson": Rule(_LIVE),
    "live": Rule(_LIVE | {RoomKind.STAFF, RoomKind.STAFF_ALL}),
    "quiz": Rule(_LIVE),
    "extension": Rule(_DESK),
    "review": Rule(_DESK),
    "attendance": Rule(frozenset({RoomKind.STAFF})),
    "desk": Rule(frozenset({RoomKind.STAFF})),
    "mute": Rule(frozenset({RoomKind.GROUP})),
    "scheduled": Rule(frozenset({RoomKind.STAFF, RoomKind.STAFF_ALL})),
    "delivery": Rule(frozenset({RoomKind.STAFF, RoomKind.STAFF_ALL}), LABEL_LEVEL),
    "submission": Rule(_DESK, 0),
    "intent": Rule(_DESK, 0),
    "withdraw": Rule(_PLACES, 0),
    "contest": Rule(_DESK, 0),
    "quiz_answer": Rule(_DESK, 0),
    "hand": Rule(_LIVE, 0),
    "signin": Rule(_LIVE, 0),
    "ack": Rule(_PLACES, -1),
}
_UNKNOWN_BLOCK = Rule()


class Creation(Struct, frozen=True):
    """What a room's create event says (never changes)."""

    sender: str
    version: str = "12"
    room_type: str = ""
    additional: frozenset[str] = frozenset()

    @classmethod
    def from_event(cls, sender: object, content: object) -> "Creation":
        """Read a create event of any quality; what cannot be read counts as absent."""
        fields = content if isinstance(content, Mapping) else {}
        more = fields.get("additional_creators")
        version, room_type = fields.get("room_version"), fields.get("type")
        return cls(
            sender=sender if isinstance(sender, str) else "",
            version=version if isinstance(version, str) else "1",
            room_type=room_type if isinstance(room_type, str) else "",
            additional=frozenset(user for user in more if isinstance(user, str))
            if isinstance(more, Sequence) and not isinstance(more, str)
            else frozenset(),
        )

    @property
    def creators(self) -> frozenset[str]:
        """The sender and, from room version 12 on (MSC4289), the additional creators."""
        return frozenset({self.sender}) | (self.additional if self.privileged else frozenset())

    @property
    def privileged(self) -> bool:
        """Whether creators outrank everybody (room version 12 and later)."""
        version = self.version
        return version.isascii() and version.isdigit() and len(version) < 6 and int(version) >= 12


class Link(Struct, frozen=True):
    """One `m.space.child` entry that is set: the child, who set it, the power levels in force then."""

    child: str
    sender: str
    power: object = None


class RoomFacts(Struct, frozen=True):
    """What the walk needs to know about one room."""

    creation: Creation
    label: object = None  # content of state org.schoolbell.room
    label_sender: str = ""
    label_power: object = None  # the power levels in force when the label was set
    links: tuple[Link, ...] = ()
    power: object = None  # content of the current m.room.power_levels


class SchoolRoom(Struct, frozen=True):
    """A room that authority acknowledges."""

    room_id: str
    kind: RoomKind
    anchor: str
    key: str = ""
    parents: tuple[str, ...] = ()  # spaces of the same school it is linked from
    label: Mapping[str, object] = field(default_factory=dict)


def level_of(creation: Creation, power: object, user: str) -> float:
    """Return the power level of `user` under the power-levels content `power` (None: no such event).

    What cannot be read never gives power: an unreadable own entry counts as 0 or less.
    """
    if user and creation.privileged and user in creation.creators:
        return math.inf
    if not isinstance(power, Mapping):
        return 100 if user and user == creation.sender and power is None and not creation.privileged else 0
    default = _integer(power.get("users_default", 0), 0)
    users = power.get("users")
    if users is None:
        return default
    if not isinstance(users, Mapping):
        return min(0, default)
    return _integer(users[user], min(0, default)) if user in users else default


def _integer(value: object, otherwise: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not -_BIGGEST <= value <= _BIGGEST:
        return otherwise
    return value


def needed_level(power: object, event_type: str, *, state: bool = False) -> int:
    """Return the level that sending `event_type` takes; unreadable numbers count as 100."""
    if not isinstance(power, Mapping):
        return DEFAULT_LEVEL if state and power is None else 0 if power is None else 100
    events = power.get("events")
    if isinstance(events, Mapping) and event_type in events:
        return _integer(events[event_type], 100)
    if state:
        return _integer(power.get("state_default", 50), 100)
    return _integer(power.get("events_default", 0), 100)


def judge_rooms(anchors: Sequence[str], facts: Mapping[str, RoomFacts]) -> dict[str, SchoolRoom]:
    """Walk from `anchors` and return every school room by id; what is not in it is a chat."""
    rooms: dict[str, SchoolRoom] = {}
    for anchor in anchors:
        root = facts.get(anchor)
        if root is None or root.creation.room_type != "m.space" or _kind(root) is not RoomKind.SCHOOL:
            continue
        office = root.creation.creators
        rooms[anchor] = _school_room(anchor, root, RoomKind.SCHOOL, anchor, ())
        waiting = [anchor]
        while waiting:
            parent_id = waiting.pop(0)
            parent, parent_room = facts[parent_id], rooms[parent_id]
            for link in sorted(parent.links, key=lambda link: link.child):
                child = facts.get(link.child)
                if child is None or child.creation.sender not in office:
                    continue
                if level_of(parent.creation, link.power, link.sender) < LABEL_LEVEL:
                    continue
                kind = _kind(child)
                if kind not in _CHILDREN.get(parent_room.kind, frozenset()):
                    continue
                if child.creation.room_type != _TYPES.get(kind, ""):
                    continue
                known = rooms.get(link.child)
                if known is None:
                    rooms[link.child] = _school_room(link.child, child, kind, anchor, (parent_id,))
                    waiting.append(link.child)
                elif known.anchor == anchor and known.parents and parent_id not in known.parents:
                    parents = (*known.parents, parent_id)
                    rooms[link.child] = _school_room(link.child, child, kind, anchor, parents)
    return rooms


def _kind(room: RoomFacts) -> RoomKind:
    """What the label says, if somebody allowed to has put it on; else CHAT."""
    if not isinstance(room.label, Mapping):
        return RoomKind.CHAT
    if level_of(room.creation, room.label_power, room.label_sender) < LABEL_LEVEL:
        return RoomKind.CHAT
    try:
        kind = RoomKind(str(room.label.get("kind")))
    except ValueError:
        return RoomKind.CHAT
    return RoomKind.CHAT if kind is RoomKind.DIRECT else kind


def _school_room(
    room_id: str, room: RoomFacts, kind: RoomKind, anchor: str, parents: tuple[str, ...]
) -> SchoolRoom:
    label = room.label if isinstance(room.label, Mapping) else {}
    key = label.get("key")
    return SchoolRoom(room_id, kind, anchor, key if isinstance(key, str) else "", parents, label)


class Authority:
    """One judgement of everything known; build a new one when `DEPENDS_ON` state changes."""

    DEPENDS_ON = frozenset({"m.room.create", "m.space.child", "m.room.power_levels", "org.schoolbell.room"})

    def __init__(self, anchors: Sequence[str], facts: Mapping[str, RoomFacts]) -> None:
        self.anchors = tuple(anchors)
        self._facts = facts
        self._rooms = judge_rooms(self.anchors, facts)
        self._office = frozenset(
            user
            for anchor in self.anchors
            if anchor in self._rooms
            for user in facts[anchor].creation.creators
        )

    @property
    def rooms(self) -> Mapping[str, SchoolRoom]:
        """Every school room by id."""
        return self._rooms

    def school_room(self, room_id: str) -> SchoolRoom | None:
        """Return the judgement of a school room; None for a chat."""
        return self._rooms.get(room_id)

    def kind_of(self, room_id: str) -> RoomKind:
        """Return the kind of a room; CHAT for everything the office has not made."""
        room = self._rooms.get(room_id)
        return room.kind if room is not None else RoomKind.CHAT

    def class_of(self, room_id: str) -> str:
        """Return the class space that a room belongs to (itself for a class), or ""."""
        room = self._rooms.get(room_id)
        if room is None:
            return ""
        if room.kind is RoomKind.CLASS:
            return room_id
        return next((p for p in room.parents if self.kind_of(p) is RoomKind.CLASS), "")

    def office_accounts(self) -> frozenset[str]:
        """Return the creators of all anchors; they are never counted as readers."""
        return self._office

    def is_office(self, user_id: str) -> bool:
        """Whether `user_id` is an office account of one of the anchors."""
        return user_id in self._office

    def level(self, room_id: str, user_id: str, power: object = None) -> float:
        """Return a level in `room_id`: under `power` when given, else under the current power levels."""
        facts = self._facts.get(room_id)
        if facts is None:
            return 0
        return level_of(facts.creation, facts.power if power is None else power, user_id)

    def may(self, block: str, room_id: str, sender: str, power: object) -> bool:
        """Whether a block or type `org.schoolbell.<block>` (prefix optional) acts.

        `power` is the content of the power levels in force at the event, not the current one, so that what a
        teacher sent stays in force after the teacher has left. None (not known) gives power to creators only.
        """
        room, facts = self._rooms.get(room_id), self._facts.get(room_id)
        if room is None or facts is None:
            return False
        rule = RULES.get(block.removeprefix(PREFIX), _UNKNOWN_BLOCK)
        if room.kind not in rule.kinds:
            return False
        in_force = {} if power is None else power
        return level_of(facts.creation, in_force, sender) >= rule.level

    def may_send(self, room_id: str, user_id: str, event_type: str, *, state: bool = False) -> bool:
        """Whether the server would now take `event_type` from `user_id` (any room we know the levels of)."""
        facts = self._facts.get(room_id)
        if facts is None:
            return True  # levels not here yet: let the server judge
        return level_of(facts.creation, facts.power, user_id) >= needed_level(
            facts.power, event_type, state=state
        )


def edit_counts(original_sender: str, original_type: str, edit_sender: str, edit_type: str) -> bool:
    """Whether an edit is one: by the same sender and of the same type (the server takes any)."""
    return bool(original_sender) and original_sender == edit_sender and original_type == edit_type
