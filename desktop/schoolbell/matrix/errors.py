"""Turns what a server or the network answered into one KnownError code."""

import errno
import socket
import ssl
from collections.abc import Mapping

import msgspec

from schoolbell.base.errors import ErrorCode, KnownError

_LONGEST_WAIT_MS = 24 * 3600 * 1000
# An adapter that is gone, no route, a connection that the own system gave up; Windows has numbers of its own.
# Not EHOSTUNREACH: so does a server in the same building look while it starts.
_NO_WAY_OUT = frozenset(
    {errno.ENETDOWN, errno.ENETUNREACH, errno.ENETRESET, errno.ECONNABORTED, errno.EADDRNOTAVAIL}
    | {10049, 10050, 10051, 10052, 10053}
)
_PASSWORD_CODES = frozenset(
    {
        "M_WEAK_PASSWORD",
        "M_PASSWORD_TOO_SHORT",
        "M_PASSWORD_NO_DIGIT",
        "M_PASSWORD_NO_LOWERCASE",
        "M_PASSWORD_NO_UPPERCASE",
        "M_PASSWORD_NO_SYMBOL",
        "M_PASSWORD_IN_DICTIONARY",
    }
)


class MatrixError(KnownError):
    """A call to the homeserver failed.

    `status` is the HTTP status, 0 when no answer came. `errcode` is the server's word (client-server API,
    "Standard error response"), "" without one. `body` is what the server sent, for the few who must read
    it (user-interactive authentication); it is in no message and no repr. `own_side`: this computer has no
    network now, so the server has nothing to do with it.
    """

    def __init__(
        self,
        code: ErrorCode,
        *,
        status: int = 0,
        errcode: str = "",
        retry_after_ms: int | None = None,
        body: bytes = b"",
        own_side: bool = False,
    ) -> None:
        details: dict[str, object] = {}
        if status:
            details["status"] = status
        if errcode:
            details["errcode"] = errcode
        if retry_after_ms is not None:
            details["retry_after_ms"] = retry_after_ms
        super().__init__(code, details)
        self.status = status
        self.errcode = errcode
        self.retry_after_ms = retry_after_ms
        self.body = body
        self.own_side = own_side


def from_response(status: int, headers: Mapping[str, str], body: bytes) -> MatrixError:
    """Return the error that an answer outside 2xx stands for. Header names are looked up in lower case."""
    answer = error_object(body)
    errcode = text_of(answer, "errcode")[:100]
    wait = _wait_ms(answer, headers)
    return MatrixError(
        _code(status, errcode, answer, html=looks_like_html(headers, body)),
        status=status,
        errcode=errcode,
        retry_after_ms=wait,
        body=body,
    )


def from_network(error: BaseException) -> MatrixError:
    """Return the error for an exception of httpx (or of the layers below it)."""
    code, own_side = ErrorCode.NETWORK, False
    name = type(error).__name__
    if "Timeout" in name or isinstance(error, TimeoutError):
        code = ErrorCode.TIMEOUT
    cause: BaseException | None = error
    for _ in range(12):  # a chain that points to itself must not hold us
        if cause is None:
            break
        own_side = own_side or _is_own_side(cause)
        if isinstance(cause, ssl.SSLError):
            code = ErrorCode.TLS
            break
        if isinstance(cause, socket.gaierror | UnicodeError):
            code = ErrorCode.NO_SUCH_HOST
            break
        cause = cause.__cause__ or cause.__context__
    if name in ("InvalidURL", "UnsupportedProtocol"):
        code = ErrorCode.NO_SUCH_HOST
    if name == "ProxyError":
        code = ErrorCode.PROXY
    if name == "ProxyScriptError":
        code = ErrorCode.PROXY_SCRIPT
    return MatrixError(code, own_side=own_side)


def _is_own_side(cause: BaseException) -> bool:
    """Whether the system says that this computer has no way into a network, by any of its addresses."""
    if isinstance(cause, BaseExceptionGroup):  # one per address that was tried
        return all(map(_is_own_side, cause.exceptions))
    return isinstance(cause, OSError) and (
        cause.errno in _NO_WAY_OUT or getattr(cause, "winerror", 0) in _NO_WAY_OUT
    )


def looks_like_html(headers: Mapping[str, str], body: bytes) -> bool:
    """Say whether this is a web page: the sign of a portal or proxy in between, never of a homeserver."""
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    return kind != "application/json" and body.lstrip()[:1] == b"<"


def error_object(body: bytes) -> dict[str, object]:
    """Return the JSON object in `body`, {} when there is none."""
    try:
        answer = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return {}
    return answer if isinstance(answer, dict) else {}


def text_of(answer: Mapping[str, object], key: str) -> str:
    """Return the string at `key`, "" when it is missing or something else."""
    value = answer.get(key)
    return value if isinstance(value, str) else ""


def _code(status: int, errcode: str, answer: Mapping[str, object], *, html: bool) -> ErrorCode:
    if status == 429 or errcode == "M_LIMIT_EXCEEDED":
        return ErrorCode.RATE_LIMITED
    if status == 413 or errcode == "M_TOO_LARGE":
        return ErrorCode.TOO_LARGE
    if status >= 500 and status != 511:
        return ErrorCode.SERVER
    if status == 407:
        return ErrorCode.PROXY
    if status < 400 or status == 511 or (html and not errcode):
        return ErrorCode.CAPTIVE_PORTAL
    if errcode == "M_UNKNOWN_TOKEN":
        return ErrorCode.SOFT_LOGOUT if answer.get("soft_logout") is True else ErrorCode.SIGNED_OUT
    if errcode in ("M_MISSING_TOKEN", "M_USER_DEACTIVATED"):
        return ErrorCode.SIGNED_OUT
    if errcode == "M_UNKNOWN_POS":
        return ErrorCode.UNKNOWN_POSITION
    if errcode == "M_UNKNOWN" and "invalid stream token" in text_of(answer, "error").lower():
        return ErrorCode.UNKNOWN_POSITION
    if errcode in _PASSWORD_CODES:
        return ErrorCode.WEAK_PASSWORD
    if status in (401, 403):
        return ErrorCode.FORBIDDEN
    if status == 408:
        return ErrorCode.TIMEOUT
    return ErrorCode.NOT_FOUND if status == 404 else ErrorCode.BAD_REQUEST


def _wait_ms(answer: Mapping[str, object], headers: Mapping[str, str]) -> int | None:
    """Read how long to wait: the header `Retry-After` in seconds, else the older `retry_after_ms`."""
    header = headers.get("retry-after", "").strip()
    if header.isascii() and header.isdigit() and len(header) < 9:
        return min(int(header) * 1000, _LONGEST_WAIT_MS)
    value = answer.get("retry_after_ms")
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return int(min(value, _LONGEST_WAIT_MS))
    return None
