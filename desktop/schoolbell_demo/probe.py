"""The read-only probe inside the client: says where things are by accessible role and name.

The demo loads it with `schoolbell --allow-probe` and SCHOOLBELL_PROBE=schoolbell_demo.probe:install; it
changes nothing. It listens on the local socket named by SCHOOLBELL_PROBE_SOCKET and speaks one JSON object
a line in each direction:
`{"role": "Button" | "", "name": text, "match": "exact" | "contains"}` → `{"found": [Sight…]}`.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

_MOST_NODES = 6000


def install(app: QApplication) -> None:
    """Start listening; called by the client's shell once the QApplication stands."""
    listen(app, os.environ["SCHOOLBELL_PROBE_SOCKET"])


def listen(app: QApplication, socket_name: str) -> None:
    """Let whoever connects to this socket ask."""
    QAccessible.setActive(True)  # as with a screen reader: views tell their interfaces of every change
    Probe(socket_name, app)


class Probe(QObject):
    """Answers questions about what is on the screen."""

    def __init__(self, socket_name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if not self._server.listen(socket_name):
            raise OSError(self._server.errorString())

    def _connected(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QLocalSocket) -> None:
        while socket.canReadLine():
            question = json.loads(bytes(socket.readLine().data()))
            answer = {"found": list(_find(question))}
            socket.write(json.dumps(answer).encode() + b"\n")
            socket.flush()


def _find(question: dict[str, Any]) -> Iterator[dict[str, Any]]:
    role, name = question.get("role", ""), question.get("name", "")
    exact = question.get("match", "contains") == "exact"
    for interface, widget in _everything():
        role_name = interface.role().name
        if role and role_name != role:
            continue
        own = interface.text(QAccessible.Text.Name)
        value = interface.text(QAccessible.Text.Value)
        if exact and name not in (own, value):
            continue
        if not exact and name not in own and name not in value:
            continue
        yield _sight(interface, widget, role_name, own, value)


def _everything() -> Iterator[tuple[QAccessibleInterface, QWidget]]:
    """Walk every visible window, depth first, with the widget each node is painted by."""
    seen = 0
    for window in QApplication.topLevelWidgets():
        if not window.isVisible():
            continue
        root = QAccessible.queryAccessibleInterface(window)
        stack: list[tuple[QAccessibleInterface, QWidget]] = [(root, window)] if root else []
        while stack and seen < _MOST_NODES:
            interface, painter = stack.pop()
            if not interface.isValid() or interface.state().invisible:
                continue
            seen += 1
            thing = interface.object()
            widget = thing if isinstance(thing, QWidget) else painter
            yield interface, widget
            children = [interface.child(at) for at in range(interface.childCount())]
            stack.extend((child, widget) for child in reversed(children) if child is not None)


def _sight(
    interface: QAccessibleInterface, widget: QWidget, role: str, name: str, value: str
) -> dict[str, Any]:
    rect = interface.rect()
    shown = _shown_part(rect, widget)
    ratio = widget.devicePixelRatioF()
    centre = shown.center()
    state = interface.state()
    return {
        "role": role,
        "name": name,
        "value": value,
        "rect": [round(v * ratio) for v in (shown.x(), shown.y(), shown.width(), shown.height())],
        "visible": widget.isVisible() and not shown.isEmpty(),
        "active": widget.window().isActiveWindow() or _is_popup(widget),
        "topmost": not shown.isEmpty() and _topmost(interface, widget, centre),
        "enabled": not state.disabled,
        "focused": bool(state.focused),
        "checked": bool(state.checked or state.selected),
    }


def _shown_part(rect: QRect, widget: QWidget) -> QRect:
    """The part of `rect` (screen) that no ancestor of `widget` clips away; covering is another question."""
    around: QWidget | None = widget
    while around is not None:
        rect = rect.intersected(QRect(around.mapToGlobal(QPoint(0, 0)), around.size()))
        around = None if around.isWindow() else around.parentWidget()
    return rect


def _is_popup(widget: QWidget) -> bool:
    kind = widget.window().windowType()
    owner = widget.window().parentWidget()
    return kind in (Qt.WindowType.Popup, Qt.WindowType.Tool, Qt.WindowType.ToolTip) and (
        owner is None or owner.window().isActiveWindow()
    )


def _topmost(interface: QAccessibleInterface, widget: QWidget, at: QPoint) -> bool:
    """Whether a click at `at` reaches it: the widget or what is in it; for a painted row the very surface."""
    top = QApplication.widgetAt(at)
    if top is None:
        return False
    if not isinstance(interface.object(), QWidget):
        surface = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
        return top is surface
    if top is widget or widget.isAncestorOf(top):
        return True
    passes = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return passes and top.isAncestorOf(widget)
