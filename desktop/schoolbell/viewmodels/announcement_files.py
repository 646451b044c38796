"""Files chosen for an announcement: looked at in a thread; pasted pictures become files of the profile."""

import asyncio
import mimetypes
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.domain.announcements.drafting import MOST_FILES, LocalFile
from schoolbell.domain.names import clean_name
from schoolbell.system.files import write_atomically

_NAME_LIMIT = 120


class FileReader:
    """Belongs to the loop's thread; `folder` is where pasted pictures are kept until they are sent."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pool: ThreadPoolExecutor | None = None

    async def look(self, paths: Sequence[Path]) -> list[LocalFile]:
        """Return what can be sent of `paths`. Raises KnownError(NOT_A_FILE) when that is none of them."""
        found: list[LocalFile] = await self._in_thread(
            lambda: [one for path in paths if (one := _looked_at(path)) is not None]
        )
        if paths and not found:
            raise KnownError(ErrorCode.NOT_A_FILE)
        return found

    async def keep(self, name: str, mimetype: str, make: Callable[[], bytes]) -> LocalFile:
        """Write a pasted picture to the folder and return it. Raises KnownError (disk)."""

        def write() -> LocalFile:
            content = make()
            ending = mimetypes.guess_extension(mimetype) or ".png"
            path = self._folder / f"{new_txn_id()}{ending}"
            write_atomically(path, content, durable=False)
            return LocalFile(str(path), f"{name}{ending}", len(content), mimetype, own=True)

        kept: LocalFile = await self._in_thread(write)
        return kept

    def stop(self) -> None:
        """Let the thread go."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    async def _in_thread(self, call: Callable[[], Any]) -> Any:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="announced-files")
        return await asyncio.wrap_future(self._pool.submit(call))


def together(first: Sequence[LocalFile], more: Sequence[LocalFile]) -> tuple[LocalFile, ...]:
    """Return both, each path once."""
    there = {one.path for one in first}
    return (*first, *(one for one in more if one.path not in there))


def _looked_at(path: Path) -> LocalFile | None:
    try:
        if not path.is_file() or not os.access(path, os.R_OK):
            return None
        size = path.stat().st_size
    except (OSError, ValueError):
        return None
    mimetype = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return LocalFile(str(path), clean_name(path.name, _NAME_LIMIT), size, mimetype)


__all__ = ["MOST_FILES", "FileReader"]
