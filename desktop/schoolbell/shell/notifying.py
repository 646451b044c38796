"""Delivers notifications: pop-ups one after the other, a sound, the badge; and opens what is clicked."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from schoolbell.domain.notifications.composing import together
from schoolbell.domain.notifications.items import Notification
from schoolbell.shell.tray import Tray
from schoolbell.system.settings import Settings, Values
from schoolbell.ui.settings.notifications import NotificationSection
from schoolbell.viewmodels.notification_words import body_words, title_words

# A pop-up says nothing of which one was clicked: the next waits, so that a click means the one in view.
_IN_VIEW_MS = 4000


class Player(Protocol):
    """Plays sounds."""

    def play(self, name: str) -> None:
        """Play one by its name."""
        ...


@dataclass(frozen=True, slots=True)
class _PopUp:
    profile_id: str
    told: Notification


class Notifier(QObject):
    """One for the program. While `presenting` nobody is told anything; badges show all the same.

    `locked` says whether nothing may be known outside of the window either.
    """

    opened = Signal(str, str, str)  # profile id, room id, event id; "": just the window
    presenting_changed = Signal()

    def __init__(
        self,
        tray: Tray,
        window: QWidget,
        settings: Settings,
        sounds: Player,
        locked: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.window = window
        self._tray = tray
        self._settings = settings
        self._sounds = sounds
        self._locked = locked
        self._unread = self._dings = 0
        self._presenting: set[str] = set()
        self._queue: deque[_PopUp] = deque()
        self._shown: _PopUp | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(_IN_VIEW_MS)
        self._next.timeout.connect(self._show_next)
        tray.message_clicked.connect(self._clicked)

    # -- for other features ---------------------------------------------------------------------------

    def set_presenting(self, reason: str, presenting: bool) -> None:
        """Begin or end holding back ("screen", "class", "exam": each until it is ended by the same name)."""
        before = self.presenting
        (self._presenting.add if presenting else self._presenting.discard)(reason)
        if self.presenting != before:
            self.presenting_changed.emit()

    @property
    def presenting(self) -> bool:
        """Whether nothing may pop up."""
        return bool(self._presenting)

    def set_ding_count(self, count: int) -> None:
        """Show how many DINGs wait for a confirmation, in red, before what is unread."""
        self._dings = count
        self.refresh()

    # -- badge ----------------------------------------------------------------------------------------

    def set_unread(self, count: int) -> None:
        """Show how many messages are unread."""
        self._unread = count
        self.refresh()

    def refresh(self) -> None:
        """Show the counts, or none while locked; what waits to be said is forgotten then."""
        locked = self._locked()
        if locked:
            self._queue.clear()
            self._shown = None
        unread, dings = (0, 0) if locked else (self._unread, self._dings)
        self._tray.set_counts(unread, dings)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.setBadgeNumber(unread + dings)

    # -- pop-ups --------------------------------------------------------------------------------------

    def tell(self, profile_id: str, told: Sequence[Notification]) -> None:
        """Show pop-ups and make a sound; what waits of the same chat is told together."""
        if self.presenting or not told:
            return
        for one in told:
            self._enqueue(_PopUp(profile_id, one))
        if self._settings.values.notify_sound:
            self._sounds.play("message")
        if not self.window.isActiveWindow():
            QApplication.alert(self.window)
        if not self._next.isActive():
            self._show_next()

    def ring(self) -> None:
        """A DING's pop-up is new on the screen: it is heard, also where messages are not."""
        if not self.presenting:
            self._sounds.play("ding")
            QApplication.alert(self.window)

    def _enqueue(self, new: _PopUp) -> None:
        """Let one pop-up wait, together with what waits of the same chat."""
        for old in self._queue:
            same = (old.profile_id, old.told.room_id, old.told.rooms)
            if same == (new.profile_id, new.told.room_id, new.told.rooms) and new.told.rooms <= 1:
                self._queue.remove(old)
                new = _PopUp(new.profile_id, together(old.told, new.told))
                break
        self._queue.append(new)

    def _show_next(self) -> None:
        if not self._queue or self.presenting:
            self._queue.clear()
            return
        self._shown = popup = self._queue.popleft()
        self._tray.show_message(title_words(popup.told), body_words(popup.told))
        self._next.start()

    def _clicked(self) -> None:
        shown, self._shown = self._shown, None
        if shown is None:
            self.opened.emit("", "", "")
        else:
            self.opened.emit(shown.profile_id, shown.told.room_id, shown.told.event_id)


def bind_settings(section: NotificationSection, settings: Settings) -> None:
    """Let the section of the settings pane show and change what is kept."""

    def show(values: Values) -> None:
        section.show_choice(
            {name: getattr(values, name) for name in section.boxes},
            {name: getattr(values, name) for name in section.times},
            frozenset(name for name in (*section.boxes, *section.times) if settings.is_locked(name)),
        )

    section.chosen.connect(lambda chosen: settings.keep(**chosen))
    settings.changed.subscribe(show)
    show(settings.values)
