"""Events and other untrusted JSON: typed where it can be, a plain None or a default where it is not."""

import functools
import re
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Raw, Struct

MAX_EVENT = 1 << 20  # bytes; the specification allows 64 KiB, `unsigned` with bundles comes on top
LATEST_MS = 1 << 53  # a time beyond this is a joke; also what fits SQLite and JSON readers alike

# What json.decode raises for hostile input: wrong types, no JSON, lone surrogates, nesting too deep.
DECODE_ERRORS = (msgspec.DecodeError, UnicodeError, RecursionError)

Id = Annotated[str, Meta(min_length=1, max_length=1024)]
_DEEPEST = 100
# The closing quote may be missing: looking for it again from every quote inside would take for ever.
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)

EMPTY_OBJECT = Raw(b"{}")

S = TypeVar("S", bound=Struct)
T = TypeVar("T")


class Event(Struct, frozen=True, gc=False):  # what comes out of JSON never points back at it
    """One event as it came (client-server API, "Client event format").

    `content` and `unsigned` are objects whose inside nobody has checked: read them with isinstance or convert
    them with msgspec. `origin_server_ts` is in ms, 0 … LATEST_MS. `state_key` is None for what is no state.
    """

    event_id: Id
    type: Annotated[str, Meta(max_length=1024)]
    sender: Id
    origin_server_ts: Annotated[int, Meta(ge=0, le=LATEST_MS)]
    content: dict[str, Any]
    state_key: str | None = None
    unsigned: dict[str, Any] = {}
    redacts: str | None = None
    room_id: str | None = None

    @property
    def transaction_id(self) -> str | None:
        """The id this device sent it with, if it did."""
        value = self.unsigned.get("transaction_id")
        return value if isinstance(value, str) else None

    @property
    def redacted(self) -> bool:
        """Whether the server already cut it down."""
        return isinstance(self.unsigned.get("redacted_because"), dict)


class _LooseEvent(Struct):
    """The same with every part that may be wrong left as it is."""

    event_id: Id
    type: Annotated[str, Meta(max_length=1024)]
    sender: Id
    content: dict[str, Any]
    origin_server_ts: Raw = Raw(b"0")
    state_key: str | None = None
    unsigned: Raw = EMPTY_OBJECT
    redacts: Raw = Raw(b"null")


class StrippedEvent(Struct, frozen=True):
    """State shown to somebody invited: no id, no time."""

    type: str
    sender: str
    state_key: str
    content: dict[str, Any]


_strict = msgspec.json.Decoder(Event)
_loose = msgspec.json.Decoder(_LooseEvent)
_stripped = msgspec.json.Decoder(StrippedEvent)
_any = msgspec.json.Decoder()


def decode_event(raw: Raw | bytes) -> Event | None:
    """Return the event, or None when it is so malformed that only its bytes can be kept.

    A wrong time is clamped; a wrong `unsigned` or `redacts` is dropped. Nothing is raised for any input.
    """
    if len(memoryview(raw)) > MAX_EVENT:
        return None
    try:
        return _strict.decode(raw)
    except DECODE_ERRORS:
        return _decode_loosely(raw)


def decode_stripped(raw: Raw | bytes) -> StrippedEvent | None:
    """Return one event of `invite_state`, None when malformed."""
    try:
        return _stripped.decode(raw)
    except DECODE_ERRORS:
        return None


def _decode_loosely(raw: Raw | bytes) -> Event | None:
    try:
        loose = _loose.decode(raw)
    except DECODE_ERRORS:
        return None
    time = decode_any(loose.origin_server_ts)
    unsigned = decode_any(loose.unsigned)
    redacts = decode_any(loose.redacts)
    if not isinstance(time, int | float) or isinstance(time, bool) or time != time:
        time = 0
    return Event(
        event_id=loose.event_id,
        type=loose.type,
        sender=loose.sender,
        origin_server_ts=int(min(max(time, 0), LATEST_MS)),
        content=loose.content,
        state_key=loose.state_key,
        unsigned=unsigned if isinstance(unsigned, dict) else {},
        redacts=redacts if isinstance(redacts, str) else None,
    )


def decode_any(raw: Raw | bytes) -> object:
    """Return plain Python values, None for what is no JSON."""
    try:
        value: object = _any.decode(raw)
    except DECODE_ERRORS:
        return None
    return value


def decode_object(raw: Raw | bytes) -> dict[str, Any]:
    """Return a JSON object, {} for everything else."""
    value = decode_any(raw)
    return value if isinstance(value, dict) else {}


def prune(body: bytes) -> bytes:
    """Return JSON with everything nested deeper than 100 levels replaced by null.

    For the answer that one event, nested a thousand levels deep, makes undecodable. Without recursion.
    """
    kept: list[bytes] = []
    depth = start = 0
    for token in _TOKENS.finditer(body):
        if token[0] in b"[{":
            depth += 1
            if depth == _DEEPEST + 1:
                kept += (body[start : token.start()], b"null")
        elif token[0] in b"]}":
            depth -= 1
            if depth == _DEEPEST:
                start = token.end()
    if depth <= _DEEPEST:
        kept.append(body[start:])
    return b"".join(kept)


def decode_deep(decoder: msgspec.json.Decoder[T], raw: Raw | bytes) -> T:
    """Decode, pruning what is nested too deeply, mending half characters. Raises DECODE_ERRORS."""
    body = bytes(raw)
    try:
        return decoder.decode(body)
    except RecursionError:
        body = prune(body)  # may hide a half character behind it
    except msgspec.DecodeError:
        body = _ESCAPE.sub(_mend, body)  # may hide what is nested behind it
    try:
        return decoder.decode(body)
    except RecursionError:
        return decoder.decode(prune(body))
    except msgspec.DecodeError:
        return decoder.decode(_ESCAPE.sub(_mend, body))


# An escape in a JSON string: a pair of surrogates, one without the other, or anything else.
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def _mend(match: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if match[1] is not None else match[0]


@functools.cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def salvage(kind: type[S], raw: Raw | bytes) -> S:
    """Return a `kind`, every field that is missing or wrong at its default; all fields must have one."""
    try:
        whole: S = _decoder(kind).decode(raw)
        return whole
    except DECODE_ERRORS:
        pass
    try:
        parts: dict[str, Raw] = decode_deep(_decoder(dict[str, Raw]), raw)
    except DECODE_ERRORS:
        return kind()
    good: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        part = parts.get(field.encode_name)
        if part is None:
            continue
        try:
            good[field.name] = _decoder(field.type).decode(part)
        except DECODE_ERRORS:
            continue
    return kind(**good)
