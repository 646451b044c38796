"""Files against a real homeserver: what one person sends is what the other one gets."""

import asyncio
import hashlib
import re
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from schoolbell.base.clock import SystemClock
from schoolbell.matrix.transport import Transport
from schoolbell_demo.homeserver import Account, Synapse
from schoolbell_demo.relay import Relay
from tests import servers
from tests.faults.killing import ROOT, surroundings
from tests.sync.desk import Desk
from tests.sync.world import until

pytestmark = pytest.mark.synapse


def _png(side: int) -> bytes:
    """Return a red square."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")
        )

    head = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    rows = (b"\0" + b"\xff\0\0" * side) * side
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PNG = _png(200)


class Token:
    """A token that never needs renewal."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        """Return it."""
        return self._token

    async def refresh(self, stale: str) -> str:
        """Nothing to renew."""
        raise AssertionError("the token of this test does not expire")


async def enter(stack: AsyncExitStack, server: Synapse, folder: Path, account: Account) -> Desk:
    """Return an account's machine, closed with `stack`."""
    client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
    transport = Transport(client, server.base_url, Token(account.access_token))
    desk = Desk(folder / account.localpart, transport, account.user_id, clock=SystemClock())
    stack.push_async_callback(desk.close)
    return desk


@pytest.fixture
async def open_desk(homeserver: Synapse, tmp_path: Path) -> AsyncIterator[Any]:
    """Return `open_desk(account)`: that account's machine, closed at the end."""
    async with AsyncExitStack() as stack:

        async def open_one(account: Account) -> Desk:
            return await enter(stack, homeserver, tmp_path, account)

        yield open_one


async def test_a_file_reaches_the_other_one_byte_for_byte(
    new_user: Any, new_room: Any, open_desk: Any, tmp_path: Path
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    here, there = await open_desk(teacher), await open_desk(student)
    await here.live()
    await there.live()
    content = Random(3).randbytes(300_000)
    path = tmp_path / "练习 3.docx"
    path.write_bytes(content)
    local_id = await here.media.send_file(room, path, caption="for tomorrow")
    assert here.unsent(room)[0].name == "练习 3.docx"
    await until(lambda: there.attachments(room))
    got = there.attachments(room)[0]
    assert (got.name, got.size) == ("练习 3.docx", 300_000)
    assert there.content(room)["body"] == "for tomorrow"
    fetched = await there.media.fetch(got)
    assert fetched.read_bytes() == content
    assert [move.state for move in here.moves if move.key == local_id][-1] == "done"
    assert [move.done for move in there.moves if move.key == got.key][-1] == 300_000
    assert await there.media.cache_size() == 300_000


class Counting:
    """Counts what clients upload through a relay; calls `at_90` once `most` bytes came."""

    def __init__(self, homeserver: Synapse, most: int) -> None:
        self.relay = Relay("127.0.0.1", homeserver.port, self._heard)
        self.names: list[str] = []
        self.sent = 0
        self.at_90 = asyncio.Event()
        self._most = most

    def _heard(self, _connection: int, from_client: bool, data: bytes) -> None:
        if not from_client:
            return
        for name in re.findall(rb"POST /_matrix/media/v3/upload\?filename=(\S+) HTTP", data):
            self.names.append(name.decode())
        self.sent += len(data)
        if self.sent >= self._most:
            self.at_90.set()


async def send(counting: Counting, folder: Path, person: Account, room: str, path: Path) -> Any:
    """Start a process that sends the file."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.synapse.file_process",
        str(folder), counting.relay.base_url, person.user_id, person.access_token, room, str(path),
        cwd=ROOT, env=surroundings(),
    )  # fmt: skip


async def test_killed_at_90_percent_only_missing_parts_go_and_the_other_one_has_the_whole(
    homeserver: Synapse, new_user: Any, new_room: Any, open_desk: Any, tmp_path: Path
) -> None:
    teacher, student = new_user("t"), new_user("s")
    room = new_room(teacher, [student])
    size = 60 << 20
    path = tmp_path / "公开课.mp4"
    path.write_bytes(Random(5).randbytes(size))
    home = tmp_path / "teacher"
    counting = Counting(homeserver, size * 9 // 10)
    await counting.relay.start()
    try:
        process = await send(counting, home, teacher, room, path)
        async with asyncio.timeout(60):
            await counting.at_90.wait()
        process.kill()
        await process.wait()
        first, counting.names, counting.sent = counting.names, [], 0
        process = await send(counting, home, teacher, room, path)
        async with asyncio.timeout(60):
            assert await process.wait() == 0
    finally:
        await counting.relay.cut()
    assert [name.rpartition(".")[2] for name in first] == [str(part) for part in range(1, 8)]
    assert [name.rpartition(".")[2] for name in counting.names] == ["7", "8"]
    assert counting.sent < 13 << 20, "the last 12 MiB and a few words"

    there = await open_desk(student)
    await there.live()
    await until(lambda: there.attachments(room))
    content = there.content(room)
    assert content["msgtype"] == "m.text", "a phone shows the body"
    assert content["body"] == "公开课.mp4 (60.0 MB): a large file. Open it with Schoolbell on a computer."
    fetched = await there.media.fetch(there.attachments(room)[0])
    with fetched.open("rb") as got, path.open("rb") as sent:
        assert hashlib.file_digest(got, "sha256").digest() == hashlib.file_digest(sent, "sha256").digest()


async def test_the_same_picture_for_two_rooms_is_one_upload_and_has_a_thumbnail(
    new_user: Any, new_room: Any, open_desk: Any, tmp_path: Path
) -> None:
    teacher, student = new_user("t"), new_user("s")
    rooms = [new_room(teacher, [student]) for _ in range(2)]
    here, there = await open_desk(teacher), await open_desk(student)
    await here.live()
    await there.live()
    for room in rooms:
        await here.media.send_data(room, PNG, "板书.png")
        await until(lambda where=room: there.attachments(where))
    first, second = (there.attachments(room)[0] for room in rooms)
    assert first.mxc == second.mxc
    small = await there.media.fetch(first, thumbnail=(32, 32))
    assert small.read_bytes().startswith(b"\x89PNG")
    assert (await there.media.fetch(second)).read_bytes() == PNG


async def test_a_server_that_takes_little_gets_little_pieces(tmp_path: Path) -> None:
    """What is above the limit never reaches it: it would end the connection."""
    server = Synapse(tmp_path / "small", extra_config={"max_upload_size": "100K"})
    await asyncio.to_thread(server.start)
    try:
        teacher, student = servers.new_user(server), servers.new_user(server, "s")
        room = servers.new_room(server, teacher, [student])
        async with AsyncExitStack() as stack:
            here, there = [await enter(stack, server, tmp_path, who) for who in (teacher, student)]
            await here.live()
            await there.live()
            content = Random(8).randbytes(250_000)
            await here.media.send_data(room, content, "照片.png")
            await until(lambda: there.attachments(room))
            got = there.attachments(room)[0]
            assert [part.size for part in got.parts] == [102400, 102400, 45200]
            assert (await there.media.fetch(got)).read_bytes() == content
    finally:
        await asyncio.to_thread(server.stop)


async def test_the_servers_own_limit_is_told(new_user: Any, open_desk: Any) -> None:
    here = await open_desk(new_user("t"))
    assert await here.media.upload_limit() == 100 << 20
