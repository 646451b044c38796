"""A process of its own: the school's SMS gateway. It notes every message in a file before it answers.

Arguments: the file, and the shared secret. It prints its port. Every seventh message is noted and then
refused with 503, every eleventh is noted and the connection cut: the sender cannot know. A number that ends
with 99 is refused for good. Ends with its standard input.
"""

import hashlib
import hmac
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_lock = threading.Lock()
_count = 0


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        global _count
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = self.headers["X-Schoolbell-Time"].encode() + b"." + body
        good = "sha256=" + hmac.new(sys.argv[2].encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(good, self.headers["X-Schoolbell-Signature"]):
            self._answer(401)
            return
        message = json.loads(body)
        message["header"] = self.headers["Idempotency-Key"]
        with _lock, Path(sys.argv[1]).open("a") as file:
            file.write(json.dumps(message) + "\n")
            _count += 1
            number = _count
        if message["to"].endswith("99"):
            self._answer(402)
            return
        if number % 11 == 0:
            self.close_connection = True
            return
        self._answer(503 if number % 7 == 0 else 202)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    server.shutdown()
