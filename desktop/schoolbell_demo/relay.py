"""A TCP relay between the client and the homeserver that the tour can cut and mend."""

import asyncio
import json
from collections.abc import Callable

from schoolbell.base.tasks import TaskOwner

_WELL_KNOWN = b"GET /.well-known/matrix/client"

# Told of every piece that passes: the number of its connection, whether it comes from the client, the bytes.
Listener = Callable[[int, bool, bytes], None]


class Relay:
    """Listens on 127.0.0.1 and forwards bytes to `host:port` until it is cut.

    It answers `.well-known/matrix/client` itself, with its own address, as a school's reverse proxy does: a
    client that signs in here stays here.
    """

    def __init__(self, host: str, port: int, listener: Listener | None = None) -> None:
        self._host, self._port = host, port
        self._listener = listener
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks = TaskOwner("relay", on_error=lambda _error: None)
        self._own_port = 0
        self._connections = 0
        self.pace = 0  # bytes a second that come from the client, 0 for as many as there are

    @property
    def base_url(self) -> str:
        """Where a client finds the homeserver through this relay."""
        return f"http://127.0.0.1:{self._own_port}"

    async def start(self) -> None:
        """Accept connections, on the same port as before if there was one."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._own_port)
        self._own_port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Refuse new connections and drop those that are open: the server is unreachable."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()
        await self._tasks.cancel_all()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        self._tasks.run(self._serve(reader, writer, self._connections), name="serve")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        self._writers.add(writer)
        upstream: asyncio.StreamWriter | None = None
        try:
            first = await reader.read(65536)
            while first.startswith(_WELL_KNOWN):
                writer.write(self._well_known())
                await writer.drain()
                first = await reader.read(65536)
            back, upstream = await asyncio.open_connection(self._host, self._port)
            self._writers.add(upstream)
            await asyncio.gather(
                self._copy(reader, upstream, number, True, first), self._copy(back, writer, number, False)
            )
        except OSError:
            pass  # either side is gone: the connection ends below
        finally:
            for end in (writer, upstream):
                if end is not None:
                    self._writers.discard(end)
                    end.transport.abort()

    async def _copy(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        number: int,
        from_client: bool,
        data: bytes = b"",
    ) -> None:
        data = data or await source.read(65536)
        while data:
            if self._listener is not None:
                self._listener(number, from_client, data)
            target.write(data)
            await target.drain()
            if from_client and self.pace:
                await asyncio.sleep(len(data) / self.pace)
            data = await source.read(65536)
        if target.can_write_eof():
            target.write_eof()

    def _well_known(self) -> bytes:
        body = json.dumps({"m.homeserver": {"base_url": self.base_url}}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return head.encode() + body
