"""Who has signed a notice: classes with their counts, households with each person's state."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from schoolbell.domain.announcements.items import Household, Standing
from schoolbell.ui.announcements.words import addressee_words
from schoolbell.ui.messages.people_rows import class_words
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.listmodel import ITEM_ROLE, ItemListModel
from schoolbell.viewmodels.notices import FollowRow

_HEADER, _ROW = 28, 48
_ICONS = {Standing.CONFIRMED: "circle-check", Standing.READ: "eye", Standing.UNREAD: "clock"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def people_words(household: Household) -> str:
    """Return everybody of a household with what they did: "father read 10:44 · mother unread"."""
    return " · ".join(f"{one.person.name} {addressee_words(one)}" for one in household.people)


class _Delegate(QStyledItemDelegate):
    """Headers of 28 px, households of 48."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(ITEM_ROLE)
        header = isinstance(row, FollowRow) and row.household is None
        return QSize(100, _HEADER if header else _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ITEM_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if not isinstance(row, FollowRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.household is None:
            self._header(painter, area, row)
        else:
            self._household(painter, area, row.household)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(self._theme.tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(3, 1, -3, -1), 6, 6)
        painter.restore()

    def _header(self, painter: QPainter, area: QRect, row: FollowRow) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter.fillRect(area, tokens.bg_subtle)
        painter.setFont(fonts.get(12, tabular=True))
        painter.setPen(tokens.text_2)
        words = area.adjusted(16, 0, -16, 0)
        painter.drawText(words, _RIGHT, f"{row.done}/{row.total}")
        name = QFontMetrics(painter.font()).elidedText(
            class_words(row.class_name), Qt.TextElideMode.ElideRight, words.width() - 60
        )
        painter.drawText(words, _LEFT, name)

    def _household(self, painter: QPainter, area: QRect, one: Household) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        colors = {
            Standing.CONFIRMED: tokens.done_text, Standing.READ: tokens.accent_text,
            Standing.UNREAD: tokens.text_3,
        }  # fmt: skip
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        pixmap = icon_pixmap(_ICONS[one.standing], colors[one.standing], 16, ratio)
        painter.drawPixmap(area.left() + 16, area.top() + 8, pixmap)
        words = area.adjusted(42, 6, -16, 0)
        painter.setFont(fonts.get(12, tabular=True))
        painter.setPen(tokens.text_3)
        painter.drawText(QRect(words.left(), words.top(), words.width(), 18), _RIGHT, one.number)
        room = words.width() - painter.fontMetrics().horizontalAdvance(one.number) - 8
        painter.setFont(fonts.get(14))
        painter.setPen(tokens.text_1)
        name = QFontMetrics(painter.font()).elidedText(one.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(words.left(), words.top(), room, 18), _LEFT, name)
        painter.setFont(fonts.get(12))
        painter.setPen(tokens.text_3)
        people = QFontMetrics(painter.font()).elidedText(
            people_words(one), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(QRect(words.left(), words.top() + 20, words.width(), 16), _LEFT, people)


class FollowList(QListView):
    """The lines of a follow list; arrows go through them."""

    def __init__(self, theme: Theme, model: ItemListModel[FollowRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeFollowList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Delegate(theme, self))
        self.setModel(model)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self.viewport().update)
