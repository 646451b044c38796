"""The keyboard in the timeline: from row to row, to what can be clicked inside, copying, the menu."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from schoolbell.domain.chat.items import GapItem, MessageItem, TimelineItem
from schoolbell.ui.messages.timeline_row import Zone
from schoolbell.ui.messages.timeline_selection import Place, row_text
from schoolbell.ui.messages.timeline_text import utf16_length

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_view import TimelineView

_STEP_S = 5.0  # seconds that Shift+arrow goes on or back in a voice message
_OVERLAP = 48  # px that stay in view when paging


class Keys(QObject):
    """Turns key events of `view` into movement and actions."""

    def __init__(self, view: "TimelineView") -> None:
        super().__init__(view)
        self._view = view
        self.zone_index = -1  # the focused place inside the current row, -1 for the row itself

    def zone(self) -> Zone | None:
        """Return the focused place inside the current row."""
        zones = self._zones()
        return zones[self.zone_index] if 0 <= self.zone_index < len(zones) else None

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key; False when it is not ours."""
        view = self._view
        if event.matches(QKeySequence.StandardKey.Copy):
            view.copy()
            return True
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_all()
            return True
        page = max(40, view.viewport().height() - _OVERLAP)
        match event.key():
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_PageUp:
                view.scroll_by(-page)
            case Qt.Key.Key_PageDown:
                view.scroll_by(page)
            case Qt.Key.Key_Home:
                if view.stack.rows:  # what stands above the first message as well
                    view.stack.scroll_to(0, 0)
                    view.scrolled()
                self._jump(0, 1)
            case Qt.Key.Key_End:
                self._jump(len(view.stack.rows) - 1, -1)
                view.scroll_to_bottom()
            case Qt.Key.Key_Right | Qt.Key.Key_Left if self._steps_in_sound(event):
                on = event.key() == Qt.Key.Key_Right
                view.voice_action.emit("step", view.current_key, _STEP_S if on else -_STEP_S)
            case Qt.Key.Key_Right:
                self.step_zone(1)
            case Qt.Key.Key_Left:
                self.step_zone(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                return self._activate(event.key() != Qt.Key.Key_Space)
            case Qt.Key.Key_F2:
                return self._view.reader.open(self._view.current_key)
            case Qt.Key.Key_Escape:
                return self._escape()
            case Qt.Key.Key_Menu:
                self.open_menu()
            case Qt.Key.Key_F10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.open_menu()
            case _:
                return False
        return True

    def step_zone(self, by: int) -> bool:
        """Go to the next place inside the current row; False when there is none further on."""
        after = self.zone_index + by
        if not -1 <= after < len(self._zones()):
            return False
        self.zone_index = after
        self._view.focus_moved()
        return True

    def open_menu(self) -> None:
        """Ask for the menu of the current row, below its bubble."""
        view = self._view
        row = view.stack.find(view.current_key)
        top = view.stack.top_of(row) if row is not None else None
        if row is None or top is None:
            return
        content = view.stack.laid_out(row).content
        at = QPoint(round(content.left()) + 12, min(top + round(content.bottom()), view.viewport().height()))
        view.menu_requested.emit(row.item.key, view.viewport().mapToGlobal(at))

    def _zones(self) -> list[Zone]:
        row = self._view.stack.find(self._view.current_key)
        return row.layout.zones if row is not None and row.layout is not None else []

    def _step(self, by: int) -> None:
        view = self._view
        at = view.stack.index(view.current_key)
        if at < 0:
            visible = [row for row, _ in view.stack.visible if isinstance(row.item, MessageItem)]
            if visible:
                view.set_current((visible[-1] if by < 0 else visible[0]).item.key, by_keyboard=True)
            return
        self._jump(at + by, by)

    def _jump(self, at: int, by: int) -> None:
        """Make the first row from `at` in direction `by` that one can do something with the current one."""
        rows = self._view.stack.rows
        while 0 <= at < len(rows) and not _can_be_current(rows[at].item):
            at += by
        if 0 <= at < len(rows):
            self._view.set_current(rows[at].item.key, by_keyboard=True)
        else:
            self._view.scroll_by(40 * by)

    def _steps_in_sound(self, event: QKeyEvent) -> bool:
        """Whether Shift+arrow is pressed on something that can be heard."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return shift and any(zone.kind in ("play", "seek") for zone in self._zones())

    def _activate(self, or_read: bool) -> bool:
        zone = self.zone()
        row = self._view.stack.find(self._view.current_key)
        if zone is None and row is not None and isinstance(row.item, GapItem):
            zone = next(iter(self._zones()), None)
        if zone is None:
            zone = next((one for one in self._zones() if one.kind == "play"), None)
        if zone is None:
            return or_read and self._view.reader.open(self._view.current_key)
        self._view.activate(self._view.current_key, zone)
        return True

    def _escape(self) -> bool:
        if self._view.selection.is_empty:
            return False
        self._view.selection.clear()
        self._view.viewport().update()
        return True

    def _select_all(self) -> None:
        view = self._view
        rows = view.stack.rows
        if rows:
            end = utf16_length(row_text(view.stack.laid_out(rows[-1])))
            view.selection.set(Place(rows[0].item.key, 0), Place(rows[-1].item.key, end))
            view.viewport().update()


def _can_be_current(item: TimelineItem) -> bool:
    return isinstance(item, MessageItem) or (isinstance(item, GapItem) and item.failed)
