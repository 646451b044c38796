"""The Messages pane with notices over real databases: a teacher of two classes, or one of their families."""

import asyncio
from datetime import timedelta, timezone

from schoolbell.domain.announcements.projection import Announcements
from schoolbell.domain.notices.board import Board
from schoolbell.domain.notices.writing import NoticeWriting
from schoolbell.domain.verdicts import Verdicts
from schoolbell.sync.ingest import Ingest
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.notices.binding import NoticeBinding
from schoolbell.viewmodels.messages import MessagesPresenter
from schoolbell.viewmodels.notices import NoticesPresenter
from schoolbell.viewmodels.notices_compose import NoticeComposePresenter
from tests.domain.chat_school import SCHOOL
from tests.domain.ding_desk import TEXTS, FakeMedia
from tests.fakes.clock import FakeClock
from tests.fakes.domain_engine import ME, START

ZONE = timezone(timedelta(hours=8))


class NoticeStage:
    """`await begin(school)` brings everything to life."""

    def __init__(self, theme, files, engine, folder, me=ME, crash=None):
        self.files, self.engine, self.me = files, engine, me
        engine.me = me
        self.clock = FakeClock(start_ms=START)
        crash = crash or (lambda error: (_ for _ in ()).throw(error))
        self.messages = MessagesPresenter(files, me, self.clock, ZONE, (SCHOOL,), crash)
        self.bridge = self.messages.bridge
        self.pane = MessagesPane(theme, self.messages, self.clock)
        self.notices = NoticesPresenter(self.bridge)
        self.compose = NoticeComposePresenter(self.bridge, self.clock, folder / "pasted")
        self.binding = NoticeBinding(theme, self.pane, self.messages, self.notices, self.compose, self.clock)
        self.media = FakeMedia(folder / "outgoing")
        self.dinged = []
        self.binding.ding_wanted.connect(lambda *what: self.dinged.append(what))

    async def begin(self, school):
        session, engine = self.messages.session, self.engine
        engine.ingest = Ingest(self.me, (Announcements(),), judge=Verdicts((SCHOOL,)))
        self.messages.attach_engine(engine)
        await engine.deliver_all(school.result())
        self.pane.engine_ready()
        known = lambda: session.knowledge  # noqa: E731
        self.writing = NoticeWriting(
            self.files, engine, self.media, known, self.me, self.clock,
            lambda: TEXTS["zh_CN"],
        )  # fmt: skip
        self.board = Board(
            self.files, engine, known, self.me, self.clock, texts=lambda: TEXTS["zh_CN"],
            written=self.writing.written, look_again=session.look_again, run=self.bridge.run,
        )  # fmt: skip
        self.writing.changed.subscribe(lambda _: self.board.look())
        session.notice_counts = self.board.count
        self.writing.start()
        self.notices.attach(self.board)
        self.compose.attach(self.writing)
        session.knowledge_changed.subscribe(lambda _: (self.writing.look(), self.board.look()))
        for _ in range(200):
            if self.writing.may_write or self.me != ME:
                break
            await asyncio.sleep(0.01)
        self.bridge.flush()

    async def stop(self):
        self.compose.leave()
        await asyncio.sleep(0)
        self.board.stop()
        await self.writing.stop()
        self.notices.stop()
        self.compose.stop()
        await self.messages.stop()

    async def say(self, room_id, content, sender=ME, **more):
        event = self.engine.event("m.room.message", content, sender, **more)
        await self.engine.deliver(room_id, event)
        return event["event_id"]

    def cards(self):
        return [item for item in self.messages.timeline.items() if getattr(item, "notice", None)]
