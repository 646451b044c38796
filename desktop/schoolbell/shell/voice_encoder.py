"""The encoder of voice notes, by Qt Multimedia, which is loaded with the first one."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QUrl

from schoolbell.shell.microphone import sample_format
from schoolbell.viewmodels.sound import BYTES_PER_MS, RATE

log = logging.getLogger(__name__)

_PIECE = 100 * BYTES_PER_MS  # bytes handed over at once
_BIT_RATE = 32_000


class SystemEncoder(QObject):
    """AAC in MPEG-4, one channel of 48 kHz, 32 kbit/s (an `Encoder`). One file per encoder."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ended: Callable[[bool], None] | None = None
        self._waiting = bytearray()
        self._all = False
        self._closed = False
        self._fed = 0  # bytes

    def begin(self, target: Path, ended: Callable[[bool], None]) -> None:
        """Write to `target`."""
        from PySide6.QtMultimedia import QAudioBufferInput, QMediaCaptureSession, QMediaFormat, QMediaRecorder

        self._ended = ended
        self._session = QMediaCaptureSession(self)
        self._input = QAudioBufferInput(sample_format(), self)
        self._session.setAudioBufferInput(self._input)
        self._recorder = recorder = QMediaRecorder(self)
        self._session.setRecorder(recorder)
        kind = QMediaFormat(QMediaFormat.FileFormat.Mpeg4Audio)
        kind.setAudioCodec(QMediaFormat.AudioCodec.AAC)
        recorder.setMediaFormat(kind)
        recorder.setEncodingMode(QMediaRecorder.EncodingMode.AverageBitRateEncoding)
        recorder.setAudioBitRate(_BIT_RATE)
        recorder.setAudioSampleRate(RATE)
        recorder.setAudioChannelCount(1)
        recorder.setAutoStop(True)
        recorder.setOutputLocation(QUrl.fromLocalFile(str(target)))
        self._input.readyToSendAudioBuffer.connect(self._push)
        recorder.recorderStateChanged.connect(self._changed)
        recorder.errorOccurred.connect(self._wrong)
        recorder.record()

    def feed(self, samples: bytes) -> None:
        """Add samples."""
        self._waiting += samples
        self._push()

    def finish(self) -> None:
        """That was all."""
        self._all = True
        self._push()

    def drop(self) -> None:
        """Give up."""
        ended, self._ended = self._ended, None
        if ended is not None:
            self._recorder.stop()
        self.deleteLater()

    def _push(self) -> None:
        from PySide6.QtMultimedia import QAudioBuffer

        while self._ended is not None and (len(self._waiting) >= _PIECE or (self._all and self._waiting)):
            piece = bytes(self._waiting[:_PIECE])
            moment = self._fed * 1000 // BYTES_PER_MS  # µs
            if not self._input.sendAudioBuffer(QAudioBuffer(QByteArray(piece), sample_format(), moment)):
                return
            del self._waiting[:_PIECE]
            self._fed += len(piece)
        if self._all and not self._closed and self._ended is not None:
            self._closed = self._input.sendAudioBuffer(QAudioBuffer())

    def _changed(self) -> None:
        from PySide6.QtMultimedia import QMediaRecorder

        if self._recorder.recorderState() is QMediaRecorder.RecorderState.StoppedState:
            self._end(self._closed and self._recorder.error() is QMediaRecorder.Error.NoError)

    def _wrong(self) -> None:
        log.warning("a voice note could not be encoded: %s", self._recorder.error().name)
        self._end(False)

    def _end(self, whole: bool) -> None:
        ended, self._ended = self._ended, None
        if ended is not None:
            ended(whole)
            self.deleteLater()
