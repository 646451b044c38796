"""Who confirmed is what anybody can work out from raw events: for three accounts, and for new sign-ins."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import quote

import pytest

from schoolbell.base.ids import new_ulid
from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.tally import tally
from schoolbell_demo.homeserver import Synapse
from tests.synapse.ding_truth import Outsider
from tests.synapse.test_forgeries import Imported, import_small, known, machine
from tests.sync.world import World, until

pytestmark = pytest.mark.synapse


def students(prefix: str) -> list[list[str]]:
    """Four families: two parents; siblings with one mother; one grandmother; a father."""

    def row(number: str, name: str, *guardians: tuple[str, str, str, str]) -> list[str]:
        flat = [part for one in guardians for part in one]
        return [f"{prefix}{number}", name, "一班", *flat, *[""] * (8 - len(flat))]

    def parent(number: str, name: str, relation: str) -> tuple[str, str, str, str]:
        return name, relation, f"138000000{number}", f"{prefix}{number}"

    mother = parent("13", "王静", "妈妈")
    return [
        row("01", "李明", parent("11", "李建国", "爸爸"), parent("12", "陈红", "妈妈")),
        row("02", "赵一诺", mother),
        row("03", "赵一凡", mother),
        row("04", "孙宇航", parent("14", "孙奶奶", "奶奶")),
        row("05", "何雨泽", parent("15", "何强", "爸爸")),
    ]


@pytest.fixture
async def school(homeserver: Synapse, tmp_path: Any) -> AsyncIterator[Imported]:
    made = await import_small(homeserver, tmp_path / "office", students)
    async with AsyncExitStack() as stack:
        made.stack = stack
        yield made


def ding(text: str, *, id: str, users: list[str] | None = None, **more: object) -> dict[str, object]:
    to = {"room": True} if users is None else {"mentions": True}
    block = {"v": 1, "id": id, "text": text, "to": to, "confirm": "tap", "counts": "guardian", "n": 1, **more}
    mentions: dict[str, object] = {"room": True} if users is None else {"user_ids": users}
    return {"msgtype": "m.text", "body": text, "m.mentions": mentions, "org.schoolbell.ding": block}


def react(school: Imported, who: str, room: str, event: str, key: str = "✅") -> str:
    return school.send(
        who, room, {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": key}}, "m.reaction"
    )


def live_through_a_day(school: Imported) -> None:
    """DINGs, confirmations of all sorts, forgeries and chat, by bare HTTP."""
    group, user = school.group, {name: account.user_id for name, account in school.accounts.items()}
    desks = {name: school.rooms[f"desk/P{name}"] for name in ("01", "02", "03", "04", "05")}
    a, b, c = (new_ulid(1_700_000_000_000 + number) for number in range(3))
    first = school.send("t1", group, ding("明早线上上课", id=a))
    react(school, "g12", group, first, "✅\ufe0f")
    react(school, "g11", group, first)
    taken_back = react(school, "g14", group, first)
    redact = f"/_matrix/client/v3/rooms/{quote(group)}/redact/{quote(taken_back)}/x1"
    school.server.call("PUT", redact, {}, token=school.accounts["g14"].access_token)
    react(school, "s02", group, first)  # a child's word is not the guardian's
    react(school, "g15", group, first, "👍")  # seen, not confirmed
    for desk, parents in (("01", ["g11", "g12"]), ("02", ["g13"]), ("04", ["g14"])):
        users = [user[name] for name in parents]
        copy = school.send(
            "t1", desks[desk], ding("补交回执", id=b, users=users, n=3, deadline=1_900_000_000_000)
        )
        if desk == "04":
            react(school, "g14", desks[desk], copy)
    either = school.send("t2", group, ding("数学材料", id=c, counts="either"))
    for number in range(60):
        school.send("t2" if number % 3 else "g15", group, f"chat {number}")
    react(school, "s03", group, either)
    receipt = f"/_matrix/client/v3/rooms/{quote(group)}/receipt/m.read/{quote(first)}"
    school.server.call("POST", receipt, {}, token=school.accounts["s04"].access_token)
    edit = ding("明早 8:20 线上上课", id=a)
    school.send(
        "t1", group,
        {**edit, "m.new_content": edit, "m.relates_to": {"rel_type": "m.replace", "event_id": first}},
    )  # fmt: skip
    school.send("s05", group, ding("forged", id=new_ulid(1_700_000_000_009)))  # refused by every reader
    school.send("t2", group, ding("replayed", id=a))  # another sender: another DING


def told(
    world: World,
) -> dict[tuple[str, str], dict[tuple[str, ...], tuple[str, frozenset[tuple[str, str]]]]]:
    """Return the client's lists in the outsider's words."""
    knowledge = known(world)

    def read(conn: Any) -> Any:
        found = {}
        for one in loading.load_recent(conn, knowledge.authority, Kind.DING, world.clock.now_ms()):
            households = tally(conn, knowledge, one).households
            found[one.sender, one.id] = {
                home.children or (home.key,): (
                    home.standing.value,
                    frozenset((person.person.user_id, person.standing.value) for person in home.people),
                )
                for home in households
            }
        return found

    return world.cache.read_now(read)


async def complete(world: World, school: Imported) -> None:
    """Have everything here that the follow page of a DING fetches, and the history that backfill fetches."""
    world.engine.backfill.allow(True)
    rooms = {copy.room_id for key in told(world) for copy in copies(world, key)}
    for room in {school.group, *rooms}:
        await world.engine.load_members(room)
        await world.engine.load_receipts(room)


def copies(world: World, key: tuple[str, str]) -> Any:
    knowledge = known(world)
    found = world.cache.read_now(lambda conn: loading.load(conn, knowledge.authority, Kind.DING, *key))
    return found.copies if found is not None else ()


async def test_three_accounts_count_what_the_raw_events_say(school: Imported, tmp_path: Any) -> None:
    accounts = ("t1", "t2", "g11")
    there = [(who, await machine(school, who, tmp_path)) for who in accounts]
    await asyncio.to_thread(live_through_a_day, school)
    later = [(who, await machine(school, who, tmp_path / "later", device=True)) for who in accounts]
    office = "@o" + school.accounts["t1"].localpart[1:-1] + "8:" + school.server.server_name
    for who, world in there + later:
        account = school.accounts[who]
        outsider = Outsider(school.server.base_url, account.access_token, account.user_id, office)
        truth = await asyncio.to_thread(outsider.tallies)
        assert len(truth) == 4
        for _ in range(200):
            await complete(world, school)
            if told(world) == truth:
                break
            await asyncio.sleep(0.05)
        assert told(world) == truth, who
    standings = {state for found in told(there[0][1]).values() for state, _ in found.values()}
    assert standings == {"confirmed", "read", "unread"}


async def test_confirmations_behind_a_gap_are_fetched(school: Imported, tmp_path: Any) -> None:
    world = await machine(school, "t1", tmp_path)
    id = new_ulid(1_700_000_000_000)
    first = await asyncio.to_thread(school.send, "t1", school.group, ding("gap", id=id))
    await until(lambda: told(world), "the DING")
    await world.close()

    def meanwhile() -> None:
        react(school, "g12", school.group, first)
        for number in range(40):
            school.send("t2", school.group, f"chat {number}")

    await asyncio.to_thread(meanwhile)
    world._build()
    await world.live()
    mother = school.accounts["g12"].user_id
    await until(
        lambda: any(
            (mother, "confirmed") in people for _, people in next(iter(told(world).values())).values()
        ),
        "the confirmation that no timeline brought",
    )
