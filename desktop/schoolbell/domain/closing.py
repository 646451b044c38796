"""Until when a block may still be changed: what was handed out with an end stays as it was at its end."""

from collections.abc import Iterable
from typing import Any

from schoolbell.domain.authority import PREFIX

MESSAGE_TYPE = "m.room.message"
_LATEST = 1 << 53


def block_of(type_: str, content: dict[str, Any], block: str, *, edited: bool = False) -> object:
    """Return what an event says under `block`, an edit (`edited`) in its new content; None for nothing."""
    if edited:
        new = content.get("m.new_content")
        content = new if isinstance(new, dict) else {}
    return content.get(PREFIX + block) if type_ == MESSAGE_TYPE else content


def closes_of(block: object) -> int:
    """Return when a block closes (ms), 0 when it does not, or says nothing that could be a moment."""
    closes = block.get("closes") if isinstance(block, dict) else None
    if not isinstance(closes, int) or isinstance(closes, bool):
        return 0
    return closes if 0 < closes < _LATEST else 0


def in_time(original: object, edits: Iterable[tuple[int, object]], ts: int) -> bool:
    """Whether an edit at `ts` (ms, the server's) comes before the end of what it changes.

    `edits` are the earlier edits by the same sender as (ts, block), oldest first: one that came in time may
    have moved the end, one that came late has not.
    """
    closes = closes_of(original)
    for moment, block in edits:
        if moment >= ts or (closes and moment > closes):
            break
        closes = closes_of(block)
    return not closes or ts <= closes
