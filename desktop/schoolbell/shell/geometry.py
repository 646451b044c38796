"""Remembers where the window stood, one place per set of screens."""

import base64
import json

from PySide6.QtCore import QByteArray, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

DEFAULT_WIDTH, DEFAULT_HEIGHT = 1280, 800
MINIMUM_WIDTH, MINIMUM_HEIGHT = 960, 600
_KEPT = 8


def screens_key() -> str:
    """Return a name for the screens that are connected: a laptop docked and alone differ."""
    parts = []
    for screen in QGuiApplication.screens():
        area = screen.geometry()
        parts.append(f"{screen.name()}:{area.x()},{area.y()},{area.width()}x{area.height()}")
    return "|".join(sorted(parts))


def _places(kept: str | None) -> dict[str, str]:
    try:
        found = json.loads(kept or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def remember(window: QWidget, kept: str | None) -> str:
    """Return `kept` with the window's place for the screens of now."""
    places = _places(kept)
    key = screens_key()
    places.pop(key, None)
    places[key] = base64.b64encode(bytes(window.saveGeometry().data())).decode()
    return json.dumps(dict(list(places.items())[-_KEPT:]))


def restore(window: QWidget, kept: str | None) -> None:
    """Put the window where it stood on these screens, else in the middle at the default size."""
    place = _places(kept).get(screens_key())
    if place is not None:
        try:
            state = QByteArray(base64.b64decode(place, validate=True))
        except ValueError:
            state = QByteArray()
        if not state.isEmpty() and window.restoreGeometry(state):
            return
    screen = QGuiApplication.primaryScreen()
    room = screen.availableGeometry() if screen is not None else QRect(0, 0, DEFAULT_WIDTH, DEFAULT_HEIGHT)
    width, height = min(DEFAULT_WIDTH, room.width()), min(DEFAULT_HEIGHT, room.height())
    window.resize(width, height)
    window.move(room.center() - QRect(0, 0, width, height).center())
