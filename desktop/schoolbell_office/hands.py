"""What the office does at the homeserver: sends events once, however often it is killed, and closes gaps."""

import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.matrix.client import MatrixClient
from schoolbell.store import timeline
from schoolbell.store.database import Database
from schoolbell.sync.engine import Engine

log = logging.getLogger(__name__)

# The server will not take or give this, now or later.
REFUSED = frozenset({ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.BAD_REQUEST, ErrorCode.TOO_LARGE})


def transaction_id(*parts: object) -> str:
    """Return the transaction id of something that is sent once: the same parts, the same event."""
    text = json.dumps(parts, ensure_ascii=False)
    return "sbo" + hashlib.sha256(text.encode()).hexdigest()[:40]


class Hands:
    """The creator's account at work. Everything raises KnownError where the server is away."""

    def __init__(self, client: MatrixClient, engine: Engine, cache: Database) -> None:
        self._client = client
        self._engine = engine
        self._cache = cache
        self._sent: set[str] = set()
        self._hopeless: set[tuple[str, str]] = set()

    async def send(self, room_id: str, type_: str, content: Mapping[str, Any], *parts: object) -> bool:
        """Send an event that `parts` and the room name; False when the server refuses it for good."""
        txn = transaction_id(*parts, room_id)
        if txn in self._sent:
            return True  # it is on its way back to us
        if ("send", txn) in self._hopeless:
            return False
        done = await self._tried("send", txn, lambda: self._client.send(room_id, type_, txn, content))
        if done:
            self._sent.add(txn)
        return done

    async def fill(self, rooms: Iterable[str]) -> bool:
        """Fetch one page of what is missing nearest to now in each room; False when nothing came."""
        moved = False
        for room_id in rooms:
            chunk = await self._cache.read(lambda conn, room_id=room_id: timeline.newest_gap(conn, room_id))  # type: ignore[misc]
            if chunk is not None and ("fill", str(chunk)) not in self._hopeless:
                moved |= await self._tried(
                    "fill", str(chunk), lambda room_id=room_id, chunk=chunk: self._filled(room_id, chunk)  # type: ignore[misc]
                )
        return moved

    async def _filled(self, room_id: str, chunk: int) -> None:
        if not await self._engine.history.fill(room_id, chunk):
            raise KnownError(ErrorCode.NOT_FOUND)

    async def list_members(self, rooms: Iterable[str]) -> bool:
        """Have the whole member lists of rooms; False when none came."""
        moved = False
        for room_id in rooms:
            if ("members", room_id) not in self._hopeless:
                moved |= await self._tried(
                    "members", room_id, lambda room_id=room_id: self._engine.load_members(room_id)  # type: ignore[misc]
                )
        return moved

    async def _tried(self, what: str, key: str, request: Callable[[], Awaitable[object]]) -> bool:
        try:
            await request()
        except KnownError as error:
            if error.code not in REFUSED:
                raise
            log.warning("the server refuses to %s: %s", what, error.code)
            self._hopeless.add((what, key))
            return False
        return True

    async def set_state(self, room_id: str, type_: str, content: Mapping[str, Any]) -> bool:
        """Set a state event with an empty key; False when the server refuses it for good."""
        return await self._tried(
            "set", f"{type_} {room_id}", lambda: self._client.send_state(room_id, type_, "", content)
        )

    async def levels(self, room_id: str) -> dict[str, Any]:
        """Return the power levels that are in force at the server now."""
        return await self._client.state_event(room_id, "m.room.power_levels") or {}

    async def set_levels(self, room_id: str, content: Mapping[str, Any]) -> None:
        """Set the power levels."""
        await self._client.send_state(room_id, "m.room.power_levels", "", content)
