"""What the server holds now: accounts and the rooms this office made, found again by their key."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schoolbell.domain.school import ROOM_TYPE
from schoolbell_office.desired import Content, StateKey
from schoolbell_office.server import Server


@dataclass(slots=True)
class FoundRoom:
    """A room's current state. `made_ms` is the create event's server time."""

    room_id: str
    made_ms: int
    creator: str
    additional_creators: tuple[str, ...]
    state: dict[StateKey, Content]
    members: dict[str, str]  # user id → membership
    removed_by: dict[str, str]  # user id → who kicked or banned

    @property
    def key(self) -> str | None:
        """Return the key the office gave this room."""
        key = self.state.get((ROOM_TYPE, ""), {}).get("key")
        return key if isinstance(key, str) else None

    def present(self) -> tuple[str, ...]:
        """Return who is in the room or invited, sorted."""
        return tuple(sorted(user for user, one in self.members.items() if one in ("join", "invite")))


@dataclass(slots=True)
class Observed:
    """The server as it was read. `doubles` are further rooms with a key that another room has."""

    users: dict[str, dict[str, Any]]
    rooms: dict[str, FoundRoom]
    doubles: list[FoundRoom]
    school_data: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    unlimited: dict[str, bool] = field(default_factory=dict)


def parse_room(room_id: str, events: Iterable[Mapping[str, Any]]) -> FoundRoom:
    """Sort a room's state events; members apart from the rest, what is malformed left out."""
    room = FoundRoom(room_id, 0, "", (), {}, {}, {})
    for event in events:
        kind, key, content = event.get("type"), event.get("state_key"), event.get("content")
        if not isinstance(kind, str) or not isinstance(key, str) or not isinstance(content, dict):
            continue
        sender = str(event.get("sender", ""))
        if kind == "m.room.member":
            membership = str(content.get("membership", "leave"))
            room.members[key] = membership
            if membership in ("leave", "ban") and sender != key:
                room.removed_by[key] = sender
        else:
            room.state[kind, key] = content
        if kind == "m.room.create":
            room.made_ms = int(event.get("origin_server_ts", 0))
            room.creator = sender
            also = content.get("additional_creators")
            room.additional_creators = tuple(map(str, also)) if isinstance(also, list) else ()
    return room


async def read_rooms(
    server: Server,
    creator: str,
    run: Callable[[Sequence[Callable[[], Awaitable[None]]]], Awaitable[None]],
    known: Mapping[str, FoundRoom] | None = None,
) -> tuple[dict[str, FoundRoom], list[FoundRoom]]:
    """Return (key → room, doubles) of the rooms `creator` made; rooms in `known` (by id) are not read again.

    Of several rooms with one key the one that its space lists is kept, else the oldest.
    """
    found: dict[str, FoundRoom] = dict(known or {})

    def reader(room_id: str) -> Callable[[], Awaitable[None]]:
        async def read() -> None:
            found[room_id] = parse_room(room_id, await server.state(room_id))

        return read

    await run([reader(room_id) for room_id in await server.joined_rooms() if room_id not in found])
    listed = {
        key
        for room in found.values()
        for (kind, key), content in room.state.items()
        if kind == "m.space.child" and content
    }
    rooms: dict[str, FoundRoom] = {}
    doubles: list[FoundRoom] = []
    for room in sorted(found.values(), key=lambda one: (one.room_id not in listed, one.made_ms, one.room_id)):
        if room.creator != creator or room.key is None:
            continue
        if room.key in rooms:
            doubles.append(room)
        else:
            rooms[room.key] = room
    return rooms, doubles
