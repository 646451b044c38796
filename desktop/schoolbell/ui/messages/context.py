"""Shows a message where it was said: brings its row into view, sets it off, gives it the keyboard."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from schoolbell.ui.messages.timeline_view import TimelineView
from schoolbell.viewmodels.messages import MessagesPresenter


class InContext(QObject):
    """Follows the presenter's wishes to scroll; a row that was asked for by `show` gets a band of colour.

    The band goes when somebody clicks into the conversation, begins to write or opens another room.
    """

    def __init__(self, presenter: MessagesPresenter, timeline: TimelineView, writing: QWidget) -> None:
        super().__init__(timeline)
        self._presenter = presenter
        self._timeline = timeline
        self._writing = writing
        self._wanted = False
        presenter.scroll_requested.connect(self._scroll)
        presenter.room_opened.connect(lambda _room_id: self.forget())
        timeline.viewport().installEventFilter(self)
        writing.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See somebody go on: a click into the timeline, a key in the composer."""
        clicked = event.type() == QEvent.Type.MouseButtonPress and watched is self._timeline.viewport()
        if clicked or (event.type() == QEvent.Type.KeyPress and watched is self._writing):
            self.forget()
        return False

    def show(self, event_id: str) -> None:
        """Show a stored message of the open room; "" for none."""
        self.forget()
        if event_id:
            self._wanted = True
            self._presenter.jump_to(event_id)

    def forget(self) -> None:
        """Set no row off any more."""
        self._wanted = False
        if self._timeline.hit_key:
            self._timeline.hit_key = ""
            self._timeline.viewport().update()

    def _scroll(self, key: str) -> None:
        found = self._timeline.scroll_to(key)
        wanted, self._wanted = self._wanted, False
        if not found or not wanted:
            return
        self._timeline.hit_key = key
        self._timeline.set_current(key, by_keyboard=False)
        if QApplication.focusWidget() in (None, self._writing, self._timeline):
            self._timeline.setFocus(Qt.FocusReason.OtherFocusReason)
            self._timeline.facts.announce_focus()
        self._timeline.viewport().update()
