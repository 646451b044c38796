"""`ding`: one DING to 1,000 people; the sender's window while 1,000 confirmations come, and what they cost.

`python -m tests.bench.ding [--quick] [--people N]` ends with one JSON line: `list_right_s`, seconds from the
answer to the last confirmation until the follow list of the sender's window is right; `flush_cpu_p99_ms` and
`flush_cpu_max_ms`, the UI thread's own time for one flush of everything that changed; `flush_p99_ms` and
`flush_max_ms`, the same with what other processes took meanwhile; the heartbeat of that thread; and the
homeserver's CPU seconds per confirmation in a room of all, in a class's room and in a desk (user and system
time of its process, while one client syncs; the confirmations are sent by a process of their own).
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from schoolbell.base.clock import SystemClock
from schoolbell.base.ids import new_ulid
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.following import Following
from schoolbell.domain.announcements.items import Standing
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.ding.box import Box
from schoolbell.domain.ding.items import SentDetail, Written
from schoolbell.domain.verdicts import Verdicts
from schoolbell.matrix.client import MatrixClient
from schoolbell.matrix.transport import Transport
from schoolbell.sync.engine import Engine
from schoolbell.ui.ding.pane import DingPane
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.ding import DingPresenter
from schoolbell.viewmodels.ding_compose import ComposePresenter
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell_demo.homeserver import Synapse
from tests.bench.ding_school import DingSchool, prepare, running
from tests.bench.heartbeat import Beats, Heart
from tests.bench.window import in_qt, share
from tests.fakes.domain_engine import Files
from tests.synapse.test_engine import Token

_PATIENCE_SECONDS = 120.0
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int) -> float:
    """Return the user and system seconds that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def content_of(id: str) -> dict[str, object]:
    """Return a DING to everybody in a room."""
    block = {"v": 1, "id": id, "text": "明早改线上上课，请确认", "to": {"room": True}, "confirm": "tap",
             "counts": "either", "n": 1}  # fmt: skip
    return {"msgtype": "m.text", "body": "明早改线上上课，请确认", "m.mentions": {"room": True},
            "org.schoolbell.ding": block}  # fmt: skip


async def react(base_url: str, room: str, event_id: str, tokens: list[str]) -> None:
    """Send one ✅ with each token, four at a time."""
    gate = asyncio.Semaphore(4)
    relation = {"rel_type": "m.annotation", "event_id": event_id, "key": "✅"}
    async with httpx.AsyncClient(base_url=base_url, timeout=60) as http:

        async def one(number: int, token: str) -> None:
            path = f"/_matrix/client/v3/rooms/{quote(room)}/send/m.reaction/{number}{event_id[1:9]}"
            async with gate:
                headers = {"Authorization": f"Bearer {token}"}
                (await http.put(path, json={"m.relates_to": relation}, headers=headers)).raise_for_status()

        await asyncio.gather(*(one(number, token) for number, token in enumerate(tokens)))


async def cost(server: Synapse, room: str, event_id: str, tokens: list[str]) -> float:
    """Let everybody with a token confirm, from a process of its own; return the server's CPU s for each."""
    pid = server.pid
    assert pid is not None
    before = cpu_of(pid)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([server.base_url, room, event_id, tokens], file)
        file.flush()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.ding", "--react", file.name
        )
        if await process.wait():
            raise RuntimeError("the confirmations could not be sent")
    return (cpu_of(pid) - before) / len(tokens)


class Sender:
    """The teacher's DING pane, alive in this process, and what its thread did."""

    def __init__(self, app: QApplication, server: Synapse, school: DingSchool, folder: Path) -> None:
        clock = SystemClock()
        self.files = Files.make(folder)
        self._http = httpx.AsyncClient(trust_env=False)
        self._client = MatrixClient(
            Transport(self._http, server.base_url, Token(school.teacher_token)), school.teacher_id, "BENCH"
        )
        self._engine = Engine(
            self._client, self.files.cache, self.files.local, clock, (Announcements(),), school.teacher_id,
            judge=Verdicts((school.space,)), follower=Following(school.teacher_id, clock),
        )  # fmt: skip
        self.chat = MessagesPresenter(self.files, school.teacher_id, clock, UTC, (school.space,), self._crash)
        self.chat.show_cached("")
        bridge = self.chat.bridge
        self.presenter = DingPresenter(bridge, clock)
        self.compose = ComposePresenter(bridge, clock, folder / "outgoing")
        self.pane = DingPane(Theme(app, "light", "zh_CN"), self.presenter, self.compose, clock)
        self.box = Box(
            self.files, self._engine, self.files.local.write, lambda: self.chat.session.knowledge,
            school.teacher_id, clock, texts=lambda: Texts("en", {}), office=lambda: None,
            written=lambda _conn: Written(), run=bridge.run,
        )  # fmt: skip
        self.detail: Any = None
        self.box.detail_changed.subscribe(self._keep)
        self.flushes: list[float] = []
        self.flushes_cpu: list[float] = []
        self._flush: Callable[[], None] = bridge.flush
        bridge.flush = self._timed  # type: ignore[method-assign]
        self.beats = Beats()
        self.pane.resize(QSize(1216, 800))
        self.pane.show()
        self._heart = Heart(self.pane, self.beats)

    def _keep(self, detail: Any) -> None:
        self.detail = detail

    def _crash(self, error: BaseException) -> None:
        raise error

    def _timed(self) -> None:
        begun, cpu = time.perf_counter(), time.thread_time()
        self._flush()
        self.flushes_cpu.append((time.thread_time() - cpu) * 1000)
        self.flushes.append((time.perf_counter() - begun) * 1000)

    async def start(self) -> None:
        """Come to life."""
        self.chat.attach_engine(self._engine)
        self.presenter.attach(self.box)
        await self._engine.start()

    async def send(self, room: str) -> str:
        """Send a DING to everybody in a room."""
        content = content_of(new_ulid(SystemClock().now_ms()))
        return await self._client.send(room, "m.room.message", new_ulid(1), content)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Let the loop turn until something holds."""
        end = time.perf_counter() + _PATIENCE_SECONDS
        while not holds():
            if time.perf_counter() > end:
                raise TimeoutError(what)
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """End everything."""
        self._heart.setParent(None)
        self._heart.deleteLater()
        self.presenter.stop()
        self.compose.stop()
        await self.box.stop()
        await self.chat.stop()
        await self._engine.stop()
        await self._http.aclose()
        self.files.close()
        self.pane.close()


async def measure(app: QApplication, people: int, folder: Path) -> dict[str, object]:
    """Send one DING into each kind of room and let its guardians confirm."""
    with running(people) as (server, school):
        sender = Sender(app, server, school, folder)
        try:
            await sender.start()
            knowledge = sender.chat.session
            await sender.until(lambda: school.desk in knowledge.knowledge.authority.rooms, "the school")
            first = await sender.send(school.everybody)
            await sender.until(lambda: bool(sender.box.lists.sent), "the DING")
            row = sender.box.lists.sent[0]
            sender.presenter.open(row.key)
            tokens = list(school.tokens)
            await sender.until(lambda: asked(sender) == len(tokens), "the list of everybody")
            sender.flushes.clear()
            sender.flushes_cpu.clear()
            everybody = await cost(server, school.everybody, first, tokens)
            last = time.perf_counter()
            await sender.until(lambda: confirmed(sender) == len(tokens), "the last confirmation")
            right = time.perf_counter() - last
            flushes, cpu = list(sender.flushes) or [0.0], list(sender.flushes_cpu) or [0.0]
            near = tokens[: school.in_class]
            in_class = await cost(server, school.class_room, await sender.send(school.class_room), near)
            desk_tokens = tokens[:2]
            desks = [await cost(server, school.desk, await sender.send(school.desk), desk_tokens)
                     for _ in range(5 if people < 500 else 20)]  # fmt: skip
            return {
                "people": people,
                "confirmations": len(tokens),
                "list_right_s": round(right, 2),
                "flush_cpu_p99_ms": round(share(cpu, 0.99), 1),
                "flush_cpu_max_ms": round(max(cpu), 1),
                "flush_p99_ms": round(share(flushes, 0.99), 1),
                "flush_max_ms": round(max(flushes), 1),
                "flushes": len(flushes),
                "cpu_s_everybody": round(everybody, 3),
                "cpu_s_class": round(in_class, 3),
                "cpu_s_desk": round(sum(desks) / len(desks), 3),
                **sender.beats.figures(),
            }
        finally:
            await sender.stop()


def asked(sender: Sender) -> int:
    """Return how many people the opened list has."""
    detail = sender.detail
    return detail.tally.people if isinstance(detail, SentDetail) else 0


def confirmed(sender: Sender) -> int:
    """Return how many people the opened list shows as having confirmed."""
    detail = sender.detail
    if not isinstance(detail, SentDetail):
        return 0
    people = [person for household in detail.tally.households for person in household.people]
    return sum(person.standing is Standing.CONFIRMED for person in people)


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="60 people, to see that it works")
    parser.add_argument("--people", type=int, default=1000, help="half of them students")
    parser.add_argument("--react", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.react is not None:
        asyncio.run(react(*json.loads(options.react.read_text())))
        return
    people = 60 if options.quick else options.people
    prepare(people)
    with tempfile.TemporaryDirectory(prefix="schoolbell-bench-") as folder:
        work: Callable[[QApplication], Awaitable[dict[str, object]]] = lambda app: measure(  # noqa: E731
            app, people, Path(folder)
        )
        sys.stdout.write(json.dumps(in_qt(work)) + "\n")


if __name__ == "__main__":
    main()
