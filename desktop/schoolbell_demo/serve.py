"""`--serve`: the server side of the demo school alone, one JSON line, until it is told to stop."""

import asyncio
import signal
import sys
from pathlib import Path

from schoolbell_demo.running import running_school


async def serve(data: Path | None) -> int:
    """Run the school, print its line and wait for SIGTERM or SIGINT; return the exit code."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    ended = asyncio.ensure_future(stop.wait())
    school = asyncio.ensure_future(_until(ended, data))
    await asyncio.wait({ended, school}, return_when=asyncio.FIRST_COMPLETED)
    if not school.done():
        school.cancel()
        await asyncio.gather(school, return_exceptions=True)
        return 0
    ended.cancel()
    return await school


async def _until(ended: "asyncio.Future[bool]", data: Path | None) -> int:
    async with running_school(data, _say) as line:
        sys.stdout.write(line.encode() + "\n")
        sys.stdout.flush()
        await asyncio.wait({ended})
    return 0


def _say(done: int, total: int, what: str) -> None:
    """Report on the error stream, so that the output stays one line of JSON."""
    if done == 0 or done == total:
        sys.stderr.write(f"schoolbell-demo: {what}{f' {done}/{total}' if total else ''}\n")
