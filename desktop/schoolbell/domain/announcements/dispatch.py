"""Getting announcements out: drafts kept with their files, copies held or appointed, taken back, let go."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from schoolbell.domain.announcements.below import Chosen, Files, Later, Prepared
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.drafting import LocalFile
from schoolbell.domain.announcements.ports import AnnouncementEngine
from schoolbell.domain.reading import ChatReader
from schoolbell.store import announcement_drafts
from schoolbell.store.announcement_drafts import DraftRecord
from schoolbell.store.database import Connection
from schoolbell.store.outbox import NewRow


class Dispatch:
    """Drafts of one kind on their way. Belongs to the loop's thread; `changed` tells that a row differs.

    `later` is None where the server never sends by itself.
    """

    def __init__(
        self,
        kind: Kind,
        reader: ChatReader,
        engine: AnnouncementEngine,
        files: Files,
        later: Later | None,
        changed: Callable[[], None],
    ) -> None:
        self._kind = kind
        self._reader = reader
        self._engine = engine
        self._files = files
        self._later = later
        self._changed = changed
        self._copies: dict[tuple[str, str], LocalFile] = {}  # (draft, path as chosen) → our copy
        self._gone: set[str] = set()  # drafts sent in this session: a composer's late word does not count

    def can_give(self, due_ms: int, events: int) -> bool:
        """Whether the server sends so many events at that time by itself."""
        return self._later is not None and self._later.can(due_ms, events)

    # -- drafts ---------------------------------------------------------------------------------------

    async def with_copies(self, id: str, files: Sequence[LocalFile]) -> tuple[LocalFile, ...]:
        """Return the files with small ones copied into the profile's folder, each once."""
        found: list[LocalFile] = []
        for file in files:
            known = self._copies.get((id, file.path))
            if known is None and not file.own:
                chosen = await self._files.copy_in(Path(file.path))
                mimetype = file.mimetype or chosen.mimetype
                name = file.name or chosen.name
                known = LocalFile(chosen.path, name, chosen.size, mimetype, chosen.own, file.voice)
                self._copies[id, file.path] = known
            found.append(known or file)
        return tuple(found)

    async def keep(self, record: DraftRecord, files: Sequence[LocalFile]) -> None:
        """Keep a draft whose files are copies of ours."""

        def put(conn: Connection) -> None:
            if record.id not in self._gone:
                announcement_drafts.put(conn, record)

        try:
            await self._engine.send_together((), put)
        finally:
            self._settle(files)
        # Copies that the draft does not name any more are removed: chosen again, they are made anew.
        kept = {file.path for file in files}
        self._copies = {at: one for at, one in self._copies.items() if at[0] != record.id or one.path in kept}
        self._changed()

    async def discard(self, id: str) -> None:
        """Remove a draft and the copies of its files."""
        gone: list[bool] = []
        await self._engine.send_together((), lambda conn: gone.append(announcement_drafts.remove(conn, id)))
        self._forget_copies([id])
        if any(gone):
            self._changed()

    async def finish(self) -> None:
        """Forget what is sent as a whole."""
        if not await self._reader.local.read(announcement_drafts.any_held):
            return
        gone: list[str] = []
        await self._engine.send_together(
            (), lambda conn: gone.extend(announcement_drafts.finish(conn, self._kind))
        )
        if gone:
            self._forget_copies(gone)
            self._changed()

    def _settle(self, files: Sequence[LocalFile]) -> None:
        self._files.settled([file.path for file in files if file.own])

    def _forget_copies(self, ids: Sequence[str]) -> None:
        paths = [copy.path for (id, _), copy in self._copies.items() if id in ids and copy.own]
        self._copies = {key: copy for key, copy in self._copies.items() if key[0] not in ids}
        self._files.settled(paths)

    # -- sending --------------------------------------------------------------------------------------

    def leaves(self, id: str) -> None:
        """A draft is being sent: a composer's late word does not count any more."""
        self._gone.add(id)

    def stays(self, id: str) -> None:
        """It is a draft again."""
        self._gone.discard(id)

    async def prepared(self, files: Sequence[LocalFile]) -> list[Prepared]:
        """Read chosen files through. Raises KnownError."""
        return [
            await self._files.prepare(
                Chosen(file.path, file.name, file.size, file.mimetype, file.own, file.voice)
            )
            for file in files
        ]

    async def send(
        self,
        record: DraftRecord,
        files: Sequence[LocalFile],
        rows: Sequence[NewRow],
        *,
        appointed: bool,
        note: Sequence[NewRow] = (),
    ) -> None:
        """Queue `rows`, held until `record.due_ms`, with the record; `note` goes at once beside them."""
        later = self._later if appointed and self.can_give(record.due_ms, len(rows)) else None
        held = announcement_drafts.HELD if later is None else announcement_drafts.GIVEN
        record = replace(record, held=held)

        def hold(conn: Connection) -> None:
            announcement_drafts.hold(conn, record)

        try:
            if later is not None:
                await later.give(rows, record.due_ms, hold)
                await self._engine.send_together(note, _nothing)
            else:
                await self._engine.send_together([*rows, *note], hold)
                if files:
                    self._files.queued()
        finally:
            self._settle(files)

    async def take_back(self, record: DraftRecord, now_ms: int) -> bool:
        """Make what was held or appointed a draft again; False when it is too late.

        Raises KnownError when the server has it and cannot be asked: it then stands as before.
        """

        def restore(conn: Connection) -> None:
            announcement_drafts.restore(conn, record.id, now_ms)

        if record.held == announcement_drafts.GIVEN and self._later is not None:
            done = await self._later.take_back(record.id, restore)
        else:
            done = await self._engine.take_back(record.id, restore)
        if done:
            self.stays(record.id)
            self._changed()
        return done

    async def hurry(self, record: DraftRecord) -> None:
        """Do not hold it any longer. Raises KnownError."""
        id = record.id
        if record.held == announcement_drafts.GIVEN and self._later is not None:
            await self._later.hurry(id)
        await self._engine.send_together((), lambda conn: announcement_drafts.hurry(conn, id))
        await self._engine.release(id)
        self._changed()

    async def note(self, rows: Sequence[NewRow]) -> None:
        """Queue what goes beside it."""
        await self._engine.send_together(rows, _nothing)


def _nothing(_: Connection) -> None:
    """Nothing goes with the rows."""
