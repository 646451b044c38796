"""The mouse in the timeline: hovering, clicking links and states, selecting across bubbles."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from schoolbell.domain.chat.items import MessageItem
from schoolbell.ui.messages import timeline_words as words
from schoolbell.ui.messages.timeline_row import RowLayout, Zone
from schoolbell.ui.messages.timeline_scroll import Row
from schoolbell.ui.messages.timeline_selection import Place, row_text, word_at
from schoolbell.ui.messages.timeline_text import utf16_length

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_view import TimelineView

_AUTOSCROLL_MS = 30


class Pointer(QObject):
    """Turns mouse events of `view`'s viewport into hovering, clicks and a selection."""

    def __init__(self, view: "TimelineView") -> None:
        super().__init__(view)
        self._view = view
        self.hovered: tuple[str, Zone] | None = None
        self._pressed: tuple[str, Zone] | None = None
        self._press_at = QPointF()
        self._dragging = False
        self._moved = False
        self._last = QPointF()
        self._triple_until = 0
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(_AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_on)

    def place_at(self, point: QPointF) -> Place | None:
        """Return the cursor place nearest to `point` of the viewport."""
        found = self._view.stack.row_at(point.y())
        if found is None:
            return None
        row, top = found
        layout = self._view.stack.laid_out(row)
        local = point - QPointF(0, top)
        return Place(row.item.key, self._position(layout, local))

    def _position(self, layout: RowLayout, local: QPointF) -> int:
        length = utf16_length(row_text(layout))
        if layout.text is None:
            return 0 if local.y() < layout.content.center().y() else length
        inside = local - layout.text_at
        if inside.y() < 0:
            return 0
        if inside.y() >= layout.text.size.height():
            return length
        return layout.text.position_at(inside)

    def zone_at(self, point: QPointF) -> tuple[str, Zone] | None:
        """Return (row key, zone) of what can be clicked at `point` of the viewport."""
        found = self._row_under(point)
        if found is None:
            return None
        row, top = found
        zone = self._view.stack.laid_out(row).zone_at(point - QPointF(0, top))
        return (row.item.key, zone) if zone is not None else None

    def _row_under(self, point: QPointF) -> tuple[Row, int] | None:
        found = self._view.stack.row_at(point.y())
        if found is None or not found[1] <= point.y() < found[1] + found[0].height:
            return None
        return found

    def press(self, event: QMouseEvent) -> None:
        """Begin a click or a selection."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        self._press_at = self._last = point
        self._moved = False
        self._pressed = self.zone_at(point)
        place = self.place_at(point)
        view = self._view
        if place is None:
            return
        if event.timestamp() < self._triple_until:
            self._select_row(place.key)
            return
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and view.selection.anchor is not None:
            view.selection.set(view.selection.anchor, place)
        else:
            view.selection.set(place, place)
        self._dragging = True
        view.set_current(place.key, by_keyboard=False)
        view.viewport().update()

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection, or change the hovered place."""
        point = event.position()
        self._last = point
        if self._dragging and event.buttons() & Qt.MouseButton.LeftButton:
            far = (point - self._press_at).manhattanLength() >= QApplication.startDragDistance()
            if self._moved or far:
                self._moved = True
                self._extend(point)
                outside = point.y() < 0 or point.y() > self._view.viewport().height()
                if outside and not self._autoscroll.isActive():
                    self._autoscroll.start()
                elif not outside:
                    self._autoscroll.stop()
            return
        self.hover(point)

    def hover(self, point: QPointF) -> None:
        """Show what is under the mouse."""
        zone = self.zone_at(point)
        viewport = self._view.viewport()
        if zone is not None:
            viewport.setCursor(Qt.CursorShape.PointingHandCursor)
        elif self._over_text(point):
            viewport.setCursor(Qt.CursorShape.IBeamCursor)
        else:
            viewport.setCursor(Qt.CursorShape.ArrowCursor)
        if zone != self.hovered:
            self.hovered = zone
            viewport.update()

    def leave(self, _event: QEvent) -> None:
        """Forget what was hovered."""
        if self.hovered is not None:
            self.hovered = None
            self._view.viewport().update()

    def release(self, event: QMouseEvent) -> None:
        """Finish: a press and release on the same place without moving is a click."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._dragging = False
        self._autoscroll.stop()
        pressed, self._pressed = self._pressed, None
        if pressed is not None and not self._moved and self.zone_at(event.position()) == pressed:
            self._view.selection.clear()
            self._view.activate(*pressed, self._share(pressed[1], event.position()))
        clipboard = QApplication.clipboard()
        if self._moved and clipboard.supportsSelection():
            clipboard.setText(self._view.selected_text(), clipboard.Mode.Selection)

    def _share(self, zone: Zone, point: QPointF) -> float:
        """Return where in the width of a zone a click is, 0…1."""
        return max(0.0, min(1.0, (point.x() - zone.rect.left()) / max(1.0, zone.rect.width())))

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word; a third press soon after selects the whole message."""
        place = self.place_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or place is None:
            return
        row = self._view.stack.find(place.key)
        if row is None:
            return
        start, end = word_at(row_text(self._view.stack.laid_out(row)), place.position)
        self._view.selection.set(Place(place.key, start), Place(place.key, end))
        self._triple_until = event.timestamp() + QApplication.doubleClickInterval()
        self._view.viewport().update()

    def tool_tip(self, event: QHelpEvent) -> None:
        """Show where a link goes, or when a message was sent."""
        point = QPointF(event.pos())
        viewport = self._view.viewport()
        zone = self.zone_at(point)
        found = self._row_under(point)
        if zone is not None and zone[1].kind == "link":
            QToolTip.showText(event.globalPos(), zone[1].value, viewport)
        elif found is not None and isinstance(found[0].item, MessageItem):
            QToolTip.showText(event.globalPos(), words.moment_words(found[0].item.ts), viewport)

    def _select_row(self, key: str) -> None:
        row = self._view.stack.find(key)
        if row is not None:
            length = utf16_length(row_text(self._view.stack.laid_out(row)))
            self._view.selection.set(Place(key, 0), Place(key, length))
            self._view.viewport().update()

    def _over_text(self, point: QPointF) -> bool:
        found = self._row_under(point)
        if found is None:
            return False
        layout = self._view.stack.laid_out(found[0])
        bubble = layout.bubble
        return (
            bubble is not None and layout.text is not None and bubble.contains(point - QPointF(0, found[1]))
        )

    def _extend(self, point: QPointF) -> None:
        selection = self._view.selection
        place = self.place_at(point)
        if place is not None and selection.anchor is not None:
            selection.set(selection.anchor, place)
            self._view.viewport().update()

    def _scroll_on(self) -> None:
        height = self._view.viewport().height()
        y = self._last.y()
        distance = y if y < 0 else y - height if y > height else 0
        if not distance:
            self._autoscroll.stop()
            return
        self._view.scroll_by(round(max(-60, min(60, distance))))
        self._extend(self._last)
