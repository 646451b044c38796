"""A flat Qt list model over frozen items, changed by diffs only: one begin/end pair per contiguous run."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from schoolbell.base.diffs import Diff, Insert, Move, Remove, Reset, Set

T = TypeVar("T")

ITEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_TEXT_ROLES = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
_ROOT = QModelIndex()


class ItemListModel(QAbstractListModel, Generic[T]):
    """Rows are frozen items with a `key`; `apply` is the only way in, so that views see every change.

    `ITEM_ROLE` returns the item itself, DisplayRole and AccessibleTextRole `describe(item)` (one line).
    """

    def __init__(self, describe: Callable[[T], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self._items: list[T] = []

    def item(self, row: int) -> T:
        """Return the item at `row` (raises IndexError outside the list)."""
        if row < 0:
            raise IndexError(row)
        return self._items[row]

    def items(self) -> tuple[T, ...]:
        """Return all items, first row first."""
        return tuple(self._items)

    def row_of(self, key: str) -> int:
        """Return the row whose item has `key`, or -1."""
        for row, item in enumerate(self._items):
            if item.key == key:  # type: ignore[attr-defined]
                return row
        return -1

    def apply(self, diffs: Iterable[Diff[T]]) -> None:
        """Change the rows as `diffs` say, in order."""
        for diff in diffs:
            match diff:
                case Insert(index, new):
                    self._insert(index, new)
                case Remove(index, count):
                    self._remove(index, count)
                case Set(index, item):
                    self._items[index] = item
                    at = self.index(index)
                    self.dataChanged.emit(at, at)
                case Move(source, target):
                    self._move(source, target)
                case Reset(new):
                    self.beginResetModel()
                    self._items[:] = new
                    self.endResetModel()

    def _insert(self, index: int, new: Sequence[T]) -> None:
        if not new:
            return
        self.beginInsertRows(_ROOT, index, index + len(new) - 1)
        self._items[index:index] = new
        self.endInsertRows()

    def _remove(self, index: int, count: int) -> None:
        if count <= 0:
            return
        self.beginRemoveRows(_ROOT, index, index + count - 1)
        del self._items[index : index + count]
        self.endRemoveRows()

    def _move(self, source: int, target: int) -> None:
        if source == target:
            return
        # Qt names the row *before* which the moved row will stand, counted before it is taken out.
        before = target + 1 if target > source else target
        self.beginMoveRows(_ROOT, source, source, _ROOT, before)
        self._items.insert(target, self._items.pop(source))
        self.endMoveRows()

    # -- QAbstractListModel ---------------------------------------------------------------------------

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Return how many rows there are; items have no children."""
        return 0 if parent.isValid() else len(self._items)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return the item for ITEM_ROLE, its one-line text for DisplayRole and AccessibleTextRole."""
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        if role == ITEM_ROLE:
            return self._items[index.row()]
        if role in _TEXT_ROLES:
            return self._describe(self._items[index.row()])
        return None
