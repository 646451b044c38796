"""When the interpreter looks for garbage: through all of it only while nobody is at the window.

Looking through everything holds the interpreter, whichever thread begins it: 100 to 190 ms in the window of a
teacher of a school of 1,000. The young objects are looked through as always, a few milliseconds each time;
the old ones when the window has been left alone, and at the latest after an hour.
"""

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QWindow

from schoolbell.base.clock import Clock
from schoolbell.shell.idle import Touches

_YOUNG, _MIDDLE = 700, 10  # as CPython's own
_NEVER = 1 << 30
_LOOK_MS = 20_000
_QUIET_SECONDS = 10.0
_LATEST_SECONDS = 3600.0
_WORTH = 100  # collections of the middle generation, up to 7,000 objects in each, that made something old


def keep_to_the_young() -> None:
    """Let the interpreter look through the young objects only by itself.

    Where the collector is still off (`shell.main`), what the start has made is never looked through again.
    """
    if not gc.isenabled():
        gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _NEVER)
    gc.enable()


class Garbage(QObject):
    """Looks through everything while `window` is left alone."""

    def __init__(self, clock: Clock, window: QWindow | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._touches = Touches(clock, self)
        self._touches.follow(window)
        self._looked = clock.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)
        keep_to_the_young()

    def look(self) -> None:
        """Look through everything if there is something to look through and now is a good time."""
        if gc.get_count()[2] < _WORTH:
            return
        waited = self._clock.monotonic() - self._looked
        if self._touches.seconds() >= _QUIET_SECONDS or waited >= _LATEST_SECONDS:
            gc.collect()
            self._looked = self._clock.monotonic()

    def stop(self) -> None:
        """Leave it to the interpreter again."""
        self._timer.stop()
        self._touches.follow(None)
        gc.set_threshold(_YOUNG, _MIDDLE, 10)
