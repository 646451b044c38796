"""Ends a Qt program in good order when the system asks: SIGTERM, SIGINT, a closed terminal's SIGHUP."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier, QTimer

_SIGNALS = (signal.SIGTERM, signal.SIGINT, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []))


class EndedBySignals:
    """While active, these signals call `quit` on the Qt thread (Python alone would wait for a timer)."""

    def __init__(self, quit_: Callable[[], object]) -> None:
        self._quit = quit_
        self._reader, self._writer = socket.socketpair()
        self._old: dict[int, object] = {}

    def __enter__(self) -> None:
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._woken)
        for number in _SIGNALS:
            if number not in (signal.SIGTERM, signal.SIGINT) and signal.getsignal(number) == signal.SIG_IGN:
                continue  # under nohup a closed terminal is no reason to end
            self._old[number] = signal.signal(number, lambda *_: None)

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._old.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._reader.close()
        self._writer.close()

    def _woken(self) -> None:
        received = self._reader.recv(64)
        if set(_SIGNALS) & set(received):
            QTimer.singleShot(0, self._quit)
