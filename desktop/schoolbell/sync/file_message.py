"""The content of messages that carry a file: while it waits, when it is whole, when it is in parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schoolbell.base.texts import Texts
from schoolbell.sync.transfers import AUDIO, VOICE, ImageFacts, VoiceFacts

BLOCK = "org.schoolbell.file"
_UNITS = ("B", "KB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class SentPart:
    """One part that is at the server; `size` in bytes."""

    mxc: str
    size: int
    sha256: str


def draft(
    name: str,
    mimetype: str,
    size: int,
    *,
    caption: str = "",
    reply_to: str = "",
    image: ImageFacts | None = None,
    voice: VoiceFacts | None = None,
) -> dict[str, Any]:
    """Return the content of a file message (client-server API, "m.file", "m.image") without an address.

    A voice note also says that it is one (MSC3245) and what it looks like (MSC1767): others show it so.
    """
    info: dict[str, Any] = {"mimetype": mimetype, "size": size}
    if image is not None:
        info |= {"w": image.width, "h": image.height}
    content: dict[str, Any] = {
        "msgtype": _msgtype(mimetype),
        "body": caption or name,
        "filename": name,
        "info": info,
        "m.mentions": {},
    }
    if voice is not None:
        info["duration"] = voice.duration
        content[VOICE] = {}
        content[AUDIO] = {"duration": voice.duration, "waveform": list(voice.waveform)}
    if reply_to:
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
    return content


def whole(content: Mapping[str, Any], mxc: str, sha256: str) -> dict[str, Any]:
    """Return the draft `content` with the address of its file, and a block that lets it be verified."""
    return {**content, "url": mxc, BLOCK: {**_facts(content, sha256), "mxc": mxc}}


def in_parts(
    content: Mapping[str, Any], parts: Sequence[SentPart], sha256: str, texts: Texts
) -> dict[str, Any]:
    """Return a message whose body tells everybody what it is, and whose block has the parts of the file."""
    name, size = content["filename"], content["info"]["size"]
    caption = content["body"] if content["body"] != name else ""
    note = texts.get("file.note", name=name, size=readable_size(size))
    listed = [{"mxc": part.mxc, "size": part.size, "sha256": part.sha256} for part in parts]
    block = {**_facts(content, sha256), "parts": listed}
    if caption:
        block["caption"] = caption
    kept = {key: content[key] for key in ("m.mentions", "m.relates_to") if key in content}
    return {"msgtype": "m.text", "body": f"{caption}\n{note}" if caption else note, **kept, BLOCK: block}


def readable_size(size: int) -> str:
    """Return a number of bytes as people say it: "1.2 GB"."""
    shown, unit = float(size), _UNITS[0]
    for unit in _UNITS:
        if shown < 1000 or unit == _UNITS[-1]:
            break
        shown /= 1024
    return f"{shown:.0f} {unit}" if unit == "B" or shown >= 100 else f"{shown:.1f} {unit}"


def _facts(content: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    info = content["info"]
    block: dict[str, Any] = {
        "v": 1,
        "name": content["filename"],
        "mimetype": info["mimetype"],
        "size": info["size"],
        "sha256": sha256,
    }
    return block | {key: info[key] for key in ("w", "h") if key in info}


def _msgtype(mimetype: str) -> str:
    kind = mimetype.partition("/")[0]
    if kind == "image":  # what some program cannot show is better a file everywhere
        return "m.image" if mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp") else "m.file"
    return {"audio": "m.audio", "video": "m.video"}.get(kind, "m.file")
