"""Plays files of this computer by Qt Multimedia, loaded when something is played."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl

from schoolbell.base.errors import ErrorCode
from schoolbell.viewmodels.sound import Listener

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer

log = logging.getLogger(__name__)

_OFTEN_MS = 66  # between two reports of the position


class SystemLoudspeaker(QObject):
    """The default loudspeaker (a `Loudspeaker`). A picture in the file is not shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: QMediaPlayer | None = None
        self._listener: Listener | None = None
        self._ticks = QTimer(self)
        self._ticks.setInterval(_OFTEN_MS)
        self._ticks.timeout.connect(self._tick)

    def open(self, path: Path, listener: Listener) -> None:
        """Play `path`, a file that is known to be a recording."""
        self.close()
        try:
            from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer
        except ImportError:
            log.warning("nothing can be played here: Qt Multimedia cannot be loaded")
            listener.failed(ErrorCode.NO_LOUDSPEAKER)
            return
        if not QMediaDevices.audioOutputs():
            listener.failed(ErrorCode.NO_LOUDSPEAKER)
            return
        self._listener = listener
        self._player = player = QMediaPlayer(self)
        player.setAudioOutput(QAudioOutput(player))
        player.durationChanged.connect(lambda ms: listener.measured(ms))
        player.mediaStatusChanged.connect(self._status)
        player.errorOccurred.connect(self._wrong)
        player.setSource(QUrl.fromLocalFile(str(path)))

    def play(self) -> None:
        """Go on."""
        if self._player is not None:
            self._player.play()
            self._ticks.start()

    def pause(self) -> None:
        """Stop for now."""
        if self._player is not None:
            self._player.pause()
            self._ticks.stop()

    def seek(self, position: int) -> None:
        """Go to a place (ms)."""
        if self._player is not None:
            self._player.setPosition(position)

    def set_rate(self, rate: float) -> None:
        """Play faster; voices keep their pitch."""
        if self._player is not None:
            self._player.setPlaybackRate(rate)

    def close(self) -> None:
        """Let the file go."""
        self._ticks.stop()
        player, self._player, self._listener = self._player, None, None
        if player is not None:
            player.disconnect(self)
            player.stop()
            player.deleteLater()

    def _tick(self) -> None:
        if self._player is not None and self._listener is not None:
            self._listener.moved(self._player.position())

    def _status(self) -> None:
        from PySide6.QtMultimedia import QMediaPlayer

        player, listener = self._player, self._listener
        if player is None or listener is None:
            return
        status = player.mediaStatus()
        if status is QMediaPlayer.MediaStatus.EndOfMedia:
            listener.moved(player.duration())
            listener.ended()
        elif status is QMediaPlayer.MediaStatus.LoadedMedia and not player.hasAudio():
            listener.failed(ErrorCode.NOT_AUDIO)

    def _wrong(self) -> None:
        player, listener = self._player, self._listener
        if player is not None and listener is not None:
            log.info("something cannot be played: %s", player.error().name)
            listener.failed(ErrorCode.NOT_AUDIO)
