"""`first_login`: exec of a client that is signed in and has nothing yet → its room list usable.

`python -m tests.bench.first_login [--quick] [--runs N]` ends with one JSON line; `ratio` is the median of
ours over the median of nheko's, in one run. The clock starts at exec, for both: interpreter or loader, the
window and the first sync are counted, the form and the /login request are not (both find a session on the
disk and no cache). It stops when the list has half of the ink that it finally has ("usable": names to
click); everything else goes on coming. The heartbeat is that of our runs, from the first turn of their event
loop until they are ended, about three seconds after the last change of the screen.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from pathlib import Path

from schoolbell_demo.client import program
from schoolbell_demo.homeserver import Synapse
from schoolbell_demo.line import Account
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.screen import Geometry, Screen
from tests.bench.account import BenchAccount, running
from tests.bench.heartbeat import Heartbeat
from tests.bench.nheko import Nheko
from tests.bench.pixels import measure

_OUR_LIST = (130, 90, 340, 700)
_THEIR_LIST = (60, 60, 210, 740)
_LONGEST_SECONDS = 60.0


async def compare(server: Synapse, account: BenchAccount, runs: int, folder: Path) -> dict[str, object]:
    """Sign in anew for every run, ours and theirs in turn; return the figures."""
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    ours: list[float] = []
    theirs: list[float] = []
    heart = Heartbeat(folder)
    me = Account(account.user_id, account.password, "teacher", "", "", False)
    try:
        for run in range(runs):
            home = folder / f"ours-{run}"
            await sign_in_profile(home, server.base_url, me)
            command = (*program(), "--plaintext-session", "--allow-probe", "--home", str(home))
            start = await measure(
                command, heart.environment(), screen, folder / "ours.log",
                filling=_OUR_LIST, longest=_LONGEST_SECONDS,
            )  # fmt: skip
            ours.append(start.seconds)
            peer = Nheko(folder / f"nheko-{run}", server.login("t900001", account.password), server.base_url)
            start = await measure(
                peer.command, peer.environment, screen, folder / "nheko.log",
                filling=_THEIR_LIST, longest=_LONGEST_SECONDS,
            )  # fmt: skip
            theirs.append(start.seconds)
    finally:
        await screen.stop()
    return {
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 3),
        "ours_s": round(statistics.median(ours), 3),
        "nheko_s": round(statistics.median(theirs), 3),
        "ours_all_s": [round(seconds, 3) for seconds in ours],
        "nheko_all_s": [round(seconds, 3) for seconds in theirs],
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
