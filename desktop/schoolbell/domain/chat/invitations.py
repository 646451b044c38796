"""Invitations from people: who asks into which chat; nothing is joined before a person says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from schoolbell.base.observable import Observable
from schoolbell.domain.chat.items import Person
from schoolbell.domain.chat.ports import Changes, ChatReader
from schoolbell.domain.names import clean_name, one_line
from schoolbell.domain.refresher import Refresher, Run
from schoolbell.store import rooms
from schoolbell.store.rows import RoomRow

PersonOf = Callable[[str, str], Person]  # user id, name as it claims to be


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invitation; all that came from outside is cleaned."""

    key: str  # room id
    person: Person  # who invites; role NONE: not on the roster
    address: str  # the inviter's user id, which nobody can choose freely
    room_name: str  # "" for a chat between two
    direct: bool


class InvitationAnswers(Protocol):
    """What can be answered. Both raise KnownError."""

    async def accept(self, room_id: str) -> None:
        """Join the room."""
        ...

    async def decline(self, room_id: str) -> None:
        """Refuse; the invitation is gone."""
        ...


class Invitations:
    """Emits all open invitations, the newest first. Belongs to the loop's thread."""

    def __init__(self, reader: ChatReader, person_of: PersonOf, run: Run) -> None:
        self.items: Observable[tuple[Invitation, ...]] = Observable()
        self._reader = reader
        self._person_of = person_of
        self._refresher = Refresher(self._refresh, run)
        self._shown: tuple[Invitation, ...] = ()

    def on_changes(self, changes: Changes) -> None:
        """Read again when a room's summary changed."""
        if changes.rooms:
            self._refresher.poke()

    def refresh(self) -> None:
        """Read again."""
        self._refresher.poke()

    def close(self) -> None:
        """Read no more."""
        self._refresher.end()

    async def _refresh(self) -> None:
        found = self._items(await self._reader.cache.read(rooms.invited))
        if found != self._shown:
            self._shown = found
            self.items.emit(found)

    def _items(self, rows: Sequence[RoomRow]) -> tuple[Invitation, ...]:
        return tuple(self._item(row) for row in rows if row.inviter and row.room_type != "m.space")

    def _item(self, row: RoomRow) -> Invitation:
        claimed = next((name for user, name, _ in row.heroes if user == row.inviter), "")
        direct = row.direct_user == row.inviter
        return Invitation(
            key=row.room_id,
            person=self._person_of(row.inviter, claimed),
            address=one_line(row.inviter),
            room_name="" if direct else clean_name(row.name),
            direct=direct,
        )
