"""A process that writes numbered messages through a real engine until it is killed or has sent them all."""

import asyncio
import sys
from pathlib import Path

import httpx

from schoolbell.base.clock import SystemClock
from schoolbell.matrix.transport import Transport
from schoolbell.store import outbox
from tests.sync.world import World


class _Token:
    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        return self._token

    async def refresh(self, stale: str) -> str:
        raise AssertionError("the token of this test does not expire")


async def main(folder: str, base_url: str, user_id: str, token: str, room: str, total: int) -> None:
    """Write message n with the transaction id n, print n when it is stored, end when all are out."""
    written = Path(folder, "written")
    async with httpx.AsyncClient(trust_env=False) as client:
        world = World(
            Path(folder), Transport(client, base_url, _Token(token)), user_id, clock=SystemClock()
        )
        all_out = asyncio.Event()
        world.engine.changes.subscribe(lambda _: world.local.read_now(outbox.everything) or all_out.set())
        await world.engine.start()
        first = int(written.read_text()) if written.exists() else 0
        for number in range(first, total):
            await world.say(room, f"{number}", txn_id=f"n{number}")
            temporary = written.with_suffix(".new")
            temporary.write_text(str(number + 1))
            temporary.replace(written)
            await asyncio.sleep(0.005)
        if world.local.read_now(outbox.everything):
            await all_out.wait()
        await world.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6], total=int(sys.argv[6])))
