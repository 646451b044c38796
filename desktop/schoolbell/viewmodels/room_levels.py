"""What the menu of a room talks to: how much of the room is told, and another choice."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from schoolbell.base.errors import KnownError
from schoolbell.domain.notifications.levels import Level
from schoolbell.domain.notifications.room_levels import RoomLevels
from schoolbell.viewmodels.bridge import Bridge


class RoomLevelsPresenter(QObject):
    """Levels are "all", "mentions", "none". `told` answers `ask`, and every change of a level here."""

    told = Signal(str, str)  # room id, level
    failed = Signal(str, dict)  # ErrorCode value, details

    def __init__(self, levels: RoomLevels, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._levels = levels
        self._bridge = bridge

    def ask(self, room_id: str) -> None:
        """Have the level of a room told."""
        self._run(self._tell(room_id))

    def choose(self, room_id: str, level: str) -> None:
        """Set the level of a room, on the server."""
        self._run(self._choose(room_id, Level(level)))

    async def _choose(self, room_id: str, level: Level) -> None:
        await self._levels.choose(room_id, level)
        self.told.emit(room_id, level.value)

    async def _tell(self, room_id: str) -> None:
        self.told.emit(room_id, (await self._levels.level(room_id)).value)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._bridge.run(work, self._failed)

    def _failed(self, error: KnownError) -> None:
        self.failed.emit(error.code.value, dict(error.details))
