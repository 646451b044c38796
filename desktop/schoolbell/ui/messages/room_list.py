"""The left column of Messages: search, filter chips, the rooms, and the offline strip below."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from schoolbell.domain.chat.items import RoomItem
from schoolbell.ui.messages.room_delegate import RoomDelegate
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.empty import EmptyState
from schoolbell.ui.widgets.field import TextField
from schoolbell.viewmodels.listmodel import ITEM_ROLE, ItemListModel

FILTERS = ("all", "unread", "mentions", "class", "direct")
WIDTH = 288


class Chip(QPushButton):
    """One filter: 24 high, checked = tinted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setFixedHeight(24)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the width of the words and 8 px on both sides."""
        metrics = self._theme.fonts.get(12, 600)
        self.setFont(metrics)
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 16, 24)

    def minimumSizeHint(self) -> QSize:
        """Return the same: chips are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip and its focus."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = tokens.selected if self.isChecked() else tokens.hover if self.underMouse() else None
        painter.setPen(Qt.PenStyle.NoPen)
        if fill is not None:
            painter.setBrush(fill)
            painter.drawRoundedRect(self.rect(), 6, 6)
        if self.hasFocus():
            painter.setPen(tokens.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
        painter.setFont(self._theme.fonts.get(12, 600 if self.isChecked() else 400))
        painter.setPen(tokens.accent_text if self.isChecked() else tokens.text_2)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


class RoomView(QListView):
    """The list itself; Enter or a click opens a room, selection follows the open one."""

    chosen = Signal(str)  # room id

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

    def _clicked(self, index: QModelIndex) -> None:
        item = index.data(ITEM_ROLE) if index.isValid() else None
        if isinstance(item, RoomItem):
            self.chosen.emit(item.key)


class RoomListPane(Panel):
    """Search, chips, rooms. `chosen` asks to open a room; `foot` takes strips at the bottom."""

    chosen = Signal(str)
    filter_wanted = Signal(str)
    search_typed = Signal(str)
    escaped = Signal()

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

        self.search = TextField(theme, "", height=32, leading_icon="search")
        self.search.setObjectName("roomSearch")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._typed)
        self.search.installEventFilter(self)
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
        self._empty.action.connect(lambda: self._reset_filters())
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
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search groups and people"))
        self.search.setToolTip(self.tr("Ctrl+K"))
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

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def step(self, by: int) -> None:
        """Open the room `by` rows below the open one."""
        row = self._rows.row_of(self._open) + by
        if 0 <= row < self._rows.rowCount():
            self.chosen.emit(self._rows.item(row).key)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """In the search field: Down goes to the list, Enter opens the first hit, Escape clears."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Down:
                self.view.setFocus(Qt.FocusReason.TabFocusReason)
                if not self.view.currentIndex().isValid():
                    self.view.setCurrentIndex(self._rows.index(0))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows.rowCount():
                self.chosen.emit(self._rows.item(0).key)
                return True
            if key == Qt.Key.Key_Escape:
                self.search.clear()
                self.escaped.emit()
                return True
        return False

    def _typed(self, text: str) -> None:
        self.search_typed.emit(text.strip())
        self._rows_changed()

    def _reset_filters(self) -> None:
        self.search.clear()
        self.choose_filter("all")

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
            elif self.search.text():
                self._empty.set_texts(
                    self.tr("Nothing found"),
                    self.tr("Try a shorter word or the first letters."),
                    self.tr("Show all"),
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
