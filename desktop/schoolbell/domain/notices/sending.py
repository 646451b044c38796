"""The copies of a notice as they go out: words that a phone can show, the block; and its edits."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements import answers, sending
from schoolbell.domain.announcements.blocks import PREFIX, TITLE_LIMIT, Block, Confirm, Counts, Kind
from schoolbell.domain.announcements.drafting import MOST_FILES
from schoolbell.domain.announcements.formatting import HTML, formatted_body, readable
from schoolbell.domain.announcements.hours import Hours
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.names import clean_name, clean_text
from schoolbell.domain.notices.items import NoticeDraft
from schoolbell.store.outbox import NewRow
from schoolbell.sync.chosen import Prepared

_NAME = PREFIX + Kind.NOTICE
_MOST_BYTES = 62_500  # of a copy's content as it is sent; servers refuse events of more than 65,536
_MORE = 1_500  # bytes that an edit of the same words has more than a copy, at most


def check(draft: NoticeDraft) -> None:
    """Refuse what cannot be sent. Raises KnownError(BAD_REQUEST | TOO_LARGE)."""
    if not draft.title.strip() or not (draft.text.strip() or draft.files):
        raise KnownError(ErrorCode.BAD_REQUEST)
    too_long = draft.too_many or len(draft.title.strip()) > TITLE_LIMIT
    if too_long or len(draft.files) > MOST_FILES:
        raise KnownError(ErrorCode.TOO_LARGE)


def block_of(draft: NoticeDraft, copies: int, files: Sequence[Prepared]) -> Block:
    """Return the block of all copies: they are the same."""
    return Block(
        kind=Kind.NOTICE,
        id=draft.id,
        text=clean_text(draft.text.strip()),
        to_room=True,
        title=clean_name(draft.title, TITLE_LIMIT),
        confirm=Confirm(draft.confirm),
        counts=Counts(draft.counts),
        deadline=draft.deadline,
        n=copies,
        attachments=tuple(map(sending.reference, files)),
        pin=draft.pin,
        html=readable(draft.html),
    )


def body_of(block: Block, texts: Texts, hours: Hours) -> str:
    """Return what people without Schoolbell read: title, text, files, how to confirm and until when."""
    text = [block.text] if block.text else []
    return "\n".join([_title(block, texts), *text, *_rest(block, texts, hours)])


def formatted_of(block: Block, texts: Texts, hours: Hours) -> dict[str, str]:
    """Return what stands beside the body where the text has formatting, {} where it has none."""
    if not block.html:
        return {}
    whole = formatted_body(_title(block, texts), block.html, _rest(block, texts, hours))
    return {"format": HTML, "formatted_body": whole}


def _title(block: Block, texts: Texts) -> str:
    return texts.get("notice.title", title=block.title)


def _rest(block: Block, texts: Texts, hours: Hours) -> list[str]:
    lines = []
    if block.attachments:
        lines.append(texts.get("notice.files", count=len(block.attachments)))
    name = f"notice.{block.confirm}"
    if block.deadline:
        lines.append(texts.get(f"{name}_until", time=sending.moment(hours.at(block.deadline), texts)))
    elif block.confirm is not Confirm.NONE:
        lines.append(texts.get(name))
    return lines


def rows_of(
    draft: NoticeDraft,
    rooms: Sequence[str],
    files: Sequence[Prepared],
    texts: Texts,
    hours: Hours,
    now_ms: int,
    not_before_ms: int,
) -> list[NewRow]:
    """Return all rows of a notice: its copies, then each file beside each copy; all one batch.

    Raises KnownError(TOO_LARGE).
    """
    block = block_of(draft, len(rooms), files)
    content: dict[str, Any] = {
        "msgtype": "m.text",
        "body": body_of(block, texts, hours),
        **formatted_of(block, texts, hours),
        "m.mentions": {"room": True},
        _NAME: block.encoded(),
    }
    _weigh(content, _MOST_BYTES)
    return sending.rows_of(draft.id, [(room, content) for room in rooms], files, now_ms, not_before_ms)


def _weigh(content: Mapping[str, Any], most: int) -> None:
    if len(msgspec.json.encode(content)) > most:
        raise KnownError(ErrorCode.TOO_LARGE)


def edits_of(
    draft: NoticeDraft, one: Announcement, texts: Texts, hours: Hours, now_ms: int, not_before_ms: int
) -> list[NewRow]:
    """Return the edits of all copies of a notice that is out; id, files and number of copies stay.

    Raises KnownError(TOO_LARGE).
    """
    old = one.block
    block = Block(
        kind=Kind.NOTICE,
        id=old.id,
        text=clean_text(draft.text.strip()),
        to_room=old.to_room,
        title=clean_name(draft.title, TITLE_LIMIT),
        confirm=old.confirm,
        counts=old.counts,
        deadline=draft.deadline,
        n=old.n,
        attachments=old.attachments,
        pin=draft.pin,
        html=readable(draft.html),
    )
    body, formatted = body_of(block, texts, hours), formatted_of(block, texts, hours)
    copies = [(copy.room_id, answers.edited(copy.event_id, block, body, formatted)) for copy in one.copies]
    for _, content in copies:
        _weigh(content, _MOST_BYTES + _MORE)
    return sending.rows_of(draft.id, copies, (), now_ms, not_before_ms)
