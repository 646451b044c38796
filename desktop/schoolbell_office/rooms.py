"""Brings rooms in line with the roster: made, set, filled, emptied; only differences are written."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.transport import MatrixError
from schoolbell_office.desired import OWNED_TYPES, Content, StateKey, Wanted, WantedRoom, state_of
from schoolbell_office.levels import keep_lowered, same_levels
from schoolbell_office.observed import FoundRoom, Observed, read_rooms
from schoolbell_office.runner import Job, Runner
from schoolbell_office.server import Server

log = logging.getLogger(__name__)

ROOM_VERSION = "12"
_MAKE_TRIES = 5
_LEVELS: StateKey = ("m.room.power_levels", "")
# Set by createRoom's own fields, not by initial_state.
_NOT_INITIAL: frozenset[StateKey] = frozenset({_LEVELS, ("m.room.name", "")})
# A room's join rule names a room that must exist: spaces and staff rooms come before what refers to them. The
# order inside a group does not matter.
_MAKING_ORDER = (
    frozenset({"class"}),
    frozenset({"school", "staff", "staff_all"}),
    frozenset({"notices", "reports", "group", "homework", "live"}),
    frozenset({"desk"}),
)
# Being in a staff room opens every desk of the class, being in a space opens the rooms below it.
_OPENING = ("staff", "staff_all", "class", "school")


class Rooms:
    """The room side of one import."""

    def __init__(
        self,
        server: Server,
        clock: Clock,
        runner: Runner,
        wanted: Wanted,
        observed: Observed,
        server_name: str,
    ) -> None:
        self._server = server
        self._clock = clock
        self._runner = runner
        self._wanted = wanted
        self._observed = observed
        self._via = server_name
        self.kept_out: list[tuple[str, str]] = []  # (user id, room name): removed by a teacher, left out

    @property
    def ids(self) -> dict[str, str]:
        """Return key → room id of the rooms that exist."""
        return {key: room.room_id for key, room in self._observed.rooms.items()}

    def missing(self) -> list[WantedRoom]:
        """Return the rooms that do not exist yet, in the order in which they are made."""
        return [room for room in self._wanted.rooms if room.key not in self._observed.rooms]

    def unmatched_creators(self) -> list[WantedRoom]:
        """Return rooms whose office accounts differ from the roster's; room version 12 cannot change them."""
        extra = set(self._wanted.office_accounts[1:])
        return [
            room
            for room in self._wanted.rooms
            if (found := self._observed.rooms.get(room.key)) and set(found.additional_creators) != extra
        ]

    # making

    async def make(self) -> None:
        """Make what is missing: spaces and staff rooms first."""
        missing = self.missing()
        for kinds in _MAKING_ORDER:
            await self._runner.counted([self._maker(room) for room in missing if room.kind in kinds])

    def _maker(self, room: WantedRoom) -> Job:
        async def run() -> None:
            body = self.creation(room)
            for attempt in range(1, _MAKE_TRIES + 1):
                try:
                    room_id = await self._server.create_room(body)
                    break
                except MatrixError as error:
                    if not error.transient or attempt == _MAKE_TRIES:
                        raise
                    pause = error.retry_after_ms / 1000 if error.retry_after_ms else 2.0 * attempt
                    await self._clock.sleep(pause)
                    # There is no transaction id: the room may have been made although no answer came.
                    if await self._adopted(room.key):
                        return
            events = [*body["initial_state"], {"type": _LEVELS[0], "state_key": "", "content": room.levels}]
            events.append({"type": "m.room.name", "state_key": "", "content": {"name": room.name}})
            made = FoundRoom(room_id, 0, self._wanted.creator, self._wanted.office_accounts[1:], {}, {}, {})
            made.state = {(one["type"], one["state_key"]): one["content"] for one in events}
            made.members = dict.fromkeys(body["invite"], "invite")
            self._observed.rooms[room.key] = made

        return run

    def creation(self, room: WantedRoom) -> dict[str, Any]:
        """Return the createRoom body; people are invited at once, teachers of desks come by the rule."""
        state = state_of(room, self._wanted, self.ids, self._via)
        creation_content: dict[str, Any] = {
            "additional_creators": list(self._wanted.office_accounts[1:]),
            "m.federate": room.kind == "reports",
        }
        if room.room_type:
            creation_content["type"] = room.room_type
        return {
            "name": room.name,
            "room_version": ROOM_VERSION,
            "visibility": "private",
            "preset": "private_chat",
            "creation_content": creation_content,
            "power_level_content_override": room.levels,
            "initial_state": [
                {"type": kind, "state_key": key, "content": content}
                for (kind, key), content in state.items()
                if (kind, key) not in _NOT_INITIAL
            ],
            "invite": [user for user in room.members if user not in room.self_joined],
        }

    async def _adopted(self, key: str) -> bool:
        """Look whether a room with this key appeared on the server, and take it."""
        known = {room.room_id: room for room in self._observed.rooms.values()}
        rooms, _ = await read_rooms(self._server, self._wanted.creator, self._runner.run, known)
        if key in rooms:
            self._observed.rooms[key] = rooms[key]
        return key in rooms

    # state

    def state_jobs(self) -> Sequence[Job]:
        """Return a write for every state event that differs; levels first, so that nobody rises unseen."""
        jobs: list[Job] = []
        for room in self._wanted.rooms:
            found = self._observed.rooms[room.key]
            changes = self.changes(room, found)
            jobs.extend(self._setter(found, key, content) for key, content in changes)
        for key, found in sorted(self._observed.rooms.items()):
            if key not in {room.key for room in self._wanted.rooms}:
                # A class or desk that is no more stays readable for the office, but lists nothing.
                empty = [one for one, content in found.state.items() if one[0] in OWNED_TYPES and content]
                jobs.extend(self._setter(found, one, {}) for one in sorted(empty))
        return jobs

    def changes(self, room: WantedRoom, found: FoundRoom) -> list[tuple[StateKey, Content]]:
        """Return the state events to write into an existing room, in order."""
        wanted = state_of(room, self._wanted, self.ids, self._via)
        changes: list[tuple[StateKey, Content]] = []
        levels = keep_lowered(room.levels, found.state.get(_LEVELS, {}))
        if not same_levels(levels, found.state.get(_LEVELS, {})):
            changes.append((_LEVELS, levels))
        for key, content in wanted.items():
            if key != _LEVELS and found.state.get(key) != content:
                changes.append((key, content))
        stale = [
            key for key, one in found.state.items() if one and key[0] in OWNED_TYPES and key not in wanted
        ]
        changes.extend((key, {}) for key in sorted(stale))
        if found.state.get(("m.room.encryption", "")):
            log.warning("room %s is encrypted: the school cannot work in it", found.room_id)
        return changes

    def _setter(self, found: FoundRoom, key: StateKey, content: Content) -> Job:
        async def run() -> None:
            await self._server.set_state(found.room_id, *key, content)
            found.state[key] = content

        return run

    # people

    def removals(self) -> list[list[Job]]:
        """Return stages of removals: staff rooms, then desks, then what opens others, then the rest."""
        stages: dict[str, list[Job]] = {
            kind: [] for kind in ("staff", "desk", "staff_all", "class", "school", "")
        }
        wanted = {room.key: room for room in self._wanted.rooms}
        for key, found in sorted(self._observed.rooms.items()):
            room = wanted.get(key)
            stay = {self._wanted.creator}
            if room is not None:
                stay |= {*room.members, *room.self_joined}
            kind = str(found.state.get(("org.schoolbell.room", ""), {}).get("kind", ""))
            stage = stages[kind if kind in stages else ""]
            stage.extend(self._kicker(found, user) for user in found.present() if user not in stay)
        return list(stages.values())

    def _kicker(self, found: FoundRoom, user_id: str) -> Job:
        async def run() -> None:
            await self._remove(found, user_id)
            found.members[user_id] = "leave"

        return run

    async def _remove(self, found: FoundRoom, user_id: str) -> None:
        """Take somebody out; fellow creators cannot be kicked: they leave, the office acting for them."""
        if user_id in found.additional_creators:
            await self._server.leave(found.room_id, user_id)
        else:
            await self._server.kick(found.room_id, user_id)

    def joins(self) -> list[list[Job]]:
        """Return stages of joins: staff rooms, then spaces, for they open others; then the rest."""
        stages: dict[str, list[Job]] = {kind: [] for kind in (*_OPENING, "")}
        for room in self._wanted.rooms:
            found = self._observed.rooms[room.key]
            jobs = [self._joiner(room, found, user) for user in self._absent(room, found)]
            stages[room.kind if room.kind in stages else ""].extend(jobs)
        return list(stages.values())

    def absent_count(self) -> int:
        """Return how many joins are due, counting rooms that do not exist yet."""
        count = 0
        for room in self._wanted.rooms:
            found = self._observed.rooms.get(room.key)
            count += len(room.members) if found is None else sum(1 for _ in self._absent(room, found))
        return count

    def _absent(self, room: WantedRoom, found: FoundRoom) -> Iterable[str]:
        """Yield who should be in the room and is not; whom a teacher removed or anybody banned stays out."""
        office = set(self._wanted.office_accounts)
        for user in room.members:
            membership = found.members.get(user, "leave")
            if membership == "join":
                continue
            by = found.removed_by.get(user)
            if membership == "ban" or (by is not None and membership == "leave" and by not in office):
                self.kept_out.append((user, room.name))
                continue
            yield user

    def _joiner(self, room: WantedRoom, found: FoundRoom, user_id: str) -> Job:
        async def run() -> None:
            invited = found.members.get(user_id) == "invite"
            if not invited and user_id not in room.self_joined:
                await self._invite(found, user_id)
            await self._server.join(found.room_id, user_id)
            found.members[user_id] = "join"

        return run

    async def _invite(self, found: FoundRoom, user_id: str) -> None:
        try:
            await self._server.invite(found.room_id, user_id)
        except MatrixError as error:
            # 403 also says "is already in the room": then an earlier answer was lost.
            joined = error.code is ErrorCode.FORBIDDEN
            if not joined or await self._server.membership(found.room_id, user_id) != "join":
                raise
        found.members[user_id] = "invite"

    # doubles

    async def drop_doubles(self) -> None:
        """Empty and leave rooms that a lost answer made twice; looks once more after everything was made."""
        known = {room.room_id: room for room in (*self._observed.rooms.values(), *self._observed.doubles)}
        kept = {room.room_id for room in self._observed.rooms.values()}
        rooms, doubles = await read_rooms(self._server, self._wanted.creator, self._runner.run, known)
        for room in (*rooms.values(), *doubles):
            if room.room_id in kept or room.key not in self._observed.rooms:
                continue
            for user in room.present():
                if user != self._wanted.creator:
                    await self._remove(room, user)
            await self._server.leave(room.room_id)
