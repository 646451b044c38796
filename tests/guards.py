"""What a test may not leave behind or do: log records, tasks, threads, processes, Qt objects, network."""

import asyncio
import gc
import ipaddress
import logging
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_GRACE_SECONDS = 3.0


class LogGuard(logging.Handler):
    """Collects records of WARNING and above; `unexpected()` are those that no allowed pattern matches."""

    def __init__(self, allowed: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._allowed = allowed
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record as one line: logger, level and message."""
        error = record.exc_info[1] if record.exc_info else None
        shown = f" [{error!r}]" if error is not None else ""
        self._lines.append(f"{record.name} {record.levelname} {record.getMessage()}{shown}")

    def unexpected(self) -> list[str]:
        """Return the lines that the test did not announce."""
        return [line for line in self._lines if not any(re.search(p, line) for p in self._allowed)]


class NetworkGuard:
    """Lets sockets reach this machine only; `attempts` are the addresses that were refused."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self._connect = socket.socket.connect
        self._connect_ex = socket.socket.connect_ex
        self._getaddrinfo = socket.getaddrinfo

    def install(self, replace: Callable[[object, str, object], None]) -> None:
        """Put the guard in place with monkeypatch.setattr."""
        guard = self

        def connect(sock: socket.socket, address: object) -> None:
            guard.check(sock, address)
            guard._connect(sock, address)  # type: ignore[arg-type]

        def connect_ex(sock: socket.socket, address: object) -> int:
            guard.check(sock, address)
            return guard._connect_ex(sock, address)  # type: ignore[arg-type]

        def getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
            name = host.decode() if isinstance(host, bytes) else host
            if isinstance(name, str) and not _is_here(name):
                if not name.endswith((".invalid", ".test", ".example")):
                    guard.attempts.append(name)
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return guard._getaddrinfo(host, *args, **kwargs)  # type: ignore[arg-type]

        replace(socket.socket, "connect", connect)
        replace(socket.socket, "connect_ex", connect_ex)
        replace(socket, "getaddrinfo", getaddrinfo)

    def check(self, sock: socket.socket, address: object) -> None:
        """Refuse an internet address that is not this machine's."""
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            return
        host = str(address[0])
        if not _is_here(host):
            self.attempts.append(host)
            raise ConnectionRefusedError(f"tests stay on this machine, not {host}")


def _is_here(host: str) -> bool:
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


async def unfinished_tasks() -> list[str]:
    """Return what still runs on this loop besides the caller, after cancelled tasks had time to end."""
    deadline = time.monotonic() + _GRACE_SECONDS
    while True:
        left = [t for t in asyncio.all_tasks() if t is not asyncio.current_task() and not t.done()]
        if not left or time.monotonic() > deadline:
            return [repr(task) for task in left]
        await asyncio.sleep(0 if any(t.cancelling() for t in left) else 0.02)
        if not any(t.cancelling() for t in left) and time.monotonic() > deadline - _GRACE_SECONDS + 0.2:
            return [repr(task) for task in left if not task.done()]


def unfinished_threads(before: Iterable[threading.Thread]) -> list[str]:
    """Return threads that were started since `before` and do not end within the time of grace."""
    known = set(before)
    deadline = time.monotonic() + _GRACE_SECONDS
    left = []
    for thread in threading.enumerate():
        if thread in known or thread is threading.current_thread():
            continue
        # asyncio_*: the event loop's own executor (name look-ups); it ends with the loop, after this
        if not thread.name.startswith(("pytest_timeout", "asyncio_")):
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                left.append(repr(thread))
    return left


def child_processes() -> list[str]:
    """Return the command lines of processes that this one started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
            if int(parent) == os.getpid() and state != "Z":
                command = (stat.parent / "cmdline").read_bytes().replace(b"\0", b" ")
                found.append(f"{stat.parent.name}: {command.decode('utf-8', 'replace')[:200]}")
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return found


class QtGuard:
    """Finds windows that a test left behind, and (`timers`, slower) running timers; nothing without Qt."""

    def __init__(self, *, timers: bool) -> None:
        self._look_for_timers = timers
        self._windows = {id(widget) for widget in _windows()}
        self._timers = {id(timer) for timer in _running_timers()} if timers else set()

    def left_behind(self) -> list[str]:
        """Return names of windows and timers that are new and alive, after deferred deletions were done."""
        if _application() is None:
            return []
        from PySide6.QtCore import QCoreApplication, QEvent

        if self._look_for_timers:
            gc.collect()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        windows = [w for w in _windows() if id(w) not in self._windows]
        timers: list[object] = []
        if self._look_for_timers:
            timers = [t for t in _running_timers() if id(t) not in self._timers]
        return [f"window {w!r}" for w in windows] + [f"running timer {t!r}" for t in timers]


def _application() -> object | None:
    core = sys.modules.get("PySide6.QtCore")
    return None if core is None else core.QCoreApplication.instance()


def _windows() -> list[object]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or not isinstance(_application(), widgets.QApplication):
        return []
    return [
        w
        for w in widgets.QApplication.topLevelWidgets()
        if _alive(w) and not w.objectName().startswith("qt_")
    ]


def _running_timers() -> list[object]:
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return []
    found = [o for o in gc.get_objects() if type(o) is core.QTimer]
    return [timer for timer in found if _alive(timer) and timer.isActive()]


def _alive(wrapper: object) -> bool:
    import shiboken6

    return bool(shiboken6.isValid(wrapper))
