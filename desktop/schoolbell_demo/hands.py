"""Hands on the X screen: pointer and keyboard by XTEST, from our own process, any script of the world.

Characters the keyboard lacks (Chinese) are bound to spare key codes first, all of a batch at once, and the
client is given time to hear of it: binding one at a time loses characters.
"""

import asyncio
from collections.abc import Iterator

from Xlib import XK, X, display
from Xlib.ext import xtest

_SETTLE_SECONDS = 0.25
_KEY_SECONDS = 0.008


class Hands:
    """Moves the pointer, clicks, presses keys and types text on one X display."""

    def __init__(self, name: str) -> None:
        self._display = display.Display(name)
        info = self._display.display.info
        self._lowest, self._highest = info.min_keycode, info.max_keycode
        rows = self._display.get_keyboard_mapping(self._lowest, self._highest - self._lowest + 1)
        self._spare = [self._lowest + at for at, row in enumerate(rows) if not any(row)]

    def close(self) -> None:
        """Leave the display."""
        self._display.close()

    async def click(self, x: int, y: int, *, button: int = 1) -> None:
        """Move to the screen pixel and press and release `button` there."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()
        await asyncio.sleep(0.05)
        xtest.fake_input(self._display, X.ButtonPress, button)
        self._display.sync()
        await asyncio.sleep(0.03)
        xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()

    async def move(self, x: int, y: int) -> None:
        """Move the pointer to the screen pixel."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()
        await asyncio.sleep(0.05)

    async def press(self, chord: str) -> None:
        """Press a chord such as "Return", "ctrl+a" or "ctrl+shift+Tab" (X keysym names)."""
        *modifiers, key = chord.split("+")
        names = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}
        codes = [self._code(names.get(name, name)) for name in (*modifiers, key)]
        for code in codes:
            xtest.fake_input(self._display, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()
        await asyncio.sleep(_KEY_SECONDS)

    async def type(self, text: str) -> None:
        """Type `text` into whatever has the focus."""
        for batch in self._batches(text):
            bound = await self._bind(batch)
            for character in batch:
                code, shifted = bound.get(character) or self._plain(character)
                shift = self._code("Shift_L")
                if shifted:
                    xtest.fake_input(self._display, X.KeyPress, shift)
                xtest.fake_input(self._display, X.KeyPress, code)
                xtest.fake_input(self._display, X.KeyRelease, code)
                if shifted:
                    xtest.fake_input(self._display, X.KeyRelease, shift)
                self._display.sync()
                await asyncio.sleep(_KEY_SECONDS)
            await asyncio.sleep(_SETTLE_SECONDS)

    def _batches(self, text: str) -> Iterator[str]:
        """Cut `text` so that no part has more unusual characters than there are spare keys."""
        part, unusual = "", set[str]()
        for character in text:
            if not self._on_keyboard(character):
                unusual.add(character)
                if len(unusual) > len(self._spare):
                    yield part
                    part, unusual = "", {character}
            part += character
        if part:
            yield part

    async def _bind(self, batch: str) -> dict[str, tuple[int, bool]]:
        unusual = [c for c in dict.fromkeys(batch) if not self._on_keyboard(c)]
        bound: dict[str, tuple[int, bool]] = {}
        for character, code in zip(unusual, self._spare, strict=False):
            self._display.change_keyboard_mapping(code, [(_keysym(character),) * 4])
            bound[character] = (code, False)
        if bound:
            self._display.sync()
            await asyncio.sleep(_SETTLE_SECONDS)
        return bound

    def _on_keyboard(self, character: str) -> bool:
        return ord(character) < 0x7F and bool(self._display.keysym_to_keycode(_keysym(character)))

    def _plain(self, character: str) -> tuple[int, bool]:
        code, index = next(iter(self._display.keysym_to_keycodes(_keysym(character))))
        return code, index % 2 == 1

    def _code(self, name: str) -> int:
        return int(self._display.keysym_to_keycode(XK.string_to_keysym(name)))


def _keysym(character: str) -> int:
    value = ord(character)
    if character == "\n":
        return int(XK.XK_Return)
    return value if value < 0x100 else 0x01000000 | value
