"""One room's part of an answer: timeline, state, members, summary; a poisoned event stops nobody."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import msgspec

from schoolbell.matrix.sliding import RoomResult
from schoolbell.matrix.wire import Event, decode_stripped
from schoolbell.store import (
    effects,
    members,
    poisoned,
    power,
    receipts,
    rooms,
    state,
)
from schoolbell.store.database import Connection
from schoolbell.store.placement import Inserted, Placement, Ties, place
from schoolbell.store.rows import MESSAGE, POSITION_BIAS, EventRow, NewEvent, to_json
from schoolbell.store.timeline import rows_of
from schoolbell.sync import incoming, projection
from schoolbell.sync.ingest_batch import Batch

log = logging.getLogger(__name__)

_MEMBER = "m.room.member"
_POWER = "m.room.power_levels"


class _Decoded(msgspec.Struct, frozen=True, gc=False):
    event: Event
    raw: msgspec.Raw


class RoomIngest:
    """Takes in one room, making it if it is new."""

    def __init__(self, batch: Batch, room_id: str) -> None:
        self._batch = batch
        self._conn = batch.conn
        self._room_id = room_id
        self._room = batch.number(room_id)

    def invited(self, result: RoomResult) -> None:
        """Take in an invitation: nothing but a summary, made of stripped state."""
        fields = {**self._result_fields(result), "membership": "invite"}
        names: dict[str, str] = {}
        for raw in result.invite_state or ():
            event = decode_stripped(raw)
            if event is None:
                continue
            if event.type == _MEMBER and event.state_key == self._batch.me:
                fields["inviter"] = event.sender
                if event.content.get("membership") == "knock":
                    fields["membership"] = "knock"
                if event.content.get("is_direct") is True:
                    fields["direct_user"] = event.sender
            elif event.type == _MEMBER:
                name = event.content.get("displayname")
                names[event.state_key or ""] = name.replace("\x00", "") if isinstance(name, str) else ""
            elif event.state_key == "":
                fields.update(incoming.summary_fields(event.type, event.sender, event.content))
        inviter = str(fields.get("inviter", ""))
        if inviter in names and not result.heroes:
            fields["heroes"] = to_json([[inviter, names[inviter], ""]]).decode()
        if rooms.set_fields(self._conn, self._room, fields):
            self._batch.rooms.add(self._room_id)

    def joined(self, conn_id: str, result: RoomResult) -> None:
        """Take in news of a room that I am (or was) in."""
        conn = self._conn
        first = conn.execute("SELECT membership FROM room WHERE id = ?", (self._room,)).fetchone()[0]
        if first in ("", "invite", "knock") and rooms.set_fields(conn, self._room, {"membership": "join"}):
            self._batch.rooms.add(self._room_id)
        required = self._decoded(result.required_state)
        self._take_state(required, current=True)
        events = self._decoded(result.timeline)
        broken = result.limited or result.initial or result.unstable_expanded_timeline
        if events:
            after = None if broken else self._delivered(conn_id)
            placement = self._place(events, Ties(after=after, token=result.prev_batch))
            self._remember_delivered(conn_id, placement.last)
            # What the answer names as state stands after its timeline.
            passed = {(one.event.type, one.event.state_key) for one in events}
            self._take_state(
                [one for one in required if (one.event.type, one.event.state_key) in passed], current=True
            )
        elif result.limited:
            self._remember_delivered(conn_id, None)
        if rooms.set_fields(conn, self._room, self._result_fields(result)):
            self._batch.rooms.add(self._room_id)

    def history(
        self, events: Sequence[msgspec.Raw], lazy: Sequence[msgspec.Raw], *, ties: Ties, live: bool = False
    ) -> None:
        """Take in a stretch of older events, oldest first; `live`: without any tie it is the newest."""
        self._take_state(self._decoded(lazy), current=False)
        self._place(self._decoded(events), ties, live=live)

    # -- summary ---------------------------------------------------------------------------------------------

    def _result_fields(self, result: RoomResult) -> dict[str, object]:
        fields: dict[str, object] = {}
        for name in ("name", "avatar", "bump_stamp", "joined_count", "invited_count"):
            value = getattr(result, name)
            if value is not None:
                fields[name] = value.replace("\x00", "") if isinstance(value, str) else value
        if result.heroes is not None:
            heroes = [[one.user_id, one.displayname or "", one.avatar_url or ""] for one in result.heroes]
            fields["heroes"] = to_json(heroes).decode()
            if result.is_dm and len(heroes) == 1:
                fields["direct_user"] = heroes[0][0]
        return fields

    # -- timeline --------------------------------------------------------------------------------------------

    def _decoded(self, raws: Sequence[msgspec.Raw]) -> list[_Decoded]:
        found = []
        for raw in raws:
            event = incoming.decode(raw)
            if event is None:
                poisoned.keep(self._conn, self._room_id, bytes(raw), "malformed")
            else:
                found.append(_Decoded(event, raw))
        return found

    def _delivered(self, conn_id: str) -> int | None:
        row = self._conn.execute(
            "SELECT event FROM delivered WHERE conn_id = ? AND room = ?", (conn_id, self._room)
        ).fetchone()
        return row[0] if row else None

    def _remember_delivered(self, conn_id: str, rowid: int | None) -> None:
        if rowid is None:
            self._conn.execute("DELETE FROM delivered WHERE conn_id = ? AND room = ?", (conn_id, self._room))
        else:
            self._conn.execute(
                "INSERT INTO delivered (conn_id, room, event) VALUES (?, ?, ?)"
                " ON CONFLICT (conn_id, room) DO UPDATE SET event = excluded.event",
                (conn_id, self._room, rowid),
            )

    def _place(self, events: list[_Decoded], ties: Ties, *, live: bool = True) -> Placement:
        """Store a run of events with all that follows; if that fails, one by one, leaving out what
        fails again.
        """
        first = events[0].event if events else None
        if first is not None and first.type == "m.room.create" and first.state_key == "":
            ties = replace(ties, start=True)

        def together(conn: Connection) -> Placement:
            return self._store(events, ties, live=live)

        outcome = self._batch.attempt(together)
        if isinstance(outcome, Placement):
            return outcome
        log.error("a batch of %d events failed, taking them one by one", len(events), exc_info=outcome)
        good = [one for one in events if self._is_good(one)]

        def rest(conn: Connection) -> Placement:
            return self._store(good, ties, live=live)

        outcome = self._batch.attempt(rest)
        if isinstance(outcome, Placement):
            return outcome
        log.error("they fail together only: kept as bytes", exc_info=outcome)
        for one in good:
            poisoned.keep(self._conn, self._room_id, bytes(one.raw), type(outcome).__name__)
        return Placement((), None, False)

    def _is_good(self, one: _Decoded) -> bool:
        """Try one event alone, twice, and take it back; keep the bytes of one that fails."""
        for _ in range(2):
            outcome = self._batch.attempt(lambda conn: self._rehearse(one))
            if isinstance(outcome, _RehearsedError):
                return True
        poisoned.keep(self._conn, self._room_id, bytes(one.raw), type(outcome).__name__)
        return False

    def _rehearse(self, one: _Decoded) -> None:
        self._store([one], Ties(), live=True)
        raise _RehearsedError

    def _store(self, events: list[_Decoded], ties: Ties, *, live: bool) -> Placement:
        conn, batch = self._conn, self._batch
        newest = self._live_position()
        new = self._new_events(events)
        placement = place(conn, self._room, new, ties, live=live, now_ms=batch.now_ms)
        inserted = placement.inserted
        if not inserted:
            if placement.changed:
                batch.timelines.add(self._room_id)
            return placement
        states = [one for one in inserted if one.event.state_key is not None]
        if states:
            by_id = {one.event.event_id: one for one in events}
            older = [by_id[one.event.event_id] for one in states if one.position <= newest]
            newer = [by_id[one.event.event_id] for one in states if one.position > newest]
            self._take_state(older, current=False)
            self._take_state(newer, current=True)
        changed = effects.apply(conn, self._room, inserted, batch.index)
        self._spoken(inserted)
        if receipts.resolve(conn, self._room, [one.event.event_id for one in inserted]):
            batch.receipts.add(self._room_id)
        if batch.judge is not None:
            mark = batch.judge.mark
            batch.marked.update(one.rowid for one in inserted if mark in one.event.raw)
            batch.touched |= changed
        if batch.projections:
            of_interest = {
                one.rowid
                for one in inserted
                if projection.wanted(batch.projections, one.event.type, one.event.raw)
            }
            self._project(of_interest | changed)
        batch.timelines.add(self._room_id)
        return placement

    def _live_position(self) -> int:
        row = self._conn.execute(
            f"SELECT (c.ord << 32) + (SELECT max(idx) FROM event WHERE chunk = c.id) + {POSITION_BIAS}"
            " FROM chunk c WHERE c.room = ? ORDER BY c.ord DESC LIMIT 1",
            (self._room,),
        ).fetchone()
        return row[0] if row and row[0] is not None else 0

    def _new_events(self, events: Sequence[_Decoded]) -> list[NewEvent]:
        me, now = self._batch.me, self._batch.now_ms
        levels: dict[str, Any] | None = None
        found = []
        for one in events:
            event = one.event
            room_mention = False
            if event.type == _POWER and event.state_key == "":
                levels = event.content
            elif incoming.calls_room(event.content):
                if levels is None:
                    levels = power.current(self._conn, self._room_id) or {}
                room_mention = incoming.may_call_room(levels, event.sender, self._creators)
            found.append(incoming.new_event(event, one.raw, me, now, room_mention=room_mention))
        return found

    @cached_property
    def _creators(self) -> frozenset[str]:
        """Who outranks everybody here: nobody before room version 12."""
        version, creator, creators = self._conn.execute(
            "SELECT room_version, creator, creators FROM room WHERE id = ?", (self._room,)
        ).fetchone()
        if not (version.isascii() and version.isdigit() and len(version) < 6 and int(version) >= 12):
            return frozenset()
        return frozenset((creator, *msgspec.json.decode(creators, type=list[str])))

    def _spoken(self, inserted: Sequence[Inserted]) -> None:
        newest: dict[str, Inserted] = {}
        for one in inserted:
            if one.event.shown == MESSAGE:
                known = newest.get(one.event.sender)
                if known is None or one.position > known.position:
                    newest[one.event.sender] = one
        receipts.put_spoken(
            self._conn,
            self._room,
            [(sender, one.event.event_id, one.event.ts, one.position) for sender, one in newest.items()],
        )
        if newest:
            self._batch.receipts.add(self._room_id)

    def _project(self, rowids: set[int]) -> None:
        if not rowids:
            return
        rows: list[EventRow] = rows_of(self._conn, rowids)
        self._batch.projected.update(projection.run(self._conn, self._batch.projections, rows))

    # -- state -----------------------------------------------------------------------------------------------

    def _take_state(self, events: Sequence[_Decoded], *, current: bool) -> None:
        """Take in state events in order; `current` False is for history, which overrides nothing."""
        conn, batch = self._conn, self._batch
        people = []
        rows = []
        fields: dict[str, Any] = {}
        for one in events:
            event = one.event
            if event.state_key is None:
                continue
            if event.type == _MEMBER:
                member = incoming.new_member(event, batch.now_ms)
                if member is not None:
                    people.append(member)
                    if current and member.user_id == batch.me:
                        fields["membership"] = member.membership
                continue
            if event.type == _POWER and event.state_key == "":
                self._take_power(one, current=current)
            if current:
                rows.append(
                    (
                        event.type,
                        event.state_key,
                        event.event_id,
                        event.sender,
                        event.origin_server_ts,
                        bytes(one.raw),
                    )
                )
                if event.state_key == "":
                    fields.update(incoming.summary_fields(event.type, event.sender, event.content))
        if people and members.put(conn, self._room, people, current=current):
            batch.members.add(self._room_id)
        if rows:
            batch.state.update((self._room_id, type_) for type_ in state.put(conn, self._room, rows))
        if fields and rooms.set_fields(conn, self._room, fields):
            batch.rooms.add(self._room_id)

    def _take_power(self, one: _Decoded, *, current: bool) -> None:
        before = one.event.unsigned.get("prev_content")
        power.put(
            self._conn,
            self._room,
            one.event.event_id,
            one.event.origin_server_ts,
            to_json(one.event.content),
            to_json(before) if isinstance(before, dict) else None,
        )
        if not current:
            self._batch.older_power.add(self._room_id)


class _RehearsedError(Exception):
    """Takes back an event that went well alone."""
