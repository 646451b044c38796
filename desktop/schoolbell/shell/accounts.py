"""The open accounts: the one that is shown, those at rest behind it, and the sign-in page."""

import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal

from schoolbell.base.errors import KnownError
from schoolbell.domain.names import hue_of, localpart, person_initials
from schoolbell.shell.session import Rescued, Session, Surroundings
from schoolbell.shell.window import Window
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.system.profiles import Profile, Profiles
from schoolbell.system.secrets import SecretStore

if TYPE_CHECKING:
    from schoolbell.shell.deep_links import SignInAt
    from schoolbell.shell.instance import InstanceServer
    from schoolbell.shell.signing import Signing
    from schoolbell.ui.accounts.menu import AccountMenu

log = logging.getLogger(__name__)

_MOST_AT_REST = 3

Run = Callable[[Coroutine[Any, Any, None], str], object]


def name_of(profile: Profile) -> str:
    """Return what to call an account."""
    return profile.display_name or localpart(profile.user_id)


class Accounts(QObject):
    """Opens, switches and leaves accounts. One at rest goes on syncing, so that switching back is at once."""

    changed = Signal()  # another account, or none, is shown
    status_changed = Signal(object)  # SyncStatus of the one that is shown
    badge_changed = Signal(int)
    started = Signal()  # the one that is shown is connected, or said why not
    link_opened = Signal(str)
    language_chosen = Signal(str)
    signed_in = Signal(str)  # profile id; a person has proved to own it
    sign_in_left = Signal()  # the person went back from the sign-in page
    made = Signal(object)  # Session, not open yet
    failed = Signal(object, object)  # KnownError, Session: the account cannot be opened
    next_wanted = Signal(object)  # Profile to show after a sign-out

    def __init__(self, around: Surroundings, window: Window, language: Callable[[], str], run: Run) -> None:
        super().__init__()
        self._around = around
        self._window = window
        self._language = language
        self._run = run
        self.live = False
        self._resting: dict[str, Session] = {}
        self._started: set[str] = set()
        self._heard: dict[str, SyncStatus] = {}  # of every open account, shown or at rest
        self._unread: dict[str, int] = {}
        self._instance: InstanceServer | None = None
        self._sign_in_for = ("", "", "")
        self.session: Session | None = None
        self.signing: Signing | None = None
        self.asked: Callable[[list[str]], None] = lambda _links: None  # a second start hands its links over

    @property
    def profiles(self) -> Profiles:
        """The accounts known on this computer."""
        return Profiles(self._around.paths)

    def go_live(self) -> None:
        """After the first paint: let what is shown connect."""
        self.live = True
        if self.session is not None:
            self._start(self.session)
        elif self.signing is not None:
            self._run(self.signing.start(*self._sign_in_for), "sign-in")

    # -- open and switch ------------------------------------------------------------------------------

    def open(
        self, profile: Profile, secrets: SecretStore | None = None, rescued: Rescued | None = None
    ) -> bool:
        """Show an account, the one before it goes to rest. A fault in its files is said in words."""
        if self.session is not None and self.session.profile.id == profile.id:
            return True
        session = self._resting.pop(profile.id, None) or self._opened(profile, secrets, rescued)
        if session is None or session.pane is None:
            return False
        self._rest()
        self.session = session
        name = name_of(session.profile)
        self._window.rail.me.show_person(name, person_initials(name), hue_of(profile.user_id))
        self._window.show_messages(session.pane)
        if self.profiles.current() != session.profile:
            self.profiles.select(profile.id)
        self.status_changed.emit(self._heard.get(profile.id, SyncStatus(SyncState.STOPPED)))
        self.badge_changed.emit(self._unread.get(profile.id, 0))
        self.changed.emit()
        if self.live:
            self._start(session)
        return True

    def is_open(self, profile_id: str) -> bool:
        """Return whether the account is shown or at rest."""
        shown = self.session is not None and self.session.profile.id == profile_id
        return shown or profile_id in self._resting

    def menu(self, has_pin: Callable[[str], bool]) -> "AccountMenu":
        """Return the menu of accounts, open at the own avatar."""
        from schoolbell.ui.accounts.menu import AccountMenu, AccountRow

        shown = self.session.profile.id if self.session is not None else ""
        rows = []
        for profile in self.profiles.all():
            locked = has_pin(profile.id)
            unread = 0 if locked else self._unread.get(profile.id, 0)
            name, account = name_of(profile), localpart(profile.user_id)
            rows.append(AccountRow(profile.id, name, account, unread, locked, profile.id == shown))
        me = self._window.rail.me
        menu = AccountMenu(self._around.theme, rows, self._window)
        menu.popup(me.mapToGlobal(QPoint(me.width() + 4, 0)))
        return menu

    def _opened(
        self, profile: Profile, secrets: SecretStore | None, rescued: Rescued | None
    ) -> Session | None:
        session = Session(self._around, profile, secrets)
        session.rescued = rescued
        session.damaged.connect(self._damaged, Qt.ConnectionType.QueuedConnection)
        self.made.emit(session)
        try:
            pane = session.open()
        except KnownError as error:
            if self.session is not None and self.session.pane is not None:
                session.deleteLater()
                self.session.pane.show_failure(error.code.value, dict(error.details))
            else:
                self.failed.emit(error, session)
            return None
        session.status_changed.connect(lambda status: self._status(session, status))
        session.badge_changed.connect(lambda count: self._badge(session, count))
        pane.sign_in_wanted.connect(self.sign_in_again)
        pane.link_opened.connect(self.link_opened)
        if session.searching is not None:
            session.searching.opened.connect(lambda: self._window.show_pane("messages"))
        return session

    def _rest(self) -> None:
        """Put the account that is shown behind; of many the oldest is closed, unless only memory keeps it."""
        session, self.session = self.session, None
        if session is None:
            return
        self._window.drop_messages()
        self._resting[session.profile.id] = session
        closable = [one for one in self._resting.values() if one.storage != "memory"]
        if len(self._resting) > _MOST_AT_REST and closable:
            del self._resting[closable[0].profile.id]
            self._run(self._close(closable[0]), "close")

    def _start(self, session: Session) -> None:
        self._listen(session.profile)
        if session.profile.id in self._started:
            self.started.emit()
        else:
            self._started.add(session.profile.id)
            self._run(self._start_session(session), "session")

    async def _start_session(self, session: Session) -> None:
        await session.start()
        if session is self.session:
            self.started.emit()

    def _damaged(self, _name: str) -> None:
        """Close an account at rest whose files are damaged; opened again, it has its words."""
        for profile_id, session in list(self._resting.items()):
            if session is self.sender():
                del self._resting[profile_id]
                self._run(self._close(session), "damaged")

    def _status(self, session: Session, status: SyncStatus) -> None:
        self._heard[session.profile.id] = status
        if session is self.session:
            self.status_changed.emit(status)

    def _badge(self, session: Session, count: int) -> None:
        self._unread[session.profile.id] = count
        if session is self.session:
            self.badge_changed.emit(count)

    def _listen(self, profile: Profile) -> None:
        from schoolbell.shell.instance import InstanceServer

        self._deafen()
        self._instance = InstanceServer(self._around.paths.profile(profile.id).lock, self)
        self._instance.asked.connect(self.asked)

    def _deafen(self) -> None:
        if self._instance is not None:
            self._instance.close()
            self._instance = None

    # -- sign in --------------------------------------------------------------------------------------

    def show_sign_in(
        self, profile: Profile | None = None, link: "SignInAt | None" = None, *, back: bool = False
    ) -> None:
        """Show the sign-in page, filled in for `profile` or from a link; `back`: one can return."""
        from schoolbell.shell.signing import Signing

        self.end_sign_in()
        signing = Signing(self._around, self._language())
        signing.done.connect(lambda result: self._run(self._take_over(result), "signed-in"))
        signing.language_chosen.connect(self.language_chosen)
        signing.frame.back.setVisible(back)
        signing.frame.back_wanted.connect(self.sign_in_left)
        self.signing = signing
        self._sign_in_for = (
            link.address if link else profile.homeserver if profile else "",
            link.slip_code if link else "",
            localpart(profile.user_id) if profile else "",
        )
        self._window.show_outside(signing.frame)
        if self.live:
            self._run(signing.start(*self._sign_in_for), "sign-in")

    def fill_in(self, link: "SignInAt") -> None:
        """Take address and slip code from a link, if the sign-in page is shown."""
        if self.signing is not None:
            self._sign_in_for = (link.address, link.slip_code, "")
            if self.live:
                self.signing.page.start_with(link.address, link.slip_code)

    def end_sign_in(self) -> None:
        """Let go of the sign-in page."""
        signing, self.signing = self.signing, None
        if signing is not None:
            self._run(self._end_signing(signing), "sign-in-end")

    async def _end_signing(self, signing: "Signing") -> None:
        await signing.stop()
        signing.frame.deleteLater()
        signing.deleteLater()

    async def _take_over(self, result: Any) -> None:
        profile: Profile = result.profile
        self._around.settings.keep(last_address=profile.homeserver)
        before = self._resting.pop(profile.id, None)
        if self.session is not None and self.session.profile.id == profile.id:
            before, self.session = self.session, None
            self._window.drop_messages()
        if before is not None:
            await self._close(before)  # its tokens are old now
        if self.open(profile, result.secrets):
            self.signed_in.emit(profile.id)
        self.end_sign_in()

    def sign_in_again(self) -> None:
        """The session ended (soft logout, signed out elsewhere): data stay, the password is asked."""
        if self.session is not None:
            self._run(self._leave(self.session, sign_out=False), "leave")

    # -- leave ----------------------------------------------------------------------------------------

    def ask_sign_out(self) -> None:
        """Ask once; with unsent messages or drafts the question says so."""
        session = self.session
        if session is None:
            return
        from schoolbell.ui.widgets.question import Question

        question = self.tr("Sign out of this account?")
        explain = self.tr("Messages kept on this computer are removed; the school's server keeps them.")
        try:
            unsent, drafts = session.only_here()
        except KnownError as error:
            log.warning("nobody knows what is unsent: %s", error.code)
            unsent, drafts = 0, 0
            explain += "\n" + self.tr("What is not sent yet would be lost.")
        if unsent:
            question = self.tr("%n message(s) are not sent yet and would be lost", "", unsent)
        if drafts:
            explain += "\n" + self.tr("%n draft(s) would be lost, too.", "", drafts)
        box = Question(self._around.theme, self._window)
        box.setObjectName("signOutQuestion")
        box.agreed.connect(lambda: self._run(self._leave(session, sign_out=True), "sign-out"))
        box.ask(self.tr("Sign out"), question, explain, self.tr("Sign out"), self.tr("Stay"))

    async def _leave(self, session: Session, *, sign_out: bool) -> None:
        if session is not self.session:
            return
        self.session = None
        self._window.drop_messages()
        self._deafen()
        others = [one for one in self.profiles.all() if one.id != session.profile.id]
        if sign_out and others:
            self.next_wanted.emit(others[-1])
        else:
            self.show_sign_in(None if sign_out else session.profile)
        self.changed.emit()
        await self._close(session, sign_out=sign_out)

    async def close_session(self) -> None:
        """Take the account that is shown down; its data stay."""
        session, self.session = self.session, None
        if session is not None:
            self._window.drop_messages()
            self._deafen()
            await self._close(session)

    async def _close(self, session: Session, *, sign_out: bool = False) -> None:
        self._started.discard(session.profile.id)
        self._heard.pop(session.profile.id, None)
        self._unread.pop(session.profile.id, None)
        if sign_out:
            await session.sign_out()
        else:
            await session.stop()
        if session.pane is not None:
            session.pane.deleteLater()
        session.deleteLater()

    async def stop(self) -> None:
        """Keep drafts, close every account and the sign-in page."""
        self._deafen()
        if self.signing is not None:
            await self.signing.stop()
        for session in [*self._resting.values(), *([self.session] if self.session is not None else [])]:
            await session.stop()
