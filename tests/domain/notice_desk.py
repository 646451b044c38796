"""A teacher of two classes who writes notices without a network, and readers of them: real databases."""

import asyncio
from functools import partial

from msgspec.structs import replace

from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.announcements.drafting import Target
from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.notices.board import Board
from schoolbell.domain.notices.writing import NoticeWriting
from schoolbell.domain.school_knowledge import load
from schoolbell.domain.verdicts import Verdicts
from schoolbell.store import outbox
from schoolbell.sync.ingest import Ingest
from tests.domain.chat_school import SCHOOL
from tests.domain.ding_desk import TEXTS, FakeMedia, SmallSchool, people
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START

A, B, C = people("s", 1, 2, 3)
MA, PB, MC = people("g", 1, 2, 3)
T2 = "@t2:school.test"
ONE, TWO = "!31:x", "!32:x"
ROOM1, ROOM2 = "!31-notices:x", "!32-notices:x"
GROUP1, GROUP2 = "!31-group:x", "!32-group:x"
CLASS1, CLASS2 = Target("class", ONE, "三年级1班"), Target("class", TWO, "三年级2班")
POLICY = {"timezone": "Asia/Shanghai", "language": "zh_CN"}


def two_classes(engine, **more):
    """Two classes: MA has a child in each, so that both classes together are two households."""
    school = SmallSchool(engine, policy=POLICY, **more)
    school.add_class("31", "三年级1班", {A: [MA]}, desks=False)
    school.add_class("32", "三年级2班", {B: [MA, PB], C: [MC]}, desks=False)
    school.add_staff([(T2, "陈静", "cj")])
    return school


class NoticeDesk:
    """Everything around one account's notices."""

    def __init__(self, engine, folder, *, later=None, me=ME):
        self.engine, self.me = engine, me
        engine.me = me
        self.clock = FakeClock(start_ms=START)
        self.media = FakeMedia(folder)
        self.later = later
        self.crashes, self.rebuilt, self.details, self.pinned = [], [], [], []
        self.tasks = TaskOwner("test", self.crashes.append)
        self._known = None
        engine.changes.subscribe(self._forget)

    def _forget(self, changes):
        if changes.state:
            self._known = None

    def knowledge(self):
        if self._known is None:
            self._known = self.engine.files.cache.read_now(partial(load, anchors=(SCHOOL,)))
        return self._known

    async def take_in(self, school):
        self.engine.ingest = Ingest(self.me, (Announcements(),), judge=Verdicts((SCHOOL,)))
        await self.engine.deliver_all(school.result())
        self._known = None
        self.again()
        await self.writing._ground()
        await self.settle()

    def again(self):
        """A new process on the same files."""
        files = self.engine.files
        self.writing = NoticeWriting(
            files, self.engine, self.media, self.knowledge, self.me, self.clock,
            lambda: TEXTS["zh_CN"], self.later,
        )  # fmt: skip
        self.board = Board(
            files, self.engine, self.knowledge, self.me, self.clock,
            texts=lambda: TEXTS["zh_CN"], written=self.writing.written,
            look_again=self.rebuilt.append, run=self.tasks.run,
        )  # fmt: skip
        self.board.detail_changed.subscribe(self.details.append)
        self.board.pinned_changed.subscribe(self.pinned.append)

    async def settle(self):
        while pending := [task for task in self.tasks._tasks if task is not asyncio.current_task()]:
            await asyncio.wait(pending)
        assert self.crashes == []

    def draft(self, *targets, **more):
        made = self.writing.new(targets or (CLASS1, CLASS2))
        return replace(made, title="春季流感预防", text="请签字", **more)

    def rows(self, id):
        return self.engine.files.local.read_now(lambda conn: outbox.of_batch(conn, id))

    def unsent(self):
        rows = self.engine.files.local.read_now(outbox.everything)
        return [(row.type, row.room_id, row.decoded()) for row in rows if row.state == outbox.WAITING]

    async def sent(self, *targets, **more):
        """Send a notice and let the server answer; return (draft, room → event id)."""
        draft = self.draft(*targets, **more)
        await self.writing.send(draft)
        found = {}
        for row in self.rows(draft.id):
            await self.engine.echo(row.local_id)
            found[row.room_id] = self.newest(row.room_id)
        await self.settle()
        return draft, found

    def newest(self, room_id):
        def read(conn):
            return conn.execute(
                "SELECT event_id FROM event WHERE room = (SELECT id FROM room WHERE room_id = ?)"
                " AND type = 'm.room.message' ORDER BY id DESC LIMIT 1", (room_id,)
            ).fetchone()[0]  # fmt: skip

        return self.engine.files.cache.read_now(read)
