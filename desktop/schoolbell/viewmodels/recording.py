"""Recording a voice note: what is heard goes to the disk and into a small file; one note at a time."""

import asyncio
from array import array
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.domain.chat.attachments import thinned
from schoolbell.domain.chat.ports import VoiceFacts
from schoolbell.system.voice_folder import Found, KeptNote, VoiceFolder, VoicePlace
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.outgoing import OutgoingFile
from schoolbell.viewmodels.sound import BYTES_PER_MS, Encoder, Microphone, Sound

MOST_MS = 60_000
WARN_MS = 50_000  # from here on it is said how long is left
LEAST_MS = 300  # what is shorter is a slip of the finger
MIMETYPE = "audio/mp4"
_SAVED_MS = 500  # more than that is never only in memory
_STRETCH_MS = 50  # that one loudness stands for
_DEAF_MS = 5_000  # after which a microphone that has told nothing is given up
_LOUDEST, _QUIET = 1024, 16


class RecordState(StrEnum):
    """What the recorder does now."""

    IDLE = "idle"
    RECORDING = "recording"
    FINISHING = "finishing"


class Outcome(StrEnum):
    """What becomes of a note when it is whole."""

    KEEP = "keep"  # it stays to be looked at
    SEND = "send"
    DISCARD = "discard"  # it can be given back


class Recorded(Struct, frozen=True):
    """A note that is whole, and where it belongs."""

    place: VoicePlace
    file: OutgoingFile
    outcome: Outcome = Outcome.KEEP


class Recorder(QObject):
    """Slots never block and never raise. The microphone is asked for when somebody records.

    What was recorded lies in `folder` until `forget`; what an earlier run left is told by `restore`.
    """

    changed = Signal()  # state, time or level
    finished = Signal(object)  # Recorded
    failed = Signal(str, str, dict)  # kind of the place, ErrorCode value, details

    def __init__(
        self,
        bridge: Bridge,
        folder: Path,
        sound: Sound,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._folder = VoiceFolder(folder)
        self._sound = sound
        self._microphone: Microphone | None = None
        self._encoder: Encoder | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._ended = False
        self.state = RecordState.IDLE
        self.place = VoicePlace("", "", "")
        self.level = 0  # 0…1024, of the last moment
        self._key = ""
        self._heard = 0  # bytes
        self._levels: list[int] = []
        self._rest = b""  # samples that are not measured yet
        self._unsaved = b""
        self._untaken: list[Recorded] = []  # of an earlier run
        self._outcome = Outcome.KEEP
        self._deaf = QTimer(self)
        self._deaf.setSingleShot(True)
        self._deaf.setInterval(_DEAF_MS)
        self._deaf.timeout.connect(lambda: self._no_sound(ErrorCode.NOT_RECORDED))

    # -- how far it is --------------------------------------------------------------------------------

    @property
    def elapsed(self) -> int:
        """Return the ms recorded so far."""
        return min(MOST_MS, self._heard // BYTES_PER_MS)

    @property
    def levels(self) -> Sequence[int]:
        """The loudness of each 50 ms so far, 0…1024."""
        return self._levels

    @property
    def silent(self) -> bool:
        """Whether the microphone gives nothing but silence."""
        return self.elapsed >= 1500 and not any(self._levels)

    # -- recording ------------------------------------------------------------------------------------

    def start(self, place: VoicePlace) -> None:
        """Begin a note, unless one is recorded already."""
        if self.state is not RecordState.IDLE or self._ended:
            return
        self.state, self.place, self._key = RecordState.RECORDING, place, new_txn_id()
        self._heard, self._levels, self._rest, self._unsaved, self.level = 0, [], b"", b"", 0
        self._outcome = Outcome.KEEP
        self._run(self._begin(self._key, place))
        self.changed.emit()

    async def _begin(self, key: str, place: VoicePlace) -> None:
        await self._in_thread(lambda: self._folder.begin(key, place))
        if key != self._key or self.state is not RecordState.RECORDING:
            await self._in_thread(lambda: self._folder.remove(key))
            return
        self._encoder = self._sound.encoder()
        self._encoder.begin(self._folder.path(key, place.name), lambda whole: self._encoded(key, whole))
        self._deaf.start()
        self._microphone = self._sound.microphone()
        self._microphone.start(self._hear, self._no_sound)

    def _hear(self, samples: bytes) -> None:
        if self.state is not RecordState.RECORDING or self._encoder is None or not samples:
            return
        self._deaf.stop()
        samples = samples[: MOST_MS * BYTES_PER_MS - self._heard]
        self._heard += len(samples)
        self._measure(samples)
        self._encoder.feed(samples)
        self._unsaved += samples
        if len(self._unsaved) >= _SAVED_MS * BYTES_PER_MS:
            self._save()
        self.changed.emit()
        if self.elapsed >= MOST_MS:
            self.finish()

    def _save(self) -> None:
        """Keep what was heard: it survives a crash."""
        key, unsaved, self._unsaved = self._key, self._unsaved, b""
        self._run(self._in_thread(lambda: self._folder.heard(key, unsaved)))

    def _measure(self, samples: bytes) -> None:
        found, self._rest = loudness(self._rest + samples)
        self._levels.extend(found)
        if found:
            self.level = found[-1]

    def finish(self, outcome: Outcome = Outcome.KEEP) -> None:
        """Stop: `finished` follows with the note."""
        if self.state is not RecordState.RECORDING:
            return
        self._outcome = outcome
        self._hush()
        if self._encoder is None or self.elapsed < LEAST_MS:
            quiet = outcome is Outcome.DISCARD
            self._give_up(None if quiet else ErrorCode.NOT_RECORDED)
            return
        self.state = RecordState.FINISHING
        self.changed.emit()
        self._encoder.finish()

    def cancel(self) -> None:
        """Stop and discard: `finished` follows with a note that can be given back."""
        self.finish(Outcome.DISCARD)

    def _no_sound(self, code: ErrorCode) -> None:
        """The microphone, or the disk, fails: what was heard until then stays."""
        if self.state is not RecordState.RECORDING:
            return
        if self.elapsed >= LEAST_MS:
            self.failed.emit(self.place.kind, code.value, {})
            self.finish()
            return
        self._hush()
        self._give_up(code)

    def _hush(self) -> None:
        self._deaf.stop()
        microphone, self._microphone = self._microphone, None
        if microphone is not None:
            microphone.stop()

    def _give_up(self, code: ErrorCode | None) -> None:
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.drop()
        self.forget(self._key)
        kind = self.place.kind
        self._idle()
        if code is not None:
            self.failed.emit(kind, code.value, {})

    def _idle(self) -> None:
        self.state, self._key = RecordState.IDLE, ""
        self.changed.emit()

    def _encoded(self, key: str, whole: bool) -> None:
        if key != self._key:
            return
        self._hush()
        self._encoder = None
        if not whole:  # what was heard stays for the next start
            self._save()
            kind = self.place.kind
            self._idle()
            self.failed.emit(kind, ErrorCode.NOT_RECORDED.value, {})
            return
        note = KeptNote(self.elapsed, waveform(self._levels))
        self._run(self._put(key, self.place, note, self._outcome))
        self._idle()

    async def _put(self, key: str, place: VoicePlace, note: KeptNote, outcome: Outcome) -> None:
        path = self._folder.path(key, place.name)

        def put() -> int:
            self._folder.whole(key, note)
            return path.stat().st_size

        size: int = await self._in_thread(put)
        self._tell(key, place, note, size, outcome)

    def _tell(
        self, key: str, place: VoicePlace, note: KeptNote, size: int, outcome: Outcome
    ) -> Recorded:
        path, voice = self._folder.path(key, place.name), VoiceFacts(note.duration, note.waveform)
        file = OutgoingFile(key, place.name, size, path, b"", MIMETYPE, voice)
        recorded = Recorded(place, file, outcome)
        self.finished.emit(recorded)
        return recorded

    # -- what is there --------------------------------------------------------------------------------

    def forget(self, key: str) -> None:
        """A note is sent, or nobody wants it."""
        if key:
            self._run(self._in_thread(lambda: self._folder.remove(key)))

    def settle(self, key: str) -> None:
        """A note has a copy elsewhere that nothing loses: it can be played here until the program ends."""
        self._run(self._in_thread(lambda: self._folder.settle(key)))

    def restore(self) -> None:
        """Tell of what an earlier run left; a recording that was cut off is made whole first."""
        self._run(self._restore())

    def again(self, kind: str) -> None:
        """Tell once more of what was found for places of `kind`: their editor is there only now."""
        for recorded in [one for one in self._untaken if one.place.kind == kind]:
            self._untaken.remove(recorded)
            self.finished.emit(recorded)

    async def _restore(self) -> None:
        found: list[Found] = await self._in_thread(self._folder.found)
        for one in found:
            if one.key == self._key:
                continue
            note = one.note if one.note is not None else await self._rescued(one)
            if note is None:
                await self._in_thread(lambda key=one.key: self._folder.remove(key))  # type: ignore[misc]
                continue
            path = self._folder.path(one.key, one.place.name)
            size: int = await self._in_thread(lambda path=path: path.stat().st_size)  # type: ignore[misc]
            self._untaken.append(self._tell(one.key, one.place, note, size, Outcome.KEEP))

    async def _rescued(self, found: Found) -> KeptNote | None:
        """Make a file of what was heard before a crash; None when there is nothing to be made of it."""
        samples: bytes = await self._in_thread(lambda: self._folder.raw(found.key))
        if len(samples) < LEAST_MS * BYTES_PER_MS:
            return None
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        encoder = self._sound.encoder()
        encoder.begin(
            self._folder.path(found.key, found.place.name),
            lambda whole: None if done.done() else done.set_result(whole),
        )
        encoder.feed(samples)
        encoder.finish()
        try:
            whole = await done
        finally:
            if not done.done() or done.cancelled():
                encoder.drop()
        if not whole:
            return None
        levels: list[int] = await self._in_thread(lambda: loudness(samples)[0])
        note = KeptNote(len(samples) // BYTES_PER_MS, waveform(levels))
        await self._in_thread(lambda: self._folder.whole(found.key, note))
        return note

    # -- life -----------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Record no more; what was heard stays for the next start."""
        self._ended = True
        self._hush()
        if self._unsaved and self._pool is not None and self.state is not RecordState.IDLE:
            self._pool.submit(self._folder.heard, self._key, self._unsaved)
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.drop()
        self.state, self._key = RecordState.IDLE, ""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True)

    def _run(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        self._bridge.run(coroutine, self._on_known)

    def _on_known(self, error: KnownError) -> None:
        """The disk takes nothing: what is there stays."""
        if self.state is RecordState.RECORDING:
            self._no_sound(error.code)
        else:
            self.failed.emit(self.place.kind, error.code.value, dict(error.details))

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        if self._ended:
            raise asyncio.CancelledError
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="recording")
        return await asyncio.wrap_future(self._pool.submit(call))


def loudness(samples: bytes) -> tuple[list[int], bytes]:
    """Return the loudness of each whole 50 ms, 0…1024, and the samples that are left over."""
    size = _STRETCH_MS * BYTES_PER_MS
    found = []
    whole = len(samples) - len(samples) % size
    for start in range(0, whole, size):
        heard = array("h", samples[start : start + size])
        found.append(min(_LOUDEST, max(max(heard), -min(heard)) * _LOUDEST // 32767))
    return found, samples[whole:]


def waveform(levels: Sequence[int]) -> tuple[int, ...]:
    """Return at most 100 loudnesses, the loudest 1024, so that a soft voice has a shape as well."""
    found = thinned(levels)
    loudest = max(found, default=0)
    if loudest < _QUIET:
        return found
    return tuple(one * _LOUDEST // loudest for one in found)
