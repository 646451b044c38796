"""The keyboard focus ring: 2 px, 2 px outside a control, drawn by a sibling so that sizes stay put."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from schoolbell.ui.theme.theme import Theme

_OUTSIDE = 4
KEYBOARD_REASONS = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class FocusRing(QWidget):
    """Follows `target` and outlines it; never in the way of the mouse. `radius` is the control's own."""

    def __init__(self, theme: Theme, target: QWidget, radius: float) -> None:
        super().__init__(target.parentWidget())
        self._theme = theme
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        target.destroyed.connect(self.deleteLater)
        theme.changed.connect(self.update)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ParentChange):
            self._follow()
        elif kind in (QEvent.Type.Hide, QEvent.Type.FocusOut):
            self.hide()
        return False

    def reveal(self) -> None:
        """Show the ring around the target as it stands now."""
        self._follow()
        self.raise_()
        self.show()

    def _follow(self) -> None:
        parent = self._target.parentWidget()
        if parent is not self.parentWidget():
            self.setParent(parent)
        self.setGeometry(self._target.geometry().adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.tokens.focus, 2))
        radius = self._radius + _OUTSIDE - 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()
