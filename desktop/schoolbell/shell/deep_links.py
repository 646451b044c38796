"""Links that open the window at a place: schoolbell:// and matrix: addresses, parsed and checked."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_ROOM = re.compile(r"![\x21-\x7e]{1,254}")
_EVENT = re.compile(r"\$[\x21-\x7e]{1,254}")
_ALIAS = re.compile(r"#[^\x00-\x20\x7f:]{1,200}:[A-Za-z0-9.\-\[\]:]{1,253}")
_USER = re.compile(r"@[\x21-\x39\x3b-\x7e]{1,200}:[A-Za-z0-9.\-\[\]:]{1,253}")
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,253}")
_CODE = re.compile(r"[0-9A-Za-z \-]{8,400}")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """Show a room, at an event when one is named."""

    room_id: str
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class OpenAlias:
    """Show the room that a name like "#class-3-2:school.test" stands for."""

    alias: str
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class OpenPerson:
    """Show the chat with one person."""

    user_id: str


@dataclass(frozen=True, slots=True)
class SignInAt:
    """Fill in the sign-in page; nothing is sent before the person says so."""

    address: str = ""
    slip_code: str = ""


DeepLink = OpenRoom | OpenAlias | OpenPerson | SignInAt


def parse(text: str) -> DeepLink | None:
    """Return what `text` asks for, or None when it is not a link of ours.

    Understood: `schoolbell://room/<room id>[/<event id>]`, `schoolbell://user/<user id>`,
    `schoolbell://signin?server=…`, `schoolbell://slip/<code>`, and MSC2312's `matrix:roomid/<id>[/e/<id>]`,
    `matrix:r/<alias>[/e/<id>]`, `matrix:u/<user id>`, all without their sigils. Links come from web pages:
    nothing in them is trusted further than an id's shape, and queries (`action`, `via`) are not followed.
    """
    try:
        parts = urlsplit(text.strip()) if len(text) <= _LONGEST else None
        if parts is None:
            return None
        pieces = [unquote(piece, errors="strict") for piece in parts.path.split("/") if piece]
    except ValueError:
        return None
    if parts.scheme == "matrix":
        return _matrix(pieces) if not parts.netloc else None
    if parts.scheme != "schoolbell":
        return None
    if parts.netloc == "room" and 1 <= len(pieces) <= 2:
        return _room(pieces[0], pieces[1] if len(pieces) > 1 else "")
    if parts.netloc == "user" and len(pieces) == 1:
        return _person(pieces[0])
    if parts.netloc == "slip" and len(pieces) == 1:
        return SignInAt(slip_code=pieces[0]) if _CODE.fullmatch(pieces[0]) else None
    if parts.netloc == "signin":
        query = parse_qs(parts.query)
        address = query.get("server", [""])[0]
        if address and _HOST.fullmatch(address):
            return SignInAt(address=address)
    return None


def _matrix(pieces: list[str]) -> DeepLink | None:
    if len(pieces) == 2:
        event = ""
    elif len(pieces) == 4 and pieces[2] in ("e", "event"):
        event = f"${pieces[3]}"
    else:
        return None
    match pieces[0]:
        case "roomid":
            return _room(f"!{pieces[1]}", event)
        case "r" | "room":
            alias = f"#{pieces[1]}"
            known = _ALIAS.fullmatch(alias) and (not event or _EVENT.fullmatch(event))
            return OpenAlias(alias, event) if known else None
        case "u" | "user":
            return _person(f"@{pieces[1]}") if not event else None
    return None


def _room(room_id: str, event_id: str) -> OpenRoom | None:
    if not _ROOM.fullmatch(room_id) or (event_id and not _EVENT.fullmatch(event_id)):
        return None
    return OpenRoom(room_id, event_id)


def _person(user_id: str) -> OpenPerson | None:
    return OpenPerson(user_id) if _USER.fullmatch(user_id) else None
