"""`send`: key press → echo painted, key press → acknowledged minus the bare PUT; ours and nheko's in one run.

`python -m tests.bench.send [--quick] [--messages N]` ends with one JSON line. Times are milliseconds from the
Return key's X event; "painted" is the first change of the conversation's pixels, "acknowledged" is when the
homeserver's answer passes a relay in front of it; "left" is when the PUT passes it. The bare PUT is measured
through the same relay, with the program open beside it.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
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
from tests.bench.area import Area
from tests.bench.nheko import Nheko, settle
from tests.bench.tap import Tap

_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Program:
    """How to write a message in one program at 1280×800: where its first room, input and conversation are."""

    command: Sequence[str]
    environment: dict[str, str]
    room: tuple[int, int]
    input: tuple[int, int]
    conversation: tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Bare:
    """Who sends the bare PUTs, and where."""

    token: str
    room: str


@dataclass(slots=True)
class Times:
    """Milliseconds of every message."""

    painted: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)  # the PUT passes the relay
    acknowledged: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


async def write(
    program_: Program, tap: Tap, screen: Screen, hands: Hands, log: Path, messages: int, bare: Bare
) -> Times:
    """Start the program, open its first room and write, then send bare PUTs beside it; return the times."""
    times = Times()
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *program_.command,
            env={**os.environ, **program_.environment, **screen.environment},
            stdout=output,
            stderr=output,
        )
    area = Area(screen.frame_buffer.path, program_.conversation)
    try:
        await asyncio.sleep(8)
        await hands.click(*program_.room)
        await asyncio.sleep(3)
        await hands.click(*program_.input)
        for number in range(messages):
            await hands.type(f"bench message {number}")
            await asyncio.sleep(_PAUSE_SECONDS)
            before = area.pixels()
            pressed = time.perf_counter()
            await hands.press("Return")
            while area.pixels() == before:
                if time.perf_counter() - pressed > 10:
                    raise TimeoutError("nothing was painted")
                await asyncio.sleep(0.002)
            times.painted.append((time.perf_counter() - pressed) * 1000)
            left, answered = await tap.answer_after(pressed)
            times.left.append((left - pressed) * 1000)
            times.acknowledged.append((answered - pressed) * 1000)
        times.bare = await bare_put(tap, bare, messages)
    except TimeoutError:
        screen.frame_buffer.grab().save(str(log.with_suffix(".png")))
        sys.stderr.write(f"the screen at the failure: {log.with_suffix('.png')}\n")
        raise
    finally:
        area.close()
        if process.returncode is not None:
            raise RuntimeError(
                f"{program_.command[0]} ended by itself: {log.read_text(errors='replace')[-2000:]}"
            )
        process.terminate()
        await process.wait()
    return times


async def bare_put(tap: Tap, bare: Bare, messages: int) -> list[float]:
    """Return the milliseconds of plain PUTs on a warm connection: the server tells the open program too."""
    found: list[float] = []
    room = f"{tap.base_url}/_matrix/client/v3/rooms/{quote(bare.room)}"
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {bare.token}"}) as http:
        for number in range(messages):
            url = f"{room}/send/m.room.message/{new_txn_id()}"
            begun = time.perf_counter()
            answer = await http.put(url, json={"msgtype": "m.text", "body": f"bare {number}"})
            answer.raise_for_status()
            if number:
                found.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(_PAUSE_SECONDS)
    return found


def _p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, round(0.95 * (len(values) - 1)))]


def _figures(name: str, times: Times) -> dict[str, float]:
    put = statistics.median(times.bare)
    return {
        f"{name}_painted_p50_ms": round(statistics.median(times.painted), 1),
        f"{name}_painted_p95_ms": round(_p95(times.painted), 1),
        f"{name}_left_p50_ms": round(statistics.median(times.left), 1),
        f"{name}_left_p95_ms": round(_p95(times.left), 1),
        f"{name}_bare_put_ms": round(put, 1),
        f"{name}_overhead_p50_ms": round(statistics.median(times.acknowledged) - put, 1),
        f"{name}_overhead_p95_ms": round(_p95(times.acknowledged) - put, 1),
    }


async def compare(server: Synapse, account: BenchAccount, messages: int, folder: Path) -> dict[str, object]:
    """Measure both programs and the bare PUT through one relay."""
    session = server.login("t900001", account.password)
    tap = Tap("127.0.0.1", server.port)
    await tap.start()
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    hands = Hands(screen.display)
    try:
        me = Account(account.user_id, account.password, "teacher", "", "", False)
        await sign_in_profile(folder / "ours", tap.base_url, me)
        ours = Program(
            (*program(), "--plaintext-session", "--home", str(folder / "ours"), "--lang", "zh_CN"),
            {}, (200, 130), (700, 757), (352, 570, 1270, 700),
        )  # fmt: skip
        peer = Nheko(folder / "nheko", session, tap.base_url)
        theirs = Program(peer.command, peer.environment, (150, 70), (760, 780), (220, 610, 1270, 740))
        await settle(peer, screen, hands, folder / "nheko.log")
        bare = Bare(session.access_token, account.rooms[0])
        our_times = await write(ours, tap, screen, hands, folder / "ours.log", messages, bare)
        their_times = await write(theirs, tap, screen, hands, folder / "nheko.log", messages, bare)
    finally:
        hands.close()
        await screen.stop()
        await tap.cut()
    return {
        **_figures("ours", our_times),
        **_figures("nheko", their_times),
        "ratio": round(statistics.median(our_times.painted) / statistics.median(their_times.painted), 3),
    }


def main() -> int:
    """Run the bench; the last line printed is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 rooms, 3 messages, to see that it works")
    parser.add_argument("--messages", type=int, default=30)
    options = parser.parse_args()
    rooms, texts, messages = (20, 10, 3) if options.quick else (200, 50, options.messages)
    with running(rooms, texts) as (server, account), tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(compare(server, account, messages, Path(folder)))
    sys.stdout.write(json.dumps({"bench": "send", "rooms": rooms, "messages": messages} | found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
