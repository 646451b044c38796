"""`idle`: the processor time of a client that waits in its long poll for a minute, focused and not.

`python -m tests.bench.idle [--quick] [--seconds N]` ends with one JSON line: per cent of one core, user and
system time of all threads of the process, as the kernel counts them (nanoseconds). Focused means that the
cursor blinks in the composer of an open group. Nothing beats in it: a heart would wake it 200 times a second.
`settled_s` is how long after its start the client was quiet for the first time.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from Xlib import X, display

from schoolbell_demo.client import program
from schoolbell_demo.hands import Hands
from schoolbell_demo.line import Account
from schoolbell_demo.profile import sign_in_profile
from schoolbell_demo.screen import Geometry, Screen
from tests.bench.account import running
from tests.bench.pixels import clean_environment

_FIRST_ROOM = (200, 130)
_SLICE_SECONDS = 3.0
_QUIET = 1.0  # per cent
_LONGEST_SECONDS = 300.0


def processor_seconds(pid: int) -> float:
    """Return the user and system time that a process has taken, all its threads, also those that ended."""
    return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3)


async def load(pid: int, seconds: float) -> float:
    """Return the per cent of a core that a process takes for `seconds`."""
    begun, before = time.perf_counter(), processor_seconds(pid)
    await asyncio.sleep(seconds)
    return (processor_seconds(pid) - before) / (time.perf_counter() - begun) * 100


class Elsewhere:
    """A window of nobody's that takes the keyboard."""

    def __init__(self, name: str) -> None:
        self._display = display.Display(name)
        root = self._display.screen().root
        self._window = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, override_redirect=True)
        self._window.map()
        self._display.sync()

    def take(self) -> None:
        """Take the keyboard."""
        self._window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()

    def close(self) -> None:
        """Go away."""
        self._display.close()


async def measure(
    base_url: str, me: Account, seconds: float, longest: float, folder: Path
) -> dict[str, float]:
    """Start, wait until all has come, measure twice."""
    screen = Screen(Geometry(1280, 800))
    await screen.start()
    hands, elsewhere = Hands(screen.display), Elsewhere(screen.display)
    home, log = folder / "home", folder / "client.log"
    await sign_in_profile(home, base_url, me)
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *program(), "--plaintext-session", "--home", str(home), "--lang", "zh_CN",
            env={**clean_environment(), **screen.environment}, stdout=output, stderr=output,
        )  # fmt: skip
    begun = time.perf_counter()
    try:
        await asyncio.sleep(5)
        await hands.click(*_FIRST_ROOM)
        while await load(process.pid, _SLICE_SECONDS) > _QUIET and time.perf_counter() - begun < longest:
            continue
        settled = time.perf_counter() - begun
        focused = await load(process.pid, seconds)
        elsewhere.take()
        await asyncio.sleep(2)
        unfocused = await load(process.pid, seconds)
        if process.returncode is not None:
            raise RuntimeError(f"the client ended by itself: {log.read_text(errors='replace')[-2000:]}")
        return {"settled_s": settled, "focused_percent": focused, "unfocused_percent": unfocused}
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
        elsewhere.close()
        hands.close()
        await screen.stop()


def main() -> None:
    """Run and end with one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="20 rooms, five seconds, to see that it works")
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    rooms, messages = (20, 10) if options.quick else (200, 50)
    seconds, longest = (5.0, 15.0) if options.quick else (options.seconds, _LONGEST_SECONDS)
    with running(rooms, messages) as (server, account), tempfile.TemporaryDirectory() as folder:
        me = Account(account.user_id, account.password, "teacher", "", "", False)
        found = asyncio.run(measure(server.base_url, me, seconds, longest, Path(folder)))
    figures = {"bench": "idle", "rooms": rooms, "seconds": seconds}
    sys.stdout.write(json.dumps(figures | {name: round(value, 3) for name, value in found.items()}) + "\n")


if __name__ == "__main__":
    main()
