"""Prepares the demo school once per roster: import, first sign-ins, and the data kept for later starts."""

import asyncio
import contextlib
import fcntl
import hashlib
import math
import os
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import schoolbell_office
from schoolbell.system.http import make_client
from schoolbell.system.resources import resource
from schoolbell_demo.actor import Actor
from schoolbell_demo.homeserver import Synapse, cache_dir
from schoolbell_demo.life import ding_before
from schoolbell_demo.line import Account, Room, SchoolInfo, SchoolLine
from schoolbell_demo.office import ADDRESS, OFFICE_FOLDER, warm_up
from schoolbell_office.importer import AccountReport, import_school
from schoolbell_office.setup import init_office

if TYPE_CHECKING:
    import httpx

LINE_FILE = "school.json"
SYNAPSE_FOLDER = "synapse"
_SERVER_NAME = "school.test"
_AT_ONCE = 6
_UNUSED_SECONDS = 7 * 24 * 3600
_LOCK_POLL_SECONDS = 0.2
_SOURCES = ("prepare", "homeserver_config")
_OFFICE = ("importer", "setup")  # and what these import of the office
_SCHOOLS_OWN = ("schoolbell.yaml", "schoolbell_policy.py")  # what packaging/homeserver gives a school

Progress = Callable[[int, int, str], None]


def homeserver_at(folder: Path, *, holds: Sequence[int] = ()) -> Synapse:
    """Return the demo's homeserver over `folder` (not started): set up as a school's, without its limits."""
    fragment = resource("packaging", "homeserver", _SCHOOLS_OWN[0])
    return Synapse(
        folder,
        server_name=_SERVER_NAME,
        test_limits=True,
        config_files=(fragment,),
        module_dirs=(fragment.parent,),
        holds=holds,
    )


@contextlib.asynccontextmanager
async def running(server: Synapse) -> AsyncIterator[Synapse]:
    """Run `server` while the block does. Cancelled while it starts, it is stopped as soon as it has."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as thread:  # one: the stop comes after the start
        try:
            await loop.run_in_executor(thread, server.start)
            yield server
        finally:
            await asyncio.shield(loop.run_in_executor(thread, server.stop))


async def prepare(progress: Progress) -> Path:
    """Return the folder with the prepared school, making it first if this roster was never prepared.

    Two demos that start at once wait for each other. Raises KnownError for a roster that will not do.
    """
    folder = cache_dir() / "demo" / roster_hash()
    folder.parent.mkdir(parents=True, exist_ok=True)
    async with locked(folder.with_suffix(".lock")) as lock:
        if not (folder / LINE_FILE).exists():
            draft = folder.with_suffix(".draft")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            await _make(draft, progress, lock)
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
        os.utime(folder)  # in use
    await _forget_unused(folder.parent)
    return folder


async def _forget_unused(parent: Path) -> None:
    """Remove what no checkout has used for a week, but nothing that somebody prepares right now."""
    for lock in parent.glob("*.lock"):
        folders = [path for path in (lock.with_suffix(""), lock.with_suffix(".draft")) if path.exists()]
        if not folders or time.time() - max(path.stat().st_mtime for path in folders) < _UNUSED_SECONDS:
            continue
        with contextlib.suppress(InUseError):
            async with locked(lock, patience=0):
                for path in folders:
                    await asyncio.to_thread(shutil.rmtree, path, ignore_errors=True)


def roster_path() -> Path:
    """Return the demo's roster."""
    return resource("resources", "demo", "roster.xlsx")


def roster_hash() -> str:
    """Return a name for what the prepared data depend on: the roster and the code that imports it."""
    digest = hashlib.sha256(roster_path().read_bytes())
    for name in _SOURCES:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    for text in _imported(Path(schoolbell_office.__file__).parent):
        digest.update(text.encode())
    for name in _SCHOOLS_OWN:
        digest.update(resource("packaging", "homeserver", name).read_bytes())
    return digest.hexdigest()[:16]


def _imported(package: Path) -> list[str]:
    """Return the sources of all modules of the office that an import runs, in order of their names."""
    texts: dict[str, str] = {}
    waiting = list(_OFFICE)
    while waiting:
        name = waiting.pop()
        if name not in texts:
            texts[name] = (package / f"{name}.py").read_text(encoding="utf-8")
            waiting += re.findall(r"from schoolbell_office\.(\w+) import", texts[name])
    return [texts[name] for name in sorted(texts)]


async def _make(folder: Path, progress: Progress, lock: int) -> None:
    server = homeserver_at(folder / SYNAPSE_FOLDER, holds=(lock,))
    progress(0, 0, "start")
    async with running(server):
        line = await _import(server, folder / OFFICE_FOLDER, progress)
        line = await finish_first_sign_ins(line, progress)
        async with make_client() as http:
            await ding_before(http, line)
        await warm_up(folder, server.base_url)
    write_private(folder / LINE_FILE, line.encode().encode())


def write_private(path: Path, content: bytes) -> None:
    """Write a file (0600), whole or not at all."""
    draft = path.with_name(f"{path.name}.draft")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


async def _import(server: Synapse, folder: Path, progress: Progress) -> SchoolLine:
    """Set the office up and import the roster as a school's IT does; return the line with first passwords."""
    config = await init_office(
        folder / "office.toml",
        server.base_url,
        _SERVER_NAME,
        registration_secret=server.registration_secret,
        office_url=ADDRESS,
    )
    report = await import_school(config, roster_path(), progress)
    return SchoolLine(
        homeserver=server.base_url,
        server_name=_SERVER_NAME,
        school=SchoolInfo(space=report.space, name=report.school_name),
        office=config.office_url,
        accounts=tuple(_account(one) for one in report.accounts),
        rooms=tuple(Room(one.room_id, one.kind, one.name, one.class_name or "") for one in report.rooms),
    )


def _account(one: AccountReport) -> Account:
    return Account(
        one.user_id, one.password or "", one.role, one.name, one.class_name or "", one.first_sign_in
    )


async def finish_first_sign_ins(line: SchoolLine, progress: Progress) -> SchoolLine:
    """Let everybody but the last of each role sign in and choose a password; return the line with those."""
    last = {person.role: person.user_id for person in line.accounts}
    gate = asyncio.Semaphore(_AT_ONCE)
    done = 0

    async def finish(http: "httpx.AsyncClient", person: Account) -> Account:
        nonlocal done
        if last[person.role] == person.user_id or not person.first_sign_in:
            return person
        async with gate:
            actor = await Actor.sign_in(http, line.homeserver, person)
            changed = await actor.finish_first_sign_in(_chosen_password(person.user_id))
        done += 1
        progress(done, len(line.accounts) - len(last), "sign_in")
        return changed

    async with make_client() as http:
        accounts = await asyncio.gather(*(finish(http, person) for person in line.accounts))
    return SchoolLine(
        line.homeserver, line.server_name, line.school, line.office, tuple(accounts), line.rooms
    )


def _chosen_password(user_id: str) -> str:
    """Return what a person of the demo chose: the same at every preparation, the school being made up."""
    return "demo-" + hashlib.sha256(user_id.encode()).hexdigest()[:12]


class InUseError(RuntimeError):
    """Another process of ours works in this folder."""


@contextlib.asynccontextmanager
async def locked(path: Path, *, patience: float = math.inf) -> AsyncIterator[int]:
    """Hold the lock file while the block runs; give its descriptor. Waits `patience` seconds for another.

    Raises InUseError. The lock lasts as long as any process has the descriptor.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise InUseError(f"a school is served from {path.parent} already") from None
            await asyncio.sleep(_LOCK_POLL_SECONDS)
        yield descriptor
    finally:
        os.close(descriptor)
