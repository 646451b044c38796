"""The table of households under an own DING: number, student, everybody's state, ways to reach them."""

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from schoolbell.domain.announcements.items import Addressee, Household, Standing
from schoolbell.ui.announcements.words import addressee_words
from schoolbell.ui.panel import Panel, Text
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.delivery_words import household_words, refused
from schoolbell.viewmodels.listmodel import ITEM_ROLE, ItemListModel

ROW = 48
_TOLD = 20  # more where SMS and calls are told under the chips
_NUMBER = 40  # right edge of the number
_BETWEEN = "、"  # between the names of siblings
_NUMBER_SIGNS = 4  # what fits there
_NAME = 48
_PEOPLE = 156
_PEOPLE_NARROW = 128
_CHIP = 32
_ACTIONS = ("message-circle", "bell-ring")
_ACTION = 34
_RIGHT_MARGIN = 15
_ICONS = {Standing.CONFIRMED: "check", Standing.READ: "eye", Standing.UNREAD: "clock"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def people_left(width: int) -> int:
    """Return where the chips begin in a table of `width` px."""
    return _PEOPLE if width >= 700 else _PEOPLE_NARROW


def action_area(row: QRect, at: int) -> QRect:
    """Return where the button number `at` of a row stands."""
    left = row.right() + 1 - _RIGHT_MARGIN - _ACTION * (len(_ACTIONS) - at)
    return QRect(left, row.top() + (ROW - 32) // 2, 32, 32)


def short_number(number: str) -> str:
    """Return what stands in the narrow column: of a long student number the seat, its last two digits."""
    if len(number) <= _NUMBER_SIGNS:
        return number
    return number[-2:].lstrip("0") or number[-2:]


def name_lines(name: str, metrics: QFontMetrics, room: int) -> list[str]:
    """Return a household's name as it stands in `room` px: siblings who have no room there on two lines."""
    first, separator, others = name.partition(_BETWEEN)
    fits = not separator or metrics.horizontalAdvance(name) <= room
    lines = [name] if fits else [first + separator, others]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines]


class FollowDelegate(QStyledItemDelegate):
    """Paints one household; `hovered` is the (row, action) under the pointer."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hovered = (-1, -1)
        self.told = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the same height for every row."""
        return QSize(300, ROW + _TOLD * self.told)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the row at `index`."""
        one = index.data(ITEM_ROLE)
        if not isinstance(one, Household):
            return
        tokens, fonts = self._theme.tokens, self._theme.fonts
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, tokens.hover)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, tokens.line)
        painter.setFont(fonts.get(12, tabular=True))
        painter.setPen(tokens.text_3)
        number = QRect(area.left(), area.top(), _NUMBER, ROW - 1)
        painter.drawText(number, _RIGHT, short_number(one.number))
        left = area.left() + people_left(area.width())
        font = fonts.get(14)
        painter.setFont(font)
        painter.setPen(tokens.text_1)
        room = left - area.left() - _NAME - 8
        name = "\n".join(name_lines(one.name, QFontMetrics(font), room))
        painter.drawText(QRect(area.left() + _NAME, area.top(), room, ROW - 1), _LEFT, name)
        self._people(painter, area, left, one)
        self._words(painter, area, left, one)
        for at, icon in enumerate(_ACTIONS):
            self._action(painter, action_area(area, at), icon, (index.row(), at) == self.hovered)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(3, 2, -3, -3), 6, 6)
        painter.restore()

    def _people(self, painter: QPainter, area: QRect, left: int, one: Household) -> None:
        """Paint the chips that fit, and how many more there are."""
        end = action_area(area, 0).left() - 12
        x = left
        for at, addressee in enumerate(one.people):
            rest = len(one.people) - at - 1
            width = self._chip_width(addressee)
            if x + width > end - (32 if rest else 0):
                width = min(width, end - x - (32 if rest else 0))
                if at and width < 96:
                    painter.setFont(self._theme.fonts.get(12))
                    painter.setPen(self._theme.tokens.text_3)
                    painter.drawText(QRect(x, area.top(), 32, ROW - 1), _LEFT, f"+{rest + 1}")
                    return
            self._chip(painter, QRectF(x, area.top() + (ROW - _CHIP) / 2 - 0.5, width, _CHIP), addressee)
            x += width + 8

    def _words(self, painter: QPainter, area: QRect, left: int, one: Household) -> None:
        """Paint what became of SMS and calls, under the chips."""
        words = household_words(one) if self.told else ""
        if not words:
            return
        tokens = self._theme.tokens
        painter.setFont(self._theme.fonts.get(12, tabular=True))
        painter.setPen(tokens.late_text if refused(one) else tokens.text_3)
        place = QRect(left, area.top() + ROW - 5, area.right() - _RIGHT_MARGIN - left, _TOLD)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _LEFT, shown)

    def _chip_width(self, one: Addressee) -> int:
        fonts = self._theme.fonts
        name = QFontMetrics(fonts.get(13)).horizontalAdvance(one.person.name)
        words = QFontMetrics(fonts.get(12)).horizontalAdvance(addressee_words(one))
        return 9 + name + 7 + 14 + 4 + words + 10

    def _chip(self, painter: QPainter, box: QRectF, one: Addressee) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        unread = one.standing is Standing.UNREAD
        inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
        if unread:
            painter.setPen(QPen(tokens.line_strong, 1, Qt.PenStyle.DashLine))
        else:
            painter.setPen(tokens.line)
        painter.setBrush(
            Qt.BrushStyle.NoBrush if unread else tokens.bg_raised if tokens.dark else tokens.bg_canvas
        )
        painter.drawRoundedRect(inner, 6, 6)
        words = addressee_words(one)
        small = fonts.get(12, tabular=True)
        state_width = QFontMetrics(small).horizontalAdvance(words)
        font = fonts.get(13)
        room = box.width() - 9 - 7 - 14 - 4 - state_width - 10
        name = QFontMetrics(font).elidedText(one.person.name, Qt.TextElideMode.ElideRight, round(room) + 1)
        painter.setFont(font)
        painter.setPen(tokens.text_2 if unread else tokens.text_1)
        painter.drawText(QRectF(box.left() + 9, box.top(), room + 1, box.height()), _LEFT, name)
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        color = self._color(one)
        left = box.right() - 10 - state_width
        pixmap = icon_pixmap(_ICONS[one.standing], color, 14, ratio)
        painter.drawPixmap(round(left - 18), round(box.top() + 9), pixmap)
        painter.setFont(small)
        painter.setPen(color)
        painter.drawText(QRectF(left, box.top(), state_width + 2, box.height()), _LEFT, words)

    def _color(self, one: Addressee) -> QColor:
        tokens = self._theme.tokens
        return tokens.done_text if one.standing is Standing.CONFIRMED else tokens.text_3

    def _action(self, painter: QPainter, area: QRect, icon: str, hovered: bool) -> None:
        tokens = self._theme.tokens
        if hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.press)
            painter.drawRoundedRect(area, 6, 6)
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        color = tokens.danger_text if icon == "bell-ring" else tokens.text_2
        painter.drawPixmap(area.left() + 7, area.top() + 7, icon_pixmap(icon, color, 18, ratio))


class FollowView(QListView):
    """Rows of households; a click on a button or the row's menu tells what is wanted."""

    chat_wanted = Signal(object)  # Household
    ding_wanted = Signal(object)  # Household
    menu_wanted = Signal(object, QPoint)  # Household, place on the screen
    resized = Signal(int)  # width of the rows

    def __init__(self, theme: Theme, rows: ItemListModel[Household], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("followView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(24)
        self._delegate = FollowDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setModel(rows)
        theme.changed.connect(self.viewport().update)

    def set_told(self, told: bool) -> None:
        """Leave room under the chips for what became of SMS and calls."""
        if told != self._delegate.told:
            self._delegate.told = told
            self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how wide rows are: a scroll bar takes some of it."""
        super().resizeEvent(event)
        self.resized.emit(self.viewport().width())

    def _at(self, position: QPoint) -> tuple[QModelIndex, int]:
        index = self.indexAt(position)
        if index.isValid():
            row = self.visualRect(index)
            for at in range(len(_ACTIONS)):
                if action_area(row, at).contains(position):
                    return index, at
        return index, -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which button is under the pointer."""
        super().mouseMoveEvent(event)
        index, at = self._at(event.position().toPoint())
        hovered = (index.row(), at) if at >= 0 else (-1, -1)
        if hovered != self._delegate.hovered:
            self._delegate.hovered = hovered
            self.viewport().update()
            shape = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
        tips = (self.tr("Write to them"), self.tr("DING this family alone"))
        one = index.data(ITEM_ROLE)
        words = household_words(one) if isinstance(one, Household) else ""
        self.viewport().setToolTip(tips[at] if at >= 0 else words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the button under the pointer says."""
        super().mouseReleaseEvent(event)
        index, at = self._at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            (self.chat_wanted, self.ding_wanted)[at].emit(index.data(ITEM_ROLE))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a row."""
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self.menu_wanted.emit(index.data(ITEM_ROLE), place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the menu of the current row."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and index.isValid():
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_wanted.emit(index.data(ITEM_ROLE), place)
            return
        super().keyPressEvent(event)


class FollowHead(Panel):
    """What the columns of the table are called."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_subtle", "b", parent)
        self.setFixedHeight(32)
        self.name = Text(theme, "text_2", 13)
        self.people = Text(theme, "text_2", 13)
        self.reach = Text(theme, "text_2", 13)
        layout = self._columns = QHBoxLayout(self)
        layout.setSpacing(0)
        layout.addWidget(self.name)
        layout.addWidget(self.people, 1)
        layout.addWidget(self.reach)

    def place(self, width: int) -> None:
        """Stand over the columns of rows of `width` px."""
        self._columns.setContentsMargins(_NAME, 0, self.width() - width + _RIGHT_MARGIN + 6, 1)
        self.name.setFixedWidth(people_left(width) - _NAME)
