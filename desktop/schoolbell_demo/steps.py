"""The steps of the tour: what a teacher does, and how each is known to have happened."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Unpack

from schoolbell_demo.account_steps import lock, switch_account
from schoolbell_demo.actor import Actor
from schoolbell_demo.client import Client
from schoolbell_demo.eyes import How, NotSeenError, Sight
from schoolbell_demo.file_steps import file, image, resume_upload
from schoolbell_demo.hands import Hands
from schoolbell_demo.line import Account, Room, SchoolLine, first
from schoolbell_demo.nonce import Nonce
from schoolbell_demo.relay import Relay
from schoolbell_demo.screen import Screen
from schoolbell_demo.steps_ding import (
    ding_compose,
    ding_confirm,
    ding_household,
    ding_popup,
    ding_remind,
    ding_schedule,
)
from schoolbell_demo.steps_history import history, look_at
from schoolbell_demo.steps_notices import notice_fanout, notice_sign
from schoolbell_demo.words import Words
from schoolbell_office.names import initials

if TYPE_CHECKING:
    import httpx

_STILL_SECONDS = 0.15
_NEWEST_HEIGHT = 330  # pixels above the composer where the newest message stands
_TYPING_TRIES = 3
_TYPING_LOOKS = 20
_HIDDEN = set("*●•")  # how a password reads
_OWN_NAMES = {"zh_CN": "简体中文", "zh_TW": "繁體中文", "en": "English"}


@dataclass(slots=True)
class Stage:
    """Everything a step needs; what one step leaves for the next is in `kept`."""

    school: SchoolLine
    relay: Relay
    screen: Screen
    hands: Hands
    client: Client
    http: "httpx.AsyncClient"
    words: Words
    language: str
    nonces: Nonce
    begun: str = ""  # the newest event of the group when the step began: only what came later counts
    kept: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def nonce(self) -> str:
        """What every message of this tour has in it."""
        return self.nonces.text

    @property
    def teacher(self) -> Account:
        """Who sits at the client: the class teacher of the first class that has a group."""
        group = self.school.rooms_of("group")[0]
        head = self.school.people("head_teacher", group.class_)
        return first(head or self.school.people("teacher", group.class_))

    @property
    def group(self) -> Room:
        """The chat group of the teacher's class."""
        return self.school.rooms_of("group")[0]

    @property
    def student(self) -> Account:
        """Who looks from the other side."""
        return first(self.school.people("student", self.group.class_))

    async def begin(self) -> None:
        """A step begins: what stood in the group before is not what it waits for."""
        self.begun = await (await self.other(self.student)).newest(self.group.id)

    async def other(self, account: Account) -> Actor:
        """Return `account` signed in at the homeserver itself, past the client and the relay."""
        if account.user_id not in self.actors:
            self.actors[account.user_id] = await Actor.sign_in(self.http, self.school.homeserver, account)
        return self.actors[account.user_id]

    async def see(self, name: str, role: str = "", **how: Unpack[How]) -> Sight:
        """Wait until `name` is seen on the screen."""
        return await self.client.eyes.see(name, role, **how)

    async def see_message(self, text: str) -> Sight:
        """Wait until a message of the open room is seen: above the composer, not in the list beside it."""
        composer = (await self.see(self.words.of("Composer", "Message"), "EditableText")).rect
        return await self.see(text, "ListItem", area=composer.adjusted(-100, -composer.y(), 200, 0))

    async def click(self, name: str, role: str = "", **how: Unpack[How]) -> Sight:
        """Click the middle of what is seen, once it stands still."""
        before = None
        sight = await self.see(name, role, **how)
        while before is None or sight.rect != before.rect:
            before = sight
            await asyncio.sleep(_STILL_SECONDS)
            sight = await self.see(name, role, **how)
        await self.hands.click(*sight.centre)
        return sight

    async def write_into(self, field_name: str, text: str) -> None:
        """Click the input of that accessible name, replace its text by keys; again when letters were lost."""
        for _ in range(_TYPING_TRIES):
            await self.click(field_name, "EditableText")
            await self._takes_keys(field_name)
            await self.hands.press("ctrl+a")
            await self.hands.type(text)
            if await self.stands_in(field_name, text):
                return
        raise NotSeenError(f"what was typed does not stand in “{field_name}”")

    async def _takes_keys(self, field_name: str) -> None:
        """Wait until the input has the keyboard: a window manager may pass a click on after the keys."""
        for _ in range(_TYPING_LOOKS):
            if (await self.see(field_name, "EditableText")).focused:
                return
            await asyncio.sleep(_STILL_SECONDS)

    async def enter(self) -> None:
        """Press Enter in the composer: it sends, and takes nobody from a list that an "@" has opened."""
        people = self.words.of("MentionPopup", "People you can mention")
        if any(one.visible for one in await self.client.eyes.find(people, "List", exact=True)):
            await self.hands.press("Escape")
            await self.client.eyes.gone(people, "List")
        await self.hands.press("Return")

    async def stands_in(self, field_name: str, text: str) -> bool:
        """Whether `text` comes to stand in that input (a busy machine hears of new keys late)."""
        for _ in range(_TYPING_LOOKS):
            value = (await self.see(field_name, "EditableText")).value
            if text in value or (value and set(value) <= _HIDDEN):
                return True
            await asyncio.sleep(_STILL_SECONDS)
        return False


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `seen_by` says whose word counts: the homeserver's (another account) or the screen's."""

    id: str
    seen_by: str
    play: Callable[[Stage], Awaitable[None]]


async def sign_in(stage: Stage) -> None:
    """Start the client with nothing on the disk and sign in by address, account and password."""
    await stage.client.start()
    word = stage.words.of
    await stage.write_into(word("SignInPage", "School address or slip code"), stage.relay.base_url)
    await stage.hands.press("Return")
    localpart = stage.teacher.user_id[1:].partition(":")[0]
    await stage.write_into(word("SignInPage", "Account (staff number, student number)"), localpart)
    await stage.write_into(word("SignInPage", "Password"), stage.teacher.password)
    await stage.click(word("SignInPage", "Sign in"), "Button", exact=True)
    await stage.see(word("Rail", "Messages"), "CheckBox", exact=True, timeout=60)


async def first_sync(stage: Stage) -> None:
    """The class group stands in the room list."""
    await stage.see(stage.group.name, "ListItem", timeout=60)


async def open_group(stage: Stage) -> None:
    """A click opens it: its name above the timeline, its composer below."""
    await stage.click(stage.group.name, "ListItem")
    await stage.see(stage.group.name, "StaticText")
    await stage.see(stage.words.of("Composer", "Message"), "EditableText")


async def send(stage: Stage) -> None:
    """What the teacher writes reaches a student of the class."""
    text = f"明天上午第一节数学课请带圆规和直尺。{stage.nonce}-send"
    await stage.write_into(stage.words.of("Composer", "Message"), text)
    await stage.enter()
    await stage.see(text, "ListItem")
    student = await stage.other(stage.student)
    event = await student.wait_for(stage.group.id, _says(text, stage.teacher), after=stage.begun)
    stage.kept["sent"] = event["event_id"]
    stage.kept["text"] = text


async def receive(stage: Stage) -> None:
    """What a student answers appears in the open group."""
    text = f"老师，圆规要带两个吗？{stage.nonce}-receive"
    student = await stage.other(stage.student)
    await student.say(stage.group.id, text)
    await stage.see(text, "ListItem")


async def mention(stage: Stage) -> None:
    """The teacher mentions the student from the completion list; the student is told by m.mentions."""
    composer = stage.words.of("Composer", "Message")
    student_row = f"{stage.student.name} {stage.words.of('ItemText', 'Student')}"
    text = f"一个就够了 {stage.nonce}-mention"
    for _ in range(_TYPING_TRIES):
        await stage.write_into(composer, f"@{stage.student.name}")
        people = await stage.see(stage.words.of("MentionPopup", "People you can mention"), "List")
        await stage.click(student_row, "ListItem", exact=True, area=people.rect)
        await stage.hands.type(text)
        if await stage.stands_in(composer, text):
            break
    await stage.enter()
    student = await stage.other(stage.student)

    def mentioned(event: dict[str, Any]) -> bool:
        content = event["content"]
        who = content.get("m.mentions", {}).get("user_ids", [])
        return text in content.get("body", "") and stage.student.user_id in who

    event = await student.wait_for(stage.group.id, mentioned, after=stage.begun)
    stage.kept["mention"] = event["event_id"]


async def unread_list(stage: Stage) -> None:
    """Under the own message: who has not read it; and a student who reads it moves to the other side."""
    composer = (await stage.see(stage.words.of("Composer", "Message"), "EditableText")).rect
    below = composer.adjusted(-100, -_NEWEST_HEIGHT, 200, 0)  # "n unread ↑", far above, leads elsewhere
    await stage.click(stage.words.around("Timeline", "%n unread", 2), "Button", last=True, area=below)
    people = await stage.see(stage.words.of("ReadsPage", "People"), "List")
    await stage.see(stage.words.of("ItemText", "Guardian"), "ListItem", area=people.rect)
    student = await stage.other(stage.student)
    await student.read(stage.group.id, stage.kept["mention"])
    await stage.click(stage.words.around("ReadsPage", "Read {count}"), "PageTab")
    student_row = f"{stage.student.name} {stage.words.of('ItemText', 'Student')}"
    await stage.see(student_row, "ListItem", area=people.rect)


async def offline_send(stage: Stage) -> None:
    """The line is cut; what the teacher writes stands in the group and waits, and nobody else has it."""
    close = stage.words.of("DetailsColumn", "Close details")
    if any(sight.visible for sight in await stage.client.eyes.find(close, "Button")):
        await stage.click(close, "Button")  # in a narrow window it floats over the messages
    await stage.relay.cut()
    await stage.see(stage.words.of("OfflineStrip", "Offline"), timeout=30)
    text = f"断网时写的：明天早读照常。{stage.nonce}-offline"
    await stage.write_into(stage.words.of("Composer", "Message"), text)
    await stage.enter()
    row = await stage.see_message(text)
    waiting = stage.words.of("Timeline", "Waiting for the network")
    if waiting not in row.name:
        raise NotSeenError(f"the message does not say that it waits: {row.name}")
    await stage.see(stage.words.of("OfflineStrip", "Offline · %n waiting", 1))
    student = await stage.other(stage.student)
    if await student.has(stage.group.id, _says(text, stage.teacher), after=stage.begun):
        raise NotSeenError("the message left the computer through a line that is cut")
    stage.kept["offline"] = text


async def reconnect(stage: Stage) -> None:
    """The line is back: nobody presses anything, and the student has what was written meanwhile, once."""
    text = stage.kept["offline"]
    await stage.relay.start()
    student = await stage.other(stage.student)
    await student.wait_for(stage.group.id, _says(text, stage.teacher), after=stage.begun, timeout=60)
    waiting = stage.words.of("Timeline", "Waiting for the network")
    await stage.client.eyes.gone(waiting, "ListItem", timeout=30)
    await stage.see_message(text)
    await stage.see(stage.words.around("Timeline", "%n unread", 2), "Button", last=True, timeout=30)


async def search(stage: Stage) -> None:
    """Without a connection: a student by pinyin initials, then words in the other script than they were said.

    The hit opens where it was said, far above what the teacher looks at. It was read on this computer before:
    what lies that far back comes by itself only while nobody types.
    """
    word = stage.words.of
    said = "今天的数学课讲两位数乘两位数"
    await look_at(stage, said)
    await stage.relay.cut()
    await stage.hands.press("ctrl+k")
    field = word("SearchOverlay", "Search for people, chats, messages and files")
    await stage.write_into(field, initials(stage.student.name))
    results = await stage.see(word("SearchOverlay", "Search results"), "List")
    await stage.see(stage.student.name, "ListItem", area=results.rect)
    await stage.write_into(field, "兩位數乘兩位數")
    await stage.see(said, "ListItem", area=results.rect)
    await stage.hands.press("Return")
    await stage.client.eyes.gone(word("SearchOverlay", "Search results"), "List")
    await stage.see(said, "ListItem")
    await stage.relay.start()


async def restart_from_cache(stage: Stage) -> None:
    """A new process with the server unreachable shows the group and its messages."""
    await stage.client.stop()
    await stage.relay.cut()
    await stage.client.start()
    await stage.see(stage.group.name, "ListItem")
    await stage.see(stage.kept.get("offline", f"{stage.nonce}-mention"), "ListItem")
    await stage.see(stage.words.of("OfflineStrip", "Offline"))
    await stage.relay.start()


async def switch_language(stage: Stage) -> None:
    """Another language without a restart."""
    target = "en" if stage.language != "en" else "zh_CN"
    await stage.hands.press("ctrl+comma")
    await stage.click(_OWN_NAMES[stage.language], "ComboBox")
    await stage.click(_OWN_NAMES[target], "ListItem")
    await stage.see(Words(target).of("Rail", "Messages"), "CheckBox", exact=True)


def _says(text: str, who: Account) -> Callable[[dict[str, Any]], bool]:
    return lambda event: event["sender"] == who.user_id and event["content"].get("body") == text


STEPS = (
    Step("sign_in", "screen", sign_in),
    Step("first_sync", "screen", first_sync),
    Step("open_group", "screen", open_group),
    Step("send", "server", send),
    Step("receive", "screen", receive),
    Step("mention", "server", mention),
    Step("unread_list", "screen", unread_list),
    Step("image", "server", image),
    Step("file", "server", file),
    Step("resume_upload", "server", resume_upload),
    Step("ding_compose", "server", ding_compose),
    Step("ding_popup", "screen", ding_popup),
    Step("ding_confirm", "server", ding_confirm),
    Step("ding_household", "screen", ding_household),
    Step("ding_schedule", "screen", ding_schedule),
    Step("offline_send", "screen", offline_send),
    Step("reconnect", "server", reconnect),
    Step("search", "screen", search),
    Step("restart_from_cache", "screen", restart_from_cache),
    Step("history", "screen", history),
    Step("ding_remind", "server", ding_remind),
    Step("notice_fanout", "server", notice_fanout),
    Step("notice_sign", "server", notice_sign),
    Step("switch_account", "screen", switch_account),
    Step("lock", "screen", lock),
    Step("switch_language", "screen", switch_language),
)
