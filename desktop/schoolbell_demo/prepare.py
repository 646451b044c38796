"""Prepares the demo school once per roster: import, first sign-ins, and the data kept for later starts."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from schoolbell.system.http import make_client
from schoolbell.system.resources import resource
from schoolbell_demo.actor import Actor
from schoolbell_demo.homeserver import Synapse, cache_dir
from schoolbell_demo.line import Account, Room, SchoolInfo, SchoolLine
from schoolbell_office.importer import AccountReport, import_school
from schoolbell_office.setup import init_office

if TYPE_CHECKING:
    import httpx

LINE_FILE = "school.json"
SYNAPSE_FOLDER = "synapse"
_SERVER_NAME = "school.test"
_AT_ONCE = 6
_SOURCES = ("schoolbell_office", "schoolbell_demo/prepare.py", "schoolbell_demo/homeserver_config.py")

Progress = Callable[[int, int, str], None]


def homeserver_at(folder: Path) -> Synapse:
    """Return the demo's homeserver over `folder` (not started)."""
    return Synapse(folder, server_name=_SERVER_NAME, test_limits=True)


async def prepare(progress: Progress) -> Path:
    """Return the folder with the prepared school, making it first if this roster was never prepared.

    Two demos that start at once wait for each other. Raises KnownError for a roster that will not do.
    """
    folder = cache_dir() / "demo" / roster_hash()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with await asyncio.to_thread(_locked, folder.with_suffix(".lock")):
        if not (folder / LINE_FILE).exists():
            draft = folder.with_suffix(".draft")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            await _make(draft, progress)
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
            for old in folder.parent.iterdir():
                if old.is_dir() and old != folder:
                    shutil.rmtree(old, ignore_errors=True)
    return folder


def roster_path() -> Path:
    """Return the demo's roster."""
    return resource("resources", "demo", "roster.xlsx")


def roster_hash() -> str:
    """Return a name for what the prepared data depend on: the roster and the code that imports it."""
    digest = hashlib.sha256(roster_path().read_bytes())
    packages = Path(__file__).resolve().parents[1]
    for source in _SOURCES:
        place = packages / source
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


async def _make(folder: Path, progress: Progress) -> None:
    server = homeserver_at(folder / SYNAPSE_FOLDER)
    progress(0, 0, "start")
    await asyncio.to_thread(server.start)
    try:
        line = await _import(server, folder / "office", progress)
        line = await finish_first_sign_ins(line, progress)
    finally:
        await asyncio.to_thread(server.stop)
    with os.fdopen(os.open(folder / LINE_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(line.encode())


async def _import(server: Synapse, folder: Path, progress: Progress) -> SchoolLine:
    """Set the office up and import the roster as a school's IT does; return the line with first passwords."""
    config = await init_office(
        folder / "office.toml", server.base_url, _SERVER_NAME, registration_secret=server.registration_secret
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


@contextlib.contextmanager
def _held(descriptor: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(descriptor)


def _locked(path: Path) -> contextlib.AbstractContextManager[None]:
    """Wait for the lock file and hold it until the returned context ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return _held(descriptor)
