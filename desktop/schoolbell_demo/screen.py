"""A desktop of our own under Xvfb: window manager, tray host, session bus and the frame buffer to read."""

import asyncio
import contextlib
import os
import signal
import struct
import tempfile
import time
from asyncio.subprocess import Process
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from Xlib import X, display

_XWD_FIELDS = 25
_TRAY_SECONDS = 15.0
_XWD_HEADER = struct.Struct(f">{_XWD_FIELDS}I")


@dataclass(frozen=True, slots=True)
class Geometry:
    """Size of the X screen in pixels."""

    width: int
    height: int


class FrameBuffer:
    """Reads the pixels of an Xvfb screen from the file that `-fbdir` keeps up to date (XWD, 32 bits)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def grab(self) -> QImage:
        """Return a copy of the whole screen."""
        raw = self.path.read_bytes()
        header = _XWD_HEADER.unpack_from(raw)
        size, width, height, stride, colours = header[0], header[4], header[5], header[12], header[19]
        start = size + colours * 12
        image = QImage(
            raw[start : start + stride * height], width, height, stride, QImage.Format.Format_RGB32
        )
        return image.copy()


def is_one_colour(image: QImage, rect: QRect) -> bool:
    """Whether `rect` of `image` shows nothing but one flat colour (an unpainted or covered widget)."""
    shown = rect.intersected(image.rect())
    if shown.isEmpty():
        return True  # QImage.copy of an empty rectangle would be the whole image
    part = image.copy(shown)
    first = part.pixel(0, 0)
    return all(part.pixel(x, y) == first for y in range(part.height()) for x in range(part.width()))


class Screen:
    """Starts and ends the X server and its helpers; every child is ended by its id."""

    def __init__(self, geometry: Geometry) -> None:
        self._geometry = geometry
        self._children: list[Process] = []
        self._folder = tempfile.TemporaryDirectory(prefix="schoolbell-screen-")
        self.display = ""
        self.bus = ""

    @property
    def frame_buffer(self) -> FrameBuffer:
        """The pixels as they stand now."""
        return FrameBuffer(Path(self._folder.name) / "Xvfb_screen0")

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to appear on this screen."""
        return {
            "DISPLAY": self.display,
            "DBUS_SESSION_BUS_ADDRESS": self.bus,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_SESSION_TYPE": "x11",
        }

    async def start(self) -> None:
        """Bring up Xvfb on a free display number, then openbox, tint2 and a session bus."""
        read, write = os.pipe()
        size = f"{self._geometry.width}x{self._geometry.height}x24"
        try:
            await self._spawn(
                "Xvfb", "-displayfd", str(write), "-screen", "0", size, "-fbdir", self._folder.name,
                "-nolisten", "tcp", "-dpi", "96", pass_fds=(write,),
            )  # fmt: skip
        except BaseException:
            os.close(read)
            raise
        finally:
            os.close(write)
        self.display = ":" + (await _read_line(read)).strip()
        bus = await asyncio.create_subprocess_exec(
            "dbus-daemon",
            "--session",
            "--nofork",
            "--print-address=1",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        self._children.append(bus)
        assert bus.stdout is not None
        self.bus = (await bus.stdout.readline()).decode().strip()
        environment = {**os.environ, **self.environment}
        await self._spawn(
            "openbox", "--sm-disable", "--config-file", str(self._window_rules()), env=environment
        )
        await self._spawn("tint2", "-c", str(self._tray_config()), env=environment)
        await self._wait_for_tray()

    async def stop(self) -> None:
        """End every child, last started first."""
        for child in reversed(self._children):
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGTERM)
                try:
                    await asyncio.wait_for(child.wait(), 5)
                except TimeoutError:
                    child.kill()
                    await child.wait()
        self._children.clear()
        self._folder.cleanup()

    async def _wait_for_tray(self) -> None:
        """Return once a tray host owns the tray, so that it lies below every window that comes later."""
        screen = display.Display(self.display)
        try:
            tray = screen.intern_atom("_NET_SYSTEM_TRAY_S0")
            end = time.monotonic() + _TRAY_SECONDS
            while screen.get_selection_owner(tray) == X.NONE:
                if time.monotonic() > end:
                    raise TimeoutError("no tray host came up")
                await asyncio.sleep(0.05)
        finally:
            screen.close()

    def _window_rules(self) -> Path:
        """Main windows fill the screen without a frame, so that pictures have the size asked for."""
        path = Path(self._folder.name) / "openbox.xml"
        path.write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<openbox_config xmlns="http://openbox.org/3.4/rc"><applications>'
            '<application type="normal"><decor>no</decor><focus>yes</focus><maximized>yes</maximized>'
            "</application></applications></openbox_config>\n",
            encoding="utf-8",
        )
        return path

    def _tray_config(self) -> Path:
        """A thin panel at the bottom right that is nothing but a tray."""
        path = Path(self._folder.name) / "tint2rc"
        path.write_text(
            "panel_items = S\npanel_monitor = all\npanel_position = bottom right horizontal\n"
            "panel_size = 96 24\npanel_layer = bottom\nstrut_policy = none\nsystray_icon_size = 20\n",
            encoding="utf-8",
        )
        return path

    async def _spawn(
        self, *command: str, env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
    ) -> None:
        self._children.append(
            await asyncio.create_subprocess_exec(
                *command,
                env=env,
                pass_fds=pass_fds,
                start_new_session=True,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
        )


async def _read_line(descriptor: int) -> str:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    pipe = os.fdopen(descriptor, "rb")
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    try:
        return (await asyncio.wait_for(reader.readline(), 20)).decode("ascii")
    finally:
        transport.close()
