"""Steps of the tour around DING: written to families, popping up, confirmed, followed, reminded, later."""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from schoolbell.base.ids import new_ulid
from schoolbell.domain.announcements.blocks import CONFIRM, REMIND_TYPE, Block, Kind
from schoolbell_demo.actor import Actor
from schoolbell_demo.eyes import NotSeenError
from schoolbell_demo.life import EARLIER
from schoolbell_demo.line import Room, first

if TYPE_CHECKING:
    from schoolbell_demo.steps import Stage

_BLOCK = "org.schoolbell.ding"
_COOL_DOWN = 330.0  # seconds: five minutes between two calls, and a little
_NOTCHES = 20
_WHEEL_DOWN = 5  # the X button


async def ding_compose(stage: "Stage") -> None:
    """The teacher DINGs the guardians of the class; a guardian has it at the family's desk."""
    word = stage.words.of
    guardian, desk = await _guardian(stage)
    before = await guardian.newest(desk.id)
    await _begin(stage)
    text = f"明早改线上上课，请帮孩子登录一次课堂。{stage.nonce}-ding"
    await _address(stage, "{name} guardians")
    await stage.write_into(word("TextBox", "Text"), text)
    await stage.hands.press("ctrl+Return")
    await stage.click(word("UndoToast", "Send now"), "Button")
    event = await guardian.wait_for(desk.id, _dings(text), after=before, timeout=40)
    if guardian.account.user_id not in event["content"]["m.mentions"]["user_ids"]:
        raise NotSeenError("the DING does not name the guardian")
    stage.kept["ding"] = event["event_id"]
    stage.kept["ding_text"] = text


async def ding_popup(stage: "Stage") -> None:
    """A colleague DINGs the teacher: the pop-up stands above everything, with its words."""
    text = f"各班班主任请报今天的线上到课人数。{stage.nonce}-popup"
    room = stage.school.rooms_of("staff_all")[0]
    colleague = await _colleague(stage)
    block = Block(Kind.DING, new_ulid(time.time_ns() // 1_000_000), text, to_room=False).encoded()
    mentions = {"user_ids": [stage.teacher.user_id]}
    content = {"msgtype": "m.text", "body": text, "m.mentions": mentions, _BLOCK: block}
    stage.kept["popup"] = await colleague.send(room.id, content)
    await stage.see(text, "StaticText", timeout=30)
    await stage.see(stage.words.of("PopupWindow", "Confirm"), "Button")


async def ding_confirm(stage: "Stage") -> None:
    """A press confirms; the colleague finds the teacher's ✅ under the DING, and the pop-up is gone."""
    room = stage.school.rooms_of("staff_all")[0]
    colleague = await _colleague(stage)
    await stage.click(stage.words.of("PopupWindow", "Confirm"), "Button")

    def confirmed(event: dict[str, Any]) -> bool:
        relation = event["content"].get("m.relates_to", {})
        return bool(
            event["sender"] == stage.teacher.user_id
            and relation.get("event_id") == stage.kept["popup"]
            and relation.get("key") == CONFIRM
        )

    await colleague.wait_for(room.id, confirmed, after=stage.kept["popup"])
    await stage.client.eyes.gone(f"{stage.nonce}-popup", "StaticText")


async def ding_household(stage: "Stage") -> None:
    """A guardian confirms on a phone: the teacher finds the child's family among the confirmed."""
    word = stage.words.of
    guardian, desk = await _guardian(stage)
    await stage.hands.press("ctrl+2")
    await stage.click(word("ListColumn", "Sent"), "RadioButton")
    await stage.click(stage.kept["ding_text"], "ListItem")
    await stage.see(word("FollowPage", "Who has confirmed"), "List")
    await guardian.react(desk.id, stage.kept["ding"], CONFIRM + "\ufe0f")
    await stage.click(word("FollowPage", "Confirmed {count}").format(count=1), "CheckBox", timeout=30)
    families = await stage.see(word("FollowPage", "Who has confirmed"), "List")
    child = desk.name.rpartition(" ")[2]
    row = await stage.see(child, "ListItem", area=families.rect)
    if word("FollowText", "Confirmed") not in row.name:
        raise NotSeenError(f"the family is not shown as confirmed: {row.name}")


async def ding_remind(stage: "Stage") -> None:
    """Those who have not confirmed yesterday's DING are reminded; a guardian's client gets it at the desk."""
    word = stage.words.of
    desk = stage.school.rooms_of("desk", stage.group.class_)[0]
    guardian = await _guardian_at(stage, desk)
    before = await guardian.newest(desk.id)
    await stage.hands.press("ctrl+2")
    await stage.click(word("ListColumn", "Sent"), "RadioButton")
    await stage.click(EARLIER, "ListItem")
    button = stage.words.around("FollowSummary", "Remind %n families", 2)
    end = time.monotonic() + _COOL_DOWN
    while not (await stage.see(button, "Button")).enabled:  # sent when the school was made: minutes ago
        if time.monotonic() > end:
            raise NotSeenError("nobody may be reminded yet")
        await asyncio.sleep(1)
    await stage.click(button, "Button")
    await guardian.wait_for(desk.id, lambda event: event["type"] == REMIND_TYPE, after=before, timeout=40)
    await stage.hands.press("ctrl+1")


async def ding_schedule(stage: "Stage") -> None:
    """A DING for a later time stands under "scheduled", and can be taken back into the editor."""
    word = stage.words.of
    await _begin(stage)
    text = f"周一升旗请穿校服。{stage.nonce}-later"
    await _address(stage, "{name} guardians")
    await stage.write_into(word("TextBox", "Text"), text)
    await _scroll_to(stage, word("Options", "At a time"))
    await stage.click(word("Options", "At a time"), "RadioButton", last=True)
    await stage.click(stage.words.around("ComposePage", "Schedule for {people}"), "Button")
    await stage.see(word("ListColumn", "Scheduled"), "RadioButton")
    await stage.click(text, "ListItem", timeout=30)
    await stage.click(word("ComingPage", "Take back and edit"), "Button", timeout=30)
    await stage.see(word("TextBox", "Text"), "EditableText")
    if not await stage.stands_in(word("TextBox", "Text"), text):
        raise NotSeenError("what was taken back is not in the editor")
    await stage.click(word("ComposePage", "Close; the draft is kept"), "Button")
    await stage.hands.press("ctrl+1")


async def _begin(stage: "Stage") -> None:
    """Open the DING pane and an empty DING."""
    await stage.hands.press("ctrl+2")
    await stage.see(stage.words.of("ListColumn", "New DING"), "Button")
    await stage.hands.press("ctrl+n")


async def _scroll_to(stage: "Stage", option: str) -> None:
    """Turn the wheel beside the text until the option below it is in the window."""
    box = (await stage.see(stage.words.of("TextBox", "Text"), "EditableText")).rect
    for _ in range(_NOTCHES):
        try:
            await stage.see(option, "RadioButton", last=True, timeout=0.5)
        except NotSeenError:
            await stage.hands.click(box.left() - 20, box.center().y(), button=_WHEEL_DOWN)
        else:
            return


async def _address(stage: "Stage", role: str) -> None:
    """Choose the people of one role of the class from the list that opens while one types."""
    word = stage.words.of
    class_name = stage.group.class_
    await stage.write_into(word("RecipientsField", "To"), class_name)
    await stage.click(word("DingWords", role).format(name=class_name), "ListItem")


async def _joined(actor: Actor) -> set[str]:
    answer = await actor.client.transport.request("GET", "/_matrix/client/v3/joined_rooms")
    return set(msgspec.json.decode(answer)["joined_rooms"])


async def _guardian(stage: "Stage") -> tuple[Actor, Room]:
    """Return a guardian of the class with the desk that this person is at."""
    guardian = await stage.other(first(stage.school.people("guardian", stage.group.class_)))
    joined = await _joined(guardian)
    for room in stage.school.rooms_of("desk", stage.group.class_):
        if room.id in joined:
            return guardian, room
    raise LookupError("the guardian is at no desk")


async def _guardian_at(stage: "Stage", desk: Room) -> Actor:
    """Return a guardian who is at that desk."""
    for account in stage.school.people("guardian", stage.group.class_):
        guardian = await stage.other(account)
        if desk.id in await _joined(guardian):
            return guardian
    raise LookupError("nobody is at the desk")


async def _colleague(stage: "Stage") -> Actor:
    return await stage.other(first(stage.school.people("teacher")))


def _dings(text: str) -> Callable[[dict[str, Any]], bool]:
    return lambda event: _BLOCK in event["content"] and event["content"][_BLOCK].get("text") == text
