"""DING of one account, put together after the first paint: what is received and written, pane and pop-ups."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import KnownError
from schoolbell.base.texts import Texts
from schoolbell.domain.announcements.files import FoundFile
from schoolbell.domain.chat.items import RoomKind
from schoolbell.domain.ding.box import Box
from schoolbell.domain.ding.items import Target
from schoolbell.domain.ding.kept import written
from schoolbell.domain.ding.reminding import Reminding
from schoolbell.domain.ding.writing import Writing
from schoolbell.domain.school_knowledge import SchoolKnowledge
from schoolbell.shell.office_watch import OfficeWatch
from schoolbell.shell.school_texts import school_texts
from schoolbell.sync.delayed import Delayed
from schoolbell.ui.ding.popups import DingPopups
from schoolbell.ui.links import open_outside
from schoolbell.ui.messages.entrances import DingEntrances
from schoolbell.ui.widgets.late import Late
from schoolbell.viewmodels.ding import DingPresenter
from schoolbell.viewmodels.ding_compose import ComposePresenter
from schoolbell.viewmodels.ding_popups import PopupPresenter

if TYPE_CHECKING:
    from schoolbell.matrix.client import MatrixClient
    from schoolbell.shell.notifying import Notifier
    from schoolbell.shell.surroundings import Databases, Surroundings
    from schoolbell.sync.engine import Engine
    from schoolbell.sync.media import Media
    from schoolbell.system.http import RenewableClient
    from schoolbell.system.paths import ProfilePaths
    from schoolbell.ui.ding.pane import DingPane
    from schoolbell.ui.messages.pane import MessagesPane
    from schoolbell.viewmodels.messages import MessagesPresenter
    from schoolbell.viewmodels.playing import Playing
    from schoolbell.viewmodels.recording import Recorder

log = logging.getLogger(__name__)


class SessionDing(QObject):
    """Make it when the engine is wired, before it begins; `stop` it before the engine stops."""

    badge_changed = Signal(int)  # how many wait for my word
    pane_wanted = Signal(str)  # "ding" or "messages": to be shown now

    def __init__(
        self,
        around: "Surroundings",
        paths: "ProfilePaths",
        databases: "Databases",
        client: "MatrixClient",
        engine: "Engine",
        media: "Media",
        http: "RenewableClient",
        presenter: "MessagesPresenter",
        pane: "MessagesPane",
        me: str,
        notifier: "Notifier | None",
    ) -> None:
        super().__init__(pane)
        clock, bridge = around.clock, presenter.bridge
        self._around, self._engine, self._chat, self._messages = around, engine, presenter, pane
        self._me, self._notifier = me, notifier
        self._voice: tuple[Recorder, Playing] | None = None
        self.office = OfficeWatch(engine, databases.cache, http, client.openid_token, clock, bridge.run)
        self.later = Delayed(client, databases.local, clock, engine, media)
        self.writing = Writing(
            databases, engine, media, self._knowledge, me, clock, self._texts,
            office=lambda: self.office.url, gateways=lambda: self.office.gateways, later=self.later,
        )  # fmt: skip
        self.box = Box(
            presenter.session.behind, engine, databases.local.write, self._knowledge, me, clock,
            texts=self._texts, office=lambda: self.office.url,
            written=lambda conn: written(conn, me, clock.now_ms()), run=bridge.run,
        )  # fmt: skip
        self._reminding = Reminding(databases, engine, self._knowledge, me, clock, lambda: self.office.url)
        self.presenter = DingPresenter(bridge, clock, self._initials, self)
        self.compose = ComposePresenter(bridge, clock, paths.outgoing, self)
        self.popups = PopupPresenter(bridge, self)
        self.place: Late[DingPane] = Late(self._make_pane)  # stands in the window
        self._windows = DingPopups(around.theme, self.popups, clock.now_ms, self)
        self.entrances = DingEntrances(around.theme, pane, presenter, lambda: self.compose.can_write)
        self._connect()
        self._hidden = False  # behind the lock, or another account is shown

    def _knowledge(self) -> SchoolKnowledge:
        return self._chat.session.knowledge

    def _texts(self) -> Texts:
        return school_texts(self._chat.school_language)

    def _initials(self, user_id: str) -> str:
        entry = self._knowledge().directory.entry(user_id)
        return entry.initials if entry is not None else ""

    def _connect(self) -> None:
        self.presenter.badge_changed.connect(self.badge_changed)
        self.box.lists_changed.subscribe(lambda _: self._say_who())
        self.presenter.attach(self.box)
        self.popups.attach(self.box)
        self.compose.attach(self.writing)
        self.writing.changed.subscribe(lambda _: self.box.look())
        self.later.changed.subscribe(lambda _: self.box.look())
        self.later.missed.subscribe(lambda _: self._say_missed())
        self.office.changed.subscribe(lambda _: self.box.look())
        self.entrances.text_wanted.connect(self._ding_text)
        self.entrances.people_wanted.connect(self.ding_people)
        self.popups.reply_wanted.connect(self._reply)
        self._windows.file_chosen.connect(self._show_file)
        self._windows.link_opened.connect(self._open_link)
        self.popups.open_wanted.connect(self._open)
        if self._notifier is not None:
            self.popups.sounded.connect(self._notifier.ring)
            self._notifier.presenting_changed.connect(self._look_at_circumstances)
        self.writing.start()
        self.later.start()
        self._reminding.start()

    @property
    def pane(self) -> "DingPane":
        """The pane; it is made now if nobody has opened it or written in it."""
        return self.place.content

    def _make_pane(self) -> "DingPane":
        from schoolbell.ui.ding.pane import DingPane

        pane = DingPane(self._around.theme, self.presenter, self.compose, self._around.clock)
        pane.reply_wanted.connect(self._reply)
        pane.chat_wanted.connect(self._chat_with)
        pane.file_chosen.connect(self._show_file)
        pane.link_opened.connect(self._open_link)
        self._chat.status_changed.connect(pane.show_status)
        pane.show_status(self._engine.current_status)
        pane.set_me(self._knowledge().directory.person(self._me))
        if self._voice is not None:
            pane.set_voice(*self._voice)
        return pane

    def set_voice(self, recorder: "Recorder", playing: "Playing") -> None:
        """From now on voice notes can be recorded and heard."""
        self._voice = recorder, playing
        if self.place.made:
            self.pane.set_voice(recorder, playing)
        self._windows.playing = playing

    # -- from elsewhere -------------------------------------------------------------------------------

    def set_hidden(self, hidden: bool) -> None:
        """Nothing of this account may be seen now: no pop-ups."""
        self._hidden = hidden
        self._look_at_circumstances()

    def _look_at_circumstances(self) -> None:
        presenting = self._notifier is not None and self._notifier.presenting
        self.box.set_presenting(presenting or self._hidden)

    def _ding_text(self, room_id: str, text: str, event_id: str) -> None:
        self._begin(self._targets_of(room_id), text, event_id)

    def ding_people(self, users: tuple[str, ...], text: str, event_id: str) -> None:
        """Write a DING to these people about a message."""
        name = self.tr("%n people", "", len(users))
        self._begin((self.writing.target_of(users, name),), text, event_id)

    def _begin(self, targets: tuple[Target, ...], text: str, about: str) -> None:
        self.pane_wanted.emit("ding")
        self.pane.begin(targets, text, about)

    def _targets_of(self, room_id: str) -> tuple[Target, ...]:
        """Return whom a DING from a chat is for: the class, the family at the desk, the other person."""
        knowledge = self._knowledge()
        kind, space = knowledge.authority.kind_of(room_id), knowledge.authority.class_of(room_id)
        if kind is RoomKind.DESK:
            room = knowledge.authority.school_room(room_id)
            student = str(room.label.get("student", "")) if room is not None else ""
            users = (student, *knowledge.directory.guardians_of(student))
            return (self.writing.target_of(users, knowledge.directory.person(student).name),)
        if space:
            offered = self.writing.targets("", 100)
            return tuple(one for one in offered if one.kind == "class" and one.key == space)
        item = self._chat.session.rooms.item(room_id)
        if item is not None and item.direct is not None:
            return (self.writing.target_of((item.direct.user_id,)),)
        return ()

    def _reply(self, room_id: str, event_id: str) -> None:
        self.pane_wanted.emit("messages")
        self._messages.open_at(room_id, event_id)

    def _open_link(self, url: str) -> None:
        if open_outside(url):
            self._messages.link_opened.emit(url)

    def _say_who(self) -> None:
        """Show in the editor's picture who writes, as the roster says it now."""
        if self.place.made:
            self.pane.set_me(self._knowledge().directory.person(self._me))

    def _say_missed(self) -> None:
        """The server did not send at its time; it went out from here."""
        words = self.tr("A scheduled DING did not go out by itself. It was sent from this computer, late.")
        self.pane.notice.say(words, "late")

    def _chat_with(self, user_id: str) -> None:
        """Open the chat with somebody, where there is one."""
        for item in self._chat.session.all_rooms():
            if item.direct is not None and item.direct.user_id == user_id:
                self._reply(item.key, "")
                return
        self.pane.notice.say(self.tr("There is no chat with this person yet."), "late")

    def _show_file(self, found: FoundFile) -> None:
        """Show a file where it was sent: there it is opened and saved."""
        if found.attachment is not None:
            self._reply(found.room_id, found.event_id)

    def _open(self, key: str) -> None:
        self.pane_wanted.emit("ding")
        self.pane.show_received(key)

    # -- the end --------------------------------------------------------------------------------------

    async def stop(self) -> None:
        """Keep what is written, take pop-ups from the screen, follow nothing any more."""
        self.compose.save()  # what was written on while another one goes is a draft of its own now
        draft = self.compose.draft
        if not draft.empty:
            try:
                await self.writing.keep(draft)
            except KnownError as error:
                log.warning("the draft of a DING could not be kept: %s", error.code)
        self.popups.stop()
        self._windows.stop()
        self.presenter.stop()
        self.compose.stop()
        self.office.stop()
        await self._reminding.stop()
        await self.box.stop()
        await self.writing.stop()
        await self.later.stop()
        self.place.setParent(None)
        self.place.deleteLater()
