"""The blocks `ding` and `notice` and the types `remind`, `withdraw` and `ack`: how they are written and read.

Documented for other implementers; times are ms since 1970, durations minutes.

- `org.schoolbell.ding` in an `m.room.message`: `{"v":1,"id","text","to":{"mentions":true}|{"room":true},
  "channels":["app","sms","call"],"confirm":"tap|sign","counts":"guardian|student|either","deadline"?,
  "remind"?:{"every","max"},"n","attachments"?}`. One copy per place, all with one `id` (a lower-case ULID);
  what it is, is known by (sender, id). `n` is the number of copies meant. `text` is what the sender wrote:
  the body has it too, with a word for phones about how to confirm. An edit has it in its `m.new_content`.
- `org.schoolbell.notice`: the same without `channels`; `{"title","confirm":"none|tap|sign","pin"?:true,
  "html"?}`; `pin`: it stands on top of its class until its deadline; `html`: `text` with its formatting,
  to be sanitised by the reader like any `formatted_body`.
- `org.schoolbell.remind` `{"v":1,"ding":[sender,id],"seq"}`, from the sender or an office account.
- `org.schoolbell.withdraw` `{"v":1,"kind":"ding|notice","id"}`, from the sender alone.
- `org.schoolbell.ack` `{"v":1,"of":[sender,id],"signature"?:{"w","h","strokes":[[x,y,x,y,…],…]}}` with
  `m.relates_to` `{"rel_type":"org.schoolbell.ack","event_id"}`: a signature, beside the reaction
  ✅ that confirms.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct

from schoolbell.domain.names import clean_name, clean_text
from schoolbell.domain.office import CHANNELS

PREFIX = "org.schoolbell."
REMIND_TYPE = PREFIX + "remind"
WITHDRAW_TYPE = PREFIX + "withdraw"
ACK_TYPE = PREFIX + "ack"
CONFIRM = "✅"  # the reaction that confirms, without U+FE0F
LEAST_REMINDER = 5  # minutes between two reminders at least
MOST_REMINDERS = 50
TEXT_LIMIT = 10_000  # characters of a notice; a DING's editor allows fewer
TITLE_LIMIT = 120
HTML_LIMIT = 30_000  # characters of a formatted text; above it the plain one is shown
_ULID_LENGTH = 26
_ULID = frozenset("0123456789abcdefghjkmnpqrstvwxyz")
_MOST_COPIES = 100_000
_LATEST = 1 << 48  # ms
_INK_LIMIT = 12_000  # numbers of a signature


class Kind(StrEnum):
    """Which of the two it is."""

    DING = "ding"
    NOTICE = "notice"


class Confirm(StrEnum):
    """What is asked of those who are addressed."""

    NONE = "none"  # a notice that wants to be read
    TAP = "tap"
    SIGN = "sign"


class Counts(StrEnum):
    """Whose word counts for a child."""

    GUARDIAN = "guardian"
    STUDENT = "student"
    EITHER = "either"


class Remind(Struct, frozen=True):
    """Reminders of those who have not confirmed: every so many minutes, at most so often."""

    every: int
    max: int


class FileRef(Struct, frozen=True):
    """A file that belongs to it: a message of its own beside each copy, known by its hash."""

    name: str
    mimetype: str
    size: int  # bytes
    sha256: str  # 64 hex digits


class Block(Struct, frozen=True):
    """A block of either kind as read; every field is checked."""

    kind: Kind
    id: str
    text: str
    to_room: bool  # everybody in the room; else those whom the message mentions
    title: str = ""  # of a notice
    channels: tuple[str, ...] = ("app",)
    confirm: Confirm = Confirm.TAP
    counts: Counts = Counts.GUARDIAN
    deadline: int = 0  # 0 = none
    remind: Remind | None = None
    n: int = 1
    attachments: tuple[FileRef, ...] = ()
    pin: bool = False  # of a notice
    html: str = ""  # of a notice: as it was sent; what may be shown of it says `formatting.readable`

    def encoded(self) -> dict[str, Any]:
        """Return the block's content as it is sent."""
        found: dict[str, Any] = {
            "v": 1,
            "id": self.id,
            "text": self.text,
            "to": {"room": True} if self.to_room else {"mentions": True},
            "confirm": self.confirm.value,
            "counts": self.counts.value,
            "n": self.n,
        }
        if self.kind is Kind.NOTICE:
            found["title"] = self.title
            if self.pin:
                found["pin"] = True
            if self.html:
                found["html"] = self.html
        else:
            found["channels"] = list(self.channels)
        if self.deadline:
            found["deadline"] = self.deadline
        if self.remind is not None:
            found["remind"] = {"every": self.remind.every, "max": self.remind.max}
        if self.attachments:
            found["attachments"] = [
                {"name": one.name, "mimetype": one.mimetype, "size": one.size, "sha256": one.sha256}
                for one in self.attachments
            ]
        return found


def is_id(value: object) -> bool:
    """Whether `value` is a block id: a lower-case ULID."""
    return isinstance(value, str) and len(value) == _ULID_LENGTH and _ULID.issuperset(value)


def read_block(kind: Kind, content: Mapping[str, Any]) -> Block | None:
    """Return the block of a message's content (of an edit: its new content); None when there is none.

    Never raises: what cannot be read has its default, a block without a proper id is none.
    """
    block = content.get(PREFIX + kind)
    if not isinstance(block, Mapping) or block.get("v") != 1 or block["v"] is True:
        return None
    if not is_id(block.get("id")):
        return None
    to = block.get("to")
    body = content.get("body")
    words = block.get("text")
    return Block(
        kind=kind,
        id=block["id"],
        text=clean_text(
            (words if isinstance(words, str) else body if isinstance(body, str) else "")[:TEXT_LIMIT]
        ),
        to_room=isinstance(to, Mapping) and to.get("room") is True,
        title=clean_name(block.get("title"), TITLE_LIMIT),
        channels=_channels(block.get("channels")),
        confirm=_confirm(kind, block.get("confirm")),
        counts=_counts(block.get("counts")),
        deadline=_number(block.get("deadline"), 0, _LATEST),
        remind=_remind(block.get("remind")),
        n=_number(block.get("n"), 1, _MOST_COPIES),
        attachments=_attachments(block.get("attachments")),
        pin=kind is Kind.NOTICE and block.get("pin") is True,
        html=_html(block.get("html")) if kind is Kind.NOTICE else "",
    )


def blocks_of(content: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the DING and the notice that a content carries."""
    found = (read_block(kind, content) for kind in Kind)
    return tuple(block for block in found if block is not None)


def mentioned(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the user ids that a message mentions, each once."""
    declared = content.get("m.mentions")
    listed = declared.get("user_ids") if isinstance(declared, Mapping) else None
    if not isinstance(listed, list):
        return ()
    return tuple(dict.fromkeys(user for user in listed if isinstance(user, str) and user.startswith("@")))


def remind_content(sender: str, id: str, seq: int) -> dict[str, Any]:
    """Return the content of reminder number `seq` (from 1) of a DING."""
    return {"v": 1, "ding": [sender, id], "seq": seq}


def withdraw_content(kind: Kind, id: str) -> dict[str, Any]:
    """Return the content that takes back an own announcement."""
    return {"v": 1, "kind": kind.value, "id": id}


def ack_content(sender: str, id: str, event_id: str, signature: "Signature | None") -> dict[str, Any]:
    """Return the content of a signature under the copy `event_id`."""
    content: dict[str, Any] = {
        "v": 1,
        "of": [sender, id],
        "m.relates_to": {"rel_type": ACK_TYPE, "event_id": event_id},
    }
    if signature is not None:
        content["signature"] = {
            "w": signature.width,
            "h": signature.height,
            "strokes": [list(stroke) for stroke in signature.strokes],
        }
    return content


class Signature(Struct, frozen=True):
    """A signature as it was drawn: strokes of x, y, x, y … within width × height."""

    width: int
    height: int
    strokes: tuple[tuple[int, ...], ...]


def read_signature(content: Mapping[str, Any]) -> Signature | None:
    """Return the signature of an ack, None when there is none that can be drawn."""
    found = content.get("signature")
    if not isinstance(found, Mapping):
        return None
    width, height = _number(found.get("w"), 0, 4096), _number(found.get("h"), 0, 4096)
    strokes = found.get("strokes")
    if not width or not height or not isinstance(strokes, list):
        return None
    left, kept = _INK_LIMIT, []
    for stroke in strokes:
        if not isinstance(stroke, list) or len(stroke) < 2 or len(stroke) % 2 or len(stroke) > left:
            return None
        if not all(type(value) is int and -1 <= value <= 4096 for value in stroke):
            return None
        left -= len(stroke)
        kept.append(tuple(stroke))
    return Signature(width, height, tuple(kept)) if kept else None


class Note(Struct, frozen=True):
    """What a `remind`, `withdraw` or `ack` is about: the announcement's sender ("" = its own) and id."""

    about: str
    kind: Kind | None  # None: an ack does not say
    id: str
    seq: int = 0


def read_note(event_type: str, content: Mapping[str, Any]) -> Note | None:
    """Return what an event of one of the three types is about, None when it cannot be read."""
    if content.get("v") != 1 or content["v"] is True:
        return None
    if event_type == WITHDRAW_TYPE:
        try:
            kind = Kind(str(content.get("kind")))
        except ValueError:
            return None
        id = content.get("id")
        return Note("", kind, id) if isinstance(id, str) and is_id(id) else None
    pair = content.get("ding" if event_type == REMIND_TYPE else "of")
    if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str) or not is_id(pair[1]):
        return None
    if event_type == REMIND_TYPE:
        seq = _number(content.get("seq"), 0, MOST_REMINDERS)
        return Note(pair[0], Kind.DING, pair[1], seq) if seq else None
    return Note(pair[0], None, pair[1]) if event_type == ACK_TYPE else None


def _number(value: object, otherwise: int, most: int) -> int:
    return value if type(value) is int and 0 < value <= most else otherwise


def _confirm(kind: Kind, value: object) -> Confirm:
    if value == "sign":
        return Confirm.SIGN
    return Confirm.NONE if kind is Kind.NOTICE and value != "tap" else Confirm.TAP


def _counts(value: object) -> Counts:
    return Counts(value) if value in ("student", "either") else Counts.GUARDIAN


def _channels(value: object) -> tuple[str, ...]:
    wanted = value if isinstance(value, list) else []
    return ("app", *(channel for channel in CHANNELS if channel in wanted))


def _html(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= HTML_LIMIT else ""


def _remind(value: object) -> Remind | None:
    if not isinstance(value, Mapping):
        return None
    every, most = _number(value.get("every"), 0, 60 * 24 * 30), _number(value.get("max"), 0, MOST_REMINDERS)
    return Remind(max(LEAST_REMINDER, every), most) if every and most else None


def _attachments(value: object) -> tuple[FileRef, ...]:
    found = []
    for one in value[:20] if isinstance(value, list) else ():
        if not isinstance(one, Mapping):
            continue
        name, sha256 = clean_name(one.get("name"), 120), one.get("sha256")
        if name and isinstance(sha256, str) and len(sha256) == 64 and sha256.isalnum():
            mimetype = one.get("mimetype")
            size = _number(one.get("size"), 0, 1 << 53)
            found.append(FileRef(name, mimetype if isinstance(mimetype, str) else "", size, sha256.lower()))
    return tuple(found)
