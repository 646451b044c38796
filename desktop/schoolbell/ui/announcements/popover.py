"""A raised box inside the window that Escape or a click elsewhere closes."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.theme import Theme

_EDGE = 8


class Popover(Panel):
    """A child of `parent`'s window, shown under (or over) another widget; it goes with either."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent.window())
        self._anchor: QWidget | None = None
        parent.destroyed.connect(self.deleteLater)
        self.hide()

    def show_under(self, anchor: QWidget) -> None:
        """Stand under `anchor`, inside the window; above it where there is no room below."""
        window = self.parentWidget()
        if window is None:
            return
        self._anchor = anchor
        size = self.sizeHint()
        corner = anchor.mapTo(window, QPoint(0, anchor.height() + 4))
        left = (
            corner.x()
            if corner.x() + size.width() <= window.width() - _EDGE
            else (corner.x() + anchor.width() - size.width())
        )
        left = max(_EDGE, min(left, window.width() - size.width() - _EDGE))
        top = corner.y()
        if top + size.height() > window.height() - _EDGE:
            top = max(_EDGE, top - anchor.height() - size.height() - 8)
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.raise_()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def close_popover(self) -> None:
        """Go away."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close at Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_popover()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when somebody clicks elsewhere or what opened it goes away; that toggles by itself."""
        if event.type() == QEvent.Type.Hide and watched is self._anchor:
            self.close_popover()
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            at, anchor = event.globalPosition().toPoint(), self._anchor
            inside = self.rect().contains(self.mapFromGlobal(at))
            on_anchor = anchor is not None and anchor.rect().contains(anchor.mapFromGlobal(at))
            if not inside and not on_anchor:
                self.close_popover()
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
