"""A waveform as a widget: how much is played, a click goes there; or the live level of a microphone."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.voice.wave import BAR, bars, level_share, paint_wave


class WaveView(QWidget):
    """Shows a whole waveform; `sought` is where somebody clicked, 0…1."""

    sought = Signal(float)

    def __init__(self, theme: Theme, height: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levels: Sequence[int] = ()
        self._share = 0.0
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(80, self.height())

    def show_wave(self, levels: Sequence[int], share: float) -> None:
        """Show `levels` (0…1024), the first `share` (0…1) of them played."""
        if (levels, share) != (self._levels, self._share):
            self._levels, self._share = levels, share
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.width() > 0:
            self.sought.emit(max(0.0, min(1.0, event.position().x() / self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heights = bars(self._levels, self.width())
        paint_wave(painter, QRectF(self.rect()), heights, self._share, tokens.accent, tokens.text_3)
        painter.end()


class LevelView(QWidget):
    """Shows the last levels of a microphone, the newest at the right."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levels: Sequence[int] = ()
        self.setFixedHeight(24)
        self.setMinimumWidth(32)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_levels(self, levels: Sequence[int]) -> None:
        """Show the end of `levels`, 0…1024 each."""
        self._levels = levels
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        count = max(1, self.width() // (2 * BAR))
        last = self._levels[-count:]
        heights = [0.0] * (count - len(last)) + [level_share(level) for level in last]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        paint_wave(painter, QRectF(self.rect()), heights, 0.0, tokens.accent, tokens.accent)
        painter.end()
