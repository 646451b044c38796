"""Recording a voice note: what is heard goes to the disk and into a small file; one note at a time."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.domain.chat.ports import VoiceFacts
from schoolbell.system.files import known
from schoolbell.system.voice_folder import Found, KeptNote, VoiceFolder, VoicePlace
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.loudness import loudness, waveform
from schoolbell.viewmodels.outgoing import OutgoingFile
from schoolbell.viewmodels.sound import BYTES_PER_MS, Encoder, Microphone, Sound

log = logging.getLogger(__name__)

MOST_MS = 60_000
WARN_MS = 50_000  # from here on it is said how long is left
LEAST_MS = 300  # what is shorter is a slip of the finger
MIMETYPE = "audio/mp4"
_SAVED_MS = 500  # more than that is never only in memory
_PATIENCE_MS = 5_000  # after which a microphone, or an encoder, that has told nothing is given up
_RESCUE_S = 30.0  # the same for an encoder that is fed a whole note


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

    What was recorded lies in `folder` until `forget`; what an earlier run left is told after `restore`, to
    whom it concerns (`serve`). `state` is IDLE again when `finished` or `failed` was told, not before.
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
        self._key = ""
        self._heard = 0  # bytes
        self._levels: list[int] = []
        self._rest = b""  # samples that are not measured yet
        self._unsaved = b""
        self._served: set[str] = set()  # kinds of places that have somebody to tell
        self._untaken: list[Recorded] = []  # of an earlier run, for the others
        self._outcome = Outcome.KEEP
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._no_answer)

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
        self._heard, self._levels, self._rest, self._unsaved = 0, [], b"", b""
        self._outcome = Outcome.KEEP
        self._run(self._begin(self._key, place))
        self.changed.emit()

    async def _begin(self, key: str, place: VoicePlace) -> None:
        await self._in_thread(lambda: self._folder.begin(key, place))
        if key != self._key or self.state is not RecordState.RECORDING:
            await self._in_thread(lambda: self._folder.remove(key))
            return
        self._patience.start()
        self._microphone = self._sound.microphone()
        self._microphone.start(self._hear, self._no_sound)
        if key == self._key:  # there is a microphone, and what an encoder needs as well
            self._encoder = self._sound.encoder()
            self._encoder.begin(self._folder.path(key, place.name), lambda whole: self._encoded(key, whole))

    def _hear(self, samples: bytes) -> None:
        if self.state is not RecordState.RECORDING or self._encoder is None or not samples:
            return
        self._patience.stop()
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
        if outcome is Outcome.DISCARD:
            self.settle(self._key)
        self.state = RecordState.FINISHING
        self._patience.start()
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

    def _no_answer(self) -> None:
        if self.state is not RecordState.FINISHING:
            self._no_sound(ErrorCode.NOT_RECORDED)
            return
        encoder = self._encoder
        self._encoded(self._key, False)
        if encoder is not None:
            encoder.drop()

    def _hush(self) -> None:
        self._patience.stop()
        microphone, self._microphone = self._microphone, None
        if microphone is not None:
            microphone.stop()

    def _give_up(self, code: ErrorCode | None) -> None:
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.drop()
        self.forget(self._key)
        if code is not None:
            self.failed.emit(self.place.kind, code.value, {})
        self._idle()

    def _idle(self) -> None:
        self.state, self._key = RecordState.IDLE, ""
        self.changed.emit()

    def _encoded(self, key: str, whole: bool) -> None:
        if key != self._key:
            return
        self._hush()
        self._encoder = None
        if not whole and self._outcome is Outcome.DISCARD:
            self._give_up(None)
        elif not whole and self.elapsed < LEAST_MS:
            self._give_up(ErrorCode.NOT_RECORDED)
        elif not whole:  # what was heard stays for the next start
            self._save()
            self.failed.emit(self.place.kind, ErrorCode.NOT_RECORDED.value, {})
            self._idle()
        else:
            note = KeptNote(self.elapsed, waveform(self._levels))
            self._run(self._put(key, self.place, note, self._outcome))

    async def _put(self, key: str, place: VoicePlace, note: KeptNote, outcome: Outcome) -> None:
        try:
            await self._in_thread(lambda: self._folder.whole(key, note))
            recorded = await self._recorded(key, place, note, outcome)
        except KnownError as error:
            self.failed.emit(place.kind, error.code.value, dict(error.details))
        else:
            self.finished.emit(recorded)
        self._idle()

    async def _recorded(self, key: str, place: VoicePlace, note: KeptNote, outcome: Outcome) -> Recorded:
        path, voice = self._folder.path(key, place.name), VoiceFacts(note.duration, note.waveform)
        size: int = await self._in_thread(lambda: _size(path))
        return Recorded(place, OutgoingFile(key, place.name, size, path, b"", MIMETYPE, voice), outcome)

    # -- what is there --------------------------------------------------------------------------------

    def forget(self, key: str) -> None:
        """A note is sent, or nobody wants it."""
        if key:
            self._soon(lambda: self._folder.remove(key))

    def settle(self, key: str) -> None:
        """A note has a copy elsewhere, or was discarded: the next start does not offer it.

        It can be played here, and taken back by `claim`, until the program ends.
        """
        self._soon(lambda: self._folder.settle(key))

    def claim(self, key: str) -> None:
        """A settled note is wanted again."""
        self._soon(lambda: self._folder.claim(key))

    def restore(self) -> None:
        """Tell of what an earlier run left; a recording that was cut off is made whole first."""
        self._run(self._restore())

    def serve(self, kind: str) -> None:
        """From now on somebody hears of notes for places of `kind`, also of what was found before."""
        self._served.add(kind)
        found = [one for one in self._untaken if one.place.kind == kind]
        self._untaken = [one for one in self._untaken if one.place.kind != kind]
        for recorded in found:
            self.finished.emit(recorded)

    async def _restore(self) -> None:
        found: list[Found] = await self._in_thread(self._folder.found)
        for one in found:
            if one.key == self._key:
                continue
            try:
                note = one.note if one.note is not None else await self._rescued(one)
                if note is None:
                    continue
                recorded = await self._recorded(one.key, one.place, note, Outcome.KEEP)
            except KnownError as error:  # it stays; the others are told of
                self.failed.emit(one.place.kind, error.code.value, dict(error.details))
                continue
            if one.place.kind in self._served:
                self.finished.emit(recorded)
            else:
                self._untaken.append(recorded)

    async def _rescued(self, found: Found) -> KeptNote | None:
        """Make a file of what was heard before a crash.

        None where there is none: what is too short is removed, what cannot be read or encoded now stays.
        """
        key = found.key
        samples: bytes | None = await self._in_thread(lambda: self._folder.raw(key))
        if samples is None:
            log.warning("what was heard of a voice note cannot be read")
            return None
        if len(samples) < LEAST_MS * BYTES_PER_MS:
            await self._in_thread(lambda: self._folder.remove(key))
            return None
        if not await self._encode(samples, self._folder.path(key, found.place.name)):
            log.warning("what was heard of a voice note cannot be encoded")
            return None
        levels: list[int] = await self._in_thread(lambda: loudness(samples)[0])
        note = KeptNote(len(samples) // BYTES_PER_MS, waveform(levels))
        await self._in_thread(lambda: self._folder.whole(key, note))
        return note

    async def _encode(self, samples: bytes, target: Path) -> bool:
        """Return whether `target` holds the samples now."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        encoder = self._sound.encoder()
        encoder.begin(target, lambda whole: None if done.done() else done.set_result(whole))
        encoder.feed(samples)
        encoder.finish()
        try:
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(done, _RESCUE_S)
        finally:
            if done.cancelled():
                encoder.drop()
        return False

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

    def _soon(self, call: Callable[[], None]) -> None:
        """Do what cannot fail after all that was asked for before, also when `stop` is called at once."""
        if not self._ended:
            done = self._thread.submit(call)
            self._run(_over(done))

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        if self._ended:
            raise asyncio.CancelledError
        return await asyncio.wrap_future(self._thread.submit(call))

    @property
    def _thread(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="recording")
        return self._pool


async def _over(done: Future[None]) -> None:
    await asyncio.wrap_future(done)


def _size(path: Path) -> int:
    """Return a file's bytes. Raises KnownError."""
    try:
        return path.stat().st_size
    except OSError as error:
        raise known(error) from error
