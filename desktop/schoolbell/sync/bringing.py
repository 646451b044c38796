"""Brings one file to the server for an event that the server will send later by itself."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from schoolbell.base.clock import Clock
from schoolbell.base.texts import Texts
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import uploads
from schoolbell.store.database import Database
from schoolbell.store.uploads import NewUpload
from schoolbell.sync import file_message, upload_plan
from schoolbell.sync.file_message import SentPart
from schoolbell.sync.upload_limit import UploadLimit
from schoolbell.sync.upload_plan import Identity

T = TypeVar("T")
_PART_TYPE = "application/octet-stream"
_SURE_MS = 12 * 3600 * 1000  # what went up longer ago is looked for before an event relies on it


class Bringing:
    """What the server has already, part by part, is not sent again. Everything raises KnownError."""

    def __init__(
        self,
        client: MatrixClient,
        local: Database,
        clock: Clock,
        limit: UploadLimit,
        worker: Executor,
        texts: Callable[[], Texts],
    ) -> None:
        self._client = client
        self._local = local
        self._clock = clock
        self._limit = limit
        self._worker = worker
        self._texts = texts

    async def bring(self, file: NewUpload, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Upload what is missing of a file and return the content of its message."""
        path = Path(file.path)
        cut = upload_plan.part_size(file.size, await self._limit.ask())
        identity = Identity(file.size, file.mtime_ns)
        plan = await self._on_worker(lambda: upload_plan.read_through(path, identity, cut))
        whole = len(plan.parts) == 1
        parts: list[SentPart] = []
        for index, sha256 in enumerate(plan.parts):
            kind = file.mimetype if whole else _PART_TYPE
            mxc = await self._at_server(sha256, kind)
            if mxc is None:
                content = await self._on_worker(partial(upload_plan.read_part, path, plan, index))
                name = file.name if whole else f"{file.name}.{index + 1}"
                mxc = await self._client.upload(content, kind, name)
                await self._remember(sha256, kind, mxc)
            size = min(cut, file.size - index * cut)
            parts.append(SentPart(mxc, size, sha256))
        if whole:
            return file_message.whole(draft, parts[0].mxc, plan.sha256)
        return file_message.in_parts(draft, parts, plan.sha256, self._texts())

    async def _at_server(self, sha256: str, mimetype: str) -> str | None:
        found = await self._local.read(lambda conn: uploads.known(conn, sha256, mimetype))
        if found is None or self._clock.now_ms() - found[1] < _SURE_MS:
            return found[0] if found is not None else None
        if not await self._client.has_media(found[0]):
            return None
        await self._remember(sha256, mimetype, found[0])
        return found[0]

    async def _remember(self, sha256: str, mimetype: str, mxc: str) -> None:
        now = self._clock.now_ms()
        await self._local.write(lambda conn: uploads.remember(conn, sha256, mimetype, mxc, now))

    async def _on_worker(self, call: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._worker.submit(call))
