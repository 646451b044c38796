"""What leads back in a conversation: the pill to the first unread message, the calendar, words about both."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QEvent, QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.items import NewItem
from schoolbell.ui.messages.conversation import Conversation
from schoolbell.ui.messages.pill import UnreadPill
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.strip import Strip
from schoolbell.viewmodels.history import HistoryPresenter

if TYPE_CHECKING:
    from schoolbell.ui.messages.day_popup import DayPopup

_SIDE = 24
_NOTE_MS = 8000
_SLOW_MS = 400  # a jump that takes longer says so


class LookingBack(QObject):
    """Adds to `conversation` a pill over its timeline, a calendar under its header, a strip of words.

    The pill stands as long as the first unread message is above what is seen.
    """

    def __init__(
        self, theme: Theme, conversation: Conversation, presenter: HistoryPresenter, clock: Clock
    ) -> None:
        super().__init__(conversation)
        self._theme = theme
        self._conversation = conversation
        self._presenter = presenter
        self._clock = clock
        self._timeline, self._model = conversation.timeline, conversation.model
        self._count, self._floor = 0, False
        self._first = ""
        self._told = ("", 0)
        self.pill = UnreadPill(theme, conversation)
        self.pill.clicked.connect(presenter.jump_to_unread)
        self.note = Strip(theme, "calendar")
        self.note.setObjectName("jumpNote")
        self.note.hide()
        conversation.add_strip(self.note)
        self._note_timer = self._timer(_NOTE_MS, self.note.hide)
        self._slow_timer = self._timer(_SLOW_MS, self._show_busy)
        self._look_timer = self._timer(0, self._look)
        presenter.unread_above_changed.connect(self._unread_above)
        presenter.told.connect(self._tell)
        presenter.busy_changed.connect(self._busy)
        conversation.cleared.connect(self._reset)
        conversation.header.day_wanted.connect(self._toggle_days)
        self._timeline.visible_range.connect(self._seen)
        self._timeline.quote_clicked.connect(presenter.jump_to)
        self._timeline.installEventFilter(self)
        for signal in (self._model.rowsInserted, self._model.rowsRemoved, self._model.modelReset):
            signal.connect(lambda *_: self._look_timer.start())
        for keys, call in (("Ctrl+G", self._toggle_days), ("Ctrl+Home", self._to_unread)):
            shortcut = QShortcut(QKeySequence(keys), conversation)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    @cached_property
    def days(self) -> "DayPopup":
        """The calendar, made when it is first wanted."""
        from schoolbell.ui.messages.day_popup import DayPopup

        header = self._conversation.header
        popup = DayPopup(self._theme, header.days, self._conversation)
        popup.chosen.connect(lambda date: self._presenter.jump_to_date(date.year(), date.month(), date.day()))
        popup.closed.connect(self._timeline.setFocus)
        return popup

    def _reset(self) -> None:
        self._first = ""
        self.pill.hide()
        self.note.hide()
        if "days" in self.__dict__:
            self.days.close_popup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay where the timeline is; follow the language."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        elif event.type() == QEvent.Type.LanguageChange:
            self.pill.retranslate()
            self._tell(*self._told)
        return False

    def _timer(self, interval: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(call)
        return timer

    # -- the first unread message ---------------------------------------------------------------------

    def _unread_above(self, count: int, floor: bool) -> None:
        self._count, self._floor = count, floor
        self._look()

    def _seen(self, first: str, _last: str) -> None:
        self._first = first
        self._look()

    def _look(self) -> None:
        """Show the pill if the first unread message is above, and tell once it came into view."""
        top = self._model.row_of(self._first) if self._first else -1
        divider = next((at for at, item in enumerate(self._model.items()) if isinstance(item, NewItem)), -1)
        hidden = self._floor or divider < 0 or divider + 1 < top  # floor: more is missing before the divider
        above = self._count > 0 and top >= 0 and hidden
        if above:
            self.pill.set_count(self._count, self._floor)
            self._place()
            self.pill.raise_()
        elif self._count > 0 and divider >= 0 and top >= 0:
            self._presenter.unread_seen()
        self.pill.setVisible(above)

    def _to_unread(self) -> None:
        if not self.pill.isHidden():
            self.pill.click()

    def _place(self) -> None:
        area, size = self._timeline.geometry(), self.pill.sizeHint()
        self.pill.setGeometry(
            area.right() - _SIDE - size.width() + 1, area.top() + 12, size.width(), size.height()
        )

    # -- days -----------------------------------------------------------------------------------------

    def _toggle_days(self) -> None:
        if "days" in self.__dict__ and not self.days.isHidden():
            self.days.close_popup()
        elif not self._conversation.header.days.isHidden():
            self.days.open_at(QDateTime.fromMSecsSinceEpoch(self._clock.now_ms()).date())

    # -- words ----------------------------------------------------------------------------------------

    def _busy(self, busy: bool) -> None:
        if busy:
            self._told = ("", 0)
            self.note.hide()
            self._slow_timer.start()
        else:
            self._slow_timer.stop()
            if not self._told[0]:
                self.note.hide()

    def _show_busy(self) -> None:
        self.note.set_texts(self.tr("Looking for it …"))
        self.note.show()
        self._note_timer.stop()

    def _tell(self, note: str, ts: int) -> None:
        """Say where a jump ended when that is not where it was meant to go."""
        self._told = (note, ts)
        if not note:
            return
        pattern = self.tr("MMMM d, yyyy", "date format inside a sentence")
        day = QLocale().toString(QDateTime.fromMSecsSinceEpoch(ts).date(), pattern)
        if note == "nearest":
            words = self.tr("That cannot be loaded now. These are the nearest messages on this computer.")
        elif note == "later":
            words = self.tr("Nobody wrote that day. The next message is from {day}.").format(day=day)
        elif ts:
            words = self.tr("Nobody has written since. The last message is from {day}.").format(day=day)
        else:
            words = self.tr("Nobody has written since. These are the newest messages.")
        self.note.set_texts(words)
        self.note.show()
        self._note_timer.start()
