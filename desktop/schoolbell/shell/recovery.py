"""What happens when an account's files cannot be opened or turn out to be damaged while they are open."""

import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.shell.session import Rescued, Session, Surroundings
from schoolbell.shell.window import Window
from schoolbell.system.profiles import Profile
from schoolbell.system.secrets import SecretStore

if TYPE_CHECKING:
    from schoolbell.shell.trouble import TroublePage

log = logging.getLogger(__name__)

_ASK_MS = 500  # how often the other instance is asked: it may still be on its way to its first paint
_TOO_SOON = 60.0  # seconds; a cache that is damaged again by then has a cause that a new one does not mend


class House(Protocol):
    """The running program, as far as it is needed here."""

    @property
    def session(self) -> Session | None:
        """The open account."""
        ...

    def open_profile(
        self, profile: Profile, secrets: SecretStore | None = None, rescued: Rescued | None = None
    ) -> None:
        """Open an account."""
        ...

    async def close_session(self) -> None:
        """Take the open account down; its data stay."""
        ...

    def quit(self) -> None:
        """End the program."""
        ...


class Recovery(QObject):
    """Shows what is wrong and does what a person decides; a damaged cache is made anew without asking."""

    def __init__(
        self,
        house: House,
        window: Window,
        around: Surroundings,
        links: list[str],
        run: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._house = house
        self._window = window
        self._around = around
        self._links = links
        self._run = run
        self._rebuilt = float("-inf")
        self._rescued: Rescued | None = None
        self._page: TroublePage | None = None
        self._failed: Session | None = None
        self._asking = QTimer(self)
        self._asking.setInterval(_ASK_MS)
        self._asking.timeout.connect(self._ask_other)

    def follow(self, session: Session) -> None:
        """Hear of damage that shows while `session` is open."""
        session.damaged.connect(self._damaged, Qt.ConnectionType.QueuedConnection)

    def show(self, error: KnownError, session: Session | None = None) -> None:
        """Say why `session` (None: anything at all) cannot be opened, and offer what can be done."""
        from schoolbell.shell.trouble import TroublePage

        self._failed = session
        local = error.details.get("file") == session.local_name if session is not None else False
        replaceable = local and error.code is ErrorCode.DATABASE_CORRUPT
        page = TroublePage(self._around.theme, error.code, error.details, replaceable=replaceable)
        page.quit_wanted.connect(self._house.quit)
        page.retry_wanted.connect(self._again)
        page.afresh_wanted.connect(self._ask_afresh)
        page.retry.setVisible(page.retry.isVisibleTo(page) and session is not None)
        self._drop_page()
        self._page = page
        self._window.show_outside(page)
        if error.code is ErrorCode.PROFILE_IN_USE:
            self._asking.start()

    # -- cannot be opened -----------------------------------------------------------------------------

    def _again(self) -> None:
        session, self._failed = self._failed, None
        self._asking.stop()
        if session is not None:
            rescued, self._rescued = self._rescued, None
            self._house.open_profile(session.profile, session.secrets, rescued)
            session.deleteLater()
            if self._house.session is not None:
                self._drop_page()

    def _drop_page(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            page.hide()
            page.deleteLater()

    def _ask_other(self) -> None:
        """Have the window that is open shown; then this program has nothing to do."""
        session = self._failed
        if session is None:
            self._asking.stop()
            return
        from schoolbell.shell import instance

        if instance.hand_over(session.lock_path, self._links):
            self._asking.stop()
            self._house.quit()

    def _ask_afresh(self) -> None:
        session = self._failed
        if session is None:
            return
        from schoolbell.ui.widgets.question import Question

        box = Question(self._around.theme, self._window)
        box.setObjectName("afreshQuestion")
        box.agreed.connect(self._begin_afresh)
        box.ask(
            self.tr("Damaged data"),
            self.tr("Go on without the damaged data?"),
            self.tr(
                "Drafts and messages that were not sent yet are in it. It is not changed and stays "
                "in {folder} for the school's IT to look at. What was sent is at the school's server."
            ).format(folder=str(session.local_folder)),
            self.tr("Go on"),
            self.tr("Not now"),
        )

    def _begin_afresh(self) -> None:
        session = self._failed
        if session is None:
            return
        try:
            session.set_local_aside()
        except KnownError as error:
            self.show(error, session)
            return
        self._again()

    # -- damaged while open ---------------------------------------------------------------------------

    def _damaged(self, name: str) -> None:
        session = self._house.session
        if session is None or session is not self.sender():
            return
        self._run(self._reopen(session, name))

    async def _reopen(self, session: Session, name: str) -> None:
        if self._house.session is not session:
            return  # heard of already: two reads met the damage
        log.warning("%s is damaged", name)
        now, local = self._around.clock.monotonic(), name == session.local_name
        if local:
            session.rescue()
        await self._house.close_session()
        self._rescued = session.rescued
        if local or now - self._rebuilt < _TOO_SOON:
            again = Session(self._around, session.profile, session.secrets)
            self.show(KnownError(ErrorCode.DATABASE_CORRUPT, {"file": name}), again)
            return
        self._rebuilt = now
        rescued, self._rescued = self._rescued, None
        self._house.open_profile(session.profile, session.secrets, rescued)
