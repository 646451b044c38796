"""The frozen rows that the store hands out and takes in."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct, field

# Position of an event in its room: comparable within one room only, also across gaps.
POSITION_SHIFT = 32
POSITION_BIAS = 1 << 31

# EventRow.shown
HIDDEN, MESSAGE, LINE = 0, 1, 2


def position_of(ord_: int, idx: int) -> int:
    """Return the comparable position of index `idx` in the chunk with order `ord_`."""
    return (ord_ << POSITION_SHIFT) + idx + POSITION_BIAS


def json_object(raw: bytes | None) -> dict[str, Any]:
    """Decode `raw` as a JSON object; anything else, however broken, is an empty one."""
    if not raw:
        return {}
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def to_json(value: object) -> bytes:
    """Encode what was decoded from JSON, integers beyond 64 bits included."""
    try:
        return msgspec.json.encode(value)
    except OverflowError:
        return json.dumps(value).encode()


def content_of(raw: bytes | None) -> dict[str, Any]:
    """Return the `content` object of a raw event, {} when there is none."""
    content = json_object(raw).get("content")
    return content if isinstance(content, dict) else {}


class EventRow(Struct, frozen=True):
    """One event of a timeline as stored."""

    rowid: int
    event_id: str
    type: str
    sender: str
    ts: int  # ms, the server's, clamped to the past
    state_key: str | None
    rev: int  # raised whenever something this row is drawn from changes
    rel_type: str | None
    relates_to: str | None
    local_id: str | None  # our txn id: the item's key stays the same from echo to remote
    redacted_by: str | None
    edit: int | None  # rowid of the edit that counts
    chunk: int
    position: int  # comparable within the room
    shown: int  # HIDDEN, MESSAGE, LINE
    mention: int  # 1: mentions me
    raw: bytes

    @property
    def content(self) -> dict[str, Any]:
        """The decoded content, {} when malformed. Decodes at each call."""
        return content_of(self.raw)


class Gap(Struct, frozen=True):
    """History is missing directly before the row `before`; `chunk` is what to paginate."""

    before: int  # event rowid
    chunk: int


class Window(Struct, frozen=True):
    """A stretch of a timeline, oldest first, across chunks; only rows that are shown."""

    rows: tuple[EventRow, ...]
    gap_before: int | None = None  # chunk to paginate to go on above the first row (nothing stored above it)
    at_start: bool = False  # the first row is the room's beginning
    at_live: bool = False  # the last row is the newest shown one
    gaps: tuple[Gap, ...] = ()  # holes between rows
    folded: Mapping[int, tuple[EventRow, ...]] = field(default_factory=dict)
    """Rowid of a row that stands for a run of comings and goings → the others of the run, oldest first."""


class ReactionRow(Struct, frozen=True):
    """Equal reactions on one event, one per sender."""

    key: str
    count: int
    own: str | None  # event id of my own one, to take it back
    senders: tuple[str, ...] = ()  # in order of arrival


class RelationSummary(Struct, frozen=True):
    """What others hang on one event."""

    edit: EventRow | None = None
    reactions: tuple[ReactionRow, ...] = ()
    redacted: bool = False


class RoomRow(Struct, frozen=True):
    """Everything the room list needs about one room."""

    room_id: str
    name: str
    avatar: str
    topic: str
    room_type: str
    room_version: str
    creator: str
    creators: tuple[str, ...]  # additional_creators
    kind: str  # claimed by org.schoolbell.room, not judged
    kind_key: str
    membership: str
    inviter: str
    direct_user: str
    encrypted: bool
    muted: bool
    joined_count: int
    invited_count: int
    bump_stamp: int
    heroes: tuple[tuple[str, str, str], ...]  # (user id, name, avatar)
    unread: int
    unread_floor: bool  # True: at least `unread`
    mentions: int
    last: EventRow | None  # newest message
    last_edit: bytes | None  # raw of the edit of `last` that counts
    last_name: str  # display name of its sender in this room, "" when not known


class MemberRow(Struct, frozen=True):
    """One person in one room."""

    user_id: str
    membership: str
    name: str
    avatar: str
    ts: int  # of the member event, 0 when not known


class ReceiptRow(Struct, frozen=True):
    """How far one person has read (the furthest of receipts and own messages)."""

    user_id: str
    event_id: str
    ts: int
    position: int | None  # None: that event is not stored, compare by ts ("about")


class ReaderRow(Struct, frozen=True):
    """One person of the denominator of an event's read list."""

    user_id: str
    name: str
    read: bool
    ts: int  # of the receipt (or own message) that shows it, 0 when there is none
    about: bool  # compared by time because the receipt's event is not stored


class StateRow(Struct, frozen=True):
    """One current state event."""

    room_id: str
    type: str
    state_key: str
    event_id: str
    sender: str
    ts: int
    raw: bytes

    @property
    def content(self) -> dict[str, Any]:
        """The decoded content, {} when malformed or cleared. Decodes at each call."""
        return content_of(self.raw)


class VerdictRow(Struct, frozen=True):
    """Whether one block of one event may act, judged once."""

    rowid: int
    block: str
    allowed: bool
    basis: str  # event id of the power levels it was judged by, "" when none were known


class NewEvent(Struct, frozen=True, gc=False):
    """One event as ingest hands it to the store: checked, clamped, nothing trusted."""

    event_id: str
    type: str
    sender: str
    ts: int
    state_key: str | None
    rel_type: str | None
    relates_to: str | None
    rel_key: str | None
    local_id: str | None
    redacted_by: str | None
    shown: int
    counts: bool
    mention: bool
    text: str  # what search indexes, "" for nothing
    raw: bytes
    is_file: bool = False  # for search: it carries a file
