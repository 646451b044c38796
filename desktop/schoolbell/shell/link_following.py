"""Follows a link into the window: asks first, and opens only what this account knows."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject

from schoolbell.base.errors import KnownError
from schoolbell.domain.names import clean_name
from schoolbell.shell import deep_links
from schoolbell.shell.deep_links import OpenAlias, OpenPerson, OpenRoom, SignInAt
from schoolbell.shell.window import Window
from schoolbell.ui.theme.theme import Theme
from schoolbell.ui.widgets.question import Question

if TYPE_CHECKING:
    from schoolbell.shell.session import Session

log = logging.getLogger(__name__)

Place = OpenRoom | OpenAlias | OpenPerson
Run = Callable[[Coroutine[Any, Any, None], str], object]


class Links(QObject):
    """A link that comes while nothing can be shown (locked, not signed in) waits; of several the newest.

    `session` is the account that is shown, None while there is none or it is locked; `room_of` asks the
    server which room an alias stands for.
    """

    def __init__(
        self,
        theme: Theme,
        window: Window,
        session: Callable[[], "Session | None"],
        fill_in: Callable[[SignInAt], None],
        run: Run,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._session = session
        self._fill_in = fill_in
        self._run = run
        self._waiting: Place | None = None
        self._box: Question | None = None
        self._looking = False  # what a link names is looked for

    def follow(self, text: str) -> None:
        """Ask whether to open what a link names; anything that is no link of ours is ignored."""
        found = deep_links.parse(text)
        if isinstance(found, SignInAt):
            self._fill_in(found)
        elif found is not None:
            self._waiting = found
            self.go_on()

    def go_on(self) -> None:
        """Something can be shown (again): ask about the link that waits."""
        session = self._session()
        if session is None or session.presenter is None or session.pane is None or self._asking:
            return
        place, self._waiting = self._waiting, None
        if place is not None:
            self._looking = True
            self._run(self._meet(session, place), "link")

    @property
    def _asking(self) -> bool:
        shown = self._box is not None and shiboken6.isValid(self._box) and self._box.isVisible()
        return self._looking or shown

    async def _meet(self, session: "Session", place: Place) -> None:
        """Ask about what is known here; say so where it is not."""
        name = self._name(session, place)
        if isinstance(place, OpenAlias):  # only the server knows, and it is not asked for a web page's sake
            self._looking = False
            self._ask(session, name, lambda: self._open_alias(session, place))
            return
        try:
            room_id = await self._known(session, place)
        except KnownError as error:
            log.info("a link was not followed: %s", error.code)
            return
        finally:
            self._looking = False
        if session is not self._session():
            self.go_on()
            return
        if not room_id:
            self._refuse(place, name)
            return
        event_id = place.event_id if isinstance(place, OpenRoom) else ""
        self._ask(session, name, lambda: self._open(session, room_id, event_id))

    async def _known(self, session: "Session", place: OpenRoom | OpenPerson) -> str:
        if session.presenter is None:
            return ""
        chats = session.presenter.session
        if isinstance(place, OpenPerson):
            return await chats.direct_with(place.user_id)
        return place.room_id if await chats.is_chat(place.room_id) else ""

    async def _open_alias(self, session: "Session", place: OpenAlias) -> None:
        try:
            room_id = await session.room_of_alias(place.alias)
            known = await self._known(session, OpenRoom(room_id)) if room_id else ""
        except KnownError as error:
            if session.pane is not None and session is self._session():
                session.pane.show_failure(error.code.value, dict(error.details))
            return
        if session is not self._session():
            return
        if known:
            await self._open(session, known, place.event_id)
        else:
            self._refuse(place, self._name(session, place))

    async def _open(self, session: "Session", room_id: str, event_id: str) -> None:
        if session is self._session() and session.pane is not None:
            self._window.show_pane("messages")
            session.pane.open_at(room_id, event_id)

    # -- words ----------------------------------------------------------------------------------------

    def _name(self, session: "Session", place: Place) -> str:
        presenter = session.presenter
        if isinstance(place, OpenAlias):
            return clean_name(place.alias) or "?"
        if isinstance(place, OpenPerson):
            return presenter.person(place.user_id, "").name if presenter is not None else "?"
        return (presenter.room_name(place.room_id) if presenter is not None else "") or self.tr("a chat")

    def _ask(self, session: "Session", name: str, agreed: Callable[[], Awaitable[None]]) -> None:
        async def go() -> None:
            await agreed()

        box = self._box = Question(self._theme, self._window, kind="primary")
        box.setObjectName("linkQuestion")
        box.agreed.connect(lambda: self._run(go(), "link"))
        box.finished.connect(lambda _result: self.go_on())
        box.ask(
            self.tr("Open a link"),
            self.tr("A link wants to open “{name}”").format(name=name),
            self.tr("Open it if you expected this. Nothing is sent."),
            self.tr("Open"),
            self.tr("Not now"),
        )

    def _refuse(self, place: Place, name: str) -> None:
        box = self._box = Question(self._theme, self._window)
        box.setObjectName("linkRefusal")
        if isinstance(place, OpenPerson):
            words = self.tr("You have no chat with {name}").format(name=name)
            more = self.tr("A link wanted to open it. You can find people of your school with Ctrl+K.")
        else:
            words = self.tr("You are not in the chat that a link wants to open")
            more = self.tr("Perhaps it is for another account. Ask whoever sent the link, or your school.")
        box.finished.connect(lambda _result: self.go_on())
        box.tell(self.tr("Open a link"), words, more, self.tr("Close"))
