"""An import that is killed at any call ends, when run again, as if nothing had happened.

The small school dies after every single write, k = 1…N, each attempt resuming what the dead one left. Why
such a chain stands for N imports that are killed at k each: all that a dead import leaves is the homeserver
and the office's own database, and a kill at a read leaves what a kill at the write before it leaves. So the
chain passes through every state that a kill at any k can leave, and from each of them the next write was
the very one that the uninterrupted import makes: no state forks off. What the chain does not show is a
resumed run that goes on for more than one write; that is looked at from seeded k, in both halves (the call
never left; nobody heard the answer), and from every k with SCHOOLBELL_EVERY_KILL=1, which takes an
hour or more. The whole demo school is killed ten times, at seeded calls with eight in flight, and
resumed to the end.
"""

import asyncio
import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.transport import MatrixError
from schoolbell.system.resources import resource
from schoolbell_demo.homeserver import Synapse
from schoolbell_demo.office import ADDRESS
from schoolbell_demo.prepare import SYNAPSE_FOLDER, prepare
from schoolbell_office.config import load_config
from schoolbell_office.importer import ImportReport, import_school
from schoolbell_office.server import Requester
from schoolbell_office.setup import init_office
from tests.office.killing import (
    Counting,
    DiesAfterEachNewWrite,
    DiesAtCall,
    DiesAtMarks,
    Fate,
    Killed,
    Ledger,
)
from tests.office.schools import School, new_school, whole_dump

pytestmark = [pytest.mark.synapse, pytest.mark.timeout(900)]


async def _once(school: School, fate: Fate) -> ImportReport | None:
    try:
        return await school.run(in_flight=1, wrap=lambda inner: DiesAfterEachNewWrite(inner, fate))
    except Killed:
        return None


async def test_killed_at_every_call_the_small_school_ends_in_the_same_state(
    homeserver: Synapse, tmp_path: Path
) -> None:
    whole, mortal = await new_school(homeserver, tmp_path), await new_school(homeserver, tmp_path)
    unharmed = Fate()
    await whole.run(in_flight=1, wrap=partial(Watched, fate=unharmed))
    expected = whole.dump()

    choice = random.Random(7)  # which half of "killed at k": before the next call, or the answer lost
    fate = Fate(lose_answer=lambda number: choice.random() < 0.5)
    report = None
    for attempt in range(1, 2 * len(unharmed.done)):
        report = await _once(mortal, fate)
        if report is not None:
            break
        assert len(fate.done) == attempt
    assert report is not None
    assert len(fate.done) >= 80
    assert _shared(fate, mortal) == _shared(unharmed, whole)
    assert mortal.dump() == expected
    assert (await mortal.run()).writes == 0


def _shared(fate: Fate, school: School) -> list[str]:
    """Return the writes without ids, prefixes and the admin's name, so that two schools' can be compared."""
    lines = [re.sub(r"%21[^/ ]+|schoolbell-import[^%]*", "*", line) for line in fate.done]
    return [line.replace(school.prefix, "P") for line in lines]


@pytest.mark.timeout(7200 if os.environ.get("SCHOOLBELL_EVERY_KILL") else 900)
async def test_whatever_call_it_dies_at_one_more_run_finishes(homeserver: Synapse, tmp_path: Path) -> None:
    """Seeded calls k of a fresh import, reads among them: killed there, run again without a kill."""
    whole = await new_school(homeserver, tmp_path)
    counted: list[Counting] = []

    def count(inner: Requester) -> Requester:
        counted.append(Counting(inner))
        return counted[0]

    await whole.run(in_flight=1, wrap=count)
    expected = whole.dump()
    methods = counted[0].methods
    for k, heard in _kills(methods):
        school = await new_school(homeserver, tmp_path)
        dying: list[DiesAtCall] = []

        def kill(
            inner: Requester, k: int = k, heard: bool = heard, dying: list[DiesAtCall] = dying
        ) -> Requester:
            dying.append(DiesAtCall(inner, k, heard=heard))
            return dying[0]

        with pytest.raises(Killed):
            await school.run(in_flight=1, wrap=kill)
        assert dying[0].killed_at == methods[k - 1]
        await school.run()
        assert school.dump() == expected, f"killed at call {k} of {len(methods)}, answered: {heard}"


def _kills(methods: list[str]) -> list[tuple[int, bool]]:
    """Return (k, whether the call was answered): some, or all of them when somebody asks for it."""
    reads = [number for number, method in enumerate(methods, 1) if method == "GET"]
    writes = [number for number, method in enumerate(methods, 1) if method != "GET"]
    if not os.environ.get("SCHOOLBELL_EVERY_KILL"):
        choice = random.Random(11)
        seeded = [choice.choice(reads), *choice.sample(writes, 4)]
        return [(k, bool(number % 2)) for number, k in enumerate(seeded)]
    return [(k, False) for k in reads] + [(k, heard) for k in writes for heard in (False, True)]


async def test_killed_at_any_read_before_the_first_write_the_server_is_as_it_was(
    homeserver: Synapse, tmp_path: Path
) -> None:
    school = await new_school(homeserver, tmp_path)
    before = school.dump()
    for k in range(1, 100):
        dying: list[DiesAtCall] = []

        def kill(inner: Requester, k: int = k, dying: list[DiesAtCall] = dying) -> Requester:
            dying.append(DiesAtCall(inner, k, heard=bool(k % 2)))
            return dying[0]

        with pytest.raises(Killed):
            await school.run(in_flight=1, wrap=kill)
        if dying[0].killed_at != "GET":
            break
        assert school.dump() == before
    assert k > 5


async def test_killed_ten_times_the_demo_school_ends_as_if_nobody_had_killed_it(tmp_path: Path) -> None:
    """Ten seeded kills over the whole school's import, eight calls in flight.

    The import that nobody killed is the demo's own, which is prepared once per roster and code.
    """
    choice = random.Random(20260901)
    ledger = Ledger(sorted(choice.sample(range(1, 1900), 10)))
    server = Synapse(tmp_path / "homeserver")
    server.start()
    try:
        config = await init_office(
            tmp_path / "office" / "office.toml",
            server.base_url,
            server.server_name,
            registration_secret=server.registration_secret,
            office_url=ADDRESS,
        )
        roster = resource("resources", "demo", "roster.xlsx")
        while ledger.marks:
            with pytest.raises(Killed):
                await import_school(config, roster, wrap=lambda inner: DiesAtMarks(inner, ledger))
        assert ledger.kills == 10
        report = await import_school(config, roster)
        assert (await import_school(config, roster)).writes == 0
        killed = await asyncio.to_thread(whole_dump, server, config)
        for account in report.accounts[::10]:
            assert account.password is not None
            server.login(account.user_id[1:].split(":")[0], account.password)
    finally:
        server.stop()
    assert killed == await asyncio.to_thread(_unharmed_dump, tmp_path / "prepared")


def _unharmed_dump(folder: Path) -> str:
    prepared = asyncio.run(prepare(lambda done, total, what: None))
    shutil.copytree(prepared, folder)
    server = Synapse(folder / SYNAPSE_FOLDER)
    server.start()
    try:
        return whole_dump(server, load_config(folder / "office" / "office.toml"))
    finally:
        server.stop()


async def test_a_process_that_is_really_killed_leaves_nothing_twice(
    homeserver: Synapse, tmp_path: Path
) -> None:
    school = await new_school(homeserver, tmp_path)
    assert await asyncio.to_thread(_kill_after_rooms, school, 3, tmp_path) == -signal.SIGKILL
    report = await school.run()
    assert (await school.run()).writes == 0
    assert _joined(school) == sorted(room.room_id for room in report.rooms)


def _joined(school: School) -> list[str]:
    token = school.config.room_token()
    answer = school.homeserver.call("GET", "/_matrix/client/v3/joined_rooms", token=token)
    return sorted(answer["joined_rooms"])  # type: ignore[call-overload,no-any-return]


def _kill_after_rooms(school: School, count: int, slips: Path) -> int | None:
    """Run the command in a process of its own, kill it when `count` rooms exist; return how it ended."""
    command = [sys.executable, "-m", "schoolbell_office.main", "import", str(school.roster)]
    command += ["--config", str(school.config.database.with_name("office.toml")), "--slips", str(slips)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "desktop")}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        while process.poll() is None:
            if len(_joined(school)) >= count:
                process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
    return process.returncode


class Impatient(SystemClock):
    """A clock whose pauses are over at once."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


class Flaky:
    """Loses every seventh call's answer: the server did it, the office does not know."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._calls = 0
        self.lost: set[str] = set()

    async def request(self, method: str, path: str, **rest: Any) -> bytes:
        answer: bytes = await self._inner.request(method, path, **rest)
        self._calls += 1
        if self._calls % 7 == 0:
            self.lost.add(path.rsplit("/", 1)[-1])
            raise MatrixError(ErrorCode.TIMEOUT)
        return answer


async def test_lost_answers_neither_stop_an_import_nor_double_a_room(
    homeserver: Synapse, tmp_path: Path
) -> None:
    school = await new_school(homeserver, tmp_path)
    network: list[Flaky] = []

    def wrap(inner: Requester) -> Requester:
        network.append(Flaky(inner))
        return network[0]

    report = await school.run(in_flight=1, wrap=wrap, clock=Impatient())
    assert "createRoom" in network[0].lost
    assert _joined(school) == sorted(room.room_id for room in report.rooms)
    assert (await school.run()).writes == 0


async def test_a_room_that_was_made_twice_is_emptied_and_left(homeserver: Synapse, tmp_path: Path) -> None:
    school = await new_school(homeserver, tmp_path)
    report = await school.run()
    label = {"v": 1, "kind": "desk", "key": f"desk/{school.prefix}01"}
    body = {
        "preset": "private_chat",
        "invite": [school.user("t1"), school.user("o9")],
        "creation_content": {"additional_creators": [school.user("o9")]},
        "initial_state": [{"type": "org.schoolbell.room", "state_key": "", "content": label}],
    }
    token = school.config.room_token()
    homeserver.call("POST", "/_matrix/client/v3/createRoom", body, token=token)
    assert len(_joined(school)) == len(report.rooms) + 1
    assert (await school.run()).rooms == report.rooms
    assert _joined(school) == sorted(room.room_id for room in report.rooms)

    # the second office account leaves the school: nobody can kick it, it goes all the same
    del school.sheets["老师"][4]
    school.write_roster()
    last = await school.run()
    assert last.leavers == (school.user("o9"),)
    assert not any(school.user("o9") in school.members(room.room_id) for room in last.rooms)
    assert (await school.run()).writes == 0


class Watched:
    """Names the writes of an import that nobody kills."""

    def __init__(self, inner: object, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate

    async def request(self, method: str, path: str, **rest: object) -> bytes:
        answer: bytes = await self._inner.request(method, path, **rest)  # type: ignore[attr-defined]
        self._fate.learn(path, answer)
        name = self._fate.name(method, path, rest.get("token"), rest.get("body"))  # type: ignore[arg-type]
        if name is not None:
            self._fate.is_new(name)
        return answer
