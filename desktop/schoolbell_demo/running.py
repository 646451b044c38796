"""A running demo school: a copy of the prepared data, its homeserver, a little life; no trace afterwards."""

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec

from schoolbell.system.http import make_client
from schoolbell_demo.life import live_a_little
from schoolbell_demo.line import SchoolLine
from schoolbell_demo.office import office_beside, settle_address
from schoolbell_demo.passwords import as_they_are, fingerprints
from schoolbell_demo.prepare import (
    LINE_FILE,
    SYNAPSE_FOLDER,
    homeserver_at,
    locked,
    prepare,
    running,
    write_private,
)

Progress = Callable[[int, int, str], None]

_PASSWORDS_FILE = "passwords.json"
_ENDING_SECONDS = 15.0  # how long the server of a killed demo may still hold the folder


@contextlib.asynccontextmanager
async def running_school(data: Path | None, progress: Progress) -> AsyncIterator[SchoolLine]:
    """Give the line of a school that runs until the block ends.

    `data` keeps what happens in it for the next time; None means a copy that is thrown away. `progress` is
    told (done, total, what); `what` is a stage that `window.stage_words` knows. Raises InUseError when `data`
    is served already, HomeserverError, KnownError.
    """
    async with contextlib.AsyncExitStack() as stack:
        if data is None:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="schoolbell-demo-")))
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = await stack.enter_async_context(locked(data / "lock", patience=_ENDING_SECONDS))
        source = data
        if not (data / LINE_FILE).exists():
            source = await prepare(progress)
            await asyncio.to_thread(_copy, source, data)
        progress(0, 0, "start")
        office = await asyncio.to_thread(settle_address, data, data / SYNAPSE_FOLDER)
        server = await stack.enter_async_context(running(homeserver_at(data / SYNAPSE_FOLDER, holds=(lock,))))
        line = SchoolLine.decode((source / LINE_FILE).read_bytes())
        line = msgspec.structs.replace(line, homeserver=server.base_url, office=office)
        answers = None
        if office is not None:
            beside = office_beside(data, server.base_url, office, holds=(lock,))
            answers = await stack.enter_async_context(beside)
        async with make_client() as http:
            passwords = fingerprints(data / SYNAPSE_FOLDER)
            if source is data:
                line = await as_they_are(http, line, _read_passwords(data), passwords)
            else:
                progress(0, 0, "life")
                await live_a_little(http, line)
        if answers is not None:
            await answers()
        # Only now: a copy or a morning that was cut off has no line, and is made anew.
        write_private(data / LINE_FILE, line.encode().encode())
        write_private(data / _PASSWORDS_FILE, msgspec.json.encode(passwords))
        yield line


def _read_passwords(data: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode((data / _PASSWORDS_FILE).read_bytes(), type=dict[str, str])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}  # kept by an older demo: then everybody is asked for


def _copy(source: Path, target: Path) -> None:
    """Copy all but the line, over whatever an interrupted copy has left."""
    for entry in source.iterdir():
        if entry.is_dir():
            shutil.rmtree(target / entry.name, ignore_errors=True)
            shutil.copytree(entry, target / entry.name)
    target.chmod(0o700)
