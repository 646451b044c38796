"""Builds the content of what a person writes: messages, mentions, replies, edits."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

EVERYBODY = "@room"  # in place of a user id: mentions the whole room

Mention = tuple[str, str]  # user id (or EVERYBODY), the name that stands after "@" in the text


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """The message a reply answers; `event_id` may be the local id of one that is not sent yet."""

    event_id: str
    sender: str = ""  # user id, mentioned by the reply unless it is myself


def message(
    text: str, mentions: Sequence[Mention] = (), reply: ReplyTarget | None = None, me: str = ""
) -> dict[str, Any]:
    """Return the content of an `m.room.message` (client-server API "m.text", "User and room mentions").

    Only mentions whose "@name" still stands in `text` count. Plain text stays plain: HTML is added only to
    carry pills for clients that draw them.
    """
    content = _body(text, mentions)
    if reply is not None:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply.event_id}}
        if reply.sender and reply.sender != me:
            users = content["m.mentions"].setdefault("user_ids", [])
            if reply.sender not in users:
                users.append(reply.sender)
    return content


def edit(
    text: str, target: str, original: Mapping[str, Any], mentions: Sequence[Mention] = ()
) -> dict[str, Any]:
    """Return the content of an edit of `target` (event id or local id) whose content was `original`.

    The outer mentions name only people who were not mentioned before, so that nobody rings twice.
    """
    new = _body(text, mentions)
    msgtype = original.get("msgtype")
    if msgtype in ("m.notice", "m.emote"):
        new["msgtype"] = msgtype
    kept = _blocks(original)
    new.update(kept)
    before = original.get("m.mentions")
    known = before.get("user_ids") if isinstance(before, Mapping) else None
    known_users = [user for user in known if isinstance(user, str)] if isinstance(known, list) else []
    fresh = [user for user in new["m.mentions"].get("user_ids", ()) if user not in known_users]
    outer: dict[str, Any] = {
        "msgtype": new["msgtype"],
        "body": f"* {text}",
        "m.mentions": {"user_ids": fresh} if fresh else {},
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": target},
        **kept,
    }
    if "formatted_body" in new:
        outer["format"] = new["format"]
        outer["formatted_body"] = f"* {new['formatted_body']}"
    return outer


def _blocks(original: Mapping[str, Any]) -> dict[str, Any]:
    """Blocks of ours stay with the message through an edit of its text."""
    return {key: value for key, value in original.items() if key.startswith("org.schoolbell.")}


def mentioned(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions that still stand in `text`, each user once, in the order of the text."""
    found: dict[str, tuple[int, Mention]] = {}
    for user, name in mentions:
        at = text.find("@" + name) if name else -1
        if at >= 0 and user not in found:
            found[user] = (at, (user, name))
    return [mention for _, mention in sorted(found.values())]


def _body(text: str, mentions: Sequence[Mention]) -> dict[str, Any]:
    standing = mentioned(text, mentions)
    content: dict[str, Any] = {"msgtype": "m.text", "body": text, "m.mentions": {}}
    users = [user for user, _ in standing if user != EVERYBODY]
    if users:
        content["m.mentions"]["user_ids"] = users
        content["format"] = "org.matrix.custom.html"
        content["formatted_body"] = _with_pills(text, [m for m in standing if m[0] != EVERYBODY])
    if len(users) < len(standing):
        content["m.mentions"]["room"] = True
    return content


def _with_pills(text: str, mentions: Sequence[Mention]) -> str:
    by_name = {"@" + name: user for user, name in mentions}
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(name) for name in longest_first))
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        parts.append(html.escape(text[end : match.start()], quote=False))
        user = quote(by_name[match.group()], safe="@:")
        label = html.escape(match.group(), quote=False)
        parts.append(f'<a href="https://matrix.to/#/{user}">{label}</a>')
        end = match.end()
    parts.append(html.escape(text[end:], quote=False))
    return "".join(parts).replace("\n", "<br>")
