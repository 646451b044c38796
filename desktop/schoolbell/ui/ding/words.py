"""Words of the DING pane: days with their weekday, deadlines, pauses, what was asked for."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from schoolbell.domain.announcements.blocks import Counts
from schoolbell.domain.ding.items import Target
from schoolbell.ui.words import clock_time, day_and_time, short_time
from schoolbell.viewmodels.counted import Counted

DingWords = Counted("DingWords")


def target_name(target: Target) -> str:
    """Return whom a chip stands for: the role of a class is said, not only drawn."""
    translate = QCoreApplication.translate
    match target.kind:
        case "guardians":
            return translate("DingWords", "{name} guardians").format(name=target.name)
        case "students":
            return translate("DingWords", "{name} students").format(name=target.name)
        case "teachers":
            return translate("DingWords", "{name} teachers").format(name=target.name)
        case "class":
            return translate("DingWords", "{name} everybody").format(name=target.name)
        case "staff":
            return translate("DingWords", "All colleagues")
        case "school":
            return translate("DingWords", "All families of the school")
    return target.name


def row_time(ts: int, now_ms: int) -> str:
    """Return when, on a row whose section names its day: a time today and yesterday, else as everywhere."""
    days = QDateTime.fromMSecsSinceEpoch(ts).date().daysTo(QDateTime.fromMSecsSinceEpoch(now_ms).date())
    return clock_time(ts) if days == 1 else short_time(ts, now_ms)


def full_moment(ts: int) -> str:
    """Return day, weekday and time, e.g. "Apr 15 Wed 10:42"."""
    moment = QDateTime.fromMSecsSinceEpoch(ts)
    shape = QCoreApplication.translate("DingWords", "MMM d ddd", "date format of a day with its weekday")
    return QCoreApplication.translate("DingWords", "{day} {time}").format(
        day=QLocale().toString(moment.date(), shape), time=moment.toString("HH:mm")
    )


def coming_moment(ts: int, now_ms: int) -> str:
    """Return a moment to come: "today 12:00", "tomorrow 7:30", else its day."""
    moment, now = QDateTime.fromMSecsSinceEpoch(ts), QDateTime.fromMSecsSinceEpoch(now_ms)
    time = moment.toString("H:mm")
    match now.date().daysTo(moment.date()):
        case 0:
            return QCoreApplication.translate("DingWords", "today {time}").format(time=time)
        case 1:
            return QCoreApplication.translate("DingWords", "tomorrow {time}").format(time=time)
    return full_moment(ts)


def deadline_words(ts: int, now_ms: int) -> str:
    """Return until when a confirmation is wanted, or that this is over."""
    if ts <= now_ms:
        return QCoreApplication.translate("DingWords", "Was due {time}").format(time=day_and_time(ts, now_ms))
    return QCoreApplication.translate("DingWords", "Confirm by {time}").format(time=coming_moment(ts, now_ms))


def deadline_tag(ts: int, now_ms: int) -> str:
    """Return the same on a row, as short as can be."""
    if ts <= now_ms:
        return QCoreApplication.translate("DingWords", "overdue")
    same_day = QDateTime.fromMSecsSinceEpoch(ts).date() == QDateTime.fromMSecsSinceEpoch(now_ms).date()
    time = clock_time(ts) if same_day else short_day(ts)
    return QCoreApplication.translate("DingWords", "by {time}").format(time=time)


def short_day(ts: int) -> str:
    """Return a day without its year."""
    shape = QCoreApplication.translate("DingWords", "MMM d", "date format of a short day")
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ts).date(), shape)


def every_words(minutes: int) -> str:
    """Return a pause between two reminders."""
    if minutes % (60 * 24) == 0:
        return DingWords.tr("%n day(s)", "", minutes // (60 * 24))
    if minutes % 60 == 0:
        return DingWords.tr("%n hour(s)", "", minutes // 60)
    return DingWords.tr("%n minutes", "", minutes)


def counts_words(counts: Counts) -> str:
    """Return whose word completes a family."""
    translate = QCoreApplication.translate
    match counts:
        case Counts.STUDENT:
            return translate("DingWords", "the students confirm themselves")
        case Counts.EITHER:
            return translate("DingWords", "a guardian or the student confirms")
    return translate("DingWords", "one guardian per family confirms")


def channel_words(channel: str) -> str:
    """Return the name of a channel."""
    translate = QCoreApplication.translate
    match channel:
        case "sms":
            return translate("DingWords", "SMS")
        case "call":
            return translate("DingWords", "Phone call")
    return translate("DingWords", "Pop-up in the app")


def channels_words(channels: Iterable[str]) -> str:
    """Return the names of some channels as a list."""
    separator = QCoreApplication.translate("DingWords", ", ", "between the names of channels")
    return separator.join(channel_words(one) for one in channels)


def listed(*parts: str) -> str:
    """Put what there is on one line."""
    return " · ".join(part for part in parts if part)
