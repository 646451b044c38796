"""What keeps the writing of DINGs or notices alive: it follows changes and looks after what was sent."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from schoolbell.base.observable import Observable, Subscription
from schoolbell.base.places import brief
from schoolbell.base.tasks import TaskOwner
from schoolbell.domain.announcements.below import Later
from schoolbell.domain.announcements.blocks import Kind
from schoolbell.domain.announcements.ports import AnnouncementEngine
from schoolbell.domain.refresher import Refresher
from schoolbell.sync.changes import Changes

log = logging.getLogger(__name__)

_REACH = frozenset({"m.room.power_levels", "m.space.child", "org.schoolbell.room", "org.schoolbell.policy"})

Work = Callable[[], Coroutine[Any, Any, None]]


class DeskLife:
    """Belongs to the loop's thread. `look_around` reads who can be reached, `finish` tidies up what was sent.

    `changed` is told when the server has done something with a row that is for later.
    """

    def __init__(
        self,
        kind: Kind,
        engine: AnnouncementEngine,
        later: Later | None,
        changed: Observable[None],
        *,
        look_around: Work,
        finish: Work,
    ) -> None:
        self._kind = kind
        self._engine = engine
        self._later = later
        self._changed = changed
        self._tasks = TaskOwner(kind.value, on_error=self._log)
        self._look = Refresher(look_around, self._tasks.run)
        self._finish = Refresher(finish, self._tasks.run)
        self._subscriptions: list[Subscription] = []

    def start(self) -> None:
        """Follow what changes, and tidy up what an earlier run has sent."""
        self._subscriptions = [self._engine.changes.subscribe(self._on_changes)]
        if self._later is not None:
            self._subscriptions.append(self._later.changed.subscribe(self._on_later))
        self._look.poke()
        self._finish.poke()

    async def stop(self) -> None:
        """Follow nothing any more."""
        for subscription in self._subscriptions:
            subscription.cancel()
        self._subscriptions = []
        self._look.end()
        self._finish.end()
        await self._tasks.cancel_all()

    def look(self) -> None:
        """Look around again: the roster or my levels are known anew."""
        self._look.poke()

    def _on_changes(self, changes: Changes) -> None:
        if changes.outbox:
            self._finish.poke()
        if any(type_ in _REACH for _, type_ in changes.state) or changes.rooms - changes.timelines:
            self._look.poke()

    def _on_later(self, _: None) -> None:
        self._finish.poke()
        self._changed.emit(None)

    def _log(self, error: BaseException) -> None:
        log.warning("a row of a %s could not be looked after: %s", self._kind, brief(error))
