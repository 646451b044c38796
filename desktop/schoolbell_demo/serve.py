"""`--serve`: the server side of the demo school alone, one JSON line, until it is told to stop."""

import asyncio
import sys
from pathlib import Path

from schoolbell_demo.ending import cancelled_by_signals
from schoolbell_demo.running import running_school


async def serve(data: Path | None) -> int:
    """Run the school, print its line and wait for SIGTERM, SIGINT or SIGHUP; return the exit code."""
    with cancelled_by_signals():
        try:
            async with running_school(data, _say) as line:
                sys.stdout.write(line.encode() + "\n")
                sys.stdout.flush()
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            return 0  # we were told to stop, while preparing or serving
    return 1


def _say(done: int, total: int, what: str) -> None:
    """Report on the error stream, so that the output stays one line of JSON."""
    if done == 0 or done == total:
        sys.stderr.write(f"schoolbell-demo: {what}{f' {done}/{total}' if total else ''}\n")
