"""Tells panes what the timeline shows: the range in view, its ends, gaps, whether it follows."""

from typing import TYPE_CHECKING

from schoolbell.domain.chat.items import GapItem, MessageItem

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_view import TimelineView


class Report:
    """Remembers what was said and emits `view`'s signals only for what is new."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._was_at_bottom = True
        self.reset()

    def reset(self) -> None:
        """Begin again, for another model."""
        self._range = ("", "")
        self._asked_top, self._asked_bottom = ("", 0), ""
        self._gaps: frozenset[str] = frozenset()

    def tell(self) -> None:
        """Emit what changed. Never called while painting."""
        view, stack = self._view, self._view.stack
        messages = [row.item.key for row, _ in stack.visible if isinstance(row.item, MessageItem)]
        shown = (messages[0], messages[-1]) if messages else ("", "")
        if shown != self._range:
            self._range = shown
            if messages:
                view.visible_range.emit(*shown)
        if stack.at_bottom != self._was_at_bottom:
            self._was_at_bottom = stack.at_bottom
            view.at_bottom_changed.emit(stack.at_bottom)
        gaps = frozenset(row.item.key for row, _ in stack.visible if isinstance(row.item, GapItem))
        new, self._gaps = gaps - self._gaps, gaps
        for key in sorted(new):
            view.gap_visible.emit(key)
        self._ends()

    def _ends(self) -> None:
        view, stack = self._view, self._view.stack
        if not stack.rows:
            return
        height = view.viewport().height()
        above = stack.value()
        below = stack.total() - above - height
        # A gap keeps its key while rows come below it; too few of them to fill the view are asked on.
        first, last = (stack.rows[0].item.key, len(stack.rows)), stack.rows[-1].item.key
        # Whoever goes away and comes back asks again: the first try may have failed.
        if above > 2 * height:
            self._asked_top = ("", 0)
        if below > 2 * height:
            self._asked_bottom = ""
        if above < height and self._asked_top != first:
            self._asked_top = first
            view.near_top.emit()
        if below < height and self._asked_bottom != last:
            self._asked_bottom = last
            view.near_bottom.emit()
