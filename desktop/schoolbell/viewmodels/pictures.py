"""Fetches the pictures that are in view and has them decoded in a thread, the newest wish first."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.chat.items import Attachment
from schoolbell.domain.chat.ports import MediaEngine
from schoolbell.viewmodels.bridge import Bridge

log = logging.getLogger(__name__)

_AT_ONCE = 3
_WAITING = 24  # wishes kept: what was scrolled past is wished for again when it is painted again
_AGAIN_SECONDS = 20.0  # after a fault that passes
_WHOLE_BYTES = 4 << 20  # a file this small is fetched itself when the server has no thumbnail of it
_SERVER_ROOM = (640, 480)  # px: a size that servers keep ready, enough for any bubble

_PASSING = frozenset(
    {
        ErrorCode.CANCELLED,
        ErrorCode.SIGNED_OUT,
        ErrorCode.SOFT_LOGOUT,
        ErrorCode.DISK_FULL,
        ErrorCode.READ_ONLY,
    }
)

# (where it is, width, height, cover) → a decoded picture; raises ValueError.
Decode = Callable[[Path | bytes, int, int, bool], Any]


class Wish(Struct, frozen=True):
    """A thumbnail of a file in px."""

    file: str  # Attachment.key, or its local path
    width: int
    height: int


class PicturesPresenter(QObject):
    """`decode` runs in a thread of ours and raises ValueError for what is not shown.

    `ready` carries (Wish, picture), None for what cannot be shown. Only what was wished for is fetched.
    `whole_ready` and `whole_failed` answer `want_whole`: (file key, picture), (file key, why). Why is an
    ErrorCode value, or what `decode` said.
    """

    ready = Signal(object, object)
    whole_ready = Signal(str, object)
    whole_failed = Signal(str, str)

    def __init__(self, bridge: Bridge, decode: Decode, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._decode = decode
        self._clock = clock
        self._media: MediaEngine | None = None
        self._waiting: dict[Wish, Attachment] = {}  # the newest last
        self._running: set[Wish] = set()
        self._not_before: dict[str, float] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._ended = False

    def attach_engine(self, media: MediaEngine) -> None:
        """From now on pictures can be fetched; those wished for before come first."""
        self._media, self._ended = media, False
        self._start()

    def stop(self) -> None:
        """Decode no more; waits for the picture that is being decoded."""
        self._waiting.clear()
        self._media, self._ended = None, True
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def wish(self, attachment: Attachment, width: int, height: int) -> None:
        """Ask for a thumbnail that covers width x height px; `ready` follows, unless it is forgotten.

        Safe to call at every paint. Wishes that were not repeated lately are dropped first.
        """
        wish = Wish(attachment.local_path or attachment.key, width, height)
        if wish in self._running or self._not_before.get(wish.file, 0.0) > self._clock.monotonic():
            return
        self._waiting.pop(wish, None)
        self._waiting[wish] = attachment
        while len(self._waiting) > _WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._start()

    def _start(self) -> None:
        while self._media is not None and self._waiting and len(self._running) < _AT_ONCE:
            wish, attachment = self._waiting.popitem()
            self._running.add(wish)
            self._bridge.run(self._fulfil(self._media, wish, attachment))

    async def _fulfil(self, media: MediaEngine, wish: Wish, attachment: Attachment) -> None:
        try:
            picture = await self._thumbnail(media, wish, attachment)
        except KnownError as error:
            if error.transient or error.code in _PASSING:
                self._not_before[wish.file] = self._clock.monotonic() + _AGAIN_SECONDS
            else:
                self.ready.emit(wish, None)
        except ValueError:
            self.ready.emit(wish, None)
        else:
            self.ready.emit(wish, picture)
        finally:
            self._running.discard(wish)
            self._start()

    async def _thumbnail(self, media: MediaEngine, wish: Wish, attachment: Attachment) -> Any:
        small = 0 < attachment.size <= _WHOLE_BYTES
        if attachment.local_path:
            return await self._decoded(Path(attachment.local_path), wish)
        try:
            return await self._decoded(await media.fetch(attachment, thumbnail=_SERVER_ROOM), wish)
        except KnownError as error:
            if error.transient or not small:
                raise
        except ValueError:
            if not small:
                raise
        return await self._decoded(await media.fetch(attachment), wish)

    async def _decoded(self, path: Path, wish: Wish) -> Any:
        return await self.in_thread(lambda: self._decode(path, wish.width, wish.height, True))

    def want_whole(self, attachment: Attachment, width: int, height: int) -> None:
        """Ask for the picture itself, at most width x height px."""
        self._bridge.run(self._whole(attachment, width, height), once=f"whole {attachment.key} {width}")

    async def _whole(self, attachment: Attachment, width: int, height: int) -> None:
        try:
            if self._media is None:
                raise KnownError(ErrorCode.NETWORK)
            path = await self._media.fetch(attachment)
            found = await self.in_thread(lambda: self._decode(path, width, height, False))
        except KnownError as error:
            self.whole_failed.emit(attachment.key, error.code.value)
        except ValueError as error:
            self.whole_failed.emit(attachment.key, str(error))
        else:
            self.whole_ready.emit(attachment.key, found)

    def wish_own(self, key: str, source: Path | bytes, width: int, height: int) -> None:
        """Ask for a thumbnail of a file of our own that is not sent yet; `ready` follows."""
        self._bridge.run(self._own(Wish(key, width, height), source), once=f"own {key}")

    async def _own(self, wish: Wish, source: Path | bytes) -> None:
        try:
            found = await self.in_thread(lambda: self._decode(source, wish.width, wish.height, True))
        except ValueError:
            found = None
        self.ready.emit(wish, found)

    async def in_thread(self, call: Callable[[], Any]) -> Any:
        """Run `call` where pictures are decoded."""
        if self._ended:  # nobody would end another thread
            raise asyncio.CancelledError
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        return await asyncio.wrap_future(self._pool.submit(call))
