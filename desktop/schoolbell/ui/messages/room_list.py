"""The left column of Messages: way to the search, filter chips, the rooms, the offline strip below."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from schoolbell.domain.chat.items import RoomItem
from schoolbell.ui.messages.room_delegate import RoomDelegate
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.chip import Chip
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.ui.widgets.search_button import SearchButton
from schoolbell.viewmodels.listmodel import ITEM_ROLE, ItemListModel

FILTERS = ("all", "unread", "mentions", "class", "direct")
WIDTH = 288


class RoomView(QListView):
    """The list itself; Enter or a click opens a room, selection follows the open one."""

    chosen = Signal(str)  # room id
    menu_wanted = Signal(str, QPoint)  # room id, place on the screen

    def __init__(self, theme: Theme, now_ms: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roomView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(20)
        self.setItemDelegate(RoomDelegate(theme, now_ms, self))
        self.clicked.connect(self._clicked)
        theme.changed.connect(self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current room on Enter; arrows move."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._clicked(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the room under the pointer, with the menu key of the current one."""
        index, position = self.indexAt(event.pos()), event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            position = self.viewport().mapToGlobal(self.visualRect(index).center())
        item = index.data(ITEM_ROLE) if index.isValid() else None
        if isinstance(item, RoomItem):
            self.menu_wanted.emit(item.key, position)

    def _clicked(self, index: QModelIndex) -> None:
        item = index.data(ITEM_ROLE) if index.isValid() else None
        if isinstance(item, RoomItem):
            self.chosen.emit(item.key)


class RoomListPane(Panel):
    """Search, chips, rooms. `chosen` asks to open a room; `foot` takes strips at the bottom."""

    chosen = Signal(str)
    filter_wanted = Signal(str)
    search_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        rooms: ItemListModel[RoomItem],
        now_ms: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "bg_list", "r", parent)
        self.setObjectName("roomList")
        self._rows = rooms
        self._counts: Mapping[str, int] = {}
        self._open = ""
        self._filter = "all"
        self._loading = False

        self.search = SearchButton(theme, "Ctrl K")
        self.search.setObjectName("roomSearch")
        self.search.clicked.connect(self.search_wanted)
        top = QHBoxLayout()
        top.setContentsMargins(12, 12, 12, 12)
        top.addWidget(self.search)

        chips = QHBoxLayout()
        chips.setContentsMargins(12, 0, 12, 8)
        chips.setSpacing(4)
        self._chips: dict[str, Chip] = {}
        group = QButtonGroup(self)
        for name in FILTERS:
            chip = Chip(theme)
            chip.setObjectName(f"filter_{name}")
            group.addButton(chip)
            chip.clicked.connect(lambda _checked=False, wanted=name: self.choose_filter(wanted))
            chips.addWidget(chip)
            self._chips[name] = chip
        self._chips["all"].setChecked(True)
        chips.addStretch(1)

        self.view = RoomView(theme, now_ms)
        self.view.setModel(rooms)
        self.view.chosen.connect(self.chosen)
        self._empty = EmptyState(theme, "")
        self._empty.setObjectName("roomListEmpty")
        self._empty.action.connect(lambda: self.choose_filter("all"))
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)

        self.foot = QVBoxLayout()
        self.foot.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(chips)
        layout.addLayout(self._stack, 1)
        layout.addLayout(self.foot)
        self.setFixedWidth(WIDTH)
        for signal in (rooms.rowsInserted, rooms.rowsRemoved, rooms.modelReset, rooms.rowsMoved):
            signal.connect(self._rows_changed)
        self.retranslate()
        self._rows_changed()

    def retranslate(self) -> None:
        """Set all texts."""
        self.search.setText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setToolTip(self.tr("People, chats, messages and files (Ctrl+K)"))
        self.view.setAccessibleName(self.tr("Conversations"))
        self._name_chips()
        self._rows_changed()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show numbers beside the filters that have one ("unread", "mentions")."""
        self._counts = counts
        self._name_chips()

    def set_loading(self, loading: bool) -> None:
        """Say whether the first list is still on its way."""
        self._loading = loading
        self._rows_changed()

    def set_open(self, room_id: str) -> None:
        """Mark `room_id` as the open one."""
        self._open = room_id
        self._reselect()

    def choose_filter(self, name: str) -> None:
        """Show only the rooms of one filter."""
        self._filter = name
        self._chips[name].setChecked(True)
        self.filter_wanted.emit(name)

    def step(self, by: int) -> None:
        """Open the room `by` rows below the open one."""
        row = self._rows.row_of(self._open) + by
        if 0 <= row < self._rows.rowCount():
            self.chosen.emit(self._rows.item(row).key)

    def _name_chips(self) -> None:
        words = {
            "all": self.tr("All"),
            "unread": self.tr("Unread"),
            "mentions": self.tr("@me"),
            "class": self.tr("Classes"),
            "direct": self.tr("Direct"),
        }
        for name, chip in self._chips.items():
            count = self._counts.get(name, 0) if name in ("unread", "mentions") else 0
            shown = self.tr("{filter} {count}") if count else "{filter}"
            chip.setText(shown.format(filter=words[name], count="99+" if count > 99 else count))
            chip.setAccessibleName(chip.text())
            chip.updateGeometry()

    def _rows_changed(self, *_: object) -> None:
        empty = self._rows.rowCount() == 0
        if empty:
            if self._loading:
                self._empty.set_texts(
                    self.tr("Fetching your groups"), self.tr("This happens once on this computer.")
                )
            elif self._filter == "unread":
                self._empty.set_texts(
                    self.tr("All read"), self.tr("New messages appear here."), self.tr("Show all")
                )
            elif self._filter != "all":
                self._empty.set_texts(
                    self.tr("Nothing here"), self.tr("No conversation fits this filter."), self.tr("Show all")
                )
            else:
                self._empty.set_texts(
                    self.tr("No groups yet"),
                    self.tr("Groups appear here when the school adds you. Ask the class teacher."),
                )
        self._stack.setCurrentIndex(1 if empty else 0)
        self._reselect()

    def _reselect(self) -> None:
        row = self._rows.row_of(self._open) if self._open else -1
        if row < 0:
            self.view.clearSelection()
        elif self.view.currentIndex().row() != row or not self.view.selectionModel().hasSelection():
            self.view.setCurrentIndex(self._rows.index(row))
