"""A relay that notes when a message's PUT leaves a client and when its answer comes back."""

import asyncio
import time

from schoolbell_demo.relay import Relay


class Tap(Relay):
    """Keeps the moments of every PUT …/send/… that passes and of its answer."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port, self._heard)
        self.sent: list[float] = []
        self.answered: list[float] = []
        self._waiting: set[int] = set()

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

    def _heard(self, connection: int, from_client: bool, data: bytes) -> None:
        now = time.perf_counter()
        if from_client and data.startswith(b"PUT ") and b"/send/m.room.message/" in data[:600]:
            self.sent.append(now)
            self._waiting.add(connection)
        elif not from_client and connection in self._waiting:
            self.answered.append(now)
            self._waiting.discard(connection)
