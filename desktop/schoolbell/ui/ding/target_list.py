"""The list of recipients that may be meant, under the field."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
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
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from schoolbell.domain.ding.items import Target
from schoolbell.ui.ding.words import target_name
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.avatar import paint_avatar
from schoolbell.viewmodels.ding_rows import reach_words

TARGET_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ROW = 40
_MOST = 6
_ROOT = QModelIndex()
_ICONS = {
    "class": "users", "students": "graduation-cap", "guardians": "house", "teachers": "user-round",
    "staff": "contact-round", "school": "school", "people": "users", "person": "user-round",
}  # fmt: skip
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def target_icon(target: Target) -> str:
    """Return the icon of a recipient."""
    return _ICONS.get(target.kind, "users")


def target_note(target: Target) -> str:
    """Return what tells a recipient from others: subject, class, how many."""
    if target.detail:
        return target.detail
    if target.people > 1:
        return reach_words(target.people, target.households)
    return ""


class _Targets(QAbstractListModel):
    """What was found for what is typed; all of it is new with each key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Target, ...] = ()

    def show(self, targets: Sequence[Target]) -> None:
        self.beginResetModel()
        self.rows = tuple(targets)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if not index.isValid():
            return None
        target = self.rows[index.row()]
        if role == TARGET_ROLE:
            return target
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return " ".join(part for part in (target_name(target), target_note(target)) if part)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        target = index.data(TARGET_ROLE)
        if not isinstance(target, Target):
            return
        tokens, fonts = self._theme.tokens, self._theme.fonts
        area: QRect = option.rect.adjusted(4, 0, -4, 0)
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = None
        if state & QStyle.StateFlag.State_Selected:
            fill = tokens.row_selected
        elif state & QStyle.StateFlag.State_MouseOver:
            fill = tokens.hover
        if fill is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawRoundedRect(area, 6, 6)
        circle = QRectF(area.left() + 8, area.top() + 6, 28, 28)
        text = target.person.initials if target.person is not None else f"icon:{target_icon(target)}"
        hue = target.person.hue if target.person is not None else 1
        paint_avatar(painter, circle, text, hue, target.person is None, tokens, fonts)
        words = area.adjusted(48, 0, -10, 0)
        note = target_note(target)
        small = fonts.get(12)
        painter.setFont(small)
        painter.setPen(tokens.text_2)
        painter.drawText(words, _RIGHT, note)
        room = words.width() - QFontMetrics(small).horizontalAdvance(note) - 12
        font = fonts.get(14)
        painter.setFont(font)
        painter.setPen(tokens.text_1)
        name = QFontMetrics(font).elidedText(target_name(target), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, _LEFT, name)
        painter.restore()


class TargetPopup(Panel):
    """Lies under the field; never takes the keyboard away from it."""

    chosen = Signal(object)  # Target

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(theme, "", "", page)
        self.setObjectName("targetPopup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows = _Targets(self)
        self.view = QListView()
        self.view.setObjectName("targetList")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.viewport().setAutoFillBackground(False)
        self.view.setItemDelegate(_Delegate(theme, self.view))
        self.view.setModel(self._rows)
        self.view.clicked.connect(lambda _index: self.take())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 4)
        layout.addWidget(self.view)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.view.setAccessibleName(QCoreApplication.translate("TargetPopup", "Recipients that may be meant"))

    @property
    def targets(self) -> tuple[Target, ...]:
        """What is offered."""
        return self._rows.rows

    def show_targets(self, targets: Sequence[Target], field: QWidget) -> None:
        """Show `targets` under `field`; none hides the list."""
        page = self.parentWidget()
        if not targets or page is None:
            self.hide()
            return
        self._rows.show(targets)
        self.view.setCurrentIndex(self._rows.index(0))
        corner = field.mapTo(page, QPoint(0, field.height() + 4))
        height = min(_MOST, len(targets)) * _ROW + 10
        self.setGeometry(corner.x(), corner.y(), field.width(), height)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move the choice up or down, around the ends."""
        count = self._rows.rowCount()
        if count:
            row = (self.view.currentIndex().row() + by) % count
            self.view.setCurrentIndex(self._rows.index(row))

    def take(self) -> None:
        """Choose the current one."""
        row = self.view.currentIndex().row()
        if 0 <= row < len(self._rows.rows):
            self.chosen.emit(self._rows.rows[row])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line_strong)
        painter.setBrush(tokens.bg_raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
