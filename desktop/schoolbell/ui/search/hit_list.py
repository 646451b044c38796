"""The list of hits: chosen by the keys of the field above it, or by a click."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from schoolbell.domain.search.items import Span
from schoolbell.ui.search.rows import SearchDelegate
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.listmodel import ITEM_ROLE, ItemListModel
from schoolbell.viewmodels.search_words import SearchRow, SectionRow


class HitList(QListView):
    """Never takes the keyboard; `step` moves the choice over the sections."""

    chosen = Signal(object)  # SearchRow
    near_end = Signal()

    def __init__(
        self,
        theme: Theme,
        rows: ItemListModel[SearchRow],
        now_ms: Callable[[], int],
        mark: Callable[[str], Sequence[Span]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("searchHits")
        self._rows = rows
        self._delegate = SearchDelegate(theme, now_ms, mark, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(20)
        self.setItemDelegate(self._delegate)
        self.setModel(rows)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self.viewport().update)

    def current(self) -> SearchRow | None:
        """Return the chosen hit, None when nothing is chosen."""
        at = self.currentIndex().row()
        row = self._rows.item(at) if 0 <= at < self._rows.rowCount() else None
        return None if isinstance(row, SectionRow) else row

    def choose_first(self) -> None:
        """Choose the first hit, and show it from the top."""
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())
        self.scrollToTop()
        self.step(1)

    def step(self, by: int) -> None:
        """Choose the next hit `by` rows on; at the ends it stays."""
        at, count = self.currentIndex().row(), self._rows.rowCount()
        way = 1 if by > 0 else -1
        target = at
        for _ in range(abs(by)):
            following = target + way
            while 0 <= following < count and isinstance(self._rows.item(following), SectionRow):
                following += way
            if not 0 <= following < count:
                break
            target = following
        if target != at and 0 <= target < count:
            self.setCurrentIndex(self._rows.index(target))
            if target <= 1:
                self.scrollToTop()  # with the section above it
            self._announce(target)
        if count and target >= count - 1:
            self.near_end.emit()

    def page(self, way: int) -> None:
        """Choose a hit one page up or down."""
        self.step(way * max(1, self.viewport().height() // 48 - 1))

    def _announce(self, at: int) -> None:
        """Say the chosen hit: the keyboard stays in the field."""
        if QAccessible.isActive():
            said = str(self._rows.index(at).data(Qt.ItemDataRole.AccessibleTextRole))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() and value >= bar.maximum() - self.viewport().height():
            self.near_end.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what a click opens."""
        hand = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(hand if self._clickable(event) is not None else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A section cannot be chosen, only its "View all"."""
        if self._clickable(event) is not None:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        super().mouseReleaseEvent(event)
        row = self._clickable(event)
        if row is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(row)

    def _clickable(self, event: QMouseEvent) -> SearchRow | None:
        index = self.indexAt(event.position().toPoint())
        row: SearchRow | None = index.data(ITEM_ROLE) if index.isValid() else None
        if isinstance(row, SectionRow):
            area = self._delegate.all_area(row, self.visualRect(index))
            return row if area.contains(event.position().toPoint()) else None
        return row
