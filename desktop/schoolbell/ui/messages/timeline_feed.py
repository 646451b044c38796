"""Brings the rows of a Qt list model, and every change of them, into the timeline's stack."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject

from schoolbell.domain.chat.items import TimelineItem
from schoolbell.ui.messages.timeline_scroll import RowStack
from schoolbell.viewmodels.listmodel import ITEM_ROLE


class Feed(QObject):
    """Follows one model at a time; `changed` is called after each change of the stack."""

    def __init__(self, stack: RowStack, changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._stack = stack
        self._changed = changed
        self._model: QAbstractItemModel | None = None

    def follow(self, model: QAbstractItemModel | None) -> None:
        """Show `model` from its end, or nothing."""
        self._connect(False)
        self._model = model
        self._stack.reset([])
        self._connect(True)
        self._reset()

    def _connect(self, on: bool) -> None:
        model = self._model
        if model is None:
            return
        pairs = (
            (model.rowsInserted, self._inserted),
            (model.rowsRemoved, self._removed),
            (model.rowsMoved, self._moved),
            (model.dataChanged, self._replaced),
            (model.modelReset, self._reset),
            (model.layoutChanged, self._reset),
        )
        for signal, slot in pairs:
            if on:
                signal.connect(slot)
            else:
                signal.disconnect(slot)

    def _item(self, row: int) -> TimelineItem:
        if self._model is None:
            raise IndexError(row)
        item: TimelineItem = self._model.index(row, 0).data(ITEM_ROLE)
        return item

    def _reset(self, *_ignored: object) -> None:
        count = self._model.rowCount() if self._model is not None else 0
        self._stack.reset([self._item(row) for row in range(count)])
        self._changed()

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._stack.insert(first, [self._item(row) for row in range(first, last + 1)])
        self._changed()

    def _removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._stack.remove(first, last)
        self._changed()

    def _moved(self, _from: QModelIndex, first: int, last: int, _to: QModelIndex, row: int) -> None:
        self._stack.move(first, last, row)
        self._changed()

    def _replaced(self, first: QModelIndex, last: QModelIndex, _roles: object = None) -> None:
        for row in range(first.row(), last.row() + 1):
            self._stack.replace(row, self._item(row))
        self._changed()
