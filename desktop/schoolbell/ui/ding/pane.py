"""The DING pane: lists at the left, the thing itself beside them; signals in, gestures out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from schoolbell.base.clock import Clock
from schoolbell.domain.announcements.items import Household, Standing
from schoolbell.domain.chat.items import Person
from schoolbell.domain.chat.ports import SyncState, SyncStatus
from schoolbell.domain.ding.items import (
    DingDraft,
    DraftRow,
    ReceivedDetail,
    ReceivedRow,
    ScheduledRow,
    SentDetail,
    SentRow,
    Target,
)
from schoolbell.ui.announcements.undo_toast import UndoToast
from schoolbell.ui.ding.coming_page import ComingPage
from schoolbell.ui.ding.compose_page import ComposePage
from schoolbell.ui.ding.follow_page import FollowPage
from schoolbell.ui.ding.list_column import ListColumn
from schoolbell.ui.ding.notice_strip import NoticeStrip
from schoolbell.ui.ding.received_page import ReceivedPage
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.viewmodels.announcement_desk import Held
from schoolbell.viewmodels.ding import Counts, DingPresenter
from schoolbell.viewmodels.ding_compose import ComposePresenter
from schoolbell.viewmodels.playing import Playing
from schoolbell.viewmodels.recording import Recorder

_DAY_LOOK_MS = 60_000
_OFF = frozenset({SyncState.OFFLINE, SyncState.SIGNED_OUT})


class DingPane(Panel):
    """Everything of DING. The composer's draft is kept whenever something else is opened."""

    reply_wanted = Signal(str, str)  # room id, event id
    chat_wanted = Signal(str)  # user id
    file_chosen = Signal(object)  # FoundFile
    link_opened = Signal(str)

    def __init__(
        self,
        theme: Theme,
        presenter: DingPresenter,
        compose: ComposePresenter,
        clock: Clock,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("dingPane")
        self._presenter = presenter
        self._compose = compose
        self._status: SyncStatus | None = None
        self._opening: DingDraft | None = None  # sent just now, not in the list yet
        now_ms = clock.now_ms
        self._now_ms = now_ms

        self.lists = ListColumn(theme, presenter, now_ms)
        self.received = ReceivedPage(theme, now_ms)
        self.follow = FollowPage(theme, presenter.follow, now_ms)
        self.coming = ComingPage(theme, now_ms)
        self.compose = ComposePage(theme, compose, now_ms)
        self._empty = EmptyState(theme, "")
        self._empty.setObjectName("noDing")
        self._stack = QStackedLayout()
        for page in (self._empty, self.received, self.follow, self.coming, self.compose):
            self._stack.addWidget(page)
        self.offline = NoticeStrip(theme, "cloud-off", "neutral")
        self.offline.setObjectName("dingOffline")
        self.notice = NoticeStrip(theme, "circle-alert", "danger", closable=True)
        self.notice.setObjectName("dingNotice")
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.offline)
        right.addLayout(self._stack, 1)
        right.addWidget(self.notice)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.lists)
        columns.addWidget(self._right, 1)
        self.toast = UndoToast(theme, now_ms, self._right, self)
        self._days = QTimer(self)
        self._days.setInterval(_DAY_LOOK_MS)
        self._days.timeout.connect(presenter.look_at_day)

        self._connect_presenters()
        self._connect_views()
        self._shortcuts()
        self._counts(presenter.counts)

    # -- wiring ---------------------------------------------------------------------------------------

    def _connect_presenters(self) -> None:
        presenter, compose = self._presenter, self._compose
        presenter.counts_changed.connect(self._counts)
        presenter.opened.connect(self._opened)
        presenter.detail_changed.connect(lambda _detail: self._show())
        presenter.failed.connect(self.show_failure)
        presenter.reminded.connect(
            lambda _key: self.notice.say(self.tr("The reminder is on its way."), "done")
        )
        presenter.withdrawn.connect(lambda _key: self.notice.say(self.tr("It is taken back."), "done"))
        presenter.put_aside_done.connect(
            lambda _key: self.notice.say(self.tr("It comes back in five minutes."), "done")
        )
        presenter.exported.connect(
            lambda path: self.notice.say(self.tr("Saved as {path}").format(path=path), "done")
        )
        compose.failed.connect(self.show_failure)
        compose.held_changed.connect(self._held)
        compose.sent.connect(self._sent)
        for tab in ("sent", "scheduled"):
            presenter.model(tab).rowsInserted.connect(lambda *_: self._open_just_sent())
        compose.undone.connect(lambda _draft: self._show_compose())
        compose.too_late.connect(
            lambda: self.notice.say(self.tr("It has already gone out. You can withdraw it."), "late")
        )

    def _connect_views(self) -> None:
        presenter, compose = self._presenter, self._compose
        self.lists.chosen.connect(self.open_row)
        self.lists.new_wanted.connect(self.begin)
        received, follow = self.received, self.follow
        received.confirm_wanted.connect(presenter.confirm)
        received.aside_wanted.connect(presenter.put_aside)
        received.reply_wanted.connect(self.reply_wanted)
        received.forward_wanted.connect(lambda text, about: self.begin((), text, about))
        follow.remind_wanted.connect(presenter.remind)
        follow.withdraw_wanted.connect(presenter.withdraw)
        follow.export_wanted.connect(presenter.export)
        follow.chat_wanted.connect(self.chat_wanted)
        follow.ding_wanted.connect(self._ding_household)
        for page in (received, follow):
            page.file_chosen.connect(self.file_chosen)
            page.link_opened.connect(self.link_opened)
        self.coming.edit_wanted.connect(compose.undo)
        self.coming.send_wanted.connect(compose.send_now)
        self.compose.closed.connect(self.close_compose)
        self.toast.undo_wanted.connect(lambda: compose.undo())
        self.toast.send_wanted.connect(lambda: compose.send_now())
        self.toast.counted.connect(self._tick)

    def _shortcuts(self) -> None:
        self.undo_key = QShortcut(QKeySequence.StandardKey.Undo, self)
        self.undo_key.activated.connect(lambda: self._compose.undo())
        self.undo_key.setEnabled(False)
        keys = [self.undo_key]
        for sequence, call in (
            ("Ctrl+N", self.begin),
            ("Ctrl+F", lambda: self.lists.toggle_search(True)),
            ("Alt+Down", lambda: self.lists.view.step(1)),
            ("Alt+Up", lambda: self.lists.view.step(-1)),
        ):
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(call)
            keys.append(shortcut)
        for shortcut in keys:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # -- texts ----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("DING"))
        if not self._presenter.attached:
            self._empty.set_texts(self.tr("Your DINGs are on their way"))
        elif self._presenter.counts.waiting:
            self._empty.set_texts(
                self.tr("%n DING(s) wait for you", "", self._presenter.counts.waiting),
                self.tr("Open one at the left to read and confirm it."),
            )
        else:
            self._empty.set_texts(
                self.tr("Nothing waits for you"),
                self.tr("A DING stays on the screen of everybody it is for until they confirm it."),
            )
        self._say_offline()

    def show_status(self, status: SyncStatus | None) -> None:
        """Say what being offline means here."""
        self._status = status
        self._say_offline()

    def _say_offline(self) -> None:
        offline = self._status is not None and self._status.state in _OFF
        words = self.tr("Offline. What you confirm and send goes out when there is a connection.")
        self.offline.say(words if offline else "")

    def set_me(self, me: Person | None) -> None:
        """Say who writes, for the picture of what others will see."""
        self.compose.set_me(me)

    def show_failure(self, code: str, details: dict[str, object]) -> None:
        """Say in one line what did not work."""
        self.notice.say_error(code, details)
        self.received.failed()

    def _counts(self, counts: Counts) -> None:
        self.lists.set_counts(counts)
        self.lists.set_can_write(self._compose.can_write)
        self.retranslate()

    # -- the left column ------------------------------------------------------------------------------

    def show_tab(self, name: str) -> None:
        """Show "received", "sent" or "scheduled"."""
        self.lists.show_tab(name)

    def open_row(self, key: str) -> None:
        """Open a row of a list; a draft goes into the editor."""
        self.notice.say("")
        row = self._find(key)
        if isinstance(row, DraftRow):
            self._compose.load(row.id)
            self._presenter.open("")
            self._show_compose(row.key)
            return
        if not self.compose.isHidden():
            self._compose.leave()
        self._stack.setCurrentWidget(self._empty)
        self._presenter.open(key)
        self._opened(self._presenter.row)
        if self.lists.view.hasFocus() and isinstance(row, ReceivedRow):
            self.received.take_keyboard()

    def _find(self, key: str) -> object:
        for name in ("received", "sent", "scheduled"):
            model = self._presenter.model(name)
            row = model.row_of(key)
            if row >= 0:
                return model.item(row)
        return None

    def show_received(self, key: str) -> None:
        """Open a received DING (a pop-up or a notification leads here)."""
        self.show_tab("received")
        self.open_row(key)

    # -- the thing itself -----------------------------------------------------------------------------

    def _opened(self, _row: object) -> None:
        if self.composing and self._presenter.key == "":
            return
        self.lists.set_open(self._presenter.key)
        self._show()

    @property
    def composing(self) -> bool:
        """Whether the editor is open."""
        return self._stack.currentWidget() is self.compose

    def _show(self) -> None:
        row, detail = self._presenter.row, self._presenter.detail
        if self.composing and row is None:
            return
        match row:
            case ReceivedRow():
                found = detail if isinstance(detail, ReceivedDetail) else None
                self.received.show_row(row, found, may_write=self._compose.can_write)
                self._stack.setCurrentWidget(self.received)
            case SentRow() if row.held_until > self._now_ms():
                self._show_coming(row)
            case SentRow():
                self.follow.show_row(row, detail if isinstance(detail, SentDetail) else None)
                self._stack.setCurrentWidget(self.follow)
            case ScheduledRow():
                self._show_coming(row)
            case _:
                self._stack.setCurrentWidget(self._empty)
                self.retranslate()

    def _show_coming(self, row: SentRow | ScheduledRow) -> None:
        held = self._compose.held
        draft = held.draft if held is not None and held.draft.id == row.id else None
        self.coming.show_row(row, draft)
        self._stack.setCurrentWidget(self.coming)

    # -- writing --------------------------------------------------------------------------------------

    def set_voice(self, recorder: Recorder, playing: Playing) -> None:
        """From now on voice notes can be recorded and heard."""
        self.compose.set_voice(recorder, playing)
        for page in (self.received, self.follow):
            page.files.playing = playing

    def begin(self, targets: Sequence[Target] = (), text: str = "", about: str = "") -> None:
        """Write a new DING, or one made from something else."""
        self.notice.say("")
        self._presenter.open("")
        self._show_compose()
        self._compose.begin(targets, text, about)
        self.compose.take_keyboard()

    def _show_compose(self, key: str = "") -> None:
        self._presenter.open("")
        self.lists.set_open(key)
        self.lists.show_tab("sent")
        self._stack.setCurrentWidget(self.compose)
        self.compose.take_keyboard()

    def close_compose(self) -> None:
        """Put the editor away; what stands in it is kept as a draft."""
        self._compose.leave()
        self._stack.setCurrentWidget(self._empty)
        self.lists.set_open("")
        self._show()
        self.lists.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ding_household(self, one: Household) -> None:
        open_ = [person for person in one.people if person.standing is not Standing.CONFIRMED]
        targets = [
            Target("person", person.person.user_id, person.person.name, 1, 0, one.class_name, person.person)
            for person in (open_ or one.people)
        ]
        self.begin(targets)

    def leave(self) -> None:
        """Keep the draft (before the window closes, before another account)."""
        self._compose.save()

    def _sent(self, draft: DingDraft) -> None:
        if self.composing and self._compose.draft.id:  # somebody writes on
            return
        self.notice.say("")
        self._stack.setCurrentWidget(self._empty)
        self.lists.show_tab("scheduled" if draft.due_ms else "sent")
        if draft.due_ms:
            self.notice.say(self.tr("It goes out at its time. Until then it can be changed."), "done")
        self._open_sent(draft)

    def _open_just_sent(self) -> None:
        """The list has another row: perhaps what was sent just now, unless somebody opened something else."""
        draft = self._opening
        if draft is not None and not self._presenter.key and not self.composing:
            QTimer.singleShot(0, self, lambda: self._open_sent(draft))

    def _open_sent(self, draft: DingDraft) -> None:
        """Show the own DING as soon as the list has it."""
        self._opening = draft
        if self._presenter.open_sent(draft.id):
            self._opening = None
            self.lists.set_open(self._presenter.key)
            self._show()

    def _held(self, held: Held[DingDraft] | None) -> None:
        self.toast.tell(held)
        self.undo_key.setEnabled(held is not None)
        self._show()

    def _tick(self) -> None:
        self.coming.tick()
        self.lists.views["sent"].viewport().update()

    # -- events ---------------------------------------------------------------------------------------

    def focus_composer(self) -> None:
        """Put the keyboard where one goes on: the editor, else the list."""
        if self.composing:
            self.compose.take_keyboard()
        else:
            self.lists.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place what lies over the page."""
        super().resizeEvent(event)
        self.toast.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the day only while it is seen."""
        super().showEvent(event)
        self._presenter.look_at_day()
        self.lists.set_can_write(self._compose.can_write)
        self._days.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft; look no more."""
        self._days.stop()
        self._compose.save()
        super().hideEvent(event)
