"""Lets the demo school live a little: an ordinary morning of messages, replies, reactions and receipts."""

import tomllib
from typing import TYPE_CHECKING

import msgspec

from schoolbell.base.clock import SystemClock
from schoolbell.base.ids import new_ulid
from schoolbell.domain.announcements.blocks import Block, Kind, Remind
from schoolbell.system.resources import resource
from schoolbell_demo.actor import Actor
from schoolbell_demo.line import Account, SchoolLine

if TYPE_CHECKING:
    import httpx


EARLIER = "请在今晚八点前交回视力筛查回执。"  # the DING that stands in the prepared school


async def live_a_little(client: "httpx.AsyncClient", school: SchoolLine) -> int:
    """Play `resources/demo/life.toml` into the school through the API; return how many events were sent.

    A speaker is `role/n` of the room's class ("guardian/3"); whoever finished the first sign-in counts.
    """
    script = tomllib.loads(resource("resources", "demo", "life.toml").read_text(encoding="utf-8"))
    actors: dict[str, Actor] = {}
    sent = 0

    async def actor(account: Account) -> Actor:
        if account.user_id not in actors:
            actors[account.user_id] = await Actor.sign_in(client, school.homeserver, account)
        return actors[account.user_id]

    for scene in script["scene"]:
        rooms = school.rooms_of(scene["kind"])
        if scene["room"] >= len(rooms):
            continue
        room = rooms[scene["room"]]
        said: list[str] = []
        for line in scene["line"]:
            speaker = _speaker(school, line["who"], room.class_)
            if speaker is None:
                continue
            who = await actor(speaker)
            if "react" in line:
                await who.react(room.id, said[line["to"]], line["react"])
            elif "reply" in line:
                relation = {"m.in_reply_to": {"event_id": said[line["to"]]}}
                content = {"msgtype": "m.text", "body": line["reply"], "m.relates_to": relation}
                said.append(await who.send(room.id, content))
            else:
                said.append(await who.say(room.id, line["say"]))
            sent += 1
        for name in scene.get("readers", []):
            reader = _speaker(school, name, room.class_)
            if reader is not None and said:
                await (await actor(reader)).read(room.id, said[-1])
    for each in actors.values():
        await each.sign_out()
    return sent


async def ding_before(client: "httpx.AsyncClient", school: SchoolLine) -> str:
    """Let the class teacher DING the guardians of two children, so that some have not confirmed yet.

    It belongs to the prepared school: by the time somebody looks it may be reminded of. Returns its id.
    """
    group = school.rooms_of("group")[0]
    teachers = school.people("head_teacher", group.class_)
    desks = [room for room in school.rooms_of("desk") if room.class_ == group.class_][:2]
    if not teachers or teachers[0].first_sign_in:
        return ""
    teacher = await Actor.sign_in(client, school.homeserver, teachers[0])
    id = new_ulid(SystemClock().now_ms())
    for desk in desks:
        members = msgspec.json.decode(await teacher.client.members(desk.id))["chunk"]
        guardians = [one["state_key"] for one in members if one["state_key"].startswith("@g")]
        block = Block(
            Kind.DING, id, EARLIER, to_room=False, remind=Remind(60 * 24, 1), n=len(desks)
        ).encoded()
        content = {
            "msgtype": "m.text",
            "body": f"{EARLIER}\n✅",
            "m.mentions": {"user_ids": guardians},
            "org.schoolbell.ding": block,
        }
        await teacher.send(desk.id, content)
    await teacher.sign_out()
    return id


def _speaker(school: SchoolLine, name: str, class_name: str) -> Account | None:
    role, _, number = name.partition("/")
    people = school.people(role, class_name or None)
    return people[int(number)] if int(number) < len(people) else None
