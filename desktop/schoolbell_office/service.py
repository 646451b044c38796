"""The office on duty: follows the school with the sync engine and does, round after round, what is due."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path

import schoolbell.store
from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.base.texts import LANGUAGES, Texts
from schoolbell.domain import school_knowledge
from schoolbell.domain.announcements.following import Following
from schoolbell.domain.announcements.projection import NAME, Announcements
from schoolbell.domain.announcements.roll import NO_STAFF
from schoolbell.domain.school import POLICY_TYPE, SCHOOL_TYPE
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.domain.verdicts import Verdicts
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import rooms, state
from schoolbell.store.database import Connection, Database
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.engine import Engine
from schoolbell_office import cases
from schoolbell_office.cases import World
from schoolbell_office.config import OfficeConfig
from schoolbell_office.database import AccountRow, OfficeDatabase
from schoolbell_office.delayed import Delayed
from schoolbell_office.delivery import Delivery
from schoolbell_office.escalation import Escalation
from schoolbell_office.filling import Filling
from schoolbell_office.gateway import Gateway
from schoolbell_office.hands import Hands
from schoolbell_office.ledger import Ledger
from schoolbell_office.mutes import Mutes
from schoolbell_office.reminders import Reminders
from schoolbell_office.rules import rules_of
from schoolbell_office.signins import Signins
from schoolbell_office.telling import Telling

log = logging.getLogger(__name__)

LONGEST_WAIT = 60.0  # seconds: clocks are set, and a round costs little
_SHORTEST_WAIT = 0.5  # what comes in a burst is one round
_AFTER_FAULT = 15.0
HEALTH_SECONDS = 300.0
_ENDS = frozenset({SyncState.SIGNED_OUT, SyncState.REFUSED})


class OfficeEngine(Engine):
    """The sync engine, asked also for what no window needs to know."""

    @property
    def settled(self) -> bool:
        """Whether all that happened while nobody was here has been told, desks too."""
        return self.caught_up and self._desks.state is SyncState.LIVE


class Service:
    """One school's office. `run` returns when the account is signed out or refused; cancel it to end it.

    `tell` gets a line in the school's language whenever the connection or the work looks otherwise.
    """

    def __init__(
        self,
        config: OfficeConfig,
        client: MatrixClient,
        clock: Clock,
        gateway: Gateway | None,
        texts: Callable[[str], Texts],
        tell: Callable[[str], None],
    ) -> None:
        folder = config.service_folder
        migrations = Path(schoolbell.store.__file__).parent / "migrations"
        self._config = config
        self._clock = clock
        self._load_texts = texts
        self._tell = tell
        self._cache = Database(folder / "cache.db", migrations / "cache", durable=False, clock=clock)
        self._local = Database(folder / "local.db", migrations / "local", durable=True, clock=clock)
        self._ledger = Ledger(folder / "ledger.db", clock)
        self._verdicts = Verdicts(())
        me = client.user_id
        self._engine = OfficeEngine(
            client, self._cache, self._local, clock, (Announcements(),), me,
            judge=self._verdicts, follower=Following(me, clock),
        )  # fmt: skip
        hands = Hands(client, self._engine, self._cache)
        channels = config.gateway.channels if config.gateway is not None and gateway is not None else ()
        self._reminders = Reminders(self._cache, self._ledger, hands, clock)
        self._escalation = Escalation(self._cache, self._ledger, hands, clock, config.escalate, channels)
        self._mutes = Mutes(self._cache, self._ledger, hands, clock)
        self._delayed = Delayed(self._cache, self._ledger, hands, clock)
        self._delivery = (
            Delivery(self._cache, self._ledger, hands, gateway, clock, self.texts, self._phones)
            if gateway is not None
            else None
        )
        self._signins = Signins(self._cache, hands, clock, self._accounts, self._saw)
        self._telling = Telling(self._cache, self._ledger, hands, clock)
        self._tasks = TaskOwner("office", self._failed)
        self._filling = Filling(self._engine, self._cache, clock)
        self._ended: asyncio.Future[ErrorCode | None] | None = None
        self._once = False
        self._news = asyncio.Event()
        self._gaps = asyncio.Event()
        self._errands = asyncio.Event()
        self._knowledge: SchoolKnowledge | None = None
        self._world: World | None = None
        self._anchors: tuple[str, ...] = ()
        self._school_stale = self._dings_stale = True
        self._said: object = None

    # -- life

    async def run(self, *, once: bool = False) -> ErrorCode | None:
        """Be on duty; return why that ended. Raises KnownError for a disk that does not do, and bugs.

        `once`: take in what there is, do what is due now, and return None.
        """
        self._once = once
        self._ended = asyncio.get_running_loop().create_future()
        self._cache.open()
        try:
            self._local.open()
            self._ledger.open()
            self._engine.changes.subscribe(self._changed)
            self._engine.status.subscribe(self._moved)
            await self._pin()
            await self._engine.start()
            self._tasks.run(self._rounds(self._round, self._news), name="rounds")
            if not once:
                self._tasks.run(self._rounds(self._fill, self._gaps), name="filling")
            if self._delivery is not None:
                self._tasks.run(self._rounds(self._deliver, self._errands), name="delivery")
            self._tasks.run(self._health(), name="health")
            return await self._ended
        finally:
            await self._tasks.cancel_all()
            await self._engine.stop()
            self._ledger.close()
            self._local.close()
            self._cache.close()

    def _failed(self, error: BaseException) -> None:
        if self._ended is not None and not self._ended.done():
            self._ended.set_exception(error)

    def _moved(self, status: SyncStatus) -> None:
        said = status.state, status.error
        if said != self._said:
            self._said = said
            if status.state is SyncState.OFFLINE:
                self._tell(self.texts().get("office.away", code=status.error or ""))
            elif status.state is SyncState.LIVE:
                self._tell(self.texts().get("office.live"))
        if status.state in _ENDS and self._ended is not None and not self._ended.done():
            self._ended.set_result(status.error or ErrorCode.NO_SLIDING_SYNC)
        self._news.set()

    def _changed(self, changes: Changes) -> None:
        known = self._knowledge
        if SCHOOL_TYPE in changes.account_data:
            self._tasks.run(self._pin(), name="pin")
        if known is None or school_knowledge.must_reload(changes.state, known):
            self._school_stale = True
        if NAME in changes.projections or changes.state:
            self._dings_stale = True
        if changes.timelines or changes.members or changes.state:
            self._news.set()
            self._gaps.set()

    async def _pin(self) -> None:
        """Judge by the anchors that the office itself wrote into its account data."""
        anchors = await self._cache.read(school_knowledge.anchors_of_account)
        if anchors != self._anchors:
            self._anchors = anchors
            self._verdicts.pin(anchors)
            # What came in the same answer was judged without them, and perhaps nothing else comes for hours.
            await self._cache.write(lambda conn: self._verdicts.settle(conn, (), (), ()))
            self._school_stale = True
            self._news.set()

    # -- rounds

    async def _rounds(self, work: Callable[[], Awaitable[int | None]], news: asyncio.Event) -> None:
        """Do `work` whenever there is news or it is time; a server that is away ends nothing."""
        while True:
            news.clear()
            try:
                at = await work()
            except KnownError as error:
                if error.local:
                    raise
                log.info("a round was not finished: %s", error.code)
                wait = _AFTER_FAULT
            else:
                wait = LONGEST_WAIT if at is None else (at - self._clock.now_ms()) / 1000
            await self._wait(news, min(LONGEST_WAIT, max(_SHORTEST_WAIT, wait)))

    async def _wait(self, news: asyncio.Event, seconds: float) -> None:
        await self._clock.sleep(_SHORTEST_WAIT)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds - _SHORTEST_WAIT)):
                await news.wait()

    async def _round(self) -> int | None:
        if not self._engine.settled:
            return None
        if self._once:
            await self._pin()
            await self._filling.run()
        world = await self._look()
        if world is None:
            self._finish_once()
            return None
        found = [
            await self._part("reminders", self._reminders.run(world)),
            await self._part("escalation", self._escalation.run(world)),
            await self._part("mutes", self._mutes.run()),
            await self._part("scheduled", self._delayed.run(world, self.texts())),
            await self._part("signins", self._signins.run(world)),
        ]
        self._errands.set()
        if self._once:
            await self._deliver()
            self._finish_once()
        return min((at for at in found if at is not None), default=None)

    def _finish_once(self) -> None:
        if self._once and self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    async def _fill(self) -> int | None:
        if self._engine.settled:
            await self._filling.run()
        return None

    async def _deliver(self) -> int | None:
        if not self._engine.settled or self._world is None or self._delivery is None:
            return None
        again = await self._part("delivery", self._delivery.run(self._world))
        told = await self._part("telling", self._telling.run(self._world))
        return min((at for at in (again, told) if at is not None), default=None)

    async def _part(self, name: str, work: Awaitable[int | None]) -> int | None:
        """Do one part of a round; one that stumbles over something does not stop the others."""
        try:
            return await work
        except KnownError:
            raise
        except Exception as error:
            log.exception("%s failed: %s", name, brief(error))
            return None

    async def _look(self) -> World | None:
        """Return what the school looks like now, None while there is none."""
        if not self._anchors:
            return None
        now = self._clock.now_ms()
        known = self._knowledge
        if known is None or self._school_stale:
            self._school_stale = False  # what comes while it is read is read in the next round
            known = await self._cache.read(partial(school_knowledge.load, anchors=self._anchors))
            self._knowledge = known
            self._dings_stale = True
        if self._dings_stale or self._world is None:
            self._dings_stale = False
            self._world = await self._cache.read(partial(self._read_world, known=known, now=now))
        return self._world

    def _read_world(self, conn: Connection, known: SchoolKnowledge, now: int) -> World:
        anchor = self._anchors[0]
        policy = state.get(conn, anchor, POLICY_TYPE)
        room = rooms.summary(conn, anchor)
        return World(
            known,
            rules_of(policy.content if policy is not None else None, self._config.policy),
            cases.load_dings(conn, known.authority, now - cases.HORIZON_MS),
            room.name if room is not None else "",
        )

    def is_staff(self, user: str) -> bool | None:
        """Return whether the roster has `user` among the staff, None while the school is not known."""
        known = self._knowledge
        if known is None or not known.authority.rooms:
            return None
        return known.directory.role_of(user) not in NO_STAFF or known.authority.is_office(user)

    # -- words

    def texts(self) -> Texts:
        """Return the texts for others in the school's language."""
        language = self._knowledge.language if self._knowledge is not None else ""
        return self._load_texts(language if language in LANGUAGES else self._config.language)

    # -- the office's database

    def _accounts(self) -> dict[str, AccountRow]:
        with closing(OfficeDatabase(self._config.database)) as database:
            return database.accounts()

    def _saw(self, users: Iterable[str], now_ms: int) -> None:
        with closing(OfficeDatabase(self._config.database)) as database:
            database.seen(users, now_ms)

    def _phones(self) -> dict[str, str]:
        return {user: row.phone for user, row in self._accounts().items() if row.phone}

    async def _health(self) -> None:
        while True:
            await self._clock.sleep(HEALTH_SECONDS)
            if self._world is not None and self._engine.settled:
                errands = await self._ledger.standing()
                self._tell(
                    self.texts().get(
                        "office.health", dings=len(self._world.dings), sent=errands.sent,
                        open=errands.open, failed=errands.failed,
                    )
                )  # fmt: skip
