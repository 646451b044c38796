"""A client process that writes a script through a real engine and takes up where it was killed.

`python -m tests.faults.writer FOLDER BASE_URL USER TOKEN UNTIL`: FOLDER has `script.json`; items before UNTIL
are written. With all of them written it ends when the server has acknowledged everything; else it goes on
sending until it is killed. At its start it compares its files with its journal; then it prints one line.
"""

import asyncio
import sys
from pathlib import Path
from random import Random

from schoolbell.base.clock import SystemClock
from schoolbell.domain.chat import composing
from schoolbell.matrix.transport import Transport
from schoolbell.store import drafts, outbox
from schoolbell.store.database import Connection
from schoolbell.store.rows import content_of
from schoolbell.sync import upload_plan
from schoolbell.system.http import make_client
from tests.faults.journal import Journal
from tests.faults.script import PART, WHOLE_LIMIT, Item, Kind, Script, content
from tests.sync.desk import Desk

_LONGEST_PAUSE = 0.03


class Token:
    """A token that does not expire."""

    def __init__(self, token: str) -> None:
        self._token = token

    def access_token(self) -> str:
        """Return it."""
        return self._token

    async def refresh(self, stale: str) -> str:
        """Fail: the server takes the token."""
        raise AssertionError("the token of this test does not expire")


class Writer:
    """Writes items one after the other, each as a person does: the draft grows, then Enter."""

    def __init__(self, world: Desk, script: Script, journal: Journal) -> None:
        self._world = world
        self._script = script
        self._journal = journal

    # -- after a crash ------------------------------------------------------------------------------
    def look_back(self) -> None:
        """Compare the files with the journal; settle what was in doubt. Before the engine starts."""
        number, journal = self._journal.doubtful, self._journal
        if number is not None:
            item = self._script.items[number]
            found = self._written(item)
            if found is None:
                journal.undone(number)
            else:
                journal.end(number, found)
                if item.kind in (Kind.MESSAGE, Kind.REPLY):
                    journal.draft(item.room, "", kept=True)
        for room, expected in journal.drafts.items():
            now = self._draft(room)
            if now not in expected:
                journal.fault(f"the draft of room {room} is {now!r}, not one of {expected}")
            journal.draft(room, now, kept=True)
        known = self._world.local.read_now(outbox.everything)
        for row in known:
            if row.state == outbox.WEDGED:
                journal.fault(f"{row.local_id} is wedged: {row.error}")

    def _draft(self, room: int) -> str:
        row = self._world.local.read_now(lambda conn: drafts.get(conn, self._script.rooms[room]))
        return row.text if row is not None else ""

    def _written(self, item: Item) -> str | None:
        """Return the local id of an item that was begun, None when it was not written."""
        room = self._script.rooms[item.room]
        if item.kind is Kind.RECALL:
            return self._recalled(self._journal.done[item.target or 0])
        found = self._find(room, item)
        if item.kind in (Kind.MESSAGE, Kind.REPLY):  # its draft tells: both changed in one transaction
            if self._draft(item.room) == item.text:
                if found is not None:
                    self._journal.fault(f"item {item.number} is written and its draft still stands")
                return None
            if found is None:
                self._journal.fault(f"item {item.number} is neither a draft nor written")
        return found

    def _find(self, room: str, item: Item) -> str | None:
        """Return the local id with which an item is in the outbox or in the cache."""
        for row in self._world.outbox(room):
            if says(row.decoded(), item):
                return row.local_id
        newest = self._world.cache.read_now(_newest_own)
        return next((local_id for local_id, raw in newest if says(content_of(raw), item)), None)

    def _recalled(self, target: str) -> str | None:
        """Return something when the message `target` is being taken back, None when nobody did it."""
        everything = self._world.local.read_now(outbox.everything)
        row = next((one for one in everything if one.local_id == target), None)
        found = self._world.cache.read_now(lambda conn: _own(conn, target))
        event_id, redacted = found or (row.event_id if row is not None else None, False)
        queued = any(one.type == outbox.REDACTION and one.target in (target, event_id) for one in everything)
        gone = row is None and found is None
        return "recall" if queued or redacted or gone else None

    # -- writing ------------------------------------------------------------------------------------
    async def write(self, item: Item) -> None:
        """Write one item."""
        journal, engine = self._journal, self._world.engine
        room = self._script.rooms[item.room]
        if item.kind in (Kind.MESSAGE, Kind.REPLY):
            for text in (item.text[: len(item.text) // 2], item.text):
                await self.save_draft(item.room, text)
        journal.begin(item.number)
        target = journal.done[item.target] if item.target is not None else ""
        match item.kind:
            case Kind.MESSAGE:
                local_id = await engine.send(room, "m.room.message", composing.message(item.text))
            case Kind.REPLY:
                reply = composing.ReplyTarget(target)
                local_id = await engine.send(room, "m.room.message", composing.message(item.text, (), reply))
            case Kind.EDIT:
                local_id = await engine.edit(room, target, composing.message(item.text))
            case Kind.REACTION:
                local_id = await engine.react(room, target, item.text)
            case Kind.RECALL:
                local_id = await engine.redact(room, target)
            case Kind.FILE:
                name = f"{item.number}.bin"
                local_id = await self._world.media.send_data(room, content(item), name, caption=item.text)
        journal.end(item.number, local_id)
        if item.kind in (Kind.MESSAGE, Kind.REPLY):
            journal.draft(item.room, "", kept=True)
            await self.save_draft(item.room, f"half a thought after {item.number}")

    async def save_draft(self, room: int, text: str) -> None:
        """Write a draft as the composer does."""
        self._journal.draft(room, text, kept=False)
        await self._world.engine.save_draft(self._script.rooms[room], text, "")
        self._journal.draft(room, text, kept=True)

    def waiting(self) -> bool:
        """Whether something is not acknowledged."""
        return any(row.state == outbox.WAITING for row in self._world.local.read_now(outbox.everything))


def _newest_own(conn: Connection) -> list[tuple[str, bytes]]:
    return conn.execute(
        "SELECT local_id, raw FROM event WHERE local_id IS NOT NULL ORDER BY rowid DESC LIMIT 50"
    ).fetchall()


def _own(conn: Connection, local_id: str) -> tuple[str, bool] | None:
    """Return the event id of what was sent with `local_id`, and whether it is redacted."""
    row = conn.execute("SELECT event_id, redacted_by FROM event WHERE local_id = ?", (local_id,)).fetchone()
    return None if row is None else (row[0], row[1] is not None)


def says(content: object, item: Item) -> bool:
    """Whether an event's content is this item."""
    if not isinstance(content, dict):
        return False
    if item.kind is Kind.REACTION:
        relation = content.get("m.relates_to")
        return isinstance(relation, dict) and relation.get("key") == item.text
    new = content.get("m.new_content")
    block = content.get("org.schoolbell.file", {})
    body = new.get("body") if isinstance(new, dict) else block.get("caption", content.get("body"))
    return body == item.text and (item.kind is Kind.EDIT) == isinstance(new, dict)


async def main(folder: Path, base_url: str, user_id: str, token: str, until: int) -> None:
    """Write what is missing before `until`."""
    upload_plan.WHOLE_LIMIT, upload_plan.PART = WHOLE_LIMIT, PART  # so that a small file goes in parts
    script = Script.load(folder / "script.json")
    journal = Journal(folder / "journal")
    journal.open()
    chance = Random(len(journal.done))
    async with make_client() as client:
        world = Desk(folder, Transport(client, base_url, Token(token)), user_id, clock=SystemClock())
        writer = Writer(world, script, journal)
        writer.look_back()
        sys.stdout.write("writing\n")
        sys.stdout.flush()
        moved = asyncio.Event()
        world.engine.changes.subscribe(lambda _: moved.set())
        await world.engine.start()
        await world.media.start()
        world.engine.open_room(script.rooms[0])
        for item in script.items[len(journal.done) : until]:
            await writer.write(item)
            await asyncio.sleep(chance.random() * _LONGEST_PAUSE)
        if until >= len(script.items):
            for room, text in enumerate(script.drafts):
                await writer.save_draft(room, text)
        while until < len(script.items) or writer.waiting():
            moved.clear()
            await moved.wait()
        await world.close()
    journal.finish()
    journal.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:5], until=int(sys.argv[5])))
