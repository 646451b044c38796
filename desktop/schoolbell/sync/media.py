"""Files of one account as chat sees them: send, fetch, cancel, how much the cache holds."""

import asyncio
import logging
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.texts import Texts
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import announcement_drafts, uploads
from schoolbell.store.database import Connection, Database
from schoolbell.store.uploads import NewUpload, Upload
from schoolbell.sync import chosen, file_message, upload_plan
from schoolbell.sync.bringing import Bringing
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.chosen import Chosen, Prepared
from schoolbell.sync.downloads import Downloads
from schoolbell.sync.engine import Engine
from schoolbell.sync.transfers import Board, FileFacts, ImageFacts, Transfer, VoiceFacts
from schoolbell.sync.upload_limit import UploadLimit
from schoolbell.sync.uploads import Uploads
from schoolbell.system.filenames import safe_name, type_of
from schoolbell.system.files import make_folder, write_atomically
from schoolbell.system.media_folder import MediaFolder, cache_name
from schoolbell.system.photos import without_whereabouts

T = TypeVar("T")
log = logging.getLogger(__name__)

# Files up to this size go in the order of writing: what stands behind them waits until they are there.
HOLDING = 4 << 20
# Files up to this size are copied when they are chosen: a stick that is pulled out loses nothing.
COPIED = 16 << 20
_REMEMBERED_MS = 180 * 24 * 3600 * 1000  # how long it is known what the server has of us


class Media:
    """Sends and fetches files (a `MediaEngine`). Belongs to the loop's thread.

    `outgoing` is the profile's folder for copies of what is not sent yet: never lost. `texts` gives the
    school's words for others.
    """

    def __init__(
        self,
        engine: Engine,
        client: MatrixClient,
        local: Database,
        clock: Clock,
        folder: MediaFolder,
        outgoing: Path,
        *,
        texts: Callable[[], Texts],
        random: Random | None = None,
    ) -> None:
        chance = random or Random()
        self._engine = engine
        self._local = local
        self._clock = clock
        self._folder = folder
        self._outgoing = outgoing
        self._worker = ThreadPoolExecutor(2, thread_name_prefix="media")
        self._tasks = TaskOwner("media")
        self._board = Board(clock)
        self._limit = UploadLimit(client)
        self._uploads = Uploads(
            client, local, clock, chance, self._board, engine.queue, self._limit, self._worker, engine.outage,
            texts=texts, sent=self._sent, signed_out=engine.lost_token,
        )  # fmt: skip
        self._bringing = Bringing(client, local, clock, self._limit, self._worker, texts)
        self._downloads = Downloads(client, folder, clock, chance, self._board, self._worker)
        self._subscriptions: list[Subscription] = []
        self._live = False
        self._copies: set[str] = set()  # local ids of messages that have a copy in `outgoing`
        self._making: set[str] = set()  # those of them whose message is just being written

    @property
    def transfers(self) -> Observable[Transfer]:
        """Every move of a file on its way."""
        return self._board.transfers

    def current(self, key: str) -> Transfer | None:
        """Return the transfer `key` as it stands, None when nothing moves."""
        return self._board.current(key)

    # -- life -----------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Take up what an earlier run left, remove copies that nobody needs any more."""
        self._subscriptions = [
            self._engine.changes.subscribe(self._on_changes),
            self._engine.status.subscribe(self._on_status),
            self._engine.hurried.subscribe(lambda _: self._uploads.resume()),
        ]
        self._uploads.start()
        try:
            await self._tidy()
        except KnownError as error:  # the disk takes nothing now; the next start tidies up
            log.warning("copies could not be looked through: %s", error.code)

    async def _tidy(self) -> None:
        then = self._clock.now_ms() - _REMEMBERED_MS
        await self._local.write(lambda conn: uploads.forget_before(conn, then))
        wanted = await self._local.read(_wanted)
        self._copies |= {Path(path).parent.name for path in wanted}
        for folder in await self._on_worker(lambda: _others(self._outgoing, wanted)):
            if folder.name not in self._copies:
                await self._on_worker(partial(_remove, folder))

    async def stop(self) -> None:
        """End all requests; what waits stays."""
        for subscription in self._subscriptions:
            subscription.cancel()
        self._subscriptions = []
        await self._uploads.stop()
        await self._downloads.stop()
        await self._tasks.cancel_all()
        self._worker.shutdown(wait=True)

    def _on_changes(self, changes: Changes) -> None:
        if changes.outbox:
            self._uploads.look()
            if self._copies - self._making:
                self._tasks.run(self._sweep(), name="sweep", on_error=_log)

    def _on_status(self, status: SyncStatus) -> None:
        live = status.state is SyncState.LIVE
        if live and not self._live:
            self._uploads.resume()
        self._live = live

    # -- up -------------------------------------------------------------------------------------------

    async def send_file(
        self,
        room_id: str,
        path: Path,
        *,
        caption: str = "",
        reply_to: str = "",
        image: ImageFacts | None = None,
        voice: VoiceFacts | None = None,
    ) -> str:
        """Queue a message with a file; return its local id.

        It is the file as it is now: a small one is copied, a large one must still be the same when it goes.
        Raises KnownError(FILE_GONE | NOT_A_FILE | DISK_FULL | READ_ONLY).
        """
        identity = await self._on_worker(lambda: upload_plan.identify(path))
        name = safe_name(path.name)
        words = _Words(name, type_of(name), caption, reply_to, image, voice)
        if identity.size > COPIED:
            return await self._queue(room_id, new_txn_id(), path, words, own=False)
        return await self._queue_copy(room_id, words, lambda copy: _copy(path, copy, photo=image is not None))

    async def send_data(
        self,
        room_id: str,
        data: bytes,
        name: str,
        mimetype: str = "",
        *,
        caption: str = "",
        reply_to: str = "",
        image: ImageFacts | None = None,
    ) -> str:
        """Queue a message with bytes that are in no file (a pasted picture); return its local id.

        Raises KnownError(DISK_FULL | READ_ONLY).
        """
        name = safe_name(name)
        words = _Words(name, mimetype or type_of(name), caption, reply_to, image)
        if image is not None:
            data = await self._on_worker(lambda: without_whereabouts(data))
        return await self._queue_copy(room_id, words, lambda copy: write_atomically(copy, data))

    async def _queue_copy(self, room_id: str, words: "_Words", make: Callable[[Path], None]) -> str:
        local_id = new_txn_id()
        path = self._outgoing / local_id / words.name
        self._copies.add(local_id)
        self._making.add(local_id)
        try:
            await self._on_worker(lambda: make(path))
            return await self._queue(room_id, local_id, path, words, own=True)
        except Exception:
            self._copies.discard(local_id)
            await asyncio.shield(self._on_worker(lambda: _remove(path.parent)))
            raise  # a cancelled one may be written nevertheless: the next look or start tells
        finally:
            self._making.discard(local_id)

    async def _queue(self, room_id: str, local_id: str, path: Path, words: "_Words", *, own: bool) -> str:
        identity = await self._on_worker(lambda: upload_plan.identify(path))
        content = file_message.draft(
            words.name, words.mimetype, identity.size,
            caption=words.caption, reply_to=words.reply_to, image=words.image, voice=words.voice,
        )  # fmt: skip
        upload = NewUpload(
            path=await self._on_worker(partial(os.path.abspath, path)),
            own=own,
            name=words.name,
            mimetype=words.mimetype,
            size=identity.size,
            mtime_ns=identity.mtime_ns,
            holds=identity.size <= HOLDING,
        )
        try:
            return await self._engine.send(
                room_id, "m.room.message", content, txn_id=local_id, clear_draft=False, upload=upload
            )
        finally:
            self._uploads.added()

    async def copy_in(self, path: Path) -> Chosen:
        """Copy a small file into the profile's folder, keep a large one where it lies.

        The copy stays until `settled` is told of it and no draft and no message names it any more.
        Raises KnownError(FILE_GONE | NOT_A_FILE | DISK_FULL | READ_ONLY).
        """
        found = await self._on_worker(lambda: chosen.identify(path))
        if found.size > COPIED:
            return found
        key = new_txn_id()
        target = self._outgoing / key / found.name
        self._copies.add(key)
        self._making.add(key)
        try:
            await self._on_worker(lambda: _copy(path, target, photo=False))
        except BaseException:
            self._making.discard(key)
            raise  # the next look or start removes what was made
        return replace(found, path=str(target.absolute()), own=True)

    async def prepare(self, file: Chosen) -> Prepared:
        """Read a chosen file through. Raises KnownError(FILE_GONE | NOT_A_FILE | FILE_CHANGED)."""
        return await self._on_worker(lambda: chosen.prepare(file))

    def settled(self, paths: Collection[str]) -> None:
        """These copies are named by a draft or a message now, or nobody needs them."""
        keys = {Path(path).parent.name for path in paths}
        self._making -= keys
        if keys & self._copies:
            self._tasks.run(self._sweep(), name="sweep", on_error=_log)

    async def bring(self, file: NewUpload, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Upload what is missing of a file now and return the content of its message. Raises KnownError."""
        return await self._bringing.bring(file, draft)

    def queued(self) -> None:
        """Files came into the outbox."""
        self._uploads.added()

    async def cancel(self, key: str) -> None:
        """Stop a transfer. A message that was on its way stays, refused: it can be retried or deleted."""
        await self._uploads.cancel(key)
        await self._downloads.cancel(key)

    async def upload_limit(self) -> int | None:
        """Return what the server takes in one piece (bytes), None when it does not say. Raises KnownError."""
        return await self._limit.ask()

    def _sent(self, upload: Upload, sha256: str) -> None:
        """Keep what was sent from a copy of ours for showing: nobody downloads the own picture."""
        if upload.own and Path(upload.path).parent.name == upload.local_id:  # else others need it as well
            name = cache_name(sha256, str(upload.size))
            self._tasks.run(
                self._on_worker(lambda: self._folder.adopt(name, Path(upload.path))), name="adopt"
            )

    async def _sweep(self) -> None:
        """Remove copies whose message is sent or deleted."""
        written = self._copies - self._making  # before the look: what is written during it is not in it
        wanted = await self._local.read(_wanted)
        gone = written.difference(Path(path).parent.name for path in wanted)
        self._copies -= gone
        for local_id in gone:
            await self._on_worker(partial(_remove, self._outgoing / local_id))

    # -- down -----------------------------------------------------------------------------------------

    async def fetch(self, attachment: FileFacts, *, thumbnail: tuple[int, int] | None = None) -> Path:
        """Return a file that has the attachment's bytes, verified where its hash is known.

        `thumbnail` (width, height in pixels): a small picture of it instead. The file is the cache's: read
        it, do not move or change it. Progress is told on `transfers` under `attachment.key`.
        Raises KnownError: FILE_DAMAGED, NOT_FOUND, DISK_FULL, CANCELLED, and what the connection has.
        """
        if thumbnail is not None:
            return await self._downloads.thumbnail(attachment, *thumbnail)
        return await self._downloads.fetch(attachment)

    async def cache_size(self) -> int:
        """Return how many bytes downloaded files take."""
        return await self._on_worker(self._folder.size)

    async def clear_cache(self) -> None:
        """Remove downloaded files; what is not sent yet stays."""
        await self._on_worker(self._folder.clear)

    async def _on_worker(self, call: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._worker.submit(call))


@dataclass(frozen=True, slots=True)
class _Words:
    """What a message says of its file."""

    name: str
    mimetype: str
    caption: str
    reply_to: str
    image: ImageFacts | None
    voice: VoiceFacts | None = None


def _copy(source: Path, target: Path, *, photo: bool) -> None:
    """Copy a file so that it is on the disk, a photo without words about it. Raises KnownError."""
    make_folder(target.parent)
    try:
        with source.open("rb") as before:
            content = before.read(COPIED + 1)
    except OSError:
        raise KnownError(ErrorCode.FILE_GONE) from None
    if len(content) > COPIED:
        raise KnownError(ErrorCode.FILE_CHANGED)
    write_atomically(target, without_whereabouts(content) if photo else content)


def _wanted(conn: Connection) -> set[str]:
    """Return the copies in the profile's folder that something not sent yet names (local.db)."""
    return uploads.own_paths(conn) | announcement_drafts.own_paths(conn)


def _log(error: BaseException) -> None:
    log.info("copies could not be looked through: %s", brief(error))


def _remove(folder: Path) -> None:
    """Remove a copy and its folder; what cannot be removed now is at the next start."""
    shutil.rmtree(folder, ignore_errors=True)


def _others(folder: Path, wanted: Collection[str]) -> list[Path]:
    """Return the folders of copies that are not of `wanted` (paths of files)."""
    kept = {Path(path).parent.name for path in wanted}
    try:
        return [path for path in folder.iterdir() if path.name not in kept]
    except OSError:
        return []
