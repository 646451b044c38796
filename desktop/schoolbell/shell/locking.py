"""The lock of a shared computer: when the window locks, who may open it again, and the PIN itself."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.shell.idle import IdleWatch
from schoolbell.shell.session import Surroundings
from schoolbell.shell.window import Window
from schoolbell.system.pin import Pins
from schoolbell.system.profiles import Profile, Profiles

if TYPE_CHECKING:
    from schoolbell.ui.lock.dialog import PinDialog
    from schoolbell.ui.lock.page import LockPage

_NOBODY = "0" * 16  # a profile id without a PIN: its check is as slow as any other and always says no
_TRAY = "QSystemTrayIconSys"  # Qt's own window of the tray icon

Run = Callable[[Coroutine[Any, Any, None], str], object]


class Locking(QObject):
    """Locks and unlocks; `current` says whose window it is. While `locked` nobody shows or tells anything."""

    changed = Signal()  # locked or unlocked
    pin_changed = Signal()
    other_wanted = Signal(object)  # Profile whose PIN was right, another one than before
    password_wanted = Signal()

    def __init__(
        self, around: Surroundings, window: Window, current: Callable[[], Profile | None], run: Run
    ) -> None:
        super().__init__()
        self._around = around
        self._window = window
        self._current = current
        self._run = run
        self._page: LockPage | None = None
        self._idle = IdleWatch(around.clock, self.lock, self)
        self.pins = Pins(around.paths, around.clock)

    @property
    def locked(self) -> bool:
        """Whether nothing of any account may be seen or heard."""
        return self._window.locked

    def follow(self) -> None:
        """Watch for idleness as PIN and settings say now."""
        profile = self._current()
        watched = profile is not None and not self.locked and self.pins.has(profile.id)
        minutes = self._around.settings.values.lock_minutes if watched else 0
        self._idle.watch(self._window.windowHandle(), minutes * 60)

    def stop(self) -> None:
        """Watch no more."""
        self._idle.watch(None, 0)

    # -- lock and unlock ------------------------------------------------------------------------------

    def lock(self) -> None:
        """Lock the window; without a PIN ask for a new one first."""
        profile = self._current()
        if profile is None or self.locked:
            return
        if self.pins.has(profile.id):
            self.lock_now()
        else:
            self.ask("set", then=self.lock_now)

    def lock_now(self) -> None:
        """Show the page that asks for the PIN; every other window of ours closes."""
        from schoolbell.ui.lock.page import LockPage

        self._close_others()
        page = LockPage(self._around.theme)
        page.tried.connect(lambda account, pin: self._run(self._try(account, pin), "pin"))
        page.password_wanted.connect(self.password_wanted)
        self._page = page
        self.show_page()
        self.changed.emit()
        self.follow()

    def show_page(self) -> None:
        """Show the lock (again, after the sign-in page)."""
        page, profile = self._page, self._current()
        if page is None:
            return
        self._window.lock(page)
        page.retranslate()
        wait = self.pins.wait_ms(profile.id) if profile is not None else 0
        if wait:
            page.show_error(ErrorCode.WRONG_PIN.value, {"retry_after_ms": wait})
        page.begin()

    def proved(self, profile_id: str) -> None:
        """Somebody signed in while locked: that account's PIN was forgotten and is gone now."""
        if self.locked:
            self.pins.remove(profile_id)
            self.pin_changed.emit()
            self._open()

    async def _try(self, account: str, pin: str) -> None:
        page = self._page
        if page is None:
            return
        page.set_busy(True)
        profile = self._meant(account) if account else self._current()
        try:
            await self.pins.check(profile.id if profile is not None else _NOBODY, pin)
        except KnownError as error:
            page.show_error(error.code.value, dict(error.details))
            return
        shown = self._current()
        if profile is not None and (shown is None or shown.id != profile.id):
            self.other_wanted.emit(profile)  # before the window opens, so that nothing else is seen
        self._open()

    def _meant(self, account: str) -> Profile | None:
        """Return whose number was typed, among those with a PIN; others need their password here."""
        from schoolbell.domain.names import localpart
        from schoolbell.domain.numbers import accounts

        names = accounts(account)
        for profile in Profiles(self._around.paths).all():
            known = (profile.user_id, localpart(profile.user_id))
            if self.pins.has(profile.id) and any(name in known for name in names):
                return profile
        return None

    def _open(self) -> None:
        page, self._page = self._page, None
        self._window.unlock()
        if page is not None:
            page.deleteLater()
        self.changed.emit()
        self.follow()

    def _close_others(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not self._window and widget.metaObject().className() != _TRAY:
                if widget.isVisible():
                    widget.close()
                widget.hide()

    # -- the PIN --------------------------------------------------------------------------------------

    def ask(self, what: str, then: Callable[[], None] | None = None) -> None:
        """Ask in front of the window: "set", "change" or "remove" the PIN of this account; "lock" it."""
        profile = self._current()
        if what == "lock" or profile is None:
            self.lock()
            return
        dialog = self._dialog(profile, old=what != "set", new=what != "remove", then=then)
        dialog.ask(
            {
                "set": self.tr("Set a PIN"),
                "change": self.tr("Change the PIN"),
                "remove": self.tr("Remove the PIN"),
            }[what],
            self.tr("4 to 12 digits. Forgotten, it is replaced by signing in with the password.")
            if what != "remove"
            else "",
            self.tr("Remove") if what == "remove" else self.tr("Save"),
        )

    def enter(self, profile: Profile, name: str, then: Callable[[], None]) -> None:
        """Ask for the PIN of another account before it is shown; without one go on at once."""
        if not self.pins.has(profile.id):
            then()
            return
        dialog = self._dialog(profile, old=True, new=False, then=then, keeps=True)
        dialog.ask(self.tr("PIN of {name}").format(name=name), "", self.tr("Open"))

    def _dialog(
        self,
        profile: Profile,
        *,
        old: bool,
        new: bool,
        then: Callable[[], None] | None,
        keeps: bool = False,
    ) -> "PinDialog":
        from schoolbell.ui.lock.dialog import PinDialog

        dialog = PinDialog(self._around.theme, self._window, old=old, new=new)

        async def take(before: str, after: str) -> None:
            try:
                if old:
                    await self.pins.check(profile.id, before)
                if not shiboken6.isValid(dialog) or not dialog.isVisible():
                    return  # closed meanwhile, by the lock or by the person
                if new:
                    await self.pins.set(profile.id, after)
                elif not keeps:
                    self.pins.remove(profile.id)
            except KnownError as error:
                if shiboken6.isValid(dialog):
                    dialog.show_error(error.code.value, dict(error.details))
                return
            if shiboken6.isValid(dialog):
                dialog.accept()
            if not keeps:
                self.pin_changed.emit()
                self.follow()
            if then is not None:
                then()

        dialog.given.connect(lambda before, after: self._run(take(before, after), "pin"))
        return dialog
