"""An office killed at random loses no SMS or call, sends no reminder twice and tells each result once.

The gateway counts by key in a process of its own. It answers some messages with 503 and cuts some connections
after it has taken them, so that the office sends these again; the key tells the doubles.
"""

import asyncio
import contextlib
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from schoolbell_demo.homeserver import Synapse
from tests.office.on_duty import Duty, PhoneGateway, duty_at, end, until

pytestmark = [pytest.mark.synapse, pytest.mark.timeout(400)]
STUDENTS = 9
KILLS = 12
SEED = 20200210


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[PhoneGateway]:
    """Return a gateway that listens."""
    found = PhoneGateway(tmp_path)
    yield found
    found.close()


async def test_twelve_kills_lose_no_sms_and_double_no_reminder(
    homeserver: Synapse, tmp_path: Path, gateway: PhoneGateway
) -> None:
    duty = await duty_at(homeserver, tmp_path, STUDENTS)
    duty.configure(gateway.table("[escalate]\ncall_after = 0\nper_day = 20\n"))
    wanted = {"remind": {"every": 5, "max": 3}, "channels": ["app", "sms", "call"], "n": STUDENTS}
    id = ""
    for n in range(1, STUDENTS + 1):
        family = tuple(who for who in (f"s0{n}", f"g{n}1", f"g{n}2") if who in duty.accounts)
        id = duty.ding("t1", f"desk/P0{n}", id=id, mentions=family, **wanted)
    duty.confirm("g11", "desk/P01", duty.event_of("desk/P01", id))
    group = duty.ding("t2", "class/Pc/group", **wanted)
    guardians = [who for who in duty.accounts if who.startswith("g")]
    # The DING to the families leaves the first one out; that to the group asks everybody.
    due = 2 * (len(guardians) - 2) + 2 * len(guardians)
    chance = random.Random(SEED)
    kills = 0
    # By the clock that is ahead one reminder after the other becomes due while the office dies and returns.
    for ahead in [6 * 60] * 5 + [11 * 60] * 4 + [16 * 60] * (KILLS - 9):
        office = duty.start(ahead)
        try:
            if not kills % 2:
                goal = len(gateway.messages()) + chance.randint(1, 6)
                await until(_reached(gateway, goal, due), "messages", office)
                await asyncio.to_thread(_wait, office, chance.uniform(0.0, 0.15))
            else:
                await asyncio.to_thread(_wait, office, chance.uniform(0.3, 3.5))
            assert office.poll() is None, duty.log.read_text()[-3000:]
            office.kill()
            kills += 1
        finally:
            end(office)
    with duty.office(ahead=16 * 60) as office:
        await until(lambda: _all_done(duty, due), "all errands done", office)
        await until(lambda: duty.reminders("class/Pc/group", group)[-1:] == [3], "the last reminder", office)
        await until(
            lambda: all(duty.reminders(f"desk/P0{n}", id)[-1:] == [3] for n in range(2, STUDENTS + 1)),
            "the last reminder in every desk",
            office,
        )
        await until(lambda: len(duty.told()) >= due, "the sender is told of all", office)
    assert kills == KILLS
    keys = Counter(message["key"] for message in gateway.messages())
    assert len(keys) == due, "as many keys as are due"
    assert {key for key, _ in duty.errands()} == set(keys), "every one arrived, and nothing that is not due"
    assert max(keys.values()) > 1, "the gateway lied about some, and these came again"
    people = Counter((message["to"], message["kind"]) for message in _distinct(gateway))
    assert set(people.values()) == {1, 2}, "one or two DINGs ask everybody"
    for room, ding in [("class/Pc/group", group), *((f"desk/P0{n}", id) for n in range(2, STUDENTS + 1))]:
        seen = Counter(duty.reminders(room, ding))
        assert set(seen.values()) == {1}, (room, seen)
    assert duty.reminders("desk/P01", id) == []
    told = Counter(duty.told())
    assert len(told) == due, "every SMS and call is told"
    assert set(told.values()) == {1}, "and once, however often the office died"
    assert {outcome for _, _, _, outcome in told} == {"sent"}
    reports = len(duty.events("class/Pc/staff", "org.schoolbell.delivery"))
    assert reports < due, "several results are one event"


def _reached(gateway: PhoneGateway, goal: int, due: int) -> Callable[[], bool]:
    """Whether so many messages came, or nothing more is to come."""

    def look() -> bool:
        messages = gateway.messages()
        return len(messages) >= goal or len({message["key"] for message in messages}) >= due

    return look


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Let it live so long."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def _all_done(duty: Duty, due: int) -> bool:
    errands = duty.errands()
    return len(errands) == due and all(state == "sent" for _, state in errands)


def _distinct(gateway: PhoneGateway) -> list[dict[str, str]]:
    return list({message["key"]: message for message in gateway.messages()}.values())
