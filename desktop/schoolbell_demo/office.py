"""The demo school's office: a process beside the homeserver, at the address that all account data name.

Accounts learn that address at the import, long before the port is known. So the demo writes the port of today
into the stopped homeserver's database; nobody's client can have read another one.
"""

import asyncio
import contextlib
import os
import re
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import schoolbell_office
from schoolbell.domain import office
from schoolbell.domain.school import SCHOOL_TYPE
from schoolbell.system.http import make_client
from schoolbell_demo.homeserver import HomeserverError, free_port

OFFICE_FOLDER = "office"
ADDRESS = "http://127.0.0.1:8470"  # what accounts are told at the import
_OUT = "office.out"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_POLL_SECONDS = 0.05


def settle_address(data: Path, synapse: Path) -> str | None:
    """Choose where the office listens (where it did, if that is free), tell all accounts, return the URL.

    None for data that an older demo has kept: nobody there knows of an office. `synapse` is the homeserver's
    folder; it must not run. Raises HomeserverError.
    """
    file = data / OFFICE_FOLDER / "office.toml"
    text = file.read_text("utf-8")
    found = re.search(r'^office_url = "([^"]*)"$', text, re.MULTILINE)
    before = found[1] if found is not None else ADDRESS
    port = int(before.rpartition(":")[2])
    if before == ADDRESS or not _is_free(port):
        port = free_port()
    url = f"http://127.0.0.1:{port}"
    try:
        with contextlib.closing(sqlite3.connect(synapse / "homeserver.db")) as connection, connection:
            told = connection.execute(
                "UPDATE account_data SET content = replace(content, ?, ?)"
                " WHERE account_data_type = ? AND instr(content, ?)",
                (f'"{before}"', f'"{url}"', SCHOOL_TYPE, f'"{before}"'),
            ).rowcount
    except sqlite3.Error as fault:
        raise HomeserverError(f"the homeserver's database cannot be written: {fault}") from fault
    if not told:
        return None
    _write(file, text, {"listen": f"127.0.0.1:{port}", "office_url": url})
    return url


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _write(file: Path, text: str, values: dict[str, str]) -> None:
    for key, value in values.items():
        text = re.sub(rf'^{key} = ".*"$', f'{key} = "{value}"', text, flags=re.MULTILINE)
    file.write_text(text, "utf-8")


async def warm_up(data: Path, homeserver: str) -> None:
    """Let the office take in the new school once, so that no start has to. Raises HomeserverError."""
    process = await _spawn(data, homeserver, "--once")
    try:
        if await process.wait():
            raise HomeserverError(f"the office failed:\n{_said(data)}")
    finally:
        await asyncio.shield(_end(process))


@contextlib.asynccontextmanager
async def office_beside(
    data: Path, homeserver: str, url: str, *, holds: Sequence[int] = ()
) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Run the office while the block does; gives what waits until it answers, which raises HomeserverError.

    `holds` are descriptors that it keeps open while it runs (locks).
    """
    process = await _spawn(data, homeserver, holds=holds)
    try:
        yield partial(_until_it_answers, process, url, data)
    finally:
        await asyncio.shield(_end(process))


async def _spawn(
    data: Path, homeserver: str, *options: str, holds: Sequence[int] = ()
) -> asyncio.subprocess.Process:
    folder = data / OFFICE_FOLDER
    file = folder / "office.toml"
    _write(file, file.read_text("utf-8"), {"homeserver": homeserver})
    desktop = str(Path(schoolbell_office.__file__).resolve().parents[1])
    paths = [desktop, *filter(None, [os.environ.get("PYTHONPATH")])]
    with (folder / _OUT).open("ab") as out:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "schoolbell_office.main", "run", "--config", str(file), "--lifeline",
            *options,
            stdin=asyncio.subprocess.PIPE, stdout=out, stderr=out, pass_fds=tuple(holds),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )  # fmt: skip


def _said(data: Path) -> str:
    return (data / OFFICE_FOLDER / _OUT).read_text("utf-8", "replace")[-2000:]


async def _until_it_answers(process: asyncio.subprocess.Process, url: str, data: Path) -> None:
    import httpx

    try:
        async with asyncio.timeout(_START_SECONDS), make_client() as http:
            while process.returncode is None:
                with contextlib.suppress(httpx.HTTPError):
                    if (await http.get(url + office.PATH)).is_success:
                        return
                await asyncio.sleep(_POLL_SECONDS)
    except TimeoutError:
        pass
    raise HomeserverError(f"the office did not start:\n{_said(data)}")


async def _end(process: asyncio.subprocess.Process) -> None:
    """Close its lifeline and wait for it."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
