"""What a server knows of rooms, behind the scripted engine: pages, contexts and moments of one true order."""

import json

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.store import gaps, timeline


class ScriptedHistory:
    """`truth` is room id → all events, oldest first; what is in no truth is not found. `refuse` is raised."""

    def __init__(self, engine):
        self._engine = engine
        self.truth = {}
        self.refuse = None
        self.asked = []

    async def know(self, room_id, events, last):
        """Let the server have `events` and send the `last` of them as a limited timeline."""
        self.truth[room_id] = events
        first = len(events) - last
        await self._engine.deliver(room_id, *events[first:], limited=True, prev_batch=f"t{first}")

    def _ask(self, *what):
        self.asked.append(what)
        if self.refuse is not None:
            raise self.refuse

    async def _store(self, take_in):
        self._engine.changes.emit(await self._engine.files.cache.write(take_in))

    async def paginate(self, room_id, chunk):
        self._ask("back")
        where = await self._engine.files.cache.read(lambda conn: timeline.token_of(conn, chunk))
        if where is None:
            return
        truth = self.truth[room_id]
        upto = int(where[1][1:])
        first = max(0, upto - 50)
        body = {"chunk": truth[first:upto][::-1]} | ({"end": f"t{first}"} if first else {})
        await self._store(
            lambda conn: self._engine.ingest.page(conn, room_id, chunk, json.dumps(body).encode())
        )

    async def paginate_forward(self, room_id, chunk):
        where = await self._engine.files.cache.read(lambda conn: gaps.forward_token(conn, chunk))
        if where is None:
            return False
        self._ask("forward")
        first = int(where[0][1:])
        news = self.truth[room_id][first : first + 50]
        body = {"chunk": news} | ({"end": f"t{first + len(news)}"} if news else {})
        await self._store(
            lambda conn: self._engine.ingest.page_forward(conn, room_id, chunk, json.dumps(body).encode())
        )
        return True

    async def cross(self, room_id, chunk):
        if room_id not in self.truth:
            await self._engine.paginate(room_id, chunk)
            return
        older = await self._engine.files.cache.read(lambda conn: gaps.older_side(conn, chunk))
        if older is None or not await self.paginate_forward(room_id, older):
            await self.paginate(room_id, chunk)

    async def land(self, room_id, event_id):
        self._ask("land", event_id)
        truth = self.truth.get(room_id, [])
        at = next((at for at, event in enumerate(truth) if event["event_id"] == event_id), None)
        if at is None:
            raise KnownError(ErrorCode.NOT_FOUND)
        first, end = max(0, at - 20), min(len(truth), at + 21)
        body = {
            "start": f"t{first}", "events_before": truth[first:at][::-1], "event": truth[at],
            "events_after": truth[at + 1 : end], "end": f"t{end}",
        }  # fmt: skip
        await self._store(
            lambda conn: self._engine.ingest.context(conn, room_id, event_id, json.dumps(body).encode())
        )

    async def find(self, room_id, ts):
        self._ask("find", ts)
        events = self.truth.get(room_id, [])
        return next((event["event_id"] for event in events if event["origin_server_ts"] >= ts), "")
