"""A heart beats in the UI thread while something is measured; how late it was is told in the figures.

`beside` is for work of this process. A client loads `install` as its probe (`schoolbell --allow-probe`,
SCHOOLBELL_PROBE names it); each client process has a file of its own, mapped into memory, and each beat
raises one number in it: nothing is collected, sorted or written while the client lives, and one that is
killed has told all it knew.
"""

import mmap
import os
import struct
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QMetaObject, QObject, Qt, QTimer

from schoolbell.shell.garbage import keep_to_the_young

T = TypeVar("T")

_EVERY_MS = 5
_SWITCH_SECONDS = 0.0005  # as in shell.program
_TOP = Path(__file__).parent.parent.parent
_PER_MS = 10  # buckets
_BUCKETS = 20_000  # two seconds; what is later still counts as the last, and is the worst exactly
_WORST = struct.Struct("d")
_BYTES = _WORST.size + 4 * _BUCKETS


class Beats:
    """How many beats were how late, in steps of 0.1 ms, and the worst of all; over `memory` when given."""

    def __init__(self, memory: "mmap.mmap | bytearray | None" = None) -> None:
        self._memory = bytearray(_BYTES) if memory is None else memory
        self._counts = memoryview(self._memory)[_WORST.size :].cast("I")

    @property
    def worst_ms(self) -> float:
        """How late the latest of all beats was."""
        worst: float = _WORST.unpack_from(self._memory)[0]
        return worst

    def note(self, late_ms: float) -> None:
        """Count one beat."""
        self._counts[min(_BUCKETS - 1, int(late_ms * _PER_MS))] += 1
        if late_ms > self.worst_ms:
            _WORST.pack_into(self._memory, 0, late_ms)

    def add(self, other: "Beats") -> None:
        """Count the beats of another process as well."""
        for at, count in enumerate(other._counts):
            if count:
                self._counts[at] += count
        _WORST.pack_into(self._memory, 0, max(self.worst_ms, other.worst_ms))

    @property
    def count(self) -> int:
        """How many beats there were."""
        return sum(self._counts)

    def share_ms(self, share: float) -> float:
        """Return how late all but the latest of the beats were at most, `share` of them; 0 without any."""
        left = share * self.count
        for at, count in enumerate(self._counts):
            left -= count
            if left <= 0:
                return min((at + 1) / _PER_MS, self.worst_ms)
        return self.worst_ms

    def figures(self, part: str = "") -> dict[str, float]:
        """Return p99 and the worst, ms, as keys of a bench; `part` says what of it was measured."""
        name = f"{part}_heartbeat" if part else "heartbeat"
        return {
            f"{name}_p99_ms": round(self.share_ms(0.99), 1),
            f"{name}_worst_ms": round(self.worst_ms, 1),
        }


class Heart(QObject):
    """Beats in the thread that made it as long as `parent` lives, from its loop's first turn on."""

    def __init__(self, parent: QObject, beats: Beats) -> None:
        super().__init__(parent)
        self._beats = beats
        self._due: float | None = None
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start(_EVERY_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._due is not None:
            self._beats.note(max(0.0, now - self._due) * 1000)
        self._due = now + _EVERY_MS / 1000


def install(qt: QCoreApplication) -> None:
    """Begin to beat, into the file that SCHOOLBELL_HEARTBEAT names."""
    with Path(os.environ["SCHOOLBELL_HEARTBEAT"]).open("r+b") as file:
        memory = mmap.mmap(file.fileno(), _BYTES)
    Heart(qt, Beats(memory))


class Heartbeat:
    """Gives each client process of a bench a heart, and says what they told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, list[Path]] = {}

    def environment(self, part: str = "") -> dict[str, str]:
        """Return what the next client's process needs; `part` says what is measured with it."""
        files = self._files.setdefault(part, [])
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"heartbeat-{part}-{len(files)}"
        file.write_bytes(bytes(_BYTES))
        files.append(file)
        paths = (str(_TOP), str(_TOP / "desktop"))
        return {
            "SCHOOLBELL_PROBE": "tests.bench.heartbeat:install",
            "SCHOOLBELL_HEARTBEAT": str(file),
            "PYTHONPATH": os.pathsep.join(paths),
        }

    def forget(self, part: str) -> None:
        """Begin anew with what the newest process of `part` tells from now on."""
        with self._files[part][-1].open("r+b") as file:
            file.write(bytes(_BYTES))

    def figures(self, *parts: str) -> dict[str, float]:
        """Return p99 and the worst stall of the processes of each of `parts`; of all when none is named."""
        if not parts:
            return self._merged([file for files in self._files.values() for file in files]).figures()
        found: dict[str, float] = {}
        for part in parts:
            found |= self._merged(self._files[part]).figures(part)
        return found

    def _merged(self, files: Sequence[Path]) -> Beats:
        beats = Beats()
        for file in files:
            beats.add(Beats(bytearray(file.read_bytes())))
        if not beats.count:
            raise RuntimeError("no heart was beating")
        return beats


def beside(work: Callable[[], T]) -> tuple[T, dict[str, float]]:
    """Run `work` in a thread, as the client runs it, while this thread's Qt loop beats; return both."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    keep_to_the_young()
    qt = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    beats = Beats()
    with ThreadPoolExecutor(1) as worker:
        heart = Heart(qt, beats)
        done = worker.submit(work)
        done.add_done_callback(
            lambda _: QMetaObject.invokeMethod(qt, "quit", Qt.ConnectionType.QueuedConnection)
        )
        qt.exec()  # allowed: the loop of this process
        heart.setParent(None)
        return done.result(), beats.figures()
