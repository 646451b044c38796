"""A machine with files: an engine and its media on real folders, against a scripted or a real server."""

from pathlib import Path
from random import Random
from typing import Any

from schoolbell.base.texts import parse_texts
from schoolbell.domain.chat.content import parse, parse_unsent
from schoolbell.domain.chat.items import Attachment
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import uploads
from schoolbell.store.uploads import Upload
from schoolbell.sync.media import Media
from schoolbell.sync.transfers import Transfer
from schoolbell.system.media_folder import DEFAULT_QUOTA, MediaFolder
from tests.sync.world import World

TEXTS = parse_texts("en", Path("resources/texts/en.toml").read_text("utf-8"))


class Desk(World):
    """A world that sends and fetches files; `restart()` is a new process on the same files."""

    quota = DEFAULT_QUOTA

    def _build(self) -> None:
        super()._build()
        self.media_folder = self.folder / "media"
        self.outgoing = self.folder / "outgoing"
        self.moves: list[Transfer] = []
        self.media = Media(
            self.engine,
            MatrixClient(self.transport, self.me, self.device),
            self.local,
            self.clock,
            MediaFolder(self.media_folder, self.quota, self.clock.now_ms),
            self.outgoing,
            texts=lambda: TEXTS,
            random=Random(7),
        )
        self.media.transfers.subscribe(self.moves.append)

    async def live(self) -> None:
        """Start and wait for the first response."""
        await super().live()
        await self.media.start()

    async def close(self) -> None:
        """End the process in good order."""
        await self.media.stop()
        await super().close()

    def attachments(self, room_id: str) -> list[Attachment]:
        """Return the files of a room's messages as stored, oldest first."""
        found = [parse(row.type, row.content).attachment for row in self.rows(room_id)]
        return [one for one in found if one is not None]

    def unsent(self, room_id: str) -> list[Attachment]:
        """Return the files of messages in the outbox."""
        rows = self.outbox(room_id)
        found = [parse_unsent(row.type, row.decoded(), row.path).attachment for row in rows]
        return [one for one in found if one is not None]

    def pending(self) -> list[Upload]:
        """Return the uploads that wait."""
        return self.local.read_now(uploads.pending)

    def content(self, room_id: str, index: int = -1) -> Any:
        """Return the content of one of the room's rows, the newest one."""
        return self.rows(room_id)[index].content
