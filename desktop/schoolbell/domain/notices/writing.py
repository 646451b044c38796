"""Writing notices: drafts, places, the plan, sending with ten seconds to take it back, edits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_ulid
from schoolbell.base.observable import Observable
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements import loading
from schoolbell.domain.announcements import sending as announced
from schoolbell.domain.announcements.below import Files, Later
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.desk import DeskLife
from schoolbell.domain.announcements.dispatch import Dispatch
from schoolbell.domain.announcements.formatting import readable
from schoolbell.domain.announcements.hours import Hours, load_hours
from schoolbell.domain.announcements.items import Announcement
from schoolbell.domain.announcements.ports import AnnouncementEngine, Knowledge
from schoolbell.domain.announcements.roll import Roll
from schoolbell.domain.notices import kept, sending
from schoolbell.domain.notices.items import HOLD_MS, NoticeDraft, NoticeLists, NoticePlan, Target
from schoolbell.domain.notices.places import Places, Route
from schoolbell.domain.reading import ChatReader
from schoolbell.store import announcement_drafts, reach, rooms
from schoolbell.store.database import Connection
from schoolbell.store.outbox import NewRow


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a plan is made from, as of one moment."""

    places: Places
    hours: Hours


class NoticeWriting:
    """The facade (a `NoticeDesk`). Belongs to the loop's thread; `changed` tells that a draft's row differs.

    `texts` gives the school's words for others. `later` is None where the server never sends by itself.
    """

    def __init__(
        self,
        reader: ChatReader,
        engine: AnnouncementEngine,
        files: Files,
        knowledge: Knowledge,
        me: str,
        clock: Clock,
        texts: Callable[[], Texts],
        later: Later | None = None,
    ) -> None:
        self.changed: Observable[None] = Observable()
        self._reader = reader
        self._knowledge = knowledge
        self._me = me
        self._clock = clock
        self._texts = texts
        self._roll = Roll(knowledge(), me)
        self._joined: frozenset[str] = frozenset()
        self._names: dict[str, str] = {}
        self._places = Places(self._roll, self._joined)
        self._told = False  # whether it was said that there is a place
        self._dispatch = Dispatch(Kind.NOTICE, reader, engine, files, later, lambda: self.changed.emit(None))
        self._life = DeskLife(
            Kind.NOTICE, engine, later, self.changed,
            look_around=self._look_around, finish=self._dispatch.finish,
        )  # fmt: skip

    # -- life -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Follow what changes, and tidy up what an earlier run has sent."""
        self._life.start()

    async def stop(self) -> None:
        """Follow nothing any more."""
        await self._life.stop()

    async def _look_around(self) -> None:
        await self._ground()

    def look(self) -> None:
        """The roster or my levels are known anew: there may be other places now."""
        self._life.look()

    # -- places ---------------------------------------------------------------------------------------

    def new(self, targets: Sequence[Target] = ()) -> NoticeDraft:
        """Return an empty draft with an id of its own."""
        return NoticeDraft(new_ulid(self._clock.now_ms()), targets=tuple(targets))

    def targets(self, text: str = "", most: int = 40) -> tuple[Target, ...]:
        """Return places whose name contains `text`; "": all, my own classes first."""
        self._refresh_roll()
        return self._places.suggest(text, self._names, most)

    def target_near(self, room_id: str) -> Target | None:
        """Return the class that a room belongs to as a chip, None where no notice of mine may go."""
        self._refresh_roll()
        space = self._knowledge().authority.class_of(room_id)
        return self._places.class_target(space) if space and self._places.of_class(space) else None

    @property
    def may_write(self) -> bool:
        """Whether there is any room for a notice of this account, as far as is known."""
        self._refresh_roll()
        return self._places.anywhere

    def _refresh_roll(self) -> None:
        knowledge = self._knowledge()
        if knowledge is not self._roll.knowledge:
            self._roll = Roll(knowledge, self._me)
            self._use(Places(self._roll, self._joined))

    def _use(self, places: Places) -> None:
        """Go by these places; tell when there is one for the first time, or none any more."""
        self._places = places
        if places.anywhere != self._told:
            self._told = places.anywhere
            self.changed.emit(None)

    async def _ground(self) -> _Ground:
        self._refresh_roll()
        roll = self._roll
        anchors = roll.knowledge.authority.anchors

        def read(conn: Connection) -> tuple[frozenset[str], Hours, dict[str, str]]:
            found = ((anchor, rooms.summary(conn, anchor)) for anchor in anchors)
            names = {anchor: row.name for anchor, row in found if row is not None}
            return reach.joined(conn), load_hours(conn, anchors), names

        self._joined, hours, self._names = await self._reader.cache.read(read)
        places = Places(roll, self._joined)
        # Meanwhile somebody may have begun to go by a newer roster: by these rooms it is, too.
        self._use(places if roll is self._roll else Places(self._roll, self._joined))
        return _Ground(places, hours)

    async def plan(self, draft: NoticeDraft) -> NoticePlan:
        """Return where it would go and how many it asks, each household once."""
        ground = await self._ground()
        route = ground.places.route(draft.targets)
        copies = len(route.rooms)
        if draft.edits:  # it goes where the notice is
            one = await self._own(draft.edits)
            copies = len(one.copies) if one is not None and not one.withdrawn_ts else 0
        now = self._clock.now_ms()
        at = draft.due_ms if draft.due_ms > now else now
        return NoticePlan(
            copies=copies,
            classes=route.classes,
            schools=route.schools,
            people=len(route.people),
            households=route.households,
            twice=route.twice,
            missing=tuple(target.name for target in route.missing),
            can_schedule=self._dispatch.can_give(at, len(route.rooms) * (1 + len(draft.files))),
        )

    # -- drafts ---------------------------------------------------------------------------------------

    def written(self, conn: Connection) -> NoticeLists:
        """Return drafts, appointments and what is on its way (local.db), for the lists."""
        return kept.written(conn, self._me, self._clock.now_ms())

    async def load(self, id: str) -> NoticeDraft | None:
        """Return a kept draft."""
        found = await self._reader.local.read(lambda conn: kept.load(conn, id))
        return found[1] if found is not None and found[0].held == announcement_drafts.WRITTEN else None

    async def keep(self, draft: NoticeDraft) -> None:
        """Keep a draft; an empty one is removed."""
        if draft.empty:
            await self._dispatch.discard(draft.id)
            return
        draft = replace(draft, files=await self._dispatch.with_copies(draft.id, draft.files))
        self._refresh_roll()
        route = self._places.route(draft.targets)
        record = kept.record_of(draft, self._clock.now_ms(), len(route.people), route.households)
        await self._dispatch.keep(record, draft.files)

    async def discard(self, id: str) -> None:
        """Remove a draft and the copies of its files."""
        await self._dispatch.discard(id)

    async def change(self, key: str) -> NoticeDraft | None:
        """Return a draft that changes an own notice which is out; None when it does not stand.

        A change that was begun and not sent is gone on with.
        """
        one = await self._own(key)
        if one is None or one.withdrawn_ts:
            return None
        begun = await self._reader.local.read(lambda conn: kept.change_of(conn, key))
        if begun is not None:
            return begun
        places, block = (await self._ground()).places, one.block
        return NoticeDraft(
            id=new_ulid(self._clock.now_ms()), title=block.title, text=block.text, confirm=block.confirm,
            counts=block.counts, deadline=block.deadline, pin=block.pin, edits=one.key,
            html=readable(block.html),
            targets=places.targets_of((copy.room_id for copy in one.copies), self._names),
        )  # fmt: skip

    async def again(self, key: str) -> NoticeDraft | None:
        """Return a new draft with title, text and classes of an own notice that is out; None without one.

        Its deadline and its files are not taken over: the one is past, the others are at the server only.
        """
        one = await self._own(key)
        if one is None:
            return None
        places, block = (await self._ground()).places, one.block
        return NoticeDraft(
            id=new_ulid(self._clock.now_ms()), title=block.title, text=block.text, html=readable(block.html),
            targets=places.targets_of((copy.room_id for copy in one.copies), self._names),
            confirm=block.confirm, counts=block.counts, pin=block.pin,
        )  # fmt: skip

    async def _own(self, key: str) -> Announcement | None:
        kind, _, rest = key.partition("/")
        sender, _, id = rest.rpartition("/")
        if kind != Kind.NOTICE or sender != self._me:
            return None
        authority = self._knowledge().authority
        return await self._reader.cache.read(
            lambda conn: loading.load(conn, authority, Kind.NOTICE, sender, id)
        )

    # -- sending --------------------------------------------------------------------------------------

    async def send(self, draft: NoticeDraft) -> None:
        """Queue all copies (or edits) in one transaction, held for HOLD_MS (or until `due_ms`).

        Raises KnownError: BAD_REQUEST (nothing to say), TOO_LARGE, NOT_FOUND (no place), what is wrong with a
        file, and what the disk has.
        """
        sending.check(draft if not draft.edits else replace(draft, text=draft.text or draft.title))
        self._dispatch.leaves(draft.id)
        try:
            await self._send(draft)
        except BaseException:
            self._dispatch.stays(draft.id)
            raise
        self.changed.emit(None)

    async def _send(self, draft: NoticeDraft) -> None:
        ground = await self._ground()
        now = self._clock.now_ms()
        if draft.edits:
            one = await self._own(draft.edits)
            if one is None or one.withdrawn_ts:
                raise KnownError(ErrorCode.NOT_FOUND)
            draft = replace(draft, due_ms=0, files=())
            rows = sending.edits_of(draft, one, self._texts(), ground.hours, now, now + HOLD_MS)
            route = ground.places.route(draft.targets)
            record = kept.record_of(draft, now, len(route.people), route.households, now + HOLD_MS)
            await self._dispatch.send(record, (), rows, appointed=False)
            return
        route = ground.places.route(draft.targets)
        if not route.rooms:
            raise KnownError(ErrorCode.NOT_FOUND)
        draft = replace(draft, files=await self._dispatch.with_copies(draft.id, draft.files))
        files = await self._dispatch.prepared(draft.files)
        appointed = draft.due_ms > now + HOLD_MS
        if not appointed:
            draft = replace(draft, due_ms=0)
        due = draft.due_ms if appointed else now + HOLD_MS
        rows = sending.rows_of(draft, route.rooms, files, self._texts(), ground.hours, now, due)
        record = kept.record_of(draft, now, len(route.people), route.households, due)
        note = self._note(draft, ground.places, route, due, now) if appointed else []
        await self._dispatch.send(record, draft.files, rows, appointed=appointed, note=note)

    @staticmethod
    def _note(
        draft: NoticeDraft, places: Places, route: Route, due: int, now: int, *, gone: bool = False
    ) -> list[NewRow]:
        room = places.of_record(route.rooms[0]) if route.rooms else ""
        return announced.record_of(Kind.NOTICE, draft.id, room, due, () if gone else route.rooms, now)

    async def undo(self, id: str) -> NoticeDraft | None:
        """Take a held or scheduled notice back as a draft; None when it is too late.

        Raises KnownError when the server has it and cannot be asked: it then stands as before.
        """
        found = await self._reader.local.read(lambda conn: kept.load(conn, id))
        if found is None or found[0].held == announcement_drafts.WRITTEN:
            return None
        record, draft = found
        now = self._clock.now_ms()
        if not await self._dispatch.take_back(record, now):
            return None
        if draft.due_ms:
            places = (await self._ground()).places
            route = places.route(draft.targets)
            await self._dispatch.note(self._note(draft, places, route, draft.due_ms, now, gone=True))
        return draft

    async def send_now(self, id: str) -> None:
        """Do not hold it any longer."""
        found = await self._reader.local.read(lambda conn: kept.load(conn, id))
        if found is not None and found[0].held != announcement_drafts.WRITTEN:
            await self._dispatch.hurry(found[0])
