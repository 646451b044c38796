"""Binds notices to the Messages pane: the tool, the composer, the bar on top, the cards, who signed."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.items import MessageItem, NoticeFacts, Person
from schoolbell.domain.notices.items import NoticeDetail, NoticeDraft, Pinned, Signature
from schoolbell.ui.announcements.undo_toast import UndoToast
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.notices.pinned_bar import PinnedBar
from schoolbell.ui.notices.sign_panel import Signing
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.button import ToolButton
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.notices import NoticesPresenter
from schoolbell.viewmodels.notices_compose import NoticeComposePresenter
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder

if TYPE_CHECKING:
    from schoolbell.ui.notices.compose_page import NoticeComposePage
    from schoolbell.ui.notices.follow_page import NoticeFollowPage

_PAGE = "notice"


class NoticeBinding(QObject):
    """`ding_wanted` asks to chase who is open: user ids, text, event id of a copy."""

    ding_wanted = Signal(object, str, str)

    def __init__(
        self,
        theme: Theme,
        pane: MessagesPane,
        messages: MessagesPresenter,
        notices: NoticesPresenter,
        compose: NoticeComposePresenter,
        clock: Clock,
    ) -> None:
        super().__init__(pane)
        self._theme = theme
        self._pane = pane
        self._messages = messages
        self._notices = notices
        self._compose = compose
        self._clock = clock
        self._me: Person | None = None
        self.voice: tuple[Recorder, Playing] | None = None  # set before the editor is made
        self._chased = ""  # key of the notice whose open families are to be DINGed once they are known
        self.tool = ToolButton(theme, "megaphone", "", edge=28, icon_size=18)
        self.tool.setObjectName("noticeTool")
        self.tool.clicked.connect(lambda: self.begin(messages.room_id))
        pane.composer.add_tool(self.tool)
        self.bar = PinnedBar(theme, clock.now_ms)
        pane.conversation.add_top(self.bar)
        self.signing = Signing(theme, pane.timeline, self._sign)
        self.toast = UndoToast(theme, clock.now_ms, pane.timeline, pane)
        self._connect()
        notices.show_room(messages.room_id)
        self._refresh()

    def _connect(self) -> None:
        pane, notices, compose = self._pane, self._notices, self._compose
        pane.installEventFilter(self)
        self._messages.room_opened.connect(self._room_opened)
        self._messages.header_changed.connect(lambda _header: self._refresh())
        self.bar.opened.connect(self._open_pinned)
        pane.timeline.notice_action.connect(self._act)
        pane.over_left.connect(compose.leave)
        pane.details.closed.connect(self._details_closed)
        notices.pinned_changed.connect(self.bar.show_pinned)
        notices.detail_changed.connect(self._on_detail)
        notices.confirmed.connect(lambda _key: self.signing.close())
        notices.failed.connect(pane.show_failure)
        notices.exported.connect(self._exported)
        compose.may_write_changed.connect(self._refresh)
        compose.held_changed.connect(self.toast.tell)
        compose.sent.connect(self._sent)
        compose.undone.connect(lambda _draft: self._show_composer())
        compose.too_late.connect(self._too_late)
        self.toast.undo_wanted.connect(lambda: compose.undo())
        self.toast.send_wanted.connect(compose.send_now)
        take_back = QShortcut(QKeySequence.StandardKey.Undo, pane)
        take_back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        take_back.activated.connect(lambda: compose.undo())
        take_back.setEnabled(False)  # only while there is something to be taken back
        compose.held_changed.connect(lambda held: take_back.setEnabled(held is not None))

    # -- texts ----------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        self.tool.setVisible(self._compose.may_write)
        self.tool.set_name(self.tr("Write a notice to classes"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pane's language and size."""
        if watched is self._pane and event.type() == QEvent.Type.LanguageChange:
            self._refresh()
        elif watched is self._pane and event.type() == QEvent.Type.Resize and not self.toast.isHidden():
            self.toast.place()
        return False

    # -- writing --------------------------------------------------------------------------------------

    @cached_property
    def composer(self) -> "NoticeComposePage":
        """The editor, made when it is first wanted."""
        from schoolbell.ui.notices.compose_page import NoticeComposePage

        page = NoticeComposePage(self._theme, self._compose, self._notices, self._clock)
        page.set_me(self._me)
        page.closed.connect(lambda: self._pane.show_over(None))
        page.opened_sent.connect(self._follow_own)
        if self.voice is not None:
            page.set_voice(*self.voice)
        return page

    def set_me(self, me: Person | None) -> None:
        """Say who writes here."""
        self._me = me
        if "composer" in self.__dict__:
            self.composer.set_me(me)

    def begin(self, room_id: str = "") -> None:
        """Write a notice; from a class's room, to that class."""
        self._show_composer()
        self._compose.begin(room_id)

    def _show_composer(self) -> None:
        self._pane.close_details()
        page = self.composer
        self._pane.show_over(page)
        page.take_keyboard()

    def _sent(self, _draft: NoticeDraft) -> None:
        if not self._compose.draft.id:  # else somebody writes on
            self._pane.show_over(None)
        self.toast.raise_()

    def _too_late(self) -> None:
        self._pane.conversation.say(self.tr("It was sent already; it can still be withdrawn"))

    def _change(self, key: str) -> None:
        self._show_composer()
        self._compose.change(key)

    def _follow_own(self, key: str) -> None:
        self._pane.show_over(None)
        self.follow(key)

    # -- reading --------------------------------------------------------------------------------------

    def _room_opened(self, room_id: str) -> None:
        self.signing.close()
        self._notices.show_room(room_id)

    def _open_pinned(self, pinned: Pinned) -> None:
        self._pane.open_at(pinned.room_id, pinned.event_id)

    def _facts(self, key: str) -> NoticeFacts | None:
        model = self._messages.timeline
        row = model.row_of(key)
        item = model.item(row) if row >= 0 else None
        return item.notice if isinstance(item, MessageItem) else None

    def _act(self, what: str, key: str, value: str) -> None:
        facts = self._facts(key)
        if facts is None:
            return
        match what:
            case "confirm":
                self._notices.confirm(facts.key)
            case "sign":
                self.signing.open(key)
            case "follow":
                self.follow(facts.key)
            case "ding":
                self._chase(facts.key)
            case "retry":
                self._notices.retry(facts.key)
            case "file":
                self._open_file(value)

    def _sign(self, key: str, signature: Signature) -> None:
        facts = self._facts(key)
        if facts is not None:
            self._notices.confirm(facts.key, signature)

    def _open_file(self, event_id: str) -> None:
        """Open the message that carries a file, or go to it where it is not in the window."""
        for item in self._messages.timeline.items():
            if isinstance(item, MessageItem) and item.event_id == event_id:
                self._pane.timeline.attachment_clicked.emit(item.key)
                return
        self._messages.jump_to(event_id)

    # -- following ------------------------------------------------------------------------------------

    @cached_property
    def page(self) -> "NoticeFollowPage":
        """The details of an own notice, made when they are first wanted."""
        from schoolbell.ui.notices.follow_page import NoticeFollowPage

        page = NoticeFollowPage(self._theme, self._notices)
        page.ding_wanted.connect(self.ding_wanted)
        page.change_wanted.connect(self._change)
        self._notices.detail_changed.connect(lambda _detail: self._retitle())  # after the page itself
        self._pane.pages.add(_PAGE, page)
        return page

    def follow(self, key: str) -> None:
        """Show who has signed an own notice."""
        self._notices.open(key)
        self.page.show_detail(self._notices.detail)
        self._pane.open_page(_PAGE)

    def _chase(self, key: str) -> None:
        detail = self._notices.detail
        if detail is not None and detail.facts.key == key:
            self._ding(detail)
        else:
            self._chased = key
            self._notices.open(key)

    def _on_detail(self, detail: NoticeDetail | None) -> None:
        if detail is not None and detail.facts.key == self._chased:
            self._chased = ""
            self._ding(detail)

    def _retitle(self) -> None:
        if self._pane.details.page == _PAGE:
            self._pane.details.retranslate()

    def _ding(self, detail: NoticeDetail) -> None:
        users = detail.open_users
        if users:
            self.ding_wanted.emit(users, detail.facts.title, detail.announcement.copies[0].event_id)

    def _details_closed(self) -> None:
        if not self._chased:
            self._notices.open("")

    def _exported(self, _path: str) -> None:
        self._pane.conversation.say(self.tr("The list was saved"), done=True)
