"""A scripted homeserver that sends events later (MSC4140), with Synapse's memory for transaction ids."""

from typing import Any
from urllib.parse import unquote

from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.errors import MatrixError
from tests.fakes.transport import Call, ScriptedServer

NOT_FOUND = MatrixError(ErrorCode.NOT_FOUND, status=404, errcode="M_NOT_FOUND")
DAY_MS = 86_400_000


class LaterServer(ScriptedServer):
    """`max_delay_ms` 0: it takes none. `fire()` sends what it has, unless `drops`."""

    def __init__(self, me: str = "@t1:school.test") -> None:
        super().__init__(me)
        self.max_delay_ms = DAY_MS
        self.max_scheduled = 100
        self.waiting: dict[str, tuple[str, str, Any, int]] = {}
        self._delayed = 0
        self._answers: dict[str, Any] = {}  # path → what was answered before

    async def _answer(self, call: Call) -> Any:
        if call.method != "PUT" or "/send/" not in call.path:
            return await self._answer_anew(call)
        if call.path not in self._answers:
            self._answers[call.path] = await self._answer_anew(call)
        return self._answers[call.path]

    async def _answer_anew(self, call: Call) -> Any:
        parts = [unquote(part) for part in call.path.split("/")]
        if parts[-1] == "capabilities":
            found = {"max_delay_ms": self.max_delay_ms, "max_scheduled": self.max_scheduled}
            return {"capabilities": {"org.matrix.msc4140.delayed_events": found}}
        if "org.matrix.msc4140.delay" in call.query:
            room_id, kind, delay = parts[5], parts[7], int(call.query["org.matrix.msc4140.delay"])
            if delay > self.max_delay_ms or kind in self.rooms[room_id].refuses:
                raise MatrixError(ErrorCode.FORBIDDEN, status=403, errcode="M_FORBIDDEN")
            self._delayed += 1
            self.waiting[f"delay{self._delayed}"] = room_id, kind, call.body, delay
            return {"delay_id": f"delay{self._delayed}"}
        if parts[-1] == "delayed_events":
            return {
                "delayed_events": [
                    {"delay_id": key, "room_id": room, "type": kind, "content": content, "delay": delay}
                    for key, (room, kind, content, delay) in self.waiting.items()
                ]
            }
        if parts[-2] == "delayed_events":
            found = self.waiting.pop(parts[-1], None)
            if found is None:
                raise NOT_FOUND
            if call.body["action"] == "send":
                await self._say(*found[:3])
            return {}
        return await super()._answer(call)

    async def _say(self, room_id: str, kind: str, content: Any) -> None:
        self._append(self.rooms[room_id], self._event(kind, content, self.me))
        await self.notify()

    async def fire(self, *, drops: bool = False) -> None:
        """Send (or silently drop) everything that waits."""
        found, self.waiting = self.waiting, {}
        for room_id, kind, content, _ in found.values():
            if not drops:
                await self._say(room_id, kind, content)
