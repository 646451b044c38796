"""A media engine without a network: files lie in a folder, transfers move when a test says so."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.observable import Observable
from schoolbell.sync import file_message
from schoolbell.sync.transfers import Direction, Transfer, TransferState
from tests.fakes.domain_engine import ScriptedEngine


@dataclass
class ScriptedMedia:
    """`files` maps an mxc to bytes, or to a KnownError that its fetch raises once."""

    engine: ScriptedEngine
    folder: Path
    files: dict = field(default_factory=dict)
    small: dict = field(default_factory=dict)  # thumbnails; what is missing is answered with the file itself
    transfers: Observable = field(default_factory=Observable)
    asked: list = field(default_factory=list)
    limit: int | None = 50 << 20
    held: asyncio.Event | None = None  # fetches wait for it
    way_out: asyncio.Event | None = None  # sends wait for it
    refuse: KnownError | None = None  # raised by the next send
    moving: dict = field(default_factory=dict)

    def current(self, key):
        return self.moving.get(key)

    def move(self, key, done, total, state=TransferState.RUNNING, error="", direction=Direction.DOWN):
        """Tell that a transfer has come further."""
        transfer = Transfer(key, "", direction, done, total, state, error)
        self.moving[key] = transfer
        self.transfers.emit(transfer)

    async def send_file(self, room_id, path, *, caption="", reply_to="", image=None, voice=None):
        kind = voice and "audio/mp4"
        return await self._send(room_id, path.name, path.stat().st_size, kind, reply_to, image, path, voice)

    async def send_data(self, room_id, data, name, mimetype="", *, caption="", reply_to="", image=None):
        return await self._send(room_id, name, len(data), mimetype, reply_to, image, data)

    async def _send(self, room_id, name, size, mimetype, reply_to, image, source, voice=None):
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        self.asked.append(("send", room_id, name, reply_to, image, source))
        if self.way_out is not None:
            await self.way_out.wait()
        kind = mimetype or ("image/png" if image is not None else "application/octet-stream")
        content = file_message.draft(name, kind, size, reply_to=reply_to, image=image, voice=voice)
        content["url"] = f"mxc://school.test/{len(self.asked)}"
        return await self.engine.send(room_id, "m.room.message", content, clear_draft=False)

    async def fetch(self, attachment, *, thumbnail=None):
        self.asked.append(("thumbnail" if thumbnail else "fetch", attachment.mxc))
        if self.held is not None:
            await self.held.wait()
        found = (self.small if thumbnail else self.files).get(attachment.mxc)
        if found is None and thumbnail:
            found = self.files.get(attachment.mxc)
        if isinstance(found, KnownError):
            (self.small if thumbnail else self.files).pop(attachment.mxc)
            raise found
        if found is None:
            raise KnownError(ErrorCode.NOT_FOUND)
        self.folder.mkdir(exist_ok=True)
        path = self.folder / f"{attachment.mxc.rpartition('/')[2]}{'-small' if thumbnail else ''}"
        path.write_bytes(found)
        if not thumbnail:
            self.move(attachment.key, len(found), len(found), TransferState.DONE)
        return path

    async def cancel(self, key):
        self.asked.append(("cancel", key))

    async def upload_limit(self):
        return self.limit

    async def cache_size(self):
        return sum(path.stat().st_size for path in self.folder.glob("*")) if self.folder.exists() else 0

    async def clear_cache(self):
        for path in self.folder.glob("*"):
            path.unlink()

    def said(self, what):
        """Return what was asked under this word."""
        return [asked for asked in self.asked if asked[0] == what]
