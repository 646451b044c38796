"""Scrolling by moving the pixels that are there: only what comes into view is painted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages.timeline_row import RowLayout

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_scroll import Row
    from schoolbell.ui.messages.timeline_view import TimelineView

_Placed = list[tuple["Row", RowLayout | None, int]]


class Shift:
    """Knows where the rows of `view` were, and moves their pixels when all of them went the same way."""

    def __init__(self, view: "TimelineView") -> None:
        self._view = view
        self._placed: _Placed = []

    def note(self) -> None:
        """Take note of where the rows stand; the caller has asked for everything to be painted."""
        self._placed = [(row, row.layout, y) for row, y in self._view.stack.visible]

    def follow(self) -> None:
        """Bring the pixels to where the rows stand now."""
        before = self._placed
        self.note()
        viewport = self._view.viewport()
        by = self._distance(before, self._placed)
        if by is None or self._stands_still():
            viewport.update()
        elif by:
            width, height = viewport.width() - m.BAR, viewport.height()
            top, bottom = self._free(width, height)
            # Qt paints all of it when something in it was not painted yet.
            viewport.scroll(0, by, QRect(0, top, width, bottom - top))
            seam = top + by if by > 0 else bottom + by - m.OVER  # rows beyond the edge paint here
            viewport.update(0, seam, width, m.OVER)
            viewport.update(0, 0, width, top)
            viewport.update(0, bottom, width, height - bottom)

    def _free(self, width: int, height: int) -> tuple[int, int]:
        """Return top and bottom of the highest band over which nothing lies: pixels under a pill stay."""
        viewport = self._view.viewport()
        area, taken = QRect(0, 0, width, height), []
        widget = viewport
        while not widget.isWindow() and (parent := widget.parentWidget()) is not None:
            above = False
            for child in parent.children():
                if child is widget:
                    above = True
                elif above and isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
                    lies = QRect(viewport.mapFrom(parent, child.pos()), child.size()).intersected(area)
                    if not lies.isEmpty():
                        taken.append((lies.top(), lies.top() + lies.height()))
            widget = parent
        best, end = (0, 0), 0
        for top, bottom in [*sorted(taken), (height, height)]:
            best = max(best, (end, top), key=lambda band: band[1] - band[0])
            end = max(end, bottom)
        return best

    def _stands_still(self) -> bool:
        """Whether something is on the screen that does not move with the rows, or not pixel by pixel."""
        view = self._view
        dpr = view.devicePixelRatioF()
        over = view.viewport().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        hit = any(row.item.key == view.hit_key for row, _, _ in self._placed)
        return dpr != int(dpr) or bool(over) or hit or view.outlined

    @staticmethod
    def _distance(before: _Placed, now: _Placed) -> int | None:
        """Return how far every row that was and is in view has moved; None when they do not agree."""
        places = {id(row): (layout, y) for row, layout, y in before}
        found: int | None = None
        for row, layout, y in now:
            old = places.get(id(row))
            if old is None:
                continue
            if old[0] is not layout or (found is not None and y - old[1] != found):
                return None
            found = y - old[1]
        return found
