"""The asyncio loop of the program: qasync's, with callbacks and timers that cost Qt little.

qasync gives every callback a Qt timer of its own, and one that was cancelled goes off all the same: each of
a busy minute's thousand timeouts woke the program once more when it slept. Here all callbacks share one zero
timer, and all that are due later the timer of the next of them.
"""

import asyncio
import heapq
import itertools
import math
import time
from asyncio import Handle, TimerHandle
from collections import deque
from collections.abc import Callable
from contextvars import Context

import qasync
from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtWidgets import QApplication

_RESOLUTION = time.get_clock_info("monotonic").resolution
_MANY_CANCELLED = 100  # so many are kept until somebody looks, as in asyncio's own loop
_LONGEST_SECONDS = 24 * 3600.0
# A precise timer keeps the clock of a whole Windows machine fast as long as it runs. From a second on a
# coarse one does, which goes off within 5 % of what it is given: a little late, so that it goes off once.
_COARSE_SECONDS = 1.0
_COARSE_SHARE = 1.06
_LATEST_SHARE = 1.12


class Callbacks(QObject):
    """What the loop still has to call: at once in the order it was asked for, later when it is due.

    One round calls what was there when it began, then Qt has its turn: input and painting come in between.
    While a callback runs a Qt loop of its own nobody else is called; asyncio's tasks could not be anyway.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ready: deque[Handle] = deque()
        self._later: list[tuple[float, int, TimerHandle]] = []
        self._numbers = itertools.count()
        self._cancelled = 0
        self._round = 0  # number of the zero timer; 0: there is none
        self._alarm = 0  # number of the timer for the first of `_later`; 0: there is none
        self._alarm_by = math.inf  # when it has gone off at the latest
        self._stopped = False

    def __len__(self) -> int:
        """How many callbacks are kept, cancelled ones included."""
        return len(self._ready) + len(self._later)

    def soon(self, handle: Handle) -> None:
        """Call `handle` in the next round."""
        self._ready.append(handle)
        if not self._round and not self._stopped:
            self._round = self.startTimer(0)

    def at(self, handle: TimerHandle) -> None:
        """Call `handle` when `time.monotonic()` has reached its moment, never before it.

        One that is a second or more away may come a tenth of that later.
        """
        handle._scheduled = True  # type: ignore[attr-defined]  # as in asyncio's own loop
        moment = handle.when()
        heapq.heappush(self._later, (moment, next(self._numbers), handle))
        now = time.monotonic()
        precise = moment - now < _COARSE_SECONDS
        if (moment if precise else now + (moment - now) * _LATEST_SHARE) < self._alarm_by:
            self._arm(precise=precise)

    def cancelled(self, handle: TimerHandle) -> None:
        """`handle` will not be called any more: keep no crowd of such."""
        if not handle._scheduled:  # type: ignore[attr-defined]
            return
        self._cancelled += 1
        if self._cancelled > _MANY_CANCELLED and self._cancelled * 2 > len(self._later):
            self._later = [entry for entry in self._later if not entry[2].cancelled()]
            heapq.heapify(self._later)
            self._cancelled = 0

    def stop(self) -> None:
        """Call nothing any more."""
        self._stopped = True
        for number in (self._round, self._alarm):
            if number:
                self.killTimer(number)
        self._round = self._alarm = 0
        self._ready.clear()
        self._later.clear()

    def set_debug(self, enabled: bool) -> None:
        """Change nothing; qasync would measure each callback."""

    def timerEvent(self, event: QTimerEvent) -> None:
        """Begin a round, or take what is due into one."""
        number = event.timerId()
        if number == self._round:
            self._call()
        elif number == self._alarm:
            self.killTimer(number)
            self._alarm, self._alarm_by = 0, math.inf
            self._take_due()
            self._arm()
            if not self._round:
                self._call()

    def _call(self) -> None:
        ready = self._ready
        left = len(ready)
        try:
            while left and ready:
                left -= 1
                handle = ready.popleft()
                if not handle.cancelled():
                    handle._run()
        finally:
            if self._round and not ready:
                self.killTimer(self._round)
                self._round = 0
            elif ready and not self._round:
                self._round = self.startTimer(0)

    def _take_due(self) -> None:
        now = time.monotonic() + _RESOLUTION
        later = self._later
        while later and (later[0][0] <= now or later[0][2].cancelled()):
            handle = heapq.heappop(later)[2]
            handle._scheduled = False  # type: ignore[attr-defined]
            if handle.cancelled():
                self._cancelled -= 1
            else:
                self._ready.append(handle)

    def _arm(self, *, precise: bool = False) -> None:
        """Have the timer go off for the first of `_later`, on the dot if `precise` or if it is near."""
        if self._alarm:
            self.killTimer(self._alarm)
            self._alarm, self._alarm_by = 0, math.inf
        if not self._later or self._stopped:
            return
        now = time.monotonic()
        seconds = min(max(self._later[0][0] - now, 0.0), _LONGEST_SECONDS)
        if precise or seconds < _COARSE_SECONDS:
            self._alarm_by = now + seconds
            self._alarm = self.startTimer(math.ceil(seconds * 1000), Qt.TimerType.PreciseTimer)
        else:
            self._alarm_by = now + seconds * _LATEST_SHARE
            self._alarm = self.startTimer(math.ceil(seconds * _COARSE_SHARE * 1000), Qt.TimerType.CoarseTimer)


class EventLoop(qasync.QEventLoop):  # type: ignore[misc]  # it has no types
    """The Qt application as an asyncio loop."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._timer = Callbacks()

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> Handle:
        """Call `callback` in the next round."""
        handle = Handle(callback, args, self, context)
        self._timer.soon(handle)
        return handle

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> Handle:
        """Call `callback` after `delay` seconds."""
        if delay <= 0:
            return self.call_soon(callback, *args, context=context)
        return self.call_at(time.monotonic() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> TimerHandle:
        """Call `callback` when `time()` has reached `when`."""
        handle = TimerHandle(when, callback, args, self, context)
        self._timer.at(handle)
        return handle

    def _timer_handle_cancelled(self, handle: TimerHandle) -> None:
        self._timer.cancelled(handle)


def make_event_loop(application: QApplication) -> EventLoop:
    """Return the loop, set as this thread's."""
    loop = EventLoop(application)
    asyncio.set_event_loop(loop)
    return loop
