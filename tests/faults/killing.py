"""Kills a writing client again and again behind a faulty line, and judges what arrived."""

import asyncio
import contextlib
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import schoolbell.store
from schoolbell.base.tasks import TaskOwner
from schoolbell.store import drafts, outbox
from schoolbell.store.database import Database
from schoolbell_demo.homeserver import Account, Synapse
from tests import servers
from tests.bare_http import call, download
from tests.faults.journal import Journal
from tests.faults.plan import Plan
from tests.faults.proxy import FaultProxy
from tests.faults.script import Item, Kind, Script, content, make

ROOT = Path(__file__).parents[2]
_MIGRATIONS = Path(schoolbell.store.__file__).parent / "migrations"
_START_SECONDS = 60.0
_LONGEST_LIFE = 0.9
_END_SECONDS = 120.0


@dataclass(slots=True)
class Verdict:
    """What another account found, and what the writer's own files say. All but `sent` should be 0."""

    sent: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    misdirected: int = 0  # a reply, edit or reaction to something else
    damaged: int = 0  # a file with other bytes
    not_recalled: int = 0
    drafts_lost: int = 0
    wedged: int = 0
    in_parts: int = 0  # of `sent`: files that went in parts
    words: list[str] = field(default_factory=list)  # what is wrong, for people

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.words


@dataclass(frozen=True, slots=True)
class Stage:
    """Who writes where, and who reads there."""

    server: Synapse
    writer: Account
    reader: Account
    rooms: tuple[str, ...]


def make_stage(server: Synapse, rooms: int) -> Stage:
    """Make two accounts and rooms with both of them."""
    writer, reader = servers.new_user(server, "t"), servers.new_user(server, "s")
    made = [servers.new_room(server, writer, [reader], name=f"class {number}") for number in range(rooms)]
    return Stage(server, writer, reader, tuple(made))


def surroundings() -> dict[str, str]:
    """Return the environment of a client process of this checkout."""
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'desktop'}{os.pathsep}{ROOT}"}


class Killing:
    """One run: `kills` lives of a client that end by SIGKILL, and one that ends by itself."""

    def __init__(self, stage: Stage, folder: Path, *, kills: int, seed: int, items: int) -> None:
        self._stage = stage
        self._folder = folder
        self._kills = kills
        self._chance = Random(seed)
        self.script = make(stage.rooms, items, seed)
        self.proxy = FaultProxy("127.0.0.1", stage.server.port, Plan(seed), self._heard)
        self._taken = asyncio.Event()
        self._answered = asyncio.Event()
        self.deaths: Counter[str] = Counter()
        self._tasks = TaskOwner("killing")

    def _heard(self, kind: str, taken: bool) -> None:
        if kind == "send":
            (self._taken if taken else self._answered).set()

    async def run(self) -> Verdict:
        """Write, kill, and judge."""
        self.script.save(self._folder / "script.json")
        await self.proxy.start()
        chatter = self._tasks.run(self._chatter(), name="chatter")
        try:
            for kill in range(self._kills):
                await self._life((kill + 1) * len(self.script.items) // (self._kills + 1))
            await self._last_life()
        finally:
            chatter.cancel()
            await self._tasks.cancel_all()
            await self.proxy.cut()
        return await asyncio.to_thread(judge, self._stage, self.script, self._folder)

    async def _spawn(self, until: int) -> asyncio.subprocess.Process:
        stage = self._stage
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.faults.writer", str(self._folder), self.proxy.base_url,
            stage.writer.user_id, stage.writer.access_token, str(until),
            cwd=ROOT, env=surroundings(), stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def _life(self, until: int) -> None:
        """Start the client and kill it: somewhere in its start, at some moment, or just when a PUT passed."""
        chance = self._chance
        how = chance.choices(("start", "moment", "taken", "answered"), (1, 4, 3, 2))[0]
        seconds, skipped = chance.random() * _LONGEST_LIFE, chance.randrange(4)
        process = await self._spawn(until)
        try:
            if how != "start":
                assert process.stdout is not None
                line = await asyncio.wait_for(process.stdout.readline(), _START_SECONDS)
                assert line == b"writing\n", "the client did not start"
            if how in ("taken", "answered"):
                event = self._taken if how == "taken" else self._answered
                async with asyncio.timeout(_LONGEST_LIFE):
                    for _ in range(skipped + 1):
                        event.clear()
                        await event.wait()
            else:
                await asyncio.sleep(seconds)
        except TimeoutError:
            how = "moment"
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            code = await process.wait()
        assert code == -9, f"the client ended by itself with {code}"
        self.deaths[how] += 1

    async def _last_life(self) -> None:
        process = await self._spawn(len(self.script.items))
        try:
            async with asyncio.timeout(_END_SECONDS):
                code = await process.wait()
            assert code == 0, "the last life failed"
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
                await process.wait()

    async def _chatter(self) -> None:
        """The others in the rooms write too, not through the faulty line."""
        stage, number = self._stage, 0
        while True:
            room = stage.rooms[number % len(stage.rooms)]
            await asyncio.to_thread(servers.send, stage.server, stage.reader, room, f"others {number}")
            number += 1
            await asyncio.sleep(0.25)


def history(server: Synapse, reader: Account, room: str) -> list[dict[str, Any]]:
    """Return all events of a room, oldest first, as somebody else in it reads them by bare HTTP."""
    events: list[dict[str, Any]] = []
    token = ""
    while True:
        path = f"/_matrix/client/v3/rooms/{room}/messages?dir=b&limit=500{token}"
        page = call(server.base_url, "GET", path, token=reader.access_token)
        events += page["chunk"]
        if "end" not in page:
            return events[::-1]
        token = f"&from={page['end']}"


def judge(stage: Stage, script: Script, folder: Path) -> Verdict:
    """Compare what the reader finds with the script, and the writer's files with its journal."""
    verdict = Verdict()
    me = stage.writer.user_id
    for number, room in enumerate(script.rooms):
        events = history(stage.server, stage.reader, room)
        judge_files(stage, script, number, events, verdict)
        judge_room(script, number, [event for event in events if event["sender"] == me], verdict)
    journal = Journal(folder / "journal")
    verdict.words += journal.faults
    verdict.drafts_lost += sum("draft" in words for words in journal.faults)
    if not journal.finished or len(journal.done) != len(script.items):
        verdict.words.append(f"only {len(journal.done)} of {len(script.items)} were written")
    local = Database(folder / "local.db", _MIGRATIONS / "local", durable=True)
    local.open()
    for number, room in enumerate(script.rooms):
        row = local.read_now(lambda conn, room=room: drafts.get(conn, room))
        if row is None or row.text != script.drafts[number]:
            verdict.drafts_lost += 1
            verdict.words.append(f"the draft of room {number} is {row}")
    left = [row for row in local.read_now(outbox.everything) if row.state != outbox.SENT]
    local.close()
    verdict.wedged = sum(row.state == outbox.WEDGED for row in left)
    verdict.words += [f"left in the outbox: {row.local_id} {row.state} {row.error}" for row in left]
    return verdict


def judge_files(
    stage: Stage, script: Script, room: int, events: list[dict[str, Any]], verdict: Verdict
) -> None:
    """Download every file of one room as the reader and compare its bytes."""
    expected = {item.text: item for item in script.of_room(room) if item.kind is Kind.FILE}
    for event in events:
        urls, item = _urls(event["content"]), expected.get(_caption(event["content"]))
        if not urls or item is None:
            continue
        verdict.in_parts += len(urls) > 1
        found = b"".join(
            download(
                stage.server.base_url,
                f"/_matrix/client/v1/media/download/{url.removeprefix('mxc://')}",
                stage.reader.access_token,
            )
            for url in urls
        )
        if found != content(item):
            verdict.damaged += 1
            verdict.words.append(f"the file of item {item.number} has other bytes")


def judge_room(script: Script, room: int, own: list[dict[str, Any]], verdict: Verdict) -> None:
    """Add to `verdict` what is wrong with the writer's own events of one room, oldest first."""
    recalled = script.recalled()
    redactions = [event for event in own if event["type"] == "m.room.redaction"]
    redacted = {event.get("redacts") or event["content"].get("redacts") for event in redactions}
    expected = {_mark(item): item for item in script.of_room(room) if item.kind is not Kind.RECALL}
    found: dict[int, list[str]] = {}
    order: list[int] = []
    for event in own:
        item = expected.get(_mark_of(event))
        if item is None:
            if event["type"] in ("m.room.message", "m.reaction") and event["event_id"] not in redacted:
                verdict.words.append(f"nobody wrote {event}")
                verdict.doubled += 1
            continue
        found.setdefault(item.number, []).append(event["event_id"])
        if len(found[item.number]) == 1:
            order.append(item.number)
        if item.number in recalled and event["event_id"] not in redacted:
            verdict.not_recalled += 1
            verdict.words.append(f"item {item.number} was taken back and still stands")
        if item.target is not None and _target(event) not in found.get(item.target, ()):
            verdict.misdirected += 1
            verdict.words.append(f"item {item.number} relates to {_target(event)}")
    for item in expected.values():
        times = len(found.get(item.number, ()))
        verdict.sent += min(times, 1)
        if times == 0 and item.number not in recalled:
            verdict.lost += 1
            verdict.words.append(f"item {item.number} ({item.kind}) of room {room} is lost")
        if times > 1:
            verdict.doubled += times - 1
            verdict.words.append(f"item {item.number} ({item.kind}) of room {room} came {times} times")
    for before, after in pairwise(order):
        if before > after:
            verdict.reordered += 1
            verdict.words.append(f"in room {room}, item {after} comes after {before}")


def _mark(item: Item) -> str:
    return f"{item.kind}/{item.text}"


def _mark_of(event: dict[str, Any]) -> str:
    """Return what `_mark` says of the item that the event is, "" for a redacted one."""
    content = event["content"]
    relation = content.get("m.relates_to", {})
    if event["type"] == "m.reaction":
        return f"{Kind.REACTION}/{relation.get('key')}"
    if "m.new_content" in content:
        return f"{Kind.EDIT}/{content['m.new_content']['body']}"
    kind = Kind.REPLY if "m.in_reply_to" in relation else Kind.MESSAGE
    if _urls(content):
        kind = Kind.FILE
    return f"{kind}/{_caption(content)}"


def _urls(content: dict[str, Any]) -> list[str]:
    """Return where a file lies: in one piece, or in its parts."""
    parts = content.get("org.schoolbell.file", {}).get("parts", ())
    return [content["url"]] if "url" in content else [part["mxc"] for part in parts]


def _caption(content: dict[str, Any]) -> object:
    """Return what the writer has written: of a file in parts the body is a note to others."""
    block = content.get("org.schoolbell.file", {})
    return block["caption"] if "parts" in block else content.get("body")


def _target(event: dict[str, Any]) -> object:
    relation = event["content"]["m.relates_to"]
    return relation.get("event_id") or relation["m.in_reply_to"]["event_id"]
