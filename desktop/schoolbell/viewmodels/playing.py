"""What is being played: one thing at a time, from a file that was fetched and looked at."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import Attachment
from schoolbell.domain.chat.ports import MediaEngine
from schoolbell.system.audio_kind import is_audio
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.playback import Playback, PlayState
from schoolbell.viewmodels.sound import Loudspeaker

RATES = (1.0, 1.5, 2.0)


class Playing(QObject):
    """`key` is what its owner calls a thing: a message's key, a file's. Slots never block and never raise.

    `loudspeaker` is asked for when something is played for the first time.
    """

    changed = Signal(str)  # key of what came further or stopped
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(
        self, bridge: Bridge, loudspeaker: Callable[[], Loudspeaker], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._make = loudspeaker
        self._speaker: Loudspeaker | None = None
        self._media: MediaEngine | None = None
        self._now = Playback("")
        self._turn = 0
        self._pool: ThreadPoolExecutor | None = None

    # -- life -----------------------------------------------------------------------------------------

    def attach_engine(self, media: MediaEngine) -> None:
        """From now on things can be fetched to be played."""
        self._media = media

    def stop(self) -> None:
        """Play nothing any more, and let go."""
        self.silence()
        self._media = None
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    # -- what is played -------------------------------------------------------------------------------

    def of(self, key: str) -> Playback:
        """Return how far `key` is; idle at the chosen speed when it is not what is played."""
        return self._now if key and key == self._now.key else Playback(key, rate=self._now.rate)

    def toggle(self, key: str, attachment: Attachment) -> None:
        """Play `attachment`, pause it, or go on."""
        if key == self._now.key and self._speaker is not None:
            if self._now.state is PlayState.PLAYING:
                self._speaker.pause()
                self._show(replace(self._now, state=PlayState.PAUSED))
                return
            if self._now.state is PlayState.PAUSED:
                self._speaker.play()
                self._show(replace(self._now, state=PlayState.PLAYING))
                return
        if key == self._now.key and self._now.state is PlayState.LOADING:
            return
        self._begin(key, attachment, 0.0)

    def seek(self, key: str, attachment: Attachment, share: float) -> None:
        """Go to a place, 0…1 of the whole; what is not played begins there."""
        now = self._now
        playing = now.state in (PlayState.PLAYING, PlayState.PAUSED)
        if key == now.key and playing and self._speaker is not None and now.duration > 0:
            position = round(max(0.0, min(1.0, share)) * now.duration)
            self._speaker.seek(position)
            self._show(replace(now, position=position))
        elif key != now.key or now.state is not PlayState.LOADING:
            self._begin(key, attachment, share)

    def step(self, key: str, ms: int) -> bool:
        """Go some ms on or back in what is played; False when that is not `key`."""
        now = self._now
        if key != now.key or self._speaker is None or now.duration <= 0:
            return False
        position = max(0, min(now.duration, now.position + ms))
        self._speaker.seek(position)
        self._show(replace(now, position=position))
        return True

    def next_rate(self, key: str) -> None:
        """Play at the next speed; it stays for what is played next."""
        rate = RATES[(RATES.index(self._now.rate) + 1) % len(RATES)]
        if self._speaker is not None:
            self._speaker.set_rate(rate)
        self._show(replace(self._now, rate=rate))
        self.changed.emit(key)

    def silence(self) -> None:
        """Stop what is played."""
        self._turn += 1
        if self._speaker is not None:
            self._speaker.close()
        before, self._now = self._now, Playback("", rate=self._now.rate)
        if before.key:
            self.changed.emit(before.key)

    def silence_if(self, key: str) -> None:
        """Stop `key` if that is what is played."""
        if key == self._now.key:
            self.silence()

    # -- inside ---------------------------------------------------------------------------------------

    def _begin(self, key: str, attachment: Attachment, share: float) -> None:
        self.silence()
        self._show(Playback(key, PlayState.LOADING, rate=self._now.rate))
        turn = self._turn
        self._bridge.run(
            self._load(turn, attachment, share),
            lambda error: self._refused(turn, error.code, dict(error.details)),
        )

    async def _load(self, turn: int, attachment: Attachment, share: float) -> None:
        if attachment.local_path:
            path = Path(attachment.local_path)
        elif self._media is not None:
            path = await self._media.fetch(attachment)
        else:
            raise KnownError(ErrorCode.NETWORK)
        if turn != self._turn:
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="playing")
        wrong = await asyncio.wrap_future(self._pool.submit(_wrong_with, path))
        if wrong is not None:
            raise KnownError(wrong)
        if turn != self._turn:
            return
        if self._speaker is None:
            self._speaker = self._make()
        self._show(replace(self._now, state=PlayState.PLAYING))
        self._speaker.open(path, _Told(self, turn, share))
        if turn == self._turn and self._now.state is PlayState.PLAYING:
            self._speaker.set_rate(self._now.rate)
            self._speaker.play()

    def _refused(self, turn: int, code: ErrorCode, details: dict[str, object]) -> None:
        if turn != self._turn:
            return
        if code is ErrorCode.CANCELLED:
            self.silence()
            return
        if self._speaker is not None:
            self._speaker.close()
        self._show(replace(self._now, state=PlayState.FAILED, position=0, error=code.value))
        self.failed.emit(code.value, details)

    def _show(self, now: Playback) -> None:
        self._now = now
        if now.key:
            self.changed.emit(now.key)

    def _moved(self, turn: int, position: int) -> None:
        if turn == self._turn and self._now.state in (PlayState.PLAYING, PlayState.PAUSED):
            self._show(replace(self._now, position=position))

    def _measured(self, turn: int, duration: int, share: float) -> None:
        if turn != self._turn or self._speaker is None or duration <= 0:
            return
        first = self._now.duration == 0
        self._show(replace(self._now, duration=duration))
        if first and share > 0:
            self._speaker.seek(round(min(1.0, share) * duration))

    def _ended(self, turn: int) -> None:
        if turn == self._turn:
            self.silence()


def _wrong_with(path: Path) -> ErrorCode | None:
    """Return why a file cannot be played, None for one that may be tried."""
    if is_audio(path):
        return None
    return ErrorCode.NOT_AUDIO if path.is_file() else ErrorCode.FILE_GONE


class _Told:
    """Hears a loudspeaker for one turn: what comes late is nobody's."""

    def __init__(self, owner: Playing, turn: int, share: float) -> None:
        self._owner = owner
        self._turn = turn
        self._share = share

    def moved(self, position: int) -> None:
        """It has played so far."""
        self._owner._moved(self._turn, position)

    def measured(self, duration: int) -> None:
        """It knows how long the file is."""
        self._owner._measured(self._turn, duration, self._share)

    def ended(self) -> None:
        """It has played to the end."""
        self._owner._ended(self._turn)

    def failed(self, code: ErrorCode) -> None:
        """It cannot play the file."""
        self._owner._refused(self._turn, code, {})
