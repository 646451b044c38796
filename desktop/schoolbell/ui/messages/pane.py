"""The Messages pane: rooms, timeline with composer, details; signals of the presenter in, gestures out."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.items import MessageItem, MessageKind, Quote, RoomHeader
from schoolbell.domain.chat.ports import SyncState, SyncStatus
from schoolbell.ui.links import open_outside
from schoolbell.ui.messages.banner import ConnectionBanner, OfflineStrip
from schoolbell.ui.messages.banners import Banners
from schoolbell.ui.messages.context import InContext
from schoolbell.ui.messages.conversation import Conversation
from schoolbell.ui.messages.details import DetailsColumn
from schoolbell.ui.messages.looking_back import LookingBack
from schoolbell.ui.messages.pages import DetailsPages
from schoolbell.ui.messages.room_list import RoomListPane
from schoolbell.ui.messages.writing import Writing
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.mute_words import closed_words, refusal_words

if TYPE_CHECKING:
    from schoolbell.ui.messages.message_menu import MessageMenu
    from schoolbell.ui.messages.outbox_page import OutboxSource
    from schoolbell.viewmodels.invitations import InvitationsPresenter

FOLD_BELOW = 1100


class MessagesPane(Panel):
    """Everything of Messages. `window_narrow` tells below which width the details float."""

    sign_in_wanted = Signal()
    link_opened = Signal(str)  # links of our own kind, for the shell
    search_wanted = Signal(str)  # room id to search in, "" everywhere
    over_left = Signal()  # the page that stood in place of the conversation went

    def __init__(
        self,
        theme: Theme,
        presenter: MessagesPresenter,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("messagesPane")
        self._presenter = presenter
        self._now_ms = clock.now_ms
        self._header: RoomHeader | None = None
        self._status: SyncStatus | None = None
        self._signed_out = False
        self._asked: QWidget | None = None
        self._over: QWidget | None = None

        self.rooms = RoomListPane(theme, presenter.rooms, clock.now_ms)
        self.strip = OfflineStrip(theme)
        self.rooms.foot.addWidget(self.strip)
        self.conversation = Conversation(theme, presenter.timeline, clock, presenter.complete_mention)
        self.header, self.banner = self.conversation.header, self.conversation.banner
        self.timeline, self.composer = self.conversation.timeline, self.conversation.composer
        self.notice, self.pill = self.conversation.notice, self.conversation.pill
        self.typing_line = self.conversation.typing_line
        self.details = DetailsColumn(theme, self)
        self.pages = DetailsPages(theme, self.details, clock.now_ms, self.show_failure)
        self._empty = EmptyState(theme, "")
        self._empty.setObjectName("noRoom")
        self.outer_banner = ConnectionBanner(theme, clock.monotonic)  # while no conversation is open
        self.outer_banner.setObjectName("outerBanner")
        self.banners = Banners((self.banner, self.outer_banner), self)
        nothing = QWidget()
        around = QVBoxLayout(nothing)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.outer_banner)
        around.addWidget(self._empty, 1)

        self._stack = QStackedLayout()
        self._stack.addWidget(nothing)
        self._stack.addWidget(self.conversation)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(0)
        self._columns.addWidget(self.rooms)
        self._centre = QVBoxLayout()
        self._centre.setSpacing(0)
        self._centre.addLayout(self._stack, 1)
        self._columns.addLayout(self._centre, 1)
        self._columns.addWidget(self.details)

        self.writing = Writing(presenter, self.composer, self.timeline)
        self.context = InContext(presenter, self.timeline, self.composer.input)
        self.back = LookingBack(theme, self.conversation, presenter.history, clock)
        self._connect_presenter()
        self._connect_views()
        self._shortcuts()
        self.retranslate()

    # -- wiring ---------------------------------------------------------------------------------------

    def _connect_presenter(self) -> None:
        presenter = self._presenter
        presenter.header_changed.connect(self._show_header)
        presenter.reads_changed.connect(self.pages.show_reads)
        presenter.status_changed.connect(self.show_status)
        presenter.failed.connect(self.show_failure)
        presenter.typing_changed.connect(self.conversation.show_typing)
        presenter.members_changed.connect(self.pages.set_people)
        presenter.room_opened.connect(self._room_opened)
        presenter.counts_changed.connect(self.rooms.set_counts)
        presenter.live_changed.connect(self.conversation.set_live)

    def _connect_views(self) -> None:
        presenter = self._presenter
        self.rooms.chosen.connect(self.open_room)
        self.rooms.filter_wanted.connect(presenter.set_filter)
        self.rooms.search_wanted.connect(lambda: self.search_wanted.emit(""))
        self.header.search_wanted.connect(lambda: self.search_wanted.emit(presenter.room_id))
        self.strip.clicked.connect(self.toggle_outbox)
        self.header.details_toggled.connect(self._toggle_members)
        self.banners.retry.connect(presenter.retry_connection)
        self.banners.sign_in.connect(self.sign_in_wanted)
        self.banners.changed.connect(self._place_details)
        self.details.closed.connect(self.close_details)
        self.conversation.jump.connect(presenter.jump_to_live)
        self.conversation.seen.connect(self._seen)
        view = self.timeline
        view.near_top.connect(presenter.load_older)
        view.near_bottom.connect(presenter.load_newer)
        view.gap_visible.connect(presenter.load_gap)
        view.gap_clicked.connect(lambda key: presenter.load_gap(key, True))
        view.reads_clicked.connect(self.show_reads)
        view.retry_clicked.connect(presenter.retry)
        view.delete_clicked.connect(presenter.remove)
        view.link_clicked.connect(self._open_link)
        view.reaction_clicked.connect(presenter.react)
        view.menu_requested.connect(self._show_menu)
        for signal in (presenter.rooms.rowsInserted, presenter.rooms.modelReset):
            signal.connect(lambda *_: self._name_empty())

    @cached_property
    def menu(self) -> "MessageMenu":
        from schoolbell.ui.messages.message_menu import MessageMenu

        presenter, menu, write = self._presenter, MessageMenu(self.theme, self), self.composer
        menu.copy.connect(self._copy)
        menu.reply.connect(lambda item: write.begin_reply(Quote(item.key, item.sender.name, item.body)))
        menu.react.connect(lambda item, symbol: presenter.react(item.key, symbol))
        menu.edit.connect(lambda item: self.composer.begin_edit(item.key, item.body))
        menu.recall.connect(lambda item: presenter.redact(item.key))
        menu.reads.connect(lambda item: self.show_reads(item.key))
        menu.retry.connect(lambda item: presenter.retry(item.key))
        menu.delete.connect(lambda item: presenter.remove(item.key))
        menu.file.connect(lambda item, what: self.timeline.file_action.emit(what, item.key))
        return menu

    def _shortcuts(self) -> None:
        for keys, call in (
            ("Ctrl+F", self.header.search.click),
            ("Alt+Down", lambda: self.rooms.step(1)),
            ("Alt+Up", lambda: self.rooms.step(-1)),
            ("Ctrl+End", self.pill.click),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def set_outbox(self, source: "OutboxSource") -> None:
        """Take where the outbox page gets its rows."""
        self.pages.set_outbox(source)

    def set_invitations(self, source: "InvitationsPresenter") -> None:
        """Show above the conversation who would like to chat (after the first paint)."""
        from schoolbell.ui.messages.invitations import InvitationRow

        self._asked = InvitationRow(self.theme, source, self)
        self._centre.insertWidget(0, self._asked)
        source.changed.connect(lambda _items: self._place_details())

    # -- texts ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Messages"))
        self._name_empty()
        self._update_refusal()

    def _name_empty(self) -> None:
        loading = self._status is None or self._status.state is SyncState.CONNECTING
        self.rooms.set_loading(loading)
        if self._presenter.rooms.rowCount():
            self._empty.set_texts(
                self.tr("Choose a conversation"), self.tr("Or search for a group or a person with Ctrl+K.")
            )
        elif loading:
            self._empty.set_texts(
                self.tr("Your groups are on their way"), self.tr("They appear as soon as the school answers.")
            )
        else:
            self._empty.set_texts(self.tr("No groups yet"), self.tr("The school adds you to your groups."))

    # -- rooms ----------------------------------------------------------------------------------------

    def open_room(self, room_id: str) -> None:
        """Show a room; the draft of the one before is kept first."""
        if room_id == self._presenter.room_id:
            self.show_over(None)
            self.focus_composer()
            return
        self.writing.give_back()
        self.leave_room()
        self.conversation.reset()
        self.composer.load("", None)
        self._presenter.open_room(room_id)
        self.focus_composer()

    def open_at(self, room_id: str, event_id: str) -> None:
        """Show a message where it was said (a hit of the search), or with "" just the room."""
        if event_id and self.window().width() < FOLD_BELOW:
            self.close_details()  # floating, they would lie over it
        self.open_room(room_id)
        self.context.show(event_id)

    def show_over(self, page: QWidget | None) -> None:
        """Show a page in place of the conversation until a room is opened; None: the conversation again."""
        before, self._over = self._over, page
        if page is not None:
            if self._stack.indexOf(page) < 0:
                self._stack.addWidget(page)
            self._stack.setCurrentWidget(page)
        elif before is not None:
            self._stack.setCurrentIndex(1 if self._presenter.room_id else 0)
            self.over_left.emit()

    def leave_room(self) -> None:
        """Keep the draft (before another room, before closing)."""
        self.composer.save_draft()
        self.composer.completions.hide()

    def focus_composer(self) -> None:
        """Put the keyboard where one writes, or where one reads when one may not."""
        self.conversation.take_keyboard()

    def _room_opened(self, room_id: str) -> None:
        self.rooms.set_open(room_id)
        self.show_over(None)
        self._stack.setCurrentIndex(1 if room_id else 0)
        if self.details.page == "reads":
            self.close_details()
        self._name_empty()

    def _show_header(self, header: RoomHeader | None) -> None:
        self._header = header
        self.header.show_header(header)
        if header is not None:
            if self._over is None:
                self._stack.setCurrentIndex(1)
            self.rooms.set_open(header.key)
        self._update_refusal()

    def _update_refusal(self) -> None:
        header = self._header
        words = ""
        if self._signed_out:
            words = self.tr("Sign in again to write")
        elif header is not None and header.encrypted:
            words = self.tr("This room is end-to-end encrypted; Schoolbell cannot write here")
        elif header is not None and not header.can_send and header.muted_until is not None:
            words = refusal_words(header.muted_until, self._now_ms())
        elif header is not None and not header.can_send:
            words = closed_words() if header.closed else self.tr("Only teachers may write here")
        self.conversation.set_refusal(words)

    # -- writing --------------------------------------------------------------------------------------

    def engine_ready(self) -> None:
        """The engine is there: what was sent in the first moments goes now."""
        self.writing.engine_ready()

    def set_signed_out(self, signed_out: bool) -> None:
        """Without a session nothing can be written; what is here stays readable."""
        self._signed_out = signed_out
        self._update_refusal()

    def show_failure(self, code: str, details: dict[str, object]) -> None:
        """Say in one line above the composer what did not work."""
        self.conversation.show_failure(code, details)

    # -- timeline -------------------------------------------------------------------------------------

    def _seen(self, key: str) -> None:
        self._presenter.visible_changed(key, self.window().isActiveWindow())

    def window_activated(self) -> None:
        """The window has the focus again: what is seen counts as read."""
        if self.conversation.visible_key and self.isVisible():
            self._presenter.visible_changed(self.conversation.visible_key, True)

    def _open_link(self, url: str) -> None:
        if open_outside(url):
            self.link_opened.emit(url)

    def _copy(self, item: MessageItem) -> None:
        QGuiApplication.clipboard().setText(self.timeline.selected_text() or item.body)

    def _show_menu(self, key: str, position: QPoint) -> None:
        row = self._presenter.timeline.row_of(key)
        item = self._presenter.timeline.item(row) if row >= 0 else None
        if not isinstance(item, MessageItem) or item.kind is MessageKind.REDACTED:
            return
        header = self._header
        allowed = header is not None and header.can_send
        may_react = header is not None and header.can_react
        menu = self.menu.build(item, self.timeline.selected_text(), allowed, may_react)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)

    # -- details --------------------------------------------------------------------------------------

    def show_reads(self, key: str) -> None:
        """Open the read / unread lists of a message."""
        self.timeline.set_marked(key)
        self.pages.reads.show_lists(None)
        self.open_page("reads")
        self._presenter.show_reads(key)

    def toggle_outbox(self) -> None:
        """Open or close the outbox."""
        if self.details.page == "outbox":
            self.close_details()
            return
        self.open_page("outbox")
        self.pages.refresh_outbox()

    def close_details(self) -> None:
        """Close the right column."""
        was = self.details.page
        self.details.hide()
        self.header.details.setChecked(False)
        self.strip.set_open(False)
        if was == "reads":
            self.timeline.set_marked("")
            self._presenter.close_details()
        if was:
            self.focus_composer()

    def _toggle_members(self, wanted: bool) -> None:
        self.open_page("members") if wanted else self.close_details()

    def open_page(self, name: str) -> None:
        """Open the details at one of their pages."""
        if self.details.page == "reads" and name != "reads":
            self._presenter.close_details()
        self._place_details()
        self.pages.show(name)
        self.header.details.setChecked(True)
        self.strip.set_open(name == "outbox")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1100 px of window the details float over the conversation."""
        super().resizeEvent(event)
        self._place_details()

    def _place_details(self) -> None:
        self.details.place(self._columns, self.window().width() < FOLD_BELOW, self._below_banner())

    def _below_banner(self) -> int:
        """Return where floating details begin: they cover neither an invitation nor the banner."""
        row = self._asked
        top = 0 if row is None or row.isHidden() else row.height()
        if self._stack.currentIndex() == 0:
            return top + (0 if self.outer_banner.isHidden() else self.outer_banner.height())
        return top + (0 if self.banner.isHidden() else self.header.height() + self.banner.height())

    # -- connection -----------------------------------------------------------------------------------

    def show_status(self, status: SyncStatus) -> None:
        """Follow the connection and the outbox."""
        before = self._status
        self._status = status
        self.strip.show_status(status)
        self.banners.show_status(status)
        if self.details.page == "outbox":
            self.pages.refresh_outbox()
        if before is None or before.state is not status.state:
            self._name_empty()
