"""Eyes of the tour: asks the probe where something is and checks on the X screen that it can be seen."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict, Unpack

from PySide6.QtCore import QRect

from schoolbell_demo.screen import FrameBuffer, is_one_colour

_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Sight:
    """One accessible thing on the screen; `rect` in screen pixels."""

    role: str
    name: str
    value: str
    rect: QRect
    visible: bool
    active: bool
    topmost: bool
    enabled: bool
    focused: bool
    checked: bool

    @property
    def centre(self) -> tuple[int, int]:
        """Where to click."""
        return self.rect.center().x(), self.rect.center().y()


class How(TypedDict, total=False):
    """How to look for something."""

    exact: bool  # the whole name or value, not a part of it
    timeout: float  # seconds to wait for it
    area: QRect  # where on the screen it must be
    last: bool  # of several the last in reading order, not the first


class NotSeenError(Exception):
    """What was looked for did not come into sight in time; the text says why."""


class Eyes:
    """One connection to the probe of one client process."""

    def __init__(self, socket: Path, frame_buffer: FrameBuffer) -> None:
        self._socket = socket
        self._frame_buffer = frame_buffer
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self, alive: Callable[[], bool], timeout: float = 30.0) -> None:
        """Wait until the client's probe listens; raise NotSeenError when the client ends first."""
        end = time.monotonic() + timeout
        while True:
            try:
                self._reader, self._writer = await asyncio.open_unix_connection(
                    str(self._socket), limit=1 << 24
                )
            except OSError:
                if not alive() or time.monotonic() > end:
                    raise NotSeenError("the client did not start") from None
                await asyncio.sleep(_POLL_SECONDS)
            else:
                return

    async def close(self) -> None:
        """End the connection."""
        if self._writer is not None:
            self._writer.close()
            self._reader = self._writer = None

    async def find(self, name: str, role: str = "", *, exact: bool = False) -> list[Sight]:
        """Return everything whose accessible name or value matches, seen or not."""
        assert self._reader is not None
        assert self._writer is not None
        question = {"role": role, "name": name, "match": "exact" if exact else "contains"}
        self._writer.write(json.dumps(question).encode() + b"\n")
        await self._writer.drain()
        line = await asyncio.wait_for(self._reader.readline(), 15)
        try:
            found = json.loads(line)["found"]
        except ValueError:  # nothing, or half a line: it died while it answered
            raise NotSeenError("the client ended") from None
        return [_sight(one) for one in found]

    async def see(self, name: str, role: str = "", **how: Unpack[How]) -> Sight:
        """Wait until one match is visible, in the active window, topmost and painted; return it.

        Raises NotSeenError with the last reason.
        """
        end = time.monotonic() + how.get("timeout", 20.0)
        reason = "not found"
        while True:
            found = await self.find(name, role, exact=how.get("exact", False))
            for sight in reversed(found) if how.get("last") else found:
                reason = self._why_not(sight, how.get("area"))
                if not reason:
                    return sight
            if time.monotonic() > end:
                raise NotSeenError(f"{role or 'anything'} {name!r}: {reason}")
            await asyncio.sleep(_POLL_SECONDS)

    async def gone(self, name: str, role: str = "", *, timeout: float = 20.0) -> None:
        """Wait until nothing of that name is visible any more."""
        end = time.monotonic() + timeout
        while any(sight.visible for sight in await self.find(name, role)):
            if time.monotonic() > end:
                raise NotSeenError(f"{role or 'anything'} {name!r}: still there")
            await asyncio.sleep(_POLL_SECONDS)

    def _why_not(self, sight: Sight, area: QRect | None) -> str:
        if not sight.visible:
            return "not visible"
        if not sight.active:
            return "not in the active window"
        if not sight.topmost:
            return "covered by something else"
        if area is not None and not area.contains(sight.rect.center()):
            return "in another place"
        if is_one_colour(self._frame_buffer.grab(), sight.rect):
            return "one colour on the screen"
        return ""


def _sight(found: dict[str, Any]) -> Sight:
    return Sight(
        role=found["role"],
        name=found["name"],
        value=found["value"],
        rect=QRect(*found["rect"]),
        visible=found["visible"],
        active=found["active"],
        topmost=found["topmost"],
        enabled=found["enabled"],
        focused=found["focused"],
        checked=found["checked"],
    )
