"""The calendar that drops from the room's header: a day to go to."""

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.month import Month

_EDGE = 8


class DayPopup(Panel):
    """A raised box under `anchor`, a child of `parent`; Escape, a click elsewhere or a choice closes it."""

    chosen = Signal(QDate)
    closed = Signal()

    def __init__(self, theme: Theme, anchor: QWidget, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent)
        self.setObjectName("dayPopup")
        self._anchor = anchor
        self.month = Month(theme, QDate.currentDate())
        self.month.chosen.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.month)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        self.setAccessibleName(self.tr("Go to a day"))

    def open_at(self, today: QDate) -> None:
        """Show the month of `today`."""
        self.place()
        self.show()
        self.raise_()
        self.month.start(today)
        self._filter(True)

    def place(self) -> None:
        """Stand under the anchor, inside the parent."""
        parent = self.parentWidget()
        if parent is None:
            return
        size = self.sizeHint()
        below = self._anchor.mapTo(parent, QPoint(self._anchor.width(), self._anchor.height() + 4))
        left = max(_EDGE, min(below.x() - size.width(), parent.width() - size.width() - _EDGE))
        self.setGeometry(left, below.y(), size.width(), size.height())

    def close_popup(self) -> None:
        """Go away."""
        if not self.isHidden():
            self._filter(False)
            self.hide()
            self.closed.emit()

    def _filter(self, on: bool) -> None:
        application = QApplication.instance()
        if application is not None and on:
            application.installEventFilter(self)
        elif application is not None:
            application.removeEventFilter(self)

    def _choose(self, date: QDate) -> None:
        self.close_popup()
        self.chosen.emit(date)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popup()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when somebody clicks elsewhere; the button that opened it toggles by itself."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            at = event.globalPosition().toPoint()
            inside = self.rect().contains(self.mapFromGlobal(at))
            if not inside and not self._anchor.rect().contains(self._anchor.mapFromGlobal(at)):
                self.close_popup()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        tokens = self.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line_strong)
        painter.setBrush(tokens.bg_raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
