"""Tells the timeline that another day has begun: "Today" is yesterday then."""

from collections.abc import Callable

from PySide6.QtCore import QDate, QDateTime, QObject, QTimer, Signal

_LOOK_MS = 60_000  # the clock may be set, and timers stand still while the computer sleeps


class Midnight(QObject):
    """Emits `timeout` once when the day of `now_ms` is another one; to be armed again then."""

    timeout = Signal()

    def __init__(self, now_ms: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._day = QDate()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def arm(self) -> None:
        """Wait for the end of this day."""
        now = QDateTime.fromMSecsSinceEpoch(self._now_ms())
        self._day = now.date()
        self._timer.start(min(_LOOK_MS, now.msecsTo(now.date().addDays(1).startOfDay()) + 1000))

    def stop(self) -> None:
        """Wait no more."""
        self._timer.stop()

    def look(self) -> None:
        """See what day it is."""
        if QDateTime.fromMSecsSinceEpoch(self._now_ms()).date() == self._day:
            self.arm()
        else:
            self.timeout.emit()
