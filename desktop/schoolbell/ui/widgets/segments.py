"""A few choices side by side of which one holds: tabs of a list, now or later."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from schoolbell.ui.theme.fonts import STRONG
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme

_HEIGHT = 32
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Segment(QRadioButton):
    """One choice: an icon, words, a count that may be pressing."""

    def __init__(self, theme: Theme, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon
        self._count = ""
        self._pressing = False
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_words(self, words: str, count: int = 0, *, pressing: bool = False) -> None:
        """Show `words` and a count beside them (0: none); `pressing` makes it red."""
        self.setText(words)
        self._count = "" if not count else "99+" if count > 99 else str(count)
        self._pressing = pressing
        self.setAccessibleName(f"{words} {self._count}".strip())
        self.updateGeometry()
        self.update()

    def hitButton(self, position: QPoint) -> bool:
        """All of it is the button."""
        return self.rect().contains(position)

    def sizeHint(self) -> QSize:
        return QSize(round(self._inner_width(strong=True)) + 24, _HEIGHT - 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._inner_width(strong=True)) + 8, _HEIGHT - 4)

    def _inner_width(self, *, strong: bool) -> float:
        metrics = QFontMetricsF(self._theme.fonts.get(13, STRONG if strong else 400))
        width = metrics.horizontalAdvance(self.text())
        if self._icon_name:
            width += 22
        if self._count:
            width += 6 + QFontMetricsF(self._theme.fonts.get(13, STRONG)).horizontalAdvance(self._count)
        return width

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, fonts = self._theme.tokens, self._theme.fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        chosen, enabled = self.isChecked(), self.isEnabled()
        if chosen:
            painter.setPen(tokens.line_strong)
            painter.setBrush(tokens.bg_raised)
            painter.drawRoundedRect(area, 7, 7)
        elif self.underMouse() and enabled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.hover)
            painter.drawRoundedRect(area, 7, 7)
        if self.hasFocus():
            painter.setPen(QPen(tokens.focus, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        color = tokens.text_1 if chosen else tokens.text_2
        if not enabled:
            color = tokens.text_disabled
        left = (self.width() - self._inner_width(strong=chosen)) / 2
        if self._icon_name:
            pixmap = icon_pixmap(self._icon_name, color, 16, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, (self.height() - 16) / 2), pixmap)
            left += 22
        font = fonts.get(13, STRONG if chosen else 400)
        painter.setFont(font)
        painter.setPen(color)
        wide = QFontMetricsF(font).horizontalAdvance(self.text())
        painter.drawText(QRectF(left, 0, wide + 1, self.height()), _LEFT, self.text())
        if self._count:
            painter.setFont(fonts.get(13, STRONG if self._pressing else 400))
            painter.setPen(tokens.danger_text if self._pressing else color)
            painter.drawText(QRectF(left + wide + 6, 0, 40, self.height()), _LEFT, self._count)
        painter.end()


class Segments(QWidget):
    """`chosen` names the choice that somebody took; `spread` gives all of them the same width."""

    chosen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        names: dict[str, str],
        *,
        spread: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make choices for `names` → icon ("" for none)."""
        super().__init__(parent)
        self._theme = theme
        self._group = QButtonGroup(self)
        self.items: dict[str, Segment] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        for name, icon in names.items():
            segment = Segment(theme, icon, self)
            segment.setObjectName(f"segment_{name}")
            segment.clicked.connect(lambda _checked=False, wanted=name: self.chosen.emit(wanted))
            self._group.addButton(segment)
            layout.addWidget(segment, 1 if spread else 0)
            self.items[name] = segment
        self.setFixedHeight(_HEIGHT)
        policy = QSizePolicy.Policy.Expanding if spread else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def current(self) -> str:
        """The choice that holds, "" for none."""
        return next((name for name, one in self.items.items() if one.isChecked()), "")

    def choose(self, name: str) -> None:
        """Let `name` hold, without a signal."""
        self.items[name].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.line)
        painter.setBrush(tokens.bg_subtle)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
