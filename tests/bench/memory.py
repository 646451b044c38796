"""`memory`: resident memory ten seconds after start, and after a school's hour of traffic; ours and nheko's.

`python -m tests.bench.memory [--quick] [--messages N]` ends with one JSON line; `ratio` is ours over nheko's
ten seconds in, `growth` ours after the traffic over ours before. The hour is as many messages as 200 groups
see in one (10 each), sent as fast as the homeserver takes them, while rooms are opened one after the other.

What is counted is the resident set (and the proportional one) of the program's one process as
/proc/PID/smaps_rollup says: ten seconds after its exec with a cache that an earlier run has filled, and eight
seconds after the last message. No helper process, X server or keyring is in it. Our heartbeat is told apart
for the run that fills the cache and for the measured one, hour included.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx

from schoolbell.base.ids import new_txn_id
from schoolbell_demo.client import program
from schoolbell_demo.hands import Hands
from schoolbell_demo.homeserver import Synapse
from schoolbell_demo.line import Account
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.screen import Geometry, Screen
from tests.bench.account import BenchAccount, running
from tests.bench.heartbeat import Heartbeat
from tests.bench.nheko import Nheko, settle
from tests.bench.pixels import clean_environment, memory_of

_AT_SECONDS = 10.0
_SETTLE_SECONDS = 8.0
_AT_ONCE = 4
_OUR_ROWS = tuple((200, 120 + 60 * row) for row in range(10))
_THEIR_ROWS = tuple((150, 70 + 55 * row) for row in range(10))


@dataclass(frozen=True, slots=True)
class Figures:
    """MB of one program: ten seconds in, and after the traffic."""

    rss: float
    pss: float
    rss_after: float
    pss_after: float


async def talk(server: Synapse, account: BenchAccount, messages: int) -> None:
    """Send `messages` by the friend, over all rooms in turn."""
    token = server.login("t900002", account.friend_password).access_token
    gate = asyncio.Semaphore(_AT_ONCE)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=server.base_url, headers=headers, timeout=60) as http:

        async def say(number: int) -> None:
            room = quote(account.rooms[number % len(account.rooms)])
            url = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{new_txn_id()}"
            async with gate:
                body = {"msgtype": "m.text", "body": f"第{number}条：明天请带圆规和直尺。"}
                (await http.put(url, json=body)).raise_for_status()

        await asyncio.gather(*(say(number) for number in range(messages)))


async def look_around(hands: Hands, rows: Sequence[tuple[int, int]]) -> None:
    """Open one room after the other until cancelled."""
    while True:
        for row in rows:
            await hands.click(*row)
            await asyncio.sleep(1)


async def watch(
    command: Sequence[str],
    environment: Mapping[str, str],
    screen: Screen,
    hands: Hands,
    rows: Sequence[tuple[int, int]],
    log: Path,
    traffic: tuple[Synapse, BenchAccount, int],
) -> Figures:
    """Start the program, measure, let the school talk, measure again."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            env={**clean_environment(), **environment, **screen.environment},
            stdout=output,
            stderr=output,
        )
    try:
        await asyncio.sleep(_AT_SECONDS)
        rss, pss = memory_of(process.pid)
        looking = asyncio.ensure_future(look_around(hands, rows))
        try:
            await talk(*traffic)
        finally:
            looking.cancel()
        await asyncio.sleep(_SETTLE_SECONDS)
        return Figures(rss, pss, *memory_of(process.pid))
    finally:
        if process.returncode is not None:
            raise RuntimeError(f"{command[0]} ended by itself: {log.read_text(errors='replace')[-2000:]}")
        process.terminate()
        await process.wait()


async def compare(server: Synapse, account: BenchAccount, messages: int, folder: Path) -> dict[str, object]:
    """Measure ours, then nheko; both caches are full before."""
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    hands = Hands(screen.display)
    heart = Heartbeat(folder)
    me = Account(account.user_id, account.password, "teacher", "", "", False)
    traffic = (server, account, messages)
    try:
        home = folder / "ours"
        await sign_in_profile(home, server.base_url, me)
        command = (*program(), "--plaintext-session", "--allow-probe", "--home", str(home))
        first, log = (server, account, 0), folder / "ours.log"
        await watch(command, heart.environment("filling"), screen, hands, _OUR_ROWS, log, first)
        ours = await watch(command, heart.environment("hour"), screen, hands, _OUR_ROWS, log, traffic)
        peer = Nheko(folder / "nheko", server.login("t900001", account.password), server.base_url)
        await settle(peer, screen, hands, folder / "nheko.log")
        theirs = await watch(
            peer.command, peer.environment, screen, hands, _THEIR_ROWS, folder / "nheko.log", traffic
        )
    finally:
        hands.close()
        await screen.stop()
    return {
        "ratio": round(ours.rss / theirs.rss, 3),
        "pss_ratio": round(ours.pss / theirs.pss, 3),
        "growth": round(ours.rss_after / ours.rss, 3),
        "nheko_growth": round(theirs.rss_after / theirs.rss, 3),
        **{f"ours_{name}_mb": round(getattr(ours, name), 1) for name in Figures.__slots__},
        **{f"nheko_{name}_mb": round(getattr(theirs, name), 1) for name in Figures.__slots__},
        **heart.figures("filling", "hour"),
    }


def main() -> int:
    """Run the bench; the last line printed is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 rooms, 20 messages: to see that it works")
    parser.add_argument("--messages", type=int, default=2000)
    options = parser.parse_args()
    rooms, texts, messages = (20, 10, 20) if options.quick else (200, 50, options.messages)
    with running(rooms, texts) as (server, account), tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(compare(server, account, messages, Path(folder)))
    sys.stdout.write(json.dumps({"bench": "memory", "rooms": rooms, "messages": messages} | found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
