"""`kill`: what is lost, doubled or reordered when a writing client is killed at random behind a faulty line.

`python -m tests.bench.kill [--kills N] [--seed S] [--items N] [--rooms N] [--quick]` ends with one JSON line.
A real client process writes messages, replies, edits, reactions, take-backs, files and drafts through a
proxy that drops, delays, cuts, resets, doubles and answers for the homeserver; it dies by SIGKILL N times.
Everything is then read by another account, past the proxy.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from schoolbell_demo.homeserver import Synapse
from tests.faults.killing import Killing, Verdict, make_stage

_FIGURES = (
    "sent", "lost", "doubled", "reordered", "misdirected", "damaged", "not_recalled", "drafts_lost",
    "wedged", "in_parts",
)  # fmt: skip


def measure(kills: int, seed: int, items: int, rooms: int) -> tuple[Verdict, dict[str, object]]:
    """Run it all on a homeserver of its own."""
    with tempfile.TemporaryDirectory(prefix="schoolbell-kill-") as folder:
        (Path(folder) / "client").mkdir()
        server = Synapse(Path(folder) / "synapse")
        server.start()
        begun = time.monotonic()
        try:
            stage = make_stage(server, rooms)
            killing = Killing(stage, Path(folder) / "client", kills=kills, seed=seed, items=items)
            verdict = asyncio.run(killing.run())
        finally:
            server.stop()
        hits = killing.proxy.hits
        around: dict[str, object] = {
            "items": items,
            "rooms": rooms,
            "faults": sum(hits.values()),
            "faults_on_sends": {fault: n for (kind, fault), n in hits.items() if kind == "send"},
            "faults_on_files": sum(n for (kind, _), n in hits.items() if kind == "media"),
            "sends_untouched": killing.proxy.passed["send"],
            "deaths": dict(killing.deaths),
            "seconds": round(time.monotonic() - begun),
        }
        return verdict, around


def main() -> int:
    """Run the bench; the last line printed is one JSON object. Returns 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--items", type=int, help="five per kill unless said")
    parser.add_argument("--rooms", type=int, default=4)
    parser.add_argument("--quick", action="store_true", help="5 kills, to see that it works")
    options = parser.parse_args()
    kills = 5 if options.quick else options.kills
    items = options.items or max(40, kills * 5)
    verdict, around = measure(kills, options.seed, items, options.rooms)
    for words in verdict.words:
        sys.stderr.write(words + "\n")
    figures = {name: getattr(verdict, name) for name in _FIGURES}
    found = {"bench": "kill", "kills": kills, "seed": options.seed, **figures, **around}
    sys.stdout.write(json.dumps(found) + "\n")
    return 0 if verdict.good else 1


if __name__ == "__main__":
    sys.exit(main())
