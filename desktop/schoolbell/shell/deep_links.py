"""Links that open the window at a place: schoolbell:// and matrix: addresses, parsed and checked."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

_ROOM = re.compile(r"![\x21-\x7e]{1,254}")
_EVENT = re.compile(r"\$[\x21-\x7e]{1,254}")
_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,253}")
_CODE = re.compile(r"[0-9A-Za-z \-]{8,400}")


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """Show a room, at an event when one is named."""

    room_id: str
    event_id: str = ""


@dataclass(frozen=True, slots=True)
class SignInAt:
    """Fill in the sign-in page; nothing is sent before the person says so."""

    address: str = ""
    slip_code: str = ""


DeepLink = OpenRoom | SignInAt


def parse(text: str) -> DeepLink | None:
    """Return what `text` asks for, or None when it is not a link of ours.

    Understood: `schoolbell://room/<room id>[/<event id>]`, `schoolbell://signin?server=…`,
    `schoolbell://slip/<code>`,
    `matrix:roomid/<id without !>[/e/<id without $>]` (MSC2312). Links come from web pages: nothing in
    them is trusted further than a room id's shape.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    if parts.scheme == "matrix":
        pieces = [unquote(piece) for piece in parts.path.split("/") if piece]
        if len(pieces) >= 2 and pieces[0] == "roomid":
            event = f"${pieces[3]}" if len(pieces) >= 4 and pieces[2] == "e" else ""
            return _room(f"!{pieces[1]}", event)
        return None
    if parts.scheme != "schoolbell":
        return None
    if parts.netloc == "room":
        pieces = [unquote(piece) for piece in parts.path.split("/") if piece]
        return _room(pieces[0], pieces[1] if len(pieces) > 1 else "") if pieces else None
    if parts.netloc == "slip":
        code = unquote(parts.path.strip("/"))
        return SignInAt(slip_code=code) if _CODE.fullmatch(code) else None
    if parts.netloc == "signin":
        query = parse_qs(parts.query)
        address = query.get("server", [""])[0]
        if address and _HOST.fullmatch(address):
            return SignInAt(address=address)
    return None


def _room(room_id: str, event_id: str) -> OpenRoom | None:
    if not _ROOM.fullmatch(room_id) or (event_id and not _EVENT.fullmatch(event_id)):
        return None
    return OpenRoom(room_id, event_id)
