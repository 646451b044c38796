"""Words about mutes: for how long, until when, and the lines of a timeline about them."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from schoolbell.domain.chat.items import StateItem
from schoolbell.viewmodels.counted import Counted, people_words

MuteWords = Counted("MuteWords")
MUTE_LINES = frozenset({"muted", "unmuted", "closed", "opened"})
_MINUTE_MS = 60_000
_HOUR, _DAY = 60, 24 * 60  # minutes


def length_words(minutes: int) -> str:
    """Return a round length ("5 minutes", "1 hour", "7 days"), "" for one that is none."""
    if minutes and minutes % _DAY == 0:
        return MuteWords.tr("%n day(s)", "", minutes // _DAY)
    if minutes and minutes % _HOUR == 0 and minutes < 12 * _HOUR:
        return MuteWords.tr("%n hour(s)", "", minutes // _HOUR)
    if 0 < minutes < _HOUR:
        return MuteWords.tr("%n minute(s)", "", minutes)
    return ""


def moment_words(ts: int, now_ms: int) -> str:
    """Return a moment to come: "15:20" today, "tomorrow 07:00", else with its date."""
    moment, now = QDateTime.fromMSecsSinceEpoch(ts), QDateTime.fromMSecsSinceEpoch(now_ms)
    time = moment.toString("HH:mm")
    days = now.date().daysTo(moment.date())
    if days == 0:
        return time
    if days == 1:
        return QCoreApplication.translate("MuteWords", "tomorrow {time}").format(time=time)
    pattern = QCoreApplication.translate("MuteWords", "MMM d", "a date of Qt")
    return QCoreApplication.translate("MuteWords", "{day} {time}").format(
        day=QLocale().toString(moment.date(), pattern), time=time
    )


def muted_words(until: int, now_ms: int) -> str:
    """Return what stands beside a muted person."""
    if until <= now_ms:
        return QCoreApplication.translate("MuteWords", "Muted")
    return QCoreApplication.translate("MuteWords", "Muted until {time}").format(
        time=moment_words(until, now_ms)
    )


def refusal_words(until: int, now_ms: int) -> str:
    """Return why I may not write while I am muted."""
    if until <= now_ms:
        return QCoreApplication.translate("MuteWords", "You are muted until a teacher lifts it")
    return QCoreApplication.translate("MuteWords", "You are muted until {time}").format(
        time=moment_words(until, now_ms)
    )


def closed_words() -> str:
    """Return why I may not write while all are muted."""
    return QCoreApplication.translate("MuteWords", "All are muted: only teachers may write for now")


def mute_text(item: StateItem) -> str:
    """Return the sentence of a line about a mute (`item.what` is one of MUTE_LINES)."""
    name = item.names[0] if item.names else ""
    other = people_words(item.names[1:])
    match item.what:
        case "muted" if item.until:
            length = length_words(round((item.until - item.ts) / _MINUTE_MS))
            if length:
                return QCoreApplication.translate("MuteWords", "{name} muted {other} for {length}").format(
                    name=name, other=other, length=length
                )
            return QCoreApplication.translate("MuteWords", "{name} muted {other} until {time}").format(
                name=name, other=other, time=moment_words(item.until, item.ts)
            )
        case "muted":
            text = QCoreApplication.translate("MuteWords", "{name} muted {other}")
        case "unmuted":
            text = QCoreApplication.translate("MuteWords", "{name} lets {other} write again")
        case "closed":
            text = QCoreApplication.translate("MuteWords", "{name} muted all: only teachers may write")
        case _:
            text = QCoreApplication.translate("MuteWords", "{name} lets all write again")
    return text.format(name=name, other=other)
