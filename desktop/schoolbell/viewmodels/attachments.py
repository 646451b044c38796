"""What the window talks to about files: sending, how far they are, opening, saving, the cache."""

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.domain.chat.items import Attachment
from schoolbell.domain.chat.ports import ImageFacts, MediaEngine, Transfer, TransferState
from schoolbell.domain.names import clean_name
from schoolbell.system.filenames import safe_name
from schoolbell.system.files import known, make_folder
from schoolbell.system.programs import HEAD, runs_code
from schoolbell.viewmodels.bridge import Bridge
from schoolbell.viewmodels.outgoing import OutgoingFile

_OFFLINE = KnownError(ErrorCode.NETWORK)  # before there is an engine, and signed out

# What a file or the bytes of a picture measure, None for no picture; runs in a thread.
Measure = Callable[[Path | bytes], ImageFacts | None]


class AttachmentsPresenter(QObject):
    """`folder` is where copies under their own names are put to be opened; it is emptied at `stop`."""

    transfer_changed = Signal(str)  # key of the transfer
    failed = Signal(str, dict)  # ErrorCode value, details
    program_asked = Signal(object)  # Attachment: a person must say first that it may be opened
    opened = Signal(str)  # path for the system's own program
    saved = Signal(str)  # path
    chosen = Signal(str, list)  # room id, OutgoingFile of what can be sent
    file_sent = Signal(str)  # key of an outgoing file that is in the outbox
    sent = Signal(str)  # room id: all files handed to `send` are in the outbox
    not_sent = Signal(str, list)  # room id, keys of outgoing files that could not be put there
    limit_changed = Signal(object)  # bytes the server takes at once, None when it does not say
    cache_changed = Signal(object)  # bytes of the downloaded files

    def __init__(self, bridge: Bridge, measure: Measure, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._measure = measure
        self._folder = folder
        self._media: MediaEngine | None = None
        self._transfers: dict[str, Transfer] = {}
        self._here: set[str] = set()
        self._limit_known = False
        self._held: tuple[str, Sequence[OutgoingFile], str] | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._ended = False

    # -- life -----------------------------------------------------------------------------------------

    def attach_engine(self, media: MediaEngine) -> None:
        """Follow the engine's transfers; from now on files can be sent and fetched."""
        self._media, self._ended = media, False
        media.transfers.subscribe(self._moved)
        self._run(self._in_thread(self._tidy))
        held, self._held = self._held, None
        if held is not None:
            self.send(*held)

    def stop(self) -> None:
        """Let go; copies that were opened are removed where the system lets us."""
        self._media, self._ended = None, True
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)
            self._tidy()

    def _tidy(self) -> None:
        """Remove copies that were opened, also those of a run that ended in a crash."""
        shutil.rmtree(self._folder, ignore_errors=True)

    # -- how far files are ----------------------------------------------------------------------------

    def transfer(self, key: str) -> Transfer | None:
        """Return what moves under `key` (local id of a message, or Attachment.key), or has failed there."""
        return self._transfers.get(key)

    def is_here(self, key: str) -> bool:
        """Return whether a file was fetched since the program began."""
        return key in self._here

    def _moved(self, transfer: Transfer) -> None:
        if transfer.state is TransferState.DONE:
            self._transfers.pop(transfer.key, None)
            self._here.add(transfer.key)
        elif transfer.state is TransferState.FAILED and transfer.error == ErrorCode.CANCELLED:
            self._transfers.pop(transfer.key, None)
        else:
            self._transfers[transfer.key] = transfer
        self.transfer_changed.emit(transfer.key)

    def cancel(self, key: str) -> None:
        """Stop an upload or a download."""
        if self._media is not None:
            self._run(self._media.cancel(key))

    # -- fetching -------------------------------------------------------------------------------------

    def load(self, attachment: Attachment) -> None:
        """Fetch a file without opening it."""
        if self._media is None:
            self._on_known(_OFFLINE)
        else:
            self._run(self._media.fetch(attachment), f"load {attachment.key}")

    def open(self, attachment: Attachment, *, agreed: bool = False) -> None:
        """Fetch a file and hand a copy under its own name to `opened`; a program only when `agreed`."""
        if runs_code(attachment.name) and not agreed:
            self.program_asked.emit(attachment)
        elif self._media is None:
            self._on_known(_OFFLINE)
        else:
            self._run(self._open(self._media, attachment, agreed), f"open {attachment.key}")

    async def _open(self, media: MediaEngine, attachment: Attachment, agreed: bool) -> None:
        path = await media.fetch(attachment)
        if not agreed and await self._in_thread(lambda: runs_code(attachment.name, _head(path))):
            self.program_asked.emit(attachment)
            return
        # One folder for each file: two files of the same name do not meet.
        folder = self._folder / path.name[:32]
        copy = await self._in_thread(lambda: _copied(path, folder / safe_name(attachment.name), keep=True))
        self.opened.emit(str(copy))

    def save(self, attachment: Attachment, target: Path) -> None:
        """Fetch a file and copy it to `target`, which a person has chosen."""
        if self._media is None:
            self._on_known(_OFFLINE)
        else:
            self._run(self._save(self._media, attachment, target))

    async def _save(self, media: MediaEngine, attachment: Attachment, target: Path) -> None:
        path = await media.fetch(attachment)
        await self._in_thread(lambda: _copied(path, target, keep=False))
        self.saved.emit(str(target))

    # -- choosing -------------------------------------------------------------------------------------

    def choose(self, room_id: str, paths: Sequence[Path]) -> None:
        """Look at files that somebody wants to send; `chosen` follows, `failed` for what is no file."""
        self._run(self._choose(room_id, tuple(paths)))

    async def _choose(self, room_id: str, paths: Sequence[Path]) -> None:
        found: list[OutgoingFile] = await self._in_thread(lambda: [_looked_at(path) for path in paths])
        good = [file for file in found if file.size >= 0]
        if good:
            self.chosen.emit(room_id, good)
        if len(good) < len(found):
            raise KnownError(ErrorCode.NOT_A_FILE)

    def choose_data(self, room_id: str, make: Callable[[], bytes], name: str, mimetype: str) -> None:
        """Take in what was pasted; `make` gives its bytes, in a thread; `chosen` follows."""
        self._run(self._choose_data(room_id, make, name, mimetype))

    async def _choose_data(self, room_id: str, make: Callable[[], bytes], name: str, mimetype: str) -> None:
        data: bytes = await self._in_thread(make)
        file = OutgoingFile(new_txn_id(), name, len(data), None, data, mimetype)
        self.chosen.emit(room_id, [file])

    # -- sending --------------------------------------------------------------------------------------

    def send(self, room_id: str, files: Sequence[OutgoingFile], reply_to: str = "") -> None:
        """Put `files` into the outbox, in order; `sent` follows, or `not_sent` with what is left."""
        if self._media is None:  # in the first moments: they go when the engine is there
            self._held = (room_id, tuple(files), reply_to)
        elif files:
            self._run(self._send(self._media, room_id, tuple(files), reply_to))

    async def _send(
        self, media: MediaEngine, room_id: str, files: Sequence[OutgoingFile], reply_to: str
    ) -> None:
        left = [file.key for file in files]
        try:
            for file in files:
                await self._send_one(media, room_id, file, reply_to)
                left.remove(file.key)
                self.file_sent.emit(file.key)
                reply_to = ""
        finally:
            if left:
                self.not_sent.emit(room_id, left)
        self.sent.emit(room_id)

    async def _send_one(self, media: MediaEngine, room_id: str, file: OutgoingFile, reply_to: str) -> None:
        source = file.path
        if source is None:
            data = file.data
            image = await self._in_thread(lambda: self._measure(data))
            await media.send_data(room_id, data, file.name, file.mimetype, reply_to=reply_to, image=image)
        elif file.voice is not None:
            await media.send_file(room_id, source, reply_to=reply_to, voice=file.voice)
        else:
            image = await self._in_thread(lambda: self._measure(source))
            await media.send_file(room_id, source, reply_to=reply_to, image=image)

    def ask_limit(self) -> None:
        """Ask once what the server takes at once; `limit_changed` follows."""
        if self._media is not None and not self._limit_known:
            self._bridge.run(self._ask_limit(self._media), lambda _error: None, "limit")

    async def _ask_limit(self, media: MediaEngine) -> None:
        limit = await media.upload_limit()
        self._limit_known = True
        self.limit_changed.emit(limit)

    # -- the cache ------------------------------------------------------------------------------------

    def ask_cache_size(self) -> None:
        """Count what the downloaded files take; `cache_changed` follows."""
        if self._media is not None:
            self._run(self._tell_size(self._media), "cache size")

    def clear_cache(self) -> None:
        """Remove the downloaded files; `cache_changed` follows."""
        if self._media is not None:
            self._run(self._clear(self._media), "clear cache")

    async def _clear(self, media: MediaEngine) -> None:
        await media.clear_cache()
        self._here.clear()
        await self._tell_size(media)

    async def _tell_size(self, media: MediaEngine) -> None:
        self.cache_changed.emit(await media.cache_size())

    # -- inside ---------------------------------------------------------------------------------------

    def _run(self, coroutine: Coroutine[Any, Any, Any], once: str = "") -> None:
        self._bridge.run(coroutine, self._on_known, once)

    def _on_known(self, error: KnownError) -> None:
        if error.code is not ErrorCode.CANCELLED:  # somebody wanted that
            self.failed.emit(error.code.value, dict(error.details))

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        if self._ended:  # nobody would end another thread
            raise asyncio.CancelledError
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="attachments")
        return await asyncio.wrap_future(self._pool.submit(call))


def _looked_at(path: Path) -> OutgoingFile:
    """Return what there is to send at `path`; size -1 for what is no file or cannot be read."""
    try:
        readable = path.is_file() and os.access(path, os.R_OK)
        size = path.stat().st_size if readable else -1
    except (OSError, ValueError):
        size = -1
    return OutgoingFile(new_txn_id(), clean_name(path.name, 120), size, path)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def _copied(source: Path, target: Path, *, keep: bool) -> Path:
    """Copy `source` to `target`; with `keep` a copy of the same size that is there already does."""
    try:
        if keep:
            make_folder(target.parent)
            if target.is_file() and target.stat().st_size == source.stat().st_size:
                return target
        part = target.with_name(f"{target.name}.part")
        try:
            shutil.copyfile(source, part)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        found = known(error)
        if not keep and found.code is not ErrorCode.DISK_FULL:
            found = KnownError(ErrorCode.SAVE_REFUSED)
        raise found from error
    return target
