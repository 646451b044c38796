"""Whatever asks again: spread when a server in trouble told everybody the same."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from schoolbell.sync.backfill import Backfill
from schoolbell.sync.downloads import Downloads
from schoolbell.sync.outage import Outage
from schoolbell.sync.pauses import Pauses
from schoolbell.sync.receipts import ReadMarkers
from schoolbell.sync.relations import Relations
from schoolbell.sync.renewal import TokenKeeper
from schoolbell.sync.transfers import Board
from schoolbell.sync.unread import HiddenUnread
from schoolbell.system.media_folder import DEFAULT_QUOTA, MediaFolder
from tests.fakes.clock import FakeClock
from tests.fakes.transport import ScriptedServer
from tests.sync import desk as desk_module
from tests.sync import world
from tests.sync.desk import Desk
from tests.sync.test_renewal import Device
from tests.sync.world import until

WISH = 100.0  # seconds that the server asks for
CROWD = MatrixError(ErrorCode.SERVER, status=503, retry_after_ms=100_000)
OWN = MatrixError(ErrorCode.RATE_LIMITED, status=429, retry_after_ms=100_000)

Wait = Callable[[MatrixError, Path], Any]


class Late(Random):
    """Draws late in every window."""

    def random(self) -> float:
        return 0.9


class Refusing:
    """A client of which every call is refused with `error`."""

    def __init__(self, error: MatrixError) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        async def refused(*_: Any, **__: Any) -> Any:
            raise self._error

        async def refused_stream(*_: Any) -> AsyncIterator[bytes]:
            raise self._error
            yield b""

        return refused_stream if name == "download" else refused


class Answering:
    """A database of which every read answers `answer`."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    async def read(self, _: Any) -> Any:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    async def write(self, _: Any) -> None:
        return None


def wished(clock: FakeClock) -> list[float]:
    """Return the sleeps that are about the server's wish."""
    return [seconds for seconds in clock.slept if seconds >= WISH - 1]


async def outbox(error: MatrixError, _: Path) -> float:
    pauses = Pauses(Late(), Outage(Late(), of=("chats",)))
    assert pauses.failed("!a:school.test", error, 0.0)
    return pauses.until()


async def renewal(error: MatrixError, _: Path) -> float:
    device = Device(FakeClock())
    device.faults = [error] * 9
    task = asyncio.ensure_future(TokenKeeper(device, device.clock, Late()).run())
    await until(lambda: device.clock.sleeping)
    device.clock.advance(300.0)
    await until(lambda: len(device.clock.slept) == 2)
    task.cancel()
    return device.clock.slept[-1]


async def read_markers(error: MatrixError, _: Path) -> float:
    clock = FakeClock()
    markers = ReadMarkers(
        Refusing(error), Answering({}), clock, Late(), Outage(Late(), of=("chats",)),  # type: ignore[arg-type]
        signed_out=lambda: None,
    )  # fmt: skip
    await markers.start()
    await markers.mark("!a:school.test", "$e")
    await until(lambda: clock.sleeping)
    clock.advance(1.0)
    await until(lambda: wished(clock))
    await markers.stop()
    return wished(clock)[0]


async def relations(error: MatrixError, _: Path) -> float:
    class Follower:
        name = "following"

        def incomplete(self, conn: object) -> Any: ...

    clock = FakeClock()
    looking = Relations(
        Refusing(error), Answering([("!a:school.test", "$e")]), clock, Late(), Follower(),  # type: ignore[arg-type]
        committed=lambda changes: asyncio.sleep(0),
    )  # fmt: skip
    looking.resume()
    await until(lambda: wished(clock))
    await looking.stop()
    return wished(clock)[0]


async def backfill(error: MatrixError, _: Path) -> float:
    clock = FakeClock()
    filling = Backfill(
        Refusing(error), Answering(error), clock, Late(), None, ready=lambda: True  # type: ignore[arg-type]
    )  # fmt: skip
    filling.allow(True)
    filling.resume()
    await until(lambda: clock.sleeping)
    clock.advance(60.0)
    await until(lambda: wished(clock))
    await filling.stop()
    return wished(clock)[0]


async def unread(error: MatrixError, _: Path) -> float:
    clock = FakeClock()
    asked: list[float] = []

    class Counting(Answering):
        async def read(self, fn: Any) -> Any:
            asked.append(clock.monotonic())
            return True

    looking = HiddenUnread(
        Refusing(error), Counting(True), clock, Late(), fetch=lambda room, chunk: asyncio.sleep(0)  # type: ignore[arg-type]
    )  # fmt: skip
    looking.resume()
    await until(lambda: asked)
    while len(asked) == 1 and clock.monotonic() < 200:
        clock.advance(1.0)
        looking.touched(frozenset({"!a:school.test"}))
        for _ in range(5):
            await asyncio.sleep(0)
    await looking.stop()
    return asked[1]


async def download(error: MatrixError, folder: Path) -> float:
    clock = FakeClock()
    with ThreadPoolExecutor(1) as worker:
        files, refusing = MediaFolder(folder, DEFAULT_QUOTA, clock.now_ms), Refusing(error)
        downloads = Downloads(refusing, files, clock, Late(), Board(clock), worker)  # type: ignore[arg-type]
        facts: Any = SimpleNamespace(
            key="k", mxc="mxc://school.test/p", size=10, sha256="", parts=(), local_path=""
        )
        task = asyncio.ensure_future(downloads.fetch(facts))
        await until(lambda: wished(clock))
        await downloads.stop()
        await asyncio.gather(task, return_exceptions=True)
    return wished(clock)[0]


async def upload(error: MatrixError, folder: Path) -> float:
    server = ScriptedServer()
    server.room("!a:school.test")
    server.fault = lambda call: error if call.path.endswith("/upload") else None
    made = Desk(folder, server, server.me)
    try:
        await made.live()
        await made.media.send_data("!a:school.test", b"worksheet", "a.txt")
        await until(lambda: wished(made.clock))
        return wished(made.clock)[0]
    finally:
        await made.close()


@pytest.mark.parametrize(
    "wait", [outbox, renewal, read_markers, relations, backfill, unread, download, upload]
)
async def test_who_was_told_together_with_all_others_comes_at_a_moment_of_its_own(
    wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "Random", lambda _: Late())
    monkeypatch.setattr(desk_module, "Random", lambda _: Late())
    assert await wait(CROWD, tmp_path / "crowd") == pytest.approx(WISH + 27.0, abs=1.0)
    assert await wait(OWN, tmp_path / "own") == pytest.approx(WISH + 4.5, abs=1.0)
