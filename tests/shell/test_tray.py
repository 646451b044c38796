"""Closing the window, done by X events to the whole program on a screen with and without a tray."""

import asyncio
import contextlib
import json
import os
import sys
from contextlib import asynccontextmanager

from PySide6.QtCore import QRect
from Xlib import X, display
from Xlib.protocol import event

from schoolbell_demo.hands import Hands
from schoolbell_demo.screen import Geometry, Screen
from tests.shell.prepared import prepare_home

WIDTH, HEIGHT = 1100, 700
TRAY = QRect(WIDTH - 96, HEIGHT - 14, 96, 8)  # below the tail of the balloon
BALLOON = QRect(WIDTH // 2, HEIGHT - 150, WIDTH // 2, 100)
BODY = QRect(150, 100, 350, 200)  # the pointer stands in the middle of the screen


class Desk:
    """The program on a screen."""

    def __init__(self, screen, hands, process, paths):
        self._screen, self.hands, self.process, self.paths = screen, hands, process, paths

    def inked(self, area):
        """The first pixel of `area` that the empty (black) screen does not have, None when it is empty."""
        image = self._screen.frame_buffer.grab()
        for y in range(area.top(), area.bottom() + 1, 3):
            for x in range(area.left(), area.right() + 1, 3):
                if image.pixelColor(x, y).lightness():
                    return x, y
        return None

    def says_signed_out(self):
        """Whether the banner's red mark is there: what is made after the first paint stands by then."""
        image = self._screen.frame_buffer.grab()
        colours = [image.pixelColor(x, y) for x in range(370, 400) for y in range(60, 88)]
        return any(colour.red() > 150 and colour.green() < 80 for colour in colours)

    def close_window(self):
        """Ask the window manager to close the window, as its cross and a task bar do."""
        screen = display.Display(self._screen.display)
        root = screen.screen().root
        listed = root.get_full_property(screen.intern_atom("_NET_CLIENT_LIST"), X.AnyPropertyType).value
        if not len(listed):  # it is ending
            screen.close()
            return
        windows = [screen.create_resource_object("window", number) for number in listed]
        asked = event.ClientMessage(
            window=max(windows, key=lambda window: int(window.get_geometry().width)),
            client_type=screen.intern_atom("_NET_CLOSE_WINDOW"),
            data=(32, [0, 2, 0, 0, 0]),
        )
        root.send_event(asked, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        screen.close()

    async def hide_by_closing(self):
        """Close until it is gone: a window that just came up may not be the window manager's yet."""
        for _ in range(10):
            self.close_window()
            for _ in range(20):
                await asyncio.sleep(0.1)
                if not self.inked(BODY):
                    return
        raise AssertionError("the window does not close")

    async def end_by_closing(self):
        """Close until the program has ended (see `hide_by_closing`); return its exit code."""
        for _ in range(10):
            self.close_window()
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(self.process.wait(), 3)
        raise AssertionError("the program does not end")

    async def until(self, condition, what):
        for _ in range(300):
            if condition():
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{what} did not come true")


@asynccontextmanager
async def at_the_desk(tmp_path, *, tray):
    screen = Screen(Geometry(WIDTH, HEIGHT))
    await screen.start()
    if not tray:
        host = screen._children.pop()
        host.terminate()
        await host.wait()
    paths = prepare_home(tmp_path)
    hands = Hands(screen.display)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "schoolbell.shell.main", "--home", str(tmp_path), "--plaintext-session",
        "--theme", "light",
        env={**os.environ, **screen.environment}, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    desk = Desk(screen, hands, process, paths)
    try:
        await desk.until(lambda: desk.inked(BODY), "the window")
        await desk.until(desk.says_signed_out, "the rest after the first paint")
        yield desk
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
        hands.close()
        await screen.stop()


async def test_closing_hides_to_the_tray_says_so_once_and_a_click_brings_it_back(tmp_path):
    async with at_the_desk(tmp_path, tray=True) as desk:
        await desk.hide_by_closing()
        assert desk.process.returncode is None
        await desk.until(lambda: desk.inked(BALLOON), "the words about it")
        assert json.loads(desk.paths.settings_file.read_text(encoding="utf-8"))["close_hint_shown"] is True

        await desk.hands.click(*desk.inked(TRAY))
        await desk.until(lambda: desk.inked(BODY), "coming back")
        await desk.hide_by_closing()
        assert desk.process.returncode is None


async def test_without_a_tray_closing_ends_the_program(tmp_path):
    async with at_the_desk(tmp_path, tray=False) as desk:
        assert await desk.end_by_closing() == 0
