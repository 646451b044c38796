"""A list of people with a header per class, painted by a delegate."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from schoolbell.ui.messages.people_rows import ROW_ROLE, GroupRow, PeopleModel, PersonRow, class_words
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.ui.widgets.badge import paint_role_badge, role_badge_width

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class PeopleDelegate(QStyledItemDelegate):
    """Person rows of 48 (or 40 when `compact`), class headers of 28."""

    def __init__(self, theme: Theme, compact: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = compact
        self._header_size, self._person_size = QSize(100, 28), QSize(100, 40 if compact else 48)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height for the kind of row; a thousand are asked for whenever the rows change."""
        model = index.model()
        row = model.row(index.row()) if isinstance(model, PeopleModel) else index.data(ROW_ROLE)
        return self._header_size if isinstance(row, GroupRow) else self._person_size

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint a header or a person."""
        row = index.data(ROW_ROLE)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, GroupRow):
            self._header(painter, area, row)
        elif isinstance(row, PersonRow):
            self._person(painter, area, row, state)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setPen(QPen(self._theme.tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(3, 1, -3, -1), 7, 7)
        painter.restore()

    def _header(self, painter: QPainter, area: QRect, row: GroupRow) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter.fillRect(area, tokens.bg_subtle)
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        sign = "chevron-right" if row.folded else "chevron-down"
        painter.drawPixmap(area.left() + 15, area.top() + 7, icon_pixmap(sign, tokens.text_2, 14, ratio))
        painter.setFont(fonts.get(12, tabular=True))
        painter.setPen(tokens.text_2)
        words = area.adjusted(34, 0, -16, 0)
        painter.drawText(words, _RIGHT, str(row.count))
        name = QFontMetrics(painter.font()).elidedText(
            class_words(row.name), Qt.TextElideMode.ElideRight, words.width() - 32
        )
        painter.drawText(words, _LEFT, name)

    def _person(self, painter: QPainter, area: QRect, row: PersonRow, state: QStyle.StateFlag) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        inset = 8 if self._compact else 0
        fill = None
        if state & QStyle.StateFlag.State_Selected:
            fill = tokens.row_selected
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = tokens.hover
        if fill is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(area.adjusted(8 - inset // 2, 0, inset // 2 - 8, 0), 8, 8)
        edge = 28 if self._compact else 32
        left = area.left() + 16 - inset // 2
        circle = QRectF(left, area.top() + (area.height() - edge) / 2, edge, edge)
        paint_avatar(painter, circle, row.person.initials, row.person.hue, False, tokens, fonts)
        left += edge + 12
        right = area.right() - 15
        small = fonts.get(12, tabular=True)
        room = right - left
        if row.right:
            painter.setFont(small)
            painter.setPen(tokens.text_3)
            painter.drawText(QRect(left, area.top(), room, area.height()), _RIGHT, row.right)
            room -= QFontMetrics(small).horizontalAdvance(row.right) + 8
        top, height = (area.top() + 5, 20) if row.note else (area.top(), area.height())
        font = fonts.get(14)
        metrics = QFontMetrics(font)
        badge = round(role_badge_width(row.person.role, fonts))
        name = metrics.elidedText(
            row.person.name, Qt.TextElideMode.ElideRight, room - (badge + 8 if badge else 0)
        )
        painter.setFont(font)
        painter.setPen(tokens.text_1)
        painter.drawText(QRect(left, top, room, height), _LEFT, name)
        if badge:
            at = left + metrics.horizontalAdvance(name) + 8
            paint_role_badge(painter, at, top + (height - 16) / 2, row.person.role, tokens, fonts)
        if row.note:
            painter.setFont(small)
            painter.setPen(tokens.text_3)
            note = QFontMetrics(small).elidedText(row.note, Qt.TextElideMode.ElideRight, right - left)
            painter.drawText(QRect(left, area.top() + 25, right - left, 18), _LEFT, note)


class PeopleView(QListView):
    """Shows a PeopleModel; a click or Enter on a class header emits `group_toggled` with its name."""

    group_toggled = Signal(str)
    person_chosen = Signal(object)  # Person

    def __init__(
        self, theme: Theme, model: PeopleModel, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(
            QAbstractItemView.SelectionMode.SingleSelection
            if compact
            else QAbstractItemView.SelectionMode.NoSelection
        )
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(PeopleDelegate(theme, compact, self))
        self.setModel(model)
        self.verticalScrollBar().setSingleStep(16)
        self.clicked.connect(self._activated)
        theme.changed.connect(self.viewport().update)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _activated(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if isinstance(row, GroupRow):
            self.group_toggled.emit(row.name)
        elif isinstance(row, PersonRow):
            self.person_chosen.emit(row.person)
