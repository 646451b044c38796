"""Words of the search: names of groups, what stands under a name, one line per row for screen readers."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from schoolbell.domain.chat.items import Role, RoomKind
from schoolbell.domain.search.items import Group, MessageHit, PersonHit, RoomHit
from schoolbell.viewmodels.counted import Counted
from schoolbell.viewmodels.words import role_text

MOST_COUNTED = 1000  # of messages: from here on the count is "1000+"
SearchText = Counted("SearchText")


@dataclass(frozen=True, slots=True)
class SectionRow:
    """The line over a group; `more` says that there are more hits than are shown."""

    group: Group
    count: int
    more: bool
    recent: bool = False  # nothing was asked: the newest conversations

    @property
    def key(self) -> str:
        """Unique among all rows."""
        return f"section {self.group}"


SearchRow = SectionRow | RoomHit | PersonHit | MessageHit


def group_words(group: Group) -> str:
    """Return what a group is called."""
    match group:
        case Group.ROOMS:
            return QCoreApplication.translate("SearchText", "Chats")
        case Group.PEOPLE:
            return QCoreApplication.translate("SearchText", "People")
        case Group.MESSAGES:
            return QCoreApplication.translate("SearchText", "Messages")
    return QCoreApplication.translate("SearchText", "Files")


def section_words(row: SectionRow) -> str:
    """Return what stands over a group."""
    if row.recent:
        return QCoreApplication.translate("SearchText", "Recent chats")
    return group_words(row.group)


def count_words(count: int) -> str:
    """Return a count of hits, "1000+" where counting stopped."""
    return f"{MOST_COUNTED}+" if count >= MOST_COUNTED else str(count)


def all_words(row: SectionRow) -> str:
    """Return the words that show the whole group."""
    count = count_words(row.count)
    match row.group:
        case Group.ROOMS:
            text = SearchText.tr("View all %n chat(s)", "", row.count)
        case Group.PEOPLE:
            text = SearchText.tr("View all %n people", "", row.count)
        case Group.MESSAGES:
            text = SearchText.tr("View all %n message(s)", "", row.count)
        case _:
            text = SearchText.tr("View all %n file(s)", "", row.count)
    return text.replace(str(row.count), count)


def person_note(hit: PersonHit) -> str:
    """Return the line under a person's name: own name, class, number or subject."""
    number = ""
    if hit.number and hit.person.role is Role.STUDENT:
        number = QCoreApplication.translate("SearchText", "No. {number}").format(number=hit.number)
    return " · ".join(part for part in (hit.own_name, hit.class_name, hit.subject, number) if part)


def message_note(hit: MessageHit) -> tuple[str, int]:
    """Return the line under a message's room, and where the found text begins in it."""
    if hit.own:
        before = QCoreApplication.translate("SearchText", "Me: ")
    elif hit.room.kind is RoomKind.DIRECT:
        before = ""
    else:
        before = QCoreApplication.translate("SearchText", "{name}: ").format(name=hit.sender.name)
    return before + hit.text, len(before)


def describe_found(row: SearchRow) -> str:
    """Return one row as a line: what it is, who, when, what."""
    match row:
        case SectionRow():
            parts = [section_words(row), "" if row.recent else count_words(row.count)]
        case RoomHit():
            parts = [row.room.name]
        case PersonHit():
            parts = [row.person.name, role_text(row.person.role), person_note(row)]
        case MessageHit():
            when = QLocale().toString(QDateTime.fromMSecsSinceEpoch(row.ts), QLocale.FormatType.ShortFormat)
            name = row.attachment.name if row.attachment is not None else ""
            parts = [row.room.name, row.sender.name, name, row.text, when]
    return ", ".join(part for part in parts if part)
