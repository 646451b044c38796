"""A small CAS server on this machine, as a school may run one: it says who its one person is."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

_YES = (
    '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess>'
    "<cas:user>{user}</cas:user></cas:authenticationSuccess></cas:serviceResponse>"
)
_NO = (
    '<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">'
    '<cas:authenticationFailure code="INVALID_TICKET">no</cas:authenticationFailure></cas:serviceResponse>'
)


class CasServer(ThreadingHTTPServer):
    """`person` is who sits at the browser and is signed in at once (CAS 2, `/login` and `/proxyValidate`)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.person = ""
        self.tickets: dict[str, str] = {}  # ticket → service; each is good once

    @property
    def url(self) -> str:
        """Return what Synapse calls `server_url`."""
        return f"http://127.0.0.1:{self.server_address[1]}/cas"


class _Handler(BaseHTTPRequestHandler):
    server: CasServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/cas/login":
            ticket = f"ST-{secrets.token_hex(8)}"
            self.server.tickets[ticket] = asked["service"]
            joined = "&" if "?" in asked["service"] else "?"
            self.send_response(302)
            self.send_header("Location", asked["service"] + joined + urlencode({"ticket": ticket}))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        good = self.server.tickets.pop(asked.get("ticket", ""), None) == asked.get("service", "?")
        body = (_YES.format(user=self.server.person) if good else _NO).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def cas_server() -> Iterator[CasServer]:
    """Serve while the context lasts."""
    server = CasServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
