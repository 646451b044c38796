"""Reads from the cache which DINGs the office still looks after, and who of each is open."""

from msgspec import Struct

from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.items import Announcement, Standing, Tally
from schoolbell.domain.announcements.tally import open_rooms, tally
from schoolbell.domain.authority import Authority
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.store import announcements, members, timeline
from schoolbell.store.announcements import CopyRow
from schoolbell.store.database import Connection
from schoolbell_office.rules import Rules

HORIZON_MS = 14 * 86_400_000  # a DING is looked after for two weeks


class World(Struct, frozen=True):
    """What one round goes by: the school, its rules, and the DINGs that are looked after."""

    knowledge: SchoolKnowledge
    rules: Rules
    dings: tuple[Announcement, ...] = ()
    school_name: str = ""

    def nth_of_day(self, one: Announcement) -> int:
        """Return the how manieth DING of its sender that day this is, from 1."""
        start = self.rules.day_start(one.ts)
        return sum(
            other.sender == one.sender and start <= other.ts and (other.ts, other.key) <= (one.ts, one.key)
            for other in self.dings
        )


class Look(Struct, frozen=True):
    """Who of one DING is open. Valid only if nothing is missing: `gaps` and `unlisted` are empty.

    `gaps` are rooms where something between the copy and now is not here: a withdrawal or a confirmation may
    stand there. `unlisted` are rooms whose members are not all known.
    """

    counted: Tally
    rooms: tuple[str, ...] = ()  # of the copies by which somebody open is addressed
    gaps: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it may be acted on."""
        return not self.gaps and not self.unlisted

    def open_users(self) -> tuple[str, ...]:
        """Return those whose word would complete a household that is open."""
        return tuple(
            one.person.user_id
            for household in self.counted.households
            if household.standing is not Standing.CONFIRMED
            for one in household.people
            if one.counts
        )


def load_dings(conn: Connection, authority: Authority, since_ms: int) -> tuple[Announcement, ...]:
    """Return the DINGs since `since_ms`, oldest first; withdrawn ones too."""
    groups: dict[tuple[str, str], list[CopyRow]] = {}
    for copy in announcements.since(conn, Kind.DING, since_ms):
        groups.setdefault(copy.identity, []).append(copy)
    found = (loading.assembled(conn, authority, copies) for copies in groups.values())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.ts, one.key)))


def look(conn: Connection, knowledge: SchoolKnowledge, one: Announcement) -> Look:
    """Count one DING."""
    rows = announcements.at(conn, [copy.event_id for copy in one.copies])
    gaps = dict.fromkeys(
        row.room_id for row in rows.values() if not timeline.leads_to_live(conn, row.event)
    )
    unlisted = [
        copy.room_id
        for copy in one.copies
        if one.block.to_room and not members.is_complete(conn, copy.room_id)
    ]
    counted = tally(conn, knowledge, one)
    return Look(counted, tuple(open_rooms(conn, one, counted)), tuple(gaps), tuple(dict.fromkeys(unlisted)))


def reminded(conn: Connection, authority: Authority, one: Announcement) -> dict[str, int]:
    """Return room id → the highest number of a reminder that counts there."""
    found: dict[str, int] = {}
    for note in announcements.notes(conn, one.kind, one.sender, one.id):
        if note.type != announcements.REMIND:
            continue
        if authority.is_office(note.sender) or (note.sender == one.sender and note.judged):
            found[note.room_id] = max(note.seq, found.get(note.room_id, 0))
    return found


def over(one: Announcement, now_ms: int) -> bool:
    """Whether nothing is to be done for a DING any more, however many are open."""
    return bool(one.withdrawn_ts) or (one.block.deadline != 0 and now_ms >= one.block.deadline)
