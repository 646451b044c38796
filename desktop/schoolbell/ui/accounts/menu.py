"""The menu at the own avatar: the accounts of this computer, another one, lock, sign out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from schoolbell.ui.theme.icons import icon
from schoolbell.ui.theme.theme import Theme


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account. `unread` 0: nothing, not known, or nobody else's business (`locked` by a PIN)."""

    id: str
    name: str
    account: str
    unread: int
    locked: bool
    current: bool


class AccountMenu(QMenu):
    """Deletes itself when it closes."""

    chosen = Signal(str)
    add_wanted = Signal()
    lock_wanted = Signal()
    sign_out_wanted = Signal()

    def __init__(self, theme: Theme, rows: Sequence[AccountRow], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("accountMenu")
        self.setAccessibleName(self.tr("Accounts"))
        for row in rows:
            sign = "check" if row.current else "lock" if row.locked else "user-round"
            action = self._add(self._words(row), sign)
            action.triggered.connect(lambda _checked=False, picked=row.id: self.chosen.emit(picked))
        self.addSeparator()
        self._add(self.tr("Add an account"), "plus").triggered.connect(self.add_wanted)
        lock = self._add(self.tr("Lock"), "lock-keyhole")
        lock.setText(f"{lock.text()}\t{QKeySequence('Ctrl+L').toString(QKeySequence.SequenceFormat.NativeText)}")
        lock.triggered.connect(self.lock_wanted)
        self._add(self.tr("Sign out of this account"), "log-out").triggered.connect(self.sign_out_wanted)
        self.aboutToHide.connect(self.deleteLater)

    def _add(self, words: str, sign: str) -> QAction:
        action = self.addAction(icon(sign, self._theme.tokens.text_2, 16), words.replace("&", "&&"))
        action.setIconVisibleInMenu(True)
        return action

    def _words(self, row: AccountRow) -> str:
        who = self.tr("{name} ({account})").format(name=row.name, account=row.account)
        if row.current:
            return self.tr("{name}, open now").format(name=who)
        if row.locked:
            return self.tr("{name}, has a PIN").format(name=who)
        if row.unread:
            unread = self.tr("%n unread", "", row.unread)
            return self.tr("{name}, {unread}").format(name=who, unread=unread)
        return who
