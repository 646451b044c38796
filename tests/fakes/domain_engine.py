"""An engine without a network for domain and view-model tests: real databases, real ingest."""

import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path

import schoolbell.store
from schoolbell.base.errors import KnownError
from schoolbell.base.ids import new_txn_id
from schoolbell.base.observable import Observable
from schoolbell.matrix.sliding import decode_sync
from schoolbell.store import drafts, outbox, receipts, rooms, unread
from schoolbell.store.database import Database
from schoolbell.store.outbox import NewRow
from schoolbell.sync.changes import Changes, SyncState, SyncStatus
from schoolbell.sync.ingest import Ingest
from tests.fakes.history import ScriptedHistory

ME = "@t1001:school.test"
MIGRATIONS = Path(schoolbell.store.__file__).parent / "migrations"
START = 1_760_000_000_000  # 2025-10-09 08:53:20 UTC


@dataclass
class Files:
    """The two databases of a profile."""

    cache: Database
    local: Database

    @classmethod
    def make(cls, folder):
        """Open both in `folder`."""
        files = cls(
            Database(folder / "cache.db", MIGRATIONS / "cache", durable=False),
            Database(folder / "local.db", MIGRATIONS / "local", durable=True),
        )
        files.cache.open()
        files.local.open()
        return files

    def close(self):
        """Close both."""
        self.local.close()  # what is being read of it may read in the cache as well
        self.cache.close()


@dataclass
class ScriptedEngine:
    """Says what it was asked; `deliver` is what the server sends."""

    files: Files
    me: str = ME
    changes: Observable = field(default_factory=Observable)
    status: Observable = field(default_factory=Observable)
    hurried: Observable = field(default_factory=Observable)
    caught_up: bool = True
    asked: list = field(default_factory=list)
    pages: list = field(
        default_factory=list
    )  # answers to paginate: lists of events (oldest first), or an error
    refuse: KnownError | None = None  # raised by the next write

    def __post_init__(self):
        self.ingest = Ingest(self.me)
        self.current_status = SyncStatus(SyncState.LIVE)
        self._numbers = itertools.count(1)
        self.history = ScriptedHistory(self)

    # -- the server -----------------------------------------------------------------------------------

    def event(self, type_, content, sender=ME, *, ts=None, state_key=None, unsigned=None, event_id=None):
        """Make one event as it comes over the wire."""
        number = next(self._numbers)
        made = {
            "event_id": event_id or f"$e{number:06d}",
            "type": type_,
            "sender": sender,
            "origin_server_ts": START + number * 1000 if ts is None else ts,
            "content": content,
        }
        if state_key is not None:
            made["state_key"] = state_key
        if unsigned:
            made["unsigned"] = unsigned
        return made

    def text(self, body, sender, **more):
        """Make one text message."""
        content = {"msgtype": "m.text", "body": body, **more.pop("content", {})}
        return self.event("m.room.message", content, sender, **more)

    def answer(self, rooms=None, **extensions):
        """Make one sliding-sync answer."""
        return json.dumps(
            {"pos": f"p{next(self._numbers)}", "lists": {}, "rooms": rooms or {}, "extensions": extensions}
        ).encode()

    def take_in_now(self, rooms=None, **extensions):
        """Take an answer in without a loop, before anybody listens."""
        body = self.answer(rooms, **extensions)
        return self.files.cache.write_now(lambda conn: self.ingest.sync(conn, "chats", decode_sync(body)))

    async def deliver(self, room_id, *events, state=(), **result):
        """Deliver timeline events of one room."""
        await self.deliver_all({room_id: {"timeline": list(events), "required_state": list(state), **result}})

    async def deliver_all(self, rooms=None, **extensions):
        """Deliver one whole answer."""
        body = self.answer(rooms, **extensions)
        changes = await self.files.cache.write(
            lambda conn: self.ingest.sync(conn, "chats", decode_sync(body))
        )
        self.changes.emit(changes)

    async def receive(self, room_id, **read):
        """Deliver receipts: user localpart → event id."""
        content = {}
        for name, event_id in read.items():
            entry = content.setdefault(event_id, {"m.read": {}})
            entry["m.read"][f"@{name}:school.test"] = {"ts": START + 900_000}
        await self.deliver_all(receipts={"rooms": {room_id: {"type": "m.receipt", "content": content}}})

    async def echo(self, local_id):
        """Send back what was sent from here, as sync does."""
        row = await self.files.local.read(lambda conn: outbox.get(conn, local_id))
        sent = self.event(row.type, row.decoded(), self.me, unsigned={"transaction_id": local_id})
        body = self.answer({row.room_id: {"timeline": [sent]}})
        changes = await self.files.cache.write(
            lambda conn: self.ingest.sync(conn, "chats", decode_sync(body))
        )
        await self.files.local.write(lambda conn: outbox.done(conn, local_id))
        self.changes.emit(changes)
        return sent["event_id"]

    async def wedge(self, local_id, error="forbidden"):
        """Refuse an outbox row."""
        row = await self.files.local.read(lambda conn: outbox.get(conn, local_id))
        await self.files.local.write(lambda conn: outbox.wedge(conn, local_id, error))
        self.changes.emit(Changes(outbox=frozenset({row.room_id})))

    def set_status(self, state):
        """Change the connection's state."""
        self.current_status = SyncStatus(state)
        self.status.emit(self.current_status)

    # -- the engine's verbs ---------------------------------------------------------------------------

    def active(self):
        self.asked.append(("active",))

    def retry_now(self):
        self.asked.append(("retry_now",))

    def open_room(self, room_id):
        self.asked.append(("open_room", room_id))

    def close_room(self, room_id):
        self.asked.append(("close_room", room_id))

    async def paginate(self, room_id, chunk=None):
        self.asked.append(("paginate", room_id))
        if not self.pages:
            if room_id in self.history.truth:
                await self.history.paginate(room_id, chunk)
            return
        page = self.pages.pop(0)
        if isinstance(page, KnownError):
            raise page
        events, end = page
        answer = {"start": "s", "chunk": list(reversed(events)), "state": []}
        if end:
            answer["end"] = end
        body = json.dumps(answer).encode()
        changes = await self.files.cache.write(lambda conn: self.ingest.page(conn, room_id, chunk, body))
        self.changes.emit(changes)

    async def load_members(self, room_id):
        self.asked.append(("load_members", room_id))

    async def load_receipts(self, room_id):
        self.asked.append(("load_receipts", room_id))

    async def send(self, room_id, event_type, content, *, clear_draft=True):
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        return await self._add(room_id, event_type, content, outbox.related(content), clear_draft)

    async def react(self, room_id, target, symbol):
        relation = {"rel_type": "m.annotation", "event_id": target, "key": symbol}
        return await self._add(room_id, "m.reaction", {"m.relates_to": relation}, target, False)

    async def redact(self, room_id, target):
        return await self._add(room_id, outbox.REDACTION, {}, target, False)

    async def _add(self, room_id, event_type, content, target, clear_draft):
        row = NewRow(
            local_id=new_txn_id(), room_id=room_id, type=event_type, content=content, target=target,
            created_ms=START + next(self._numbers) * 1000,
        )  # fmt: skip

        def write(conn):
            outbox.add(conn, row)
            if clear_draft:
                drafts.clear(conn, room_id)

        await self.files.local.write(write)
        self.asked.append((event_type, room_id, content))
        self.changes.emit(Changes(outbox=frozenset({room_id}), rooms=frozenset({room_id})))
        return row.local_id

    async def retry(self, local_id):
        self.asked.append(("retry", local_id))

    async def delete(self, local_id):
        self.asked.append(("delete", local_id))
        rows = await self.files.local.write(lambda conn: outbox.delete(conn, local_id))
        self.changes.emit(Changes(outbox=frozenset(row.room_id for row in rows)))

    async def save_draft(self, room_id, text, reply_to):
        await self.files.local.write(lambda conn: drafts.put(conn, room_id, text, reply_to, START))
        self.changes.emit(Changes(rooms=frozenset({room_id})))

    async def mark_read(self, room_id, event_id):
        self.asked.append(("mark_read", room_id, event_id))

        def write(conn):
            room = rooms.number(conn, room_id)
            receipts.put(conn, room, (receipts.NewReceipt(self.me, receipts.READ, "", event_id, START),))
            unread.recount(conn, room, self.me)

        await self.files.cache.write(write)
        changed = frozenset({room_id})
        self.changes.emit(Changes(rooms=changed, receipts=changed))

    def set_typing(self, room_id, typing):
        self.asked.append(("typing", room_id, typing))

    def said(self, what):
        """Return what was asked under this word."""
        return [asked for asked in self.asked if asked[0] == what]

    async def send_together(self, rows, also):
        """Queue rows and do `also` in one transaction."""
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error

        def write(conn):
            for row in rows:
                outbox.add(conn, row)
            also(conn)

        await self.files.local.write(write)
        rooms = frozenset(row.room_id for row in rows)
        self.changes.emit(Changes(timelines=rooms, rooms=rooms, outbox=rooms))

    async def take_back(self, batch, also):
        """Remove a batch of which nothing is sent."""

        def write(conn):
            rows = outbox.of_batch(conn, batch)
            if not rows or any(row.state != outbox.WAITING for row in rows):
                return frozenset()
            for row in rows:
                outbox.delete(conn, row.local_id)
            also(conn)
            return frozenset(row.room_id for row in rows)

        rooms = await self.files.local.write(write)
        self.changes.emit(Changes(timelines=rooms, rooms=rooms, outbox=rooms))
        return bool(rooms)

    async def release(self, batch):
        """Hold a batch no longer."""
        rows = await self.files.local.write(lambda conn: outbox.release(conn, batch))
        self.changes.emit(Changes(outbox=frozenset(row.room_id for row in rows)))
