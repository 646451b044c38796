"""Which rows stand where: a window of rows of unequal height, held by an anchor, laid out when seen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schoolbell.domain.chat.items import MessageItem, TimelineItem
from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.messages.timeline_row import RowLayout


@dataclass(eq=False, slots=True)
class Row:
    """An item and, once it was seen, its layout. `height` is a guess until then."""

    item: TimelineItem
    layout: RowLayout | None = None
    height: int = m.ESTIMATE


class RowStack:
    """Rows from top to bottom in a viewport; `lay_out` gives a row its layout for the width in force.

    The anchor is a visible row and its distance from the viewport's top: whatever is inserted, removed or
    laid out elsewhere, that row does not move. A row that was gone to is the anchor until somebody scrolls or
    it is out of view: what is missing below it may come in between. While the end is in view the stack
    sticks to it.
    """

    def __init__(self, lay_out: Callable[[TimelineItem], RowLayout]) -> None:
        self._lay_out = lay_out
        self.rows: list[Row] = []
        self.visible: list[tuple[Row, int]] = []  # rows in view with the y of their top
        self.viewport = 0  # px, height
        self._anchor: Row | None = None
        self._anchor_y = 0
        self._goal: Row | None = None  # was gone to
        self._stick = True

    @property
    def at_bottom(self) -> bool:
        """Whether the end of the last row is in view."""
        return self._stick

    def index(self, key: str) -> int:
        """Return the position of the row called `key`, -1 when there is none."""
        return next((at for at, row in enumerate(self.rows) if row.item.key == key), -1)

    def find(self, key: str) -> Row | None:
        """Return the row called `key`."""
        at = self.index(key)
        return self.rows[at] if at >= 0 else None

    def reset(self, items: list[TimelineItem]) -> None:
        """Take other items; rows whose item is the same keep their layout, and the anchor if it is there."""
        known = {row.item.key: row for row in self.rows}
        rows = []
        for item in items:
            row = known.pop(item.key, None)
            if row is None:
                row = Row(item)
            else:
                self._replace(row, item)
            rows.append(row)
        gone = set(map(id, known.values()))
        self._leave(lambda row: id(row) in gone)
        self.rows = rows
        if self._anchor is None:
            self._stick = True

    def insert(self, at: int, items: list[TimelineItem]) -> None:
        """Insert `items` before position `at`."""
        self.rows[at:at] = [Row(item) for item in items]

    def remove(self, first: int, last: int) -> None:
        """Remove positions `first` … `last`."""
        gone = set(map(id, self.rows[first : last + 1]))
        self._leave(lambda row: id(row) in gone)
        del self.rows[first : last + 1]

    def move(self, first: int, last: int, to: int) -> None:
        """Move positions `first` … `last` before position `to` (counted before the move)."""
        taken = self.rows[first : last + 1]
        if to > last:
            to -= len(taken)
        del self.rows[first : last + 1]
        self.rows[to:to] = taken

    def replace(self, at: int, item: TimelineItem) -> None:
        """Put another version of an item at position `at`."""
        self._replace(self.rows[at], item)

    def forget_layouts(self) -> None:
        """Drop all layouts (width, theme, language or day changed); heights stay as guesses."""
        for row in self.rows:
            row.layout = None

    def forget_file(self, key: str) -> bool:
        """Drop the layout of the rows in view whose message or file is called `key`; their height stays."""
        found = False
        for row, _ in self.visible:
            file = row.item.attachment if isinstance(row.item, MessageItem) else None
            if file is not None and key in (row.item.key, file.key):
                row.layout, found = None, True
        return found

    def laid_out(self, row: Row) -> RowLayout:
        """Return the layout of `row`, made now if need be."""
        if row.layout is None:
            row.layout = self._lay_out(row.item)
            row.height = row.layout.height
        return row.layout

    def fill(self) -> None:
        """Place rows until the viewport is full, starting at the anchor; then choose the next anchor."""
        self.visible = []
        if not self.rows:
            self._anchor = None
            self._stick = True
            return
        start, y = self._start()
        placed = self._walk(start, y)
        bottom = self.viewport - m.BOTTOM
        last_row, last_y = placed[-1]
        if last_row is self.rows[-1] and last_y + last_row.height < bottom:
            placed = self._walk(len(self.rows) - 1, bottom - last_row.height)
        first_row, first_y = placed[0]
        if first_row is self.rows[0] and first_y > 0:
            over = self._walk(0, 0)
            end_row, end_y = over[-1]
            if end_row is not self.rows[-1] or end_y + end_row.height >= bottom:
                placed = over
            else:  # everything fits: it stands at the bottom, however far one scrolls
                placed = self._walk(len(self.rows) - 1, bottom - self.rows[-1].height)
        self.visible = [(row, y) for row, y in placed if y < self.viewport and y + row.height > 0]
        if not self.visible:
            self.visible = [placed[0]]
        last_row, last_y = placed[-1]
        self._stick = last_row is self.rows[-1] and last_y + last_row.height <= bottom
        self._choose_anchor()

    def scroll_by(self, distance: int) -> None:
        """Move the content up by `distance` px (down when negative), as far as there is any."""
        self._stick, self._goal = False, None
        self._anchor_y -= distance
        self.fill()

    def scroll_to_bottom(self) -> None:
        """Show the end and stay there."""
        self._stick = True
        self.fill()

    def scroll_to(self, at: int, y: int) -> None:
        """Put the top of row `at` at `y` px from the viewport's top, and keep it there."""
        self._goal = self.rows[at]
        self._put(at, y)

    def scroll_to_value(self, value: int) -> None:
        """Go to `value` px from the beginning, counted with guessed heights where rows were never seen."""
        top = 0
        for at, row in enumerate(self.rows):
            if top + row.height > value or at == len(self.rows) - 1:
                self._goal = None
                self._put(at, top - value)
                return
            top += row.height

    def total(self) -> int:
        """Return the height of everything, guesses included."""
        return sum(row.height for row in self.rows) + m.BOTTOM

    def value(self) -> int:
        """Return how much stands above the viewport's top, guesses included."""
        above = 0
        for row in self.rows:
            if row is self._anchor:
                return above - self._anchor_y
            above += row.height
        return 0

    def row_at(self, y: float) -> tuple[Row, int] | None:
        """Return the row at height `y` of the viewport, or the nearest one, with its top."""
        best = None
        for row, top in self.visible:
            best = (row, top)
            if y < top + row.height:
                break
        return best

    def top_of(self, row: Row) -> int | None:
        """Return the y of a visible row, None when it is out of view."""
        return next((y for one, y in self.visible if one is row), None)

    def _put(self, at: int, y: int) -> None:
        self._stick = False
        self._anchor = self.rows[at]
        self._anchor_y = y
        self.fill()

    def _replace(self, row: Row, item: TimelineItem) -> None:
        if row.item != item:
            row.layout = None
        row.item = item

    def _leave(self, gone: Callable[[Row], bool]) -> None:
        """Hand the anchor to the nearest visible row that stays."""
        if self._anchor is None or not gone(self._anchor):
            return
        staying = [(row, y) for row, y in self.visible if not gone(row)]
        if staying:
            self._anchor, self._anchor_y = min(staying, key=lambda pair: abs(pair[1] - self._anchor_y))
        else:
            self._anchor = None

    def _start(self) -> tuple[int, int]:
        last = len(self.rows) - 1
        if self._stick or self._anchor is None:
            self.laid_out(self.rows[last])
            return last, self.viewport - m.BOTTOM - self.rows[last].height
        at = next((at for at, row in enumerate(self.rows) if row is self._anchor), last)
        return at, self._anchor_y

    def _walk(self, start: int, y: int) -> list[tuple[Row, int]]:
        """Lay out from row `start` at `y` in both directions until the viewport is covered."""
        placed = list(self._upwards(start, y))
        placed.reverse()
        at = start
        while at < len(self.rows) and (y < self.viewport or at == start):
            row = self.rows[at]
            self.laid_out(row)
            placed.append((row, y))
            y += row.height
            at += 1
        return placed

    def _upwards(self, start: int, y: int) -> Iterator[tuple[Row, int]]:
        at = start - 1
        while at >= 0 and y > 0:
            row = self.rows[at]
            self.laid_out(row)
            y -= row.height
            yield row, y
            at -= 1

    def _choose_anchor(self) -> None:
        """Prefer what was gone to, else the second message that is wholly below the top edge.

        The very first row may lose its name line when older ones arrive above it, and dividers come and go.
        """
        goal = next(((row, y) for row, y in self.visible if row is self._goal), None)
        if goal is not None:
            self._anchor, self._anchor_y = goal
            return
        self._goal = None
        whole = [(row, y) for row, y in self.visible if y >= 0 and isinstance(row.item, MessageItem)]
        chosen = whole[1] if len(whole) > 1 else whole[0] if whole else self.visible[0]
        self._anchor, self._anchor_y = chosen
