"""`first_login`: exec of a client that is signed in and has nothing yet → its room list usable.

`python -m tests.bench.first_login [--quick] [--runs N]` ends with one JSON line; `ratio` is the median of
ours over the median of nheko's, in one run. Both find a session on the disk and no cache, so that the form
and the /login request are not counted. One clock starts at exec (interpreter or loader and the window are in
it), the other (`asked`) when the program's first bytes leave for the homeserver, which is what follows a
sign-in in a program that is open. Both stop when the list is there: eight lines of it, something to click;
everything else goes on coming. The heartbeat is that of our runs, from the first turn of their event loop
until they are ended, about three seconds after the last change of the screen.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from schoolbell_demo.client import program
from schoolbell_demo.homeserver import Synapse
from schoolbell_demo.line import Account
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.relay import Relay
from schoolbell_demo.screen import Geometry, Screen
from tests.bench.account import BenchAccount, running
from tests.bench.heartbeat import Heartbeat
from tests.bench.nheko import Nheko
from tests.bench.pixels import Start, measure

_OUR_LIST = (130, 90, 340, 700)
_THEIR_LIST = (60, 60, 210, 740)
_LONGEST_SECONDS = 60.0


class First(Relay):
    """Stands between a program and the homeserver, and keeps when the first bytes came."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, self._heard)
        self.moment = 0.0

    def forget(self) -> None:
        """What comes now is the first."""
        self.moment = 0.0

    def _heard(self, _connection: int, from_client: bool, _data: bytes) -> None:
        if from_client and not self.moment:
            self.moment = time.perf_counter()


class Runs:
    """Seconds until the list was there, from exec and from the first bytes."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.asked: list[float] = []

    def add(self, start: Start, first: First) -> None:
        """Take one run."""
        self.seconds.append(start.seconds)
        self.asked.append(start.moment - first.moment)

    def figures(self, name: str) -> dict[str, object]:
        """Return medians and all."""
        return {
            f"{name}_s": round(statistics.median(self.seconds), 3),
            f"{name}_asked_s": round(statistics.median(self.asked), 3),
            f"{name}_all_s": [round(seconds, 3) for seconds in self.seconds],
            f"{name}_asked_all_s": [round(seconds, 3) for seconds in self.asked],
        }


async def compare(server: Synapse, account: BenchAccount, runs: int, folder: Path) -> dict[str, object]:
    """Sign in anew for every run, ours and theirs in turn; return the figures."""
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    ours, theirs = Runs(), Runs()
    first = First(server.port)
    await first.start()
    heart = Heartbeat(folder)
    me = Account(account.user_id, account.password, "teacher", "", "", False)
    try:
        for run in range(runs):
            home = folder / f"ours-{run}"
            await sign_in_profile(home, first.base_url, me)
            first.forget()
            command = (*program(), "--plaintext-session", "--allow-probe", "--home", str(home))
            start = await measure(
                command, heart.environment(), screen, folder / "ours.log",
                listing=_OUR_LIST, longest=_LONGEST_SECONDS,
            )  # fmt: skip
            ours.add(start, first)
            peer = Nheko(folder / f"nheko-{run}", server.login("t900001", account.password), first.base_url)
            first.forget()
            start = await measure(
                peer.command, peer.environment, screen, folder / "nheko.log",
                listing=_THEIR_LIST, longest=_LONGEST_SECONDS,
            )  # fmt: skip
            theirs.add(start, first)
    finally:
        await screen.stop()
        await first.cut()
    return {
        "ratio": round(statistics.median(ours.seconds) / statistics.median(theirs.seconds), 3),
        "asked_ratio": round(statistics.median(ours.asked) / statistics.median(theirs.asked), 3),
        **ours.figures("ours"),
        **theirs.figures("nheko"),
        **heart.figures(),
    }


def main() -> int:
    """Run the bench; the last line printed is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 rooms, one run: only to see that it works")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    rooms, messages, runs = (20, 10, 1) if options.quick else (200, 50, options.runs)
    with running(rooms, messages) as (server, account), tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(compare(server, account, runs, Path(folder)))
    sys.stdout.write(json.dumps({"bench": "first_login", "rooms": rooms, "runs": runs} | found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
