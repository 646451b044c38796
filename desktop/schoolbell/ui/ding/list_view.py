"""One of the DING lists as a view: a click or Enter opens a row, the open one stays selected."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from schoolbell.ui.ding.list_delegate import DingDelegate
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.ding_rows import ListRow, SectionRow
from schoolbell.viewmodels.listmodel import ITEM_ROLE, ItemListModel


class DingListView(QListView):
    """Shows sections and rows; sections are passed over by the keyboard."""

    chosen = Signal(str)  # key

    def __init__(
        self,
        theme: Theme,
        rows: ItemListModel[ListRow],
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._open = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(20)
        self.setItemDelegate(DingDelegate(theme, now_ms, self))
        self.setModel(rows)
        self.clicked.connect(self._activated)
        for signal in (rows.rowsInserted, rows.rowsRemoved, rows.rowsMoved, rows.modelReset):
            signal.connect(self._reselect)
        rows.dataChanged.connect(lambda *_: self.scheduleDelayedItemsLayout())  # a bar changes the height
        theme.changed.connect(self.viewport().update)

    def set_open(self, key: str) -> None:
        """Mark `key` as the open one."""
        self._open = key
        self._reselect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter; arrows pass over sections."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)
        row = self.currentIndex().row()
        if 0 <= row < self._rows.rowCount() and isinstance(self._rows.item(row), SectionRow):
            back = key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) and row > 0
            self.setCurrentIndex(self._rows.index(row - 1 if back else row + 1))

    def step(self, by: int) -> None:
        """Open the row `by` places from the open one, sections not counted."""
        keys = [row.key for row in self._rows.items() if not isinstance(row, SectionRow)]
        if not keys:
            return
        at = keys.index(self._open) + by if self._open in keys else 0
        if 0 <= at < len(keys):
            self.chosen.emit(keys[at])

    def _activated(self, index: QModelIndex) -> None:
        row = index.data(ITEM_ROLE) if index.isValid() else None
        if row is not None and not isinstance(row, SectionRow):
            self.chosen.emit(row.key)
        else:
            self._reselect()

    def _reselect(self, *_: object) -> None:
        row = self._rows.row_of(self._open) if self._open else -1
        if row < 0:
            self.clearSelection()
        else:
            self.setCurrentIndex(self._rows.index(row))
