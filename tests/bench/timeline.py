"""How long a frame takes while scrolling 300 rows of unequal height: `python -m tests.bench.timeline`.

The last line is one JSON object: rows, p50_ms, p99_ms, max_ms of settling and painting one frame,
cpu_p99_ms (processor time of this thread, steady on a busy machine), layouts (performed in all).
`--quick` scrolls a tenth of the way. A row that comes into view for the first time is laid out inside its
frame.
"""

import argparse
import json
import os
import statistics
import sys
import time

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from schoolbell.base.diffs import Insert, Remove
from schoolbell.domain.chat.items import TimelineItem
from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.listmodel import ItemListModel
from tests.ui.timeline_school import FixedClock, class_group, long_talk, model_of, offline_evening

ROWS = 300
STEP = 60  # px per frame


def conversation() -> list[TimelineItem]:
    """Return the window of rows: plain talk with every other kind of row in between."""
    rows = long_talk(ROWS - 20)
    return [*offline_evening()[2:], *rows, *class_group()[1:]][:ROWS]


def frame(view: TimelineView, target: QImage, distance: int) -> tuple[float, float]:
    """Scroll by `distance` px and paint; return the ms it took on the wall and of processor time."""
    begun, worked = time.perf_counter_ns(), time.thread_time_ns()
    view.scroll_by(distance)
    view.viewport().render(target)
    return (time.perf_counter_ns() - begun) / 1e6, (time.thread_time_ns() - worked) / 1e6


def scroll(view: TimelineView, model: ItemListModel[TimelineItem], frames: int) -> list[tuple[float, float]]:
    """Scroll up, take 50 older rows for the 50 newest, scroll on and come back; return ms per frame."""
    dpr = view.devicePixelRatioF()
    target = QImage(view.viewport().size() * dpr, QImage.Format.Format_RGB32)
    target.setDevicePixelRatio(dpr)
    times = [frame(view, target, -STEP) for _ in range(frames)]
    model.apply([Insert(0, tuple(long_talk(50, first=-50))), Remove(ROWS, 50)])
    times += [frame(view, target, -STEP) for _ in range(frames // 4)]
    times += [frame(view, target, STEP) for _ in range(frames)]
    return times


def main() -> None:
    """Run and print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="a tenth of the frames")
    options.add_argument("--size", default="928x606", help="of the viewport, logical px")
    chosen = options.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    view = TimelineView(Theme(app, "light", "zh_CN"), clock=FixedClock())
    width, height = map(int, chosen.size.split("x"))
    view.resize(width, height)
    model = model_of(conversation())
    view.set_model(model)
    view.show()
    app.sendPostedEvents()
    pairs = scroll(view, model, 60 if chosen.quick else 600)
    times = sorted(wall for wall, _ in pairs)
    worked = sorted(cpu for _, cpu in pairs)
    figures = {
        "rows": ROWS,
        "frames": len(times),
        "p50_ms": round(statistics.median(times), 2),
        "p99_ms": round(times[int(len(times) * 0.99)], 2),
        "cpu_p99_ms": round(worked[int(len(worked) * 0.99)], 2),
        "max_ms": round(times[-1], 2),
        "layouts": view.factory.made,
    }
    view.close()
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
