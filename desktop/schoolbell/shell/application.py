"""The running program: window, tray, languages, and which account is open; no globals."""

import asyncio
import logging
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.names import hue_of, person_initials
from schoolbell.shell import geometry
from schoolbell.shell.accounts import Accounts, name_of
from schoolbell.shell.crash import CrashHook
from schoolbell.shell.garbage import Garbage
from schoolbell.shell.i18n import Languages
from schoolbell.shell.locking import Locking
from schoolbell.shell.options import Options
from schoolbell.shell.recovery import Recovery
from schoolbell.shell.session import Rescued, Session, Surroundings
from schoolbell.shell.window import Window
from schoolbell.sync.changes import SyncState, SyncStatus
from schoolbell.system.paths import Paths
from schoolbell.system.policy import Policy
from schoolbell.system.profiles import Profile
from schoolbell.system.secrets import SecretStore
from schoolbell.system.settings import Settings
from schoolbell.ui.theme.theme import Theme

if TYPE_CHECKING:
    from schoolbell.shell.outside import Outside
    from schoolbell.shell.quitting import Quitting
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
        self.outside: Outside | None = None
        self._quitting: Quitting | None = None
        self.window = Window(self.theme)
        self.window.painted.connect(lambda: QTimer.singleShot(0, self._painted.set))
        self.window.close_asked.connect(self._close_asked)
        self.window.activated.connect(self._activated)
        self._settings_pane: SettingsPane | None = None
        self.accounts = Accounts(self.around, self.window, lambda: self.languages.current, self._run)
        self.locking = Locking(self.around, self.window, self._profile, self._run)
        self.recovery = Recovery(
            self, self.window, self.around, list(options.links),
            lambda work: self._run(work, "recovery"), self,
        )  # fmt: skip
        self._trusted = ""  # whose PIN or password was right last, until the window locks
        self._connect()

    def _connect(self) -> None:
        accounts, locking, rail = self.accounts, self.locking, self.window.rail
        accounts.asked = self._asked
        accounts.changed.connect(self._show_account)
        accounts.changed.connect(locking.follow)
        accounts.status_changed.connect(self._status)
        accounts.badge_changed.connect(self._badge)
        accounts.started.connect(self._started)
        accounts.link_opened.connect(self.follow_link)
        accounts.language_chosen.connect(self.use_language)
        accounts.signed_in.connect(self._proved)
        accounts.sign_in_left.connect(self._sign_in_left)
        accounts.made.connect(self.recovery.follow)
        accounts.made.connect(lambda session: session.cache_changed.connect(self._show_cache))
        accounts.failed.connect(self.recovery.show)
        accounts.next_wanted.connect(self.enter)
        self.window.search_asked.connect(self._search)
        locking.changed.connect(self._lock_changed)
        locking.pin_changed.connect(self._show_choice)
        locking.other_wanted.connect(self._show)
        locking.password_wanted.connect(lambda: accounts.show_sign_in(back=True))
        rail.accounts_wanted.connect(self.show_accounts)
        QShortcut(QKeySequence("Ctrl+L"), self.window).activated.connect(locking.lock)

    def _run(self, coroutine: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.run(coroutine, name=name)

    def _profile(self) -> Profile | None:
        return self.session.profile if self.session is not None else None

    @property
    def tray(self) -> "Tray | None":
        """The icon in the tray, after the first paint."""
        return self.outside.tray if self.outside is not None else None

    # -- life -----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the current account from its cache, or the sign-in page, and show the window."""
        geometry.restore(self.window, self.settings.values.window_geometry)
        known = self.accounts.profiles
        profile = known.current() or next(iter(known.all()), None)
        if profile is None:
            self.accounts.show_sign_in()
        else:
            self.enter(profile)
        self.window.show()

    async def run(self) -> None:
        """Do the rest after the first paint; return when the program is to end."""
        await self._painted.wait()
        garbage = Garbage(self.around.clock, self.window.windowHandle(), self.window)
        self._make_the_rest()
        await self._ended.wait()
        garbage.stop()
        await self._stop()

    def _make_the_rest(self) -> None:
        """Make what nobody sees at first: settings, tray, links, connections."""
        from schoolbell.shell.notifying import bind_settings
        from schoolbell.shell.outside import Outside
        from schoolbell.ui.settings.pane import SettingsPane

        pane = self._settings_pane = SettingsPane(self.theme)
        pane.language_chosen.connect(self.use_language)
        pane.theme_chosen.connect(self.use_theme)
        pane.sign_out_wanted.connect(self.accounts.ask_sign_out)
        pane.media.looked_at.connect(self._count_cache)
        pane.media.clear_wanted.connect(self._clear_cache)
        pane.lock.wanted.connect(self.locking.ask)
        pane.lock.minutes_chosen.connect(self._use_lock_minutes)
        bind_settings(pane.notifications, self.settings)
        pane.diagnostics.wanted.connect(lambda path: self._run(self._diagnose(path), "diagnostics"))
        self.window.add_settings(pane)
        self._show_choice()
        self._show_account()
        self.outside = Outside(
            self.around, self.window, self.accounts, self.locking, self._run, self
        )  # fmt: skip
        self.outside.tray.quit_wanted.connect(self.ask_quit)
        self.locking.follow()
        for link in self._options.links:
            self.follow_link(link)
        self.accounts.go_live()

    def ask_quit(self) -> None:
        """End the program, after a question where a draft would be lost."""
        from schoolbell.shell.quitting import Quitting

        if self._quitting is None:
            self._quitting = Quitting(
                self.window, self.theme, lambda: self.session, self.quit,
                lambda work: self._tasks.run(work, name="quit"), self,
            )  # fmt: skip
        self._quitting.ask()

    def quit(self) -> None:
        """End the program; drafts are kept first."""
        self._ended.set()

    async def _stop(self) -> None:
        place = geometry.remember(self.window, self.settings.values.window_geometry)
        self.settings.keep(window_geometry=place)
        self.locking.stop()
        await self.accounts.stop()
        await self._tasks.cancel_all()
        if self.outside is not None:
            self.outside.tray.close()
        self.window.may_close = True
        self.window.close()

    def _bug(self, error: BaseException) -> None:
        if isinstance(error, KnownError) and error.local:
            log.warning("this computer's disk: %s", error.code)
            return
        self._crash.report(error)

    # -- accounts -------------------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        """The account that is shown, or locked away."""
        return self.accounts.session

    def enter(self, profile: Profile) -> None:
        """Open an account that was not open; one that was not to stay signed in needs its password again."""
        if self._is_open_to_all(profile):
            self.open_profile(profile)
        else:
            self.accounts.show_sign_in()

    def _is_open_to_all(self, profile: Profile) -> bool:
        """Return whether nothing but a PIN keeps anybody at this computer from the account."""
        return profile.keep or self.locking.pins.has(profile.id) or self.accounts.is_open(profile.id)

    def open_profile(
        self, profile: Profile, secrets: SecretStore | None = None, rescued: Rescued | None = None
    ) -> None:
        """Open an account; with a PIN the window locks before anything of it is seen."""
        if not self.accounts.open(profile, secrets, rescued):
            return
        if self.locking.pins.has(profile.id) and profile.id != self._trusted:
            self.locking.lock_now()

    async def close_session(self) -> None:
        """Take the open account down; its data stay."""
        await self.accounts.close_session()

    def show_accounts(self) -> None:
        """Open the menu at the own avatar."""
        menu = self.accounts.menu(self.locking.pins.has)
        menu.chosen.connect(self._switch)
        menu.add_wanted.connect(lambda: self.accounts.show_sign_in(back=True))
        menu.lock_wanted.connect(self.locking.lock)
        menu.sign_out_wanted.connect(self.accounts.ask_sign_out)

    def _switch(self, profile_id: str) -> None:
        profile = self.accounts.profiles.get(profile_id)
        if profile is None or (self.session is not None and self.session.profile.id == profile_id):
            return
        if not self._is_open_to_all(profile):
            self.accounts.show_sign_in(profile, back=True)
        else:
            self.locking.enter(profile, name_of(profile), lambda: self._show(profile))

    def _proved(self, profile_id: str) -> None:
        self.locking.proved(profile_id)
        self._trusted = profile_id

    def _show(self, profile: Profile) -> None:
        self._trusted = profile.id
        if self.accounts.open(profile) and self.window.isActiveWindow():
            self._activated()

    def _sign_in_left(self) -> None:
        if self.locking.locked:
            self.locking.show_page()
        else:
            self.window.show_inside()
        self.accounts.end_sign_in()
        if self.outside is not None:
            self.outside.links.go_on()

    def _started(self) -> None:
        self._show_account()

    def _lock_changed(self) -> None:
        """Tell nobody outside of the window either."""
        locked = self.locking.locked
        profile = self._profile()
        self._trusted = profile.id if profile is not None and not locked else ""
        if locked:
            self.accounts.end_sign_in()
        else:
            self._started()
            self._activated()

    def show_trouble(self, code: ErrorCode) -> None:
        """Say in words why nothing can be opened."""
        self.recovery.show(KnownError(code))

    # -- from the outside -----------------------------------------------------------------------------

    def _asked(self, links: list[str]) -> None:
        self.window.bring_to_front()
        for link in links:
            self.follow_link(link)

    def follow_link(self, text: str) -> None:
        """Ask whether to open what a link names; anything that is not ours is ignored."""
        if self.outside is not None:
            self.outside.links.follow(text)

    def _close_asked(self) -> None:
        tray = self.tray
        hides = tray is not None and tray.available and self.session is not None
        if not hides or tray is None or not self.settings.values.close_to_tray:
            self.ask_quit()
            return
        self.window.hide()
        if not self.settings.values.close_hint_shown:
            tray.explain_closing()
            self.settings.keep(close_hint_shown=True)

    def _activated(self) -> None:
        if self.session is not None and self.session.pane is not None and not self.locking.locked:
            self.session.pane.window_activated()

    def _search(self) -> None:
        if self.session is not None and self.session.searching is not None and not self.locking.locked:
            self.session.searching.search()

    # -- what is shown --------------------------------------------------------------------------------

    def _status(self, status: SyncStatus) -> None:
        self.window.rail.me.set_online(status.state is SyncState.LIVE)

    def _badge(self, count: int) -> None:
        self.window.set_unread(count)

    def _use_lock_minutes(self, minutes: int) -> None:
        self.settings.keep(lock_minutes=minutes)
        self.locking.follow()
        self._show_choice()

    def use_language(self, choice: str) -> None:
        """Switch the language at once and keep the choice ("" = the computer's)."""
        self.settings.keep(language=choice or None)
        current = self.languages.use(choice)
        self.theme.set_language(current)
        if self.accounts.signing is not None:
            self.accounts.signing.frame.set_language(current)
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
        profile = self._profile()
        has_pin = profile is not None and self.locking.pins.has(profile.id)
        pane.lock.show_choice(has_pin, settings.values.lock_minutes, settings.is_locked("lock_minutes"))

    def _count_cache(self) -> None:
        if self.session is not None and self.session.files is not None:
            self.session.files.attachments.ask_cache_size()

    def _clear_cache(self) -> None:
        if self.session is not None and self.session.files is not None:
            self.session.files.attachments.clear_cache()

    def _show_cache(self, size: int) -> None:
        if self._settings_pane is not None:
            self._settings_pane.media.show_size(size)

    async def _diagnose(self, path: str) -> None:
        from schoolbell.shell.diagnosing import export

        sessions = [self.session] if self.session is not None else []
        outcome = await export(self.around, sessions, Path(path))
        if self._settings_pane is not None:
            self._settings_pane.diagnostics.show_outcome(outcome)

    def _show_account(self) -> None:
        self._show_choice()
        session, pane = self.session, self._settings_pane
        if session is not None and pane is not None:
            profile = session.profile
            name = name_of(profile)
            pane.show_account(
                name, profile.user_id, person_initials(name), hue_of(profile.user_id), session.storage
            )
