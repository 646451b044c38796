"""Steps of the tour around notices: one for two classes, one that the teacher signs."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from schoolbell.base.ids import new_ulid
from schoolbell.domain.announcements.blocks import ACK_TYPE, Block, Confirm, Kind
from schoolbell_demo.line import first

if TYPE_CHECKING:
    from schoolbell_demo.steps import Stage

_BLOCK = "org.schoolbell.notice"


async def notice_fanout(stage: "Stage") -> None:
    """The teacher writes one notice to two classes; a guardian of each class has it."""
    word = stage.words.of
    rooms = [room for room in stage.school.rooms_of("notices") if room.class_][:2]
    readers = [await stage.other(first(stage.school.people("guardian", room.class_))) for room in rooms]
    before = [await reader.newest(room.id) for reader, room in zip(readers, rooms, strict=True)]
    await stage.hands.press("ctrl+1")
    await stage.click(stage.group.name, "ListItem")
    await stage.click(word("NoticeBinding", "Write a notice to classes"), "Button")
    await stage.click(word("PlacesField", "Add a class"), "Button")
    await stage.click(rooms[1].class_, "MenuItem")
    title = f"春季流感预防{stage.nonce}"
    await stage.write_into(word("NoticeComposePage", "Title"), title)
    await stage.write_into(word("NoticeEditor", "Text of the notice"), "请读完说明，有过敏史请写明。")
    await stage.hands.press("ctrl+Return")
    await stage.click(word("UndoToast", "Send now"), "Button")
    for reader, room, newest in zip(readers, rooms, before, strict=True):
        await reader.wait_for(room.id, _notices(title), after=newest, timeout=40)


async def notice_sign(stage: "Stage") -> None:
    """The office asks for a signature; the teacher signs in the card, and the office has it."""
    word = stage.words.of
    room = next(room for room in stage.school.rooms_of("notices") if not room.class_)
    office = await stage.other(first(stage.school.people("office")))
    title = f"值班安排{stage.nonce}"
    block = Block(
        Kind.NOTICE, new_ulid(time.time_ns() // 1_000_000), "请各班老师签字确认。", to_room=True, title=title,
        confirm=Confirm.SIGN,
    ).encoded()  # fmt: skip
    content = {"msgtype": "m.text", "body": f"{title}\n请各班老师签字确认。", _BLOCK: block}
    await stage.click(room.name, "ListItem")  # before it comes: that lifts the row to the top
    event_id = await office.send(room.id, content)
    await stage.see(title, "ListItem")
    await stage.click(word("Notice", "Sign"), "Button", last=True)
    await stage.click(word("SignatureBox", "Type my name"), "Button")
    await stage.write_into(word("SignatureBox", "Your name as the signature"), stage.teacher.name)
    await stage.click(word("SignPanel", "Sign and confirm"), "Button")

    def signed(event: dict[str, Any]) -> bool:
        relation = event["content"].get("m.relates_to", {})
        by_teacher = event["sender"] == stage.teacher.user_id
        about = event["type"] == ACK_TYPE and relation.get("event_id") == event_id
        return bool(by_teacher and about)

    await office.wait_for(room.id, signed, after=event_id, timeout=40)


def _notices(title: str) -> Callable[[dict[str, Any]], bool]:
    return lambda event: _BLOCK in event["content"] and event["content"][_BLOCK].get("title") == title
