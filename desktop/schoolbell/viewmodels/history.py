"""Looking elsewhere in the open room: the newest, an event, a day, the first unread message."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta, tzinfo
from typing import Any

from PySide6.QtCore import QObject, Signal

from schoolbell.domain.chat import jumps
from schoolbell.domain.chat.jumps import Landing, Note
from schoolbell.domain.chat.timeline import Timeline
from schoolbell.viewmodels.bridge import Bridge


class HistoryPresenter(QObject):
    """`opened` is the open room's timeline, `run` starts a coroutine whose errors are told.

    Slots never block and never raise. Days are those of the reader's time zone.
    """

    arrived = Signal(str)  # key of the row to bring into view
    told = Signal(str, object)  # a Note ("nearest", "later", "earlier") and a time in ms, 0 unknown
    unread_above_changed = Signal(int, bool)  # unread messages when the room was opened, at least so many
    busy_changed = Signal(bool)  # a jump is under way

    def __init__(
        self,
        bridge: Bridge,
        zone: tzinfo,
        opened: Callable[[], Timeline | None],
        run: Callable[[Coroutine[Any, Any, Any]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._zone = zone
        self._opened = opened
        self._run = run
        self._above = (0, False)
        self._jumps = 0

    def jump_to_live(self) -> None:
        """Show the newest messages."""
        opened = self._opened()
        if opened is not None:
            self._run(self.to_live(opened))

    def jump_to(self, event_id: str) -> None:
        """Show an event (a quote, a pin, what was found), from the server if it is not here."""
        opened = self._opened()
        if opened is not None and event_id:
            self._run(self._jump(opened, lambda: self._to_event(opened, event_id)))

    def jump_to_date(self, year: int, month: int, day: int) -> None:
        """Show what was said on a day, or what comes next."""
        opened = self._opened()
        if opened is not None:
            begin = datetime(year, month, day, tzinfo=self._zone)
            end = begin + timedelta(days=1)
            self._run(self._jump(opened, lambda: jumps.to_date(opened, _ms(begin), _ms(end))))

    def jump_to_unread(self) -> None:
        """Show the first message that was unread when the room was opened."""
        opened = self._opened()
        if opened is not None:
            self._run(self._jump(opened, lambda: self._to_unread(opened)))

    def unread_seen(self) -> None:
        """The divider above the first unread message came into view."""
        opened = self._opened()
        if opened is not None:
            opened.unread_seen()
            self.look()

    def look(self) -> None:
        """See what is unread above: the open room has changed, or is another one."""
        opened = self._opened()
        above = opened.unread_above if opened is not None else (0, False)
        if above != self._above:
            self._above = above
            self._bridge.later("unread above", lambda: self.unread_above_changed.emit(*above))

    async def to_live(self, opened: Timeline) -> None:
        """Show the newest messages; `arrived` names the last row."""
        await opened.to_live()
        self._arrive(opened, Landing(opened.items[-1].key if opened.items else ""))

    async def _to_event(self, opened: Timeline, event_id: str) -> Landing:
        return Landing(await opened.show_event(event_id))

    async def _to_unread(self, opened: Timeline) -> Landing:
        landing = await jumps.to_unread(opened)
        opened.unread_seen()
        self.look()
        return landing

    async def _jump(self, opened: Timeline, going: Callable[[], Awaitable[Landing]]) -> None:
        self._jumps += 1
        number = self._jumps
        self.busy_changed.emit(True)
        try:
            landing = await going()
        finally:
            if number == self._jumps:
                self.busy_changed.emit(False)
        if number == self._jumps:  # somebody may have asked for something else meanwhile
            self._arrive(opened, landing)

    def _arrive(self, opened: Timeline, landing: Landing) -> None:
        if self._opened() is not opened:
            return
        if landing.key:
            self._bridge.later("scroll", lambda: self.arrived.emit(landing.key))
        if landing.note is not Note.NONE:
            self._bridge.later("note", lambda: self.told.emit(landing.note.value, landing.ts))


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
