"""How the timeline moves: scroll bar, wheel (gliding for at most 150 ms per notch), a row into view."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QVariantAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollBar

from schoolbell.ui.messages import timeline_metrics as m
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    from schoolbell.ui.messages.timeline_view import TimelineView

_NOTCH = 60  # px


class Motion(QObject):
    """Owns the bar, which lies over `view`'s right margin so that both margins stay equal."""

    def __init__(self, view: "TimelineView", theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self.bar = QScrollBar(Qt.Orientation.Vertical, view)
        self.bar.setCursor(Qt.CursorShape.ArrowCursor)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.setSingleStep(_NOTCH // 3)
        self.bar.valueChanged.connect(self._bar_moved)
        self._glide = QVariantAnimation(self)
        self._glide.valueChanged.connect(self._glided)
        self._done = 0

    def stop(self) -> None:
        """End a glide where it is."""
        self._glide.stop()

    def place_bar(self) -> None:
        """Put the bar at the right edge."""
        self.bar.setGeometry(self._view.width() - m.BAR, 0, m.BAR, self._view.height())

    def sync_bar(self) -> None:
        """Make the bar show where the stack stands; left alone while it is dragged."""
        if self.bar.isSliderDown():
            return
        stack = self._view.stack
        height = self._view.viewport().height()
        most = max(0, stack.total() - height)
        self.bar.blockSignals(True)
        self.bar.setRange(0, most)
        self.bar.setPageStep(height)
        self.bar.setValue(most if stack.at_bottom else max(0, stack.value()))
        self.bar.blockSignals(False)
        self.bar.setVisible(most > 0)

    def wheel(self, event: QWheelEvent) -> None:
        """Follow a touch pad pixel by pixel; glide for a wheel's notches."""
        event.accept()
        pixels = event.pixelDelta().y()
        if pixels:
            self._glide.stop()
            self._view.scroll_by(-pixels)
            return
        distance = round(-event.angleDelta().y() / 120 * _NOTCH)
        duration = self._theme.animation_ms
        if not duration:
            self._view.scroll_by(distance)
            return
        if self._glide.state() == QVariantAnimation.State.Running:
            distance += int(self._glide.endValue()) - self._done
            self._glide.stop()
        self._done = 0
        self._glide.setDuration(duration)
        self._glide.setStartValue(0)
        self._glide.setEndValue(distance)
        self._glide.start()

    def reveal(self, key: str) -> None:
        """Bring the row `key` into view with as little scrolling as that takes."""
        view = self._view
        view.settle()
        stack, height = view.stack, view.viewport().height()
        row = stack.find(key)
        if row is None:
            return
        top = stack.top_of(row)
        if top is None:
            at = stack.index(key)
            below = stack.visible and at > stack.rows.index(stack.visible[-1][0])
            stack.laid_out(row)
            stack.scroll_to(at, max(0, height - row.height - 12) if below else 0)
        elif top < 0:
            stack.scroll_by(top)
        elif top + row.height > height - 12 and row.height < height:
            stack.scroll_by(top + row.height - height + 12)
        view.scrolled()

    def _glided(self, value: object) -> None:
        if not isinstance(value, int) or self._glide.state() != QVariantAnimation.State.Running:
            return
        step, self._done = value - self._done, value
        if step:
            self._view.scroll_by(step)

    def _bar_moved(self, value: int) -> None:
        self._glide.stop()
        view = self._view
        view.settle()
        if value >= self.bar.maximum():
            view.stack.scroll_to_bottom()
        elif self.bar.isSliderDown():
            view.stack.scroll_to_value(value)
        else:
            view.stack.scroll_by(value - view.stack.value())
        view.scrolled()
