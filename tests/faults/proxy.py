"""An HTTP proxy between a client and a homeserver that does to the exchanges what a seeded plan says."""

import asyncio
import json
import socket
import struct
from collections import Counter
from collections.abc import Callable

from schoolbell.base.tasks import TaskOwner
from tests.faults.http1 import LIMIT, BrokenMessageError, Message, read_message
from tests.faults.plan import Fault, Hit, Plan, kind_of

_PORTAL = "<!DOCTYPE html><html><title>Wi-Fi</title><form action=/login>Please accept the terms</form></html>"
_GATEWAY = "<html><h1>Bad gateway</h1></html>"
_LAST_WORDS_SECONDS = 10.0  # how long the server may take for a request whose client is gone

# Told of every request that the server took (True) and of every answer that went out to a client (False).
Listener = Callable[[str, bool], None]


class _GoneError(Exception):
    """One side is gone, or the fault ended the connection."""


class FaultProxy:
    """Listens on 127.0.0.1 and speaks for the homeserver at `host:port`.

    `plan` None passes everything on. It answers `.well-known/matrix/client` itself, with its own address.
    `hits` counts what was done to which kind of request, `passed` the requests that nothing happened to.
    """

    def __init__(self, host: str, port: int, plan: Plan | None = None, listener: Listener | None = None):
        self.plan = plan
        self.hits: Counter[tuple[str, Fault]] = Counter()
        self.passed: Counter[str] = Counter()
        self._host, self._port = host, port
        self._listener = listener or (lambda _kind, _taken: None)
        self._server: asyncio.Server | None = None
        self._own_port = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks = TaskOwner("faults")

    @property
    def base_url(self) -> str:
        """Where a client finds the homeserver through this proxy."""
        return f"http://127.0.0.1:{self._own_port}"

    async def start(self) -> None:
        """Accept connections, on the same port as before if there was one."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._own_port, limit=LIMIT)
        self._own_port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Refuse new connections and end those that are open: the server is unreachable."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()
        await self._tasks.cancel_all()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.run(_Line(self, reader, writer).serve(), name="serve")

    # -- for the lines ------------------------------------------------------------------------------
    def hit(self, kind: str) -> Hit | None:
        """Draw from the plan and count."""
        found = self.plan.draw(kind) if self.plan is not None else None
        if found is None:
            self.passed[kind] += 1
        else:
            self.hits[kind, found.fault] += 1
        return found

    def heard(self, kind: str, taken: bool) -> None:
        """Tell the listener."""
        self._listener(kind, taken)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Open a connection to the homeserver. Raises OSError."""
        pair = await asyncio.open_connection(self._host, self._port, limit=LIMIT)
        self.keep(pair[1])
        return pair

    def keep(self, writer: asyncio.StreamWriter) -> None:
        """Remember an end that `cut` has to end."""
        self._writers.add(writer)

    def drop(self, writer: asyncio.StreamWriter) -> None:
        """End a connection now."""
        self._writers.discard(writer)
        writer.transport.abort()

    def afterwards(self, request: Message, seconds: float) -> None:
        """Have a request taken later, on a connection of its own, whoever waits for its answer."""
        self._tasks.run(self._haunt(request, seconds), name="ghost", on_error=lambda _error: None)

    async def _haunt(self, request: Message, seconds: float) -> None:
        await asyncio.sleep(seconds)
        reader, writer = await self.connect()
        try:
            writer.write(request.head + request.body)
            await asyncio.wait_for(read_message(reader, answer_to=request.method), _LAST_WORDS_SECONDS)
            self.heard(kind_of(request.method, request.path), True)
        finally:
            self.drop(writer)


class _Line:
    """One connection of a client, and the one to the server that belongs to it."""

    def __init__(self, proxy: FaultProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._proxy = proxy
        self._reader, self._writer = reader, writer
        self._server: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def serve(self) -> None:
        """Answer requests until one side ends the connection."""
        self._proxy.keep(self._writer)
        try:
            while (request := await read_message(self._reader)) is not None:
                if request.path == "/.well-known/matrix/client":
                    here = {"m.homeserver": {"base_url": self._proxy.base_url}}
                    await self._answer(_made(200, here))
                    continue
                kind = kind_of(request.method, request.path)
                await self._exchange(request, kind, self._proxy.hit(kind))
        except (OSError, BrokenMessageError, _GoneError):
            pass  # the connection ends below
        finally:
            self._proxy.drop(self._writer)
            if self._server is not None:
                self._proxy.drop(self._server[1])

    async def _exchange(self, request: Message, kind: str, hit: Hit | None) -> None:
        match hit.fault if hit is not None else None:
            case None:
                await self._pass(request, kind)
            case Fault.DELAY:
                await asyncio.sleep(hit.seconds)
                await self._pass(request, kind)
            case Fault.LATE_ANSWER:
                answer = await self._take(request, kind)
                await asyncio.sleep(hit.seconds)
                await self._answer(answer, kind)
            case Fault.DROP:
                await asyncio.sleep(hit.seconds)
                raise _GoneError
            case Fault.GHOST:
                self._proxy.afterwards(request, hit.seconds)
                raise _GoneError
            case Fault.CUT_REQUEST:
                _, writer = await self._connected()
                writer.write(request.cut(hit.share))
                await _end(writer)
                raise _GoneError
            case Fault.CUT_ANSWER:
                answer = await self._take(request, kind)
                self._writer.write(answer.cut(hit.share))
                await _end(self._writer)
                raise _GoneError
            case Fault.LOSE_ANSWER:
                await self._take(request, kind)
                raise _GoneError
            case Fault.RESET:
                self._reset()
            case Fault.RESET_ANSWER:
                await self._take(request, kind)
                self._reset()
            case Fault.LIMIT:
                wait = {"errcode": "M_LIMIT_EXCEEDED", "error": "slow", "retry_after_ms": hit.retry_after_ms}
                await self._answer(_made(429, wait))
            case Fault.FAIL:
                await self._answer(_made(hit.status, _GATEWAY))
            case Fault.FAIL_AFTER:
                await self._take(request, kind)
                await self._answer(_made(hit.status, _GATEWAY))
            case Fault.PORTAL:
                await self._answer(_made(200, _PORTAL))
            case Fault.TWICE:
                await self._take(request, kind)
                await self._pass(request, kind)

    async def _pass(self, request: Message, kind: str) -> None:
        await self._answer(await self._take(request, kind), kind)

    async def _take(self, request: Message, kind: str) -> Message:
        """Have the server take the request; return its answer.

        The client's end ends a long poll; any other request is on its way and the server takes it all the
        same.
        """
        reader, writer = await self._connected()
        writer.write(request.head + request.body)
        tasks = TaskOwner("exchange", on_error=lambda _error: None)
        answer = tasks.run(read_message(reader, answer_to=request.method), name="answer")
        end = tasks.run(self._client_end(), name="end")
        try:
            await asyncio.wait({answer, end}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done() and kind == "sync":
                raise _GoneError
            found: Message | None = await asyncio.wait_for(
                answer, None if not end.done() else _LAST_WORDS_SECONDS
            )
        except TimeoutError:
            raise _GoneError from None
        finally:
            await tasks.cancel_all()
        if found is None:
            raise _GoneError
        self._proxy.heard(kind, True)
        return found

    async def _client_end(self) -> None:
        """Return when the client is gone; it says nothing before it has its answer."""
        while not self._reader.at_eof():  # noqa: ASYNC110  # a StreamReader tells nobody of its end
            await asyncio.sleep(0.02)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._server is None:
            self._server = await self._proxy.connect()
        return self._server

    async def _answer(self, message: Message, kind: str = "") -> None:
        self._writer.write(message.head + message.body)
        await self._writer.drain()
        if kind:
            self._proxy.heard(kind, False)
        if message.ends_connection:
            await _end(self._writer)
            raise _GoneError

    def _reset(self) -> None:
        """End the client's connection with a TCP reset."""
        ours: socket.socket = self._writer.get_extra_info("socket")
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise _GoneError


async def _end(writer: asyncio.StreamWriter) -> None:
    """Let what was written arrive before the connection ends."""
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def _made(status: int, body: object) -> Message:
    """Return an answer of the proxy's own: a web page for a text, JSON for an object."""
    page = isinstance(body, str)
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    kind = "text/html; charset=utf-8" if page else "application/json"
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return Message(head.encode(), content, False)
