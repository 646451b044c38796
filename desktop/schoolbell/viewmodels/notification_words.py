"""Puts a notification into words: a title and a line, in the reader's language."""

from PySide6.QtCore import QCoreApplication

from schoolbell.domain.chat.items import MessageKind
from schoolbell.domain.notifications.items import Notification
from schoolbell.viewmodels.counted import Counted

Notifying = Counted("Notifying")


def title_words(told: Notification) -> str:
    """Return the first line: which chat, or the program's name where no chat may or can be named."""
    if told.room:
        return told.room
    return QCoreApplication.translate("Notifying", "Schoolbell")


def body_words(told: Notification) -> str:
    """Return what came: the message itself, or how many."""
    translate = QCoreApplication.translate
    if told.rooms == 0:
        return Notifying.tr("%n new message(s)", "", told.count)
    if told.rooms > 1:
        text = Notifying.tr("%n new message(s) in {chats}", "{chats}: 7 chats", told.count).format(
            chats=Notifying.tr("%n chat(s)", "inside: 12 new messages in 7 chats", told.rooms)
        )
        return translate("Notifying", "{text}, you are mentioned").format(text=text) if told.mention else text
    if told.count > 1:
        text = Notifying.tr("%n new message(s)", "", told.count)
        return translate("Notifying", "{text}, you are mentioned").format(text=text) if told.mention else text
    said = _said(told)
    if told.mention:
        said = translate("Notifying", "[@ you] {text}").format(text=said)
    if not told.sender:
        return said
    return translate("Notifying", "{name}: {text}", "who said what").format(name=told.sender, text=said)


def _said(told: Notification) -> str:
    translate = QCoreApplication.translate
    match told.kind:
        case MessageKind.IMAGE:
            return translate("Notifying", "[Picture] {text}").format(text=told.text).rstrip()
        case MessageKind.FILE:
            return translate("Notifying", "[File] {text}").format(text=told.text).rstrip()
        case MessageKind.VOICE:
            return translate("Notifying", "[Voice message] {text}").format(text=told.text).rstrip()
        case MessageKind.ENCRYPTED | MessageKind.UNKNOWN:
            return translate("Notifying", "A message that cannot be shown here")
    return told.text or translate("Notifying", "New message")
