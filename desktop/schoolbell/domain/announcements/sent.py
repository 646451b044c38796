"""Own announcements with who has confirmed them; counted again only where something can have changed."""

from collections.abc import Callable, Collection

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.items import Announcement, Tally
from schoolbell.domain.announcements.ports import AnnouncementEngine
from schoolbell.domain.announcements.tally import tally
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store.database import Connection

_MOST = 200


async def complete(engine: AnnouncementEngine, one: Announcement, wanted: Callable[[], bool]) -> None:
    """Have all members and receipts of its rooms here while they are `wanted`; without a connection later."""
    for copy in one.copies:
        if not wanted():
            return
        try:
            await engine.load_members(copy.room_id)
            await engine.load_receipts(copy.room_id)
        except KnownError as error:
            if not error.transient and error.code is not ErrorCode.FORBIDDEN:
                raise


class Sent:
    """Own ones of a kind with their tallies; only what can have changed is counted again."""

    def __init__(self, kind: Kind, me: str) -> None:
        self._kind = kind
        self._me = me
        self._tallies: dict[str, tuple[Announcement, Tally]] = {}

    def forget(self, rooms: Collection[str] | None) -> None:
        """Count again what stands in `rooms`; None: everything."""
        if rooms is None:
            self._tallies = {}
            return
        for key, (one, _) in list(self._tallies.items()):
            if any(copy.room_id in rooms for copy in one.copies):
                del self._tallies[key]

    def load(
        self, conn: Connection, knowledge: SchoolKnowledge, now_ms: int
    ) -> list[tuple[Announcement, Tally]]:
        """Return the newest own ones with their tallies, newest first."""
        mine = [
            one
            for one in loading.load_recent(conn, knowledge.authority, self._kind, now_ms)
            if one.sender == self._me
        ][:_MOST]
        known, self._tallies = self._tallies, {}
        for one in mine:
            kept = known.get(one.key)
            counted = kept[1] if kept is not None and kept[0] == one else tally(conn, knowledge, one)
            self._tallies[one.key] = one, counted
        return [self._tallies[one.key] for one in mine]
