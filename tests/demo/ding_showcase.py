"""Renders the DING pane and its pop-ups with a school's data as pictures, to be looked at.

`python -m tests.demo.ding_showcase FOLDER [--theme light] [--lang en] [--size 1280x800] [--only NAME]`
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from schoolbell.shell.i18n import Languages
from schoolbell.ui.ding.pane import DingPane
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding import DingPresenter
from schoolbell.viewmodels.ding_compose import ComposePresenter
from tests.fakes import ding as school
from tests.fakes.clock import FakeClock

RAIL = 64


class Stage:
    """One pane in a window of its own."""

    def __init__(self, theme: Theme, folder: Path, size: QSize) -> None:
        self.clock = FakeClock(start_ms=school.NOW)
        self.bridge = Bridge(lambda error: print(repr(error), file=sys.stderr))  # noqa: T201
        self.box = school.FakeBox()
        self.desk = school.FakeDesk(self.box)
        self.presenter = DingPresenter(self.bridge, self.clock)
        self.compose = ComposePresenter(self.bridge, self.clock, folder)
        self.pane = DingPane(theme, self.presenter, self.compose, self.clock)
        self.window = QWidget()
        self.window.setPalette(theme.tokens.bg_rail)
        layout = QHBoxLayout(self.window)
        layout.setContentsMargins(RAIL, 0, 0, 0)
        layout.addWidget(self.pane)
        self.window.resize(size)
        self.window.show()
        self.presenter.attach(self.box)
        self.compose.attach(self.desk)
        self.bridge.start()

    async def settle(self) -> None:
        """Let timers and coroutines run."""
        await asyncio.sleep(0.3)
        self.bridge.flush()
        await asyncio.sleep(0.05)

    def picture(self) -> QPixmap:
        """Return what is in the window."""
        return self.window.grab()


async def follow(stage: Stage) -> None:
    stage.pane.show_tab("sent")
    stage.pane.open_row("1")


async def received(stage: Stage) -> None:
    stage.pane.open_row("r1")


async def signing(stage: Stage) -> None:
    row = school.LISTS.received[1]
    stage.box.details[row.key] = school.received_detail(row, "外出研学安全承诺书：已阅读并同意。", True)
    stage.pane.open_row(row.key)


async def empty(stage: Stage) -> None:
    stage.box.tell(school.Lists())


async def held(stage: Stage) -> None:
    stage.pane.begin(school.TARGETS[:3], school.TEXT)
    await stage.settle()
    stage.compose.send()
    await stage.settle()
    stage.clock.advance(2)


async def compose(stage: Stage) -> None:
    stage.desk.guard = school.GUARD
    stage.pane.begin(school.TARGETS[:3], school.TEXT)


SCENES: dict[str, Callable[[Stage], object]] = {
    "follow": follow, "received": received, "signing": signing, "empty": empty, "held": held,
    "compose": compose,
}  # fmt: skip


async def show(args: argparse.Namespace, app: QApplication) -> None:
    languages = Languages(app)
    languages.use(args.lang)
    theme = Theme(app, args.theme, args.lang)
    width, _, height = args.size.partition("x")
    size = QSize(int(width), int(height))
    args.folder.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        if args.only and name not in args.only:
            continue
        stage = Stage(theme, args.folder, size)
        await stage.settle()
        await scene(stage)  # type: ignore[misc]
        await stage.settle()
        stage.picture().save(str(args.folder / f"{name}-{args.theme}-{args.lang}-{args.size}.png"))
        stage.window.close()
        stage.presenter.stop()
        stage.compose.stop()
        await stage.bridge.stop()
    languages.remove()


def main() -> None:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--only", nargs="*")
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(show(parser.parse_args(), app))


if __name__ == "__main__":
    main()
