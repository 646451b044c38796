"""Mutes and unmutes people of a group, or all: changes one entry of the levels that the server has then.

Until when is reckoned from the server's time, for so do the readers, and this computer's clock may be wrong.
A mute with an end leaves its event first: should the levels be refused, or this program end in between,
nobody is muted without an end.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any, Protocol

from msgspec import Struct

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.domain.authority import level_of
from schoolbell.domain.chat.mute_order import MuteOrder
from schoolbell.domain.chat.room_mutes import is_below, may_mute
from schoolbell.domain.mute_levels import POWER_TYPE, closing, lifted, muted_in, muting
from schoolbell.domain.mutes import MUTE_TYPE, ends, mute_content
from schoolbell.domain.reading import ChatReader
from schoolbell.domain.school_knowledge import creation_of
from schoolbell.store import rooms
from schoolbell.store.database import Connection
from schoolbell.store.rows import RoomRow

_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS
MORNING = "morning"  # of tomorrow, seven o'clock
LIFTED = "lifted"  # until somebody lifts it
CHOICES: Mapping[str, int] = {
    "minutes": 5 * _MINUTE_MS,
    "hour": _HOUR_MS,
    MORNING: 0,
    "day": _DAY_MS,
    "week": 7 * _DAY_MS,
    "month": 30 * _DAY_MS,
    LIFTED: 0,
}


def until_of(choice: str, now_ms: int, zone: tzinfo) -> int:
    """Return when a mute of one of CHOICES ends (ms), 0 = when somebody lifts it."""
    if choice == MORNING:
        tomorrow = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone).date() + timedelta(days=1)
        return round(datetime.combine(tomorrow, time(7), zone).timestamp() * 1000)
    length = CHOICES[choice]
    return now_ms + length if length else 0


class Levels(Protocol):
    """The server's state and timeline (`matrix.client`). Everything raises KnownError."""

    async def state_event(self, room_id: str, event_type: str, state_key: str = "") -> dict[str, Any] | None:
        """Return the content of one state event, None when there is none."""
        ...

    async def send_state(self, room_id: str, event_type: str, state_key: str, content: object) -> str:
        """Set a state event."""
        ...

    async def send(self, room_id: str, event_type: str, txn_id: str, content: object) -> str:
        """Send a message event."""
        ...

    def server_ms(self) -> int:
        """Return the server's time (ms) at its last answer, 0 when it told none."""
        ...


class MuteChange(Struct, frozen=True):
    """What was done, so that it can be told and undone. `what`: "muted", "unmuted", "closed", "opened"."""

    room_id: str
    what: str
    user_id: str = ""
    until: int = 0  # ms, of a mute; 0 = until lifted
    before: int | None = None  # until when the person was muted before; None: was not
    here_only: bool = False  # this computer must be on at `until`


class Muting:
    """Belongs to the loop's thread. `office` is the address of the school's office, None without one."""

    def __init__(
        self,
        reader: ChatReader,
        levels: Levels,
        me: str,
        clock: Clock,
        zone: tzinfo,
        office: Callable[[], str | None],
        order: MuteOrder,
    ) -> None:
        self._reader = reader
        self._levels = levels
        self._me = me
        self._clock = clock
        self._zone = zone
        self._office = office
        self._order = order

    async def mute(self, room_id: str, user_id: str, choice: str) -> MuteChange:
        """Mute somebody, or change until when; `choice` is one of CHOICES. Raises KnownError."""
        async with self._order.turn:
            before = await self._checked(room_id, user_id)
            return await self._mute(room_id, user_id, until_of(choice, self._now(), self._zone), before)

    async def _mute(self, room_id: str, user_id: str, until: int, before: int | None) -> MuteChange:
        event_id = await self._tried(
            self._levels.send(room_id, MUTE_TYPE, new_txn_id(), mute_content(user_id, until))
        )
        self._order.sent[room_id, user_id] = event_id
        await self._change(room_id, lambda levels: muting(levels, user_id))
        self._order.said.emit(None)
        here = bool(until) and self._office() is None
        return MuteChange(room_id, "muted", user_id, until, before, here)

    async def unmute(self, room_id: str, user_id: str) -> MuteChange:
        """Let somebody write again. Raises KnownError."""
        async with self._order.turn:
            return await self._unmute(room_id, user_id, await self._checked(room_id, user_id))

    async def _unmute(self, room_id: str, user_id: str, before: int | None) -> MuteChange:
        await self._change(room_id, lambda levels: lifted(levels, user_id))
        return MuteChange(room_id, "unmuted", user_id, before=before)

    async def close(self, room_id: str, closed: bool) -> MuteChange:
        """Mute all but the teachers, or let all write again. Raises KnownError."""
        async with self._order.turn:
            await self._checked(room_id)
            await self._change(room_id, lambda levels: closing(levels, closed))
        return MuteChange(room_id, "closed" if closed else "opened")

    async def undo(self, done: MuteChange) -> MuteChange:
        """Bring back what was before. Raises KnownError."""
        if done.what in ("closed", "opened"):
            return await self.close(done.room_id, done.what == "opened")
        async with self._order.turn:
            before = await self._checked(done.room_id, done.user_id)
            if done.before is None or 0 < done.before <= self._now():
                return await self._unmute(done.room_id, done.user_id, before)
            return await self._mute(done.room_id, done.user_id, done.before, before)

    def _now(self) -> int:
        return self._levels.server_ms() or self._clock.now_ms()

    async def _checked(self, room_id: str, user_id: str = "") -> int | None:
        """Refuse what I may not do; return until when somebody is muted, None for not at all."""

        def read(conn: Connection) -> tuple[RoomRow | None, int]:
            return rooms.summary(conn, room_id), ends(conn, room_id, {user_id}).get(user_id, 0)

        levels = await self._levels.state_event(room_id, POWER_TYPE)
        row, until = await self._reader.cache.read(read)
        if levels is None or row is None:
            raise KnownError(ErrorCode.MUTE_REFUSED)
        creation = creation_of(row)
        mine = level_of(creation, levels, self._me)
        higher = bool(user_id) and not is_below(creation, levels, user_id, mine)
        if higher or not may_mute(creation, levels, self._me):
            raise KnownError(ErrorCode.MUTE_REFUSED)
        return until if user_id in muted_in(levels) else None

    async def _change(
        self, room_id: str, changed: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
    ) -> None:
        """Write the levels that the server has at this moment, with one entry changed."""
        after = changed(await self._levels.state_event(room_id, POWER_TYPE) or {})
        if after is not None:  # else somebody has done it meanwhile
            await self._tried(self._levels.send_state(room_id, POWER_TYPE, "", after))

    async def _tried(self, request: Awaitable[str]) -> str:
        try:
            return await request
        except KnownError as error:
            if error.code in (ErrorCode.FORBIDDEN, ErrorCode.BAD_REQUEST):
                raise KnownError(ErrorCode.MUTE_REFUSED) from None
            raise
