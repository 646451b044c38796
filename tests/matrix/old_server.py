"""A small HTTP server on this machine that answers as a test says: an old homeserver, a web site."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, str, bytes]  # status, content type, body

JSON = "application/json"
NOT_FOUND: Answer = (404, JSON, b'{"errcode":"M_UNRECOGNIZED","error":"no"}')

# A homeserver from before sliding sync.
OLD_HOMESERVER: Mapping[str, Answer] = {
    "/_matrix/client/versions": (200, JSON, b'{"versions":["r0.6.1","v1.1"],"unstable_features":{}}'),
    "/_matrix/client/v3/login": (200, JSON, b'{"flows":[{"type":"m.login.password"}]}'),
}
WEB_SITE: Mapping[str, Answer] = {}
PAGE: Answer = (200, "text/html; charset=utf-8", b"<!doctype html><title>No. 3 School</title>")


@contextmanager
def serving(answers: Mapping[str, Answer], otherwise: Answer = NOT_FOUND) -> Iterator[str]:
    """Serve and give the base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = answers.get(self.path, otherwise)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
