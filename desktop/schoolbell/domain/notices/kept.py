"""Drafts, held and appointed notices as local.db keeps them: the composer's JSON, and rows for the list."""

import msgspec

from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.names import one_line
from schoolbell.domain.notices.items import TITLE_LIMIT, NoticeDraft, NoticeLists, NoticeRow
from schoolbell.store import announcement_drafts
from schoolbell.store.announcement_drafts import DraftRecord
from schoolbell.store.database import Connection

_decoder = msgspec.json.Decoder(NoticeDraft)


def record_of(draft: NoticeDraft, now_ms: int, people: int, households: int, due_ms: int = 0) -> DraftRecord:
    """Return the row that keeps a draft."""
    return DraftRecord(
        draft.id, Kind.NOTICE, msgspec.json.encode(draft), now_ms, announcement_drafts.WRITTEN, due_ms,
        people, households,
    )  # fmt: skip


def draft_of(record: DraftRecord) -> NoticeDraft | None:
    """Return the draft that a row keeps, None for what an unknown version wrote."""
    try:
        return _decoder.decode(record.content)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def load(conn: Connection, id: str) -> tuple[DraftRecord, NoticeDraft] | None:
    """Return one row with its draft (local.db)."""
    record = announcement_drafts.get(conn, id)
    draft = draft_of(record) if record is not None and record.kind == Kind.NOTICE else None
    return (record, draft) if record is not None and draft is not None else None


def change_of(conn: Connection, key: str) -> NoticeDraft | None:
    """Return the newest change of an own notice that was begun and not sent (local.db)."""
    for record in announcement_drafts.of_kind(conn, Kind.NOTICE):
        draft = draft_of(record) if record.held == announcement_drafts.WRITTEN else None
        if draft is not None and draft.edits == key:
            return draft
    return None


def written(conn: Connection, me: str, now_ms: int) -> NoticeLists:
    """Return what the lists show of local.db: newest drafts first, the next appointment first."""
    drafts: list[NoticeRow] = []
    scheduled: list[NoticeRow] = []
    held: list[NoticeRow] = []
    for record in announcement_drafts.of_kind(conn, Kind.NOTICE):
        draft = draft_of(record)
        if draft is None:
            continue
        id, title = record.id, one_line(draft.title or draft.text, TITLE_LIMIT)
        confirm, total = draft.confirm.value, record.households
        if record.held == announcement_drafts.WRITTEN:
            row = NoticeRow(id, id, title, record.saved_ms, "draft", confirm, total, edits=bool(draft.edits))
            drafts.append(row)
        elif draft.due_ms > now_ms and record.due_ms:
            scheduled.append(NoticeRow(id, id, title, draft.due_ms, "scheduled", confirm, total))
        elif not draft.edits:
            progress = announcement_drafts.progress(conn, id)
            held.append(
                NoticeRow(
                    f"{Kind.NOTICE}/{me}/{id}", id, title, draft.due_ms or record.saved_ms, "held", confirm,
                    total, unread=total, waiting=progress.waiting + progress.given, failed=progress.failed,
                    held_until=record.due_ms if record.due_ms > now_ms else 0,
                )
            )  # fmt: skip
    scheduled.sort(key=lambda row: (row.ts, row.id))
    return NoticeLists(tuple(held), tuple(scheduled), tuple(drafts))
