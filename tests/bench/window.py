"""The messages pane of a real cache in this process, for benches that count frames; no network, no screen."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from schoolbell.base.clock import SystemClock
from schoolbell.shell.event_loop import make_event_loop
from schoolbell.shell.garbage import keep_to_the_young
from schoolbell.shell.session_files import SessionFiles
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.messages import MessagesPresenter
from tests.bench.heartbeat import Beats, Heart
from tests.domain.chat_school import SCHOOL
from tests.fakes.domain_engine import ME, Files, ScriptedEngine
from tests.fakes.media_engine import ScriptedMedia

T = TypeVar("T")

_SWITCH_SECONDS = 0.0005  # as in shell.program
_LONGEST_SECONDS = 20.0
_LISTENING: dict[type[QWidget], list[Callable[[Any, float, float, float], None]]] = {}


def in_qt(work: Callable[[QApplication], Awaitable[T]]) -> T:
    """Run `work` in the loop that the client runs in."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(_SWITCH_SECONDS)
    keep_to_the_young()
    app = QApplication(sys.argv[:1])
    loop = make_event_loop(app)
    with loop:
        found: T = loop.run_until_complete(work(app))
    return found


@dataclass
class Window:
    """The pane in a window of its own, alive, and what counts the beats of its thread."""

    pane: MessagesPane
    presenter: MessagesPresenter
    engine: ScriptedEngine
    media: ScriptedMedia

    def click_room(self, room_id: str) -> float:
        """Click a room in the list; return the moment before."""
        view, model = self.pane.rooms.view, self.presenter.rooms
        index = model.index(model.row_of(room_id), 0)
        view.scrollTo(index)
        place = view.visualRect(index).center()
        begun = time.perf_counter()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
        return begun

    @contextlib.asynccontextmanager
    async def beating(self, beats: Beats) -> AsyncIterator[Beats]:
        """Count how late this thread is."""
        heart = Heart(self.pane, beats)
        try:
            yield beats
        finally:
            heart.setParent(None)
            heart.deleteLater()


@contextlib.asynccontextmanager
async def window(app: QApplication, files: Files, folder: Path, size: QSize) -> AsyncIterator[Window]:
    """Give the window with nothing open in it."""
    engine = ScriptedEngine(files)
    clock, theme = SystemClock(), Theme(app, "light", "zh_CN")
    presenter = MessagesPresenter(files, ME, clock, UTC, (SCHOOL,), _crash)
    pane = MessagesPane(theme, presenter, clock)
    media = ScriptedMedia(engine, folder / "media")
    bound = SessionFiles(theme, clock, presenter, pane, folder / "opened", folder / "voice")
    pane.resize(size)
    presenter.show_cached("")
    pane.show()
    presenter.attach_engine(engine)
    bound.attach_engine(media)
    pane.engine_ready()
    try:
        yield Window(pane, presenter, engine, media)
    finally:
        bound.stop()
        await presenter.stop()
        pane.close()


def _crash(error: BaseException) -> None:
    raise error


@contextlib.contextmanager
def painted(kind: type[QWidget], done: Callable[[Any, float, float, float], None]) -> Iterator[None]:
    """Tell `done` of each paint of a widget of `kind`: the widget, begin, end, this thread's own ms."""
    if kind not in _LISTENING:
        _LISTENING[kind] = listening = []
        original = kind.paintEvent

        def paint(widget: Any, event: Any) -> None:
            begun, worked = time.perf_counter(), time.thread_time()
            original(widget, event)
            end, cpu_ms = time.perf_counter(), (time.thread_time() - worked) * 1000
            for one in listening:
                one(widget, begun, end, cpu_ms)

        kind.paintEvent = paint  # type: ignore[method-assign]  # for good: PySide remembers what it called
    _LISTENING[kind].append(done)
    try:
        yield
    finally:
        _LISTENING[kind].remove(done)


class Flushes:
    """What each flush of the bridge took: the models, and the paints that followed.

    `ms` by the clock, `cpu` of this thread's own time: without what other threads took of the interpreter,
    and other processes of the processor, meanwhile.
    """

    def __init__(self) -> None:
        self.ms: list[float] = []
        self.cpu: list[float] = []

    def clear(self) -> None:
        """Begin anew."""
        self.ms.clear()
        self.cpu.clear()

    def painted(self, _widget: object, begun: float, end: float, cpu_ms: float) -> None:
        """Add a paint to the flush before it (for `painted`)."""
        if self.ms:
            self.ms[-1] += (end - begun) * 1000
            self.cpu[-1] += cpu_ms

    @contextlib.contextmanager
    def counted(self) -> Iterator[None]:
        """Count from now on; make the window inside."""
        original = Bridge.flush

        def flush(bridge: Bridge) -> None:
            begun, worked = time.perf_counter(), time.thread_time()
            original(bridge)
            self.cpu.append((time.thread_time() - worked) * 1000)
            self.ms.append((time.perf_counter() - begun) * 1000)

        Bridge.flush = flush  # type: ignore[method-assign]
        try:
            yield
        finally:
            Bridge.flush = original  # type: ignore[method-assign]


async def until(holds: Callable[[], bool], what: str) -> None:
    """Let the loop turn until something holds."""
    end = time.perf_counter() + _LONGEST_SECONDS
    while not holds():
        if time.perf_counter() > end:
            raise TimeoutError(what)
        await asyncio.sleep(0.002)


def share(values: list[float], part: float) -> float:
    """Return the value that `part` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
