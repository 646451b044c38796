"""Reads what a message says of its file, of any quality; what contradicts itself is no file."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from schoolbell.domain.chat.items import Attachment, Audio, Part
from schoolbell.domain.names import clean_name
from schoolbell.sync.transfers import AUDIO, VOICE

BLOCK = "org.schoolbell.file"
MOST_PARTS = 1024
LARGEST = 1 << 40  # bytes a file in parts may claim
_LARGEST_PART = 128 << 20
_LONGEST = 24 * 3600 * 1000  # ms something to be heard may claim
_WAVEFORM = 100  # loudnesses of a voice note
_LOUDEST = 1024
_SIDE_LIMIT = 16_384  # px an image may claim
_NAME_LIMIT = 120
_MXC = re.compile(r"mxc://[A-Za-z0-9.:\[\]-]{1,255}/[A-Za-z0-9_-]{1,255}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def number(value: object, most: int) -> int:
    """Return `value` clamped to 0…most; 0 for anything that is no integer."""
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return max(0, min(value, most))


def attachment(content: Mapping[str, Any]) -> Attachment | None:
    """Return the file of an `m.file`, `m.image` … message, None when it has no address."""
    url = _mxc(content.get("url"))
    if not url:
        return None
    info = _mapping(content.get("info"))
    block = _mapping(content.get(BLOCK))
    size = number(info.get("size"), 2**53)
    # The hash is the one of this file only when the block speaks of it.
    sure = block.get("v") == 1 and block.get("mxc") == url and block.get("size") == size
    return _attachment(content, info, url, size, _sha256(block) if sure else "")


def unsent(content: Mapping[str, Any], path: str) -> Attachment | None:
    """Return the file of an own message that waits for its upload; `path` is where it lies."""
    info = _mapping(content.get("info"))
    if not path or "url" in content or not isinstance(content.get("filename"), str):
        return None
    return _attachment(content, info, "", number(info.get("size"), 2**53), "", path)


def _attachment(
    content: Mapping[str, Any], info: Mapping[str, Any], url: str, size: int, sha256: str, path: str = ""
) -> Attachment:
    return Attachment(
        name=clean_name(content.get("filename") or content.get("body"), _NAME_LIMIT),
        mimetype=clean_name(info.get("mimetype"), 80),
        size=size,
        mxc=url,
        width=number(info.get("w"), _SIDE_LIMIT),
        height=number(info.get("h"), _SIDE_LIMIT),
        sha256=sha256,
        thumbnail_mxc=_mxc(info.get("thumbnail_url")),
        local_path=path,
        audio=_audio(content, info),
    )


def _audio(content: Mapping[str, Any], info: Mapping[str, Any]) -> Audio | None:
    """Return what an `m.audio` message says of itself (MSC3245 "voice", MSC1767 "audio")."""
    if content.get("msgtype") != "m.audio":
        return None
    said = _mapping(content.get(AUDIO))
    duration = number(info.get("duration"), _LONGEST) or number(said.get("duration"), _LONGEST)
    voice = isinstance(content.get(VOICE), Mapping)
    return Audio(duration, _waveform(said.get("waveform")), voice)


def _waveform(value: object) -> tuple[int, ...]:
    """Return loudnesses, each 0…1024; () for what is no list of numbers, or one that is too long."""
    if not isinstance(value, list) or not 0 < len(value) <= _WAVEFORM * 100:
        return ()
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in value):
        return ()
    return thinned([number(one, _LOUDEST) for one in value])


def thinned(levels: Sequence[int]) -> tuple[int, ...]:
    """Return at most 100 of `levels`: the loudest of each stretch."""
    count = min(len(levels), _WAVEFORM)
    edges = [at * len(levels) // count for at in range(count + 1)] if count else [0]
    return tuple(max(levels[start:end]) for start, end in pairwise(edges))


def in_parts(content: Mapping[str, Any]) -> tuple[Attachment, str] | None:
    """Return the file in parts that a message carries and its caption; None without one, or with a wrong one.

    Wrong are parts without end, sizes that do not add up, addresses and hashes that are none.
    """
    block = _mapping(content.get(BLOCK))
    listed = block.get("parts")
    if block.get("v") != 1 or not isinstance(listed, list) or not 0 < len(listed) <= MOST_PARTS:
        return None
    parts = tuple(part for part in map(_part, listed) if part is not None)
    size = number(block.get("size"), LARGEST)
    sha256 = _sha256(block)
    if len(parts) != len(listed) or sum(part.size for part in parts) != size or not sha256:
        return None
    caption = block.get("caption")
    found = Attachment(
        name=clean_name(block.get("name"), _NAME_LIMIT),
        mimetype=clean_name(block.get("mimetype"), 80),
        size=size,
        mxc="",
        width=number(block.get("w"), _SIDE_LIMIT),
        height=number(block.get("h"), _SIDE_LIMIT),
        sha256=sha256,
        parts=parts,
    )
    return found, caption if isinstance(caption, str) else ""


def _part(value: object) -> Part | None:
    part = _mapping(value)
    mxc, size, sha256 = _mxc(part.get("mxc")), number(part.get("size"), _LARGEST_PART + 1), _sha256(part)
    if not mxc or not sha256 or not 0 < size <= _LARGEST_PART:
        return None
    return Part(mxc, size, sha256)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _mxc(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= 512 and _MXC.fullmatch(value) else ""


def _sha256(holder: Mapping[str, Any]) -> str:
    value = holder.get("sha256")
    return value if isinstance(value, str) and _SHA256.fullmatch(value) else ""
