"""Simplified sliding sync (MSC4186, as Synapse serves it): the request, the answer decoded with distrust."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, Struct, field

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.matrix.wire import DECODE_ERRORS, EMPTY_OBJECT, decode_deep, decode_object, salvage

PATH = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"

Count = Annotated[int, Meta(ge=0, le=1 << 53)]
StatePairs = Sequence[tuple[str, str]]  # (event type, state key); "*", "$LAZY", "$ME" as in the MSC


# -- what we ask


class ListRequest(Struct, frozen=True, omit_defaults=True):
    """One list. `filters` must never name `spaces` or `room_name_like`: Synapse answers 500."""

    required_state: StatePairs
    timeline_limit: int
    ranges: Sequence[tuple[int, int]] | None = None
    filters: Mapping[str, object] | None = None


class Subscription(Struct, frozen=True):
    """A room asked for by id."""

    required_state: StatePairs
    timeline_limit: int


class SlidingSyncRequest(Struct, frozen=True, omit_defaults=True):
    """One request of one connection; position and timeout travel in the query."""

    conn_id: str = ""
    lists: Mapping[str, ListRequest] = {}
    room_subscriptions: Mapping[str, Subscription] = {}
    extensions: Mapping[str, Mapping[str, object]] = {}


# -- what comes back: every field has a default, so that one wrong field costs that field only


class Operation(Struct, frozen=True):
    """Which rooms stand in a range of a list."""

    op: str = ""
    range: tuple[int, int] = (0, 0)
    room_ids: list[str] = []


class ListResult(Struct, frozen=True):
    """State of one list."""

    count: Count = 0
    ops: list[Operation] = []


class Hero(Struct, frozen=True):
    """Somebody a room without a name is called after."""

    user_id: str = ""
    displayname: str | None = None
    avatar_url: str | None = None


class RoomResult(Struct, frozen=True):
    """What is new in one room. Events stay bytes: decode each with `wire.decode_event`.

    A field that the server left out is None; it has not changed then. `joined_count` and the like never
    come as unread counts: Synapse always sends 0 there.
    """

    name: str | None = None
    avatar: str | None = None
    heroes: list[Hero] | None = None
    is_dm: bool | None = None
    initial: bool = False
    unstable_expanded_timeline: bool = False
    limited: bool = False
    prev_batch: str | None = None
    num_live: Count = 0
    bump_stamp: Count | None = None
    joined_count: Count | None = None
    invited_count: Count | None = None
    notification_count: Count = 0
    highlight_count: Count = 0
    required_state: list[Raw] = []
    timeline: list[Raw] = []
    invite_state: list[Raw] | None = None


class ToDevice(Struct, frozen=True):
    """Messages to this device; `next_batch` goes back as `since`."""

    next_batch: str | None = None
    events: list[Raw] = []


class AccountData(Struct, frozen=True):
    """Events `{"type", "content"}` for the account and per room."""

    everywhere: list[Raw] = field(default_factory=list, name="global")
    rooms: dict[str, list[Raw]] = {}


class Ephemeral(Struct, frozen=True):
    """One `m.receipt` or `m.typing` event per room; see `decode_receipts`, `decode_typing`."""

    rooms: dict[str, Raw] = {}


class Extensions(Struct, frozen=True):
    """What came beside the rooms."""

    to_device: ToDevice = ToDevice()
    account_data: AccountData = AccountData()
    receipts: Ephemeral = Ephemeral()
    typing: Ephemeral = Ephemeral()


class SlidingSyncResponse(Struct, frozen=True):
    """One whole answer. Events hold views of the response's bytes: copy what outlives the ingest."""

    pos: str
    lists: dict[str, ListResult] = {}
    rooms: dict[str, RoomResult] = {}
    extensions: Extensions = Extensions()


class _Envelope(Struct):
    pos: Annotated[str, Meta(min_length=1, max_length=4096)]
    lists: Raw = EMPTY_OBJECT
    rooms: Raw = EMPTY_OBJECT
    extensions: Raw = EMPTY_OBJECT


class _RawExtensions(Struct):
    to_device: Raw = EMPTY_OBJECT
    account_data: Raw = EMPTY_OBJECT
    receipts: Raw = EMPTY_OBJECT
    typing: Raw = EMPTY_OBJECT


_quick = msgspec.json.Decoder(SlidingSyncResponse)
_envelope = msgspec.json.Decoder(_Envelope)
_parts = msgspec.json.Decoder(dict[str, Raw])


def decode_sync(body: bytes) -> SlidingSyncResponse:
    """Return the answer, wrong fields at their defaults; raises MatrixError(SERVER) without a `pos`."""
    try:
        response = _quick.decode(body)
        if response.pos:
            return response
    except DECODE_ERRORS:
        pass
    try:
        envelope = decode_deep(_envelope, body)
    except DECODE_ERRORS:
        raise MatrixError(ErrorCode.SERVER) from None
    extensions = salvage(_RawExtensions, envelope.extensions)
    return SlidingSyncResponse(
        pos=envelope.pos,
        lists={name: salvage(ListResult, raw) for name, raw in _split(envelope.lists).items()},
        rooms={room_id: salvage(RoomResult, raw) for room_id, raw in _split(envelope.rooms).items()},
        extensions=Extensions(
            to_device=salvage(ToDevice, extensions.to_device),
            account_data=salvage(AccountData, extensions.account_data),
            receipts=salvage(Ephemeral, extensions.receipts),
            typing=salvage(Ephemeral, extensions.typing),
        ),
    )


def _split(raw: Raw) -> dict[str, Raw]:
    try:
        return _parts.decode(raw)
    except DECODE_ERRORS:
        return {}


class Receipt(Struct, frozen=True):
    """How far somebody has read. `thread` is "" for the room as a whole, "main", or a thread root."""

    event_id: str
    user_id: str
    ts: int
    private: bool = False
    thread: str = ""


def decode_receipts(raw: Raw | bytes) -> list[Receipt]:
    """Return the receipts of one `m.receipt` event; malformed ones are left out."""
    found = []
    for event_id, kinds in _object_at(decode_object(raw), "content").items():
        for kind, private in (("m.read", False), ("m.read.private", True)):
            for user_id, value in _object_at(kinds, kind).items():
                ts, thread = _get(value, "ts"), _get(value, "thread_id")
                if not isinstance(ts, int) or isinstance(ts, bool):
                    ts = 0
                found.append(
                    Receipt(
                        event_id=event_id,
                        user_id=user_id,
                        ts=min(max(ts, 0), 1 << 53),
                        private=private,
                        thread=thread if isinstance(thread, str) else "",
                    )
                )
    return found


def decode_typing(raw: Raw | bytes) -> tuple[str, ...]:
    """Return the user ids of one `m.typing` event."""
    users = _get(_object_at(decode_object(raw), "content"), "user_ids")
    return tuple(user for user in users if isinstance(user, str)) if isinstance(users, list) else ()


def decode_account_data(raw: Raw | bytes) -> tuple[str, dict[str, Any]] | None:
    """Return (type, content) of one account data event, None when malformed."""
    event = decode_object(raw)
    kind, content = event.get("type"), event.get("content")
    return (kind, content) if isinstance(kind, str) and kind and isinstance(content, dict) else None


def _get(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _object_at(value: object, key: str) -> dict[str, Any]:
    found = _get(value, key)
    return found if isinstance(found, dict) else {}
