"""The middle column: header, banner, timeline with pill and typing line, composer."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from schoolbell.base.clock import Clock
from schoolbell.domain.chat.items import MessageItem, Person, TimelineItem
from schoolbell.ui.errors import error_words
from schoolbell.ui.messages.banner import ConnectionBanner
from schoolbell.ui.messages.composer import Composer
from schoolbell.ui.messages.header import RoomHeaderBar
from schoolbell.ui.messages.pill import JumpPill
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.strip import Strip
from schoolbell.viewmodels.listmodel import ItemListModel

_NOTICE_MS = 8000
_SIDE = 24


class Conversation(Panel):
    """Places what floats over the timeline and counts what arrived below; `jump` asks for the newest."""

    jump = Signal()
    cleared = Signal()  # another room is opened
    seen = Signal(str)  # key of the last visible row: again whenever rows were added

    def __init__(
        self,
        theme: Theme,
        model: ItemListModel[TimelineItem],
        clock: Clock,
        complete: Callable[[str], list[Person]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("conversation")
        self.model = self._model = model
        self._typing: tuple[Person, ...] = ()
        self._live = True
        self._in_its_place = False  # the timeline has the keyboard because one may not write
        self._last_seen = ""  # newest row when the timeline stood at its end
        self._visible = ""
        self.header = RoomHeaderBar(theme)
        self.banner = ConnectionBanner(theme, clock.monotonic)
        self.timeline = TimelineView(theme, clock=clock)
        self.timeline.set_pixmap_provider(lambda *_: None)  # pictures have their place at the first paint
        self.timeline.set_model(model)
        self.notice = Strip(theme, "circle-alert", kind="danger")
        self.notice.setObjectName("noticeStrip")
        self.notice.hide()
        self.composer = Composer(theme, complete)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.banner)
        layout.addWidget(self.timeline, 1)
        layout.addWidget(self.notice)
        layout.addWidget(self.composer)
        self.pill = JumpPill(theme, self)
        self.pill.clicked.connect(self._jump)
        self.typing_line = Text(theme, "text_3", 12, parent=self)
        self.typing_line.setObjectName("typingLine")
        self.typing_line.hide()
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.setInterval(_NOTICE_MS)
        self._notice_timer.timeout.connect(self.notice.hide)
        # New rows below do not move what is visible, but they count on the pill.
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(0)
        self._recount.timeout.connect(self._rows_came)
        model.rowsInserted.connect(lambda *_: self._recount.start())
        self.timeline.visible_range.connect(self._visible_changed)
        self.timeline.at_bottom_changed.connect(lambda _at: self.update_pill())
        self.retranslate()

    @property
    def visible_key(self) -> str:
        """Key of the last visible row, "" when nothing is shown."""
        return self._visible

    def add_strip(self, strip: QWidget) -> None:
        """Put a line of words between timeline and composer, above what went wrong."""
        self._column.insertWidget(self._column.indexOf(self.notice), strip)

    def add_top(self, strip: QWidget) -> None:
        """Put a line of words between banner and timeline."""
        self._column.insertWidget(self._column.indexOf(self.timeline), strip)

    def retranslate(self) -> None:
        """Set all texts."""
        self.timeline.setAccessibleName(self.tr("Conversation"))
        self.pill.retranslate()
        self.show_typing(self._typing)

    def reset(self) -> None:
        """Another room is opened: nothing has been seen of it yet."""
        self._last_seen = self._visible = ""
        self.pill.hide()
        self.cleared.emit()

    def show_typing(self, people: Sequence[Person]) -> None:
        """Say who is typing."""
        self._typing = tuple(people)
        if not people:
            self.typing_line.hide()
            return
        if len(people) == 1:
            words = self.tr("{name} is typing …").format(name=people[0].name)
        else:
            words = self.tr("%n people are typing …", "", len(people))
        self.typing_line.set_text(words)
        self.typing_line.show()
        self._place_floating()

    def show_failure(self, code: str, details: dict[str, object]) -> None:
        """Say in one line above the composer what did not work."""
        self.composer.failed()
        words = error_words(code, details)
        self.say(self.tr("{what}. {advice}").format(what=words.title, advice=words.advice))

    def say(self, words: str, *, done: bool = False) -> None:
        """Say something in one line above the composer; `done`: it is good news."""
        self.notice.set_kind(*(("neutral", "circle-check") if done else ("danger", "circle-alert")))
        self.notice.set_texts(words)
        self.notice.show()
        self._notice_timer.start()

    # -- the keyboard ---------------------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Put the keyboard where one writes; where one may not, where one reads."""
        self._in_its_place = bool(self.composer.refusal)
        place = self.timeline if self._in_its_place else self.composer.input
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_refusal(self, words: str) -> None:
        """Say why one may not write here ("": one may); the keyboard stays in the conversation."""
        focus = QApplication.focusWidget()
        wrote = focus is not None and self.composer.isAncestorOf(focus)
        waited = self._in_its_place and self.timeline.hasFocus()
        self.composer.set_refusal(words)
        if wrote if words else waited:
            self.take_keyboard()

    def set_live(self, live: bool) -> None:
        """Say whether the window of rows ends at the newest message."""
        self._live = live
        self.update_pill()

    def update_pill(self) -> None:
        """Show or hide the pill and count what arrived since the end was last in view."""
        items = self._model.items()
        at_end = self.timeline.at_bottom and self._live
        if at_end and items:
            self._last_seen = items[-1].key
        self.pill.set_count(0 if at_end else self._arrived(items))
        self.pill.setVisible(not at_end and bool(items))
        if not at_end:
            self._place_floating()
            self.pill.raise_()

    def _arrived(self, items: Sequence[TimelineItem]) -> int:
        found = 0
        for item in reversed(items):
            if item.key == self._last_seen:
                return found
            if isinstance(item, MessageItem) and not item.own:
                found += 1
        return 0

    def _jump(self) -> None:
        self.jump.emit()
        self.timeline.scroll_to_bottom()

    def _visible_changed(self, _first: str, last: str) -> None:
        self._visible = last
        self.seen.emit(last)
        self.update_pill()

    def _rows_came(self) -> None:
        if self._visible:
            self.seen.emit(self._visible)
        self.update_pill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place what floats."""
        super().resizeEvent(event)
        self._place_floating()

    def _place_floating(self) -> None:
        area = self.timeline.geometry()
        size = self.pill.sizeHint()
        left, top = area.right() - _SIDE - size.width() + 1, area.bottom() - 12 - size.height() + 1
        self.pill.setGeometry(left, top, size.width(), size.height())
        line = self.typing_line
        line.setGeometry(
            _SIDE, self.composer.y() - 12, min(area.width() - 2 * _SIDE, line.sizeHint().width()), 16
        )
        line.raise_()
