"""`timeline`: open a room of 100,000 messages, then scroll through 10,000 rows of it.

`python -m tests.bench.timeline [--quick] [--events N] [--rows N]` ends with one JSON line. The cache is made
by real ingest (seeded): a fifth of the messages is formatted, a tenth are pictures. `open_ms` is from the
click in the room list to the end of the first paint that shows messages, the median of many; nothing of the
program's start is in it. A step is one frame of scrolling: move by 120 px and paint what came in, in the
window with everything around it alive, so that older rows are read, built and inserted meanwhile; these come
between the steps and are told by the heartbeat. The keys with `_4k` are those of a second process at
3840 x 2160 px, two to a logical one; `cpu` is this thread's processor time, steady on a busy machine;
`starved_steps` had nothing to move, since older rows were not there yet.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication

from schoolbell.domain.chat.items import MessageItem
from schoolbell.ui.messages.timeline_view import TimelineView
from tests.bench.heartbeat import Beats
from tests.bench.window import Window, in_qt, painted, share, until, window
from tests.domain import chat_school
from tests.domain.chat_school import CHAT, CHEN, GROUP, LI, WANG
from tests.fakes.domain_engine import ME, START, Files, ScriptedEngine
from tests.ui.files_school import blackboard

_BATCH = 1000
_STEP = 120  # px
_FRAME_SECONDS = 0.008
_EVERY_MS = 30_000  # between two messages
_SIZES = {"": (1280, 800, 1), "_4k": (1920, 1080, 2)}
_WORDS = (
    "请带好健康档案，穿宽松衣服。",
    "收到，谢谢老师。",
    "明天第一节数学课带圆规和直尺。",
    "Unit 5 on Friday, page 12. ",
)
_FORMATTED = (
    "<p><b>明天的安排</b></p><ul><li>语文：朗读《荷花》</li><li>数学：第12页</li><li>英语：Unit 5</li></ul>",
    "看 <a href='https://school.test/plan'>计划</a>，<em>不要</em>忘记 <code>签字</code>。",
    "<blockquote>下午的班会几点？</blockquote><p>15:10，请<strong>准时</strong>。</p>",
    "<ol><li>写完自己对一遍</li><li>拍照</li><li>交到“作业”</li></ol><p>谢谢！</p>",
    "<h3>通知</h3><p>周五14:00体检，<u>早上正常吃饭</u>。</p><p>穿宽松衣服，带<del>课本</del>健康档案。</p>",
)


def fill(folder: Path, events: int, seed: int) -> None:
    """Make the cache: a class group with `events` messages, read by me, and a small chat."""
    files = Files.make(folder)
    engine, chance = ScriptedEngine(files), random.Random(seed)
    rooms = chat_school.school_rooms(engine)
    rooms[CHAT]["timeline"] = chat_school.messages(engine, 60)
    engine.take_in_now(rooms)
    made: list[dict[str, object]] = []
    for number in range(events):
        made.append(_event(engine, chance, number))
        if len(made) == _BATCH or number == events - 1:
            engine.take_in_now({GROUP: {"timeline": made, "bump_stamp": number}})
            last, made = made[-1], []
    read = {last["event_id"]: {"m.read": {ME: {"ts": START}}}}
    engine.take_in_now(receipts={"rooms": {GROUP: {"type": "m.receipt", "content": read}}})
    files.close()


def _event(engine: ScriptedEngine, chance: random.Random, number: int) -> dict[str, object]:
    people = (CHEN, LI, WANG, ME)
    text = f"第{number}条：" + "".join(chance.choices(_WORDS, k=chance.choice((1, 1, 1, 2, 3, 8))))
    content: dict[str, object] = {"msgtype": "m.text", "body": text}
    if number % 5 == 1:
        content |= {
            "format": "org.matrix.custom.html",
            "formatted_body": f"{number} {chance.choice(_FORMATTED)}",
        }
    elif number % 10 == 5:
        info = {"mimetype": "image/jpeg", "w": 1040, "h": 560, "size": 40_000}
        content = {"msgtype": "m.image", "body": "p.jpg", "url": f"mxc://school.test/p{number}", "info": info}
    made: dict[str, object] = engine.event(
        "m.room.message", content, people[number // 3 % len(people)], ts=START + number * _EVERY_MS,
        event_id="$" + chance.randbytes(32).hex()[:43],
    )  # fmt: skip
    return made


class _Pictures(dict[str, bytes]):
    """Any picture that is asked for, always the same bytes."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content

    def get(self, key: object, default: object = None) -> bytes:  # type: ignore[override]
        return self._content


async def opened(one: Window, times: int) -> list[float]:
    """Return the ms of `times` clicks on the group until it is painted."""
    view, spent = one.pane.timeline, []
    ends: list[float] = []

    def seen(widget: TimelineView, _begun: float, end: float, _cpu_ms: float) -> None:
        if widget is view and view.stack.rows and one.presenter.room_id == GROUP:
            ends.append(end)

    with painted(TimelineView, seen):
        for _ in range(times):
            one.click_room(CHAT)
            await until(lambda: bool(view.stack.rows) and one.presenter.room_id == CHAT, "the other room")
            await asyncio.sleep(0.3)
            ends.clear()
            begun = one.click_room(GROUP)
            await until(lambda: bool(ends), "the group")
            spent.append((ends[0] - begun) * 1000)
            await asyncio.sleep(0.3)
    return spent


def _top(view: TimelineView) -> int:
    """Return the number of the first message in view."""
    return next(
        (item.ts - START) // _EVERY_MS
        for item in (row.item for row, _ in view.stack.visible)
        if isinstance(item, MessageItem)
    )


async def scrolled(one: Window, rows: int) -> tuple[list[tuple[float, float]], int, int]:
    """Scroll up past `rows` messages; return (ms, processor ms) per step, starved steps, rows."""
    view = one.pane.timeline
    start, steps, starved = _top(view), [], 0
    due = time.perf_counter()
    while start - _top(view) < rows:
        before = view.stack.value(), view.stack.total()
        begun, worked = time.perf_counter(), time.thread_time()
        view.scroll_by(-_STEP)
        QApplication.sendEvent(view.window(), QEvent(QEvent.Type.UpdateRequest))  # the frame, now
        step = (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000
        if (view.stack.value(), view.stack.total()) != before:
            steps.append(step)
        else:
            starved += 1
        due = max(due + _FRAME_SECONDS, time.perf_counter())
        await asyncio.sleep(due - time.perf_counter())
    return steps, starved, start - _top(view)


async def measure(app: QApplication, folder: Path, size: QSize, opens: int, rows: int) -> dict[str, object]:
    """Open and scroll; return the figures."""
    files = Files.make(folder)
    try:
        async with window(app, files, folder, size) as one:
            one.media.files = one.media.small = _Pictures(blackboard())
            await asyncio.sleep(1)
            async with one.beating(Beats()) as opening:
                clicks = await opened(one, opens)
            layouts = one.pane.timeline.factory.made
            async with one.beating(Beats()) as scrolling:
                steps, starved, passed = await scrolled(one, rows)
            dpr = one.pane.devicePixelRatioF()
            figures: dict[str, object] = {
                "pixels": f"{round(size.width() * dpr)}x{round(size.height() * dpr)}",
                "open_ms": round(statistics.median(clicks), 1),
                "open_max_ms": round(max(clicks), 1),
                "rows": passed,
                "steps": len(steps),
                "starved_steps": starved,
                "layouts": one.pane.timeline.factory.made - layouts,
                "pictures": len(one.media.said("thumbnail")),
            }
    finally:
        files.close()
    for at, name in enumerate(("", "cpu_")):
        spent = [step[at] for step in steps]
        figures |= {
            f"{name}p50_ms": round(statistics.median(spent), 2),
            f"{name}p99_ms": round(share(spent, 0.99), 2),
            f"{name}max_ms": round(max(spent), 2),
        }
    return figures | opening.figures("open") | scrolling.figures()


def beside(folder: Path, name: str, opens: int, rows: int) -> dict[str, object]:
    """Measure in a process of its own, which is what a screen's scale belongs to."""
    width, height, scale = _SIZES[name]
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.timeline", "--cache", str(folder), "--size", f"{width}x{height}",
         "--opens", str(opens), "--rows", str(rows)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)},
        stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    figures = json.loads(found.stdout.splitlines()[-1])
    return {f"{key.removesuffix('_ms')}{name}_ms" if name and key.endswith("_ms") else key + name: value
            for key, value in figures.items()}  # fmt: skip


def main() -> None:
    """Run and end with one JSON line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="2,000 events, 150 rows, to see that it works")
    options.add_argument("--events", type=int, default=100_000)
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--opens", type=int, default=30)
    options.add_argument("--cache", type=Path, help="measure only, with a cache that is there")
    options.add_argument("--size", default="1280x800", help="of the pane, logical px")
    chosen = options.parse_args()
    if chosen.cache is not None:
        size = QSize(*map(int, chosen.size.split("x")))
        found = in_qt(lambda app: measure(app, chosen.cache, size, chosen.opens, chosen.rows))
        sys.stdout.write(json.dumps(found) + "\n")
        return
    events, rows, opens = (2_000, 150, 2) if chosen.quick else (chosen.events, chosen.rows, chosen.opens)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, events, 7)
        figures: dict[str, object] = {"bench": "timeline", "events": events}
        for kind in _SIZES:
            figures |= beside(folder, kind, opens, rows)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
