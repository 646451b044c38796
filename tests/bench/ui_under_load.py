"""`ui_under_load`: the window while 50,000 events are taken in: how late its thread is, what a paint takes.

`python -m tests.bench.ui_under_load [--quick] [--events N]` ends with one JSON line. Answers of 1,000 events
in 20 groups, 50 of them in the one that is open, go through real ingest on the store's writer thread one
after the other, as fast as it can; list and conversation follow. The heartbeat's p99 and worst are the
target's; `paint` are the conversation's and the list's paint events, on the wall.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from schoolbell.matrix.sliding import decode_sync
from schoolbell.ui.messages.room_list import RoomView
from schoolbell.ui.messages.timeline_view import TimelineView
from tests.bench.heartbeat import Beats
from tests.bench.ingest import School
from tests.bench.window import in_qt, painted, share, until, window
from tests.domain import chat_school
from tests.domain.chat_school import CHEN, GROUP, LI, WANG
from tests.fakes.domain_engine import START, Files, ScriptedEngine

_BATCH = 1000
_HERE = 50  # events of an answer in the open group


def answers(engine: ScriptedEngine, events: int) -> list[bytes]:
    """Return the homeserver's answers, made before anything is measured."""
    school, found = School(7), []
    for number in range(max(1, events // _BATCH)):
        made = json.loads(school.answer(number))
        made["rooms"].popitem()
        said = [
            engine.text(
                "请带好健康档案。" * (1 + at % 5), (CHEN, LI, WANG)[at % 3], ts=START + 10**9 + at * 700
            )
            for at in range(number * _HERE, (number + 1) * _HERE)
        ]
        made["rooms"][GROUP] = {"timeline": said, "bump_stamp": 10**9 + number}
        found.append(json.dumps(made).encode())
    return found


async def measure(app: QApplication, folder: Path, events: int) -> dict[str, object]:
    """Open the group, let the school talk; return the figures."""
    files = Files.make(folder)
    paints: list[float] = []
    note = lambda _widget, begun, end, _cpu: paints.append((end - begun) * 1000)  # noqa: E731
    try:
        with painted(TimelineView, note), painted(RoomView, note):
            first = ScriptedEngine(files)
            rooms = chat_school.school_rooms(first)
            rooms[GROUP]["timeline"] = chat_school.messages(first, 60)
            first.take_in_now(rooms)
            bodies = answers(first, events)
            async with window(app, files, folder, QSize(1280, 800)) as one:
                one.click_room(GROUP)
                await until(lambda: bool(one.pane.timeline.stack.rows), "the group")
                await asyncio.sleep(1)
                paints.clear()
                begun = time.perf_counter()
                async with one.beating(Beats()) as beats:
                    for body in bodies:
                        changes = await files.cache.write(
                            lambda conn, body=body: one.engine.ingest.sync(conn, "chats", decode_sync(body))
                        )
                        one.engine.changes.emit(changes)
                    spent = time.perf_counter() - begun
                    await asyncio.sleep(0.3)
                shown = one.presenter.timeline.rowCount()
    finally:
        files.close()
    return {
        "bench": "ui_under_load",
        "events": len(bodies) * _BATCH,
        "events_per_s": round(len(bodies) * _BATCH / spent),
        "rows_at_end": shown,
        "paints": len(paints),
        "paint_p50_ms": round(statistics.median(paints), 2),
        "paint_p99_ms": round(share(paints, 0.99), 2),
        "paint_max_ms": round(max(paints), 2),
        **beats.figures(),
    }


def main() -> None:
    """Run and end with one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3,000 events instead of 50,000")
    parser.add_argument("--events", type=int, default=50_000)
    options = parser.parse_args()
    events = 3_000 if options.quick else options.events
    with tempfile.TemporaryDirectory() as folder:
        figures = in_qt(lambda app: measure(app, Path(folder), events))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
