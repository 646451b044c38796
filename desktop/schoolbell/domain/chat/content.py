"""Reads the content of a message event of any quality into what a view can show; nothing remote is kept."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

from msgspec import Struct
from msgspec.structs import replace

from schoolbell.domain.chat import attachments
from schoolbell.domain.chat.items import Attachment, MessageKind
from schoolbell.domain.names import clean_name, clean_text

BODY_LIMIT = 20_000  # characters shown of one message
HTML_LIMIT = 30_000  # characters of HTML looked at; above it the plain body is shown
_HTML_TAGS_LIMIT = 1_000
_HTML_DEPTH_LIMIT = 24

_TAGS = {
    "a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li",
    "ol", "p", "pre", "s", "strong", "sub", "sup", "u", "ul",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "matrix"}
_WHOLE = ("http://", "https://", "mailto:", "matrix:")  # a link that leads nowhere by itself is text
_DROPPED = {"script", "style", "mx-reply"}  # with all that is inside
_REPLY = re.compile(r"<mx-reply>.*?</mx-reply>", re.DOTALL | re.IGNORECASE)
_REPLY_END = re.compile(r"</mx-reply>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>", re.IGNORECASE)
# Everything that may match is bounded: a pattern that looks to the end from every place takes seconds.
_PILL = re.compile(
    r'<a href="https://matrix\.to/#/[^"]{0,512}"[^>]{0,512}>(.{0,512}?)</a>', re.IGNORECASE | re.DOTALL
)
_ANY_TAG = re.compile(r"<[^<>]*>")
_PILL_USER = re.compile(r"https://matrix\.to/#/((?:@|%40)[^\"'?/<> ]+)", re.IGNORECASE)
_VOID = {"br", "hr"}
_PLAIN_TAGS = {"br", "p"}  # these say nothing that the plain body does not

_MEDIA = {
    "m.image": MessageKind.IMAGE,
    "m.file": MessageKind.FILE,
    "m.audio": MessageKind.FILE,
    "m.video": MessageKind.FILE,
}
_TEXT = {"m.text": MessageKind.TEXT, "m.notice": MessageKind.NOTICE, "m.emote": MessageKind.EMOTE}


class Parsed(Struct, frozen=True):
    """One message as read."""

    kind: MessageKind
    body: str
    html: str = ""  # sanitised; "" when the plain body says the same
    attachment: Attachment | None = None
    mentions: tuple[str, ...] = ()  # user ids
    mentions_room: bool = False
    reply_to: str = ""  # event id
    labels: tuple[str, ...] = ()  # what pills were called when the message was written, without "@"


def mapping(value: object) -> Mapping[str, Any]:
    """Return `value` if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def text(value: object) -> str:
    """Return `value` if it is a string, else ""."""
    return value if isinstance(value, str) else ""


def reply_target(content: Mapping[str, Any]) -> str:
    """Return the event id that a message replies to, or ""."""
    return text(mapping(mapping(content.get("m.relates_to")).get("m.in_reply_to")).get("event_id"))


def replacement(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `m.new_content` of an edit, {} when it has none."""
    return mapping(content.get("m.new_content"))


def parse(event_type: str, content: Mapping[str, Any], edit: Mapping[str, Any] | None = None) -> Parsed:
    """Read a message; `edit` is the content of the edit that counts. Never raises on any content."""
    if event_type == "m.room.encrypted":
        return Parsed(MessageKind.ENCRYPTED, "")
    reply_to = reply_target(content)
    if edit is not None:
        new = replacement(edit)
        if new:
            content = new
    msgtype = "m.image" if event_type == "m.sticker" else text(content.get("msgtype"))
    raw_body = content.get("body")
    if event_type not in ("m.room.message", "m.sticker") or not isinstance(raw_body, str):
        return Parsed(MessageKind.UNKNOWN, clean_text(text(raw_body)[:BODY_LIMIT]), reply_to=reply_to)
    body = clean_text(raw_body[:BODY_LIMIT])
    if reply_to:
        body = _without_fallback(body)
    users, room = _mentions(content)
    if msgtype in _MEDIA:
        attachment = attachments.attachment(content)
        if attachment is None:
            return Parsed(MessageKind.UNKNOWN, body, reply_to=reply_to)
        caption = body if text(content.get("filename")) not in ("", raw_body) else ""
        return Parsed(_kind(msgtype, attachment), caption, "", attachment, users, room, reply_to)
    large = attachments.in_parts(content)
    if large is not None:
        attachment, caption = large
        return Parsed(
            MessageKind.FILE, clean_text(caption[:BODY_LIMIT]), "", attachment, users, room, reply_to
        )
    kind = _TEXT.get(msgtype, MessageKind.TEXT)  # a type of the future still has a body to read
    return Parsed(kind, body, safe_html(content), None, users, room, reply_to, _labels(content))


def parse_unsent(event_type: str, content: Mapping[str, Any], path: str | None) -> Parsed:
    """Read an own message from the outbox; `path` is the file that goes with it, None for none."""
    parsed = parse(event_type, content)
    if path is None:
        return parsed
    if parsed.attachment is not None:
        return replace(parsed, attachment=replace(parsed.attachment, local_path=path))
    file = attachments.unsent(content, path)
    if file is None:
        return parsed
    caption = clean_text(text(content.get("body"))[:BODY_LIMIT])
    return replace(
        parsed,
        kind=_kind(text(content.get("msgtype")), file),
        body=caption if content.get("filename") != content.get("body") else "",
        attachment=file,
    )


def _kind(msgtype: str, attachment: Attachment) -> MessageKind:
    if attachment.audio is not None and attachment.audio.voice:
        return MessageKind.VOICE
    return _MEDIA.get(msgtype, MessageKind.FILE)


def _without_fallback(body: str) -> str:
    """Drop the quoted lines that older clients put before a reply."""
    lines = body.split("\n")
    if not lines[0].startswith("> <"):
        return body
    start = next((at for at, line in enumerate(lines) if not line.startswith(">")), len(lines))
    rest = "\n".join(lines[start:]).lstrip("\n")
    return rest or body


def _mentions(content: Mapping[str, Any]) -> tuple[tuple[str, ...], bool]:
    """Return who is mentioned: `m.mentions`, else (older clients) the pills of the HTML."""
    declared = content.get("m.mentions")
    if isinstance(declared, Mapping):
        users = declared.get("user_ids")
        listed = users if isinstance(users, list) else []
        return tuple(user for user in listed if isinstance(user, str))[:200], declared.get("room") is True
    html = text(content.get("formatted_body"))[:HTML_LIMIT]
    return tuple(dict.fromkeys(unquote(user) for user in _PILL_USER.findall(html)))[:200], False


def _labels(content: Mapping[str, Any]) -> tuple[str, ...]:
    html = text(content.get("formatted_body"))[:HTML_LIMIT]
    found = (clean_name(unescape(_ANY_TAG.sub("", label))).removeprefix("@") for label in _PILL.findall(html))
    return tuple(dict.fromkeys(label for label in found if label))[:50]


def safe_html(content: Mapping[str, Any]) -> str:
    """Return the formatted body with a small set of tags, or "" when the plain body must do.

    No images, styles or scripts survive; links only with harmless schemes. Tag soup that would take a layout
    long (many or deeply nested tags) is not shown as HTML at all.
    """
    if content.get("format") != "org.matrix.custom.html":
        return ""
    raw = text(content.get("formatted_body"))
    if not raw or len(raw) > HTML_LIMIT or raw.count("<") > _HTML_TAGS_LIMIT:
        return ""
    import nh3  # most rooms are painted without it

    html = nh3.clean(
        clean_text(_without_replies(raw)),
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        attribute_filter=_whole_link,
        link_rel=None,
    ).strip()
    if _depth(html) > _HTML_DEPTH_LIMIT:
        return ""
    without_pills = _PILL.sub(r"\1", html)
    tags = {match[1].lower() for match in _TAG.findall(without_pills)}
    return html if tags - _PLAIN_TAGS else ""


def _whole_link(tag: str, attribute: str, value: str) -> str | None:
    return value if value.lower().startswith(_WHOLE) else None


def _without_replies(html: str) -> str:
    """Drop quoted originals; behind the last end of one nothing is looked for."""
    end = max((found.end() for found in _REPLY_END.finditer(html)), default=0)
    return _REPLY.sub("", html[:end]) + html[end:]


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, tag in _TAG.findall(html):
        if tag.lower() in _VOID:
            continue
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest
