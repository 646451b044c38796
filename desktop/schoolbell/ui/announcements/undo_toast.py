"""For ten seconds after sending: how long it can be taken back, send now, undo."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from schoolbell.domain.announcements.drafting import HOLD_MS
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.fonts import STRONG
from schoolbell.ui.theme.icons import icon_pixmap
from schoolbell.ui.theme.theme import Theme

_GROUND = QColor("#23282F")  # the same in light and dark: it lies over everything
_INK = QColor("#F2F4F7")
_QUIET = QColor("#C3C9D2")
_ACCENT = QColor("#8FC1FF")
_LINE = QColor("#434A54")
_HEIGHT = 48
_FRAME_MS = 100
_GAP = 8  # px to a pop-up
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Held(Protocol):
    """What can be taken back: how many get it, and until when."""

    @property
    def people(self) -> int:
        """How many get it."""
        ...

    @property
    def until_ms(self) -> int:
        """Until when (ms)."""
        ...


class _Ring(QWidget):
    """What is left of ten seconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.left_ms = 0
        self.setFixedSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2, 2, 20, 20)
        painter.setPen(QPen(_LINE, 2))
        painter.drawEllipse(box)
        painter.setPen(QPen(_INK, 2))
        painter.drawArc(box, 90 * 16, round(360 * 16 * self.left_ms / HOLD_MS))
        painter.setFont(self._theme.fonts.get(11, tabular=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(-(-self.left_ms // 1000)))
        painter.end()


class _Action(QPushButton):
    """Words on the dark ground, an icon and a key where there is one."""

    def __init__(self, theme: Theme, color: QColor, icon: str = "", key: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._color = color
        self._icon_name = icon
        self._key = key
        self.setFixedHeight(32)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)

    def _parts(self) -> tuple[float, float]:
        fonts = self._theme.fonts
        words = QFontMetricsF(fonts.get(14, STRONG if self._icon_name else 400))
        key = QFontMetricsF(fonts.get(12)).horizontalAdvance(self._key) + 6 if self._key else 0.0
        return words.horizontalAdvance(self.text()), key

    def sizeHint(self) -> QSize:
        words, key = self._parts()
        return QSize(round(words + key + (22 if self._icon_name else 0)) + 25, 32)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_LINE)
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(_ACCENT, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        left = 12.0
        if self._icon_name:
            pixmap = icon_pixmap(self._icon_name, self._color, 16, self.devicePixelRatioF())
            painter.drawPixmap(round(left), 8, pixmap)
            left += 22
        words, key = self._parts()
        painter.setPen(self._color)
        painter.setFont(self._theme.fonts.get(14, STRONG if self._icon_name else 400))
        painter.drawText(QRectF(left, 0, words + 2, 32), _LEFT, self.text())
        painter.setFont(self._theme.fonts.get(12))
        painter.drawText(QRectF(left + words + 6, 0, key + 2, 32), _LEFT, self._key)
        painter.end()


class UndoToast(Panel):
    """Lies over the bottom of `page`, somewhere in `parent`, beside pop-ups; `tell` shows or hides it."""

    undo_wanted = Signal()
    send_wanted = Signal()
    counted = Signal()  # a second has passed, or a part of it

    def __init__(self, theme: Theme, now_ms: Callable[[], int], page: QWidget, parent: QWidget) -> None:
        super().__init__(theme, "", "", parent)
        self._page = page
        self.setObjectName("undoToast")
        self._now_ms = now_ms
        self._held: Held | None = None
        self._words = ""
        self._ring = _Ring(theme)
        self.now = _Action(theme, _QUIET)
        self.now.setObjectName("toastSendNow")
        self.now.clicked.connect(self.send_wanted)
        self.undo = _Action(theme, _ACCENT, "undo-2", "Ctrl Z")
        self.undo.setObjectName("toastUndo")
        self.undo.clicked.connect(self.undo_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._ring)
        layout.addStretch(1)
        layout.addWidget(self.now)
        layout.addWidget(self.undo)
        self.setFixedHeight(_HEIGHT)
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._tick)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Set all texts."""
        self.now.setText(self.tr("Send now"))
        self.undo.setText(self.tr("Undo"))
        for button in (self.now, self.undo):
            button.setAccessibleName(button.text())
            button.updateGeometry()
        self._count()

    def tell(self, held: Held | None) -> None:
        """Show what can be taken back; None hides."""
        self._held = held
        self.setVisible(held is not None)
        if held is None:
            self._frames.stop()
            return
        self._count()
        self._frames.start()
        self.place()
        self.raise_()

    def place(self) -> None:
        """Stand 24 px over the bottom, in the middle, where no pop-up lies over it."""
        page = self._page
        wide = QFontMetricsF(self.theme.fonts.get(14)).horizontalAdvance(self._longest())
        actions = self.now.sizeHint().width() + self.undo.sizeHint().width()
        width = min(page.width() - 32, max(440, round(wide) + actions + 92))
        area = self._area()
        left = area.x() + (area.width() - width) // 2
        place = QRect(left, area.y() + area.height() - 24 - _HEIGHT, width, _HEIGHT)
        self.setGeometry(self._out_of_the_way(place))

    def _area(self) -> QRect:
        """Return where `page` is in the parent."""
        parent = self.parentWidget()
        corner = self._page.mapTo(parent, QPoint(0, 0)) if parent is not None else QPoint(0, 0)
        return QRect(corner, self._page.size())

    def _out_of_the_way(self, place: QRect) -> QRect:
        """Return `place`, moved up over what stays on top of all windows (a DING's pop-up) and covers it."""
        parent = self.parentWidget()
        if parent is None:
            return place
        for window in QApplication.topLevelWidgets():
            on_top = window.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
            if window is self.window() or window.isHidden() or not on_top:
                continue
            there = QRect(parent.mapFromGlobal(window.geometry().topLeft()), window.size())
            if there.adjusted(-_GAP, -_GAP, _GAP, _GAP).intersects(place):
                over = there.top() - _GAP - place.height()
                place.moveTop(over if over >= self._area().top() else there.bottom() + 1 + _GAP)
        return place

    def _longest(self) -> str:
        return self._said(HOLD_MS // 1000)

    def _said(self, seconds: int) -> str:
        people = self._held.people if self._held is not None else 0
        return self.tr("{countdown} to {people}").format(
            countdown=self.tr("goes in %n second(s)", "", seconds),
            people=self.tr("%n people", "", people),
        )

    def _tick(self) -> None:
        self.place()  # a pop-up may have come in the meantime
        self._count()

    def _count(self) -> None:
        held = self._held
        if held is None:
            return
        left = max(0, min(HOLD_MS, held.until_ms - self._now_ms()))
        words = self._said(-(-left // 1000))
        self._words = words[:1].upper() + words[1:]
        self._ring.left_ms = left
        self.setAccessibleName(self._words)
        self.update()
        self.counted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, words and the line before the way back."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_LINE if self.theme.tokens.dark else Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setFont(self.theme.fonts.get(14, tabular=True))
        painter.setPen(_INK)
        painter.drawText(QRectF(52, 0, self.now.x() - 56, self.height()), _LEFT, self._words)
        painter.fillRect(QRectF(self.undo.x() - 5, 8, 1, 32), _LINE)
        painter.end()
