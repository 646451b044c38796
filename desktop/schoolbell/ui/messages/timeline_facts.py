"""What the timeline tells screen readers about its rows and the places that can be clicked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from schoolbell.domain.chat.items import MessageItem
from schoolbell.ui.messages import timeline_words as words

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_view import TimelineView


class Facts:
    """Implements timeline_accessible.AccessibleTimeline for `view`."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._last = ""  # key of the last row when it was last looked at

    def accessible_count(self) -> int:
        """Return the number of rows."""
        return len(self._view.stack.rows)

    def accessible_row(self, row: int) -> tuple[str, QRect, bool]:
        """Return (what is said, place on the screen or empty, has the keyboard) of a row."""
        view = self._view
        view.settle()
        one = view.stack.rows[row]
        factory = view.factory
        name = words.spoken(one.item, view.now_ms(), factory.reason(one.item), factory.moving(one.item))
        top = view.stack.top_of(one)
        if top is None or one.layout is None:
            return name, QRect(), self.accessible_focus() == row
        # The words stand where the bubble is; the rest of the row is empty ground.
        place = one.layout.content.toAlignedRect().translated(0, top)
        return name, self._on_screen(place), self.accessible_focus() == row

    def accessible_zones(self, row: int) -> list[tuple[str, str, QRect, bool]]:
        """Return (kind, name, place on the screen, has the keyboard) of what can be clicked in a row."""
        view = self._view
        view.settle()
        one = view.stack.rows[row]
        top = view.stack.top_of(one)
        if top is None or one.layout is None:
            return []
        focused = view.keys.zone() if self.accessible_focus() == row else None
        return [
            (zone.kind, zone.name, self._on_screen(zone.rect.translated(0, top).toRect()), zone is focused)
            for zone in one.layout.zones
        ]

    def accessible_focus(self) -> int:
        """Return the row that has the keyboard, -1 for none."""
        view = self._view
        return view.stack.index(view.current_key) if view.hasFocus() else -1

    def announce_focus(self) -> None:
        """Tell a screen reader that the keyboard has moved to another row or place."""
        view = self._view
        at = view.stack.index(view.current_key)
        if at < 0 or not QAccessible.isActive():
            return
        target = QAccessible.queryAccessibleInterface(view).child(at)
        if view.keys.zone() is not None:
            target = target.child(view.keys.zone_index) or target
        QAccessible.updateAccessibility(QAccessibleEvent(target, QAccessible.Event.Focus))

    def fresh(self) -> str:
        """Return what has arrived at the end since the last call, as a line to say; "" for nothing.

        Own messages are not read back, and another room's rows are not news.
        """
        view = self._view
        rows, before = view.stack.rows, self._last
        self._last = rows[-1].item.key if rows else ""
        known = view.stack.index(before) if before and before != self._last else -1
        if known < 0:
            return ""
        new = [row.item for row in rows[known + 1 :] if isinstance(row.item, MessageItem)]
        return "\n".join(words.spoken(item, view.now_ms()) for item in new[-3:] if not item.own)

    def announce_rows(self) -> None:
        """Tell a screen reader that rows changed, and read out what has just arrived."""
        said = self.fresh()
        if not QAccessible.isActive():
            return
        view = self._view
        QAccessible.updateAccessibility(QAccessibleEvent(view, QAccessible.Event.ObjectReorder))
        if said and view.isVisible():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, said))

    def _on_screen(self, place: QRect) -> QRect:
        """Return the part of `place` (viewport) that is in view, in global coordinates."""
        viewport = self._view.viewport()
        seen = place.intersected(viewport.rect())
        return QRect(viewport.mapToGlobal(seen.topLeft()), seen.size()) if not seen.isEmpty() else QRect()
