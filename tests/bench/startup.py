"""`startup`: exec → 97 % of the final pixels, ours and nheko's in turn, on the same account and homeserver.

`python -m tests.bench.startup [--quick] [--runs N]` ends with one JSON line; `ratio` is the median of ours
over the median of nheko's, in one run. The account with 2,000 rooms is `tests.bench.big_account`.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from pathlib import Path

from schoolbell_demo.client import program
from schoolbell_demo.hands import Hands
from schoolbell_demo.line import Account
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.screen import Geometry, Screen
from tests.bench.account import BenchAccount, running
from tests.bench.nheko import Nheko, settle
from tests.bench.pixels import Start, measure

_MEMORY_AT_SECONDS = 10.0
_FILL_SECONDS = 12.0
_FIRST_ROOM = (200, 130)


async def compare(
    base_url: str, account: BenchAccount, peer: Nheko, runs: int, folder: Path
) -> dict[str, object]:
    """Fill both caches, then start both in turn; return the figures."""
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    hands = Hands(screen.display)
    try:
        home = folder / "schoolbell"
        me = Account(account.user_id, account.password, "teacher", "", "", False)
        await sign_in_profile(home, base_url, me)
        ours = (*program(), "--plaintext-session", "--home", str(home), "--lang", "zh_CN", "--theme", "light")
        await _fill(ours, screen, hands, folder / "ours.log")
        await settle(peer, screen, hands, folder / "nheko.log")
        our_starts: list[Start] = []
        peer_starts: list[Start] = []
        for _ in range(runs):
            our_starts.append(
                await measure(
                    ours,
                    {},
                    screen,
                    folder / "ours.log",
                    memory_at=_MEMORY_AT_SECONDS,
                    longest=_MEMORY_AT_SECONDS,
                )
            )
            peer_starts.append(
                await measure(
                    peer.command,
                    peer.environment,
                    screen,
                    folder / "nheko.log",
                    memory_at=_MEMORY_AT_SECONDS,
                    longest=_MEMORY_AT_SECONDS,
                )
            )
    finally:
        hands.close()
        await screen.stop()
    mine, theirs = _median(our_starts), _median(peer_starts)
    return {
        "ratio": round(mine.seconds / theirs.seconds, 3),
        "ours_s": round(mine.seconds, 3),
        "nheko_s": round(theirs.seconds, 3),
        "ours_all_s": [round(start.seconds, 3) for start in our_starts],
        "nheko_all_s": [round(start.seconds, 3) for start in peer_starts],
        "ours_rss_mb": round(mine.rss_mb, 1),
        "nheko_rss_mb": round(theirs.rss_mb, 1),
        "ours_pss_mb": round(mine.pss_mb, 1),
        "nheko_pss_mb": round(theirs.pss_mb, 1),
        "memory_ratio": round(mine.rss_mb / theirs.rss_mb, 3),
    }


def _median(starts: list[Start]) -> Start:
    return Start(
        statistics.median(start.seconds for start in starts),
        0.0,
        statistics.median(start.rss_mb for start in starts),
        statistics.median(start.pss_mb for start in starts),
    )


async def _fill(command: tuple[str, ...], screen: Screen, hands: Hands, log: Path) -> None:
    """Let the client sync once and open the first room, so that a start has a list and messages to paint."""

    async def open_first_room() -> None:
        await asyncio.sleep(_FILL_SECONDS / 2)
        await hands.click(*_FIRST_ROOM)
        await asyncio.sleep(_FILL_SECONDS / 2)

    await asyncio.gather(
        measure(command, {}, screen, log, memory_at=_FILL_SECONDS + 3, longest=_FILL_SECONDS),
        open_first_room(),
    )


def main() -> int:
    """Run the bench; the last line printed is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 rooms, one run: only to see that it works")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    rooms, messages, runs = (20, 10, 1) if options.quick else (200, 50, options.runs)
    with running(rooms, messages) as (server, account), tempfile.TemporaryDirectory() as folder:
        peer = Nheko(Path(folder) / "nheko", server.login("t900001", account.password), server.base_url)
        found = asyncio.run(compare(server.base_url, account, peer, runs, Path(folder)))
    sys.stdout.write(
        json.dumps({"bench": "startup", "rooms": rooms, "messages": messages, "runs": runs} | found)
    )
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
