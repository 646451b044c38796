"""`big_account`: 2,000 rooms and 400 desks: start beside 200 rooms, first login, one event to its paint.

`python -m tests.bench.big_account [--quick] [--runs N] [--events N]` ends with one JSON line: `start_ratio`
is exec → 97 % of the final pixels with the big account over the same with the small one; "event" is from the
moment its sync answer passes a relay to the first changed pixel of the open conversation. The heartbeat is
told apart: at the big account's first login, at its starts with a full cache, and while the events arrive.
The first run prepares the account for many minutes.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
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
_SETTLE_SECONDS = 25.0
_QUICK_SETTLE_SECONDS = 6.0
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


async def starts(
    server: Synapse, account: BenchAccount, runs: int, folder: Path, heart: Heartbeat, settle: float
) -> tuple[float, float]:
    """Return seconds of the first login (the list is there) and the median start with a full cache."""
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    hands = Hands(screen.display)
    log = folder / "client.log"
    home = folder / "home"
    me = Account(account.user_id, account.password, "teacher", "", "", False)
    command = (*program(), "--plaintext-session", "--allow-probe", "--home", str(home), "--lang", "zh_CN")

    async def open_first_room() -> None:
        await asyncio.sleep(settle)
        await hands.click(*_FIRST_ROOM)

    try:
        await sign_in_profile(home, server.base_url, me)
        environment = heart.environment("first_login")
        first = await measure(command, environment, screen, log, listing=_LIST, longest=4 * settle)
        # Everything comes into the cache, and a room is open, as at an ordinary start.
        environment = heart.environment("filling")
        await asyncio.gather(
            measure(command, environment, screen, log, memory_at=settle + 5, longest=_START_SECONDS),
            open_first_room(),
        )
        found: list[float] = []
        for _ in range(runs):
            environment = heart.environment("start")
            found.append((await measure(command, environment, screen, log, longest=_START_SECONDS)).seconds)
    finally:
        hands.close()
        await screen.stop()
    return first.seconds, statistics.median(found)


async def events(
    server: Synapse, account: BenchAccount, count: int, folder: Path, heart: Heartbeat, settle: float
) -> list[float]:
    """Return the ms of `count` messages of the friend from the relay to the screen."""
    relay = _Watcher(server)
    await relay.start()
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    hands = Hands(screen.display)
    home = folder / "watching"
    me = Account(account.user_id, account.password, "teacher", "", "", False)
    await sign_in_profile(home, relay.base_url, me)
    command = (*program(), "--plaintext-session", "--allow-probe", "--home", str(home), "--lang", "zh_CN")
    friend = server.login("t900002", account.friend_password).access_token
    log = folder / "watching.log"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**clean_environment(), **heart.environment("events"), **screen.environment},
            stdout=output,
            stderr=output,
        )
    area = Area(screen.frame_buffer.path, _CONVERSATION)
    times: list[float] = []
    room = account.rooms[-1]
    url = f"{server.base_url}/_matrix/client/v3/rooms/{quote(room)}/send/m.room.message"
    try:
        async with httpx.AsyncClient(headers={"Authorization": f"Bearer {friend}"}, timeout=60) as http:

            async def say(text: str) -> None:
                body = {"msgtype": "m.text", "body": text}
                (await http.put(f"{url}/{new_txn_id()}", json=body)).raise_for_status()

            await asyncio.sleep(settle)
            await say("first")  # it comes to the top of the list
            await asyncio.sleep(3)
            await hands.click(*_FIRST_ROOM)
            await asyncio.sleep(3)
            heart.forget("events")  # its first login has been told already
            for number in range(count):
                before = area.pixels()
                text = f"{_MARK}{number}."
                relay.passed.clear()
                relay.mark = text.encode()
                await say(text)
                await asyncio.wait_for(relay.passed.wait(), 30)
                while area.pixels() == before:
                    if time.perf_counter() - relay.at > 10:
                        raise TimeoutError("nothing was painted")
                    await asyncio.sleep(0.002)
                times.append((time.perf_counter() - relay.at) * 1000)
                await asyncio.sleep(1)
    finally:
        area.close()
        process.terminate()
        await process.wait()
        hands.close()
        await screen.stop()
        await relay.cut()
    return times


def main() -> int:
    """Run the bench; the last line printed is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 rooms for both: only to see that it works")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--events", type=int, default=20)
    options = parser.parse_args()
    runs, count = (1, 2) if options.quick else (options.runs, options.events)
    settle = _QUICK_SETTLE_SECONDS if options.quick else _SETTLE_SECONDS
    small, big = ((20, 10, 0), (20, 10, 0)) if options.quick else ((200, 50, 0), (2000, 3, 400))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "small").mkdir()
        (folder / "big").mkdir()
        heart, small_heart = Heartbeat(folder / "big"), Heartbeat(folder / "small")
        with running(*small) as (server, account):
            _, small_start = asyncio.run(starts(server, account, runs, folder / "small", small_heart, settle))
        with running(*big) as (server, account):
            first, big_start = asyncio.run(starts(server, account, runs, folder / "big", heart, settle))
            times = sorted(asyncio.run(events(server, account, count, folder / "big", heart, settle)))
        found = {
            "bench": "big_account",
            "rooms": big[0],
            "desks": big[2],
            "start_ratio": round(big_start / small_start, 3),
            "start_s": round(big_start, 3),
            "small_start_s": round(small_start, 3),
            "first_login_s": round(first, 3),
            "event_p50_ms": round(statistics.median(times), 1),
            "event_p95_ms": round(times[round(0.95 * (len(times) - 1))], 1),
            **heart.figures("first_login", "start", "events"),
        }
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
