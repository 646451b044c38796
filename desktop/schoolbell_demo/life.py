"""Lets the demo school live a little: an ordinary morning of messages, replies, reactions and receipts."""

import tomllib
from typing import TYPE_CHECKING

from schoolbell.system.resources import resource
from schoolbell_demo.actor import Actor
from schoolbell_demo.line import Account, SchoolLine

if TYPE_CHECKING:
    import httpx


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


def _speaker(school: SchoolLine, name: str, class_name: str) -> Account | None:
    role, _, number = name.partition("/")
    people = school.people(role, class_name or None)
    return people[int(number)] if int(number) < len(people) else None
