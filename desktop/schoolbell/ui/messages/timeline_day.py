"""Tells the timeline that a new day has begun: "Today" is yesterday then."""

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QObject, QTimer


class Midnight(QTimer):
    """Times out once, a second after the end of the day of `now_ms`; to be armed again then."""

    def __init__(self, now_ms: Callable[[], int], parent: QObject) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self.setSingleShot(True)

    def arm(self) -> None:
        """Wait for the end of this day."""
        now = QDateTime.fromMSecsSinceEpoch(self._now_ms())
        self.start(now.msecsTo(now.date().addDays(1).startOfDay()) + 1000)
