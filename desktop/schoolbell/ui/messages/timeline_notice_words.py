"""Every word on the card of a notice, in the reader's language."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from schoolbell.domain.chat.items import NoticeCount, NoticeFacts
from schoolbell.viewmodels.counted import Counted

Notice = Counted("Notice")


def head_words(facts: NoticeFacts) -> str:
    """Return what kind of notice it is."""
    match facts.scope:
        case "school":
            return QCoreApplication.translate("Notice", "School notice")
        case "bureau":
            return QCoreApplication.translate("Notice", "Notice of the bureau")
    return QCoreApplication.translate("Notice", "Class notice")


def wish_words(facts: NoticeFacts) -> str:
    """Return what is asked for, as a tag; "" when it only wants to be read."""
    if facts.withdrawn:
        return QCoreApplication.translate("Notice", "withdrawn")
    match facts.confirm:
        case "sign":
            return QCoreApplication.translate("Notice", "to be signed")
        case "tap":
            return QCoreApplication.translate("Notice", "to be confirmed")
    return ""


def moment_words(ts: int, now_ms: int) -> str:
    """Return a moment: the time alone today, else with its day."""
    at, now = QDateTime.fromMSecsSinceEpoch(ts), QDateTime.fromMSecsSinceEpoch(now_ms)
    if at.date() == now.date():
        return at.toString("HH:mm")
    pattern = QCoreApplication.translate("Notice", "ddd, MMM d", "date format of a deadline")
    return f"{QLocale().toString(at.date(), pattern)} {at.toString('HH:mm')}"


def deadline_words(ts: int, now_ms: int) -> str:
    """Return until when."""
    return QCoreApplication.translate("Notice", "until {time}").format(time=moment_words(ts, now_ms))


def state_words(facts: NoticeFacts, now_ms: int) -> str:
    """Return my own standing, "" while nothing is said."""
    if facts.confirmed_ts:
        text = (
            QCoreApplication.translate("Notice", "You signed {time}")
            if facts.confirm == "sign"
            else QCoreApplication.translate("Notice", "You confirmed {time}")
        )
        return text.format(time=moment_words(facts.confirmed_ts, now_ms))
    if facts.done_ts:
        text = (
            QCoreApplication.translate("Notice", "{name} signed {time}")
            if facts.confirm == "sign"
            else QCoreApplication.translate("Notice", "{name} confirmed {time}")
        )
        return text.format(name=facts.done_by, time=moment_words(facts.done_ts, now_ms))
    return ""


def done_words(facts: NoticeFacts, count: NoticeCount) -> str:
    """Return how many are done."""
    match facts.confirm:
        case "sign":
            return Notice.tr("%n signed", "", count.done)
        case "tap":
            return Notice.tr("%n confirmed", "", count.done)
    return Notice.tr("%n read", "", count.done)


def rest_words(facts: NoticeFacts, count: NoticeCount) -> str:
    """Return who is not done: read without an answer, unread."""
    unread = Notice.tr("%n unread", "", count.unread)
    if facts.confirm == "none":
        return unread
    if facts.confirm == "sign":
        only = Notice.tr("%n only read", "read, not signed", count.read)
    else:
        only = Notice.tr("%n only read", "read, not confirmed", count.read)
    return f"{only}  {unread}"


def total_words(count: NoticeCount) -> str:
    """Return of how many."""
    if count.families:
        return Notice.tr("%n families", "", count.total)
    return Notice.tr("%n in all", "households or people", count.total)


def part_words(facts: NoticeFacts) -> str:
    """Return how many of the places have it, where some are missing."""
    if facts.scope == "bureau":
        text = Notice.tr("{here} of %n schools", "", facts.n)
    else:
        text = Notice.tr("{here} of %n classes", "", facts.n)
    return text.format(here=facts.copies)


def follow_words(facts: NoticeFacts) -> str:
    """Return the button that opens the lists."""
    if facts.confirm == "sign":
        return QCoreApplication.translate("Notice", "Who signed")
    if facts.confirm == "tap":
        return QCoreApplication.translate("Notice", "Who confirmed")
    return QCoreApplication.translate("Notice", "Who read it")


def ding_words(facts: NoticeFacts, count: NoticeCount) -> str:
    """Return the button that chases those who are open."""
    left = open_count(facts, count)
    match facts.confirm, count.families:
        case "sign", True:
            return Notice.tr("DING the %n who have not signed", "families", left)
        case "sign", _:
            return Notice.tr("DING the %n who have not signed", "people", left)
        case "tap", True:
            return Notice.tr("DING the %n who have not confirmed", "families", left)
        case "tap", _:
            return Notice.tr("DING the %n who have not confirmed", "people", left)
        case _, True:
            return Notice.tr("DING the %n who have not read it", "families", left)
    return Notice.tr("DING the %n who have not read it", "people", left)


def open_count(facts: NoticeFacts, count: NoticeCount) -> int:
    """Return how many are not done."""
    return count.read + count.unread if facts.confirm != "none" else count.unread


def confirm_words() -> str:
    """Return the button by which one says that it arrived."""
    return QCoreApplication.translate("Notice", "Confirm")


def sign_words() -> str:
    """Return the button that opens the place for a signature."""
    return QCoreApplication.translate("Notice", "Sign")


def retry_words() -> str:
    """Return the button that sends the missing copies again."""
    return QCoreApplication.translate("Notice", "Retry")


def all_words() -> str:
    """Return what opens the whole text."""
    return QCoreApplication.translate("Notice", "Show all")


def ask_words(facts: NoticeFacts) -> str:
    """Return what is asked of the reader, beside the button."""
    if facts.confirm == "sign":
        return QCoreApplication.translate("Notice", "One guardian of each family signs")
    return QCoreApplication.translate("Notice", "One guardian of each family confirms")


def edited_words() -> str:
    """Return the mark of a changed notice."""
    return QCoreApplication.translate("Notice", "changed")


def also_words(facts: NoticeFacts) -> str:
    """Return which other classes have it, "" for none."""
    if not facts.also:
        return ""
    separator = QCoreApplication.translate("Notice", ", ", "between names of classes")
    return QCoreApplication.translate("Notice", "also sent to {names}").format(
        names=separator.join(facts.also)
    )


def spoken(facts: NoticeFacts, now_ms: int) -> str:
    """Return what a screen reader says of the card beside its buttons."""
    parts = [head_words(facts), wish_words(facts), facts.title, facts.text]
    if facts.deadline:
        parts.append(deadline_words(facts.deadline, now_ms))
    parts.append(state_words(facts, now_ms))
    if facts.count is not None:
        parts += [done_words(facts, facts.count), rest_words(facts, facts.count), total_words(facts.count)]
    if facts.edited:
        parts.append(edited_words())
    separator = QCoreApplication.translate("Notice", ", ", "between the parts of a spoken notice")
    return separator.join(part for part in parts if part)
