"""Muting of one account, put together after the first paint: what is so, the menus, lifting in time."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from schoolbell.domain.chat.mute_lifting import MuteLifting
from schoolbell.domain.chat.mute_order import MuteOrder
from schoolbell.domain.chat.muting import Muting
from schoolbell.shell.zone import local_zone
from schoolbell.ui.messages.muting import MutingEntrances
from schoolbell.viewmodels.muting import MutingPresenter

if TYPE_CHECKING:
    from schoolbell.matrix.client import MatrixClient
    from schoolbell.shell.surroundings import Databases, Surroundings
    from schoolbell.sync.engine import Engine
    from schoolbell.ui.messages.pane import MessagesPane
    from schoolbell.viewmodels.messages import MessagesPresenter


class SessionMuting(QObject):
    """Make it before the engine begins, `stop` it before the engine stops. `office`: the office's address."""

    def __init__(
        self,
        around: "Surroundings",
        databases: "Databases",
        client: "MatrixClient",
        engine: "Engine",
        presenter: "MessagesPresenter",
        pane: "MessagesPane",
        me: str,
        office: Callable[[], str | None],
    ) -> None:
        super().__init__(pane)
        clock = around.clock
        order = MuteOrder()
        muting = Muting(databases, client, me, clock, local_zone(clock), office, order)
        self._lifting = MuteLifting(databases, engine, client, me, clock, office, order)
        self.presenter = MutingPresenter(presenter.bridge, presenter.session, muting, self)
        self.entrances = MutingEntrances(around.theme, pane, self.presenter, clock.now_ms)
        self._lifting.start()

    async def stop(self) -> None:
        """Follow nothing any more."""
        self.presenter.stop()
        await self._lifting.stop()
