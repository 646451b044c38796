"""A running demo school: a copy of the prepared data, its homeserver, a little life; no trace afterwards."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec

from schoolbell.system.http import make_client
from schoolbell_demo.homeserver import Synapse
from schoolbell_demo.life import live_a_little
from schoolbell_demo.line import SchoolLine
from schoolbell_demo.prepare import LINE_FILE, SYNAPSE_FOLDER, homeserver_at, prepare

Progress = Callable[[int, int, str], None]


@contextlib.asynccontextmanager
async def running_school(data: Path | None, progress: Progress) -> AsyncIterator[SchoolLine]:
    """Give the line of a school that runs until the block ends.

    `data` keeps what happens in it for the next time; None means a copy that is thrown away. `progress` is
    told (done, total, what); `what` is a stage that `window.stage_words` knows.
    """
    with contextlib.ExitStack() as stack:
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schoolbell-demo-")))
        fresh = not (data / LINE_FILE).exists()
        if fresh:
            prepared = await prepare(progress)
            await asyncio.to_thread(shutil.copytree, prepared, data, dirs_exist_ok=True)
            data.chmod(0o700)
        progress(0, 0, "start")
        server = homeserver_at(data / SYNAPSE_FOLDER)
        await asyncio.to_thread(server.start)
        try:
            yield await _open(server, data, progress, fresh=fresh)
        finally:
            await asyncio.shield(asyncio.to_thread(server.stop))


async def _open(server: Synapse, data: Path, progress: Progress, *, fresh: bool) -> SchoolLine:
    kept = SchoolLine.decode((data / LINE_FILE).read_bytes())
    line = msgspec.structs.replace(kept, homeserver=server.base_url)
    if fresh:
        progress(0, 0, "life")
        async with make_client() as http:
            await live_a_little(http, line)
    return line
