"""One line of text per item, for screen readers and as the models' DisplayRole."""

from PySide6.QtCore import QCoreApplication, QLocale

from schoolbell.domain.chat.items import (
    DayItem,
    GapItem,
    MessageItem,
    MessageKind,
    NewItem,
    Reader,
    Role,
    RoomItem,
    SendState,
    StateItem,
    TimelineItem,
)


def describe_room(item: RoomItem) -> str:
    return item.name


def describe_timeline(item: TimelineItem) -> str:
    return item.key


def describe_reader(item: Reader) -> str:
    return item.person.name
