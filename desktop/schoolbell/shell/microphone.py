"""The computer's microphone, by Qt Multimedia, which is loaded with the first voice note."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject

from schoolbell.base.errors import ErrorCode
from schoolbell.viewmodels.sound import RATE

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioFormat, QAudioSource

log = logging.getLogger(__name__)


def sample_format() -> "QAudioFormat":
    """Return what the samples of voice notes are (`viewmodels.sound`)."""
    from PySide6.QtMultimedia import QAudioFormat

    made = QAudioFormat()
    made.setSampleRate(RATE)
    made.setChannelCount(1)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made


class SystemMicrophone(QObject):
    """The default microphone (a `Microphone`)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._heard: Callable[[bytes], None] = lambda _samples: None
        self._failed: Callable[[ErrorCode], None] = lambda _code: None

    def start(self, heard: Callable[[bytes], None], failed: Callable[[ErrorCode], None]) -> None:
        """Tell what is heard; `failed` when there is no microphone, or when it is refused or pulled out."""
        try:
            from PySide6.QtMultimedia import QAudioSource, QMediaDevices
        except ImportError:
            log.warning("no voice notes here: Qt Multimedia cannot be loaded")
            failed(ErrorCode.NO_MICROPHONE)
            return
        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            failed(ErrorCode.NO_MICROPHONE)
            return
        self._heard, self._failed = heard, failed
        self._source = QAudioSource(device, sample_format(), self)
        self._source.stateChanged.connect(self._changed)
        self._stream = self._source.start()
        if self._stream is None or not self._stream.isOpen():
            self._fail(ErrorCode.MICROPHONE_REFUSED)
            return
        self._stream.readyRead.connect(self._read)

    def _read(self) -> None:
        if self._stream is not None:
            self._heard(bytes(self._stream.readAll().data()))

    def _changed(self) -> None:
        from PySide6.QtMultimedia import QtAudio

        if self._source is None or self._source.error() is QtAudio.Error.NoError:
            return
        refused = self._source.error() is QtAudio.Error.OpenError
        self._fail(ErrorCode.MICROPHONE_REFUSED if refused else ErrorCode.NOT_RECORDED)

    def _fail(self, code: ErrorCode) -> None:
        failed = self._failed
        self.stop()
        failed(code)

    def stop(self) -> None:
        """Hear no more."""
        source, self._source, self._stream = self._source, None, None
        self._heard, self._failed = (lambda _samples: None), (lambda _code: None)
        if source is not None:
            source.stateChanged.disconnect(self._changed)
            source.stop()
            source.deleteLater()
