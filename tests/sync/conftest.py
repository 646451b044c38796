"""Loops and worlds for the engine's tests."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(params=["asyncio", "qasync"])
def run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """Return a function that runs a coroutine to its end, under plain asyncio and under Qt's loop."""
    if request.param == "asyncio":
        with asyncio.Runner() as runner:
            yield runner.run
        return
    from schoolbell.shell.event_loop import make_event_loop

    loop = make_event_loop(request.getfixturevalue("qapp"))
    try:
        yield loop.run_until_complete
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        asyncio.set_event_loop(None)
        loop.close()
