"""Makes homeserver answers for tests of the store: events, sliding-sync responses, pages of history."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import schoolbell.store
from schoolbell.matrix.sliding import SlidingSyncResponse, decode_sync
from schoolbell.store.database import Database

ME = "@t01:school.test"
ROOM = "!class7:school.test"
NOW = 1_790_000_000_000
CACHE = Path(schoolbell.store.__file__).parent / "migrations" / "cache"

Event = dict[str, Any]


class FixedClock:
    """Stands still at NOW."""

    def now_ms(self) -> int:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the store does not sleep")


def open_cache(folder: Path) -> Database:
    """Open a new cache.db in `folder`."""
    database = Database(folder / "cache.db", CACHE, durable=False, clock=FixedClock())
    database.open()
    return database


def event(number: int, sender: str = "@s1:school.test", content: Any = None, **more: Any) -> Event:
    """Return a message (or what `more` says); its number makes id and time."""
    return {
        "event_id": f"$e{number}",
        "type": "m.room.message",
        "sender": sender,
        "origin_server_ts": NOW - 1_000_000_000 + number * 1000,
        "content": {"msgtype": "m.text", "body": f"message {number}"} if content is None else content,
        **more,
    }


def member(
    number: int, user: str, membership: str = "join", name: str = "", before: str | None = None
) -> Event:
    """Return an m.room.member event."""
    more: dict[str, Any] = {"unsigned": {"prev_content": {"membership": before}}} if before else {}
    return event(
        number,
        user,
        {"membership": membership, "displayname": name or user[1:4]},
        type="m.room.member",
        state_key=user,
        **more,
    )


def response(
    timeline: Sequence[Event] = (),
    *,
    room: str = ROOM,
    pos: str = "p1",
    receipts: dict[str, dict[str, int]] | None = None,
    extensions: dict[str, Any] | None = None,
    **result: Any,
) -> SlidingSyncResponse:
    """Return a decoded response about one room; `receipts` is event id → user → ts."""
    extra: dict[str, Any] = dict(extensions or {})
    if receipts is not None:
        content = {
            event_id: {"m.read": {user: {"ts": ts} for user, ts in users.items()}}
            for event_id, users in receipts.items()
        }
        extra["receipts"] = {"rooms": {room: {"type": "m.receipt", "content": content}}}
    rooms = {room: {"timeline": list(timeline), **result}} if timeline or result else {}
    return decode_sync(json.dumps({"pos": pos, "rooms": rooms, "extensions": extra}).encode())


def page(newest_first: Sequence[Event], end: str | None) -> bytes:
    """Return the body of an answer to /messages?dir=b."""
    body: dict[str, Any] = {"chunk": list(newest_first), "start": "s", "state": []}
    if end is not None:
        body["end"] = end
    return json.dumps(body).encode()
