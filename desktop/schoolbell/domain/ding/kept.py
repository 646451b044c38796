"""Drafts, held and appointed DINGs as local.db keeps them: the composer's JSON, and rows for the lists."""

import msgspec

from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.ding.items import DingDraft, DraftRow, ScheduledRow, SentRow, Written
from schoolbell.domain.names import one_line
from schoolbell.store import announcement_drafts
from schoolbell.store.announcement_drafts import DraftRecord
from schoolbell.store.database import Connection

_TITLE_LIMIT = 120
_decoder = msgspec.json.Decoder(DingDraft)


def record_of(
    draft: DingDraft,
    now_ms: int,
    people: int,
    households: int,
    held: int = announcement_drafts.WRITTEN,
    due_ms: int = 0,
) -> DraftRecord:
    """Return the row that keeps a draft."""
    return DraftRecord(
        draft.id, Kind.DING, msgspec.json.encode(draft), now_ms, held, due_ms, people, households
    )


def draft_of(record: DraftRecord) -> DingDraft | None:
    """Return the draft that a row keeps, None for what an unknown version wrote."""
    try:
        return _decoder.decode(record.content)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def load(conn: Connection, id: str) -> tuple[DraftRecord, DingDraft] | None:
    """Return one row with its draft (local.db)."""
    record = announcement_drafts.get(conn, id)
    draft = draft_of(record) if record is not None and record.kind == Kind.DING else None
    return (record, draft) if record is not None and draft is not None else None


def written(conn: Connection, me: str, now_ms: int) -> Written:
    """Return what the lists show of local.db: newest drafts first, the next appointment first."""
    drafts: list[DraftRow] = []
    scheduled: list[ScheduledRow] = []
    held: list[SentRow] = []
    for record in announcement_drafts.of_kind(conn, Kind.DING):
        draft = draft_of(record)
        if draft is None:
            continue
        id, people, households = record.id, record.people, record.households
        title = _title(draft)
        if record.held == announcement_drafts.WRITTEN:
            drafts.append(DraftRow(id, id, title, record.saved_ms, people, households))
            continue
        progress = announcement_drafts.progress(conn, id)
        if draft.due_ms > now_ms and record.due_ms:
            here_only = record.held == announcement_drafts.HELD or progress.here > 0
            scheduled.append(ScheduledRow(id, id, title, draft.due_ms, people, households, here_only))
            continue
        held.append(
            SentRow(
                key=f"{Kind.DING}/{me}/{id}",
                id=id,
                title=title,
                ts=draft.due_ms or record.saved_ms,
                total=households,
                confirmed=0,
                read=0,
                unread=households,
                families=any(target.households for target in draft.targets),
                known=False,
                people=people,
                held_until=record.due_ms if record.due_ms > now_ms else 0,
                waiting=progress.waiting + progress.given,
                failed=progress.failed,
            )
        )
    scheduled.sort(key=lambda row: (row.due_ms, row.id))
    return Written(tuple(drafts), tuple(scheduled), tuple(held))


def _title(draft: DingDraft) -> str:
    names = "、".join(file.name for file in draft.files)
    return one_line(draft.text, _TITLE_LIMIT) or one_line(names, _TITLE_LIMIT)
