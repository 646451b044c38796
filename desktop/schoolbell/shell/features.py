"""Gives the panes of the account that is shown their places: rail, window, counts; hides those of others."""

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from schoolbell.shell.accounts import Accounts
from schoolbell.shell.locking import Locking
from schoolbell.shell.notifying import Notifier
from schoolbell.shell.window import Window

if TYPE_CHECKING:
    from schoolbell.shell.session import Session
    from schoolbell.shell.session_ding import SessionDing


class Features(QObject):
    """Made after the first paint. An account behind, or behind the lock, pops nothing up."""

    def __init__(
        self, window: Window, accounts: Accounts, locking: Locking, notifier: Notifier, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._accounts = accounts
        self._locking = locking
        self._notifier = notifier
        self._known: weakref.WeakSet[SessionDing] = weakref.WeakSet()
        accounts.started.connect(self.refresh)
        accounts.changed.connect(self.refresh)
        locking.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the account that is shown has."""
        session = self._accounts.session
        ding = session.ding if session is not None else None
        if ding is not None and ding not in self._known:
            self._known.add(ding)
            ding.badge_changed.connect(lambda _count: self._count())
            ding.pane_wanted.connect(self._wanted(ding))
        for one in list(self._known):
            one.set_hidden(one is not ding or self._locking.locked)
        self._window.show_features({"ding": ding.place} if ding is not None else {})
        self._count()

    def _wanted(self, ding: "SessionDing") -> Callable[[str], None]:
        reference = weakref.ref(ding)

        def show(name: str) -> None:
            session = self._accounts.session
            if session is not None and session.ding is reference() and not self._locking.locked:
                self._window.bring_to_front()
                self._window.show_pane(name)

        return show

    def _count(self) -> None:
        session = self._accounts.session
        waiting = self._waiting(session)
        self._window.set_waiting(waiting)
        self._notifier.set_ding_count(0 if self._locking.locked else waiting)

    @staticmethod
    def _waiting(session: "Session | None") -> int:
        ding = session.ding if session is not None else None
        return ding.box.lists.waiting if ding is not None else 0
