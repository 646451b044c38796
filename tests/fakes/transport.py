"""A scripted homeserver behind Transport's one method: rooms in memory, faults on command."""

import asyncio
import itertools
import json
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import msgspec

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError

Event = dict[str, Any]

DROP = "drop"  # the request never arrives
CUT = "cut"  # the server did it, the answer is lost
LIMIT = "limit"  # 429
FAIL = "fail"  # 503
HTML = "html"  # a captive portal's page with 200

UPLOAD = "/_matrix/media/v3/upload"
FAULTS = (DROP, CUT, LIMIT, FAIL, HTML)


def fault_error(fault: str) -> MatrixError:
    """Return what the transport raises for `fault`."""
    match fault:
        case "limit":
            return MatrixError(
                ErrorCode.RATE_LIMITED, status=429, errcode="M_LIMIT_EXCEEDED", retry_after_ms=2000
            )
        case "fail":
            return MatrixError(ErrorCode.SERVER, status=503)
        case "html":
            return MatrixError(ErrorCode.CAPTIVE_PORTAL, status=200)
        case _:
            return MatrixError(ErrorCode.NETWORK)


@dataclass
class Room:
    """One room: its whole timeline and current state, oldest first."""

    room_id: str
    events: list[Event] = field(default_factory=list)
    state: dict[tuple[str, str], Event] = field(default_factory=dict)
    type: str = ""
    refuses: set[str] = field(default_factory=set)  # event types answered with 403


@dataclass(frozen=True)
class Call:
    """One request that reached the script."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


class ScriptedServer:
    """Stands where a Transport stands; `fault(call)` may name one of FAULTS or return an error to raise."""

    def __init__(self, me: str = "@t1:school.test") -> None:
        self.me = me
        self.base_url = "https://school.test"
        self.rooms: dict[str, Room] = {}
        self.calls: list[Call] = []
        self.fault: Callable[[Call], str | MatrixError | None] = lambda call: None
        self.echo_before_reply = False
        self.account_data: dict[str, Any] = {}
        self.receipts: dict[str, dict[str, tuple[str, int]]] = {}  # room → user → (event, ts)
        self.media: dict[str, tuple[str, bytes]] = {}  # media id → (content type, bytes)
        self.upload_limit: int | None = 100 << 20
        self.uploads: list[str] = []  # the file name of each upload that arrived whole
        self._stream: list[tuple[str, Event]] = []
        self._sent: dict[tuple[str, str], str] = {}  # (room, txn) → event id
        self._numbers = itertools.count(1)
        self._news = asyncio.Condition()
        self._positions: dict[str, tuple[int, frozenset[str]]] = {}  # pos → (stream length, rooms sent)

    # -- what a test does to the world ----------------------------------------------------------------
    def room(self, room_id: str = "!a:school.test", *, name: str = "Room", room_type: str = "") -> Room:
        """Make a room with a creator, a name and me in it."""
        room = self.rooms[room_id] = Room(room_id, type=room_type)
        create = {"type": room_type} if room_type else {}
        self._append(room, self._event("m.room.create", create, "@o1:school.test", state_key=""))
        self._append(room, self._member(self.me))
        self._append(room, self._event("m.room.name", {"name": name}, "@o1:school.test", state_key=""))
        return room

    def _member(self, user: str, membership: str = "join") -> Event:
        return self._event(
            "m.room.member", {"membership": membership, "displayname": user[1:3]}, user, state_key=user
        )

    def _event(self, kind: str, content: Any, sender: str, *, state_key: str | None = None) -> Event:
        number = next(self._numbers)
        event: Event = {
            "event_id": f"$e{number}",
            "type": kind,
            "content": content,
            "sender": sender,
            "origin_server_ts": 1_760_000_000_000 + number * 1000,
        }
        if state_key is not None:
            event["state_key"] = state_key
        return event

    def _append(self, room: Room, event: Event) -> str:
        room.events.append(event)
        if "state_key" in event:
            room.state[event["type"], event["state_key"]] = event
        self._stream.append((room.room_id, event))
        return str(event["event_id"])

    async def post(
        self,
        room_id: str,
        text: str = "",
        *,
        sender: str = "@s1:school.test",
        kind: str = "m.room.message",
        content: Any = None,
        state_key: str | None = None,
    ) -> str:
        """Somebody else sends; return the event id."""
        body = content if content is not None else {"msgtype": "m.text", "body": text}
        event_id = self._append(self.rooms[room_id], self._event(kind, body, sender, state_key=state_key))
        await self.notify()
        return event_id

    async def join(self, room_id: str, user: str) -> None:
        """Somebody joins."""
        self._append(self.rooms[room_id], self._member(user))
        await self.notify()

    async def read(self, room_id: str, user: str, event_id: str, ts: int) -> None:
        """Somebody reads."""
        self.receipts.setdefault(room_id, {})[user] = (event_id, ts)
        self._stream.append((room_id, {}))
        await self.notify()

    async def notify(self) -> None:
        """Wake long polls."""
        async with self._news:
            self._news.notify_all()

    def forget_positions(self) -> None:
        """Lose every connection, as a server does that was restored or expired them."""
        self._positions.clear()

    def bodies(self, room_id: str, sender: str | None = None) -> list[str]:
        """Return the texts of a room's messages, in the server's order."""
        return [
            event["content"].get("body", "")
            for event in self.rooms[room_id].events
            if event["type"] == "m.room.message" and sender in (None, event["sender"])
        ]

    def called(self, part: str) -> list[Call]:
        """Return the requests whose path has `part`."""
        return [call for call in self.calls if part in call.path]

    # -- Transport -----------------------------------------------------------------------------------
    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object | None = None,
        content: bytes | None = None,
        content_type: str | None = None,
        token: str | None = None,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> bytes:
        """Answer one request."""
        sent = msgspec.json.decode(msgspec.json.encode(body)) if body is not None else None
        call = Call(method, path, dict(query or {}), sent)
        self.calls.append(call)
        fault = self.fault(call)
        await asyncio.sleep(0)
        if isinstance(fault, MatrixError):
            raise fault
        if fault is not None and fault != CUT:
            raise fault_error(fault)
        if content is not None and call.path == UPLOAD:
            answer = await self._take(call, content, content_type or "", progress)
        else:
            answer = await self._answer(call)
        if fault == CUT:
            raise fault_error(CUT)
        return msgspec.json.encode(answer)

    async def stream(
        self, path: str, *, query: Mapping[str, str] | None = None
    ) -> AsyncGenerator[bytes, None]:
        """Send a file piece by piece."""
        call = Call("GET", path, dict(query or {}), None)
        self.calls.append(call)
        fault = self.fault(call)
        await asyncio.sleep(0)
        if isinstance(fault, MatrixError):
            raise fault
        if fault is not None and fault != CUT:
            raise fault_error(fault)
        found = self.media.get(path.rsplit("/", 1)[-1])
        if found is None:
            raise MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_NOT_FOUND")
        content = b"picture" if "/thumbnail/" in path else found[1]
        half = len(content) // 2
        yield content[:half]
        await asyncio.sleep(0)
        if fault == CUT:
            raise fault_error(CUT)
        yield content[half:]

    async def _take(
        self, call: Call, content: bytes, content_type: str, progress: Callable[[int], None] | None
    ) -> Any:
        """Take an upload in; more than the limit resets the connection, as Synapse does."""
        if self.upload_limit is not None and len(content) > self.upload_limit:
            raise fault_error(DROP)
        for share in (2, 1):
            if progress is not None:
                progress(len(content) // share)
            await asyncio.sleep(0)
        name = f"m{len(self.media)}"
        self.media[name] = (content_type, content)
        self.uploads.append(call.query["filename"])
        return {"content_uri": f"mxc://school.test/{name}"}

    async def _answer(self, call: Call) -> Any:
        if call.path.endswith("/media/config"):
            return {} if self.upload_limit is None else {"m.upload.size": self.upload_limit}
        if call.path.endswith("simplified_msc3575/sync"):
            return await self._sync(call)
        parts = [unquote(part) for part in call.path.split("/")]
        if parts[-1] == "sync":
            return self._old_sync(call)
        if "account_data" in parts:
            if call.method == "PUT":
                self.account_data[parts[-1]] = call.body
                return {}
            return self.account_data[parts[-1]]
        if parts[-1] == "notifications":
            return self._notifications(call.query)
        room = self.rooms.get(parts[5]) if len(parts) > 5 else None
        if room is None:
            raise MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_NOT_FOUND")
        match parts[6:]:
            case ["send", kind, txn]:
                return {"event_id": await self._send(room, kind, txn, call.body)}
            case ["redact", target, txn]:
                body = {**call.body, "redacts": target}
                return {"event_id": await self._send(room, "m.room.redaction", txn, body)}
            case ["messages"]:
                return self._messages(room, call.query)
            case ["context", event_id]:
                return self._context(room, event_id, int(call.query.get("limit", "10")))
            case ["timestamp_to_event"]:
                return self._at_time(room, int(call.query["ts"]), call.query["dir"])
            case ["members"]:
                return {"chunk": [e for (k, _), e in room.state.items() if k == "m.room.member"]}
            case ["receipt", "m.read", event_id]:
                await self.read(room.room_id, self.me, event_id, 1_760_000_000_000)
                return {}
            case ["read_markers"]:
                await self.read(room.room_id, self.me, call.body["m.read"], 1_760_000_000_000)
                return {}
            case ["typing", _]:
                return {}
        raise MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_NOT_FOUND")

    async def _send(self, room: Room, kind: str, txn: str, content: Any) -> str:
        known = self._sent.get((room.room_id, txn))
        if known is not None:
            return known
        if kind in room.refuses:
            raise MatrixError(ErrorCode.FORBIDDEN, status=403, errcode="M_FORBIDDEN")
        if kind == "m.reaction":
            relation = content["m.relates_to"]
            for event in room.events:
                if (
                    event["type"] == kind
                    and event["sender"] == self.me
                    and relation == event["content"].get("m.relates_to")
                ):
                    raise MatrixError(ErrorCode.BAD_REQUEST, status=400, errcode="M_DUPLICATE_ANNOTATION")
        event = self._event(kind, content, self.me)
        event["unsigned"] = {"transaction_id": txn}
        event_id = self._sent[room.room_id, txn] = self._append(room, event)
        await self.notify()
        if self.echo_before_reply:
            for _ in range(50):
                await asyncio.sleep(0.002)
        return event_id

    def _messages(self, room: Room, query: Mapping[str, str]) -> Any:
        start = int(query["from"][1:]) if "from" in query else len(room.events)
        limit = int(query.get("limit", "10"))
        if query.get("dir") == "f":
            page = {"chunk": room.events[start : start + limit], "start": f"t{start}", "state": []}
            return page | ({"end": f"t{start + len(page['chunk'])}"} if page["chunk"] else {})
        first = max(0, start - limit)
        page = {"chunk": room.events[first:start][::-1], "start": f"t{start}", "state": []}
        return page | ({"end": f"t{first}"} if first else {})

    def _context(self, room: Room, event_id: str, limit: int) -> Any:
        at = next((at for at, event in enumerate(room.events) if event["event_id"] == event_id), None)
        if at is None:
            raise MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_NOT_FOUND")
        first, end = max(0, at - limit // 2), at + 1 + limit // 2
        return {
            "start": f"t{first}",
            "events_before": room.events[first:at][::-1],
            "event": room.events[at],
            "events_after": room.events[at + 1 : end],
            "end": f"t{min(end, len(room.events))}",
            "state": [],
        }

    def _at_time(self, room: Room, ts: int, direction: str) -> Any:
        fits = [
            event
            for event in room.events
            if (event["origin_server_ts"] >= ts if direction == "f" else event["origin_server_ts"] <= ts)
        ]
        if not fits:
            raise MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_NOT_FOUND")
        found = fits[0] if direction == "f" else fits[-1]
        return {"event_id": found["event_id"], "origin_server_ts": found["origin_server_ts"]}

    def _notifications(self, query: Mapping[str, str]) -> Any:
        """What mentions me, newest first; the token is how many were listed."""
        found = [
            {"room_id": room.room_id, "event": event, "read": False, "ts": event["origin_server_ts"]}
            for room in self.rooms.values()
            for event in room.events
            if self.me in event["content"].get("m.mentions", {}).get("user_ids", ())
        ]
        found.sort(key=lambda one: -one["ts"])
        start = int(query.get("from", "0"))
        end = start + int(query["limit"])
        return {"notifications": found[start:end]} | ({"next_token": str(end)} if end < len(found) else {})

    def _old_sync(self, call: Call) -> Any:
        room_id = json.loads(call.query["filter"])["room"]["rooms"][0]
        event = {"type": "m.receipt", "content": self._receipt_content(room_id)}
        return {"next_batch": "s1", "rooms": {"join": {room_id: {"ephemeral": {"events": [event]}}}}}

    def _receipt_content(self, room_id: str) -> Any:
        content: dict[str, Any] = {}
        for user, (event_id, ts) in self.receipts.get(room_id, {}).items():
            content.setdefault(event_id, {"m.read": {}})["m.read"][user] = {"ts": ts}
        return content

    # -- sliding sync ----------------------------------------------------------------------------------
    async def _sync(self, call: Call) -> Any:
        connection = call.body["conn_id"]
        since: int | None = None
        here: frozenset[str] = frozenset()
        if "pos" in call.query:
            position = self._positions.get(call.query["pos"])
            if position is None:
                raise MatrixError(ErrorCode.UNKNOWN_POSITION, status=400, errcode="M_UNKNOWN_POS")
            since, here = position
        while True:
            answer = self._sync_now(connection, call.body, since, here)
            if answer["rooms"] or since is None or call.query["timeout"] == "0":
                return answer
            async with self._news:
                await self._news.wait()

    def _sync_now(self, connection: str, body: Any, since: int | None, here: frozenset[str]) -> Any:
        limits: dict[str, int] = {}
        lists = {}
        for name, wanted in body["lists"].items():
            filters = wanted.get("filters", {})
            found = [
                room
                for room in self.rooms.values()
                if room.type not in filters.get("not_room_types", ())
                and room.type in filters.get("room_types", (room.type,))
            ]
            lists[name] = {"count": len(found)}
            end = wanted["ranges"][0][1]
            limits |= {room.room_id: wanted["timeline_limit"] for room in found[: end + 1]}
        for room_id, wanted in body.get("room_subscriptions", {}).items():
            limits[room_id] = max(limits.get(room_id, 0), wanted["timeline_limit"])
        rooms: dict[str, Any] = {}
        receipts = {}
        for room_id, limit in limits.items():
            fresh = since is None or room_id not in here
            news = [event for room, event in self._stream[since or 0 :] if room == room_id]
            if not fresh and not news:
                continue
            room = self.rooms[room_id]
            events = room.events if fresh else [event for event in news if event]
            timeline = events[-limit:] if limit else []
            first = room.events.index(timeline[0]) if timeline else len(room.events)
            rooms[room_id] = {
                "initial": fresh,
                "name": room.state["m.room.name", ""]["content"]["name"],
                "required_state": [e for e in (room.state.values() if fresh else events) if "state_key" in e],
                "timeline": timeline,
                "limited": len(timeline) < len(events),
                "prev_batch": f"t{first}",
                "bump_stamp": len(self._stream),
                "joined_count": sum(kind == "m.room.member" for kind, _ in room.state),
            }
            if content := self._receipt_content(room_id):
                receipts[room_id] = {"type": "m.receipt", "content": content}
        pos = f"{connection}/{next(self._numbers)}"
        self._positions[pos] = (len(self._stream), here | frozenset(rooms))
        return {
            "pos": pos,
            "lists": lists,
            "rooms": rooms,
            "extensions": {"receipts": {"rooms": receipts}, "to_device": {"next_batch": "d1"}},
        }
