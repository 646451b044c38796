"""How an SMS or a call leaves the office: an interface, and the HTTP webhook that schools put before theirs.

The webhook gets `POST` with JSON `{"v":1,"kind":"sms|call","to","text","key"}` and the headers
`Idempotency-Key` (the same as `key`; what comes twice with one key is to be done once), `X-Schoolbell-Time`
(seconds) and `X-Schoolbell-Signature`: `sha256=` and the hex HMAC-SHA-256, by the shared secret, of time, "."
and the body's bytes. 2xx or 409 (done already): accepted. 408, 425, 429, 5xx or no answer: it comes again.
Anything else: refused for good.
"""

import hashlib
import hmac
import logging
from typing import TYPE_CHECKING, Protocol

import msgspec

from schoolbell.base.clock import Clock

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

SECONDS = 20.0
_AGAIN = frozenset({408, 425, 429})
_LONGEST_WISH = 3600.0


class GatewayError(Exception):
    """It was not accepted. `transient`: it may be later; `retry_after` in seconds is the gateway's wish.

    `reason` is a word for the log: never a number or text.
    """

    def __init__(self, reason: str, *, transient: bool, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.transient = transient
        self.retry_after = retry_after


class Gateway(Protocol):
    """Whatever brings words to a phone."""

    async def send(self, recipient: str, text: str, kind: str, key: str) -> None:
        """Hand over one message: `kind` "sms" or "call"; the same `key` is done once. Raises GatewayError."""
        ...


def signature(secret: str, seconds: str, body: bytes) -> str:
    """Return the value of `X-Schoolbell-Signature`."""
    mac = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256)
    return "sha256=" + mac.hexdigest()


class Webhook:
    """A Gateway behind one URL. The client is passed in and stays the caller's."""

    def __init__(self, client: "httpx.AsyncClient", url: str, secret: str, clock: Clock) -> None:
        self._client = client
        self._url = url
        self._secret = secret
        self._clock = clock

    async def send(self, recipient: str, text: str, kind: str, key: str) -> None:
        """Hand over one message. Raises GatewayError."""
        import httpx

        body = msgspec.json.encode({"v": 1, "kind": kind, "to": recipient, "text": text, "key": key})
        seconds = str(self._clock.now_ms() // 1000)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "X-Schoolbell-Time": seconds,
            "X-Schoolbell-Signature": signature(self._secret, seconds, body),
        }
        try:
            answer = await self._client.post(self._url, content=body, headers=headers, timeout=SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise GatewayError(type(error).__name__, transient=True) from None
        status = answer.status_code
        if answer.is_success or status == 409:
            return
        transient = status in _AGAIN or status >= 500
        raise GatewayError(str(status), transient=transient, retry_after=_wish(answer))


def _wish(answer: "httpx.Response") -> float:
    text = answer.headers.get("retry-after", "")
    return min(float(text), _LONGEST_WISH) if text.isascii() and text.isdigit() else 0.0
