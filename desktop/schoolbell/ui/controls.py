"""Check boxes, radio buttons and selects painted from the tokens: Fusion's own are too faint in dark."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QRadioButton, QWidget

from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme

_BOX = 16
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _paint(control: QAbstractButton, theme: Theme, radius: float, mark: str) -> None:
    tokens = theme.tokens
    painter = QPainter(control)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = (control.height() - _BOX) / 2
    box = QRectF(0.5, top + 0.5, _BOX - 1, _BOX - 1)
    enabled, checked = control.isEnabled(), control.isChecked()
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent_fill if enabled else tokens.badge_muted)
        painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), radius, radius)
        if mark:
            pixmap = icon_pixmap(mark, tokens.text_on_fill, 12, control.devicePixelRatioF())
            painter.drawPixmap(QPointF(2, top + 2), pixmap)
        else:
            painter.setBrush(tokens.text_on_fill)
            painter.drawEllipse(QRectF(5, top + 5, 6, 6))
    else:
        painter.setPen(QPen(tokens.text_3 if enabled else tokens.line_strong, 1))
        painter.setBrush(tokens.bg_input)
        painter.drawRoundedRect(box, radius, radius)
    if control.hasFocus():
        painter.setPen(QPen(tokens.focus, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = QRectF(1, 1, control.sizeHint().width() - 2, control.height() - 2)
        painter.drawRoundedRect(around if not mark else box.adjusted(-1, -1, 1, 1), 4, 4)
    painter.setFont(control.font())
    painter.setPen(tokens.text_1 if enabled else tokens.text_disabled)
    painter.drawText(QRectF(_BOX + 8, 0, control.width() - _BOX - 8, control.height()), _LEFT, control.text())
    painter.end()


class CheckBox(QCheckBox):
    """A 16-px box with a tick and 13-px words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFont(theme.fonts.get(13))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """Return box, gap and words."""
        return QSize(_BOX + 10 + self.fontMetrics().horizontalAdvance(self.text()), 24)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the words."""
        _paint(self, self._theme, 4, "check")

    def _restyle(self) -> None:
        self.setFont(self._theme.fonts.get(13))
        self.update()


class Radio(QRadioButton):
    """A 16-px circle and words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFont(theme.fonts.get(14))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """Return circle, gap and words."""
        return QSize(_BOX + 12 + self.fontMetrics().horizontalAdvance(self.text()), 26)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle and the words."""
        _paint(self, self._theme, _BOX / 2, "")

    def _restyle(self) -> None:
        self.setFont(self._theme.fonts.get(14))
        self.update()


class Select(QComboBox):
    """A select of `height` px with a chevron."""

    def __init__(self, theme: Theme, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = 13 if height < 32 else 14
        self.setFixedHeight(height)
        self.setFont(theme.fonts.get(self._size))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """Return the widest entry and the chevron."""
        metrics = self.fontMetrics()
        widths = [metrics.horizontalAdvance(self.itemText(row)) for row in range(self.count())]
        return QSize(max(widths, default=0) + 38, self.height())

    def minimumSizeHint(self) -> QSize:
        """Return less: a long class name may be shortened."""
        return QSize(72, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, the chosen entry and the chevron."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        inset = 1.0 if focused else 0.5
        border = tokens.focus if focused else tokens.line_hover if self.underMouse() else tokens.line_strong
        painter.setPen(QPen(border, 2 if focused else 1))
        painter.setBrush(tokens.bg_raised if self.isEnabled() else tokens.bg_subtle)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        pixmap = icon_pixmap("chevron-down", tokens.text_2, 14, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(self.width() - 22, (self.height() - 14) / 2), pixmap)
        painter.setFont(self.font())
        painter.setPen(tokens.text_1 if self.isEnabled() else tokens.text_disabled)
        words = QRectF(10, 0, self.width() - 34, self.height())
        shown = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, round(words.width())
        )
        painter.drawText(words, _LEFT, shown)
        painter.end()

    def _restyle(self) -> None:
        self.setFont(self._theme.fonts.get(self._size))
        self.update()
