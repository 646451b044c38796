"""The calls the office makes at a homeserver, as admin and as the rooms' creator; counted and retried."""

import logging
from collections.abc import Mapping
from typing import Any, Protocol

import msgspec

from schoolbell.base.clock import Clock
from schoolbell.base.errors import ErrorCode
from schoolbell.matrix.transport import MatrixError, segment

log = logging.getLogger(__name__)

_TRIES = 8
_LONGEST_PAUSE = 60.0  # seconds
_TOKEN_MS = 30 * 60 * 1000  # how long a token for acting as somebody lives
_PATIENCE = 120.0  # seconds; a large room's creation takes its time on a busy server


class Requester(Protocol):
    """Anything that sends a request as `matrix.transport.Transport.request` does."""

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object | None = None,
        token: str | None = None,
        timeout: float | None = None,
    ) -> bytes:
        """Return the body of the 2xx answer; raises MatrixError."""
        ...


class Server:
    """One homeserver with the office's two tokens. `reads` and `writes` count the answered calls."""

    def __init__(self, requester: Requester, clock: Clock, admin_token: str, room_token: str) -> None:
        self._requester = requester
        self._clock = clock
        self._admin = admin_token
        self._room = room_token
        self._acting: dict[str, tuple[str, int]] = {}  # user id → token, valid until ms
        self.reads = 0
        self.writes = 0

    async def _call(
        self,
        method: str,
        path: str,
        token: str | None,
        body: object | None = None,
        query: Mapping[str, str] | None = None,
        tries: int = _TRIES,
    ) -> dict[str, Any]:
        """Send until answered: a pause after each transient fault, as long as the server asks for."""
        for attempt in range(1, tries + 1):
            try:
                raw = await self._requester.request(
                    method, path, query=query, body=body, token=token, timeout=_PATIENCE
                )
            except MatrixError as error:
                if not error.transient or attempt == tries or error.code is ErrorCode.TLS:
                    raise
                pause = error.retry_after_ms / 1000 if error.retry_after_ms else 0.5 * 2**attempt
                log.info("%s %s: %s, again in %.1f s", method, path.split("/")[-1], error.code, pause)
                await self._clock.sleep(min(pause, _LONGEST_PAUSE))
                continue
            if method == "GET":
                self.reads += 1
            else:
                self.writes += 1
            answer = msgspec.json.decode(raw) if raw else {}
            return answer if isinstance(answer, dict) else {"list": answer}
        raise AssertionError("unreachable")

    # who we are

    async def whoami(self, admin: bool) -> str:
        """Return the user id behind the admin token or the room token."""
        token = self._admin if admin else self._room
        return str((await self._call("GET", "/_matrix/client/v3/account/whoami", token))["user_id"])

    # accounts (Synapse admin API "User Admin API")

    async def users(self) -> dict[str, dict[str, Any]]:
        """Return every account of the server, locked and deactivated ones too, by user id."""
        found: dict[str, dict[str, Any]] = {}
        start = "0"
        while start:
            query = {"from": start, "limit": "1000", "guests": "false"}
            query |= {"deactivated": "true", "locked": "true"}
            page = await self._call("GET", "/_synapse/admin/v2/users", self._admin, query=query)
            found.update({str(user["name"]): user for user in page.get("users", [])})
            start = str(page.get("next_token") or "")
        return found

    async def put_user(self, user_id: str, content: Mapping[str, object]) -> None:
        """Create or change an account (`password`, `displayname`, `locked`, `deactivated`, …)."""
        await self._call("PUT", f"/_synapse/admin/v2/users/{segment(user_id)}", self._admin, content)

    async def account_data(self, user_id: str) -> dict[str, Any]:
        """Return the account's global account data by type."""
        path = f"/_synapse/admin/v1/users/{segment(user_id)}/accountdata"
        answer = await self._call("GET", path, self._admin)
        found = answer.get("account_data", {}).get("global", {})
        return dict(found) if isinstance(found, dict) else {}

    async def is_unlimited(self, user_id: str) -> bool:
        """Whether rate limits are lifted for the account."""
        path = f"/_synapse/admin/v1/users/{segment(user_id)}/override_ratelimit"
        answer = await self._call("GET", path, self._admin)
        return bool(answer) and answer.get("messages_per_second") == 0

    async def lift_limits(self, user_id: str) -> None:
        """Free one account of rate limits, in all it does."""
        path = f"/_synapse/admin/v1/users/{segment(user_id)}/override_ratelimit"
        await self._call("POST", path, self._admin, {"messages_per_second": 0, "burst_count": 0})

    async def _acting_token(self, user_id: str) -> str:
        """Return a token for acting as somebody: short-lived, without a device, kept in memory only."""
        now = self._clock.now_ms()
        token, until = self._acting.get(user_id, ("", 0))
        if until - now < _TOKEN_MS // 4:
            until = now + _TOKEN_MS
            path = f"/_synapse/admin/v1/users/{segment(user_id)}/login"
            answer = await self._call("POST", path, self._admin, {"valid_until_ms": until})
            token = str(answer["access_token"])
            self._acting[user_id] = (token, until)
        return token

    async def set_account_data(self, user_id: str, kind: str, content: object) -> None:
        """Write global account data as the account itself."""
        path = f"/_matrix/client/v3/user/{segment(user_id)}/account_data/{segment(kind)}"
        await self._call("PUT", path, await self._acting_token(user_id), content)

    async def set_push_rule(self, user_id: str, rule: str, content: object) -> None:
        """Write one underride push rule as the account itself."""
        path = f"/_matrix/client/v3/pushrules/global/underride/{segment(rule)}"
        await self._call("PUT", path, await self._acting_token(user_id), content)

    # rooms, as the creator

    async def joined_rooms(self) -> list[str]:
        """Return the ids of all rooms the creator is in, sorted."""
        answer = await self._call("GET", "/_matrix/client/v3/joined_rooms", self._room)
        return sorted(str(room) for room in answer.get("joined_rooms", []))

    async def state(self, room_id: str) -> list[dict[str, Any]]:
        """Return the room's whole current state."""
        answer = await self._call("GET", f"/_matrix/client/v3/rooms/{segment(room_id)}/state", self._room)
        return [event for event in answer.get("list", []) if isinstance(event, dict)]

    async def create_room(self, body: Mapping[str, object]) -> str:
        """Make a room and return its id. Tried once: whoever calls must look before trying again."""
        answer = await self._call("POST", "/_matrix/client/v3/createRoom", self._room, body, tries=1)
        return str(answer["room_id"])

    async def set_state(self, room_id: str, kind: str, key: str, content: object) -> None:
        """Write one state event."""
        path = f"/_matrix/client/v3/rooms/{segment(room_id)}/state/{segment(kind)}/{segment(key)}"
        await self._call("PUT", path, self._room, content)

    async def invite(self, room_id: str, user_id: str) -> None:
        """Invite somebody as the creator."""
        path = f"/_matrix/client/v3/rooms/{segment(room_id)}/invite"
        await self._call("POST", path, self._room, {"user_id": user_id})

    async def join(self, room_id: str, user_id: str) -> None:
        """Let `user_id` join, as himself: an invitation or the room's restricted rule must allow it."""
        path = f"/_matrix/client/v3/join/{segment(room_id)}"
        await self._call("POST", path, await self._acting_token(user_id), {})

    async def kick(self, room_id: str, user_id: str) -> None:
        """Take somebody out as the creator; nothing happens when that person is out already."""
        path = f"/_matrix/client/v3/rooms/{segment(room_id)}/kick"
        try:
            await self._call("POST", path, self._room, {"user_id": user_id})
        except MatrixError as error:
            out = error.code is ErrorCode.FORBIDDEN
            if not out or await self.membership(room_id, user_id) in ("join", "invite"):
                raise

    async def membership(self, room_id: str, user_id: str) -> str:
        """Return somebody's membership now, "leave" when there never was one."""
        path = f"/_matrix/client/v3/rooms/{segment(room_id)}/state/m.room.member/{segment(user_id)}"
        try:
            return str((await self._call("GET", path, self._room)).get("membership", "leave"))
        except MatrixError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return "leave"

    async def leave(self, room_id: str, user_id: str | None = None) -> None:
        """Let the creator leave a room, or `user_id` as himself."""
        token = await self._acting_token(user_id) if user_id else self._room
        await self._call("POST", f"/_matrix/client/v3/rooms/{segment(room_id)}/leave", token, {})
