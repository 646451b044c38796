import asyncio
import datetime
import ipaddress
import ssl
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.transport import MatrixError, Transport
from schoolbell.system.http import RenewableClient, make_client
from schoolbell.version import VERSION
from tests.matrix.old_server import OLD_HOMESERVER, serving


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return key and self-signed certificate for 127.0.0.1 in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "school.test")])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=36500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "server.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


class Server(ThreadingHTTPServer):
    daemon_threads = True
    agents: list[str]

    def handle_error(self, *_args: object) -> None:
        """Say nothing about clients that hang up."""


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            assert isinstance(self.server, Server)
            self.server.agents.append(self.headers["User-Agent"])
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = Server(("127.0.0.1", 0), Handler)
    server.agents = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


async def test_a_certificate_nobody_vouches_for_is_refused(secure: Server) -> None:
    async with make_client() as client:
        with pytest.raises(MatrixError) as fault:
            await Transport(client, f"https://127.0.0.1:{secure.server_address[1]}").request("GET", "/x")
    assert fault.value.code is ErrorCode.TLS
    assert secure.agents == []


async def test_a_trust_store_of_ones_own_is_used(secure: Server, certificate: Path) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    async with make_client(trust=trust) as client:
        transport = Transport(client, f"https://127.0.0.1:{secure.server_address[1]}")
        assert await transport.request("GET", "/x") == b"{}"
    assert secure.agents == [f"Schoolbell/{VERSION}"]


def test_verification_cannot_be_switched_off() -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with pytest.raises(ValueError, match="verify"):
        make_client(trust=context)


async def test_this_machine_is_reached_without_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with serving(OLD_HOMESERVER) as url:
        for proxy in (None, "http://127.0.0.1:9"):
            async with make_client(proxy) as client:
                body = await Transport(client, url).request("GET", "/_matrix/client/versions")
                assert b"r0.6.1" in body
            async with make_client(proxy) as client:
                with pytest.raises(MatrixError) as fault:
                    await Transport(client, "http://elsewhere.test").request("GET", "/")
                assert fault.value.code is ErrorCode.PROXY  # the proxy that is not there


def test_a_command_line_that_nobody_calls_is_not_loaded() -> None:
    program = (
        "import asyncio, sys; from schoolbell.system.http import make_client;"
        "asyncio.run(make_client().aclose()); print({'click', 'rich'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


class Sought:
    """Sees the modules that the interpreter looks for because it does not have them."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        self.names.append(name)


async def test_a_request_looks_for_no_module(monkeypatch: pytest.MonkeyPatch) -> None:
    # What httpx asks for and does not find is looked for in every folder of sys.path, at every request.
    sought = Sought()
    with serving(OLD_HOMESERVER) as url:
        async with make_client() as client:
            transport = Transport(client, url)
            await transport.request("GET", "/_matrix/client/versions")
            monkeypatch.setattr(sys, "meta_path", [sought, *sys.meta_path])
            await transport.request("GET", "/_matrix/client/versions")
    assert sought.names == []


async def ask(client: RenewableClient, url: str, **how: object) -> bytes:
    async with client.stream("GET", url, **how) as response:
        return await response.aread()


class Answers:
    """A server that lets the first request hang and answers the others."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._writers: list[asyncio.StreamWriter] = []

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:  # it hung up
            return
        if self.asked.is_set():
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            await writer.drain()
        self.asked.set()

    def close(self) -> None:
        for writer in self._writers:
            writer.close()


@pytest.fixture
async def client() -> AsyncIterator[RenewableClient]:
    made = RenewableClient(make_client())
    yield made
    await made.aclose()


async def test_after_a_sleep_requests_go_over_new_connections_and_the_dead_ones_end(
    client: RenewableClient,
) -> None:
    answers = Answers()
    async with await asyncio.start_server(answers.take, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        dead = asyncio.ensure_future(ask(client, url))
        try:
            await asyncio.wait_for(answers.asked.wait(), 10)
            await client.replace(make_client())
            with pytest.raises(httpx.HTTPError):
                await asyncio.wait_for(dead, 10)
            assert await ask(client, url) == b"ok"
        finally:
            dead.cancel()
            answers.close()


@pytest.mark.parametrize("moment", ["started", "complete"])
async def test_a_request_that_still_connects_ends_with_its_client(
    client: RenewableClient, moment: str
) -> None:
    replacing: list[asyncio.Future[None]] = []

    async def trace(name: str, _info: object) -> None:
        if name == f"connection.connect_tcp.{moment}" and not replacing:
            replacing.append(asyncio.ensure_future(client.replace(make_client())))

    answers = Answers()
    answers.asked.set()
    async with await asyncio.start_server(answers.take, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        try:
            with pytest.raises(httpx.CloseError):
                await asyncio.wait_for(ask(client, url, extensions={"trace": trace}), 10)
            await asyncio.wait_for(replacing[0], 10)
            assert await ask(client, url) == b"ok"
        finally:
            answers.close()
