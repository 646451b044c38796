"""The copies of a DING as they go out: words that a phone can show, the block, and rows for the outbox."""

from collections.abc import Sequence
from typing import Any

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements import sending as announced
from schoolbell.domain.announcements.blocks import (
    LEAST_REMINDER,
    MOST_REMINDERS,
    PREFIX,
    Block,
    Confirm,
    Counts,
    Kind,
    Remind,
)
from schoolbell.domain.announcements.drafting import MOST_FILES
from schoolbell.domain.announcements.hours import Hours
from schoolbell.domain.announcements.sending import moment, reference
from schoolbell.domain.ding.items import TEXT_LIMIT, DingDraft
from schoolbell.domain.ding.places import Place
from schoolbell.domain.names import clean_text
from schoolbell.domain.office import CHANNELS
from schoolbell.store.outbox import NewRow
from schoolbell.sync.chosen import Prepared

MOST_BYTES = 16 << 10  # of one copy's content


def check(draft: DingDraft) -> None:
    """Refuse what cannot be sent. Raises KnownError(BAD_REQUEST | TOO_LARGE)."""
    if not draft.text.strip() and not draft.files:
        raise KnownError(ErrorCode.BAD_REQUEST)
    if len(draft.text) > TEXT_LIMIT or len(draft.files) > MOST_FILES:
        raise KnownError(ErrorCode.TOO_LARGE)


def block_of(draft: DingDraft, place: Place, copies: int, files: Sequence[Prepared]) -> Block:
    """Return the block of the copy for `place`; all copies have one id."""
    remind = draft.remind
    if remind is not None:
        every, most = max(LEAST_REMINDER, remind.every), min(MOST_REMINDERS, remind.max)
        remind = Remind(every, most) if most > 0 else None
    return Block(
        kind=Kind.DING,
        id=draft.id,
        text=clean_text(draft.text.strip()),
        to_room=place.to_room,
        channels=("app", *(channel for channel in CHANNELS if channel in draft.channels)),
        confirm=Confirm.SIGN if draft.confirm is Confirm.SIGN else Confirm.TAP,
        counts=Counts(draft.counts),
        deadline=draft.deadline,
        remind=remind,
        n=copies,
        attachments=tuple(map(reference, files)),
    )


def body_of(block: Block, texts: Texts, hours: Hours) -> str:
    """Return what people without Schoolbell read: the text, the files, how to confirm and until when."""
    lines = [texts.get("ding.body", text=block.text) if block.text else texts.get("ding.files_only")]
    if block.attachments:
        lines.append(texts.get("ding.files", count=len(block.attachments)))
    how = "ding.sign" if block.confirm is Confirm.SIGN else "ding.tap"
    if block.deadline:
        lines.append(texts.get(f"{how}_until", time=moment(hours.at(block.deadline), texts)))
    else:
        lines.append(texts.get(how))
    return "\n".join(lines)


def content_of(block: Block, place: Place, body: str) -> dict[str, Any]:
    """Return the content of one copy."""
    mentions: dict[str, Any] = {"room": True} if place.to_room else {"user_ids": list(place.mentions)}
    return {
        "msgtype": "m.text",
        "body": body,
        "m.mentions": mentions,
        PREFIX + Kind.DING: block.encoded(),
    }


def record_of(id: str, room_id: str, due_ms: int, rooms: Sequence[str], now_ms: int) -> list[NewRow]:
    """Return what tells the office of a DING's appointment; without `rooms` it is taken back."""
    return announced.record_of(Kind.DING, id, room_id, due_ms, rooms, now_ms)


def rows_of(
    draft: DingDraft,
    places: Sequence[Place],
    files: Sequence[Prepared],
    texts: Texts,
    hours: Hours,
    now_ms: int,
    not_before_ms: int,
) -> list[NewRow]:
    """Return all rows of a DING: its copies, then each file beside each copy; all one batch."""
    copies = []
    for place in places:
        block = block_of(draft, place, len(places), files)
        copies.append((place.room_id, content_of(block, place, body_of(block, texts, hours))))
    return announced.rows_of(draft.id, copies, files, now_ms, not_before_ms)
