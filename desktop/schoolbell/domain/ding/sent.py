"""Which DINGs I sent and how far they are; what the follow page of one shows."""

from schoolbell.domain.announcements.files import files_of
from schoolbell.domain.announcements.items import Announcement, Standing, Tally
from schoolbell.domain.ding.items import LEAST_PAUSE_MS, SentDetail, SentRow
from schoolbell.domain.names import one_line
from schoolbell.store.database import Connection

TITLE_LIMIT = 120


def sent_row(one: Announcement, counted: Tally, waiting: int = 0, failed: int = 0) -> SentRow:
    """Return the row of an own DING; `waiting`, `failed` are copies that are not at the server."""
    return SentRow(
        key=one.key,
        id=one.id,
        title=one_line(one.block.text, TITLE_LIMIT),
        ts=one.ts,
        total=len(counted.households),
        confirmed=counted.count(Standing.CONFIRMED),
        read=counted.count(Standing.READ),
        unread=counted.count(Standing.UNREAD),
        families=counted.families,
        known=counted.known,
        people=counted.people,
        reminders=len(one.reminders),
        withdrawn=bool(one.withdrawn_ts),
        waiting=waiting,
        failed=failed,
    )


def sent_detail(
    conn: Connection, one: Announcement, counted: Tally, row: SentRow, *, office: bool
) -> SentDetail:
    """Return what the follow page shows."""
    remind = one.block.remind
    return SentDetail(
        row=row,
        announcement=one,
        tally=counted,
        text=one.block.text,
        files=files_of(conn, one),
        next_remind_ms=last_call(one) + LEAST_PAUSE_MS,
        reminds_left=max(0, remind.max - len(one.reminders)) if remind is not None else 0,
        by_office=office,
        remindable=not one.withdrawn_ts and not counted.done,
    )


def last_call(one: Announcement) -> int:
    """Return when (ms) those addressed were called last: by the DING or a reminder."""
    return max((one.ts, *(reminder.ts for reminder in one.reminders)))
