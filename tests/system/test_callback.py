import asyncio
from urllib.parse import urlsplit

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.system.callback import Callback


async def ask(callback: Callback, target: str, *, host: str = "", method: str = "GET") -> bytes:
    port = urlsplit(callback.url).port
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{port}'}\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def test_only_who_knows_the_state_brings_a_token_and_only_once() -> None:
    async with Callback("fertig & zurück") as callback:
        path = urlsplit(callback.url).path
        for target, how in (
            ("/?loginToken=evil", {}),
            ("/wrong?loginToken=evil", {}),
            (f"{path}x?loginToken=evil", {}),
            (f"{path}?loginToken=evil", {"host": "school.example"}),
            (f"{path}?loginToken=evil", {"method": "POST"}),
            (f"{path}?loginToken=evil&loginToken=two", {}),
            (f"{path}?loginToken=", {}),
            (f"{path}?loginToken=a%0ab", {}),
            ("/favicon.ico", {}),
            ("http://[?loginToken=evil", {}),
        ):
            assert (await ask(callback, target, **how)).startswith(b"HTTP/1.1 404"), target
        answer = await ask(callback, f"{path}?loginToken=good%2Bone")
        assert answer.startswith(b"HTTP/1.1 200")
        assert "fertig &amp; zurück".encode() in answer
        assert b"no-store" in answer
        assert b"good" not in answer
        assert (await ask(callback, f"{path}?loginToken=second")).startswith(b"HTTP/1.1 404")
        assert await callback.wait() == "good+one"


async def test_every_wait_has_its_own_address() -> None:
    async with Callback("") as one, Callback("") as two:
        assert urlsplit(one.url).path != urlsplit(two.url).path
        assert len(urlsplit(one.url).path) > 40


async def test_too_long_a_request_is_hung_up_on_and_the_wait_goes_on() -> None:
    async with Callback("") as callback:
        port = urlsplit(callback.url).port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /" + b"x" * 40_000)
        assert await reader.read() == b""
        writer.close()
        await ask(callback, f"{urlsplit(callback.url).path}?loginToken=t")
        assert await callback.wait() == "t"


async def test_nobody_comes() -> None:
    async with Callback("") as callback:
        with pytest.raises(KnownError) as fault:
            await callback.wait(0.01)
    assert fault.value.code is ErrorCode.SSO_UNFINISHED
