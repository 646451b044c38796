"""What one ingest transaction has done so far, and what follows from all of it together."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from schoolbell.store import rooms, unread, verdicts
from schoolbell.store.database import Connection, attempt
from schoolbell.store.indexing import Queue
from schoolbell.sync.changes import Changes
from schoolbell.sync.projection import Judge, Projection, judged

T = TypeVar("T")


@dataclass(slots=True)
class Batch:
    """What one transaction has done so far."""

    conn: Connection
    me: str
    now_ms: int
    projections: tuple[Projection, ...]
    judge: Judge | None = None
    timelines: set[str] = field(default_factory=set)
    rooms: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    state: set[tuple[str, str]] = field(default_factory=set)
    account_data: set[str] = field(default_factory=set)
    recount: set[str] = field(default_factory=set)
    new_rooms: set[str] = field(default_factory=set)
    marked: set[int] = field(default_factory=set)  # new events that may carry a block
    touched: set[int] = field(default_factory=set)  # events that new ones relate to
    older_power: set[str] = field(default_factory=set)  # rooms whose earlier power levels became known
    projected: dict[str, object] = field(default_factory=dict)
    index: Queue = field(default_factory=Queue)

    def number(self, room_id: str) -> int:
        """Return the room's number, making the room if need be."""
        found = rooms.number(self.conn, room_id)
        if found is None:
            found = rooms.ensure(self.conn, room_id)
            self.new_rooms.add(room_id)
            self.rooms.add(room_id)
        return found

    def attempt(self, fn: Callable[[Connection], T]) -> T | Exception:
        """Run `fn` in a savepoint; return its exception when it was undone."""
        self.index.push()
        outcome: T | Exception | None = None
        try:
            outcome = attempt(self.conn, fn)
        finally:
            self.index.pop(keep=not isinstance(outcome, Exception))
        return outcome

    def finish(self) -> None:
        """Work out what follows from all rooms together: verdicts, unread counts, newest messages."""
        if self.judge is not None:
            changed = judged(
                self.conn, self.judge, self.marked, self.older_power, self.state, self.touched, self.index
            )
            self.timelines |= verdicts.by_room(self.conn, changed).keys() if changed else set()
        for room_id in self.recount | self.timelines:
            room = self.number(room_id)
            if unread.recount(self.conn, room, self.me):
                self.rooms.add(room_id)
        for room_id in self.timelines:
            rooms.refresh_last(self.conn, self.number(room_id), self.me)
            self.rooms.add(room_id)
        self.index.flush(self.conn)

    def changes(self, typing: dict[str, tuple[str, ...]]) -> Changes:
        """Return it all, frozen."""
        return Changes(
            timelines=frozenset(self.timelines),
            rooms=frozenset(self.rooms),
            receipts=frozenset(self.receipts),
            members=frozenset(self.members),
            state=frozenset(self.state),
            typing=typing,
            account_data=frozenset(self.account_data),
            projections=dict(self.projected),
        )
