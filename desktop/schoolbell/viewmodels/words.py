"""One line of text per item, for screen readers and as the models' DisplayRole."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from schoolbell.domain.chat.items import (
    DayItem,
    GapItem,
    MessageItem,
    MessageKind,
    NewItem,
    Role,
    RoomItem,
    SendState,
    StateItem,
    TimelineItem,
)
from schoolbell.viewmodels.counted import Counted, people_words
from schoolbell.viewmodels.mute_words import MUTE_LINES, mute_text

ItemText = Counted("ItemText")


def role_text(role: Role) -> str:
    """Return a role's word, "" for none."""
    match role:
        case Role.STUDENT:
            return QCoreApplication.translate("ItemText", "Student")
        case Role.GUARDIAN:
            return QCoreApplication.translate("ItemText", "Guardian")
        case Role.TEACHER:
            return QCoreApplication.translate("ItemText", "Teacher")
        case Role.HEAD_TEACHER:
            return QCoreApplication.translate("ItemText", "Class teacher")
        case Role.PRINCIPAL:
            return QCoreApplication.translate("ItemText", "Principal")
        case Role.OFFICE:
            return QCoreApplication.translate("ItemText", "School office")
        case Role.OFFICER:
            return QCoreApplication.translate("ItemText", "Education bureau")
    return ""


def _listed(*parts: str) -> str:
    """Put what there is on one line; a list, not a sentence."""
    return ", ".join(part for part in parts if part)


def _time(ts: int) -> str:
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(ts).time(), QLocale.FormatType.ShortFormat)


def _kind_text(kind: MessageKind) -> str:
    match kind:
        case MessageKind.IMAGE:
            return QCoreApplication.translate("ItemText", "Picture")
        case MessageKind.FILE:
            return QCoreApplication.translate("ItemText", "File")
        case MessageKind.VOICE:
            return QCoreApplication.translate("ItemText", "Voice message")
        case MessageKind.REDACTED:
            return QCoreApplication.translate("ItemText", "Message recalled")
        case MessageKind.ENCRYPTED:
            return QCoreApplication.translate("ItemText", "Encrypted message, cannot be read here")
        case MessageKind.UNKNOWN:
            return QCoreApplication.translate("ItemText", "Message that cannot be shown here")
    return ""


def describe_room(item: RoomItem) -> str:
    """Return name, unread and mention counts, and the preview of a room."""
    unread = ""
    if item.unread_is_floor:
        unread = ItemText.tr("at least %n unread", "", item.unread)
    elif item.unread:
        unread = ItemText.tr("%n unread", "", item.unread)
    mentions = ""
    if item.mentions:
        mentions = QCoreApplication.translate("ItemText", "mentions you")
    failed = ""
    if item.failed:
        failed = ItemText.tr("%n not sent", "", item.failed)
    muted = QCoreApplication.translate("ItemText", "muted") if item.muted else ""
    draft = QCoreApplication.translate("ItemText", "draft") if item.preview_prefix == "draft" else ""
    return _listed(
        item.name,
        unread,
        mentions,
        failed,
        muted,
        draft,
        item.preview_sender,
        _kind_text(item.preview_kind),
        item.preview,
    )


def _send_state(item: MessageItem) -> str:
    match item.state:
        case SendState.WAITING:
            return QCoreApplication.translate("ItemText", "waiting to be sent")
        case SendState.WEDGED:
            return QCoreApplication.translate("ItemText", "not sent")
        case SendState.SENT if item.unread > 0:
            return ItemText.tr("%n unread", "", item.unread)
        case SendState.SENT if item.unread == 0:
            return QCoreApplication.translate("ItemText", "read by all")
    return ""


def state_text(item: StateItem) -> str:
    """Return the sentence of a line about the room."""
    if item.what in MUTE_LINES:
        return mute_text(item)
    people = people_words(item.names)
    name = item.names[0] if item.names else ""
    other = people_words(item.names[1:])
    match item.what:
        case "joined":
            return QCoreApplication.translate("ItemText", "{people} joined").format(people=people)
        case "left":
            return QCoreApplication.translate("ItemText", "{people} left").format(people=people)
        case "invited":
            text = QCoreApplication.translate("ItemText", "{name} invited {other}")
        case "removed":
            text = QCoreApplication.translate("ItemText", "{name} removed {other}")
        case "banned":
            text = QCoreApplication.translate("ItemText", "{name} removed {other} for good")
        case "renamed":
            text = QCoreApplication.translate("ItemText", "{name} renamed the group to {other}")
        case "topic":
            text = QCoreApplication.translate("ItemText", "{name} changed the description")
        case "avatar":
            text = QCoreApplication.translate("ItemText", "{name} changed the picture")
        case "created":
            text = QCoreApplication.translate("ItemText", "{name} created the group")
        case "encrypted":
            text = QCoreApplication.translate("ItemText", "{name} turned on encryption")
        case _:
            text = QCoreApplication.translate("ItemText", "{name} changed the group")
    return text.format(name=name, other=other)


def describe_timeline(item: TimelineItem) -> str:
    """Return one timeline row as a line: who, role, when, what, how far it has come."""
    match item:
        case DayItem():
            return QLocale().toString(
                QDateTime.fromMSecsSinceEpoch(item.ts).date(), QLocale.FormatType.LongFormat
            )
        case NewItem():
            return QCoreApplication.translate("ItemText", "New messages below")
        case GapItem():
            if item.failed:
                return QCoreApplication.translate("ItemText", "Earlier messages could not be loaded")
            return QCoreApplication.translate("ItemText", "Loading earlier messages")
        case StateItem():
            return state_text(item)
    reply = ""
    if item.quote is not None:
        reply = QCoreApplication.translate("ItemText", "in reply to {name}").format(name=item.quote.sender)
    return _listed(
        item.sender.name,
        role_text(item.sender.role),
        _time(item.ts),
        reply,
        _kind_text(item.kind),
        item.attachment.name if item.attachment is not None else "",
        item.body.replace("\n", " "),
        QCoreApplication.translate("ItemText", "edited") if item.edited else "",
        _send_state(item),
    )
