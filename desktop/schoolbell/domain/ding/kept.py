"""Drafts, held and appointed DINGs as local.db keeps them: the composer's JSON, and rows for the lists."""

import msgspec
from msgspec import Struct

from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.ding.items import DingDraft, DraftRow, ScheduledRow
from schoolbell.domain.names import one_line
from schoolbell.store import announcement_drafts
from schoolbell.store.announcement_drafts import DraftRecord, Progress
from schoolbell.store.database import Connection

_TITLE_LIMIT = 120
_decoder = msgspec.json.Decoder(DingDraft)


class HeldRow(Struct, frozen=True):
    """An own DING whose copies are on their way: a row of "sent" before anything of it comes back."""

    id: str
    title: str
    ts: int  # ms when it was sent
    held_until: int  # can be taken back until then; 0 = not any more
    people: int
    households: int
    progress: Progress


class Kept(Struct, frozen=True):
    """All that local.db has of DINGs."""

    drafts: tuple[DraftRow, ...] = ()
    scheduled: tuple[ScheduledRow, ...] = ()
    held: tuple[HeldRow, ...] = ()


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


def load_kept(conn: Connection, now_ms: int) -> Kept:
    """Return the rows of local.db for the lists: newest drafts first, the next appointment first."""
    drafts: list[DraftRow] = []
    scheduled: list[ScheduledRow] = []
    held: list[HeldRow] = []
    for record in announcement_drafts.of_kind(conn, Kind.DING):
        draft = draft_of(record)
        if draft is None:
            continue
        title = one_line(draft.text, _TITLE_LIMIT) or one_line(
            "、".join(file.name for file in draft.files), _TITLE_LIMIT
        )
        if record.held == announcement_drafts.WRITTEN:
            drafts.append(
                DraftRow(record.id, record.id, title, record.saved_ms, record.people, record.households)
            )
            continue
        progress = announcement_drafts.progress(conn, record.id)
        if draft.due_ms > now_ms and record.due_ms:
            scheduled.append(
                ScheduledRow(
                    record.id, record.id, title, draft.due_ms, record.people, record.households,
                    progress.here > 0,
                )
            )  # fmt: skip
            continue
        until = record.due_ms if record.due_ms > now_ms else 0
        ts = draft.due_ms or record.saved_ms
        held.append(HeldRow(record.id, title, ts, until, record.people, record.households, progress))
    scheduled.sort(key=lambda row: (row.due_ms, row.id))
    return Kept(tuple(drafts), tuple(scheduled), tuple(held))
