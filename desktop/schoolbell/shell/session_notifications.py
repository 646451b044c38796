"""Notifications of one account: what may be told now, the rooms' levels, the menu that sets them."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from schoolbell.base.errors import KnownError
from schoolbell.domain.notifications.notifications import NewsEngine, Notifications, Preferences
from schoolbell.domain.notifications.quiet import hours
from schoolbell.domain.notifications.room_levels import RoomLevels
from schoolbell.matrix.push_rules import PushRules
from schoolbell.shell.surroundings import Surroundings
from schoolbell.shell.zone import local_zone
from schoolbell.system.profiles import Profile
from schoolbell.ui.messages.room_menu import RoomMenu
from schoolbell.viewmodels.room_levels import RoomLevelsPresenter

if TYPE_CHECKING:
    from schoolbell.matrix.client import MatrixClient
    from schoolbell.shell.notifying import Notifier
    from schoolbell.store.database import Database
    from schoolbell.ui.messages.pane import MessagesPane
    from schoolbell.viewmodels.messages import MessagesPresenter

log = logging.getLogger(__name__)

# These have pop-ups of their own.
_TOLD_ELSEWHERE = frozenset({"ding", "remind"})


class SessionNotifications(QObject):
    """`begin` before the engine starts, `stop` before the databases close.

    Without a notifier (the program has none before its first paint) only the levels work.
    """

    def __init__(
        self,
        around: Surroundings,
        profile: Callable[[], Profile],
        cache: "Database",
        client: "MatrixClient",
        presenter: "MessagesPresenter",
        pane: "MessagesPane",
        notifier: "Notifier | None",
    ) -> None:
        super().__init__(pane)
        self._settings = around.settings
        self._zone = local_zone(around.clock)
        self._presenter = presenter
        self._pane = pane
        self._notifier = notifier
        self._notifications = Notifications(
            presenter.session.behind.cache, around.clock, self._zone, self,
            lambda: presenter.session.knowledge, lambda: profile().anchors,
            told_elsewhere=_TOLD_ELSEWHERE, crash=around.crash,
        )  # fmt: skip
        self._levels = RoomLevels(cache, PushRules(client.transport))
        self.levels = RoomLevelsPresenter(self._levels, presenter.bridge, self)
        self.levels.failed.connect(pane.show_failure)
        self.menu = RoomMenu(around.theme, self.levels, pane)
        self.menu.bind(pane.rooms.view, pane.header)
        presenter.header_changed.connect(self.menu.show_open)
        self.menu.show_open(presenter.session.details.header if presenter.session.details else None)
        self._subscriptions = [
            self._levels.changed.subscribe(lambda room_id: self.menu.refresh() if not room_id else None),
            around.settings.changed.subscribe(lambda _values: self._notifications.poke()),
        ]
        if notifier is not None:
            tell = notifier.tell
            self._notifications.told.subscribe(lambda told: tell(profile().id, told))
            notifier.presenting_changed.connect(self.poke)

    async def begin(self, engine: NewsEngine) -> None:
        """Follow the engine: what is in the cache now is no news."""
        try:
            await self._notifications.prepare()
        except KnownError as error:
            log.warning("what is known already could not be read: %s", error.code)
        self._subscriptions.append(engine.changes.subscribe(self._levels.on_changes))
        if self._notifier is not None:
            self._notifications.attach(engine)

    def poke(self) -> None:
        """The circumstances are others now."""
        self._notifications.poke()

    async def stop(self) -> None:
        """Tell nothing any more."""
        for subscription in self._subscriptions:
            subscription.cancel()
        await self._notifications.stop()

    # -- circumstances --------------------------------------------------------------------------------

    @property
    def preferences(self) -> Preferences:
        """What the person has chosen."""
        values = self._settings.values
        quiet = hours(values.quiet_from, values.quiet_to, self._zone) if values.quiet else None
        return Preferences(values.notify, values.notify_preview, quiet)

    @property
    def focused_room(self) -> str:
        """The room in front of the person's eyes, "" for none."""
        pane = self._pane
        seen = pane.isVisible() and pane.window().isActiveWindow() and not pane.window().isMinimized()
        return self._presenter.room_id if seen else ""

    @property
    def veiled(self) -> bool:
        """Whether the window is locked or shows another account: this pane is not in it then."""
        return self._notifier is None or self._pane.window() is not self._notifier.window

    @property
    def presenting(self) -> bool:
        """Whether others see the screen, or nobody may be disturbed."""
        return self._notifier is not None and self._notifier.presenting
