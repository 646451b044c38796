"""Decoders for the answers that come beside sync: history, members, receipts of a room, notifications."""

from msgspec import Raw, Struct, field

from schoolbell.matrix.sliding import Receipt, decode_receipts
from schoolbell.matrix.wire import decode_any, decode_object, salvage


class MessagesPage(Struct, frozen=True):
    """One page of `/messages` or `/relations`. `end` None: there is no more in this direction.

    `chunk` is in the order asked for: newest first with dir "b". `state` has members for lazy loading.
    """

    chunk: list[Raw] = []
    state: list[Raw] = []
    start: str | None = None
    end: str | None = None
    next_batch: str | None = None  # /relations says so instead of `end`


class ContextPage(Struct, frozen=True):
    """The answer to `/context`: `before` newest first, `after` oldest first, tokens for both directions."""

    event: Raw = Raw(b"{}")
    before: list[Raw] = field(default_factory=list, name="events_before")
    after: list[Raw] = field(default_factory=list, name="events_after")
    state: list[Raw] = []
    start: str | None = None
    end: str | None = None


class _Members(Struct):
    chunk: list[Raw] = []


class Notification(Struct, frozen=True):
    """One entry of `/notifications`; the event stays bytes."""

    room_id: str = ""
    read: bool = False
    ts: int = 0
    event: Raw = Raw(b"{}")


class _RawNotifications(Struct):
    notifications: list[Raw] = []
    next_token: str | None = None


class NotificationsPage(Struct, frozen=True):
    """Newest first; `next_token` None: no more."""

    notifications: tuple[Notification, ...] = ()
    next_token: str | None = None


def decode_messages(body: bytes) -> MessagesPage:
    """Return a page of history; what is malformed is empty."""
    return salvage(MessagesPage, body)


def decode_context(body: bytes) -> ContextPage:
    """Return what stands around an event; what is malformed is empty."""
    return salvage(ContextPage, body)


def decode_members(body: bytes) -> list[Raw]:
    """Return the `m.room.member` events of a room as bytes."""
    return salvage(_Members, body).chunk


def decode_notifications(body: bytes) -> NotificationsPage:
    """Return a page of notifications; what is malformed is empty."""
    page = salvage(_RawNotifications, body)
    return NotificationsPage(tuple(salvage(Notification, raw) for raw in page.notifications), page.next_token)


class _Ephemeral(Struct):
    events: list[Raw] = []


def decode_room_receipts(body: bytes, room_id: str) -> list[Receipt]:
    """Return all receipts of one room from the answer to `MatrixClient.room_receipts`."""
    part = body
    for key in ("rooms", "join", room_id, "ephemeral"):
        inner = salvage_map(part).get(key)
        if inner is None:
            return []
        part = bytes(inner)
    return [
        receipt
        for raw in salvage(_Ephemeral, part).events
        if decode_object(raw).get("type") == "m.receipt"
        for receipt in decode_receipts(raw)
    ]


class _Map(Struct):
    values: dict[str, Raw] = {}


def salvage_map(body: bytes) -> dict[str, Raw]:
    """Return the top level of a JSON object with its values as bytes, {} for everything else."""
    if not isinstance(decode_any(body), dict):
        return {}
    return salvage(_Map, b'{"values":' + body + b"}").values
