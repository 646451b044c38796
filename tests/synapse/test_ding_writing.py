"""Writing DINGs against a real homeserver: what others see of them, asked for by bare HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.base.texts import parse_texts
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.chat.items import RoomKind
from schoolbell.domain.ding.items import DingDraft, Target
from schoolbell.domain.ding.writing import Writing
from schoolbell.domain.school_knowledge import SchoolKnowledge, load
from schoolbell.matrix.transport import Transport
from tests.sync.desk import Desk
from tests.sync.world import until
from tests.synapse.test_engine import Token
from tests.synapse.test_forgeries import Imported, imported  # noqa: F401

pytestmark = pytest.mark.synapse

TEXTS = parse_texts("zh_CN", Path("resources/texts/zh_CN.toml").read_text("utf-8"))
DING = "org.schoolbell.ding"


class Teacher(Desk):
    """A teacher's machine with what writes DINGs; `restart()` is a new process on the same files."""

    projections = (Announcements(),)

    def _build(self) -> None:
        super()._build()
        self.writing = Writing(
            self, self.engine, self.media, self.known, self.me, self.clock,  # type: ignore[arg-type]
            lambda: TEXTS, lambda: None, lambda: (),
        )  # fmt: skip
        self._known: tuple[int, SchoolKnowledge] | None = None

    def known(self) -> SchoolKnowledge:
        """Return authority and roster as the cache has them now."""
        return self.cache.read_now(lambda conn: load(conn, self.anchors))

    async def live(self) -> None:
        """Start and wait for the school."""
        await super().live()

        def complete() -> bool:
            kinds = {room.kind for room in self.known().authority.rooms.values()}
            return {RoomKind.CLASS, RoomKind.GROUP, RoomKind.DESK, RoomKind.STAFF_ALL} <= kinds

        await until(complete, "the school is here")
        self.writing.start()

    async def close(self) -> None:
        """End the process in good order."""
        await self.writing.stop()
        await super().close()

    def draft(self, text: str, *targets: Target, **more: Any) -> DingDraft:
        """Make a draft."""
        from msgspec.structs import replace

        return replace(self.writing.new(targets, text), **more)


@pytest.fixture
async def school(imported: Imported) -> AsyncIterator[Imported]:  # noqa: F811
    """The school, with machines that end with the test."""
    async with AsyncExitStack() as stack:
        imported.stack = stack
        yield imported


async def machine(school: Imported, who: str, folder: Any) -> Teacher:
    """Start the client of somebody and wait until the school is here."""
    account = school.accounts[who]
    client = await school.stack.enter_async_context(httpx.AsyncClient(trust_env=False))
    transport = Transport(client, school.server.base_url, Token(account.access_token))
    teacher = Teacher(
        folder / who, transport, account.user_id, clock=SystemClock(), anchors=(school.space,)
    )
    school.stack.push_async_callback(teacher.close)
    await teacher.live()
    return teacher


async def dings(school: Imported, who: str, room: str, id: str) -> list[dict[str, Any]]:
    """Return the messages of one DING in a room as somebody else's bare HTTP sees them, oldest first."""
    path = f"/_matrix/client/v3/rooms/{quote(room)}/messages?dir=b&limit=50"
    token = school.accounts[who].access_token
    answer = await asyncio.to_thread(school.server.call, "GET", path, token=token)
    events: list[dict[str, Any]] = answer["chunk"]  # type: ignore[assignment]
    return [one for one in reversed(events) if one["content"].get(DING, {}).get("id") == id]


async def arrives(school: Imported, who: str, room: str, id: str) -> dict[str, Any]:
    """Wait until a copy stands in a room."""
    for _ in range(400):
        found = await dings(school, who, room, id)
        if found:
            assert len(found) == 1
            return found[0]
        await asyncio.sleep(0.05)
    pytest.fail("no copy came")


def guardians(school: Imported) -> Target:
    return Target("guardians", school.class_space, "一班")


async def test_a_role_gets_it_at_its_desks_siblings_once(school: Imported, tmp_path: Any) -> None:
    teacher = await machine(school, "t1", tmp_path)
    draft = teacher.draft("明早体检，请空腹", guardians(school), deadline=1_900_000_000_000)
    plan = await teacher.writing.plan(draft)
    assert (plan.people, plan.households, plan.copies) == (2, 1, 1), "one family: the mother has both children"
    await teacher.writing.send(draft)
    assert await dings(school, "t2", school.rooms["desk/P01"], draft.id) == []
    await teacher.writing.send_now(draft.id)
    event = await arrives(school, "g12", school.rooms["desk/P01"], draft.id)
    people = {school.accounts[who].user_id for who in ("g11", "g12")}
    assert set(event["content"]["m.mentions"]["user_ids"]) == people
    block = event["content"][DING]
    assert (block["to"], block["n"], block["text"]) == ({"mentions": True}, 1, "明早体检，请空腹")
    assert event["content"]["body"].startswith("🔔 明早体检，请空腹\n")
    assert "✅" in event["content"]["body"]
    assert await dings(school, "t2", school.rooms["desk/P02"], draft.id) == []
    assert await dings(school, "t2", school.group, draft.id) == []
