"""The tour's step `history`: what the class wrote while the program was closed; a day from the calendar."""

import asyncio
from typing import TYPE_CHECKING

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

    today = QDateTime.currentDateTime().date()
    spoken = words.of("Month", "dddd, MMMM d, yyyy")
    await stage.click(words.of("RoomHeaderBar", "Go to a day (Ctrl+G)"), "Button")
    await stage.click(QLocale(stage.language).toString(today, spoken), "Button")
    await stage.see_message(await _first_of_day(student, room, today.startOfDay().toMSecsSinceEpoch()))


async def _first_of_day(actor: Actor, room: str, begin: int) -> str:
    """Return the text of the oldest message since `begin` (ms), as the homeserver has it."""
    body, token = "", None
    while True:
        page = msgspec.json.decode(await actor.client.messages(room, token, limit=_PAGE))
        for event in page["chunk"]:
            if event["origin_server_ts"] < begin:
                return body
            if event["type"] == "m.room.message":
                body = event["content"].get("body", body)
        token = page.get("end")
        if token is None:
            return body
