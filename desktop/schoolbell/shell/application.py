"""The running program: window, tray, languages, and which account is open; no globals."""

import asyncio
import gc
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.names import hue_of, localpart, person_initials
from schoolbell.shell import deep_links, geometry
from schoolbell.shell.crash import CrashHook
from schoolbell.shell.deep_links import OpenRoom, SignInAt
from schoolbell.shell.i18n import Languages
from schoolbell.shell.options import Options
from schoolbell.shell.recovery import Recovery
from schoolbell.shell.session import Rescued, Session, Surroundings
from schoolbell.shell.window import Window
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profile, Profiles
from schoolbell.system.secrets import SecretStore
from schoolbell.system.settings import Settings
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    from schoolbell.shell.instance import InstanceServer
    from schoolbell.shell.signing import Signing
    from schoolbell.shell.tray import Tray
    from schoolbell.ui.settings.pane import SettingsPane

log = logging.getLogger(__name__)


class Application(QObject):
    """`begin` shows the window from what is on the disk; `run` lives until somebody quits."""

    def __init__(
        self, qt: QApplication, options: Options, paths: Paths, policy: Policy, clock: Clock, crash: CrashHook
    ) -> None:
        super().__init__()
        self._qt = qt
        self._options = options
        self._clock = clock
        self._policy = policy
        self._crash = crash
        self.settings = Settings(paths, policy)
        self.languages = Languages(qt)
        values = self.settings.values
        language = self.languages.use(options.language or values.language or "")
        self.theme = Theme(qt, options.theme or values.theme, language)
        self.around = Surroundings(
            paths=paths,
            settings=self.settings,
            policy=policy,
            clock=clock,
            theme=self.theme,
            crash=lambda error: self._bug(error),
            plaintext_session=options.plaintext_session,
        )
        self._tasks = TaskOwner("shell", self._bug)
        self._painted = asyncio.Event()
        self._ended = asyncio.Event()
        self._live = False
        self.session: Session | None = None
        self.signing: Signing | None = None
        self.tray: Tray | None = None
        self._instance: InstanceServer | None = None
        self._link: OpenRoom | None = None
        self.window = Window(self.theme)
        self.window.painted.connect(lambda: QTimer.singleShot(0, self._painted.set))
        self.window.close_asked.connect(self._close_asked)
        self.window.activated.connect(self._activated)
        self.window.search_asked.connect(self._search)
        self.recovery = Recovery(
            self, self.window, self.around, list(options.links),
            lambda work: self._tasks.run(work, name="recovery"), self,
        )  # fmt: skip
        self._settings_pane: SettingsPane | None = None

    # -- life -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the current account from its cache, or the sign-in page, and show the window."""
        geometry.restore(self.window, self.settings.values.window_geometry)
        profile = Profiles(self.around.paths).current()
        if profile is None:
            self.show_sign_in()
        else:
            self.open_profile(profile)
        self.window.show()

    async def run(self) -> None:
        """Do the rest after the first paint; return when the program is to end."""
        await self._painted.wait()
        if not gc.isenabled():
            gc.freeze()  # what the start has made stays: it is not looked through again and again
            gc.enable()
        self._live = True
        self._make_the_rest()
        await self._ended.wait()
        await self._stop()

    def _make_the_rest(self) -> None:
        """Make what nobody sees at first: settings, tray, links, connections."""
        from schoolbell.shell.tray import Tray
        from schoolbell.ui.settings.pane import SettingsPane

        pane = self._settings_pane = SettingsPane(self.theme)
        pane.language_chosen.connect(self.use_language)
        pane.theme_chosen.connect(self.use_theme)
        pane.sign_out_wanted.connect(self.ask_sign_out)
        pane.media.looked_at.connect(self._count_cache)
        pane.media.clear_wanted.connect(self._clear_cache)
        self.window.add_settings(pane)
        self._show_choice()
        self._show_account()
        self.tray = Tray(self.theme, self)
        self.tray.show_wanted.connect(self.window.bring_to_front)
        self.tray.quit_wanted.connect(self.quit)
        self.tray.set_count(self.window.unread)
        for link in self._options.links:
            self.follow_link(link)
        self._start_what_is_shown()

    def quit(self) -> None:
        """End the program; drafts are kept first."""
        self._ended.set()

    async def _stop(self) -> None:
        place = geometry.remember(self.window, self.settings.values.window_geometry)
        self.settings.keep(window_geometry=place)
        if self._instance is not None:
            self._instance.close()
        if self.signing is not None:
            await self.signing.stop()
        if self.session is not None:
            await self.session.stop()
        await self._tasks.cancel_all()
        if self.tray is not None:
            self.tray.close()
        self.window.may_close = True
        self.window.close()

    def _bug(self, error: BaseException) -> None:
        self._crash.report(error)

    # -- accounts -------------------------------------------------------------------------------------

    def open_profile(
        self, profile: Profile, secrets: SecretStore | None = None, rescued: Rescued | None = None
    ) -> None:
        """Show an account; a fault in its files is shown in words."""
        session = Session(self.around, profile, secrets)
        session.rescued = rescued
        self.recovery.follow(session)
        session.status_changed.connect(self._status)
        session.badge_changed.connect(self._badge)
        session.cache_changed.connect(self._show_cache)
        try:
            pane = session.open()
        except KnownError as error:
            self.recovery.show(error, session)
            return
        self.session = session
        pane.sign_in_wanted.connect(self.sign_in_again)
        pane.link_opened.connect(self.follow_link)
        if session.searching is not None:
            session.searching.opened.connect(lambda: self.window.show_pane("messages"))
        name = profile.display_name or localpart(profile.user_id)
        self.window.rail.me.show_person(name, person_initials(name), hue_of(profile.user_id))
        self.window.show_messages(pane)
        self._show_account()
        if self._live:
            self._start_what_is_shown()

    def show_sign_in(self, profile: Profile | None = None, link: SignInAt | None = None) -> None:
        """Show the sign-in page, filled in for `profile` or from a link."""
        from schoolbell.shell.signing import Signing

        signing = Signing(self.around, self.languages.current)
        signing.done.connect(self._signed_in)
        signing.language_chosen.connect(self.use_language)
        self.signing = signing
        self._sign_in_for = (
            link.address if link else profile.homeserver if profile else "",
            link.slip_code if link else "",
            localpart(profile.user_id) if profile else "",
        )
        self.window.show_outside(signing.frame)
        if self._live:
            self._start_what_is_shown()

    def _start_what_is_shown(self) -> None:
        if self.session is not None:
            self._listen(self.session.profile)
            self._tasks.run(self._start_session(self.session), name="session")
        elif self.signing is not None:
            self._tasks.run(self.signing.start(*self._sign_in_for), name="sign-in")

    async def _start_session(self, session: Session) -> None:
        await session.start()
        self._show_account()
        link, self._link = self._link, None
        if link is not None and session.pane is not None:
            session.pane.open_room(link.room_id)

    def _signed_in(self, result: object) -> None:
        self._tasks.run(self._take_over(result), name="signed-in")

    async def _take_over(self, result: object) -> None:
        signing, self.signing = self.signing, None
        profile: Profile = result.profile  # type: ignore[attr-defined]
        secrets: SecretStore = result.secrets  # type: ignore[attr-defined]
        self.settings.keep(last_address=profile.homeserver)
        self.open_profile(profile, secrets)
        if signing is not None:
            await signing.stop()
            signing.frame.deleteLater()
            signing.deleteLater()

    def sign_in_again(self) -> None:
        """The session ended (soft logout, signed out elsewhere): data stay, the password is asked."""
        session = self.session
        if session is not None:
            self._tasks.run(self._leave(session, sign_out=False), name="leave")

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
        box = Question(self.theme, self.window)
        box.setObjectName("signOutQuestion")
        box.agreed.connect(lambda: self._tasks.run(self._leave(session, sign_out=True), name="sign-out"))
        box.ask(self.tr("Sign out"), question, explain, self.tr("Sign out"), self.tr("Stay"))

    async def _leave(self, session: Session, *, sign_out: bool) -> None:
        self.session = None
        self.window.drop_messages()
        self.show_sign_in(None if sign_out else session.profile)
        await self._take_down(session, sign_out=sign_out)

    async def close_session(self) -> None:
        """Take the open account down; its data stay."""
        session, self.session = self.session, None
        if session is not None:
            self.window.drop_messages()
            await self._take_down(session, sign_out=False)

    async def _take_down(self, session: Session, *, sign_out: bool) -> None:
        if sign_out:
            await session.sign_out()
        else:
            await session.stop()
        if self._instance is not None:
            self._instance.close()
            self._instance = None
        if session.pane is not None:
            session.pane.deleteLater()
        session.deleteLater()

    def _listen(self, profile: Profile) -> None:
        from schoolbell.shell.instance import InstanceServer

        if self._instance is not None:
            self._instance.close()
        self._instance = InstanceServer(self.around.paths.profile(profile.id).lock, self)
        self._instance.asked.connect(self._asked)

    def show_trouble(self, code: ErrorCode) -> None:
        """Say in words why nothing can be opened."""
        self.recovery.show(KnownError(code))

    # -- from the outside -----------------------------------------------------------------------------

    def _asked(self, links: list[str]) -> None:
        self.window.bring_to_front()
        for link in links:
            self.follow_link(link)

    def follow_link(self, text: str) -> None:
        """Open what a link names; anything that is not ours is ignored."""
        found = deep_links.parse(text)
        if isinstance(found, OpenRoom):
            if self.session is not None and self.session.pane is not None:
                self.window.show_pane("messages")
                self.session.pane.open_room(found.room_id)
            else:
                self._link = found
        elif isinstance(found, SignInAt) and self.signing is not None:
            self._sign_in_for = (found.address, found.slip_code, "")
            if self._live:
                self.signing.page.start_with(found.address, found.slip_code)

    def _close_asked(self) -> None:
        tray = self.tray
        hides = tray is not None and tray.available and self.session is not None
        if not hides or tray is None or not self.settings.values.close_to_tray:
            self.quit()
            return
        self.window.hide()
        if not self.settings.values.close_hint_shown:
            tray.explain_closing()
            self.settings.keep(close_hint_shown=True)

    def _activated(self) -> None:
        if self.session is not None and self.session.pane is not None:
            self.session.pane.window_activated()

    def _search(self) -> None:
        if self.session is not None and self.session.searching is not None:
            self.session.searching.search()

    # -- what is shown --------------------------------------------------------------------------------

    def _status(self, status: SyncStatus) -> None:
        self.window.rail.me.set_online(status.state is SyncState.LIVE)

    def _badge(self, count: int) -> None:
        self.window.set_unread(count)
        if self.tray is not None:
            self.tray.set_count(count)

    def use_language(self, choice: str) -> None:
        """Switch the language at once and keep the choice ("" = the computer's)."""
        self.settings.keep(language=choice or None)
        current = self.languages.use(choice)
        self.theme.set_language(current)
        if self.signing is not None:
            self.signing.frame.set_language(current)
        self._show_choice()

    def use_theme(self, mode: str) -> None:
        """Switch the colours at once and keep the choice."""
        self.settings.keep(theme=mode)
        self.theme.set_mode(mode)
        self._show_choice()

    def _show_choice(self) -> None:
        settings, pane = self.settings, self._settings_pane
        if pane is None:
            return
        pane.show_choice(
            self.languages.choice,
            self.theme.mode,
            settings.is_locked("language"),
            settings.is_locked("theme"),
        )

    def _count_cache(self) -> None:
        if self.session is not None and self.session.files is not None:
            self.session.files.attachments.ask_cache_size()

    def _clear_cache(self) -> None:
        if self.session is not None and self.session.files is not None:
            self.session.files.attachments.clear_cache()

    def _show_cache(self, size: int) -> None:
        if self._settings_pane is not None:
            self._settings_pane.media.show_size(size)

    def _show_account(self) -> None:
        session, pane = self.session, self._settings_pane
        if session is not None and pane is not None:
            profile = session.profile
            name = profile.display_name or localpart(profile.user_id)
            pane.show_account(
                name, profile.user_id, person_initials(name), hue_of(profile.user_id), session.storage
            )
