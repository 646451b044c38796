"""The interpreter and Qt of this environment can live together for hours."""

import subprocess
import sys

_TICKS = 20_000
_PROGRAM = f"""
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer

class Counter(QObject):
    def __init__(self, app):
        super().__init__()
        self.ticks = 0
        self.before = 0
        self.app = app
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.tick)
        self.timer.start(0)

    def tick(self):
        if self.ticks == 100:
            self.before = sys.getrefcount(None)
        self.ticks += 1
        self.timer.setObjectName("t")
        if self.ticks == {_TICKS} + 100:
            self.timer.stop()
            self.app.quit()

app = QCoreApplication([])
counter = Counter(app)
app.exec()
sys.stdout.write(f"{{counter.ticks}} {{sys.getrefcount(None) - counter.before}}")
"""


def test_references_to_none_stay_flat_over_many_ticks() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one at every call that returns None, and aborts in the end."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    ticks, change = (int(word) for word in done.stdout.split())
    assert ticks == _TICKS + 100
    assert abs(change) < 200
