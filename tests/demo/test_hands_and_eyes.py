"""The tour's hands and eyes: every character arrives, and only what a person could see counts as seen."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from schoolbell_demo.eyes import Eyes, NotSeenError
from schoolbell_demo.hands import Hands
from schoolbell_demo.screen import FrameBuffer, Geometry, Screen, is_one_colour

TEXT = "明天上午第一节数学课请带圆规和直尺，不会的题目圈出来。Hello @李明 (abc) 123! 祝大家周末愉快，注意安全"


@asynccontextmanager
async def showcase(tmp_path: Path, *arguments: str) -> AsyncIterator[tuple[Hands, Eyes]]:
    screen = Screen(Geometry(800, 500))
    await screen.start()
    hands = Hands(screen.display)
    environment = {**os.environ, **screen.environment, "SCHOOLBELL_PROBE_SOCKET": str(tmp_path / "probe")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.demo.showcase", *arguments, env=environment
    )
    eyes = Eyes(tmp_path / "probe", screen.frame_buffer)
    try:
        await eyes.open(lambda: process.returncode is None)
        yield hands, eyes
    finally:
        await eyes.close()
        process.terminate()
        await process.wait()
        hands.close()
        await screen.stop()


async def test_every_typed_character_arrives(tmp_path: Path) -> None:
    async with showcase(tmp_path) as (hands, eyes):
        await hands.click(*(await eyes.see("Field", "EditableText")).centre)
        await hands.type(TEXT)
        assert (await eyes.see(TEXT[-5:])).value == TEXT


async def test_a_click_reaches_the_button_at_its_centre(tmp_path: Path) -> None:
    async with showcase(tmp_path) as (hands, eyes):
        await hands.click(*(await eyes.see("Press me")).centre)
        await eyes.see("Pressed", exact=True)


@pytest.mark.parametrize(
    ("name", "why"),
    [("Covered", "covered"), ("Covered row", "covered"), ("Hidden", "not found"), ("Flat", "one colour")],
)
async def test_what_a_person_cannot_see_is_not_seen(tmp_path: Path, name: str, why: str) -> None:
    async with showcase(tmp_path) as (hands, eyes):
        await hands.move(799, 499)  # the pointer itself is no flat colour
        await eyes.see("cover", exact=True)
        await eyes.see("Open row", "ListItem", exact=True)
        with pytest.raises(NotSeenError, match=why):
            await eyes.see(name, exact=True, timeout=1.0)


async def test_nothing_behind_a_modal_dialog_is_seen(tmp_path: Path) -> None:
    async with showcase(tmp_path, "modal") as (_hands, eyes):
        await asyncio.sleep(1.0)
        with pytest.raises(NotSeenError, match="active window"):
            await eyes.see("Press me", timeout=1.0)


def test_what_lies_outside_the_screen_is_one_colour() -> None:
    screen = QImage(40, 30, QImage.Format.Format_RGB32)
    screen.fill(0)
    screen.setPixel(5, 5, 0xFFFFFF)
    assert not is_one_colour(screen, QRect(0, 0, 10, 10))
    for outside in (QRect(50, 0, 10, 10), QRect(0, 0, 0, 0), QRect(-20, -20, 10, 10)):
        assert is_one_colour(screen, outside)


async def test_half_an_answer_of_a_dying_client_is_not_seen(tmp_path: Path) -> None:
    async def die(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b'{"found": [{"role": "Bu')
        writer.close()

    server = await asyncio.start_unix_server(die, tmp_path / "probe")
    eyes = Eyes(tmp_path / "probe", FrameBuffer(tmp_path / "none"))
    await eyes.open(lambda: True)
    with pytest.raises(NotSeenError, match="ended"):
        await eyes.find("anything")
    await eyes.close()
    server.close()
    await server.wait_closed()
