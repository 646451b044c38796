"""Steps of the tour with files: a picture, a document, a large file whose sender dies on the way."""

import asyncio
import hashlib
import re
import secrets
import time
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from schoolbell_demo.actor import Actor
from schoolbell_demo.eyes import NotSeenError

if TYPE_CHECKING:
    from schoolbell_demo.line import Account
    from schoolbell_demo.steps import Stage

_BLOCK = "org.schoolbell.file"
_LARGE = 40 << 20  # bytes: five parts
_SLOW = 6 << 20  # bytes a second
_ENOUGH = 25  # per cent: the first part is at the server, the last is not
_PATIENCE = 60.0


async def image(stage: "Stage") -> None:
    """A picture chosen in the file dialog reaches a student whole; both see it, the teacher in the viewer."""
    path = stage.client.desk / f"板书-{stage.nonces.name}.png"
    await asyncio.to_thread(_draw_board, path)
    close = stage.words.of("DetailsColumn", "Close details")
    if any(one.visible for one in await stage.client.eyes.find(close, "Button", exact=True)):
        await stage.click(close, "Button", exact=True)  # in a small window the details lie over pictures
    await _choose(stage, "Send pictures", "Choose pictures", path)
    await _send(stage, path.name)
    student = await stage.other(stage.student)
    event = await student.wait_for(
        stage.group.id, _carries(path.name, stage.teacher), after=stage.begun, timeout=_PATIENCE
    )
    assert event["content"]["msgtype"] == "m.image"
    assert (event["content"]["info"]["w"], event["content"]["info"]["h"]) == (1200, 675)
    assert await _fetched(student, event["content"]["url"]) == path.read_bytes()
    open_it = stage.words.of("Timeline", "Open {name}").format(name=path.name)
    await stage.click(open_it, "Button", exact=True, last=True)
    await stage.see(path.name, "StaticText", exact=True)
    await stage.see(stage.words.of("Viewer", "Fit or full size"), "Button", exact=True)
    await stage.hands.press("plus")
    await stage.hands.press("Escape")
    await stage.client.eyes.gone(stage.words.of("Viewer", "Fit or full size"), "Button")
    stage.kept["image"] = event["event_id"]


async def file(stage: "Stage") -> None:
    """A document goes out the same way, the text after it; a student gets its very bytes."""
    path = stage.client.desk / f"周末作业-{stage.nonces.name}.pdf"
    path.write_bytes(b"%PDF-1.7\n" + secrets.token_bytes(300_000))
    await _choose(stage, "Send files", "Choose files", path)
    await _send(stage, path.name)
    student = await stage.other(stage.student)
    event = await student.wait_for(
        stage.group.id, _carries(path.name, stage.teacher), after=stage.begun, timeout=_PATIENCE
    )
    assert event["content"]["msgtype"] == "m.file"
    content = await _fetched(student, event["content"]["url"])
    assert hashlib.sha256(content).hexdigest() == hashlib.sha256(path.read_bytes()).hexdigest()
    await stage.see(stage.words.of("Timeline", "Open {name}").format(name=path.name), "Button", last=True)


async def resume_upload(stage: "Stage") -> None:
    """The client is killed in the middle of a large file; started again it sends the rest by itself."""
    path = stage.client.desk / f"公开课录像-{stage.nonces.name}.mp4"
    content = await asyncio.to_thread(secrets.token_bytes, _LARGE)
    await asyncio.to_thread(path.write_bytes, content)
    stage.relay.pace = _SLOW
    try:
        await _choose(stage, "Send files", "Choose files", path)
        await _send(stage, path.name)
        await _under_way(stage, path.name)
        await stage.client.kill()
    finally:
        stage.relay.pace = 0
    student = await stage.other(stage.student)
    there = await student.has(stage.group.id, lambda found: _is_in_parts(found, path.name), after=stage.begun)
    assert there is None, "it was all there before"
    await stage.client.start()
    event = await student.wait_for(
        stage.group.id,
        lambda found: _is_in_parts(found, path.name),
        after=stage.begun,
        timeout=_PATIENCE,
    )
    block = event["content"][_BLOCK]
    assert path.name in event["content"]["body"], "a phone reads what it is"
    received = b"".join([await _fetched(student, part["mxc"]) for part in block["parts"]])
    assert received == content
    assert block["sha256"] == hashlib.sha256(content).hexdigest()
    await stage.see(stage.group.name, "ListItem")
    await stage.see(
        stage.words.of("Timeline", "Open {name}").format(name=path.name),
        "Button",
        last=True,
        timeout=_PATIENCE,
    )


async def _choose(stage: "Stage", button: str, title: str, path: Path) -> None:
    """Click the button of the composer, type the path into the file dialog, see the file in the tray."""
    await stage.click(stage.words.of("Composer", button), "Button", exact=True)
    await stage.see(stage.words.of("ConversationFiles", title), "Dialog", exact=True)
    await stage.hands.press("ctrl+a")
    await stage.hands.type(str(path))
    await stage.hands.press("Return")
    await stage.client.eyes.gone(stage.words.of("ConversationFiles", title), "Dialog")


async def _send(stage: "Stage", name: str) -> None:
    """Send what is in the tray; the keyboard is in the composer by itself.

    A nonce that no file can be called goes as text beside it.
    """
    await stage.see(stage.words.of("Chip", "Remove {name}").format(name=name), "Button", exact=True)
    if stage.nonce not in name:
        await stage.write_into(stage.words.of("Composer", "Message"), f"{name} {stage.nonce}-file")
    await stage.enter()


async def _under_way(stage: "Stage", name: str) -> None:
    """Wait until the row says that so many per cent are through."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for row in await stage.client.eyes.find(name, "ListItem"):
            said = re.search(r"(\d+)\s?%", row.name)
            if said is not None and int(said[1]) >= _ENOUGH:
                return
        await asyncio.sleep(0.05)
    raise NotSeenError(f"{name} does not get on")


def _carries(name: str, who: "Account") -> Callable[[dict[str, Any]], bool]:
    return lambda event: event["sender"] == who.user_id and event["content"].get("filename") == name


def _is_in_parts(event: dict[str, Any], name: str) -> bool:
    block = event["content"].get(_BLOCK)
    return isinstance(block, dict) and block.get("name") == name and len(block.get("parts", ())) > 1


async def _fetched(actor: Actor, mxc: str) -> bytes:
    found = bytearray()
    async with aclosing(actor.client.download(mxc)) as pieces:
        async for piece in pieces:
            found += piece
    return bytes(found)


def _draw_board(path: Path) -> None:
    """Draw a blackboard with a triangle and a circle."""
    picture = QImage(1200, 675, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QLinearGradient(0, 0, 0, 675)
    ground.setColorAt(0, QColor("#2f6b57"))
    ground.setColorAt(1, QColor("#234f42"))
    painter.fillRect(0, 0, 1200, 675, ground)
    painter.setPen(QPen(QColor("#f3efe0"), 6))
    painter.drawPolyline([QPointF(180, 520), QPointF(420, 140), QPointF(660, 520), QPointF(180, 520)])
    painter.setPen(QPen(QColor("#f6d36b"), 6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QPointF(890, 330), 170, 170)
    painter.fillRect(0, 645, 1200, 30, QColor("#8a5b3c"))
    painter.end()
    if not picture.save(str(path)):
        raise OSError(f"{path} could not be written")
