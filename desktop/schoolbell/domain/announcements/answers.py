"""The outbox rows of answers: a confirmation, a reminder, a withdrawal."""

from collections.abc import Iterable, Mapping
from typing import Any

from schoolbell.base.ids import new_txn_id
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements import blocks
from schoolbell.domain.announcements.blocks import Block, Signature
from schoolbell.domain.announcements.items import Announcement
from schoolbell.store.outbox import NewRow

PRIORITY = 10  # before chat
_REPLACE = "m.replace"
_SHORT = 300  # characters of the words that stand for a long text


def confirmation(
    one: Announcement, room_id: str, event_id: str, signature: Signature | None, now_ms: int
) -> list[NewRow]:
    """Return the reaction ✅ under one copy, and the signature beside it."""
    relation = {"rel_type": "m.annotation", "event_id": event_id, "key": blocks.CONFIRM}
    rows = [_row(room_id, "m.reaction", {"m.relates_to": relation}, now_ms, target=event_id)]
    if signature is not None:
        content = blocks.ack_content(one.sender, one.id, event_id, signature)
        rows.append(_row(room_id, blocks.ACK_TYPE, content, now_ms, target=event_id))
    return rows


def reminder(one: Announcement, rooms: Iterable[str], now_ms: int) -> list[NewRow]:
    """Return the next reminder for the rooms in which somebody is open."""
    seq = min(blocks.MOST_REMINDERS, max((reminder.seq for reminder in one.reminders), default=0) + 1)
    content = blocks.remind_content(one.sender, one.id, seq)
    return [_row(room_id, blocks.REMIND_TYPE, content, now_ms) for room_id in rooms]


def withdrawal(one: Announcement, texts: Texts, now_ms: int) -> list[NewRow]:
    """Return what takes every copy back: for programs, and as an edit for who reads on a phone."""
    rows = []
    for copy in one.copies:
        content = blocks.withdraw_content(one.kind, one.id)
        content["m.relates_to"] = {"rel_type": blocks.WITHDRAW_TYPE, "event_id": copy.event_id}
        rows.append(_row(copy.room_id, blocks.WITHDRAW_TYPE, content, now_ms, target=copy.event_id))
        body = texts.get(f"{one.kind}.withdrawn", text=one.block.title or _beginning(one.block.text))
        edit = edited(copy.event_id, one.block, body)
        rows.append(_row(copy.room_id, "m.room.message", edit, now_ms, target=copy.event_id))
    return rows


def edited(
    event_id: str, block: Block, body: str, formatted: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the content of an edit of a copy: new words, the block as given; hardly longer than a copy.

    `formatted` is what the new content has beside its body. Who does not know edits reads how the plain one
    begins.
    """
    words: Mapping[str, Any] = {"msgtype": "m.text", "body": body, "m.mentions": {}}
    return {
        **words,
        "body": f"* {_beginning(body)}",
        "m.new_content": {**words, blocks.PREFIX + block.kind: block.encoded(), **(formatted or {})},
        "m.relates_to": {"rel_type": _REPLACE, "event_id": event_id},
    }


def _beginning(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def _row(
    room_id: str, event_type: str, content: Mapping[str, Any], now_ms: int, target: str | None = None
) -> NewRow:
    return NewRow(
        local_id=new_txn_id(),
        room_id=room_id,
        type=event_type,
        content=content,
        target=target,
        priority=PRIORITY,
        created_ms=now_ms,
    )
