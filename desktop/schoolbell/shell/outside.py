"""What of the program is outside of its window: tray, notifications, links that lead into it."""

from PySide6.QtCore import QObject

from schoolbell.shell.accounts import Accounts, Run
from schoolbell.shell.features import Features
from schoolbell.shell.link_following import Links
from schoolbell.shell.locking import Locking
from schoolbell.shell.notifying import Notifier
from schoolbell.shell.session import Session
from schoolbell.shell.sounds import Sounds
from schoolbell.shell.surroundings import Surroundings
from schoolbell.shell.tray import Tray
from schoolbell.shell.window import Window


class Outside(QObject):
    """Made after the first paint, before any account connects. Nothing of it tells what the lock hides."""

    def __init__(
        self,
        around: Surroundings,
        window: Window,
        accounts: Accounts,
        locking: Locking,
        run: Run,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._accounts = accounts
        self._locking = locking
        self.tray = Tray(around.theme, self)
        self.tray.show_wanted.connect(window.bring_to_front)
        self.tray.lock_wanted.connect(locking.lock)
        self.notifier = Notifier(
            self.tray, window, around.settings, Sounds(self), lambda: locking.locked, self
        )  # fmt: skip
        self.notifier.set_unread(window.unread)
        self.notifier.opened.connect(self._open_told)
        self.features = Features(window, accounts, locking, self.notifier, self)
        self.links = Links(around.theme, window, self._seen, accounts.fill_in, run, self)
        accounts.made.connect(self._equip)
        accounts.badge_changed.connect(self.notifier.set_unread)
        accounts.started.connect(self.links.go_on)
        accounts.changed.connect(self.links.go_on)
        locking.changed.connect(self.notifier.refresh)
        locking.changed.connect(self.links.go_on)
        if accounts.session is not None:
            self._equip(accounts.session)

    def _equip(self, session: Session) -> None:
        session.notifier = self.notifier

    def _seen(self) -> Session | None:
        """Return the account that somebody looks at, None behind the lock or the sign-in page."""
        return self._accounts.session if self._window.inside and not self._locking.locked else None

    def _open_told(self, profile_id: str, room_id: str, event_id: str) -> None:
        """Show what a notification was about, if that may be seen."""
        self._window.bring_to_front()
        session = self._seen()
        if room_id and session is not None and session.profile.id == profile_id and session.pane is not None:
            self._window.show_pane("messages")
            session.pane.open_at(room_id, event_id)
