"""The tour's step `history`: what the class wrote while the program was closed; a day from the calendar."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QDateTime, QLocale

from schoolbell_demo.actor import Actor

if TYPE_CHECKING:
    from schoolbell_demo.steps import Stage

_MEANWHILE = 120  # more than any answer brings along: there is a gap to cross
_AT_ONCE = 10
_PAGE = 100


async def history(stage: "Stage") -> None:
    """The pill leads over the gap to the first unread message, the calendar to the first of today."""
    await stage.client.stop()
    student = await stage.other(stage.student)
    room = stage.group.id
    first = f"老师，运动会的报名表什么时候交？{stage.nonce}-history"
    await student.say(room, first)
    for number in range(0, _MEANWHILE, _AT_ONCE):
        await asyncio.gather(*(student.say(room, f"接龙报名 {number + one + 1}") for one in range(_AT_ONCE)))
    await stage.client.start()
    words = stage.words
    await stage.click(words.of("UnreadPill", "Go to the first unread message"), "Button", timeout=30)
    await stage.see_message(first)
    await stage.see(words.of("Timeline", "New messages below"))

    today = QDateTime.currentDateTime()
    await _go_to_day(stage, today)
    begin = today.date().startOfDay().toMSecsSinceEpoch()
    body = ""
    async for event in _backwards(student, room):
        if event["origin_server_ts"] < begin:
            break
        body = event["content"].get("body", body)
    await stage.see_message(body)


async def look_at(stage: "Stage", said: str) -> None:
    """Read the message that says this, on its day, then come back: from then on it is on this computer."""
    student = await stage.other(stage.student)
    async for event in _backwards(student, stage.group.id):
        if said in event["content"].get("body", ""):
            await _go_to_day(stage, QDateTime.fromMSecsSinceEpoch(event["origin_server_ts"]))
            break
    await stage.see_message(said)
    await stage.click(stage.words.of("JumpPill", "To the newest"), "Button")
    await stage.client.eyes.gone(said, "ListItem")


async def _go_to_day(stage: "Stage", moment: QDateTime) -> None:
    """Choose a day of this month in the calendar."""
    words = stage.words
    spoken = QLocale(stage.language).toString(moment.date(), words.of("Month", "dddd, MMMM d, yyyy"))
    await stage.click(words.of("RoomHeaderBar", "Go to a day (Ctrl+G)"), "Button")
    await stage.click(spoken, "Button")


async def _backwards(actor: Actor, room: str) -> AsyncIterator[dict[str, Any]]:
    """Yield the messages of a room as the homeserver has them, the newest first."""
    token = None
    while True:
        page = msgspec.json.decode(await actor.client.messages(room, token, limit=_PAGE))
        for event in page["chunk"]:
            if event["type"] == "m.room.message":
                yield event
        token = page.get("end")
        if token is None:
            return
