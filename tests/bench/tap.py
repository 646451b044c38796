"""A relay that notes when a message's PUT leaves a client and when its answer comes back."""

import asyncio
import time

from schoolbell.base.tasks import TaskOwner


class Tap:
    """Forwards bytes to `host:port` and keeps the moments of every PUT …/send/… that passes."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._server: asyncio.Server | None = None
        self._tasks = TaskOwner("tap", on_error=lambda _error: None)
        self.sent: list[float] = []
        self.answered: list[float] = []
        self.base_url = ""

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.base_url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Close every connection."""
        if self._server is not None:
            self._server.close()
        await self._tasks.cancel_all()

    async def answer_after(self, moment: float, timeout: float = 10.0) -> tuple[float, float]:
        """Return when the first PUT after `moment` left, and when its answer passed."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            sent = next((t for t in self.sent if t >= moment), None)
            if sent is not None:
                answered = next((t for t in self.answered if t > sent), None)
                if answered is not None:
                    return sent, answered
            await asyncio.sleep(0.002)
        raise TimeoutError("no message left the client")

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.run(self._serve(reader, writer), name="serve")

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection(self._host, self._port)
        waiting = [False]

        async def there() -> None:
            while data := await reader.read(65536):
                if data.startswith(b"PUT ") and b"/send/m.room.message/" in data[:600]:
                    self.sent.append(time.perf_counter())
                    waiting[0] = True
                up_writer.write(data)
                await up_writer.drain()
            up_writer.close()

        async def back() -> None:
            while data := await up_reader.read(65536):
                if waiting[0]:
                    self.answered.append(time.perf_counter())
                    waiting[0] = False
                writer.write(data)
                await writer.drain()
            writer.close()

        try:
            await asyncio.gather(there(), back())
        finally:
            up_writer.transport.abort()
            writer.transport.abort()
