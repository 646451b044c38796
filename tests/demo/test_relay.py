"""The relay forwards, refuses while it is cut, and comes back on the same port."""

import asyncio
import contextlib

import pytest

from schoolbell_demo.relay import Relay


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(100):
        writer.write(data.upper())
        await writer.drain()
    writer.close()


async def _ask(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello")
    answer = await reader.read(100)
    writer.close()
    return answer


async def test_a_cut_relay_refuses_and_a_mended_one_serves_at_the_same_address() -> None:
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    relay = Relay("127.0.0.1", server.sockets[0].getsockname()[1])
    await relay.start()
    port = int(relay.base_url.rpartition(":")[2])
    assert await _ask(port) == b"HELLO"
    await relay.cut()
    with pytest.raises(ConnectionError):
        await _ask(port)
    await relay.start()
    assert await _ask(port) == b"HELLO"
    await relay.cut()
    server.close()
    await server.wait_closed()


async def test_cutting_ends_a_connection_that_is_open() -> None:
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    relay = Relay("127.0.0.1", server.sockets[0].getsockname()[1])
    await relay.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(relay.base_url.rpartition(":")[2]))
    writer.write(b"x")
    assert await reader.read(1) == b"X"
    await relay.cut()
    with contextlib.suppress(ConnectionError):
        assert await reader.read(1) == b"", "nothing more comes"
    writer.close()
    server.close()
    await server.wait_closed()


async def test_a_slow_line_holds_back_what_comes_from_the_client() -> None:
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    relay = Relay("127.0.0.1", server.sockets[0].getsockname()[1])
    relay.pace = 1  # byte a second: the first piece passes, the second waits
    await relay.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(relay.base_url.rpartition(":")[2]))
    writer.write(b"a" * 1000)
    assert await reader.read(1000) != b""
    writer.write(b"b")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.readuntil(b"B"), 0.3)
    await relay.cut()
    writer.close()
    server.close()
    await server.wait_closed()
