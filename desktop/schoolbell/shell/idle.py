"""Notices that nobody has touched the window for a while."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow

from schoolbell.base.clock import Clock

_INPUT = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress, QEvent.Type.TabletMove,
    }
)  # fmt: skip
_LONGEST_LOOK_MS = 30_000  # a computer that slept is noticed this soon


class Touches(QObject):
    """Knows how long nobody has touched a window; looks at the native window only, which slows nothing."""

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._window: QWindow | None = None
        self._last = (0.0, 0)  # monotonic seconds, wall-clock ms
        self.note()

    def follow(self, window: QWindow | None) -> None:
        """Look at `window` from now on, which counts as touched."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
        self.note()

    def note(self) -> None:
        """Somebody touches it now."""
        self._last = (self._clock.monotonic(), self._clock.now_ms())

    def seconds(self) -> float:
        """Return the seconds since the last touch; the wall clock counts too, for a computer that slept."""
        seconds, ms = self._last
        return max(self._clock.monotonic() - seconds, (self._clock.now_ms() - ms) / 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of every touch; lets everything through."""
        if event.type() in _INPUT:
            self.note()
        return False


class IdleWatch(QObject):
    """Calls `idle` once per stretch of idleness."""

    def __init__(self, clock: Clock, idle: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._idle = idle
        self._seconds = 0.0
        self._touches = Touches(clock, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def watch(self, window: QWindow | None, seconds: float) -> None:
        """Start afresh with `window`; 0 seconds or no window: never idle."""
        self._seconds = seconds if window is not None else 0.0
        self._touches.follow(window if seconds > 0 else None)
        self._timer.stop()
        if self._seconds > 0:
            self._wait()

    def look(self) -> None:
        """See whether the time has come."""
        if self._seconds <= 0:
            return
        if self._left() <= 0:
            self._timer.stop()
            self._touches.note()
            self._idle()
        else:
            self._wait()

    def _left(self) -> float:
        return self._seconds - self._touches.seconds()

    def _wait(self) -> None:
        self._timer.start(min(_LONGEST_LOOK_MS, max(50, round(self._left() * 1000))))
