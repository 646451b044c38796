"""`big_account`: 2,000 rooms and 400 desks: start beside 200 rooms, first login, an event to its paint.

`python -m tests.bench.big_account [--quick] [--runs N] [--events N]` ends with one JSON line: `start_ratio`
is exec → 97 % of the final pixels with the big account over the same with the small one; "event" is from the
moment its sync answer passes a relay to the first changed pixel of the open conversation. The heartbeat is
told apart: at the big account's first login, at its starts with a full cache, and while the events arrive.
The first run prepares the account for many minutes.
"""

import argparse
import asyncio
import contextlib
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import Process
from pathlib import Path
from urllib.parse import quote

import httpx

from schoolbell.base.ids import new_txn_id
from schoolbell_demo.client import program
from schoolbell_demo.hands import Hands
from schoolbell_demo.homeserver import Synapse
from schoolbell_demo.line import Account
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.relay import Relay
from schoolbell_demo.screen import Geometry, Screen
from tests.bench.account import BenchAccount, running
from tests.bench.area import Area
from tests.bench.heartbeat import Heartbeat
from tests.bench.pixels import clean_environment, measure

_LIST = (130, 90, 340, 700)
_CONVERSATION = (352, 100, 1270, 700)
_FIRST_ROOM = (200, 130)
_START_SECONDS = 10.0  # a start is over by then; the cursor blinks on
_SETTLE_SECONDS = 3.0
_LONGEST_SECONDS = 600.0
_MARK = "big account event "


class _Watcher(Relay):
    """Notes when a piece with `mark` passes towards the client."""

    def __init__(self, server: Synapse) -> None:
        super().__init__("127.0.0.1", server.port, self._heard)
        self.mark = b""
        self.passed = asyncio.Event()
        self.at = 0.0

    def _heard(self, connection: int, from_client: bool, data: bytes) -> None:
        if not from_client and self.mark and self.mark in data and not self.passed.is_set():
            self.at = time.perf_counter()
            self.passed.set()


class _Client:
    """The client as a process, with all its rooms in its cache and the first one open, until `close`."""

    def __init__(self, command: tuple[str, ...], home: Path, screen: Screen, hands: Hands) -> None:
        self._command = command
        self._home = home
        self._screen = screen
        self._hands = hands
        self._process: Process | None = None

    async def start(self, environment: dict[str, str], log: Path, rooms: int) -> None:
        """Return when the cache has `rooms` rooms and the first of the list is open."""
        with log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env={**clean_environment(), **environment, **self._screen.environment},
                stdout=output,
                stderr=output,
            )
        deadline = time.perf_counter() + _LONGEST_SECONDS
        while self._rooms() < rooms:
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{self._rooms()} of {rooms} rooms came")
            await asyncio.sleep(1)
        await asyncio.sleep(_SETTLE_SECONDS)
        await self._hands.click(*_FIRST_ROOM)
        await asyncio.sleep(_SETTLE_SECONDS)

    def _rooms(self) -> int:
        found = next(self._home.glob("cache/profiles/*/cache.db"), None)
        if found is None:
            return 0
        try:
            with contextlib.closing(sqlite3.connect(f"file:{found}?mode=ro", uri=True)) as conn:
                number: int = conn.execute("SELECT count(*) FROM room").fetchone()[0]
                return number
        except sqlite3.OperationalError:  # it is just being made
            return 0

    async def close(self) -> None:
        """End it."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.terminate()
            await process.wait()


class _Stage:
    """An account's client, its screen and the line to its homeserver."""

    def __init__(self, server: Synapse, account: BenchAccount, rooms: int, folder: Path) -> None:
        self._server = server
        self._account = account
        self._rooms = rooms
        self._home = folder / "home"
        self._log = folder / "client.log"
        self._heart = Heartbeat(folder)
        self._relay = _Watcher(server)
        self._screen = Screen(Geometry(1280, 800))
        self.figures = self._heart.figures
        self.first_login = self.start = 0.0
        self.events: list[float] = []

    async def run(self, runs: int, count: int) -> None:
        """Sign in, start `runs` times with a full cache, watch `count` messages come; tell it all."""
        await self._relay.start()
        await self._screen.start()
        hands = Hands(self._screen.display)
        me = Account(self._account.user_id, self._account.password, "teacher", "", "", False)
        profile = ("--plaintext-session", "--allow-probe", "--home", str(self._home), "--lang", "zh_CN")
        command = (*program(), *profile)
        client = _Client(command, self._home, self._screen, hands)
        try:
            await sign_in_profile(self._home, self._relay.base_url, me)
            environment = self._heart.environment("first_login")
            first = await measure(command, environment, self._screen, self._log, listing=_LIST)
            self.first_login = first.seconds
            await client.start(self._heart.environment("filling"), self._log, self._rooms)
            await client.close()
            found: list[float] = []
            for _ in range(runs):
                environment = self._heart.environment("start")
                one = await measure(command, environment, self._screen, self._log, longest=_START_SECONDS)
                found.append(one.seconds)
            self.start = statistics.median(found)
            if count:
                await client.start(self._heart.environment("events"), self._log, self._rooms)
                await self._watch(count, hands)
        finally:
            await client.close()
            hands.close()
            await self._screen.stop()
            await self._relay.cut()

    async def _watch(self, count: int, hands: Hands) -> None:
        """Let the friend speak in one room, which comes to the top and is opened, and look for it there."""
        token = self._server.login("t900002", self._account.friend_password).access_token
        room = quote(self._account.rooms[-1])
        url = f"{self._server.base_url}/_matrix/client/v3/rooms/{room}/send/m.room.message"
        area = Area(self._screen.frame_buffer.path, _CONVERSATION)
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with httpx.AsyncClient(headers=headers, timeout=60) as http:

                async def seen(text: str) -> float:
                    """Return the ms from the relay to the screen."""
                    before = area.pixels()
                    self._relay.passed.clear()
                    self._relay.mark = text.encode()
                    body = {"msgtype": "m.text", "body": text}
                    (await http.put(f"{url}/{new_txn_id()}", json=body)).raise_for_status()
                    await asyncio.wait_for(self._relay.passed.wait(), 30)
                    while area.pixels() == before:
                        if time.perf_counter() - self._relay.at > 10:
                            raise TimeoutError("nothing was painted")
                        await asyncio.sleep(0.002)
                    return (time.perf_counter() - self._relay.at) * 1000

                with contextlib.suppress(TimeoutError):  # another room is open
                    await seen(f"{_MARK}first.")
                await hands.click(*_FIRST_ROOM)
                await asyncio.sleep(_SETTLE_SECONDS)
                self._heart.forget("events")  # its start has been told already
                for number in range(count):
                    self.events.append(await seen(f"{_MARK}{number}."))
                    await asyncio.sleep(1)
        finally:
            area.close()


def main() -> int:
    """Run the bench; the last line printed is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 rooms for both: only to see that it works")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--events", type=int, default=20)
    options = parser.parse_args()
    runs, count = (1, 2) if options.quick else (options.runs, options.events)
    small, big = ((20, 10, 0), (20, 10, 0)) if options.quick else ((200, 50, 0), (2000, 3, 400))
    with tempfile.TemporaryDirectory() as name:
        stages = []
        for at, (numbers, events) in enumerate(((small, 0), (big, count))):
            folder = Path(name) / str(at)
            folder.mkdir()
            with running(*numbers) as (server, account):
                stages.append(_Stage(server, account, numbers[0] + numbers[2], folder))
                asyncio.run(stages[-1].run(runs, events))
        beside, stage = stages
        times = sorted(stage.events)
        found = {
            "bench": "big_account",
            "rooms": big[0],
            "desks": big[2],
            "start_ratio": round(stage.start / beside.start, 3),
            "start_s": round(stage.start, 3),
            "small_start_s": round(beside.start, 3),
            "first_login_s": round(stage.first_login, 3),
            "event_p50_ms": round(statistics.median(times), 1),
            "event_p95_ms": round(times[round(0.95 * (len(times) - 1))], 1),
            **stage.figures("first_login", "start", "events"),
        }
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
