"""A process that sends one file through a real engine until it is killed or the message is out."""

import asyncio
import sys
from pathlib import Path

import httpx

from schoolbell.base.clock import SystemClock
from schoolbell.matrix.transport import Transport
from schoolbell.store import outbox
from tests.sync.desk import Desk


class _Token:
    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        return self._token

    async def refresh(self, stale: str) -> str:
        raise AssertionError("the token of this test does not expire")


async def main(folder: str, base_url: str, user_id: str, token: str, room: str, path: str) -> None:
    """Queue the file unless an earlier run did; end when nothing waits."""
    async with httpx.AsyncClient(trust_env=False) as client:
        transport = Transport(client, base_url, _Token(token))
        desk = Desk(Path(folder), transport, user_id, clock=SystemClock())
        all_out = asyncio.Event()
        desk.engine.changes.subscribe(lambda _: desk.local.read_now(outbox.everything) or all_out.set())
        begun = bool(desk.local.read_now(outbox.everything))
        await desk.engine.start()
        await desk.media.start()
        if not begun:
            await desk.media.send_file(room, Path(path))
        if desk.local.read_now(outbox.everything):
            await all_out.wait()
        await desk.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:7]))
