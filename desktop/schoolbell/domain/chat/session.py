"""Keeps the school's knowledge, the room list and one open room in step with the store's changes."""

from collections.abc import Collection, Sequence
from datetime import tzinfo

from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Observable, Subscription
from schoolbell.domain import late_edits
from schoolbell.domain.chat import read_state, room_header
from schoolbell.domain.chat.items import Person, ReadLists, RoomItem
from schoolbell.domain.chat.notice_cards import Counted, not_counted
from schoolbell.domain.chat.ports import Changes, ChatEngine, ChatReader, SyncState, SyncStatus
from schoolbell.domain.chat.room_header import RoomDetails
from schoolbell.domain.chat.room_list import RoomList
from schoolbell.domain.chat.timeline import Timeline
from schoolbell.domain.first_things import FirstThingsFirst, PatientReader
from schoolbell.domain.refresher import Refresher, Run
from schoolbell.domain.school_knowledge import SchoolKnowledge, load, must_reload, nothing_known
from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.store.rows import RoomRow

_FIRST_ROOMS = 60  # more than the tallest window shows; the others follow after the first paint
_DETAILS_TYPES = frozenset(
    {"m.room.name", "m.room.power_levels", "m.room.pinned_events", "m.room.encryption"}
)


class ChatSession:
    """What the messages pane shows of one account. Belongs to the loop's thread.

    `show_now` fills everything from the cache without a loop; `attach` brings it to life.
    """

    def __init__(self, reader: ChatReader, me: str, zone: tzinfo, anchors: Sequence[str], run: Run) -> None:
        self.me = me
        self.details_changed: Observable[RoomDetails | None] = Observable()
        self.reads_changed: Observable[ReadLists | None] = Observable()
        self.typing_changed: Observable[tuple[Person, ...]] = Observable()
        self.status_changed: Observable[SyncStatus] = Observable()
        self.knowledge_changed: Observable[None] = Observable()  # who may do what, who is who
        self._reader = reader
        self._zone = zone
        self._anchors = tuple(anchors)
        self._run = run
        self._knowledge = nothing_known()
        self._engine: ChatEngine | None = None
        self._subscriptions: list[Subscription] = []
        self._reads_of = ""
        self._live = False
        self.notice_counts: Counted = not_counted  # how far own notices are, for their cards
        self._known = Refresher(self._reload_knowledge, run)
        self._details = Refresher(self._reload_details, run)
        self._reads = Refresher(self._reload_reads, run)
        self.things = FirstThingsFirst()  # what is on its way to the screen, and waited for
        self.behind = PatientReader(reader, self.things)
        self.rooms = RoomList(self.behind, me, lambda: self._knowledge, run)
        self.timeline: Timeline | None = None
        self.details: RoomDetails | None = None

    @property
    def knowledge(self) -> SchoolKnowledge:
        """Authority and directory as known now."""
        return self._knowledge

    @property
    def engine(self) -> ChatEngine | None:
        """The engine, once attached."""
        return self._engine

    def all_rooms(self) -> list[RoomItem]:
        """Return every chat, whatever the filter of the list, the newest first."""
        return self.rooms.everything()

    async def is_chat(self, room_id: str) -> bool:
        """Return whether I am in this room, and it can be shown as a chat. Raises KnownError."""
        if self.rooms.item(room_id) is not None:
            return True
        row = await self._reader.cache.read(lambda conn: rooms.summary(conn, room_id))
        return row is not None and row.membership == "join" and row.room_type != "m.space"

    async def direct_with(self, user_id: str) -> str:
        """Return the room of the chat with one person, "" when there is none. Raises KnownError."""
        return await self._reader.cache.read(lambda conn: rooms.direct_with(conn, user_id))

    # -- life -----------------------------------------------------------------------------------------

    def show_now(self, room_id: str) -> Timeline | None:
        """Build the newest rooms and messages of `room_id` in this thread: the first paint."""

        def read(conn: Connection) -> tuple[list[RoomRow], SchoolKnowledge]:
            rows = rooms.summaries(conn, _FIRST_ROOMS)
            if room_id and not any(row.room_id == room_id for row in rows):
                rows += rooms.summaries_of(conn, [room_id]).values()
            return late_edits.of_rooms(conn, rows), load(conn, self._anchors, generation=1, desks=False)

        rows, self._knowledge = self._reader.cache.read_now(read)
        self.rooms.show_now(rows)
        if not any(row.room_id == room_id and row.membership == "join" for row in rows):
            return None
        opened = self._make_timeline(room_id)
        opened.show_now()
        self.rooms.set_open(room_id)
        item = self.rooms.item(room_id)
        self.details = self._reader.cache.read_now(
            lambda conn: room_header.load(conn, room_id, self.me, self._knowledge, item)
        )
        return opened

    def attach(self, engine: ChatEngine) -> None:
        """Follow the engine's changes from now on. Call it before the engine starts: nothing is missed."""
        self._engine = engine
        self._subscriptions = [
            engine.changes.subscribe(self._on_changes),
            engine.status.subscribe(self._on_status),
        ]
        self._known.poke()  # the first paint read the newest rooms only, and no desks
        if self.timeline is not None:
            self._enliven(self.timeline)
        self._on_status(engine.current_status)

    def look_again(self, room_ids: Collection[str]) -> None:
        """Build the open room anew if it is one of these: what its cards say has changed elsewhere."""
        if self.timeline is not None and self.timeline.room_id in room_ids:
            self.timeline.poke()

    def set_anchors(self, anchors: Sequence[str]) -> None:
        """Judge everything by other pinned school spaces from now on."""
        if tuple(anchors) != self._anchors:
            self._anchors = tuple(anchors)
            self._known.poke()

    def close(self) -> None:
        """Follow nothing any more."""
        for subscription in self._subscriptions:
            subscription.cancel()
        self._subscriptions = []
        self._close_timeline()
        for refresher in (self._known, self._details, self._reads):
            refresher.end()
        self.rooms.close()

    # -- open room ------------------------------------------------------------------------------------

    def open(self, room_id: str) -> Timeline:
        """Open a room (closing the one before); its items come with the first diffs."""
        self._close_timeline()
        opened = self._make_timeline(room_id)
        self.rooms.set_open(room_id)
        if self._engine is not None:
            self._enliven(opened)
        else:
            opened.poke()
            self._details.poke()
        return opened

    def _make_timeline(self, room_id: str) -> Timeline:
        self.timeline = Timeline(
            room_id, self._reader, self.me, self._zone, lambda: self._knowledge, self._run,
            counted=lambda key: self.notice_counts(key),
        )  # fmt: skip
        return self.timeline

    def _close_timeline(self) -> None:
        closing, self.timeline = self.timeline, None
        self.details = None
        if closing is not None:
            closing.close()
            if self._engine is not None:
                self._engine.close_room(closing.room_id)
        if self._reads_of:
            self.show_reads("")

    def _enliven(self, opened: Timeline) -> None:
        engine = self._engine
        assert engine is not None
        opened.attach(engine)
        engine.open_room(opened.room_id)
        self._details.poke()
        self._run(self._load_everybody(engine, opened.room_id))

    async def _load_everybody(self, engine: ChatEngine, room_id: str) -> None:
        """Counts and lists need all members and receipts; without a connection they come later."""
        try:
            await engine.load_members(room_id)
            await engine.load_receipts(room_id)
        except KnownError as error:
            if not error.transient:
                raise

    def show_reads(self, event_id: str) -> None:
        """Follow who has read an event of the open room; "" ends it."""
        self._reads_of = event_id
        if event_id:
            self._reads.poke()
        else:
            self.reads_changed.emit(None)

    def matching(self, prefix: str, most: int) -> list[Person]:
        """Return people of the open room, without me, who fit `prefix`; the nearest first.

        Whose name it is, then whose name begins with it (the student before the guardian who is named after
        the student), then pinyin initials, then names with `prefix` inside.
        """
        if self.details is None:
            return []
        room_id, directory, wanted = self.details.header.key, self._knowledge.directory, prefix.casefold()
        others = [person for person in self.details.people if person.user_id != self.me]
        if not wanted:
            return others[:most]
        fitting: list[tuple[int, int, Person]] = []
        for person in others:
            name = person.name.casefold()
            if name.startswith(wanted):
                fitting.append((1 if name == wanted else 2, len(name), person))
            elif wanted in name:
                fitting.append((4, 0, person))
            elif directory.matches(person.user_id, prefix, room_id):
                fitting.append((3, len(name), person))
        return [person for _, _, person in sorted(fitting, key=lambda one: one[:2])[:most]]

    # -- following ------------------------------------------------------------------------------------

    def _on_changes(self, changes: Changes) -> None:
        if must_reload(changes.state, self._knowledge):
            self._known.poke()
        self.rooms.on_changes(changes)
        opened = self.timeline
        if opened is None:
            return
        room_id = opened.room_id
        opened.on_changes(changes)
        changed_here = {event_type for where, event_type in changes.state if where == room_id}
        if room_id in changes.members | changes.rooms or changed_here & _DETAILS_TYPES:
            self._details.poke()
        if self._reads_of and room_id in changes.receipts | changes.members | changes.timelines:
            self._reads.poke()
        if room_id in changes.typing:
            users = [user for user in changes.typing[room_id] if user != self.me]
            directory = self._knowledge.directory
            people = {p.user_id: p for p in self.details.people} if self.details is not None else {}
            self.typing_changed.emit(
                tuple(people.get(user) or directory.person(user, room_id) for user in users)
            )

    def _on_status(self, status: SyncStatus) -> None:
        live = status.state is SyncState.LIVE
        if live and not self._live and self.timeline is not None and self._engine is not None:
            self.timeline.came_live()
            self.timeline.retry_gaps()
            self._run(self._load_everybody(self._engine, self.timeline.room_id))
        self._live = live
        self.status_changed.emit(status)

    async def _reload_knowledge(self) -> None:
        generation = self._knowledge.generation + 1
        anchors = self._anchors
        self._knowledge = await self._reader.cache.read(
            lambda conn: load(conn, anchors, generation=generation)
        )
        self.rooms.poke()
        if self.timeline is not None:
            self.timeline.poke()
            self._details.poke()
        if self._reads_of:
            self._reads.poke()
        self.knowledge_changed.emit(None)

    async def _reload_details(self) -> None:
        opened = self.timeline
        if opened is None:
            return
        room_id, item, knowledge = opened.room_id, self.rooms.item(opened.room_id), self._knowledge
        details = await self.behind.cache.read(
            lambda conn: room_header.load(conn, room_id, self.me, knowledge, item)
        )
        if self.timeline is opened and details != self.details:
            self.details = details
            self.details_changed.emit(details)

    async def _reload_reads(self) -> None:
        opened, event_id, knowledge = self.timeline, self._reads_of, self._knowledge
        if opened is None or not event_id:
            return
        lists = await self._reader.cache.read(
            lambda conn: read_state.load(conn, opened.room_id, event_id, knowledge)
        )
        if self._reads_of == event_id:
            self.reads_changed.emit(lists)
