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

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from schoolbell.shell.event_loop import make_event_loop
from schoolbell.shell.i18n import Languages
from schoolbell.ui.ding.pane import DingPane
from schoolbell.ui.ding.popup_window import PopupWindow
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.ding import DingPresenter
from schoolbell.viewmodels.ding_compose import ComposePresenter
from schoolbell.viewmodels.ding_popups import PopupItem
from tests.fakes import ding as school
from tests.fakes.clock import FakeClock

RAIL = 64


class Stage:
    """One pane in a window of its own."""

    def __init__(self, theme: Theme, folder: Path, size: QSize) -> None:
        self.folder = folder
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
        self.window.setMinimumSize(size)
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


async def writing(stage: Stage) -> None:
    for number, name in enumerate(("线上课程表_三年级2班.xlsx", "登录步骤.pdf")):
        path = stage.folder / name
        path.write_bytes(b"x" * (38_000 + number * 1_200_000))
    stage.desk.guard = school.GUARD
    stage.pane.begin(school.TARGETS[:3], school.TEXT)
    stage.compose.add_files([stage.folder / "线上课程表_三年级2班.xlsx", stage.folder / "登录步骤.pdf"])
    await stage.settle()
    stage.compose.set_due(school.at(17, 7, 45))
    stage.compose.set_deadline(school.at(17, 12))
    stage.pane.compose.to.line.setFocus()
    stage.pane.compose.to._offer()


async def scheduled(stage: Stage) -> None:
    stage.pane.show_tab("scheduled")
    stage.pane.open_row("s1")


SCENES: dict[str, Callable[[Stage], object]] = {
    "follow": follow, "received": received, "signing": signing, "empty": empty, "held": held,
    "compose": compose, "writing": writing, "scheduled": scheduled,
}  # fmt: skip


def popup_scenes() -> dict[str, tuple[PopupItem, ...]]:
    """Return the stacks of the pop-up's picture."""
    teacher = school.received(
        "p1",
        school.MIN,
        "语文",
        "明早改线上上课",
        school.at(15, 10, 42),
        True,
        place=school.CLASS_NAME,
        files=2,
    )
    one = PopupItem(school.received_detail(teacher, school.TEXT))
    office = PopupItem(
        school.received_detail(school.LISTS.received[0], "各班班主任请在 11:30 前上报今天的线上到课人数。")
    )
    third = PopupItem(school.received_detail(school.LISTS.received[1]))
    signed = school.received(
        "p4", school.MIN, "语文", "外出研学", school.at(15, 10, 42), True, place=school.CLASS_NAME
    )
    done = school.received(
        "p5", school.MIN, "语文", "明早", school.at(15, 10, 42), place=school.CLASS_NAME, confirmed_ts=0,
        done_by="李明爸爸", done_ts=school.at(15, 11, 28),
    )  # fmt: skip
    gone = school.received(
        "p6", school.MIN, "", "明早", school.at(15, 10, 42), withdrawn=True, confirmed_ts=0
    )
    return {
        "one": (one,),
        "stack": (office, third, one),
        "sign": (PopupItem(school.received_detail(signed, "外出研学安全承诺书：已阅读并同意。", True)),),
        "done": (PopupItem(school.received_detail(done, school.TEXT), "done"),),
        "gone": (PopupItem(school.received_detail(gone, school.TEXT), "withdrawn"),),
        "long": (PopupItem(school.received_detail(teacher, school.TEXT * 4, True)),),
    }


async def show_popups(args: argparse.Namespace, theme: Theme) -> None:
    canvas = QPixmap(920, 920)
    canvas.fill(QColor("#C7CDD8" if args.theme != "dark" else "#0B0D0F"))
    painter = QPainter(canvas)
    for at, (name, items) in enumerate(popup_scenes().items()):
        window = PopupWindow(theme, lambda: school.NOW)
        window.show_items(items)
        if name == "sign":
            window.body.sign.typing.click()
            window.body.sign.name.insert("李明")
        await asyncio.sleep(0.1)
        painter.drawPixmap(20 + at % 2 * 460, 20 + at // 2 * 300, window.grab())
        window.hide()
        window.deleteLater()
    painter.end()
    canvas.save(str(args.folder / f"popups-{args.theme}-{args.lang}.png"))


async def show(args: argparse.Namespace, app: QApplication) -> None:
    languages = Languages(app)
    languages.use(args.lang)
    theme = Theme(app, args.theme, args.lang)
    width, _, height = args.size.partition("x")
    size = QSize(int(width), int(height))
    args.folder.mkdir(parents=True, exist_ok=True)
    if not args.only or "popups" in args.only:
        await show_popups(args, theme)
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
    loop = make_event_loop(app)
    with loop:
        loop.run_until_complete(show(parser.parse_args(), app))


if __name__ == "__main__":
    main()
