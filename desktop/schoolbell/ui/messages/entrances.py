"""The ways from a conversation to a DING: a message's menu, who has not read it, the composer's tools."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QMenu

from schoolbell.domain.chat.items import MessageItem, Person
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.theme.icons import icon
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import Button, ToolButton
from schoolbell.viewmodels.messages import MessagesPresenter

if TYPE_CHECKING:
    from schoolbell.ui.messages.members_page import MembersPage
    from schoolbell.ui.messages.reads_page import ReadsPage


class _Tool(ToolButton):
    """Tells of another language."""

    retranslated = Signal()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslated.emit()
        super().changeEvent(event)


class DingEntrances(QObject):
    """`may` says whether this account may DING at all: for a student nothing of this is there."""

    text_wanted = Signal(str, str, str)  # room id, text, event id: DING this message, "" = a new one
    people_wanted = Signal(object, str, str)  # user ids, text, event id: DING these people about it

    def __init__(
        self, theme: Theme, pane: MessagesPane, presenter: MessagesPresenter, may: Callable[[], bool]
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._presenter = presenter
        self._may = may
        self._unread: tuple[ReadsPage, Button] | None = None
        self._theme = theme
        self.tool = _Tool(theme, "bell-ring", "", edge=28, icon_size=18)
        self.tool.retranslated.connect(self.refresh)
        self.tool.setObjectName("dingTool")
        self.tool.clicked.connect(lambda: self.text_wanted.emit(presenter.room_id, "", ""))
        pane.composer.add_tool(self.tool)
        pane.menu.extras.append(self._entry)
        pane.pages.when_made("reads", self._add_to_reads)
        pane.pages.when_made("members", self._add_to_members)
        presenter.header_changed.connect(lambda _header: self.refresh())
        presenter.reads_changed.connect(lambda _lists: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show what this account may do now, in the reader's language."""
        may = self._may()
        self.tool.setVisible(may)
        self.tool.set_name(self.tr("DING these people"))
        if self._unread is not None:
            page, button = self._unread
            count = len(page.lists.unread) if page.lists is not None else 0
            button.setVisible(may)
            button.setEnabled(count > 0)
            button.setText(self.tr("DING the %n unread", "", count))
            button.setAccessibleName(button.text())

    def _entry(self, item: MessageItem) -> tuple[str, str, Callable[[], object]] | None:
        if not item.body or not self._may():
            return None
        room_id = self._presenter.room_id
        return (
            "bell-ring",
            self.tr("DING this"),
            lambda: self.text_wanted.emit(room_id, item.body, item.event_id),
        )

    def _add_to_reads(self, page: "ReadsPage") -> None:
        button = Button(self._theme, "", kind="delete", icon="bell-ring")
        button.setObjectName("dingUnread")
        button.clicked.connect(lambda: self._ding_unread(page))
        page.add_action(button)
        self._unread = page, button
        self.refresh()

    def _add_to_members(self, page: "MembersPage") -> None:
        page.more.append(self._add_person)

    def _add_person(self, menu: QMenu, person: Person) -> None:
        if person.user_id == self._presenter.session.me or not self._may():
            return
        action = menu.addAction(
            icon("bell-ring", self._theme.tokens.text_2, 16),
            self.tr("DING {name}").format(name=person.name),
        )
        action.triggered.connect(lambda: self.people_wanted.emit((person.user_id,), "", ""))

    def _ding_unread(self, page: "ReadsPage") -> None:
        lists = page.lists
        if lists is not None and lists.unread:
            users = tuple(reader.person.user_id for reader in lists.unread)
            self.people_wanted.emit(users, lists.body, lists.event_id)
