"""The way through a proxy: a real one of ours on this machine, and every wrong setting with its word."""

import select
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.transport import MatrixError, Transport
from schoolbell.system.http import make_client
from schoolbell.system.proxy import Proxies, checked
from tests.matrix.old_server import OLD_HOMESERVER, serving

NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "AUTO_PROXY")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, ForwardProxy)
        line = self.rfile.readline().decode()
        while self.rfile.readline().strip():
            pass
        method, target = line.split()[:2]
        server.asked.append((method, target))
        if server.answer:
            self.wfile.write(server.answer)
            return
        path = "/" + target.split("/", 3)[3]
        with socket.create_connection(("127.0.0.1", server.upstream)) as behind:
            behind.sendall(f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            while select.select([behind], [], [], 5)[0] and (piece := behind.recv(65536)):
                self.wfile.write(piece)


class ForwardProxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    upstream = 0
    answer = b""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def running() -> Iterator[ForwardProxy]:
    proxy = ForwardProxy()
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield proxy
    proxy.shutdown()
    proxy.server_close()
    thread.join()


@pytest.fixture
def proxy() -> Iterator[ForwardProxy]:
    with running() as made, serving(OLD_HOMESERVER) as url:
        made.upstream = int(url.rstrip("/").rpartition(":")[2])
        yield made


async def ask(**how: object) -> bytes:
    async with make_client(**how) as client:  # type: ignore[arg-type]
        return await Transport(client, "http://school.test").request("GET", "/_matrix/client/versions")


async def fault(url: str = "http://school.test", **how: object) -> ErrorCode:
    async with make_client(**how) as client:  # type: ignore[arg-type]
        with pytest.raises(MatrixError) as raised:
            await Transport(client, url).request("GET", "/_matrix/client/versions")
    return raised.value.code


async def test_policy_environment_and_desktop_lead_through_the_proxy_in_this_order(
    proxy: ForwardProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"r0.6.1" in await ask(desktop=lambda _url: proxy.url)
    assert proxy.asked == [("GET", "http://school.test/_matrix/client/versions")]
    monkeypatch.setenv("http_proxy", proxy.url)
    assert b"r0.6.1" in await ask(desktop=lambda _url: "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert b"r0.6.1" in await ask(proxy=proxy.url, desktop=lambda _url: "http://127.0.0.1:9")
    assert len(proxy.asked) == 3


async def test_each_server_has_a_way_of_its_own_and_the_desktop_is_asked_once(proxy: ForwardProxy) -> None:
    questions: list[str] = []

    def desktop(url: str) -> str | None:
        questions.append(url)
        return proxy.url if "school" in url else None

    async with make_client(desktop=desktop) as client:
        for _ in range(3):
            await Transport(client, "http://school.test").request("GET", "/_matrix/client/versions")
        with pytest.raises(MatrixError) as direct:
            await Transport(client, "http://elsewhere.test").request("GET", "/")
    assert direct.value.code is ErrorCode.NO_SUCH_HOST
    assert questions == ["http://school.test", "http://elsewhere.test"]


async def test_a_proxy_that_does_not_answer_or_refuses_has_its_word(proxy: ForwardProxy) -> None:
    assert await fault(proxy="http://127.0.0.1:9") is ErrorCode.PROXY
    proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    assert await fault(proxy=proxy.url) is ErrorCode.PROXY
    assert await fault("https://school.test", proxy=proxy.url) is ErrorCode.PROXY
    assert proxy.asked[-1] == ("CONNECT", "school.test:443")
    proxy.answer = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
    assert await fault("https://school.test", proxy=proxy.url) is ErrorCode.NETWORK


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("", ErrorCode.PROXY),
        ("proxy", ErrorCode.PROXY),
        ("socks5://proxy.test:1080", ErrorCode.PROXY),
        ("file:///etc/passwd", ErrorCode.PROXY),
        ("http://proxy.test:port", ErrorCode.PROXY),
        ("http://pro xy.test", ErrorCode.PROXY),
        ("http://wpad.school.test/wpad.dat", ErrorCode.PROXY_SCRIPT),
        ("https://school.test/proxy.pac", ErrorCode.PROXY_SCRIPT),
        ("pac+https://school.test/x", ErrorCode.PROXY_SCRIPT),
    ],
)
async def test_a_setting_that_cannot_be_used_has_its_word(setting: str, code: ErrorCode) -> None:
    assert await fault(proxy=setting) is code
    with pytest.raises(KnownError) as refused:
        checked(setting)
    assert refused.value.code is code


async def test_a_wrong_environment_has_its_word_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    assert await fault() is ErrorCode.PROXY


async def test_a_proxy_script_is_named_when_there_is_no_direct_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("auto_proxy", "http://school.test/proxy.pac")
    assert await fault() is ErrorCode.PROXY_SCRIPT
    with serving(OLD_HOMESERVER) as url:
        async with make_client() as client:
            assert await Transport(client, url).request("GET", "/_matrix/client/versions")


@pytest.mark.parametrize(
    ("environ", "url", "proxy"),
    [
        ({"HTTPS_PROXY": "http://a.test:1"}, "https://s.test", "http://a.test:1"),
        ({"HTTPS_PROXY": "http://a.test:1"}, "http://s.test", None),
        ({"ALL_PROXY": "a.test:1"}, "http://s.test", "http://a.test:1"),
        ({"HTTP_PROXY": "http://a.test:1", "http_proxy": "http://b.test:1"}, "http://s.test", "http://b.test:1"),
        ({"ALL_PROXY": "http://a.test:1", "NO_PROXY": "s.test"}, "https://s.test", None),
        ({"ALL_PROXY": "http://a.test:1", "NO_PROXY": ".s.test"}, "https://m.s.test:8448", None),
        ({"ALL_PROXY": "http://a.test:1", "NO_PROXY": "*"}, "https://s.test", None),
        ({"ALL_PROXY": "http://a.test:1"}, "https://localhost", None),
        ({"ALL_PROXY": "http://a.test:1"}, "https://127.0.0.5:8448", None),
        ({"ALL_PROXY": "http://a.test:1"}, "https://[::1]", None),
        ({"ALL_PROXY": "http://u:p@a.test:1"}, "https://s.test", "http://u:p@a.test:1"),
    ],
)
def test_what_the_environment_says(environ: dict[str, str], url: str, proxy: str | None) -> None:
    assert Proxies(environ=environ).proxy_for(url) == proxy
