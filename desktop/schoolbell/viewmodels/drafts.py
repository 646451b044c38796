"""Drafts on their way to the disk: one that it does not take stays here until it does."""

import logging
from collections.abc import Mapping

from schoolbell.base.errors import KnownError
from schoolbell.domain.chat.drafts import Draft, load_draft
from schoolbell.domain.chat.ports import ChatEngine, ChatReader

log = logging.getLogger(__name__)


class Drafts:
    """Belongs to the loop's thread."""

    def __init__(self, reader: ChatReader) -> None:
        self._reader = reader
        self._kept: dict[str, Draft] = {}
        self._engine: ChatEngine | None = None

    @property
    def kept(self) -> Mapping[str, Draft]:
        """What is in memory only, by room."""
        return self._kept

    async def save(self, engine: ChatEngine, room_id: str, text: str, reply_to: str) -> None:
        """Save this draft, and what waits. Raises KnownError; it is tried again with the next one."""
        self._engine = engine
        self._kept[room_id] = Draft(text, reply_to)
        await self._save_all(engine)

    async def save_kept(self) -> int:
        """Try once more to save what waits; return how many drafts the disk does not take."""
        if self._engine is not None:
            try:
                await self._save_all(self._engine)
            except KnownError as error:
                log.info("drafts wait: %s", error.code)
        return len(self._kept)

    async def _save_all(self, engine: ChatEngine) -> None:
        for room, draft in list(self._kept.items()):
            await engine.save_draft(room, draft.text, draft.reply_to)
            if self._kept.get(room) is draft:
                del self._kept[room]

    def keep(self, room_id: str, text: str, reply_to: str) -> None:
        """Hold a draft of which the disk's word is not enough."""
        self._kept[room_id] = Draft(text, reply_to)

    def sent(self, room_id: str) -> None:
        """The draft of a room is in the outbox now."""
        self._kept.pop(room_id, None)

    def read_now(self, room_id: str) -> Draft:
        """Return a room's draft, in this thread: for the first paint."""
        return self._kept.get(room_id) or self._reader.local.read_now(lambda conn: load_draft(conn, room_id))

    async def read(self, room_id: str) -> Draft:
        """Return a room's draft. Raises KnownError."""
        kept = self._kept.get(room_id)
        if kept is not None:
            return kept
        return await self._reader.local.read(lambda conn: load_draft(conn, room_id))
