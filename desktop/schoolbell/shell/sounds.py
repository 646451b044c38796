"""Plays the program's few short sounds; a computer without ears for them stays silent."""

import importlib
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl

from schoolbell.system.resources import resource

log = logging.getLogger(__name__)

Play = Callable[[], object]

_CARDS = Path("/proc/asound/pcm")


class Sounds(QObject):
    """`play` by name, by what the system has for it.

    Windows plays a file by itself. Elsewhere Qt Multimedia does, which is loaded (19 MB) with the first
    sound, and only where there seems to be a loudspeaker.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effects: dict[str, Play] = {}
        self._mute = False

    def play(self, name: str) -> None:
        """Play "message" or "ding"; whatever hinders it is nobody's trouble."""
        if self._mute:
            return
        effect = self._effects.get(name)
        if effect is None:
            effect = self._made(name)
            if effect is None:
                return
            self._effects[name] = effect
        effect()

    def _made(self, name: str) -> Play | None:
        try:
            file = resource("resources", "sounds", f"{name}.wav")
        except FileNotFoundError:
            log.warning("a sound is missing")
            return None
        if sys.platform == "win32":
            return _by_windows(file)
        if not may_be_heard():
            return None  # headphones may come
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
        except ImportError:
            log.info("no sounds here: Qt Multimedia cannot be loaded")
            self._mute = True
            return None
        if not QMediaDevices.audioOutputs():
            return None
        effect = QSoundEffect(self)
        effect.setSource(QUrl.fromLocalFile(str(file)))
        return effect.play


def may_be_heard() -> bool:
    """Return whether this computer has a sound server or card; what cannot be asked is taken to have one."""
    if not sys.platform.startswith("linux") or os.environ.get("PULSE_SERVER"):
        return True
    own, shared = os.environ.get("PULSE_RUNTIME_PATH"), os.environ.get("XDG_RUNTIME_DIR")
    sockets = [Path(own) / "native"] if own else []
    if shared:
        sockets += [Path(shared) / "pulse" / "native", Path(shared) / "pipewire-0"]
    try:
        return any(socket.exists() for socket in sockets) or "playback" in _CARDS.read_text()
    except OSError:
        return False


def _by_windows(file: Path) -> Play:
    winsound = importlib.import_module("winsound")  # which only Windows has
    flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT

    def play() -> None:
        try:
            winsound.PlaySound(str(file), flags)
        except RuntimeError:
            log.info("a sound was not played")

    return play
