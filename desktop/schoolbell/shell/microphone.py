"""The computer's microphone and the encoder of voice notes, by Qt Multimedia, loaded with the first note."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QIODevice, QObject, QUrl

from schoolbell.base.errors import ErrorCode
from schoolbell.viewmodels.sound import BYTES_PER_MS, RATE

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioFormat, QAudioSource

log = logging.getLogger(__name__)

_PIECE = 100 * BYTES_PER_MS  # bytes handed to the encoder at once
_BIT_RATE = 32_000


def _format() -> "QAudioFormat":
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
        self._source = QAudioSource(device, _format(), self)
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
        self._input = QAudioBufferInput(_format(), self)
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
            if not self._input.sendAudioBuffer(QAudioBuffer(QByteArray(piece), _format(), moment)):
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
