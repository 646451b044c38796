"""Notices of one account, put together after the first paint: cards, composer, bar on top, pins."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from schoolbell.base.errors import KnownError
from schoolbell.base.observable import Subscription
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.projection import NAME
from schoolbell.domain.notices import pinning
from schoolbell.domain.notices.board import Board
from schoolbell.domain.notices.writing import NoticeWriting
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.shell.school_texts import school_texts
from schoolbell.store.database import Connection
from schoolbell.sync.pins import Pinning, Pins
from schoolbell.ui.notices.binding import NoticeBinding
from schoolbell.viewmodels.notices import NoticesPresenter
from schoolbell.viewmodels.notices_compose import NoticeComposePresenter

if TYPE_CHECKING:
    from schoolbell.matrix.client import MatrixClient
    from schoolbell.shell.session_ding import SessionDing
    from schoolbell.shell.surroundings import Databases, Surroundings
    from schoolbell.sync.engine import Engine
    from schoolbell.sync.media import Media
    from schoolbell.system.paths import ProfilePaths
    from schoolbell.ui.messages.pane import MessagesPane
    from schoolbell.viewmodels.messages import MessagesPresenter

log = logging.getLogger(__name__)


class SessionNotices(QObject):
    """Make it right after `SessionDing`, before the engine begins; `stop` it before that one stops.

    `ding` lends the server that sends later and the school's office, and writes to who has not signed.
    """

    def __init__(
        self,
        around: "Surroundings",
        paths: "ProfilePaths",
        databases: "Databases",
        client: "MatrixClient",
        engine: "Engine",
        media: "Media",
        presenter: "MessagesPresenter",
        pane: "MessagesPane",
        me: str,
        ding: "SessionDing",
    ) -> None:
        super().__init__(pane)
        clock, bridge, session = around.clock, presenter.bridge, presenter.session
        self._chat, self._me, self._clock = presenter, me, clock
        self.writing = NoticeWriting(
            databases, engine, media, self._knowledge, me, clock, self._texts, ding.later,
        )  # fmt: skip
        self.board = Board(
            session.behind, engine, self._knowledge, me, clock, texts=self._texts,
            written=self.writing.written, look_again=session.look_again, run=bridge.run,
        )  # fmt: skip
        self._pinning = Pinning(client, databases.cache, engine, clock, self._wanted_pins, NAME)
        self.presenter = NoticesPresenter(bridge, self)
        self.compose = NoticeComposePresenter(bridge, clock, paths.outgoing, self)
        self.binding = NoticeBinding(around.theme, pane, presenter, self.presenter, self.compose, clock)
        self.binding.ding_wanted.connect(ding.ding_people)
        session.notice_counts = self.board.count
        self._subscriptions: list[Subscription] = [
            self.writing.changed.subscribe(lambda _: self.board.look()),
            ding.later.changed.subscribe(lambda _: self.board.look()),
            session.knowledge_changed.subscribe(lambda _: self._look()),
        ]
        self.presenter.attach(self.board)
        self.compose.attach(self.writing)
        self.writing.start()
        self._pinning.start()
        self._look()

    def _knowledge(self) -> SchoolKnowledge:
        return self._chat.session.knowledge

    def _texts(self) -> Texts:
        return school_texts(self._chat.school_language)

    def _look(self) -> None:
        self.writing.look()
        self.board.look()
        self.binding.set_me(self._knowledge().directory.person(self._me))

    def _wanted_pins(self, conn: Connection) -> dict[str, Pins]:
        read = partial(pinning.wanted, me=self._me, now_ms=self._clock.now_ms())
        return read(conn, self._knowledge().authority)

    async def stop(self) -> None:
        """Keep what is written, follow nothing any more."""
        self.compose.save()  # what was written on while another one goes is a draft of its own now
        draft = self.compose.draft
        if draft.is_kept and not draft.empty:
            try:
                await self.writing.keep(draft)
            except KnownError as error:
                log.warning("the draft of a notice could not be kept: %s", error.code)
        for subscription in self._subscriptions:
            subscription.cancel()
        self.presenter.stop()
        self.compose.stop()
        self.board.stop()
        await self._pinning.stop()
        await self.writing.stop()
