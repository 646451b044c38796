"""A heart beats in the UI thread while something is measured; how late it was is told in the figures.

`beside` is for work of this process. A client loads `install` as its probe (`schoolbell --allow-probe`,
SCHOOLBELL_PROBE names it) and writes the file that SCHOOLBELL_HEARTBEAT names.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, QTimer

T = TypeVar("T")

_EVERY_MS = 5
_SWITCH_SECONDS = 0.0005  # as in shell.program
_TOP = Path(__file__).parent.parent.parent


class _Heart(QObject):
    """Notes how many milliseconds late each beat is."""

    def __init__(self, qt: QCoreApplication, file: Path) -> None:
        super().__init__(qt)
        self._file = file
        self.late: list[float] = []
        self._due = time.perf_counter() + _EVERY_MS / 1000
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start(_EVERY_MS)
        qt.aboutToQuit.connect(self._write)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, now - self._due) * 1000)
        self._due = now + _EVERY_MS / 1000
        if len(self.late) % 200 == 0:  # a client that is killed has said something too
            self._write()

    def _write(self) -> None:
        self._file.write_text(json.dumps(self.late))


def install(qt: QCoreApplication) -> None:
    """Begin to beat."""
    _Heart(qt, Path(os.environ["SCHOOLBELL_HEARTBEAT"]))


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The environment and options that put a heart into a client, and what it said."""

    file: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the client's process needs."""
        paths = (str(_TOP), str(_TOP / "desktop"))
        return {
            "SCHOOLBELL_PROBE": "tests.bench.heartbeat:install",
            "SCHOOLBELL_HEARTBEAT": str(self.file),
            "PYTHONPATH": os.pathsep.join(paths),
        }

    def figures(self) -> dict[str, float]:
        """Return how late the UI thread was, in ms: p99 and the worst stall."""
        return _figures(json.loads(self.file.read_text()))


def beside(work: Callable[[], T]) -> tuple[T, dict[str, float]]:
    """Run `work` in a thread, as the client runs it, while this thread's Qt loop beats; return both."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    qt = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as worker:
        heart = _Heart(qt, Path(folder) / "heartbeat")
        done = worker.submit(work)
        done.add_done_callback(
            lambda _: QMetaObject.invokeMethod(qt, "quit", Qt.ConnectionType.QueuedConnection)
        )
        qt.exec()  # allowed: the loop of this process
        return done.result(), _figures(heart.late)


def _figures(late: list[float]) -> dict[str, float]:
    late = sorted(late)
    return {
        "heartbeat_p99_ms": round(late[int(len(late) * 0.99)], 1),
        "heartbeat_worst_ms": round(late[-1], 1),
    }
