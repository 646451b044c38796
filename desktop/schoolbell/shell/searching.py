"""The search of one account: made when somebody first searches, opens what is found."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from schoolbell.base.clock import Clock
from schoolbell.store.database import Database
from schoolbell.ui.messages.pane import MessagesPane
from schoolbell.ui.theme.theme import Theme
from schoolbell.viewmodels.messages import MessagesPresenter

if TYPE_CHECKING:
    from schoolbell.ui.search.overlay import SearchOverlay
    from schoolbell.viewmodels.search import SearchPresenter


class Searching(QObject):
    """Lies over everything that stands beside `pane` in its window, and goes with it."""

    opened = Signal()  # a hit is shown in the pane

    def __init__(
        self,
        cache: Database,
        me: str,
        presenter: MessagesPresenter,
        pane: MessagesPane,
        theme: Theme,
        clock: Clock,
    ) -> None:
        super().__init__(pane)
        self._cache = cache
        self._me = me
        self._presenter = presenter
        self._pane = pane
        self._theme = theme
        self._clock = clock
        self._search: SearchPresenter | None = None
        self.overlay: SearchOverlay | None = None
        pane.search_wanted.connect(self.search)
        pane.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """When the pane leaves its window (another account is shown), nothing found stays behind."""
        if event.type() == QEvent.Type.ParentChange and watched is self._pane:
            self.stop()
        return False

    def search(self, room_id: str = "") -> None:
        """Open the search, everywhere or in one chat."""
        if self.overlay is None:
            self.overlay = self._make()
        self.overlay.open_search(room_id)

    def _make(self) -> "SearchOverlay":
        from schoolbell.ui.search.overlay import SearchOverlay
        from schoolbell.viewmodels.search import SearchPresenter

        presenter = self._presenter
        self._search = SearchPresenter(
            self._cache, self._me, presenter.session, presenter.bridge, self._clock, self
        )
        self._search.opened.connect(self._open)
        return SearchOverlay(self._theme, self._search, self._clock, self._host())

    def _host(self) -> QWidget:
        """Return what the overlay covers: all that is in the window, the pane's rail too."""
        host: QWidget = self._pane
        parent = host.parentWidget()
        while parent is not None and not parent.isWindow():
            host, parent = parent, parent.parentWidget()
        return host

    def _open(self, room_id: str, event_id: str) -> None:
        self.opened.emit()
        self._pane.open_at(room_id, event_id)

    def stop(self) -> None:
        """Ask no more; the overlay goes."""
        if self._search is not None:
            self._search.stop()
            self._search.deleteLater()
            self._search = None
        if self.overlay is not None:
            self.overlay.hide()
            self.overlay.setParent(None)
            self.overlay.deleteLater()
            self.overlay = None
