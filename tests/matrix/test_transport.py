import errno
import gzip
import socket
import ssl
import subprocess
import sys

import httpx
import pytest

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix import transport as transport_module
from schoolbell.matrix.transport import MatrixError, Transport, segment
from tests.matrix.scripted import BASE, Script, answer, error

PATH = "/_matrix/client/v3/account/whoami"
PAGE = "<html>Sign in to SchoolWiFi</html>"


class Tokens:
    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.stale: list[str] = []

    def access_token(self) -> str:
        return self.tokens[0]

    async def refresh(self, stale: str) -> str:
        self.stale.append(stale)
        self.tokens.pop(0)
        return self.tokens[0]


async def fault(script: Script, tokens: Tokens | None = None, method: str = "GET") -> MatrixError:
    with pytest.raises(MatrixError) as caught:
        await script.transport(tokens).request(method, PATH)
    return caught.value


def packed(content: bytes) -> httpx.Response:
    """Return an answer that claims to be gzip."""
    return httpx.Response(200, stream=httpx.ByteStream(content), headers={"content-encoding": "gzip"})


def chained(cause: Exception) -> httpx.ConnectError:
    try:
        try:
            raise cause
        except OSError as inner:
            raise httpx.ConnectError("all connection attempts failed") from inner
    except httpx.ConnectError as outer:
        return outer


def all_addresses(*causes: OSError) -> httpx.ConnectError:
    """Return what httpx raises when each address of a host failed in its way."""
    failed = OSError("All connection attempts failed")
    failed.__cause__ = ExceptionGroup("tried", causes)
    return chained(failed)


@pytest.mark.parametrize(
    ("step", "own_side"),
    [
        (chained(OSError(errno.ENETUNREACH, "no way")), True),
        (chained(OSError(errno.ENETDOWN, "down")), True),
        (chained(ConnectionAbortedError(errno.ECONNABORTED, "by the system")), True),
        (all_addresses(OSError(errno.ENETUNREACH, "v6"), OSError(errno.ENETUNREACH, "v4")), True),
        (all_addresses(OSError(errno.ENETUNREACH, "v6"), ConnectionRefusedError(111, "v4")), False),
        (chained(ConnectionRefusedError(errno.ECONNREFUSED, "nobody")), False),
        (chained(ConnectionResetError(errno.ECONNRESET, "hung up")), False),
        (chained(OSError(errno.EHOSTUNREACH, "the server's computer starts")), False),
        (httpx.RemoteProtocolError("hung up"), False),
        (error(502, "M_UNKNOWN"), False),
    ],
)
async def test_own_network_that_is_gone_is_told_from_a_server_that_hung_up(step, own_side: bool) -> None:
    assert (await fault(Script(step))).own_side is own_side


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (chained(ssl.SSLCertVerificationError("self-signed")), ErrorCode.TLS),
        (chained(socket.gaierror(-2, "unknown")), ErrorCode.NO_SUCH_HOST),
        (chained(ConnectionRefusedError()), ErrorCode.NETWORK),
        (httpx.ReadTimeout("slow"), ErrorCode.TIMEOUT),
        (httpx.PoolTimeout("full"), ErrorCode.TIMEOUT),
        (httpx.RemoteProtocolError("cut"), ErrorCode.NETWORK),
        (httpx.ReadError("cut"), ErrorCode.NETWORK),
        (error(429, "M_LIMIT_EXCEEDED"), ErrorCode.RATE_LIMITED),
        (error(401, "M_UNKNOWN_TOKEN"), ErrorCode.SIGNED_OUT),
        (error(401, "M_UNKNOWN_TOKEN", soft_logout=True), ErrorCode.SOFT_LOGOUT),
        (error(401, "M_UNKNOWN_TOKEN", soft_logout="yes"), ErrorCode.SIGNED_OUT),
        (error(401, "M_MISSING_TOKEN"), ErrorCode.SIGNED_OUT),
        (error(400, "M_UNKNOWN_POS"), ErrorCode.UNKNOWN_POSITION),
        (answer(400, {"errcode": "M_UNKNOWN", "error": "Invalid stream token"}), ErrorCode.UNKNOWN_POSITION),
        (error(400, "M_UNKNOWN"), ErrorCode.BAD_REQUEST),
        (error(400, "M_WEAK_PASSWORD"), ErrorCode.WEAK_PASSWORD),
        (error(403, "M_FORBIDDEN"), ErrorCode.FORBIDDEN),
        (error(404, "M_NOT_FOUND"), ErrorCode.NOT_FOUND),
        (error(413, "M_TOO_LARGE"), ErrorCode.TOO_LARGE),
        (httpx.Response(413, html=PAGE), ErrorCode.TOO_LARGE),
        (httpx.Response(502, html=PAGE), ErrorCode.SERVER),
        (httpx.Response(200, html=PAGE), ErrorCode.CAPTIVE_PORTAL),
        (
            httpx.Response(200, content=b"  <HTML>", headers={"content-type": "text/plain"}),
            ErrorCode.CAPTIVE_PORTAL,
        ),
        (httpx.Response(403, html=PAGE), ErrorCode.CAPTIVE_PORTAL),
        (httpx.Response(407), ErrorCode.PROXY),
        (httpx.Response(511, html=PAGE), ErrorCode.CAPTIVE_PORTAL),
        (httpx.Response(302, headers={"location": "http://portal.example/"}), ErrorCode.CAPTIVE_PORTAL),
        (httpx.Response(400, content=b"\xff[[["), ErrorCode.BAD_REQUEST),
        (answer(400, [1, 2]), ErrorCode.BAD_REQUEST),
        (answer(400, {"errcode": 7, "error": {}}), ErrorCode.BAD_REQUEST),
        (packed(b"no gzip"), ErrorCode.NETWORK),
    ],
)
async def test_every_fault_has_its_word(step: httpx.Response | Exception, code: ErrorCode) -> None:
    assert (await fault(Script(step))).code is code


@pytest.mark.parametrize(
    ("step", "wait"),
    [
        (error(429, "M_LIMIT_EXCEEDED", retry_after_ms=332_000), 332_000),
        (answer(429, {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 5}, retry_after="7"), 7_000),
        (answer(429, {"retry_after_ms": "soon"}, retry_after="-3"), None),
        (error(429, "M_LIMIT_EXCEEDED", retry_after_ms=1e300), 86_400_000),
        (answer(503, {}, retry_after="2"), 2_000),
    ],
)
async def test_how_long_to_wait(step: httpx.Response, wait: int | None) -> None:
    caught = await fault(Script(step))
    assert caught.retry_after_ms == wait
    assert caught.details.get("retry_after_ms") == wait
    assert caught.transient


async def test_the_servers_time_is_that_of_its_last_answer_and_anything_else_is_none() -> None:
    said = "Fri, 31 Oct 2025 08:00:00 GMT"
    odd = ("", "soon", "Fri, 99 Oct 2025 08:00:00 GMT", "Mon, 01 Jan 99999999999 00:00:00 GMT", "\x00" * 9)
    answers = [answer(200, {}, date=date) for date in (*odd, said, *odd)]
    transport = Script(*answers).transport()
    for _ in odd:
        await transport.request("GET", PATH)
        assert transport.server_ms == 0
    for _ in (said, *odd):
        await transport.request("GET", PATH)
        assert transport.server_ms == 1_761_897_600_000


async def test_a_soft_logout_is_renewed_once_and_the_call_repeated() -> None:
    script = Script(error(401, "M_UNKNOWN_TOKEN", soft_logout=True), answer(200, {"user_id": "@t:x"}))
    tokens = Tokens("old", "new")
    body = await script.transport(tokens).request("PUT", PATH, body={"body": "早"})
    assert b"@t:x" in body
    assert script.bearers == ["Bearer old", "Bearer new"]
    assert [request.content for request in script.requests] == ['{"body":"早"}'.encode()] * 2
    assert tokens.stale == ["old"]

    soft = error(401, "M_UNKNOWN_TOKEN", soft_logout=True)
    tokens = Tokens("old", "new")
    caught = await fault(Script(soft, error(401, "M_UNKNOWN_TOKEN", soft_logout=True)), tokens)
    assert caught.code is ErrorCode.SOFT_LOGOUT
    assert tokens.stale == ["old"]


async def test_a_token_renewed_while_the_request_was_on_its_way_signs_nobody_out() -> None:
    tokens = Tokens("old", "new")

    def meanwhile(_request: httpx.Request) -> httpx.Response:
        tokens.tokens.pop(0)
        return error(401, "M_UNKNOWN_TOKEN")

    script = Script(meanwhile, answer(200, {"a": 1}))
    assert await script.transport(tokens).request("GET", PATH) == b'{"a": 1}'
    assert script.bearers == ["Bearer old", "Bearer new"]
    tokens = Tokens("old", "new")
    script = Script(meanwhile, httpx.Response(200, content=b"picture"))
    assert [piece async for piece in script.transport(tokens).stream("/media")] == [b"picture"]
    assert tokens.stale == []

    caught = await fault(Script(error(401, "M_UNKNOWN_TOKEN")), Tokens("old", "new"))
    assert caught.code is ErrorCode.SIGNED_OUT


async def test_without_an_access_token_the_refresh_comes_first() -> None:
    script = Script(answer())
    await script.transport(Tokens("", "new")).request("GET", PATH)
    assert script.bearers == ["Bearer new"]


async def test_the_token_never_goes_to_another_place() -> None:
    for target in (
        "https://evil.example/x",
        "http://matrix.school.example/x",
        f"{BASE}:8443/x",
        "//evil.example/",
    ):
        script = Script(httpx.Response(307, headers={"location": target}), answer())
        assert (await fault(script, Tokens("secret"))).code is ErrorCode.CAPTIVE_PORTAL
        assert len(script.requests) == 1

    script = Script(httpx.Response(302, headers={"location": "/moved"}), answer(200, {"a": 1}))
    assert await script.transport(Tokens("secret")).request("GET", PATH) == b'{"a": 1}'
    assert script.bearers == ["Bearer secret"] * 2
    script = Script(httpx.Response(302, headers={"location": "/moved"}))
    assert (await fault(script, Tokens("secret"), "PUT")).code is ErrorCode.CAPTIVE_PORTAL

    script = Script(
        httpx.Response(308, headers={"location": "https://cdn.example/m"}), httpx.Response(200, content=b"m")
    )
    pieces = [piece async for piece in script.transport(Tokens("secret")).stream("/media")]
    assert pieces == [b"m"]
    assert script.bearers == ["Bearer secret", None]
    script = Script(httpx.Response(308, headers={"location": "http://cdn.example/m"}))
    with pytest.raises(MatrixError):
        [piece async for piece in script.transport(Tokens("secret")).stream("/media")]

    circle = [httpx.Response(302, headers={"location": PATH}) for _ in range(9)]
    assert (await fault(Script(*circle))).code is ErrorCode.CAPTIVE_PORTAL


async def test_an_answer_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport_module, "MAX_ANSWER", 1000)
    bomb = packed(gzip.compress(bytes(100_000)))
    assert (await fault(Script(bomb))).code is ErrorCode.TOO_LARGE
    monkeypatch.setattr(transport_module, "MAX_ERROR", 1000)
    caught = await fault(Script(error(404, "M_NOT_FOUND", much="x" * 2000)))
    assert (caught.code, caught.body) == (ErrorCode.NOT_FOUND, b"")


@pytest.mark.parametrize("url", ["", "ftp://x", "http://", "http://[::1", "https://a:99999999"])
async def test_a_broken_address_is_no_crash(url: str) -> None:
    with pytest.raises(MatrixError):
        await Transport(Script(answer()).client(), url).request("GET", PATH)


@pytest.mark.parametrize("text", ["!r/..:x", "..", ".", "?a#b", "%2F", "课", " "])
async def test_any_id_stays_one_segment(text: str) -> None:
    script = Script(answer())
    await script.transport().request("GET", f"/a/{segment(text)}/z", query={"q": text})
    url = script.requests[0].url
    assert url.raw_path.decode().partition("?")[0].count("/") == 3
    assert url.params["q"] == text


async def test_no_message_or_repr_shows_a_token_or_a_body() -> None:
    script = Script(error(400, "M_BAD_JSON", secret_part="hidden words"))
    transport = script.transport(Tokens("very-secret"))
    with pytest.raises(MatrixError) as caught:
        await transport.request("PUT", PATH, body={"body": "hidden words"}, token="other-secret")
    shown = repr(transport) + repr(caught.value) + str(caught.value) + repr(caught.value.details)
    assert "-secret" not in shown
    assert "hidden" not in shown


def test_importing_the_client_does_not_import_httpx() -> None:
    code = (
        "import sys, schoolbell.matrix.client, schoolbell.matrix.auth, schoolbell.matrix.discovery,"
        " schoolbell.domain.signin, schoolbell.system.secrets, schoolbell.system.http;"
        "sys.exit(','.join({'httpx', 'keyring', 'truststore', 'PySide6'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={"PYTHONPATH": "desktop"}, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
