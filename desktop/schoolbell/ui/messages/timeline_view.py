"""The timeline of a room: rows of a model, scrolled by pixels, read, selected and clicked."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from schoolbell.base.clock import Clock, SystemClock
from schoolbell.domain.chat.items import MessageItem, TimelineItem
from schoolbell.ui.errors import error_words
from schoolbell.ui.messages import timeline_accessible as accessible
from schoolbell.ui.messages.timeline_day import Midnight
from schoolbell.ui.messages.timeline_facts import Facts
from schoolbell.ui.messages.timeline_feed import Feed
from schoolbell.ui.messages.timeline_file_facts import FileFacts
from schoolbell.ui.messages.timeline_frame import paint_frame
from schoolbell.ui.messages.timeline_keys import Keys
from schoolbell.ui.messages.timeline_layout import RowFactory
from schoolbell.ui.messages.timeline_motion import Motion
from schoolbell.ui.messages.timeline_pictures import PixmapProvider
from schoolbell.ui.messages.timeline_pointer import Pointer
from schoolbell.ui.messages.timeline_reader import Reader
from schoolbell.ui.messages.timeline_report import Report
from schoolbell.ui.messages.timeline_row import RowLayout, Zone
from schoolbell.ui.messages.timeline_scroll import RowStack
from schoolbell.ui.messages.timeline_selection import Selection, copied_text, whole_text
from schoolbell.ui.messages.timeline_shift import Shift
from schoolbell.ui.theme.theme import Theme


class TimelineView(QAbstractScrollArea):
    """Shows a list model whose ITEM_ROLE returns a TimelineItem; see the signals for what it asks for.

    `clock` tells today from yesterday; `describe_error` gives the short words for an error code.
    """

    near_top = Signal()
    near_bottom = Signal()
    visible_range = Signal(str, str)  # keys of the first and the last message in view
    reads_clicked = Signal(str)
    retry_clicked = Signal(str)
    delete_clicked = Signal(str)
    link_clicked = Signal(str)
    quote_clicked = Signal(str)  # event id of what is answered
    reaction_clicked = Signal(str, str)
    attachment_clicked = Signal(str)
    file_action = Signal(str, str)  # "save" | "cancel" | "again", key
    voice_action = Signal(str, str, float)  # "play", "seek" to 0…1, "step" by s, "rate": what, key, how far
    notice_action = Signal(str, str, str)  # what ("confirm", "sign" …: `Zone` without "notice_"), key, value
    gap_clicked = Signal(str)  # the person asks to load a gap again
    gap_visible = Signal(str)  # a gap came into view
    menu_requested = Signal(str, QPoint)
    at_bottom_changed = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        clock: Clock | None = None,
        describe_error: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        accessible.install("TimelineView")
        self._theme = theme
        self._clock = clock or SystemClock()
        self._pixmaps: PixmapProvider | None = None
        self.factory = RowFactory(describe_error or (lambda code: error_words(code).title))
        self.stack = RowStack(self._lay_out)
        self.selection = Selection()
        self.current_key = self.hit_key = ""  # the keyboard's row; the row that was searched for
        self._by_keyboard = False
        self._marked = ""
        self._dirty = self._tell_rows = False
        self.facts = Facts(self)
        self._report = Report(self)
        self._feed = Feed(self.stack, self._rows_changed, self)
        self.motion = Motion(self, theme)
        self.shift = Shift(self)
        self.pointer = Pointer(self)
        self.keys = Keys(self)
        self.reader = Reader(self, theme)
        self.followers: list[Callable[[], None]] = [self.reader.follow]  # what lies over the rows
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self._settle_and_tell)
        self._midnight = Midnight(self._clock.now_ms, self)
        self._midnight.timeout.connect(self._new_day)
        theme.changed.connect(self._look_changed)
        self._name()

    # ---- what panes use

    def set_model(self, model: QAbstractItemModel | None) -> None:
        """Show another model, from its end."""
        self.motion.stop()
        self.reader.close()
        self.selection.clear()
        self.current_key = self.hit_key = self._marked = ""
        self._report.reset()
        self._feed.follow(model)

    def set_pixmap_provider(self, provider: PixmapProvider | None, files: FileFacts | None = None) -> None:
        """Set where thumbnails come from (see `PixmapProvider`), and how far files are on their way.

        Without one, files and pictures are cards with name and size that offer nothing to click.
        """
        self._pixmaps = provider
        self.factory.files = files or FileFacts(opens=provider is not None)
        self._look_changed()

    def file_changed(self, key: str) -> None:
        """Show a file or picture again that has come further; `key` is its own or its message's."""
        if self.stack.forget_file(key):
            self._changed()

    def set_hole(self, key: str, height: int) -> None:
        """Keep `height` px of a notice's card free for what is put over it; 0 for none."""
        self.factory.holes = {key: height} if height else {}
        self._look_changed()

    def set_marked(self, key: str) -> None:
        """Outline the message whose readers are shown beside; "" for none."""
        self._marked = key
        self.viewport().update()

    @property
    def at_bottom(self) -> bool:
        """Whether the newest row is wholly in view."""
        self.settle()
        return self.stack.at_bottom

    def scroll_to_bottom(self) -> None:
        """Show the newest row and follow what arrives."""
        self.motion.stop()
        if not self.at_bottom:
            self.stack.scroll_to_bottom()
            self.scrolled()

    def scroll_to(self, key: str) -> bool:
        """Bring the row called `key` into view, a third from the top; False when it is not in the model."""
        self.motion.stop()
        self.settle()
        at = self.stack.index(key)
        if at < 0:
            return False
        self.stack.scroll_to(at, self.viewport().height() // 3)
        self.scrolled()
        return True

    def scroll_by(self, distance: int) -> None:
        """Scroll by `distance` px at once, down when positive."""
        self.settle()
        self.stack.scroll_by(distance)
        self.scrolled()

    def selected_text(self) -> str:
        """Return the selection as plain text, messages told apart by sender and time."""
        self.settle()
        span = self.selection.ordered(self.stack.index)
        return copied_text(self.stack.rows, span, self.stack.laid_out) if span is not None else ""

    def copy(self) -> None:
        """Put the selection, or else the current message, on the clipboard."""
        text = self.selected_text()
        if not text:
            row = self.stack.find(self.current_key)
            text = whole_text(self.stack.laid_out(row)) if row is not None else ""
        if text:
            QApplication.clipboard().setText(text)

    def activate(self, key: str, zone: Zone, share: float = 0.0) -> None:
        """Do what a click on `zone` of the row `key` means; `share` (0…1): where in its width."""
        whole = {"reads": self.reads_clicked, "retry": self.retry_clicked, "delete": self.delete_clicked,
                 "file": self.attachment_clicked, "gap": self.gap_clicked}  # fmt: skip
        if zone.kind == "link":
            self.link_clicked.emit(zone.value)
        elif zone.kind == "quote":
            self.quote_clicked.emit(zone.value)
        elif zone.kind in ("all", "late"):
            self.reader.open(key, late=zone.kind == "late")
        elif zone.kind == "reaction":
            self.reaction_clicked.emit(key, zone.value)
        elif zone.kind in ("play", "seek", "rate"):
            self.voice_action.emit(zone.kind, key, share)
        elif zone.kind.startswith("notice_"):
            self.notice_action.emit(zone.kind.removeprefix("notice_"), key, zone.value)
        elif zone.kind not in whole:
            self.file_action.emit(zone.kind, key)
        else:
            whole[zone.kind].emit(key)

    def set_current(self, key: str, *, by_keyboard: bool) -> None:
        """Make `key` the row that keys act on; the keyboard also brings it into view and outlines it."""
        self.current_key = key
        self.keys.zone_index = -1
        self._by_keyboard = by_keyboard
        if by_keyboard:
            self.motion.reveal(key)
            self.focus_moved()

    def focus_moved(self) -> None:
        """Repaint, and tell a screen reader what has the keyboard now."""
        self._by_keyboard = True
        self.viewport().update()
        self.facts.announce_focus()

    def now_ms(self) -> int:
        """Return the time, ms since the epoch."""
        return self._clock.now_ms()

    def settle(self) -> None:
        """Place the rows now if something changed since they were placed."""
        if not self._dirty:
            return
        self._dirty = False
        self.stack.viewport = self.viewport().height()
        self.stack.fill()
        self.shift.note()
        self.motion.sync_bar()

    def _rows_changed(self) -> None:
        self._tell_rows = True
        self._changed()

    def _changed(self) -> None:
        self._dirty = True
        self.viewport().update()
        self._settling.start()

    def _settle_and_tell(self) -> None:
        self.settle()
        self.selection.drop_lost(self.stack.index)
        self._report.tell()
        for follow in self.followers:
            follow()
        if self._tell_rows:
            self._tell_rows = False
            self.facts.announce_rows()

    def _lay_out(self, item: TimelineItem) -> RowLayout:
        width = self.viewport().width()
        return self.factory.make(item, width, self._theme.tokens, self._theme.fonts, self._clock.now_ms())

    # ---- scrolling

    def scrolled(self) -> None:
        """Bring the pixels to where the stack has moved, and report it in a moment."""
        self.motion.sync_bar()
        self.shift.follow()
        self._settling.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.motion.wheel(event)

    # ---- events

    def paintEvent(self, event: QPaintEvent) -> None:
        self.settle()
        paint_frame(self, event, self._theme, self._pixmaps)

    @property
    def focused_key(self) -> str | None:
        """The row that the keyboard is on, "" for none yet; None while the keyboard is elsewhere."""
        return self.current_key if self._by_keyboard and self.hasFocus() else None

    @property
    def marked_key(self) -> str:
        """The message whose readers are shown beside."""
        return self._marked

    @property
    def outlined(self) -> bool:
        """Whether the keyboard is here but on no row yet."""
        return self.focused_key is not None and self.stack.find(self.current_key) is None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.motion.place_bar()
        if event.size().width() != event.oldSize().width():
            self.stack.forget_layouts()
        self._changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._midnight.arm()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.motion.stop()
        self._midnight.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.settle()
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.settle()
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.keys.open_menu()
            return
        found = self.stack.row_at(event.pos().y())
        if found is not None and isinstance(found[0].item, MessageItem):
            self.menu_requested.emit(found[0].item.key, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.settle()
        if not self.keys.press(event):
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        inside = self._by_keyboard and self.keys.step_zone(1 if forward else -1)
        return inside or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.pointer.leave(event)
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.pointer.tool_tip(event)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._look_changed()

    # ---- look, language, day

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Messages"))

    def _look_changed(self) -> None:
        self.stack.forget_layouts()
        self._changed()

    def _new_day(self) -> None:
        self._look_changed()
        self._midnight.arm()
