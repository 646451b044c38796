"""Every word the timeline shows or a screen reader says, in the reader's language."""

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from schoolbell.domain.chat.items import (
    DayItem,
    GapItem,
    MessageItem,
    MessageKind,
    NewItem,
    Quote,
    SendState,
    StateItem,
    TimelineItem,
)
from schoolbell.ui.messages.timeline_file_words import size_words
from schoolbell.ui.messages.timeline_fold import fold
from schoolbell.ui.voice.words import voice_words
from schoolbell.ui.words import clock_time
from schoolbell.viewmodels.counted import Counted, people_words
from schoolbell.viewmodels.mute_words import MUTE_LINES, mute_text
from schoolbell.viewmodels.words import role_text

# First strong isolate … pop: a name in another direction does not reorder the sentence around it.
_ISOLATE, _POP = "\u2068", "\u2069"

Timeline = Counted("Timeline")


def isolated(name: str) -> str:
    """Return `name` fenced off from the direction of the text around it."""
    return f"{_ISOLATE}{name}{_POP}" if not name.isascii() else name


def moment_words(ts: int) -> str:
    """Return day and time of `ts` in full, for tool tips and copies."""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ts), QLocale.FormatType.ShortFormat) if ts else ""


def day_words(ts: int, now_ms: int) -> str:
    """Return the words of a day divider: "Today · Wed, Apr 15"; the year only when it is another one."""
    day = QDateTime.fromMSecsSinceEpoch(ts).date()
    today = QDateTime.fromMSecsSinceEpoch(now_ms).date()
    if day.year() == today.year():
        pattern = QCoreApplication.translate("Timeline", "ddd, MMM d", "date format of a day divider")
    else:
        pattern = QCoreApplication.translate("Timeline", "ddd, MMM d, yyyy", "date format of a day divider")
    date = QLocale().toString(day, pattern)
    distance = day.daysTo(today)
    if distance == 0:
        return QCoreApplication.translate("Timeline", "Today · {date}").format(date=date)
    if distance == 1:
        return QCoreApplication.translate("Timeline", "Yesterday · {date}").format(date=date)
    return date


def new_words() -> str:
    """Return the words of the "new messages" divider."""
    return QCoreApplication.translate("Timeline", "New messages below")


def gap_words(item: GapItem) -> str:
    """Return what stands where history is missing."""
    if item.failed:
        return QCoreApplication.translate("Timeline", "Earlier messages could not be loaded. Try again")
    return QCoreApplication.translate("Timeline", "Loading earlier messages…")


def unread_words(count: int) -> str:
    """Return "n unread"."""
    return Timeline.tr("%n unread", "", count)


def read_by_all_words() -> str:
    """Return what stands under a message that everybody has read."""
    return QCoreApplication.translate("Timeline", "Read by all")


def sent_words() -> str:
    """Return what a screen reader says of a sent message whose readers are not known."""
    return QCoreApplication.translate("Timeline", "Sent")


def waiting_words() -> str:
    """Return what stands under a message in the outbox."""
    return QCoreApplication.translate("Timeline", "Waiting for the network")


def failed_words(reason: str) -> str:
    """Return what stands under a refused message; `reason` is a short sentence or ""."""
    if reason:
        return QCoreApplication.translate("Timeline", "Not sent: {reason}").format(reason=reason)
    return QCoreApplication.translate("Timeline", "Not sent")


def retry_words() -> str:
    """Return the action that sends again."""
    return QCoreApplication.translate("Timeline", "Retry")


def delete_words() -> str:
    """Return the action that gives a message up."""
    return QCoreApplication.translate("Timeline", "Delete")


def edited_words() -> str:
    """Return the mark of an edited message."""
    return QCoreApplication.translate("Timeline", "(edited)")


def more_words() -> str:
    """Return what stands under the beginning of a long message."""
    return QCoreApplication.translate("Timeline", "… Show all", "under the beginning of a long message")


def show_all_words() -> str:
    """Return what a click on that does, for a screen reader."""
    return QCoreApplication.translate("Timeline", "Show the whole message")


def body_words(item: MessageItem) -> str:
    """Return the text in the bubble of `item`, whatever its kind."""
    match item.kind:
        case MessageKind.REDACTED:
            return QCoreApplication.translate("Timeline", "This message was deleted")
        case MessageKind.ENCRYPTED:
            return QCoreApplication.translate(
                "Timeline", "This encrypted message cannot be read here. Open it in Element."
            )
        case MessageKind.UNKNOWN:
            return item.body or QCoreApplication.translate(
                "Timeline", "This kind of message cannot be shown here"
            )
        case MessageKind.EMOTE:
            return QCoreApplication.translate("Timeline", "* {name} {text}", "/me action").format(
                name=isolated(item.sender.name), text=item.body
            )
    return item.body


def state_words(item: StateItem) -> str:
    """Return a line about the room; unknown kinds give a neutral sentence."""
    names = [isolated(name) for name in item.names]
    if item.what in MUTE_LINES:
        return mute_text(replace(item, names=tuple(names)))
    alone = item.what in ("joined", "left")  # nobody else did it
    name = people_words(names) if alone else "".join(names[:1])
    other = people_words(names[1:])
    match item.what:
        case "joined":
            text = QCoreApplication.translate("Timeline", "{name} joined")
        case "left":
            text = QCoreApplication.translate("Timeline", "{name} left")
        case "invited":
            text = QCoreApplication.translate("Timeline", "{name} invited {other}")
        case "removed" | "kicked":
            text = QCoreApplication.translate("Timeline", "{name} removed {other}")
        case "banned":
            text = QCoreApplication.translate("Timeline", "{name} banned {other}")
        case "renamed" | "name":
            text = QCoreApplication.translate("Timeline", "{name} renamed the group to {other}")
        case "topic":
            text = QCoreApplication.translate("Timeline", "{name} changed the description")
        case "avatar":
            text = QCoreApplication.translate("Timeline", "{name} changed the picture")
        case "created":
            text = QCoreApplication.translate("Timeline", "{name} created the group")
        case "encrypted":
            text = QCoreApplication.translate("Timeline", "{name} turned on encryption")
        case _:
            text = QCoreApplication.translate("Timeline", "{name} changed the group")
    return text.format(name=name, other=other)


def status_words(item: MessageItem, reason: str) -> str:
    """Return how far an own message has come, as one phrase; "" for others' messages."""
    match item.state:
        case SendState.WAITING:
            return waiting_words()
        case SendState.WEDGED:
            return failed_words(reason)
        case SendState.SENT:
            if item.unread > 0:
                return unread_words(item.unread)
            return read_by_all_words() if item.unread == 0 else sent_words()
    return ""


def reaction_words(symbol: str, count: int) -> str:
    """Return what a screen reader says of a reaction."""
    return QCoreApplication.translate("Timeline", "Reaction {symbol}, {count}").format(
        symbol=symbol, count=count
    )


def field_words(item: MessageItem) -> str:
    """Return the name of the field that a message's text is opened in."""
    name = item.sender.name
    return QCoreApplication.translate("Timeline", "Message text from {name}, read only").format(name=name)


def field_hint(*, links: bool) -> str:
    """Return what a screen reader says about the keys of that field."""
    if links:
        return QCoreApplication.translate("Timeline", "Tab goes to the links, Enter opens one, Escape closes")
    return QCoreApplication.translate("Timeline", "Escape closes")


def copied_head(item: MessageItem) -> str:
    """Return the line above a copied message: who and when."""
    return QCoreApplication.translate("Timeline", "{name}  {moment}", "head of a copied message").format(
        name=item.sender.name, moment=moment_words(item.ts)
    )


def quote_words(quote: Quote) -> str:
    """Return what a click on a quote does."""
    if quote.sender:
        return QCoreApplication.translate("Timeline", "Show the message of {name}").format(name=quote.sender)
    return QCoreApplication.translate("Timeline", "Show the message that is answered")


def quoted(quote: Quote) -> str:
    """Return what stands in a quote; of a message that is not here yet, what a click does."""
    known = quote.sender or quote.body
    return " ".join(quote.body[:300].split()) if known else quote_words(quote)


def late_words() -> str:
    """Return the mark of a message that was changed after its end: the change does not act."""
    return QCoreApplication.translate("Timeline", "Changed after the deadline:")


def show_late_words() -> str:
    """Return the action behind it, which opens the later words."""
    return QCoreApplication.translate("Timeline", "show", "the words that came after the deadline")


def show_late_name() -> str:
    """Return what that action is called by a screen reader."""
    return QCoreApplication.translate("Timeline", "Show what was changed after the deadline, does not count")


def late_field_words(item: MessageItem) -> str:
    """Return the name of the field that later words are opened in."""
    return QCoreApplication.translate(
        "Timeline", "Changed by {name} after the deadline, does not count, read only"
    ).format(name=item.sender.name)


def spoken(item: TimelineItem, now_ms: int, reason: str = "", moving: str = "") -> str:
    """Return one line that says a row in full: sender, role, time, what it answers, text, state.

    Of a long text its beginning, as it is shown. `moving` is how far its file is.
    """
    match item:
        case DayItem():
            return day_words(item.ts, now_ms)
        case NewItem():
            return new_words()
        case GapItem():
            return gap_words(item)
        case StateItem():
            return _plain(state_words(item))
    parts = [item.sender.name, role_text(item.sender.role), clock_time(item.ts)]
    if item.quote is not None:
        parts.append(
            QCoreApplication.translate("Timeline", "in reply to {name}: {text}").format(
                name=item.quote.sender, text=item.quote.body
            )
        )
    if item.notice is not None:
        from schoolbell.ui.messages.timeline_notice_words import spoken as notice_spoken

        parts.append(notice_spoken(item.notice, now_ms))
    elif item.attachment is not None and item.kind is MessageKind.IMAGE:
        parts.append(
            QCoreApplication.translate("Timeline", "Picture {name}").format(name=item.attachment.name)
        )
    elif item.attachment is not None and item.kind is MessageKind.VOICE:
        parts.append(voice_words(item.attachment))
    elif item.attachment is not None and item.kind is MessageKind.FILE:
        parts.append(QCoreApplication.translate("Timeline", "File {name}").format(name=item.attachment.name))
        parts.append(size_words(item.attachment))
    else:
        parts.append(fold(body_words(item)))
    if item.edited and item.notice is None:
        parts.append(edited_words())
    if item.late:
        parts.append(QCoreApplication.translate("Timeline", "changed after the deadline"))
    parts.append(moving)
    if item.own and not (moving and item.state is SendState.WAITING):
        parts.append(status_words(item, reason))
    separator = QCoreApplication.translate("Timeline", ", ", "between the parts of a spoken message")
    return _plain(separator.join(part for part in parts if part))


def _plain(text: str) -> str:
    """Return `text` without isolates, which only matter on the screen."""
    return text.replace(_ISOLATE, "").replace(_POP, "")
