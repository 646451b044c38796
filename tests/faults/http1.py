"""Reads whole HTTP/1.1 messages from a stream, as bytes that can be passed on unchanged."""

import asyncio
from dataclasses import dataclass

LIMIT = 1 << 20  # bytes of a head or a chunk's line


class BrokenMessageError(Exception):
    """The other side ended in the middle of a message, or does not speak HTTP/1.1."""


@dataclass(frozen=True, slots=True)
class Message:
    """One request or answer: `head` ends with its empty line, `body` keeps its chunk framing."""

    head: bytes
    body: bytes
    ends_connection: bool

    @property
    def method(self) -> str:
        """The request's method."""
        return self.head.split(b" ", 1)[0].decode("latin-1")

    @property
    def path(self) -> str:
        """The request's path, still quoted, without its query."""
        return self.head.split(b" ", 2)[1].split(b"?", 1)[0].decode("latin-1")

    def cut(self, share: float) -> bytes:
        """Return the beginning of the message, ending inside the body (the head without one)."""
        if self.body:
            return self.head + self.body[: int(len(self.body) * share)]
        return self.head[: max(1, int((len(self.head) - 4) * share))]


async def read_message(reader: asyncio.StreamReader, *, answer_to: str = "") -> Message | None:
    """Return the next message, None at the end of the connection. `answer_to`: the request's method."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as end:
            if end.partial:
                raise BrokenMessageError from end
            return None
        if not answer_to or not head.startswith(b"HTTP/1.1 1"):  # 1xx: the answer proper follows
            break
    first, *lines = head[:-4].split(b"\r\n")
    fields = {
        name.strip().lower(): value.strip() for name, _, value in (one.partition(b":") for one in lines)
    }
    closes = fields.get(b"connection", b"").lower() == b"close"
    status = first.split(b" ")[1] if answer_to else b""
    if answer_to == "HEAD" or status in (b"204", b"304"):
        return Message(head, b"", closes)
    try:
        if b"chunked" in fields.get(b"transfer-encoding", b"").lower():
            return Message(head, await _chunks(reader), closes)
        if b"content-length" in fields:
            return Message(head, await reader.readexactly(int(fields[b"content-length"])), closes)
    except asyncio.IncompleteReadError as end:
        raise BrokenMessageError from end
    return Message(head, await reader.read(), True) if answer_to else Message(head, b"", closes)


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    pieces = bytearray()
    while True:
        line = await reader.readuntil(b"\r\n")
        pieces += line
        size = int(line.split(b";")[0], 16)
        if size == 0:
            while line != b"\r\n":  # trailers
                line = await reader.readuntil(b"\r\n")
                pieces += line
            return bytes(pieces)
        pieces += await reader.readexactly(size + 2)
