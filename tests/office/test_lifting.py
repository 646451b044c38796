"""Lifting by the office: from the levels of then, done when they come back without the mute."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.mute_levels import lifted, muted_in, muting
from schoolbell.domain.mutes import MUTE_TYPE
from schoolbell_office.ledger import Ledger
from schoolbell_office.mutes import KIND, Mutes
from tests.domain import announced
from tests.domain.announced import CHEN, GROUP, LI, ME
from tests.domain.chat_school import POWER
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import START, Files, ScriptedEngine
from tests.fakes.levels import ScriptedLevels

AT, HOUR = START + 3_600_000, 3_600_000


class Hands:
    """The levels of the group at the server; what is written comes back when the test says so."""

    def __init__(self, levels: ScriptedLevels) -> None:
        self.server = levels
        self.written = 0
        self.error: KnownError | None = None  # raised by every write

    async def levels(self, room_id: str) -> dict[str, Any]:
        assert room_id == GROUP
        return self.server.content

    async def set_levels(self, room_id: str, content: dict[str, Any]) -> None:
        assert room_id == GROUP
        self.written += 1
        if self.error is not None:
            raise self.error
        self.server.content = content

    async def fill(self, rooms: list[str]) -> bool:
        return False


class Office:
    """A class group whose member is muted for an hour."""

    def __init__(self, engine: ScriptedEngine, ledger: Ledger, clock: FakeClock) -> None:
        self.engine, self.ledger, self.clock = engine, ledger, clock
        self.levels = ScriptedLevels(engine, GROUP, POWER, clock)
        self.hands = Hands(self.levels)
        self.mutes = Mutes(engine.files.cache, ledger, self.hands, clock)  # type: ignore[arg-type]
        self.event_id = ""

    async def mute(self) -> None:
        content = {"v": 1, "user": LI, "until": self.clock.now_ms() + HOUR}
        event = self.engine.event(MUTE_TYPE, content, ME, ts=self.clock.now_ms())
        self.event_id = event["event_id"]
        await self.engine.deliver(GROUP, event)
        await self.levels.change(muting(POWER, LI))

    async def done(self) -> bool:
        return bool(await self.ledger.done(KIND, [self.event_id]))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    files = Files.make(tmp_path)
    engine = ScriptedEngine(files, me=announced.OFFICE)
    announced.equip(engine)
    await engine.deliver_all(announced.school(engine))
    clock = FakeClock(start_ms=AT)
    ledger = Ledger(tmp_path / "ledger.db", clock)
    ledger.open()
    made = Office(engine, ledger, clock)
    await made.mute()
    yield made
    ledger.close()
    files.close()


async def test_it_is_done_when_the_levels_come_back_without_it(office: Office) -> None:
    assert await office.mutes.run() == AT + HOUR
    office.clock.jump(3600)
    again = await office.mutes.run()
    assert again is not None, "it looks whether the levels have come"
    assert muted_in(office.levels.content) == set()
    assert not await office.done()
    await office.levels.change(office.levels.content, announced.OFFICE)
    assert await office.mutes.run() is None
    assert await office.done()
    assert office.hands.written == 1


async def test_a_lifting_that_somebody_overwrites_is_done_again(office: Office) -> None:
    read_by_a_teacher = office.levels.content
    office.clock.jump(3600)
    await office.mutes.run()
    await office.levels.change(office.levels.content, announced.OFFICE)
    office.clock.jump(2)
    await office.levels.change({**read_by_a_teacher, "org.example": 7}, CHEN)
    await office.mutes.run()
    assert office.levels.content == {**POWER, "org.example": 7}
    assert office.hands.written == 2


async def test_who_was_let_write_and_muted_again_by_a_phone_stays_muted(office: Office) -> None:
    office.clock.jump(600)
    await office.levels.change(lifted(office.levels.content, LI), ME)
    office.clock.jump(600)
    await office.levels.change(muting(office.levels.content, LI), CHEN)
    office.clock.jump(3600)
    assert await office.mutes.run() is None
    assert muted_in(office.levels.content) == {LI}
    assert office.hands.written == 0


async def test_a_room_that_refuses_holds_up_nothing_else_and_is_not_asked_again(
    office: Office, allowed_logs: list[str]
) -> None:
    allowed_logs.append("the server refuses to lift a mute")
    office.hands.error = KnownError(ErrorCode.FORBIDDEN)
    office.clock.jump(3600)
    assert await office.mutes.run() is None
    assert await office.mutes.run() is None
    assert office.hands.written == 1


async def test_a_server_that_is_away_is_told_and_asked_again(office: Office) -> None:
    office.hands.error = KnownError(ErrorCode.NETWORK)
    office.clock.jump(3600)
    for _ in range(2):
        with pytest.raises(KnownError):
            await office.mutes.run()
    office.hands.error = None
    await office.mutes.run()
    assert muted_in(office.levels.content) == set()
