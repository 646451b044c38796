"""Whose an OpenID token is: asked at the homeserver, remembered for a while, bounded in every way.

A client has its homeserver make a token (`POST /_matrix/client/v3/user/{id}/openid/request_token`) and shows
it here instead of its access token. `GET /_matrix/federation/v1/openid/userinfo` of the configured homeserver
says whose it is; only accounts of our own server count. The answer does not say how long the token still
lives, so it is remembered for minutes, not for the hour that Synapse gives it. Tokens are kept by their hash
and logged never.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

USERINFO = "/_matrix/federation/v1/openid/userinfo"
REMEMBER_SECONDS = 600.0
REFUSED_SECONDS = 60.0
MOST_REMEMBERED = 2000
MOST_ADDRESSES = 1000
SECONDS = 10.0  # the homeserver has for an answer
_LARGEST = 4096  # bytes of an answer
_LONGEST_TOKEN = 512
_LONGEST_USER = 255
_AT_ONCE = 8
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=")


class Streams(Protocol):
    """What is needed of an `httpx.AsyncClient`."""

    @property
    def stream(self) -> "Callable[..., AbstractAsyncContextManager[httpx.Response]]":
        """Open one exchange, as `httpx.AsyncClient.stream`."""
        ...


class Pace:
    """Lets each address ask `burst` times at once, later `per_second` times a second. One loop's thread."""

    def __init__(self, clock: Clock, burst: int, per_second: float) -> None:
        self._clock = clock
        self._burst = burst
        self._rate = per_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # address → asks left, at

    def wait(self, address: str) -> float:
        """Count one ask; return 0, or after how many seconds it may be asked (then it is not counted)."""
        now = self._clock.monotonic()
        left, since = self._left.pop(address, (float(self._burst), now))
        left = min(float(self._burst), left + (now - since) * self._rate)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left), now
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate


class OpenId:
    """Asks the homeserver at `url` for accounts of `server_name`. The client stays the caller's."""

    def __init__(self, client: Streams, url: str, server_name: str, clock: Clock) -> None:
        self._client = client
        self._url = url.rstrip("/") + USERINFO
        self._server_name = server_name
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[str, float]] = OrderedDict()  # hash → user or "", until
        self._asking = asyncio.Semaphore(_AT_ONCE)
        for name in ("httpx", "httpcore"):  # their request lines would hold the token
            logger = logging.getLogger(name)
            logger.setLevel(max(logger.level, logging.WARNING))

    async def who(self, token: str) -> str | None:
        """Return whose token it is; None for one that counts for nobody here.

        Raises KnownError(NETWORK, TIMEOUT or SERVER) when the homeserver does not say.
        """
        if not 0 < len(token) <= _LONGEST_TOKEN or not _SIGNS.issuperset(token):
            return None
        key = hashlib.sha256(token.encode()).digest()
        known = self._remembered(key)
        if known is None:
            async with self._asking:
                known = self._remembered(key)  # somebody may have asked meanwhile
                if known is None:
                    known = await self._ask(token)
                    self._remember(key, known)
        return known or None

    def _remembered(self, key: bytes) -> str | None:
        user, until = self._known.get(key, ("", 0.0))
        return user if until > self._clock.monotonic() else None

    def _remember(self, key: bytes, user: str) -> None:
        self._known.pop(key, None)
        self._known[key] = user, self._clock.monotonic() + (REMEMBER_SECONDS if user else REFUSED_SECONDS)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    async def _ask(self, token: str) -> str:
        import httpx

        try:
            async with (
                asyncio.timeout(SECONDS),
                self._client.stream("GET", self._url, params={"access_token": token}) as answer,
            ):
                status, body = answer.status_code, await _read(answer)
        except TimeoutError:
            raise KnownError(ErrorCode.TIMEOUT) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            log.info("the homeserver was not asked whose a token is: %s", type(error).__name__)
            raise KnownError(ErrorCode.NETWORK) from None  # its words may hold the token
        if status == 401:
            return ""
        if status != 200 or body is None:
            log.warning("the homeserver does not say whose a token is: %d", status)
            raise KnownError(ErrorCode.SERVER)
        return self._user(body)

    def _user(self, body: bytes) -> str:
        try:
            found: Any = msgspec.json.decode(body)
        except (msgspec.DecodeError, ValueError, RecursionError):
            raise KnownError(ErrorCode.SERVER) from None
        user = found.get("sub") if isinstance(found, dict) else None
        if not isinstance(user, str) or not user.startswith("@") or len(user) > _LONGEST_USER:
            raise KnownError(ErrorCode.SERVER)
        localpart, _, domain = user[1:].partition(":")
        return user if localpart and domain == self._server_name else ""


async def _read(answer: "httpx.Response") -> bytes | None:
    """Return the body, None when it is longer than any good one."""
    pieces: list[bytes] = []
    async for piece in answer.aiter_bytes():
        pieces.append(piece)
        if sum(map(len, pieces)) > _LARGEST:
            return None
    return b"".join(pieces)


def bearer(headers: Iterable[str]) -> str:
    """Return the token of the one `Authorization: Bearer` header there is, else ""."""
    found = list(headers)
    scheme, _, token = found[0].partition(" ") if len(found) == 1 else ("", "", "")
    return token.strip() if scheme.lower() == "bearer" else ""
