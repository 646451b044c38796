"""This computer's own trouble gives nothing up: not a message, not a read marker, not the beginning."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.errors import MatrixError
from schoolbell.sync.beginning import Beginning
from schoolbell.sync.changes import SyncState
from tests.fakes.transport import Call, ScriptedServer
from tests.sync.test_engine import A, both_poll
from tests.sync.world import World, until

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.mark.parametrize("code", [ErrorCode.DISK_FULL, ErrorCode.READ_ONLY, ErrorCode.NO_KEYRING])
def test_a_token_that_cannot_be_kept_refuses_no_message(run: Run, tmp_path: Path, code: ErrorCode) -> None:
    """A renewed pair is not used before it is stored: what was to go out meanwhile waits, unrefused."""

    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        w = World(tmp_path, server, server.me)
        try:
            await w.live()
            await until(lambda: both_poll(server))

            def fault(call: Call) -> MatrixError | None:
                return MatrixError(code) if call.method == "PUT" else None

            server.fault = fault
            await w.say(A, "waits")
            await until(lambda: len(server.called("/send/")) == 1 and w.clock.sleeping > 0)
            assert [row.state for row in w.outbox(A)] == ["waiting"]
            assert w.engine.current_status.wedged == 0
            server.fault = lambda call: None
            for _ in range(200):
                w.clock.advance(0.5)
                await asyncio.sleep(0.003)
                if server.bodies(A):
                    break
            assert server.bodies(A) == ["waits"]
        finally:
            await w.close()

    run(scenario())


def test_a_read_marker_waits_for_room_on_the_disk_too(run: Run, tmp_path: Path) -> None:
    async def scenario() -> None:
        server = ScriptedServer()
        server.room(A)
        event_id = await server.post(A, "read me")
        w = World(tmp_path, server, server.me)
        try:
            await w.live()

            def fault(call: Call) -> MatrixError | None:
                return MatrixError(ErrorCode.DISK_FULL) if "read_markers" in call.path else None

            server.fault = fault
            await w.engine.mark_read(A, event_id)
            for _ in range(6):
                w.clock.advance(0.5)
                await asyncio.sleep(0.01)
            server.fault = lambda call: None
            for _ in range(200):
                w.clock.advance(0.5)
                await asyncio.sleep(0.003)
                if server.receipts.get(A):
                    break
            assert server.receipts[A][server.me][0] == event_id
        finally:
            await w.close()

    run(scenario())


async def test_a_beginning_goes_on_where_the_disk_refused_it(tmp_path: Path) -> None:
    done, refusals = [], [KnownError(ErrorCode.DISK_FULL), KnownError(ErrorCode.READ_ONLY)]

    def step(name: str) -> Callable[[], Coroutine[Any, Any, None]]:
        async def run() -> None:
            if name == "second" and refusals:
                raise refusals.pop(0)
            done.append(name)

        return run

    beginning = Beginning(step("first"), step("second"), step("third"))
    for code in (ErrorCode.DISK_FULL, ErrorCode.READ_ONLY):
        with pytest.raises(KnownError) as refused:
            await beginning.go_on()
        assert refused.value.code is code
    await beginning.go_on()
    await beginning.go_on()
    assert done == ["first", "second", "third"]


async def test_an_engine_whose_first_write_is_refused_starts_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ScriptedServer()
    server.room(A)
    w = World(tmp_path, server, server.me)
    write = w.cache.write

    async def refuse(fn: Any) -> Any:
        raise KnownError(ErrorCode.DISK_FULL)

    monkeypatch.setattr(w.cache, "write", refuse)
    with pytest.raises(KnownError):
        await w.engine.start()
    monkeypatch.setattr(w.cache, "write", write)
    await w.engine.start()
    await until(lambda: w.state is SyncState.LIVE)
    await w.say(A, "once")
    await until(lambda: server.bodies(A) == ["once"])
    await w.close()
