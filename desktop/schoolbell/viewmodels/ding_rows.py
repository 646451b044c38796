"""The rows of the DING lists: sections by day or by what waits, filtered and searched, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from schoolbell.domain.ding.items import DraftRow, Lists, ReceivedRow, ScheduledRow, SentRow
from schoolbell.viewmodels.counted import Counted

DingText = Counted("DingText")
_DAYS = ("today", "yesterday", "this_week", "last_week", "earlier")

RECEIVED_FILTERS = ("all", "waiting", "deadline")
SENT_FILTERS = ("all", "open", "done")


@dataclass(frozen=True, slots=True)
class SectionRow:
    """The line over some rows; `code` selects the words, `count` is said only where it matters (else 0)."""

    code: str
    count: int = 0

    @property
    def key(self) -> str:
        """Unique among all rows."""
        return f"section {self.code}"


DingRow = ReceivedRow | SentRow | ScheduledRow | DraftRow
ListRow = SectionRow | DingRow
T = TypeVar("T", ReceivedRow, SentRow, ScheduledRow, DraftRow)


def section_words(row: SectionRow) -> str:
    """Return what stands over some rows."""
    translate = QCoreApplication.translate
    match row.code:
        case "waiting":
            return DingText.tr("%n waiting for you", "", row.count)
        case "confirmed":
            return translate("DingText", "Done")
        case "drafts":
            return translate("DingText", "Drafts")
        case "today":
            return translate("DingText", "Today")
        case "yesterday":
            return translate("DingText", "Yesterday")
        case "this_week":
            return translate("DingText", "This week")
        case "last_week":
            return translate("DingText", "Last week")
        case "tomorrow":
            return translate("DingText", "Tomorrow")
        case "later":
            return translate("DingText", "Later")
    return translate("DingText", "Earlier")


def day_code(ts: int, now_ms: int) -> str:
    """Return which section of past days `ts` belongs to (both ms, local time)."""
    day, today = _date(ts), _date(now_ms)
    days = day.daysTo(today)
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    monday = today.addDays(1 - today.dayOfWeek())
    if day >= monday:
        return "this_week"
    return "last_week" if day >= monday.addDays(-7) else "earlier"


def coming_code(ts: int, now_ms: int) -> str:
    """Return which section of coming days `ts` belongs to."""
    days = _date(now_ms).daysTo(_date(ts))
    return "today" if days <= 0 else "tomorrow" if days == 1 else "later"


def _date(ts: int) -> QDate:
    return QDateTime.fromMSecsSinceEpoch(ts).date()


def received_rows(lists: Lists, only: str, text: str) -> list[ListRow]:
    """Return "received": what waits for me first, then the rest."""
    rows = [row for row in lists.received if _finds(text, row.title, row.sender.name, row.place)]
    if only == "deadline":
        rows = [row for row in rows if row.deadline]
    waiting = [row for row in rows if row.waiting]
    done = [row for row in rows if not row.waiting and only != "waiting"]
    found: list[ListRow] = []
    if waiting:
        found += [SectionRow("waiting", len(waiting)), *waiting]
    if done:
        found += [SectionRow("confirmed"), *done]
    return found


def sent_rows(lists: Lists, only: str, text: str, now_ms: int) -> list[ListRow]:
    """Return "sent": drafts first, then what went out, by day."""
    drafts = [row for row in lists.drafts if only == "all" and _finds(text, row.title)]
    rows = [row for row in lists.sent if _finds(text, row.title) and _fits(row, only)]
    found: list[ListRow] = [SectionRow("drafts"), *drafts] if drafts else []
    return found + _by_day(rows, lambda row: day_code(row.ts, now_ms))


def scheduled_rows(lists: Lists, text: str, now_ms: int) -> list[ListRow]:
    """Return "scheduled", what goes first first, by day."""
    rows = sorted(
        (row for row in lists.scheduled if _finds(text, row.title)), key=lambda row: (row.due_ms, row.key)
    )
    return _by_day(rows, lambda row: coming_code(row.due_ms, now_ms))


def finished(row: SentRow) -> bool:
    """Whether nothing is expected of a sent DING any more."""
    return row.withdrawn or (row.known and row.total > 0 and row.confirmed >= row.total)


def _fits(row: SentRow, only: str) -> bool:
    return only == "all" or finished(row) == (only == "done")


def _by_day(rows: Sequence[T], code_of: Callable[[T], str]) -> list[ListRow]:
    found: list[ListRow] = []
    seen: set[str] = set()
    for row in rows:
        code = code_of(row)
        if code not in seen:
            seen.add(code)
            found.append(SectionRow(code))
        found.append(row)
    return found


def _finds(text: str, *where: str) -> bool:
    """Whether all words of `text` stand somewhere."""
    whole = " ".join(where).casefold()
    return all(word in whole for word in text.casefold().split())


def row_of(lists: Lists, key: str) -> DingRow | None:
    """Return the row with `key`, None when it is gone."""
    every: tuple[Sequence[DingRow], ...] = (lists.received, lists.sent, lists.scheduled, lists.drafts)
    return next((row for rows in every for row in rows if row.key == key), None)


# -- in words -----------------------------------------------------------------------------------------


def families_words(count: int, families: bool) -> str:
    """Return a number of households: families where children are meant, else people."""
    if families:
        return DingText.tr("%n families", "", count)
    return DingText.tr("%n people", "", count)


def sent_words(row: SentRow) -> str:
    """Return how far a sent DING is, on its row."""
    translate = QCoreApplication.translate
    if row.withdrawn:
        return translate("DingText", "Withdrawn")
    if row.failed:
        return DingText.tr("%n copies were not sent", "", row.failed)
    if row.waiting:
        return translate("DingText", "On its way")
    whole = families_words(row.total, row.families)
    if finished(row):
        return translate("DingText", "{families}, all confirmed").format(families=whole)
    return translate("DingText", "{families} · {count} confirmed").format(families=whole, count=row.confirmed)


def reach_words(people: int, households: int) -> str:
    """Return "125 people · 43 families"."""
    if not households:
        return DingText.tr("%n people", "", people)
    return QCoreApplication.translate("DingText", "{people} · {families}").format(
        people=DingText.tr("%n people", "", people), families=DingText.tr("%n families", "", households)
    )


def describe_ding(row: ListRow) -> str:
    """Return one row as a line, for screen readers."""
    translate = QCoreApplication.translate
    match row:
        case SectionRow():
            return section_words(row)
        case ReceivedRow():
            state = _received_state(row)
            deadline = ""
            if row.deadline and row.waiting:
                deadline = translate("DingText", "confirm by {time}").format(time=_moment(row.deadline))
            return _listed(row.sender.name, row.title, _moment(row.ts), state, deadline)
        case SentRow():
            reminded = DingText.tr("reminded %n time(s)", "", row.reminders) if row.reminders else ""
            return _listed(row.title, _moment(row.ts), sent_words(row), reminded)
        case ScheduledRow():
            return _listed(row.title, _moment(row.due_ms), reach_words(row.people, row.households))
        case DraftRow():
            return _listed(
                translate("DingText", "Draft"), row.title, reach_words(row.people, row.households)
            )


def _received_state(row: ReceivedRow) -> str:
    translate = QCoreApplication.translate
    if row.withdrawn:
        return translate("DingText", "withdrawn")
    if row.waiting:
        return translate("DingText", "waits for your confirmation")
    if row.confirmed_ts and not row.noted:
        return translate("DingText", "confirmed by you")
    if row.done_by:
        return translate("DingText", "confirmed by {name}").format(name=row.done_by)
    if row.noted:
        return translate("DingText", "seen by you")
    return ""


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _moment(ts: int) -> str:
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ts), QLocale.FormatType.ShortFormat)
