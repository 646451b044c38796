"""Sees whether anything hostile was followed: a web address on this machine, a file, a socket."""

import contextlib
import ctypes
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_IN_OPEN = 0x20
_IN_NONBLOCK = 0x800


class Bait:
    """A web address and a file that nobody may touch, whichever library does it (Linux: inotify)."""

    def __init__(self, folder: Path) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setblocking(False)
        self._path = folder / "bait.png"
        self._path.write_bytes(b"\x89PNG\r\n\x1a\n")
        libc = ctypes.CDLL(None, use_errno=True)
        self._watch = libc.inotify_init1(_IN_NONBLOCK)
        assert libc.inotify_add_watch(self._watch, os.fsencode(self._path), _IN_OPEN) >= 0

    @property
    def web(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    @property
    def file(self) -> str:
        """The file as a link."""
        return self._path.as_uri()

    def taken(self) -> list[str]:
        """Return what was asked for."""
        found = []
        with contextlib.suppress(BlockingIOError):
            self._server.accept()[0].close()
            found.append(self.web)
        with contextlib.suppress(BlockingIOError):
            os.read(self._watch, 4096)
            found.append(self.file)
        return found

    def __enter__(self) -> "Bait":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        os.close(self._watch)


@contextlib.contextmanager
def no_sockets() -> Iterator[None]:
    """Fail when anybody so much as makes a socket."""

    class Forbidden(socket.socket):
        def __init__(self, *_: object, **__: object) -> None:
            raise AssertionError("a socket was made")

    real, socket.socket = socket.socket, Forbidden  # type: ignore[misc]
    try:
        yield
    finally:
        socket.socket = real  # type: ignore[misc]
