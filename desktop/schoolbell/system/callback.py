"""Waits on this machine for a browser to come back with a sign-in token: one secret address, one answer."""

import asyncio
import contextlib
import hmac
import html
import logging
import secrets
from urllib.parse import parse_qs, urlsplit

from schoolbell.base.errors import ErrorCode, KnownError

log = logging.getLogger(__name__)

WAIT_SECONDS = 600.0
_READ_SECONDS = 10.0
_MOST_BYTES = 16 << 10  # of a request's head
_LONGEST_TOKEN = 4096

_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Schoolbell</title>
<style>body{{font:16px system-ui,sans-serif;margin:20vh auto;max-width:28em;text-align:center}}</style>
</head><body><p>{words}</p></body></html>"""


class Callback:
    """An HTTP listener on 127.0.0.1 while the context lasts.

    The address has a one-time state in its path, so that no web page can slip somebody else's token in.
    """

    def __init__(self, words: str) -> None:
        """`words` are what the person reads in the browser at the end."""
        self._words = words
        self._state = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None
        self._token: asyncio.Future[str] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Where the browser is to be sent at the end."""
        return f"http://127.0.0.1:{self._port}/{self._state}"

    async def __aenter__(self) -> "Callback":
        self._token = asyncio.get_running_loop().create_future()
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MOST_BYTES)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()
        if self._token is not None:
            self._token.cancel()

    async def wait(self, seconds: float = WAIT_SECONDS) -> str:
        """Return the token. Raises KnownError(SSO_UNFINISHED) when nobody comes in time."""
        assert self._token is not None
        try:
            return await asyncio.wait_for(self._token, seconds)
        except TimeoutError:
            raise KnownError(ErrorCode.SSO_UNFINISHED) from None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_READ_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                token = self._read(head)
                writer.write(_answer(200, self._words) if token else _answer(404, ""))
                await writer.drain()
                if token and self._token is not None and not self._token.done():
                    self._token.set_result(token)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            log.info("a browser hung up: %s", type(error).__name__)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _read(self, head: bytes) -> str:
        """Return the token of a request that knows the state, "" for any other; only one is taken."""
        lines = head.decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        hosts = [line.partition(":")[2].strip() for line in lines[1:] if line.lower().startswith("host:")]
        try:
            target = urlsplit(rest.rpartition(" ")[0])
        except ValueError:
            return ""
        known = hmac.compare_digest(target.path.encode(), f"/{self._state}".encode())
        taken = self._token is None or self._token.done()
        if method != "GET" or not known or taken or hosts != [f"127.0.0.1:{self._port}"]:
            return ""
        tokens = parse_qs(target.query).get("loginToken", [])
        usable = len(tokens) == 1 and len(tokens[0]) <= _LONGEST_TOKEN and tokens[0].isprintable()
        return tokens[0] if usable else ""


def _answer(status: int, words: str) -> bytes:
    body = _PAGE.format(words=html.escape(words)).encode()
    head = (
        f"HTTP/1.1 {status} {'OK' if status == 200 else 'Not Found'}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n\r\n"
    )
    return head.encode() + body
