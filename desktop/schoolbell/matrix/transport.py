"""One HTTP exchange with a homeserver: token, refresh, bounded answers, every fault as one MatrixError."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Protocol, TypeAlias
from urllib.parse import quote, urlencode, urljoin, urlsplit

import msgspec

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix import errors
from schoolbell.matrix.errors import MatrixError

if TYPE_CHECKING:
    import httpx

__all__ = ["MatrixError", "TokenSource", "Transport", "segment"]

log = logging.getLogger(__name__)

Origin: TypeAlias = tuple[str, str, int | None]  # scheme, host, port

MAX_ANSWER = 64 << 20  # bytes, unpacked
MAX_ERROR = 1 << 20  # bytes of an error answer that are worth reading
MAX_REDIRECTS = 3
READ_SECONDS = 30.0
CONNECT_SECONDS = 10.0
_PIECE = 64 << 10  # bytes of an upload between two words about its progress
_SLOWEST_EXTRA_SECONDS = 90.0  # how much longer than its read timeout an answer may drip in


class HttpClient(Protocol):
    """What is needed of an `httpx.AsyncClient`."""

    @property
    def stream(self) -> "Callable[..., AbstractAsyncContextManager[httpx.Response]]":
        """Open one exchange, as `httpx.AsyncClient.stream`."""
        ...


class TokenSource(Protocol):
    """Who holds the access token and can renew it."""

    def access_token(self) -> str:
        """Return the token to use now."""
        ...

    async def refresh(self, stale: str) -> str:
        """Return a token that is newer than `stale`, renewing it if nobody else did. Raises KnownError."""
        ...


def segment(text: str) -> str:
    """Return `text` as one path segment, whatever signs it has."""
    quoted = quote(text, safe="")
    return quoted.replace(".", "%2E") if quoted.strip(".") == "" else quoted


class Transport:
    """Sends requests to one homeserver. The client is passed in and stays the caller's."""

    def __init__(self, client: HttpClient, base_url: str, tokens: TokenSource | None = None) -> None:
        self._client = client
        self._tokens = tokens
        self.base_url = base_url.rstrip("/")
        self.server_ms = 0  # the server's time at its last answer, 0: it told none

    def __repr__(self) -> str:
        return f"Transport({self.base_url!r})"

    def with_tokens(self, tokens: TokenSource | None) -> "Transport":
        """Return a transport to the same server with another source of tokens."""
        return Transport(self._client, self.base_url, tokens)

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object | None = None,
        content: bytes | None = None,
        content_type: str | None = None,
        token: str | None = None,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> bytes:
        """Return the body of the 2xx answer.

        `path` starts with "/", its segments already quoted (`segment`). `body` is anything msgspec encodes to
        JSON; `content` are raw bytes instead. `token` overrides the token source and is never refreshed.
        `timeout` in seconds is the longest silence (default 30; a long poll passes its own).
        `progress` is told how many bytes of `content` were handed to the network.
        Raises MatrixError; a soft logout is answered by one refresh and one more try.
        """
        if body is not None:
            content, content_type = msgspec.json.encode(body), "application/json"
        headers = {}
        if content is not None:
            headers = {
                "Content-Type": content_type or "application/octet-stream",
                "Content-Length": str(len(content)),
            }
        wait = timeout or READ_SECONDS
        # An upload may take as long as it moves; everything else also has an end.
        longest = wait + _SLOWEST_EXTRA_SECONDS if content is None or body is not None else None

        async def once(bearer: str | None) -> bytes:
            sent = _told(content, progress) if content is not None and progress is not None else content
            try:
                async with (
                    asyncio.timeout(longest),
                    self._exchange(method, path, query, headers, sent, bearer, wait) as response,
                ):
                    answer = await _read(response, MAX_ANSWER)
                    if errors.looks_like_html(response.headers, answer):
                        raise MatrixError(ErrorCode.CAPTIVE_PORTAL, status=response.status_code)
                    self.server_ms = _date(response.headers) or self.server_ms
                    return answer
            except TimeoutError:
                raise MatrixError(ErrorCode.TIMEOUT) from None

        if token is not None or self._tokens is None:
            return await once(token)
        bearer, tries = await self._bearer(self._tokens), 0
        while True:
            try:
                return await once(bearer)
            except MatrixError as error:
                tries += 1
                bearer = await _next_bearer(self._tokens, error, bearer, tries)

    async def stream(
        self, path: str, *, query: Mapping[str, str] | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Yield the body of a GET piece by piece; raises MatrixError like `request`.

        A redirect to another host (media on a CDN, MSC3860) is followed without the token.
        """
        bearer = await self._bearer(self._tokens) if self._tokens is not None else None
        tries = 0
        while True:
            try:
                exchange = self._exchange("GET", path, query, {}, None, bearer, READ_SECONDS, roam=True)
                async with exchange as response:
                    if _is_page(response):
                        raise MatrixError(ErrorCode.CAPTIVE_PORTAL, status=response.status_code)
                    async for piece in _pieces(response):
                        yield piece
                return
            except MatrixError as error:
                if self._tokens is None or bearer is None:
                    raise
                tries += 1
                bearer = await _next_bearer(self._tokens, error, bearer, tries)

    async def _bearer(self, tokens: TokenSource) -> str:
        return tokens.access_token() or await tokens.refresh("")

    @asynccontextmanager
    async def _exchange(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str],
        content: bytes | AsyncIterator[bytes] | None,
        bearer: str | None,
        wait: float,
        *,
        roam: bool = False,
    ) -> AsyncIterator["httpx.Response"]:
        """Open one exchange and give its 2xx response, unread.

        The token never leaves scheme, host and port.
        """
        import httpx

        url = self.base_url + path + ("?" + urlencode(query) if query else "")
        home = _origin(url)
        if home[0] not in ("http", "https") or not home[1]:
            raise MatrixError(ErrorCode.NO_SUCH_HOST)
        limits = httpx.Timeout(wait, connect=CONNECT_SECONDS, pool=CONNECT_SECONDS)
        try:
            for _ in range(MAX_REDIRECTS + 1):
                sent = dict(headers)
                if bearer and _origin(url) == home:
                    sent["Authorization"] = f"Bearer {bearer}"
                async with self._client.stream(
                    method, url, headers=sent, content=content, timeout=limits, follow_redirects=False
                ) as response:
                    if response.is_success:
                        yield response
                        return
                    target = urljoin(url, response.headers.get("location", ""))
                    if method == "GET" and _may_follow(response, home, _origin(target), roam=roam):
                        url = target
                        continue
                    answer = await _read_error(response)
                    raise errors.from_response(response.status_code, response.headers, answer)
            raise MatrixError(ErrorCode.CAPTIVE_PORTAL)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            known = errors.from_network(error)
            log.info("%s %s: %s (%s)", method, path.split("?")[0], known.code, type(error).__name__)
            raise known from None


def _date(headers: Mapping[str, str]) -> int:
    """Return the time (ms) that an answer says it was made at (RFC 9110, "Date"), 0 when it says none."""
    from email.utils import parsedate_to_datetime

    try:
        return max(0, round(parsedate_to_datetime(headers.get("date", "")).timestamp() * 1000))
    except (ValueError, OverflowError, OSError):
        return 0


async def _told(content: bytes, progress: Callable[[int], None]) -> AsyncIterator[bytes]:
    """Yield `content` piece by piece; `progress` hears of each one when the next is asked for."""
    view = memoryview(content)
    for start in range(0, len(view), _PIECE):
        yield bytes(view[start : start + _PIECE])
        progress(min(start + _PIECE, len(view)))


async def _next_bearer(tokens: TokenSource, error: MatrixError, bearer: str, tries: int) -> str:
    """Return the token to try again with after `error`; raises `error` when there is none.

    A token that was renewed while the request was on its way is refused as unknown, not as soft-logged-out:
    the new one exists by then and is tried before anybody is signed out.
    """
    current = tokens.access_token()
    if tries <= 2 and error.errcode == "M_UNKNOWN_TOKEN" and current not in ("", bearer):
        return current
    if tries == 1 and error.code is ErrorCode.SOFT_LOGOUT:
        return await tokens.refresh(bearer)
    raise error


def _may_follow(response: "httpx.Response", home: Origin, target: Origin, *, roam: bool) -> bool:
    if not response.has_redirect_location:
        return False
    return target == home or (roam and target[0] == home[0])


def _origin(url: str) -> Origin:
    """Return scheme, host and port; ("", "", None) for what is no URL."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, (parts.hostname or "").lower(), port


def _is_page(response: "httpx.Response") -> bool:
    """Say whether this is a portal's page and no file: a homeserver says of HTML that it is a download."""
    return "content-disposition" not in response.headers and errors.looks_like_html(response.headers, b"")


async def _pieces(response: "httpx.Response") -> AsyncIterator[bytes]:
    async for piece in response.aiter_bytes():
        yield piece


async def _read_error(response: "httpx.Response") -> bytes:
    """Return the body of an error answer, nothing when it is absurdly long."""
    try:
        return await _read(response, MAX_ERROR)
    except MatrixError:
        return b""


async def _read(response: "httpx.Response", limit: int) -> bytes:
    """Return the whole body; raises MatrixError(TOO_LARGE) past `limit` bytes."""
    pieces, size = [], 0
    async for piece in response.aiter_bytes():
        size += len(piece)
        if size > limit:
            raise MatrixError(ErrorCode.TOO_LARGE, status=response.status_code)
        pieces.append(piece)
    return b"".join(pieces)
