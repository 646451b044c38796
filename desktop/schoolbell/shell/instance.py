"""One window per account: a second start hands its links to the first and ends."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LIMIT = 4096  # bytes of one hand-over
_WAIT_MS = 1000


def channel_name(lock: Path) -> str:
    """Return the local channel's name for a profile's lock file (the path itself may be too long)."""
    return "schoolbell-" + hashlib.sha256(str(lock.resolve()).encode()).hexdigest()[:24]


def hand_over(lock: Path, links: list[str]) -> bool:
    """Ask the running window to show itself and open `links`; False when nobody answers."""
    socket = QLocalSocket()
    socket.connectToServer(channel_name(lock))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write("\n".join(links).encode()[:_LIMIT] + b"\n")
    done = socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return bool(done)


class InstanceServer(QObject):
    """Listens for later starts of the same user only; `asked` carries their links (may be empty)."""

    asked = Signal(list)

    def __init__(self, lock: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._sockets: list[QLocalSocket] = []
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = channel_name(lock)
        if not self._server.listen(name):
            QLocalServer.removeServer(name)  # left by a killed process: we hold the lock
            self._server.listen(name)
        self._server.newConnection.connect(self._connected)

    def close(self) -> None:
        """Stop listening; what is half read is dropped."""
        self._server.close()
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            socket.disconnected.disconnect()
            socket.deleteLater()

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        self._sockets.append(socket)
        socket.disconnected.connect(self._read)

    def _read(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket) or socket not in self._sockets:
            return
        self._sockets.remove(socket)
        text = bytes(socket.read(_LIMIT).data()).decode("utf-8", "replace")
        socket.deleteLater()
        self.asked.emit([line for line in text.split("\n") if line])
