"""Plays the program's few short sounds; a computer without ears for them stays silent."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl

from schoolbell.system.resources import resource

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

log = logging.getLogger(__name__)


class Sounds(QObject):
    """`play` by name; QtMultimedia is loaded with the first sound, and only where there is a loudspeaker."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effects: dict[str, QSoundEffect] = {}
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
        effect.play()

    def _made(self, name: str) -> "QSoundEffect | None":
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
        except ImportError:
            log.info("no sounds here: Qt Multimedia cannot be loaded")
            self._mute = True
            return None
        if not QMediaDevices.audioOutputs():
            return None  # headphones may come
        try:
            file = resource("resources", "sounds", f"{name}.wav")
        except FileNotFoundError:
            log.warning("a sound is missing")
            return None
        effect = QSoundEffect(self)
        effect.setSource(QUrl.fromLocalFile(str(file)))
        return effect
