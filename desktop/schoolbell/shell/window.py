"""The one window: rail and panes when signed in, else the sign-in page."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QStackedWidget, QWidget

from schoolbell.shell import geometry
from schoolbell.shell.rail import Rail
from schoolbell.ui.panel import Panel
from schoolbell.ui.theme.icons import logo_icon
from schoolbell.ui.theme.theme import Theme


class Window(Panel):
    """Holds what others make; knows nothing of accounts."""

    painted = Signal()  # once, after the first paint of everything
    close_asked = Signal()
    activated = Signal()
    search_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "bg_canvas", "", parent)
        self.setObjectName("window")
        self.setWindowIcon(logo_icon())
        self.setMinimumSize(geometry.MINIMUM_WIDTH, geometry.MINIMUM_HEIGHT)
        self._painted = False
        self._unread = 0
        self._locked = False
        self._pane = "messages"
        self.may_close = False
        self.rail = Rail(theme)
        self._settings: QWidget | None = None
        self._panes = QStackedWidget()
        self._messages: QWidget | None = None
        self._features: dict[str, QWidget] = {}  # panes of the account beside Messages: rail name → pane
        self._home = QWidget()
        home = QHBoxLayout(self._home)
        home.setContentsMargins(0, 0, 0, 0)
        home.setSpacing(0)
        home.addWidget(self.rail)
        home.addWidget(self._panes, 1)
        self._root = QStackedLayout(self)
        self._root.setContentsMargins(0, 0, 0, 0)
        self._root.addWidget(self._home)
        self._outside: QWidget | None = None
        self.rail.chosen.connect(self.show_pane)
        for keys, name in (("Ctrl+1", "messages"), ("Ctrl+2", "ding"), ("Ctrl+,", "settings")):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda wanted=name: self.show_pane(wanted))
        search = QShortcut(QKeySequence("Ctrl+K"), self)
        search.activated.connect(lambda: self.search_asked.emit() if self.inside else None)
        self.retranslate()

    # -- what is shown --------------------------------------------------------------------------------

    def show_messages(self, pane: QWidget) -> None:
        """Become the window of an account whose Messages pane is `pane`."""
        if self._messages is not None and self._messages is not pane:
            self._panes.removeWidget(self._messages)
            self.show_features({})
        self._messages = pane
        self._panes.insertWidget(0, pane)
        if not self._locked:
            self._come_home()
        self._show("messages")

    def show_features(self, panes: Mapping[str, QWidget]) -> None:
        """Show these panes of the account beside Messages: they are on the rail as soon as they work."""
        gone = [name for name, pane in self._features.items() if panes.get(name) is not pane]
        if self._pane in gone:
            self._show("messages")
        for name in gone:
            pane = self._features.pop(name)
            self._panes.removeWidget(pane)
            pane.hide()
            pane.setParent(None)
        for name, pane in panes.items():
            if name not in self._features:
                self._features[name] = pane
                self._panes.addWidget(pane)
        self.rail.show_entries(self._features)

    def add_settings(self, pane: QWidget) -> None:
        """Take the settings pane (it is made after the first paint)."""
        self._settings = pane
        self._panes.addWidget(pane)

    def show_outside(self, page: QWidget) -> None:
        """Show `page` alone: sign-in, the lock, an error at start."""
        if self._outside is not None and self._outside is not page:
            self._root.removeWidget(self._outside)
            self._outside.hide()
        self._outside = page
        if self._root.indexOf(page) < 0:
            self._root.addWidget(page)
        self._root.setCurrentWidget(page)
        page.show()

    def show_inside(self) -> None:
        """Go back to the account from a page that stood alone."""
        if not self._locked:
            self._come_home()
            self.show_pane(self._pane)

    def _come_home(self) -> None:
        outside, self._outside = self._outside, None
        self._root.setCurrentWidget(self._home)
        if outside is not None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt hands it on as if Tab was pressed
            self._root.removeWidget(outside)
            outside.hide()

    def drop_messages(self) -> None:
        """Forget the account's pane (signed out, at rest); its owner keeps or deletes it."""
        self.show_features({})
        if self._messages is not None:
            self._panes.removeWidget(self._messages)
            self._messages.hide()
            self._messages.setParent(None)
            self._messages = None
        self.set_unread(0)

    def lock(self, page: QWidget) -> None:
        """Take everything of the account out of the window, out of reach of screen readers too."""
        if not self._locked:
            self._locked = True
            for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                if child not in (self._home, page) and not child.isWindow():
                    child.hide()  # what was laid over the account goes with it
                    child.setParent(self._home)
            self._root.removeWidget(self._home)
            self._home.hide()
            self._home.setParent(None)
        self.show_outside(page)
        self.retranslate()

    def unlock(self) -> None:
        """Put the account back."""
        if self._locked:
            self._locked = False
            self._root.insertWidget(0, self._home)
        self.show_inside()
        self.retranslate()

    @property
    def locked(self) -> bool:
        """Whether nothing of any account may be seen."""
        return self._locked

    @property
    def inside(self) -> bool:
        """Whether an account is shown (not the sign-in page)."""
        return self._root.currentWidget() is self._home

    def show_pane(self, name: str) -> None:
        """Show "messages", "settings" or a pane of `show_features`."""
        if self._locked or (not self.inside and self._outside is not None):
            return
        self._show(name)

    def _show(self, name: str) -> None:
        panes = {"messages": self._messages, "settings": self._settings, **self._features}
        pane = panes.get(name)
        if pane is None:
            return
        self._pane = name
        self._panes.setCurrentWidget(pane)
        self.rail.select(name)
        self._take_keyboard(pane)

    def _take_keyboard(self, pane: QWidget) -> None:
        focus = getattr(pane, "focus_composer", None)
        if callable(focus):
            focus()
        else:
            pane.setFocus()

    @property
    def unread(self) -> int:
        """How many messages are unread."""
        return self._unread

    def set_unread(self, count: int) -> None:
        """Show how many messages are unread, on the rail and in the title."""
        self._unread = count
        self.rail.items["messages"].set_count(count)
        self.retranslate()

    def set_waiting(self, count: int) -> None:
        """Show how many DINGs wait for a word."""
        self.rail.items["ding"].set_count(count)

    @property
    def shown(self) -> str:
        """The pane that is shown inside, by its name on the rail."""
        return self._pane

    def retranslate(self) -> None:
        """Set the title."""
        title = self.tr("Schoolbell")
        if self._unread and not self._locked:
            title = self.tr("({count}) Schoolbell").format(count=self._unread)
        self.setWindowTitle(title)

    # -- events ---------------------------------------------------------------------------------------

    def bring_to_front(self) -> None:
        """Show the window over others."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is asked of the application: it may hide to the tray instead."""
        if self.may_close:
            event.accept()
            return
        event.ignore()
        self.close_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Tell when the window gets the focus."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Keep the keyboard in the pane when what it stood on is hidden, for which Qt presses Tab."""
        before, pane = QApplication.focusWidget(), self._panes.currentWidget()
        if self.inside and pane is not None and before is not None and not before.isVisible():
            self._take_keyboard(pane)
            if QApplication.focusWidget() is not before:
                return True
        return super().focusNextPrevChild(next)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground; the first time tell that the window stands."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()

    def sizeHint(self) -> QSize:
        """Return the default size."""
        return QSize(geometry.DEFAULT_WIDTH, geometry.DEFAULT_HEIGHT)
