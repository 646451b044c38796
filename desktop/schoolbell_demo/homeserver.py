"""Runs a real Synapse as a child process on 127.0.0.1, for the demo school and for the tests."""

import base64
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schoolbell_demo.homeserver_config import NO_LIMITS, configuration, merge

_START_SECONDS = 90.0  # a cold start on a loaded machine; 2–5 s is usual
_STOP_SECONDS = 15.0
_POLL_SECONDS = 0.05

# Runs inside Synapse's own environment. Standard input is the lifeline: the kernel closes it when the parent
# dies, however it dies, and the server then ends by itself. (PR_SET_PDEATHSIG would fire when the *thread*
# that started the server ends.)
#
# A demo's or test's data need not outlive a power cut: SQLite syncs the disk at checkpoints only, which
# cuts a third off an import; a killed process loses nothing, and the file stays sound either way.
_CHILD = """
import os, runpy, signal, sqlite3, threading
connect = sqlite3.connect
def relaxed(*given, **named):
    connection = connect(*given, **named)
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection
sqlite3.connect = relaxed
def lifeline():
    while os.read(0, 64):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(10)
    os._exit(1)
threading.Thread(target=lifeline, daemon=True).start()
runpy.run_module("synapse.app.homeserver", run_name="__main__", alter_sys=True)
"""


class HomeserverError(RuntimeError):
    """Synapse is not installed, did not start, or would not stop; the text holds the end of its log."""


class HttpError(Exception):
    """The homeserver answered a request with an error: `status` (HTTP) and `body` (decoded JSON, or {})."""

    def __init__(self, status: int, body: Mapping[str, object]) -> None:
        super().__init__(f"{status} {body.get('errcode', '')} {body.get('error', '')}".strip())
        self.status = status
        self.body = body

    @property
    def errcode(self) -> str:
        """Return Matrix's error code, e.g. M_FORBIDDEN, or an empty text."""
        return str(self.body.get("errcode", ""))


@dataclass(frozen=True, slots=True)
class Account:
    """One signed-in account: what registering or signing in returned."""

    user_id: str
    device_id: str
    access_token: str
    password: str

    @property
    def localpart(self) -> str:
        """Return the part of the user id between @ and the colon."""
        return self.user_id[1:].partition(":")[0]


def cache_dir() -> Path:
    """Return the folder of downloads and prepared data: SCHOOLBELL_CACHE, else ~/.cache/schoolbell."""
    chosen = os.environ.get("SCHOOLBELL_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "schoolbell"


def synapse_python() -> Path:
    """Return the interpreter of Synapse's own environment; HomeserverError when it was never set up."""
    python = cache_dir() / "synapse" / "bin" / "python"
    if not python.exists():
        raise HomeserverError(f"Synapse is not installed: no {python} (run packaging/test.sh or demo.sh)")
    return python


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return int(port)


class Synapse:
    """A Synapse with SQLite in `data_dir`, reachable from this machine only.

    `test_limits=True` lifts every rate limit, False leaves Synapse's defaults (a client must then wait).
    `extra_config` is laid over the configuration (see `homeserver_config.merge`); `config_files` are read by
    Synapse after it and replace whole top-level keys (but not the lifted limits); `module_dirs` are put on
    Synapse's import path for `modules:`. `holds` are descriptors that the server keeps open while it runs
    (locks). The data folder may be used again by a later object: accounts and rooms stay. Blocking calls:
    from a coroutine use a thread.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        server_name: str = "school.test",
        test_limits: bool = True,
        extra_config: Mapping[str, object] | None = None,
        config_files: Sequence[Path] = (),
        module_dirs: Sequence[Path] = (),
        holds: Sequence[int] = (),
        port: int | None = None,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.server_name = server_name
        self.port = port or 0
        self._test_limits = test_limits
        self._extra_config = dict(extra_config or {})
        self._config_files = tuple(path.absolute() for path in config_files)
        self._module_dirs = tuple(path.absolute() for path in module_dirs)
        self._holds = tuple(holds)
        self._process: subprocess.Popen[bytes] | None = None
        self._secrets: dict[str, str] = {}

    @property
    def base_url(self) -> str:
        """Return the client API's address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def registration_secret(self) -> str:
        """Return the secret that registers accounts (and the first admin) at this server."""
        return self._kept_secrets()["registration"]

    @property
    def pid(self) -> int | None:
        """Return the process id while the server runs."""
        return self._process.pid if self._process is not None else None

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start Synapse and return when it answers; HomeserverError with the end of its log otherwise.

        After a `stop()` the same port is used again, so that clients find the server where it was.
        """
        if self.running:
            return
        python = synapse_python()
        tries = 1 if self.port else 3  # somebody may take a free port before Synapse does
        while True:
            tries -= 1
            self.port = self.port or free_port()
            self._spawn(python)
            try:
                self._wait_until_ready()
                return
            except HomeserverError as error:
                self.stop()
                if not tries or "Address already in use" not in str(error):
                    raise
                self.port = 0

    def stop(self) -> None:
        """End the server and wait for it; nothing happens when it does not run."""
        process = self._process
        self._process = None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()

    def call(
        self, method: str, path: str, body: object = None, *, token: str | None = None, timeout: float = 60.0
    ) -> dict[str, object]:
        """Send one request and return the decoded answer; `HttpError` for an error status."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base_url + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        if token is not None:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with _direct().open(request, timeout=timeout) as answer:
                return _decoded(answer.read())
        except urllib.error.HTTPError as fault:
            with fault:
                raise HttpError(fault.code, _decoded(fault.read())) from None

    def register(
        self, localpart: str, password: str, admin: bool = False, display_name: str | None = None
    ) -> Account:
        """Make an account by the shared secret and return it signed in on a device of its own."""
        path = "/_synapse/admin/v1/register"
        nonce = str(self.call("GET", path)["nonce"])
        parts = (nonce, localpart, password, "admin" if admin else "notadmin")
        mac = hmac.new(self.registration_secret.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
        body: dict[str, object] = {
            "nonce": nonce,
            "username": localpart,
            "password": password,
            "admin": admin,
            "mac": mac,
        }
        if display_name is not None:
            body["displayname"] = display_name
        return _account(self.call("POST", path, body), password)

    def login(self, localpart: str, password: str, device_name: str = "server side") -> Account:
        """Sign in by password on a new device (a token without refresh, which does not expire)."""
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": localpart},
            "password": password,
            "initial_device_display_name": device_name,
        }
        return _account(self.call("POST", "/_matrix/client/v3/login", body), password)

    def log_tail(self, lines: int = 30) -> str:
        """Return the last lines of what Synapse wrote."""
        with contextlib.suppress(FileNotFoundError):
            text = (self.data_dir / "synapse.out").read_text("utf-8", "replace")
            return "\n".join(text.splitlines()[-lines:])
        return ""

    def config(self) -> dict[str, object]:
        """Return the configuration as it would be written now."""
        config = configuration(
            self.data_dir, self.server_name, self.port, self._kept_secrets(), test_limits=self._test_limits
        )
        return merge(config, self._extra_config)

    def _kept_secrets(self) -> dict[str, str]:
        """Return the server's secrets, made once per data folder and kept there (0600)."""
        if not self._secrets:
            path = self.data_dir / "secrets.json"
            if path.exists():
                self._secrets = {str(k): str(v) for k, v in json.loads(path.read_bytes()).items()}
            else:
                names = ("registration", "macaroon", "form")
                self._secrets = {name: secrets.token_urlsafe(32) for name in names}
                self._write("secrets.json", json.dumps(self._secrets))
        return self._secrets

    def _write(self, name: str, text: str) -> None:
        """Write a file that only this user may read."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        path = self.data_dir / name
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)

    def _write_configuration(self) -> None:
        # JSON is YAML, so nothing here needs a YAML library.
        self._write("homeserver.yaml", json.dumps(self.config(), indent=1, ensure_ascii=False))
        log = {
            "version": 1,
            "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "plain"}},
            "root": {"level": "WARNING", "handlers": ["out"]},
            "disable_existing_loggers": False,
        }
        self._write("log.yaml", json.dumps(log))
        if not (self.data_dir / "signing.key").exists():
            seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
            self._write("signing.key", f"ed25519 a_{secrets.token_hex(2)} {seed}\n")

    def _spawn(self, python: Path) -> None:
        self._write_configuration()
        kept = ("PATH", "HOME", "LANG", "TZ", "TMPDIR")
        environment = {key: os.environ[key] for key in kept if key in os.environ}
        environment["PYTHONUNBUFFERED"] = "1"
        if self._module_dirs:
            environment["PYTHONPATH"] = os.pathsep.join(str(folder) for folder in self._module_dirs)
        files = [self.data_dir / "homeserver.yaml", *self._config_files]
        if self._test_limits and self._config_files:
            self._write("limits.yaml", json.dumps(NO_LIMITS))
            files.append(self.data_dir / "limits.yaml")
        with (self.data_dir / "synapse.out").open("wb") as out:
            self._process = subprocess.Popen(
                [str(python), "-c", _CHILD, *(part for path in files for part in ("-c", str(path)))],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=self.data_dir,
                pass_fds=self._holds,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        process = self._process
        while process is not None and time.monotonic() < deadline:
            if self._healthy():
                return
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_POLL_SECONDS)  # the pause between two looks; ends at once when Synapse does
                raise HomeserverError(f"Synapse ended with {process.returncode}:\n{self.log_tail()}")
        raise HomeserverError(f"Synapse did not answer within {_START_SECONDS:.0f} s:\n{self.log_tail()}")

    def _healthy(self) -> bool:
        try:
            with _direct().open(self.base_url + "/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, http.client.HTTPException, OSError):
            return False


def _direct() -> urllib.request.OpenerDirector:
    """Return an opener that uses no proxy: the server is on this machine."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _decoded(raw: bytes) -> dict[str, object]:
    try:
        value = json.loads(raw or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {"value": value}


def _account(answer: Mapping[str, object], password: str) -> Account:
    return Account(
        user_id=str(answer["user_id"]),
        device_id=str(answer.get("device_id", "")),
        access_token=str(answer["access_token"]),
        password=password,
    )
