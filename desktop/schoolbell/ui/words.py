"""Words that several panes share: day names, short times, countdowns."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTime


def clock_time(ts: int) -> str:
    """Return hours and minutes of `ts` (ms since the epoch), local time."""
    return QDateTime.fromMSecsSinceEpoch(ts).toString("HH:mm") if ts else ""


def short_time(ts: int, now_ms: int, locale: QLocale | None = None) -> str:
    """Return when a room last spoke: time today, "Yesterday", a weekday this week, else the date.

    `ts` and `now_ms` are milliseconds since the epoch; 0 gives "".
    """
    if not ts:
        return ""
    moment = QDateTime.fromMSecsSinceEpoch(ts)
    today = QDateTime.fromMSecsSinceEpoch(now_ms).date()
    days = moment.date().daysTo(today)
    reader = locale or QLocale()
    if days <= 0:
        return moment.toString("HH:mm")
    if days == 1:
        return QCoreApplication.translate("Words", "Yesterday")
    if days < 7:
        return reader.dayName(moment.date().dayOfWeek(), QLocale.FormatType.ShortFormat)
    if moment.date().year() == today.year():
        return reader.toString(moment.date(), QCoreApplication.translate("Words", "MMM d"))
    return reader.toString(moment.date(), "yyyy-MM-dd")


def day_and_time(ts: int, now_ms: int) -> str:
    """Return a moment with its day: "10:42" today, else day and time."""
    if not ts:
        return ""
    moment = QDateTime.fromMSecsSinceEpoch(ts)
    if moment.date() == QDateTime.fromMSecsSinceEpoch(now_ms).date():
        return moment.toString("HH:mm")
    return QCoreApplication.translate("Words", "{day} {time}").format(
        day=short_time(ts, now_ms), time=moment.toString("HH:mm")
    )


def wait_words(seconds: int) -> str:
    """Return a countdown such as "0:42"."""
    return QTime(0, 0).addSecs(max(0, seconds)).toString("m:ss")
