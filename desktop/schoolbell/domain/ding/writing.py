"""Writing DINGs: drafts, recipients, the plan, sending with ten seconds to take it back, appointments."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_ulid
from schoolbell.base.observable import Observable
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.below import Files, Later
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.desk import DeskLife
from schoolbell.domain.announcements.dispatch import Dispatch
from schoolbell.domain.announcements.hours import Hours, load_hours
from schoolbell.domain.announcements.roll import Roll, count_households
from schoolbell.domain.ding import kept, recipients, sending
from schoolbell.domain.ding.guard import guard
from schoolbell.domain.ding.items import HOLD_MS, DingDraft, Plan, Target, Written
from schoolbell.domain.ding.places import Reach, Rooms, Route, load_reach, route
from schoolbell.domain.ding.ports import DingEngine, Knowledge
from schoolbell.domain.reading import ChatReader
from schoolbell.store import announcement_drafts
from schoolbell.store.database import Connection


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a plan is made from, as of one moment."""

    rooms: Rooms
    hours: Hours


class Writing:
    """The facade (a `DingDesk`). Belongs to the loop's thread; `changed` tells that a draft's row differs.

    `texts` gives the school's words for others, `office` the office's address or None, `gateways` which
    channels besides the app it has. `later` is None where the server never sends by itself.
    """

    def __init__(
        self,
        reader: ChatReader,
        engine: DingEngine,
        media: Files,
        knowledge: Knowledge,
        me: str,
        clock: Clock,
        texts: Callable[[], Texts],
        office: Callable[[], str | None],
        gateways: Callable[[], tuple[str, ...]],
        later: Later | None = None,
    ) -> None:
        self.changed: Observable[None] = Observable()
        self._reader = reader
        self._knowledge = knowledge
        self._me = me
        self._clock = clock
        self._texts = texts
        self._office = office
        self._gateways = gateways
        self._roll = Roll(knowledge(), me)
        self._reach = Reach()
        self._rooms = Rooms(self._roll, self._reach)
        self._dispatch = Dispatch(Kind.DING, reader, engine, media, later, lambda: self.changed.emit(None))
        self._life = DeskLife(
            Kind.DING, engine, later, self.changed,
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

    # -- recipients -----------------------------------------------------------------------------------

    def new(self, targets: Sequence[Target] = (), text: str = "", about: str = "") -> DingDraft:
        """Return an empty draft with an id of its own."""
        return DingDraft(new_ulid(self._clock.now_ms()), text=text, targets=tuple(targets), about=about)

    def targets(self, text: str, most: int = 12) -> tuple[Target, ...]:
        """Return recipients whose name, pinyin initials or number begin so; "": what is near at hand."""
        self._refresh_roll()
        return recipients.suggest(text, self._rooms, most)

    def target_of(self, user_ids: Sequence[str], name: str = "") -> Target:
        """Return one chip for somebody, or for several together (who has not read something)."""
        self._refresh_roll()
        users = tuple(dict.fromkeys(user for user in user_ids if user != self._me))
        if len(users) == 1:
            return recipients.person_target(users[0], self._roll)
        return recipients.counted(Target("people", "", name, users=users), self._roll)

    def _refresh_roll(self) -> None:
        knowledge = self._knowledge()
        if knowledge is not self._roll.knowledge:
            self._roll = Roll(knowledge, self._me)
            self._rooms = Rooms(self._roll, self._reach)

    async def _ground(self) -> _Ground:
        self._refresh_roll()
        roll = self._roll

        def read(conn: Connection) -> tuple[Reach, Hours]:
            return load_reach(conn, roll), load_hours(conn, roll.knowledge.authority.anchors)

        self._reach, hours = await self._reader.cache.read(read)
        rooms = Rooms(roll, self._reach)
        # Meanwhile somebody may have begun to go by a newer roster: by these rooms it is, too.
        self._rooms = rooms if roll is self._roll else Rooms(self._roll, self._reach)
        return _Ground(rooms, hours)

    # -- the plan -------------------------------------------------------------------------------------

    async def plan(self, draft: DingDraft) -> Plan:
        """Return who would get it, each person once, and what speaks against sending it now."""
        ground = await self._ground()
        roll, planned = ground.rooms.roll, route(draft.targets, ground.rooms)
        now = self._clock.now_ms()
        at = draft.due_ms if draft.due_ms > now else now
        found = await self._reader.cache.read(
            lambda conn: guard(conn, roll, planned.people, ground.hours, at)
        )
        directory = roll.knowledge.directory
        events = self._events(planned, draft)
        return Plan(
            people=len(planned.people),
            households=count_households(planned.people, roll),
            copies=len(planned.places),
            groups=recipients.groups(planned.people, roll),
            private=planned.private,
            unreachable=tuple(directory.person(user) for user in planned.unreachable),
            guard=found,
            office=self._office() is not None,
            gateways=self._gateways(),
            can_schedule=self._dispatch.can_give(at, events),
        )

    @staticmethod
    def _events(planned: Route, draft: DingDraft) -> int:
        rooms = len({place.room_id for place in planned.places})
        return len(planned.places) + rooms * len(draft.files)

    # -- drafts ---------------------------------------------------------------------------------------

    def written(self, conn: Connection) -> Written:
        """Return drafts, appointments and what is on its way (local.db), for the lists."""
        return kept.written(conn, self._me, self._clock.now_ms())

    async def load(self, id: str) -> DingDraft | None:
        """Return a kept draft."""
        found = await self._reader.local.read(lambda conn: kept.load(conn, id))
        return found[1] if found is not None and found[0].held == announcement_drafts.WRITTEN else None

    async def keep(self, draft: DingDraft) -> None:
        """Keep a draft; an empty one is removed."""
        if draft.empty:
            await self.discard(draft.id)
            return
        draft = replace(draft, files=await self._dispatch.with_copies(draft.id, draft.files))
        self._refresh_roll()
        record = kept.record_of(draft, self._clock.now_ms(), *self._count(draft))
        await self._dispatch.keep(record, draft.files)

    def _count(self, draft: DingDraft) -> tuple[int, int]:
        planned = route(draft.targets, self._rooms)
        return len(planned.people), count_households(planned.people, self._rooms.roll)

    async def discard(self, id: str) -> None:
        """Remove a draft and the copies of its files."""
        await self._dispatch.discard(id)

    # -- sending --------------------------------------------------------------------------------------

    async def send(self, draft: DingDraft) -> None:
        """Queue all copies in one transaction, held for HOLD_MS (or until `due_ms`).

        Raises KnownError: BAD_REQUEST (nothing to say), TOO_LARGE, NOT_FOUND (nobody can be reached), what is
        wrong with a file, and what the disk has.
        """
        sending.check(draft)
        self._dispatch.leaves(draft.id)
        try:
            await self._send(draft)
        except BaseException:
            self._dispatch.stays(draft.id)
            raise
        self.changed.emit(None)

    async def _send(self, draft: DingDraft) -> None:
        ground = await self._ground()
        planned = route(draft.targets, ground.rooms)
        if not planned.places:
            raise KnownError(ErrorCode.NOT_FOUND)
        draft = replace(draft, files=await self._dispatch.with_copies(draft.id, draft.files))
        files = await self._dispatch.prepared(draft.files)
        now = self._clock.now_ms()
        appointed = draft.due_ms > now + HOLD_MS
        if not appointed:
            draft = replace(draft, due_ms=0)
        due = draft.due_ms if appointed else now + HOLD_MS
        rows = sending.rows_of(draft, planned.places, files, self._texts(), ground.hours, now, due)
        households = count_households(planned.people, ground.rooms.roll)
        record = kept.record_of(draft, now, len(planned.people), households, due_ms=due)
        note = sending.record_of(
            draft.id, ground.rooms.of_record(planned.places[0].room_id) if appointed else "", due,
            [place.room_id for place in planned.places], now,
        )  # fmt: skip
        await self._dispatch.send(record, draft.files, rows, appointed=appointed, note=note)

    async def undo(self, id: str) -> DingDraft | None:
        """Take a held or scheduled DING back as a draft; None when it is too late.

        Raises KnownError when the server has it and cannot be asked: it then stands as before.
        """
        found = await self._reader.local.read(lambda conn: kept.load(conn, id))
        if found is None or found[0].held == announcement_drafts.WRITTEN:
            return None
        record, draft = found
        if not await self._dispatch.take_back(record, self._clock.now_ms()):
            return None
        if draft.due_ms:
            await self._take_back_record(draft)
        return draft

    async def _take_back_record(self, draft: DingDraft) -> None:
        """Tell the office that an appointment does not stand any more."""
        ground = await self._ground()
        places = route(draft.targets, ground.rooms).places
        room_id = ground.rooms.of_record(places[0].room_id if places else "")
        rows = sending.record_of(draft.id, room_id, draft.due_ms, (), self._clock.now_ms())
        await self._dispatch.note(rows)

    async def send_now(self, id: str) -> None:
        """Do not hold it any longer."""
        found = await self._reader.local.read(lambda conn: kept.load(conn, id))
        if found is None or found[0].held == announcement_drafts.WRITTEN:
            return
        await self._dispatch.hurry(found[0])
